"""A policy pack in use: typed, frozen, and the same for everyone who holds it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar
from zoneinfo import ZoneInfo

from heed.engines.risk.advice import Advice
from heed.engines.risk.case_review import CaseReviewRule
from heed.engines.risk.duplicates import DuplicateRule
from heed.engines.risk.gates import ClosingPolicy, DowngradePolicy, Question, ResultRule
from heed.engines.risk.grading import GradeRule
from heed.engines.risk.instruments import Instrument
from heed.engines.risk.reassess import ReassessRule, Trigger
from heed.engines.risk.silent import SilentPolicy
from heed.engines.risk.uplift import UpliftRule
from heed.foundation.policy import (
    aftermath_schema,
    asking_schema,
    assessment_schema,
    board_schema,
    call_schema,
    case_review_schema,
    case_schema,
    clocks_schema,
    conduct_schema,
    conferences_schema,
    contact_schema,
    exchange_schema,
    identity_schema,
    manners_schema,
    open311_schema,
    powers_schema,
    problems_schema,
    referrals_schema,
    review_schema,
    right_door_schema,
    schema,
    sharing_schema,
    support_schema,
    tallies_schema,
    tasking_schema,
)
from heed.foundation.policy.leaves import Part, Value, values_of
from heed.foundation.policy.reading import FROM_NATIONAL, Reading, read
from heed.foundation.policy.references import mistakes

NATIONAL = Path(__file__).parent / "packs" / "national"
"""The pack that comes with Heed: what is in force until a force has its own."""


P = TypeVar("P", bound=Part)


class PackRefused(Exception):
    """A folder does not hold a sound pack; `problems` says why, one sentence each."""

    def __init__(self, folder: Path, problems: list[str]) -> None:
        """Keep the problems."""
        super().__init__(f"{folder.name} is not a sound policy pack. " + " ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Gates:
    """Where one person's decision is not enough."""

    downgrade: DowngradePolicy
    closing: ClosingPolicy


@dataclass(frozen=True, eq=False)
class Assessment:
    """
    How risk is assessed: the pack's own rules, or the national ones where it has none.

    band_from: the instrument whose band is the incident's. thrive: the variant in use. complete_first: ids of the
    instruments that must be complete before a gate opens. uplift_within_days: how far back incidents count for uplift.
    """

    instruments: Mapping[str, Instrument]
    band_from: Instrument
    thrive: Instrument
    complete_first: tuple[str, ...]
    uplift: tuple[UpliftRule, ...]
    uplift_within_days: int
    reassess: Mapping[Trigger, ReassessRule]
    duplicates: DuplicateRule


@dataclass(frozen=True, slots=True)
class LocalCode:
    """A code of this force; kind is "sub-type" or "qualifier", nicl the one NSIR category it counts under."""

    code: str
    label: str
    kind: str
    nicl: str


