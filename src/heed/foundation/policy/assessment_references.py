"""Mistakes in a pack's files on assessment that no single value shows."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from heed.engines.risk.instruments import NoSuchAnswer, NoSuchQuestion, assess
from heed.engines.risk.reassess import Trigger
from heed.foundation.policy.assessment_schema import (
    InstrumentPart,
    Instruments,
    Reassess,
    Thrive,
    Uplift,
    UpliftPart,
)
from heed.foundation.policy.case_schema import Cases, InstrumentCase, UpliftCase
from heed.foundation.policy.leaves import Part
from heed.foundation.policy.schema import Grades

CONDITIONS = ("incidents", "indicators", "axes", "vulnerable", "escalating")
EFFECTS = ("raise_to", "contact_within_hours", "contact_every_days", "tell_supervisor")


def assessment_mistakes(files: Mapping[str, Part]) -> Iterator[str]:
    """List the mistakes within and between the files on assessment; files as in references.mistakes."""
    for part in files.values():
        match part:
            case Instruments():
                yield from _instruments(part)
            case Uplift():
                yield from _uplift(part)
            case Reassess():
                yield from (
                    f"reassess.toml: trigger.{trigger} is missing."
                    for trigger in Trigger
                    if trigger not in part.trigger
                )
    yield from _between(files)


def _instruments(part: Instruments) -> Iterator[str]:
    """Check ids, bands and the names that the file gives to its own parts."""
    ids = [instrument.id for instrument in part.instrument]
    yield from _twice("instrument id", [*ids, *part.thrive.variant])
    for instrument in part.instrument:
        yield from _bands(instrument)
        yield from _twice(f"a question of “{instrument.id}”", [question.id for question in instrument.question])
        for question in instrument.question:
            where = f"an answer of “{instrument.id}.{question.id}”"
            yield from _twice(where, [answer.id for answer in question.answers.value])
    if part.band_from.value not in ids:
        yield f"instruments.toml: band_from names {part.band_from.value!r}, which is not a scored instrument here."
    for name in part.complete_first.value:
        if name not in ids and name not in part.thrive.variant:
            yield f"instruments.toml: complete_first names {name!r}, which is not an instrument here."
    yield from _thrive(part.thrive)


def _bands(instrument: InstrumentPart) -> Iterator[str]:
    """Check that every score has a band, that bands grow, and that the highest can be reached."""
    where, bands = f"instruments.toml: instrument.“{instrument.id}”.bands", instrument.bands.value
    if bands[0].at_least:
        yield f"{where} must begin with 0, not {bands[0].at_least}: every score has a band."
    if any(lower.at_least >= higher.at_least for lower, higher in pairwise(bands)):
        yield f"{where} must grow from one to the next, not {[band.at_least for band in bands]}."
    most = sum(max(answer.points for answer in question.answers.value) for question in instrument.question)
    if bands[-1].at_least > most:
        yield f"{where}: {bands[-1].code} begins at {bands[-1].at_least}, and no answers give more than {most}."
    yield from _twice(f"a band of “{instrument.id}”", [band.code for band in bands])


def _thrive(part: Thrive) -> Iterator[str]:
    """Check the names of variants and elements."""
    if part.in_use.value not in part.variant:
        yield f"instruments.toml: thrive.in_use names {part.in_use.value!r}, which is not a variant here."
    for name, leaf in part.variant.items():
        where = f"thrive.variant.{name}.elements"
        yield from _twice(f"an element of “{name}”", leaf.value.elements)
        for element in leaf.value.elements:
            if element not in part.element:
                yield f"instruments.toml: {where} names {element!r}, which is not an element here."
    for name, one in part.element.items():
        if not (one.value.levels or one.value.words):
            yield f"instruments.toml: thrive.element.{name} asks for neither a level nor words."
        yield from _twice(f"a level of “{name}”", [level.id for level in one.value.levels])


def _uplift(part: Uplift) -> Iterator[str]:
    """Check that each rule is for somebody, and does something."""
    for name, leaf in part.rule.items():
        if not any(_given(leaf.value, CONDITIONS)):
            yield f"uplift.toml: rule.{name} has no condition: it would hold for everybody."
        if not any(_given(leaf.value, EFFECTS)):
            yield f"uplift.toml: rule.{name} does nothing: it raises no grade, hastens no contact and tells nobody."


def _given(part: UpliftPart, names: Iterable[str]) -> Iterator[object]:
    """List the values of a rule under these names."""
    return (getattr(part, name) for name in names)


def _between(files: Mapping[str, Part]) -> Iterator[str]:
    """Check grades, and that cases ask what the instruments ask."""
    grades, cases = files.get("grades.toml"), files.get("cases.toml")
    rules, asked = files.get("uplift.toml"), files.get("instruments.toml")
    if isinstance(grades, Grades):
        there = ", ".join(grades.grade)
        for where, code in _grades_named(rules, cases):
            if code not in grades.grade:
                yield f"{where} names the grade {code}, which does not exist; there are {there}."
    if isinstance(cases, Cases) and isinstance(asked, Instruments) and not any(_instruments(asked)):
        for case in cases.case:
            if isinstance(case, InstrumentCase):
                yield from _asks(case, asked)


def _grades_named(rules: Part | None, cases: Part | None) -> Iterator[tuple[str, str]]:
    """List every grade that rules and cases of uplift name: where, and which."""
    if isinstance(rules, Uplift):
        for name, leaf in rules.rule.items():
            if leaf.value.raise_to:
                yield f"uplift.toml: rule.{name}.raise_to", leaf.value.raise_to
    if isinstance(cases, Cases):
        for case in cases.case:
            if isinstance(case, UpliftCase):
                yield from ((f"cases.toml: case.“{case.name}”", code) for code in (case.grade, case.expect_grade))


def _asks(case: InstrumentCase, asked: Instruments) -> Iterator[str]:
    """Check that a case answers what its instrument asks."""
    where = f"cases.toml: case.“{case.name}”"
    instrument = asked.rules.get(case.instrument)
    if instrument is None:
        yield f"{where} names the instrument {case.instrument!r}, which does not exist; there are {', '.join(asked.rules)}."
        return
    try:
        assess(instrument, case.given)
    except (NoSuchQuestion, NoSuchAnswer) as mistake:
        yield f"{where}: {mistake}"


def _twice(noun: str, names: Iterable[str]) -> Iterator[str]:
    """Say which names are used more than once."""
    listed = list(names)
    for name in dict.fromkeys(listed):
        if listed.count(name) > 1:
            yield f"instruments.toml: {noun} {name!r} is used {listed.count(name)} times."
