"""Say what a log's findings come to: would a careful supervisor want the victim's side flagged, is it a repeat."""

from collections.abc import Sequence

from heed.engines.cues.findings import Finding
from heed.engines.cues.terms import Category, Experiencer, Strength

OURS = frozenset({Experiencer.VICTIM, Experiencer.HOUSEHOLD})


def stands(finding: Finding) -> bool:
    """Whether a finding is present and affirmed: not denied, not past."""
    return not finding.negated and not finding.historic


def is_repeat(findings: Sequence[Finding]) -> bool:
    """Whether the log says that it has happened before or goes on."""
    return any(finding.category is Category.REPEAT and stands(finding) for finding in findings)


def is_vulnerable(findings: Sequence[Finding]) -> bool:
    """
    Whether the victim's side should be flagged: a suggestion to a person, never a decision.

    At least one cue that stands, of the victim or the household, other than repeat. A child counts where it is the one
    it happens to, or with another cue; weak cues count together, not alone; a doubtful one counts.
    """
    ours = [
        finding
        for finding in findings
        if finding.category is not Category.REPEAT and finding.experiencer in OURS and stands(finding)
    ]
    strong = [finding for finding in ours if _counts_alone(finding)]
    return bool(strong) or len({finding.category for finding in ours if finding.category is not Category.AGE_CHILD}) > 1


def _counts_alone(finding: Finding) -> bool:
    if finding.strength is Strength.WEAK:
        return False
    if finding.category is Category.AGE_CHILD:
        return finding.experiencer is Experiencer.VICTIM
    return True
