"""
The shape of cases.toml: a pack's own examples, which say what its numbers are meant to decide.

Cases hold no `status`: they are not policy, they are the proof of it.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, Strict

from heed.engines.risk import gates, repeat, silent, uplift
from heed.foundation.policy.assessment_schema import Trigger
from heed.foundation.policy.leaves import Code, Id, Part, Positive, Text
from heed.foundation.policy.schema import RepeatKind, Vulnerable

Service = Annotated[silent.Service, Strict(strict=False)]
CallKind = Annotated[silent.CallKind, Strict(strict=False)]
Trend = Annotated[repeat.Trend, Strict(strict=False)]
Count = Annotated[int, Field(ge=0)]


class ReportCase(Part):
    """One report in somebody's history."""

    incident: Text
    at: AwareDatetime
    extra: bool = False
    happened_on: date | None = None

    @property
    def report(self) -> repeat.Report:
        """Give the report for engines.risk.repeat."""
        return repeat.Report(self.incident, self.at, self.extra, self.happened_on)


class History(Part):
    """What every case about reports has: a name that states the claim, a moment, and what came before."""

    name: Text
    now: AwareDatetime
    reports: tuple[ReportCase, ...] = ()


class RepeatCase(History):
    """Asks whether this is a repeat; `reports` are the earlier ones, and the incident being reported now is added."""

    about: Literal["repeat"]
    who: Literal["victim", "caller", "location"]
    says_so: bool = False
    expect_repeat: bool


class CountCase(History):
    """Asks how many incidents each window shows, in the order of the pack's windows."""

    about: Literal["counts"]
    expect_counts: tuple[Count, ...]


class CaseReviewCase(History):
    """Asks whether the case review line is reached."""

    about: Literal["case review"]
    expect_count: Count
    expect_reached: bool


class TrendCase(History):
    """Asks whether incidents come closer together."""

    about: Literal["trend"]
    expect_trend: Trend


class GradingCase(Part):
    """Asks by when someone must attend; without expect_attend_by, no time is set."""

    name: Text
    about: Literal["grading"]
    grade: Code
    rural: bool
    graded_at: AwareDatetime
    expect_attend_by: AwareDatetime | None = None


class IncidentCase(Part):
    """What a case about a gate has: what is known of the incident, and whether a second person is needed."""

    name: Text
    grade: Code
    opened_as: Code
    repeat: tuple[RepeatKind, ...] = ()
    vulnerable: Vulnerable = gates.Vulnerable.UNKNOWN
    deployed: bool = False
    expect_second_person: bool

    @property
    def circumstances(self) -> gates.Circumstances:
        """Give the circumstances for engines.risk.gates."""
        return gates.Circumstances(
            grade=self.grade,
            opened_as=self.opened_as,
            repeat=frozenset(self.repeat),
            vulnerable=self.vulnerable,
            deployed=self.deployed,
        )


class DowngradeCase(IncidentCase):
    """Asks whether one person may lower this grade."""

    about: Literal["downgrade"]
    new_grade: Code


class ClosingCase(IncidentCase):
    """Asks whether one person may close with this result."""

    about: Literal["closing"]
    result: Code


class SilentCase(Part):
    """Asks what follows a silent or abandoned call; `incidents` on the line, in the window that is watched."""

    name: Text
    about: Literal["silent"]
    kind: CallKind
    service: Service
    flagged: bool = False
    incidents: Count = 0
    expect_open_log: bool
    expect_grade: Code | None = None
    expect_tell_supervisor: bool


class InstrumentCase(Part):
    """Asks how an instrument scores; `answers` by question. Without expect_band, the instrument has none."""

    name: Text
    about: Literal["instrument"]
    instrument: Id
    answers: dict[Id, Text]
    words: dict[Id, Text] = Field(default_factory=dict)
    expect_score: Count | None = None
    expect_band: Code | None = None
    expect_unanswered: Count = 0

    @property
    def given(self) -> dict[str, gates.Answer]:
        """Give the answers for engines.risk.instruments."""
        asked = dict.fromkeys((*self.answers, *self.words))
        return {one: gates.Answer(self.answers.get(one, ""), self.words.get(one, "")) for one in asked}


class UpliftCase(Part):
    """Asks what more is done for somebody; without expect_contact_within_hours, no contact is hastened."""

    name: Text
    about: Literal["uplift"]
    grade: Code
    incidents: Positive = 1
    indicators: Count = 0
    axes: Count = 0
    vulnerable: bool = False
    escalating: bool = False
    expect_grade: Code
    expect_contact_within_hours: Positive | None = None
    expect_tell_supervisor: bool

    @property
    def suffered(self) -> uplift.Suffered:
        """Give what is known for engines.risk.uplift."""
        return uplift.Suffered(self.incidents, self.indicators, self.axes, self.vulnerable, self.escalating)


class ReassessCase(Part):
    """Asks whether a trigger demands a new assessment; without assessed_at or graded_at, nobody has."""

    name: Text
    about: Literal["reassess"]
    trigger: Trigger
    at: AwareDatetime
    assessed_at: AwareDatetime | None = None
    graded_at: AwareDatetime | None = None
    expect_demanded: bool


Case = Annotated[
    RepeatCase
    | CountCase
    | CaseReviewCase
    | TrendCase
    | GradingCase
    | DowngradeCase
    | ClosingCase
    | SilentCase
    | InstrumentCase
    | UpliftCase
    | ReassessCase,
    Field(discriminator="about"),
]


class Cases(Part):
    """cases.toml."""

    case: Annotated[tuple[Case, ...], Field(min_length=1)]
