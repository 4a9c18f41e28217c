"""
The shape of a pack's files on incidents: pack, repeat, questions, risk, grades, downgrade and closing.

A model is one file, or a part of one; `rule` and `policy` hand its values to `engines.risk` in its own types.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, Strict

from heed.engines.risk import case_review, gates, grading, repeat
from heed.foundation.policy.leaves import Code, Id, Leaf, Named, Part, Positive, Text

RepeatKind = Annotated[gates.RepeatKind, Strict(strict=False)]
Vulnerable = Annotated[gates.Vulnerable, Strict(strict=False)]


class About(Part):
    """pack.toml: which pack this is, and when it is in force (dates inclusive)."""

    name: Id
    version: Text
    title: Text
    language: Literal["en", "cy"]
    time_zone: Text
    in_force_from: date
    in_force_to: date | None = None


class Scope(Part):
    """When a victim, a caller or a location is a repeat."""

    within_days: Leaf[Positive]
    incidents: Leaf[Positive]
    says_so: Leaf[bool]

    @property
    def rule(self) -> repeat.RepeatRule:
        """Give the rule for engines.risk.repeat."""
        return repeat.RepeatRule(self.within_days.value, self.incidents.value, self.says_so.value)


class CaseReview(Part):
    """Where the line of the ASB case review lies; case_review.toml has what Heed does about it."""

    count: Leaf[Positive]
    months: Leaf[Positive]
    report_within_months: Leaf[Positive]

    def rule(
        self, *, explain_at: int, follow_ups_count: bool, not_complaints: frozenset[str]
    ) -> case_review.CaseReviewRule:
        """Give the rule for engines.risk.case_review, with what case_review.toml adds."""
        return case_review.CaseReviewRule(
            self.count.value,
            self.months.value,
            self.report_within_months.value,
            explain_at=explain_at,
            follow_ups_count=follow_ups_count,
            not_complaints=not_complaints,
        )


class TrendPart(Part):
    """When incidents come closer together."""

    incidents: Leaf[Annotated[int, Field(ge=3)]]
    within_days: Leaf[Positive]
    percent: Leaf[Annotated[int, Field(ge=1, lt=100)]]

    @property
    def rule(self) -> repeat.TrendRule:
        """Give the rule for engines.risk.repeat."""
        return repeat.TrendRule(self.incidents.value, self.within_days.value, self.percent.value)


class Repeat(Part):
    """repeat.toml. Duplicates and call-backs are shown and never counted: the only choice so far, said aloud."""

    victim: Scope
    caller: Scope
    location: Scope
    windows: Leaf[Annotated[tuple[Positive, ...], Field(min_length=1)]]
    case_review: CaseReview
    trend: TrendPart
    duplicates_and_call_backs: Leaf[Literal["shown, never counted"]]


class QuestionPart(Named):
    """One question."""

    version: Text
    asked_of: Literal["caller", "handler"]
    wording: Leaf[Text]
    wording_cy: Leaf[Text]
    listen_for: Leaf[Text]
    answers: Leaf[tuple[Id, ...]]
    detail_required_on: Leaf[tuple[Id, ...]]
    not_asked_needs_reason: Leaf[bool]

    @property
    def rule(self) -> gates.Question:
        """Give the question for engines.risk.gates."""
        return gates.Question(
            id=self.id,
            wording=self.wording.value,
            wording_cy=self.wording_cy.value,
            listen_for=self.listen_for.value,
            answers=self.answers.value,
            detail_required_on=frozenset(self.detail_required_on.value),
            not_asked_needs_reason=self.not_asked_needs_reason.value,
            asked_of=self.asked_of,
            version=self.version,
        )


class Questions(Part):
    """questions.toml and risk.toml, in the order they are asked."""

    question: Annotated[tuple[QuestionPart, ...], Field(min_length=1)]


class GradePart(Part):
    """One grade; without minutes it sets no time."""

    label: Leaf[Text]
    rank: Leaf[Positive]
    urban_minutes: Leaf[Positive] | None = None
    rural_minutes: Leaf[Positive] | None = None

    def rule(self, code: str) -> grading.GradeRule:
        """Give the grade for engines.risk.grading."""
        urban, rural = self.urban_minutes, self.rural_minutes
        return grading.GradeRule(
            code=code,
            label=self.label.value,
            urban_minutes=urban.value if urban else None,
            rural_minutes=rural.value if rural else None,
            rank=self.rank.value,
        )


class Grades(Part):
    """grades.toml."""

    grade: Annotated[dict[Code, GradePart], Field(min_length=1)]


class Rule(Part):
    """When a second person is needed; what is left out is not asked for."""

    because: Text
    grades: tuple[Code, ...] = ()
    new_grades: tuple[Code, ...] = ()
    results: tuple[Code, ...] = ()
    opened_as: tuple[Code, ...] = ()
    repeat: tuple[RepeatKind, ...] = ()
    vulnerable: tuple[Vulnerable, ...] = ()
    deployed: bool | None = None

    @property
    def rule(self) -> gates.GateRule:
        """Give the rule for engines.risk.gates."""
        return gates.GateRule(
            because=self.because,
            grades=frozenset(self.grades),
            new_grades=frozenset(self.new_grades),
            results=frozenset(self.results),
            opened_as=frozenset(self.opened_as),
            repeat=frozenset(self.repeat),
            vulnerable=frozenset(self.vulnerable),
            deployed=self.deployed,
        )


class Downgrade(Part):
    """downgrade.toml."""

    always: Leaf[str]
    fresh_assessment: Leaf[bool]
    rule: dict[Id, Leaf[Rule]] = Field(default_factory=dict)

    @property
    def policy(self) -> gates.DowngradePolicy:
        """Give the policy for engines.risk.gates."""
        return gates.DowngradePolicy(
            always=self.always.value,
            fresh_assessment=self.fresh_assessment.value,
            rules=tuple(leaf.value.rule for leaf in self.rule.values()),
        )


class Result(Part):
    """One result an incident can be closed with."""

    label: Leaf[Text]
    deployment: Leaf[bool]
    second_person: Leaf[str]
    asks_each_caller: Leaf[bool] | None = None
    nicl: Leaf[Code] | None = None

    def rule(self, code: str) -> gates.ResultRule:
        """Give the result for engines.risk.gates."""
        return gates.ResultRule(
            code=code,
            label=self.label.value,
            deployment=self.deployment.value,
            second_person=self.second_person.value,
            asks_each_caller=bool(self.asks_each_caller and self.asks_each_caller.value),
            nicl=self.nicl.value if self.nicl else None,
        )


class Closing(Part):
    """closing.toml."""

    rationale_required: Leaf[bool]
    result: Annotated[dict[Code, Result], Field(min_length=1)]
    rule: dict[Id, Leaf[Rule]] = Field(default_factory=dict)

    @property
    def policy(self) -> gates.ClosingPolicy:
        """Give the policy for engines.risk.gates."""
        return gates.ClosingPolicy(
            rationale_required=self.rationale_required.value,
            results={code: result.rule(code) for code, result in self.result.items()},
            rules=tuple(leaf.value.rule for leaf in self.rule.values()),
        )
