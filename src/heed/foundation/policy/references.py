"""Mistakes that no single value shows: names used twice, names that do not exist, dates and ranks that contradict."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from heed.engines.risk.silent import SilentRule
from heed.foundation.policy.assessment_references import assessment_mistakes
from heed.foundation.policy.board_schema import Board, board_mistakes
from heed.foundation.policy.call_schema import Advices, Local, Silent
from heed.foundation.policy.case_schema import (
    Case,
    Cases,
    ClosingCase,
    CountCase,
    DowngradeCase,
    GradingCase,
    SilentCase,
)
from heed.foundation.policy.clocks_schema import Clocks, clock_mistakes
from heed.foundation.policy.conduct_schema import Conduct, conduct_mistakes
from heed.foundation.policy.identity_schema import Identity
from heed.foundation.policy.leaves import Part
from heed.foundation.policy.open311_schema import Open311, open311_mistakes
from heed.foundation.policy.powers_schema import Powers, powers_mistakes
from heed.foundation.policy.referrals_schema import Referrals, referral_mistakes
from heed.foundation.policy.right_door_schema import RightDoor, door_mistakes
from heed.foundation.policy.schema import About, Closing, Downgrade, Grades, Questions, Repeat, Rule
from heed.foundation.policy.support_schema import Support, support_mistakes
from heed.foundation.policy.tasking_schema import Tasking, tasking_mistakes

BY_SCHEMA: Mapping[type[Part], Callable[[Any], Iterable[str]]] = {
    Conduct: conduct_mistakes,
    Powers: powers_mistakes,
    Clocks: clock_mistakes,
    Board: board_mistakes,
    Referrals: referral_mistakes,
    RightDoor: door_mistakes,
    Support: support_mistakes,
    Tasking: tasking_mistakes,
    Open311: open311_mistakes,
}
"""What checks a file against itself where that stands beside its shape."""


def mistakes(files: Mapping[str, Part]) -> list[str]:
    """
    List the mistakes between and within the files that could be read.

    files: by name, only those whose own shape is sound; what another file would be needed for is left out.
    """
    within = (problem for name, part in files.items() for problem in (*_within(name, part), *_names(name, part)))
    return [*within, *_between(files), *assessment_mistakes(files)]


def _within(name: str, part: Part) -> Iterable[str]:
    """Check what one file says against itself."""
    found: Iterable[str] = ()
    match part:
        case About():
            found = _about(part)
        case Repeat():
            found = _repeat(part)
        case Questions():
            found = _questions(name, part)
        case Silent():
            found = _silent(part)
        case Identity():
            found = _identity(part)
        case Downgrade() | Closing():
            found = _idle(name, part)
        case _ if type(part) in BY_SCHEMA:
            found = BY_SCHEMA[type(part)](part)
    return found


def _names(name: str, part: Part) -> Iterable[str]:
    """Check that what must be told apart can be."""
    match part:
        case Questions():
            return _twice(name, "question id", (question.id for question in part.question))
        case Grades():
            return _twice(name, "rank", (str(grade.rank.value) for grade in part.grade.values()))
        case Advices():
            return _twice(name, "advice id", (line.id for line in part.advice))
        case Cases():
            return _twice(name, "case name", (case.name for case in part.case))
    return ()


def codes_used(files: Mapping[str, Part]) -> Iterator[tuple[str, str]]:
    """List every NSIR or local category a pack names: where, and which."""
    for name, part in files.items():
        match part:
            case Closing():
                for code, result in part.result.items():
                    if result.nicl:
                        yield f"{name}: result.{code}.nicl", result.nicl.value
                yield from _opened_as(name, part)
            case Downgrade():
                yield from _opened_as(name, part)
            case Silent():
                yield f"{name}: category", part.category.value
            case Cases():
                for case in part.case:
                    if isinstance(case, DowngradeCase | ClosingCase):
                        yield f"{name}: case.“{case.name}”.opened_as", case.opened_as


def local_parents(files: Mapping[str, Part]) -> Iterator[tuple[str, str]]:
    """List every local code of a pack and the NSIR category it says it counts under."""
    local = files.get("local.toml")
    if isinstance(local, Local):
        for code, leaf in local.code.items():
            yield code, leaf.value.nicl


def _opened_as(name: str, part: Closing | Downgrade) -> Iterator[tuple[str, str]]:
    """List the opening categories that a file's rules name."""
    for rule, value in _rules(part):
        yield from ((f"{name}: rule.{rule}.opened_as", code) for code in value.opened_as)