@dataclass(frozen=True, eq=False)
class Pack:
    """
    One version of a force's policy.

    repeat, caller_line, identity, manners, aftermath, early_warning (case_review.toml): as their files have them, with
    `rule` on each part (pack.repeat.victim.rule).
    digest: SHA-256 of what the files say; stored with the version, it proves which rules decided.
    files: the text of each file by name, as it stands, to be kept for later readers.
    """

    about: schema.About
    repeat: schema.Repeat
    caller_line: call_schema.CallerLine
    identity: identity_schema.Identity
    assessment: Assessment
    conduct: conduct_schema.Conduct
    manners: manners_schema.Manners
    problems: problems_schema.Problems
    powers: powers_schema.Powers
    clocks: clocks_schema.Clocks
    contact: contact_schema.Contact
    board: board_schema.Board
    exchange: exchange_schema.Exchange
    sharing: sharing_schema.Sharing
    aftermath: aftermath_schema.Aftermath
    early_warning: case_review_schema.EarlyWarning
    review: review_schema.Review
    referrals: referrals_schema.Referrals
    right_door: right_door_schema.RightDoor
    support: support_schema.Support
    tallies: tallies_schema.Tallies
    conferences: conferences_schema.Conferences
    tasking: tasking_schema.Tasking
    open311: open311_schema.Open311
    digest: str
    files: Mapping[str, str]
    _parts: Mapping[str, Part]

    @property
    def name(self) -> str:
        """Name the pack: the same in all its versions."""
        return self.about.name

    @property
    def version(self) -> str:
        """Name this version; every decision stores it."""
        return self.about.version

    @property
    def title(self) -> str:
        """Give the title for people."""
        return self.about.title

    @property
    def zone(self) -> ZoneInfo:
        """Give the time zone in which the force counts dates."""
        return ZoneInfo(self.about.time_zone)

    def is_in_force(self, on: date) -> bool:
        """Say whether the pack is in force on a date; its first and last date are included."""
        last = self.about.in_force_to
        return self.about.in_force_from <= on and (last is None or on <= last)

    @property
    def windows(self) -> tuple[int, ...]:
        """Give the windows that screens show together, in days."""
        return self.repeat.windows.value

    @property
    def case_review(self) -> CaseReviewRule:
        """Give the line of the ASB case review."""
        return self.repeat.case_review.rule(
            explain_at=self.early_warning.explain_at.value,
            follow_ups_count=self.early_warning.follow_ups_count.value,
            not_complaints=frozenset(self.early_warning.not_complaints.value),
        )

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Give the questions of every ASB call, in the order they are asked."""
        return self._part("questions.toml", asking_schema.AskedQuestions).every_call

    @cached_property
    def asking(self) -> asking_schema.Asking:
        """Give what answers a question beforehand, what is asked only where the risk grows, and what helps to speak."""
        own = self._part("questions.toml", asking_schema.AskedQuestions)
        return asking_schema.Asking(own, national()._part("questions.toml", asking_schema.AskedQuestions))  # noqa: SLF001

    @cached_property
    def risk_questions(self) -> tuple[Question, ...]:
        """Give the three questions of first contact (NSIR 1.2)."""
        return tuple(part.rule for part in self._part("risk.toml", schema.Questions).question)

    @cached_property
    def grades(self) -> Mapping[str, GradeRule]:
        """Give the grades by code, most urgent first."""
        parts = self._part("grades.toml", schema.Grades).grade
        rules = sorted((part.rule(code) for code, part in parts.items()), key=lambda rule: rule.rank)
        return MappingProxyType({rule.code: rule for rule in rules})

    @cached_property
    def gates(self) -> Gates:
        """Give the gates for going down and for closing."""
        return Gates(
            downgrade=self._part("downgrade.toml", schema.Downgrade).policy,
            closing=self._part("closing.toml", schema.Closing).policy,
        )

    @cached_property
    def results(self) -> Mapping[str, ResultRule]:
        """Give the closing results by code, in the order of the file."""
        return MappingProxyType(dict(self.gates.closing.results))

    @cached_property
    def silent(self) -> SilentPolicy:
        """Give what follows silent and abandoned calls."""
        return self._part("silent.toml", call_schema.Silent).policy

    @cached_property
    def advice(self) -> tuple[Advice, ...]:
        """Give the sentences of the recognition card, most important first."""
        return tuple(part.rule for part in self._part("advice.toml", call_schema.Advices).advice)

    @property
    def advice_at_most(self) -> int:
        """Give how many sentences the card has room for."""
        return self._part("advice.toml", call_schema.Advices).at_most.value

    @cached_property
    def local_codes(self) -> Mapping[str, LocalCode]:
        """Give the force's own codes."""
        if "local.toml" not in self._parts:
            return MappingProxyType({})
        codes = self._part("local.toml", call_schema.Local).code
        return MappingProxyType(
            {code: LocalCode(code, leaf.value.label, leaf.value.kind, leaf.value.nicl) for code, leaf in codes.items()}
        )

    @property
    def cases(self) -> tuple[case_schema.Case, ...]:
        """Give the pack's own test cases."""
        return self._part("cases.toml", case_schema.Cases).case

    def values(self) -> Iterator[Value]:
        """List every value with its dotted name (repeat.victim.within_days), status and source, file by file."""
        for name, part in self._parts.items():
            yield from values_of(part, name.removesuffix(".toml"))

    def _part(self, name: str, shape: type[P]) -> P:
        """Find a file of the pack by its name, in its shape."""
        return part_of(self._parts, name, shape)


