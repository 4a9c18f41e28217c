"""
The shape of conduct.toml: when a sequence of incidents may be a crime, and how many log entries a supervisor reads.

Its cases stand in the same file: the text of a rule, its numbers and its proof change together.
"""

from collections.abc import Mapping
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, Field, Strict

from heed.engines.risk import conduct_terms as terms
from heed.engines.risk.conduct import assess
from heed.foundation.policy.leaves import Id, Leaf, Part, Positive, Text
from heed.foundation.policy.schema import About

Sign = Annotated[terms.Sign, Strict(strict=False)]
Test = Annotated[terms.Test, Strict(strict=False)]


class Numbers(Part):
    """How many occasions, how old, how long."""

    occasions: Leaf[Annotated[int, Field(ge=2)]]
    fear_occasions: Leaf[Annotated[int, Field(ge=2)]]
    stalking_age: Leaf[Positive]
    months: Leaf[Positive]
    hours: Leaf[Positive]
    victims_word: Leaf[bool]
    screen: Leaf[Positive]
    victims: Leaf[Annotated[int, Field(ge=2)]]
    parties: Leaf[Annotated[int, Field(ge=2)]]


class Rule(Part):
    """How a test reads: its name, and the rule in words."""

    label: Text
    words: Text


class Asked(Part):
    """One question of the stalking screen, and the sign that a yes is."""

    wording: Text
    sign: Sign


class WordingReview(Part):
    """How many log entries are read in a week."""

    size: Leaf[Positive]


class OccasionCase(Part):
    """One incident of a case; reported and described at the same moment."""

    at: AwareDatetime
    signs: tuple[Sign, ...] = ()
    nobody_described: bool = False
    said_before: bool = False
    ages: tuple[int, int] | None = None

    def occasion(self, number: int) -> terms.Occasion:
        """Give the occasion for engines.risk.conduct."""
        return terms.Occasion(
            number,
            self.at,
            None if self.nobody_described else self.at,
            dict.fromkeys(self.signs, self.at),
            said_before_at=self.at if self.said_before else None,
            ages=self.ages or (None, None),
        )


class ConductCase(Part):
    """Asks which tests a sequence meets, and by when a person must decide about the first of them."""

    name: Text
    occasions: tuple[OccasionCase, ...]
    decided_at: AwareDatetime | None = None
    decided: tuple[Test, ...] = ()
    crime: bool = False
    ended_at: AwareDatetime | None = None
    expect: tuple[Test, ...]
    expect_due_at: AwareDatetime | None = None


class Conduct(Part):
    """conduct.toml."""

    numbers: Numbers
    test: dict[Test, Leaf[Rule]]
    screen: dict[Id, Leaf[Asked]] = Field(default_factory=dict)
    answer: dict[Id, Leaf[Sign]] = Field(default_factory=dict)
    wording: WordingReview
    case: tuple[ConductCase, ...] = ()

    @property
    def rule(self) -> terms.ConductRule:
        """Give the rule for engines.risk.conduct."""
        numbers = self.numbers
        return terms.ConductRule(
            occasions=numbers.occasions.value,
            fear_occasions=numbers.fear_occasions.value,
            stalking_age=numbers.stalking_age.value,
            months=numbers.months.value,
            hours=numbers.hours.value,
            victims_word=numbers.victims_word.value,
            screen=numbers.screen.value,
            victims=numbers.victims.value,
            parties=numbers.parties.value,
            wording={
                test: terms.Wording(leaf.value.label, leaf.value.words, leaf.source, leaf.status)
                for test, leaf in self.test.items()
            },
        )

    @property
    def signs_of_answers(self) -> Mapping[str, terms.Sign]:
        """Give the sign that a yes to a question is, by the question's id: the pack's own questions and the screen."""
        return {name: leaf.value for name, leaf in self.answer.items()} | {
            name: leaf.value.sign for name, leaf in self.screen.items()
        }


def conduct_mistakes(part: Conduct) -> list[str]:
    """List the tests that have no words: a test that cannot be explained is not applied, so each needs them."""
    missing = [str(test) for test in terms.Test if test not in part.test]
    return [f"conduct.toml: test.{test} is missing." for test in missing]


def conduct_failures(part: Conduct, about: About) -> list[str]:
    """Run the file's own cases, and list those that come out otherwise."""
    return [found for case in part.case if (found := _failure(case, part.rule, about))]


def _failure(case: ConductCase, rule: terms.ConductRule, about: About) -> str:
    found = assess(
        [one.occasion(number) for number, one in enumerate(case.occasions, 1)],
        rule=rule,
        zone=ZoneInfo(about.time_zone),
        course=terms.Course(case.decided_at, frozenset(case.decided), crime=case.crime, ended_at=case.ended_at),
    )
    met = {one.test for one in found.met}
    if met != set(case.expect):
        words = [", ".join(sorted(tests)) or "no test" for tests in (case.expect, met)]
        return f"conduct.toml: case “{case.name}” expects {words[0]}, and the pack finds {words[1]}."
    due = min((one.due_at for one in found.met), default=None)
    if case.expect_due_at is not None and due != case.expect_due_at:
        return (
            f"conduct.toml: case “{case.name}” expects a decision by {case.expect_due_at}, and the pack asks by {due}."
        )
    return ""
