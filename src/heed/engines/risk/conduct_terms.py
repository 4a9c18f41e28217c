"""The words of crime and course of conduct: signs, tests, occasions, and what was decided before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from heed.engines.risk.moments import in_utc


class Sign(StrEnum):
    """What can be present in an incident, from its qualifiers, answers, people and words; a pack may use these names."""

    ABUSE = "abuse"
    DISTRESS = "distress"
    FEAR_OF_VIOLENCE = "fear_of_violence"
    TARGETED = "targeted"
    HATE_RACE_OR_RELIGION = "hate_race_or_religion"
    HATE_OTHER = "hate_other"
    SEX_BASED = "sex_based"
    THREAT = "threat"
    THREAT_TO_KILL = "threat_to_kill"
    THREAT_TO_DAMAGE = "threat_to_damage"
    VIOLENCE = "violence"
    DAMAGE = "damage"
    SLIGHT_DAMAGE = "slight_damage"
    BREACH_OF_ORDER = "breach_of_order"
    BREACH_OF_NOTICE = "breach_of_notice"
    FOLLOWING = "following"
    CONTACT = "contact"
    THIRD_PARTIES = "third_parties"
    EARLIER_HARASSMENT = "earlier_harassment"
    FORMER_PARTNER = "former_partner"


HATE: Final = frozenset({Sign.HATE_RACE_OR_RELIGION, Sign.HATE_OTHER, Sign.SEX_BASED})
THREATS: Final = frozenset({Sign.THREAT, Sign.THREAT_TO_KILL})
SERIOUS: Final = HATE | THREATS | {
    Sign.FEAR_OF_VIOLENCE, Sign.THREAT_TO_DAMAGE, Sign.VIOLENCE, Sign.DAMAGE, Sign.BREACH_OF_ORDER
}  # fmt: skip
SCREEN: Final = frozenset(
    {Sign.THREAT, Sign.VIOLENCE, Sign.DAMAGE, Sign.EARLIER_HARASSMENT, Sign.THIRD_PARTIES, Sign.FOLLOWING, Sign.CONTACT,
     Sign.FEAR_OF_VIOLENCE}
)  # fmt: skip
"""What a control room's stalking screen asks about (procedure.md 1.7)."""


class Test(StrEnum):
    """The tests, in the order in which the principal crime is chosen (CRR26 p.50-58); breaches stand beside it."""

    __test__ = False  # not one of pytest's

    FEAR_AGGRAVATED = "fear_aggravated"
    FEAR = "fear"
    HARASSMENT_AGGRAVATED = "harassment_aggravated"
    STALKING = "stalking"
    STALKING_SIGNS = "stalking_signs"
    HARASSMENT = "harassment"
    THREAT_TO_KILL = "threat_to_kill"
    VIOLENCE = "violence"
    PUBLIC_ORDER_AGGRAVATED = "public_order_aggravated"
    PUBLIC_ORDER_4A = "public_order_4a"
    SEX_BASED_4B = "sex_based_4b"
    THREAT_TO_DAMAGE = "threat_to_damage"
    DAMAGE = "damage"
    BREACH = "breach"
    SEVERAL_VICTIMS = "several_victims"
    SEVERAL_PARTIES = "several_parties"


COURSE: Final = frozenset(
    {Test.FEAR_AGGRAVATED, Test.FEAR, Test.HARASSMENT_AGGRAVATED, Test.STALKING, Test.STALKING_SIGNS, Test.HARASSMENT}
)
"""The tests of a course of conduct: only these continue a crime that is recorded; anything else is a crime each time."""


@dataclass(frozen=True, slots=True)
class Wording:
    """How a test reads: its name, the rule in words, where that comes from, and how well founded it is."""

    label: str
    words: str
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class ConductRule:
    """
    The numbers of the tests, as the force's pack has them.

    occasions: that make a course of conduct; fear_occasions: with fear of violence. stalking_age: both at least so old.
    months: after which a recorded course needs a new decision. hours: to decide. victims_word: that it happened before
    counts as an occasion of its own. screen: signs of the stalking screen that ask for the registrar. victims, parties:
    households that name one other party, and parties that pick one victim out, after which all is read together.
    """

    occasions: int
    fear_occasions: int
    stalking_age: int
    months: int
    hours: int
    victims_word: bool
    screen: int
    victims: int
    parties: int
    wording: Mapping[Test, Wording] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Occasion:
    """
    One incident, as far as it is about this victim and this other party. Moments have a time zone.

    at: when it was first reported; the clock runs from there, not from when it was written down. party_at: from when the
    other party was named or described in it; None when nobody is. signs: from when each was on record. said_before_at:
    when the victim said that it had happened before. ages: of victim and other party, None where nobody knows.
    """

    incident: int
    at: datetime
    party_at: datetime | None
    signs: Mapping[Sign, datetime] = field(default_factory=dict)
    said_before_at: datetime | None = None
    ages: tuple[int | None, int | None] = (None, None)

    def moment(self, *known: datetime) -> datetime:
        """Return from when all of this was on record."""
        return max(in_utc(at, what="A report") for at in (self.at, *filter(None, (self.party_at,)), *known))

    def first(self, signs: Iterable[Sign]) -> datetime | None:
        """Return from when any of these signs was on record; None when none is."""
        return min((self.signs[sign] for sign in signs if sign in self.signs), default=None)


@dataclass(frozen=True, slots=True)
class Course:
    """
    What was decided before about the same two. decided: the tests that decision was about.

    crime: it was recorded as one. ended_at: an order, a conviction or an acquittal, or the other party was dealt with.
    """

    decided_at: datetime | None = None
    decided: frozenset[Test] = frozenset()
    crime: bool = False
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Met:
    """A test that is met: from when, decide by when, by which incidents. because: what to know with it, in words."""

    test: Test
    wording: Wording
    at: datetime
    due_at: datetime
    incidents: tuple[int, ...]
    because: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a sequence amounts to. continues: it belongs to the crime already recorded. why: in words, where there is more."""

    met: tuple[Met, ...]
    continues: bool = False
    why: str = ""

    @property
    def first_met_at(self) -> datetime | None:
        """Return the first moment at which any test was met."""
        return min((met.at for met in self.met), default=None)


NEW: Final = Course()