def load(folder: Path) -> Pack:
    """
    Load the pack in a folder.

    Its own cases are not run here: see checking.check.
    Raises PackRefused with every problem found.
    """
    reading = read(folder)
    problems = reading.problems + mistakes(reading.files)
    if problems:
        raise PackRefused(folder, problems)
    return pack_of(reading)


def pack_of(reading: Reading) -> Pack:
    """Make a pack of a reading that found every file sound."""
    parts = reading.files
    lent = {} if parts.keys() >= FROM_NATIONAL else read(NATIONAL).files
    decides = {name: parts.get(name) or lent[name] for name in FROM_NATIONAL}
    return Pack(
        about=part_of(parts, "pack.toml", schema.About),
        repeat=part_of(parts, "repeat.toml", schema.Repeat),
        caller_line=part_of(parts, "caller_line.toml", call_schema.CallerLine),
        identity=part_of(decides, "identity.toml", identity_schema.Identity),
        conduct=part_of(decides, "conduct.toml", conduct_schema.Conduct),
        manners=part_of(decides, "manners.toml", manners_schema.Manners),
        problems=part_of(decides, "problems.toml", problems_schema.Problems),
        powers=part_of(decides, "powers.toml", powers_schema.Powers),
        clocks=part_of(decides, "clocks.toml", clocks_schema.Clocks),
        contact=part_of(decides, "contact.toml", contact_schema.Contact),
        board=part_of(decides, "board.toml", board_schema.Board),
        exchange=part_of(decides, "exchange.toml", exchange_schema.Exchange),
        sharing=part_of(decides, "sharing.toml", sharing_schema.Sharing),
        aftermath=part_of(decides, "aftermath.toml", aftermath_schema.Aftermath),
        early_warning=part_of(decides, "case_review.toml", case_review_schema.EarlyWarning),
        review=part_of(decides, "case_review_procedure.toml", review_schema.Review),
        referrals=part_of(decides, "referrals.toml", referrals_schema.Referrals),
        right_door=part_of(decides, "right_door.toml", right_door_schema.RightDoor),
        support=part_of(decides, "support.toml", support_schema.Support),
        tallies=part_of(decides, "tallies.toml", tallies_schema.Tallies),
        conferences=part_of(decides, "conferences.toml", conferences_schema.Conferences),
        tasking=part_of(decides, "tasking.toml", tasking_schema.Tasking),
        open311=part_of(decides, "open311.toml", open311_schema.Open311),
        assessment=_assessment(decides, part_of(parts, "grades.toml", schema.Grades).grade),
        digest=reading.digest,
        files=MappingProxyType(reading.texts),
        _parts=MappingProxyType(parts),
    )


def _assessment(files: Mapping[str, Part], grades: Collection[str]) -> Assessment:
    """
    Make the rules of assessment.

    grades: codes of the pack's grades. A rule lent by the national pack may name a grade that this one has not: it then
    tells a supervisor instead of raising.
    """
    asked = part_of(files, "instruments.toml", assessment_schema.Instruments)
    rules = part_of(files, "uplift.toml", assessment_schema.Uplift)
    by_id = asked.rules
    return Assessment(
        instruments=MappingProxyType(by_id),
        band_from=by_id[asked.band_from.value],
        thrive=by_id[asked.thrive.in_use.value],
        complete_first=asked.complete_first.value,
        uplift=tuple(
            rule
            if rule.raise_to is None or rule.raise_to in grades
            else replace(rule, raise_to=None, tell_supervisor=True)
            for rule in rules.rules
        ),
        uplift_within_days=rules.within_days.value,
        reassess=MappingProxyType(part_of(files, "reassess.toml", assessment_schema.Reassess).rules),
        duplicates=part_of(files, "duplicates.toml", assessment_schema.Duplicates).rule,
    )


def part_of(files: Mapping[str, Part], name: str, shape: type[P]) -> P:
    """Find a file by its name; raises TypeError when it has another shape, which reading never gives it."""
    part = files[name]
    if not isinstance(part, shape):
        msg = f"{name} was read as {type(part).__name__}, not {shape.__name__}."
        raise TypeError(msg)
    return part


@cache
def national() -> Pack:
    """Load the pack that comes with Heed, once for each process."""
    return load(NATIONAL)
