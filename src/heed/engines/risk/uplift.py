"""
Uplift: repeat, vulnerability and escalation together raise the grade, hasten contact and tell a supervisor (features #6).

A rule can only ask for *at least* so much, and can only raise. So more incidents, more indicators or more escalation can
never give less than fewer did (features #5), whatever a force writes into its pack.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from heed.engines.risk.grading import GradeRule


@dataclass(frozen=True, slots=True)
class Suffered:
    """
    What is known of whoever suffers, when the response is decided.

    incidents: distinct incidents of the victim in the pack's window, this one included, as engines.risk.repeat counts.
    indicators: standing indicators of the victim's side, those of earlier incidents included.
    axes: how many of the three axes they are on. vulnerable: a person has said so.
    escalating: incidents come closer together, or are getting worse.
    """

    incidents: int = 1
    indicators: int = 0
    axes: int = 0
    vulnerable: bool = False
    escalating: bool = False


@dataclass(frozen=True, slots=True)
class UpliftRule:
    """
    When more is done, and what. Every condition given must be reached; 0 and False ask for nothing.

    raise_to: code of a grade; a grade that is already as urgent stays. contact_within_hours: until somebody speaks to
    the victim. contact_every_days: from then on.
    """

    id: str
    because: str
    incidents: int = 0
    indicators: int = 0
    axes: int = 0
    vulnerable: bool = False
    escalating: bool = False
    raise_to: str | None = None
    contact_within_hours: int | None = None
    contact_every_days: int | None = None
    tell_supervisor: bool = False

    def holds(self, known: Suffered) -> bool:
        """Say whether every condition is reached."""
        return (
            known.incidents >= self.incidents
            and known.indicators >= self.indicators
            and known.axes >= self.axes
            and known.vulnerable >= self.vulnerable
            and known.escalating >= self.escalating
        )


@dataclass(frozen=True, slots=True)
class Uplift:
    """
    What the rules together ask for.

    grade: the most urgent of the grade there was and those asked for. raised: it is more urgent than before.
    contact_within_hours, contact_every_days: the shortest asked for; None when no rule asks.
    notices: what a supervisor reads, one for each rule that tells them; because: the reasons of every rule that holds.
    rules: their ids.
    """

    grade: GradeRule
    raised: bool
    contact_within_hours: int | None
    contact_every_days: int | None
    notices: tuple[str, ...]
    because: tuple[str, ...]
    rules: tuple[str, ...]


def uplift(
    known: Suffered, *, grade: GradeRule, grades: Mapping[str, GradeRule], rules: Iterable[UpliftRule]
) -> Uplift:
    """
    Say what repeat, vulnerability and escalation together ask for.

    grade: as it stands, or as the handler means to give it. grades: the pack's, by code.
    Raises KeyError when a rule names a grade that is not among them.
    """
    holding = [rule for rule in rules if rule.holds(known)]
    asked = [grades[rule.raise_to] for rule in holding if rule.raise_to]
    highest = min([grade, *asked], key=lambda one: one.rank)
    facts = in_words(known)
    return Uplift(
        grade=highest,
        raised=highest.rank < grade.rank,
        contact_within_hours=min((r.contact_within_hours for r in holding if r.contact_within_hours), default=None),
        contact_every_days=min((r.contact_every_days for r in holding if r.contact_every_days), default=None),
        notices=tuple(f"{rule.because} ({facts})" for rule in holding if rule.tell_supervisor),
        because=tuple(f"{rule.because} ({facts})" for rule in holding),
        rules=tuple(rule.id for rule in holding),
    )


def in_words(known: Suffered) -> str:
    """Put what is known in words: `4 incidents, 2 indicators, vulnerable, closer together or worse`."""
    parts = [
        _count(known.incidents, "incident"),
        _count(known.indicators, "indicator") if known.indicators else "",
        "vulnerable" if known.vulnerable else "",
        "closer together or worse" if known.escalating else "",
    ]
    return ", ".join(part for part in parts if part)


def _count(number: int, noun: str) -> str:
    """Count something: `1 incident`, `2 incidents`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
