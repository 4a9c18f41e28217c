"""
Learning its manners: which rules are rarely right, what is proposed, and what has already been done about it.

Counts of the domain, the edits of the lexicon, and the pack's floor come together here. Nothing changes by itself.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from threading import Lock

from django.db import transaction

from heed.domain.vulnerability.manners import queries
from heed.domain.vulnerability.manners.queries import Period
from heed.engines.cues.tables import national_cells
from heed.engines.risk import manners
from heed.engines.risk.manners import MannersPolicy, Proposal, Tally
from heed.engines.risk.nameless import nameless
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act
from heed.foundation.lexicon import queries as lexicon
from heed.foundation.lexicon.models import OverlayEdit
from heed.foundation.policy import services as policy

NOTE_DAYS = 90
"""Days whose replies the note on the supervisor's board looks at."""

NOTE_FRESH = timedelta(minutes=15)
"""How long a process goes by the note it has worked out: the board is opened every minute, a proposal takes weeks."""

EXAMPLES_MOST = 10

AGE_WORDS = (
    "age",
    "aged",
    "year",
    "years",
    "yr",
    "yrs",
    "old",
    "yo",
    "yoa",
    "dob",
    "born",
    "month",
    "months",
    "male",
    "female",
    "M",
    "F",
)
"""Words of ages, which no row of the lexicon holds."""


@dataclass(frozen=True, slots=True)
class Edited:
    """That the force has changed a row. since: from when it was in force; None while it is not yet."""

    edit: OverlayEdit
    since: datetime | None

    @property
    def words(self) -> str:
        """Say what was done, and whether it holds."""
        done = self.edit.get_kind_display()
        return done if self.since else f"{done}, not in force yet"


@dataclass(frozen=True, eq=False)
class Line:
    """One rule: what became of what it found, what is proposed, and what was done to it already."""

    rule: str
    category: str
    tally: Tally
    proposal: Proposal
    floor: float
    edited: Edited | None

    @cached_property
    def is_new(self) -> bool:
        """Say whether something is proposed that no edit waits for."""
        return self.proposal.asks and (self.edited is None or self.edited.since is not None)


def edits_of(force_id: int) -> dict[str, Edited]:
    """Return what the force has changed, by row."""
    standing = lexicon.standing_edits(force_id)
    if not standing:
        return {}
    published = [one.version for one in lexicon.versions(force_id, most=None) if one.version.published_at]
    times = sorted(one.published_at for one in published if one.published_at)
    return {edit.row: Edited(edit, next((at for at in times if at >= edit.at), None)) for edit in standing}


def period(*, days: int, edits: Mapping[str, Edited], now: datetime) -> Period:
    """Return the last days; of a rule that was changed, what it found since the change was in force."""
    changed = {row: one.since for row, one in edits.items() if one.since}
    return Period(now - timedelta(days=days), now, changed)


def lines(user: User, *, days: int, category: str, now: datetime) -> list[Line]:
    """Return every rule that spoke in the last days, worst first."""
    edits, rule = edits_of(user.force_id), policy.in_use().manners.rule
    found = queries.by_rule(user, period(days=days, edits=edits, now=now), category=category)
    return in_order(found, edits, rule)


def in_order(found: Sequence[queries.Ruled], edits: Mapping[str, Edited], rule: MannersPolicy) -> list[Line]:
    """Say what is proposed for each, and sort them worst first."""
    put = [
        Line(
            one.rule,
            one.category,
            one.tally,
            manners.propose(one.tally, category=one.category, policy=rule),
            rule.floor_of(one.category),
            edits.get(one.rule),
        )
        for one in found
    ]
    return sorted(put, key=lambda line: (*manners.badness(line.tally, line.proposal), line.rule, line.category))


def new_proposals(user: User, *, now: datetime) -> int:
    """
    Return for how many rules something is proposed that nobody has acted on.

    Worked out from replies alone, at most once in NOTE_FRESH by each process.
    """
    with _noting:
        held = _noted.get(user.force_id)
    if held and timedelta(0) <= now - held[0] < NOTE_FRESH:
        return held[1]
    edits = edits_of(user.force_id)
    found = queries.answered_by_rule(user, period(days=NOTE_DAYS, edits=edits, now=now))
    number = sum(line.is_new for line in in_order(found, edits, policy.in_use().manners.rule))
    with _noting:
        _noted[user.force_id] = (now, number)
    return number


def forget_note(force_id: int) -> None:
    """Let the note be worked out anew: somebody has just acted on a proposal."""
    with _noting:
        _noted.pop(force_id, None)


_noting = Lock()
_noted: dict[int, tuple[datetime, int]] = {}
"""By force: when the note was worked out, and what it said."""


@transaction.atomic
def read_examples(*, user: User, rule: str, period: Period, actor: Actor, now: datetime) -> dict[str, int]:
    """
    Return the words of a few findings, and how often each; what could name somebody is struck out; a consultation.

    They are drawn by lot, the same all month and for everybody: nobody can go on drawing until they have read them all.
    """
    drawn = queries.examples(user, rule, period, seed=f"{rule}:{now:%Y-%m}", most=EXAMPLES_MOST)
    if not drawn:
        return {}
    audit.record(
        actor=actor,
        act=Act.CONSULTATION,
        action="finding_sample.read",
        subjects=[f"finding:{one.pk}" for one in drawn],
        purpose=f"is the rule {rule} right",
        now=now,
    )
    known = _words_of(user, rule)
    return Counter(nameless(one.text, names=queries.names_on(one), known=known) for one in drawn)


@transaction.atomic
def export(*, user: User, days: int, category: str, actor: Actor, now: datetime) -> list[Line]:
    """Return the lines for a file; that they left Heed is on the audit trail."""
    found = lines(user, days=days, category=category, now=now)
    audit.record(
        actor=actor,
        act=Act.DISCLOSURE,
        action="rule_counts.exported",
        subjects=[],
        purpose=f"how often rules were right: {days} days, {category or 'all categories'}",
        recipient=actor.reference,
        detail={"rules": len(found)},
        now=now,
    )
    return found


def _words_of(user: User, rule: str) -> list[str]:
    """Return the words that a rule of the lexicon holds, national or the force's own; of a built-in one, none."""
    base = next((cells for cells in national_cells() if cells["id"] == rule), {})
    edit = next((one for one in lexicon.standing_edits(user.force_id) if one.row == rule), None)
    text = f"{base.get('pattern', '')} {edit.cells.get('pattern', '') if edit else ''}"
    words = "".join(letter if letter.isalpha() or letter == "'" else " " for letter in text).split()
    return words or list(AGE_WORDS)
