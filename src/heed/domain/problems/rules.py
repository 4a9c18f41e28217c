"""What the state of a plan or of a power allows, in words for whoever meets it; an empty answer means it may be."""

from heed.domain.problems.terms import DONE_IN, SECTIONS, PlanFormat, PowerStatus, Section
from heed.engines.risk.powers import is_of_rank

RUNNING = frozenset({PowerStatus.ISSUED, PowerStatus.VARIED, PowerStatus.BREACHED})
"""States in which a power holds, until its end comes."""

OVER = frozenset({PowerStatus.DISCHARGED, PowerStatus.EXPIRED})
"""States in which a power held once and holds no more."""

FOLLOWS: dict[PowerStatus | None, frozenset[PowerStatus]] = {
    None: frozenset({PowerStatus.CONSIDERED}),
    PowerStatus.CONSIDERED: frozenset({PowerStatus.REFUSED, PowerStatus.ISSUED}),
    **dict.fromkeys(
        RUNNING, frozenset({PowerStatus.VARIED, PowerStatus.BREACHED, PowerStatus.DISCHARGED, PowerStatus.EXPIRED})
    ),
    # A breach of the last night is told the morning after.
    **dict.fromkeys(OVER, frozenset({PowerStatus.BREACHED})),
}
"""Which state may come after which; nothing comes after a decision against it, and after its end only an older breach."""


class CannotBe(Exception):
    """What was asked cannot be done as things stand; the words say why, for the screen."""


def refused_to_follow(before: PowerStatus | None, after: PowerStatus) -> str:
    """Say why a power cannot go from one state to another."""
    if after in FOLLOWS.get(before, frozenset()):
        return ""
    stands = before.label.lower() if before else "not yet considered"
    return f"This power is {stands}: it cannot be {after.label.lower()} now."


def refused_to_write(plan_format: PlanFormat, section: Section, *, closed: bool, has_due: bool) -> str:
    """Say why an entry cannot stand in a section of a plan."""
    if closed:
        return "The plan is closed: nothing more is written into it."
    if section != Section.REVIEW and section not in SECTIONS[plan_format]:
        return f"A plan in this format has no section “{section.label}”."
    if has_due and section not in DONE_IN and section != Section.REVIEW:
        return f"Nothing is done by a day under “{section.label}”: put it under what is done about it."
    return ""


def refused_to_sign_off(*, rank: str, least: str, asked_by: int, signs: int) -> str:
    """Say why somebody cannot sign off the closing of a plan."""
    if asked_by == signs:
        return "You asked for it to be closed yourself: somebody else signs it off."
    if not is_of_rank(rank, least=least):
        return f"A {least} or above signs off a plan."
    return ""