def _about(part: About) -> Iterator[str]:
    """Check dates and time zone."""
    if part.in_force_to is not None and part.in_force_to < part.in_force_from:
        yield (f"pack.toml: in_force_to is {part.in_force_to}, before in_force_from, which is {part.in_force_from}.")
    try:
        ZoneInfo(part.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        yield f"pack.toml: time_zone {part.time_zone!r} is not a time zone; one is 'Europe/London'."


def _repeat(part: Repeat) -> Iterator[str]:
    """Check that windows grow."""
    windows = part.windows.value
    if any(longer <= shorter for shorter, longer in pairwise(windows)):
        yield f"repeat.toml: windows must grow from one to the next, not {list(windows)}."


def _questions(name: str, part: Questions) -> Iterator[str]:
    """Check that the answers which need words are answers."""
    for question in part.question:
        answers = question.answers.value
        yield from _twice(name, f"an answer of “{question.id}”", answers)
        for answer in question.detail_required_on.value:
            if answer not in answers:
                yield (
                    f"{name}: question.“{question.id}”.detail_required_on names {answer!r}, "
                    "which is not one of its answers."
                )


def _identity(part: Identity) -> Iterator[str]:
    """Check that chances are in order, and leave room for somebody who is not on file."""
    suggest = part.suggest
    if suggest.possible.value > suggest.probable.value:
        yield f"identity.toml: suggest.possible is {suggest.possible.value}, above probable, {suggest.probable.value}."
    if suggest.on_file.value + suggest.at_home.value >= 1:
        yield "identity.toml: suggest.on_file and at_home leave no chance that nobody at home is on file."


def _silent(part: Silent) -> Iterator[str]:
    """Check that a log has a grade when it opens, and none when it does not."""
    for where, outcome in _outcomes(part):
        if outcome.open_log and outcome.grade is None:
            yield f"silent.toml: {where}.grade is missing: a log that opens has a grade."
        if outcome.grade is not None and not outcome.open_log:
            yield f"silent.toml: {where}.grade is given, but no log opens."


def _idle(name: str, part: Downgrade | Closing) -> Iterator[str]:
    """Say which conditions can never hold: no result is chosen in a downgrade, no new grade in a closing."""
    key = "results" if isinstance(part, Downgrade) else "new_grades"
    for rule, value in _rules(part):
        if getattr(value, key):
            yield f"{name}: rule.{rule}.{key} can never hold here: take it out."


def _outcomes(part: Silent) -> Iterator[tuple[str, SilentRule]]:
    """List the outcomes of silent.toml with where they stand."""
    for group, services in (("watched", part.watched), ("unwatched", part.unwatched)):
        for (service, kind), rule in services.rules.items():
            yield f"{group}.{service}.{kind}", rule


def _between(files: Mapping[str, Part]) -> Iterator[str]:
    """Check what one file says against another."""
    asked, risk = files.get("questions.toml"), files.get("risk.toml")
    if isinstance(asked, Questions) and isinstance(risk, Questions):
        known = {question.id for question in asked.question}
        yield from (
            f"risk.toml: question id {question.id!r} is already used in questions.toml."
            for question in risk.question
            if question.id in known
        )
    grades, closing, repeat = (
        files.get("grades.toml"),
        files.get("closing.toml"),
        files.get("repeat.toml"),
    )
    for name, part in files.items():
        if isinstance(grades, Grades):
            yield from _unknown("grade", _grades_named(name, part), grades.grade)
        if isinstance(closing, Closing):
            yield from _unknown("result", _results_named(name, part), closing.result)
        if isinstance(part, Cases) and isinstance(repeat, Repeat):
            yield from _windows(part, len(repeat.windows.value))


def _grades_named(name: str, part: Part) -> Iterator[tuple[str, str]]:
    """List every grade a file names: where, and which."""
    match part:
        case Downgrade() | Closing():
            for rule, value in _rules(part):
                yield from ((f"{name}: rule.{rule}.grades", code) for code in value.grades)
                yield from ((f"{name}: rule.{rule}.new_grades", code) for code in value.new_grades)
        case Silent():
            for where, outcome in _outcomes(part):
                if outcome.grade:
                    yield f"{name}: {where}.grade", outcome.grade
        case Cases():
            for case in part.case:
                yield from ((f"{name}: case.“{case.name}”", code) for code in _grades_of(case))


def _grades_of(case: Case) -> Iterator[str]:
    """List the grades one case names."""
    match case:
        case GradingCase() | ClosingCase():
            yield case.grade
        case DowngradeCase():
            yield case.grade
            yield case.new_grade
        case SilentCase(expect_grade=str(grade)):
            yield grade


def _results_named(name: str, part: Part) -> Iterator[tuple[str, str]]:
    """List every closing result a file names: where, and which."""
    match part:
        case Downgrade() | Closing():
            for rule, value in _rules(part):
                yield from ((f"{name}: rule.{rule}.results", code) for code in value.results)
        case Cases():
            for case in part.case:
                if isinstance(case, ClosingCase):
                    yield f"{name}: case.“{case.name}”.result", case.result


def _rules(part: Downgrade | Closing) -> Iterator[tuple[str, Rule]]:
    """List the rules of a gate by name."""
    return ((name, leaf.value) for name, leaf in part.rule.items())


def _windows(cases: Cases, windows: int) -> Iterator[str]:
    """Check that a case expects one count for each window."""
    for case in cases.case:
        if isinstance(case, CountCase) and len(case.expect_counts) != windows:
            yield (
                f"cases.toml: case.“{case.name}”.expect_counts has {len(case.expect_counts)} counts, "
                f"and repeat.toml has {windows} windows."
            )


def _unknown(noun: str, named: Iterable[tuple[str, str]], known: Mapping[str, object]) -> Iterator[str]:
    """Say which names do not exist in this pack."""
    for where, code in named:
        if code not in known:
            yield f"{where} names the {noun} {code}, which does not exist; there are {', '.join(known)}."


def _twice(name: str, noun: str, names: Iterable[str]) -> Iterator[str]:
    """Say which names are used more than once."""
    for value, count in Counter(names).items():
        if count > 1:
            yield f"{name}: {noun} {value!r} is used {count} times."
