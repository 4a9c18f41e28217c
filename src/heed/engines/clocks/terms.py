"""What a pack says of a clock: what starts it, what meets it, when it ends, and what follows when it runs out."""

from dataclasses import dataclass
from enum import StrEnum

from heed.engines.clocks.periods import Period


class Basis(StrEnum):
    """Whether a time is set by law, the Victims' Code and the counting rules among it, or by the force's own policy."""

    LAW = "law"
    POLICY = "policy"


class Start(StrEnum):
    """What starts a clock."""

    GRADED = "graded"  # the grade's own time to attend, which grades.toml sets
    RECORDED = "incident_recorded"
    CRIME_SUSPECTED = "crime_suspected"  # a rule on conduct was first met
    CRIME_RECORDED = "crime_recorded"
    UPLIFTED = "uplifted"  # the time of contact, which uplift.toml sets
    ASSESSED = "assessed"  # with one of the bands that the clock names
    HAPPENED = "happened"  # something the victim must be told of


class Done(StrEnum):
    """What somebody did that meets a clock."""

    ATTENDED = "attended"
    CONTACT = "contact"
    UPDATE = "update"
    NEEDS = "needs"
    VISIT = "visit"
    REVIEW = "review"
    CONFIRMED = "confirmed"  # the victim has the crime in writing
    DECIDED = "crime_decided"
    TOLD = "told"  # of the very thing that started the clock

    @property
    def label(self) -> str:
        """Say what was done."""
        return DONE_LABELS[self]


DONE_LABELS = {
    Done.ATTENDED: "Somebody arrived",
    Done.CONTACT: "Somebody spoke to the victim",
    Done.UPDATE: "The victim was told how it stands",
    Done.NEEDS: "The victim's needs were asked about, and support was offered",
    Done.VISIT: "Somebody visited the victim",
    Done.REVIEW: "The risk was reviewed",
    Done.CONFIRMED: "The victim was given the crime in writing",
    Done.DECIDED: "It was decided whether it is a crime",
    Done.TOLD: "The victim was told",
}


class Happened(StrEnum):
    """What a victim must be told of (Victims' Code, right 6; procedure.md 3.7)."""

    ARREST = "arrest"
    INTERVIEW = "interview_under_caution"
    RELEASED = "released_without_charge"
    BAIL = "bail"
    NO_INVESTIGATION = "no_investigation"


class TransferTo(StrEnum):
    """To whom a log goes when a clock has run out."""

    SUPERVISOR = "supervisor"
    NEIGHBOURHOOD = "neighbourhood"
    NONE = "none"


class Applies(StrEnum):
    """To what an incident must have come for a clock to run."""

    ANY = "any"
    CRIME = "crime"
    NOT_CRIME = "not_crime"


@dataclass(frozen=True, slots=True)
class Expiry:
    """What follows when a clock runs out. task: in words; empty when none is made. reassess: the risk is judged again."""

    transfer_to: TransferTo
    task: str = ""
    reassess: bool = False


@dataclass(frozen=True, slots=True)
class ClockRule:
    """
    One clock of a pack.

    period: None where another file sets the time (a grade's, an uplift's). enhanced_period: for whoever has enhanced
    rights; None where they have the same. met_by: any of these. codes: opening codes that start it; empty for all.
    bands: of an assessment. happened: what must be told. rank: who must do it, a rank's value, empty for anybody.
    repeats: met, it starts again, counted from when it was met. after_closing: it runs on when the incident is closed.
    """

    kind: str
    label: str
    basis: Basis
    status: str
    source: str
    starts_on: Start
    period: Period | None
    enhanced_period: Period | None
    met_by: frozenset[Done]
    expiry: Expiry
    applies: Applies = Applies.ANY
    codes: frozenset[str] = frozenset()
    bands: frozenset[str] = frozenset()
    happened: frozenset[Happened] = frozenset()
    rank: str = ""
    repeats: bool = False
    after_closing: bool = False

    def period_for(self, *, enhanced: bool) -> Period | None:
        """Return how long it runs for somebody with enhanced rights, or without."""
        return self.enhanced_period if enhanced and self.enhanced_period else self.period
