"""
Crime and course of conduct: what a sequence of incidents between one victim and one other party amounts to.

Nothing here decides: it says which tests of the crime recording rules are met, in words and with their source, from
which moment, and by when a person must decide. A sequence is asked about from one side at a time.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from heed.engines.risk.conduct_terms import (
    COURSE,
    HATE,
    NEW,
    SCREEN,
    SERIOUS,
    THREATS,
    Assessment,
    ConductRule,
    Course,
    Met,
    Occasion,
    Sign,
    Test,
)
from heed.engines.risk.moments import in_utc, last_day

Together = Mapping[str, Sequence[Occasion]]
"""The occasions of others, by a key for each of them."""


def assess(
    occasions: Iterable[Occasion],
    *,
    rule: ConductRule,
    zone: ZoneInfo,
    course: Course = NEW,
    elsewhere: Together = MappingProxyType({}),
    others: Together = MappingProxyType({}),
) -> Assessment:
    """
    Say which tests a sequence meets that nobody has decided about yet; no order is needed.

    course: what was decided before. elsewhere: the same other party, by victim. others: the same victim, by other party.
    After a decision only what was reported since can meet a test, together with what went before. After an ending only
    what came after it counts at all. Within the months, more of the same continues the recorded crime; a test that the
    decision was not about still asks for one.
    Source: procedure.md 1.7 (Crime Recording Rules 2026/27, p.10, 50-58, 86-90).
    """
    after = None if course.ended_at is None else in_utc(course.ended_at, what="The ending")
    counted = sorted((o for o in occasions if after is None or o.moment() > after), key=_order)
    since, continuing = _continuing(counted, course, rule=rule, zone=zone)
    met = []
    for test in Test:
        if continuing and test in course.decided & COURSE:
            continue
        moments = _moments(test, counted, rule=rule, elsewhere=elsewhere, others=others)
        fresh = [found for found in moments if since is None or found[0] > since]
        if fresh:
            at = min(moment for moment, _ in fresh)
            incidents = tuple(dict.fromkeys(i for _, involved in fresh for i in involved))
            met.append(
                Met(
                    test,
                    rule.wording[test],
                    at,
                    at + timedelta(hours=rule.hours),
                    incidents,
                    _because(test, counted, rule),
                )
            )
    return Assessment(
        tuple(met),
        continues=continuing,
        why=_why(course, continuing=continuing, rule=rule) if met or continuing else "",
    )


def due_at(first_met_at: datetime, *, rule: ConductRule) -> datetime:
    """Return by when a person must decide: hours that pass, whatever the clocks do (p.10)."""
    return in_utc(first_met_at, what="The moment") + timedelta(hours=rule.hours)


def _order(occasion: Occasion) -> tuple[datetime, int]:
    return occasion.moment(), occasion.incident


def _continuing(
    counted: Sequence[Occasion], course: Course, *, rule: ConductRule, zone: ZoneInfo
) -> tuple[datetime | None, bool]:
    """Return since when something is new, and whether all that is new belongs to the crime already recorded."""
    if course.decided_at is None or (course.ended_at is not None and course.ended_at >= course.decided_at):
        return None, False
    since = in_utc(course.decided_at, what="The decision")
    later = [o for o in counted if o.moment() > since]
    if not (course.crime and course.decided & COURSE):
        return since, False
    last = max((o for o in counted if o.moment() <= since), key=lambda o: o.at, default=None)
    last_at = last.at if last else course.decided_at
    for occasion in later:
        if occasion.at.astimezone(zone).date() > last_day(last_at.astimezone(zone).date(), months=rule.months):
            # What lies before the gap was decided; the gap itself asks anew.
            return max(since, occasion.moment() - timedelta(microseconds=1)), False
        last_at = max(last_at, occasion.at)
    return since, bool(later)


Found = tuple[datetime, tuple[int, ...]]
Single = Callable[[Occasion], datetime | None]


def _moments(
    test: Test, counted: Sequence[Occasion], *, rule: ConductRule, elsewhere: Together, others: Together
) -> list[Found]:
    """Return each moment at which a test is met, or met again, with the incidents behind it."""
    if test in _SINGLE:
        found = ((occasion, _SINGLE[test](occasion)) for occasion in counted)
        return [(occasion.moment(at), (occasion.incident,)) for occasion, at in found if at is not None]
    if test == Test.SEVERAL_VICTIMS:
        return _together(counted, elsewhere, SERIOUS, each=False, most=rule.victims)
    if test == Test.SEVERAL_PARTIES:
        return _together(counted, others, HATE, each=True, most=rule.parties)
    named = [occasion for occasion in counted if occasion.party_at is not None]
    return _of_course(test, named, rule)


def _of_course(test: Test, named: Sequence[Occasion], rule: ConductRule) -> list[Found]:
    """Return the moments of the tests that need more than one occasion."""
    by_count = _nth([(o.moment(), o.incident) for o in named], rule.occasions)
    course = sorted({*by_count, *_by_word(named, rule)})
    fear = _nth(_with(named, {Sign.FEAR_OF_VIOLENCE}), rule.fear_occasions)
    hate = _with(named, {Sign.HATE_RACE_OR_RELIGION})
    partners = [] if _too_young(named, rule) else _with(named, {Sign.FORMER_PARTNER})
    return {
        Test.HARASSMENT: course,
        Test.FEAR: fear,
        Test.HARASSMENT_AGGRAVATED: _also(course, hate),
        Test.FEAR_AGGRAVATED: _also(fear, hate),
        Test.STALKING: _also(course, partners),
        Test.STALKING_SIGNS: _also(course, _screened(named, rule)),
    }[test]


def _nth(moments: Sequence[tuple[datetime, int]], n: int) -> list[Found]:
    """Return the moment of the nth occasion and of each after it, with all the incidents so far."""
    ordered = sorted(moments)
    return [(at, tuple(i for _, i in ordered[: place + 1])) for place, (at, _) in enumerate(ordered) if place + 1 >= n]


def _by_word(named: Sequence[Occasion], rule: ConductRule) -> list[Found]:
    """Return the moment of a single report whose victim says that it has happened before: the victim is believed (p.7)."""
    if not rule.victims_word or rule.occasions > 2:  # noqa: PLR2004  one on record, and one by word
        return []
    return [(o.moment(o.said_before_at), (o.incident,)) for o in named if o.said_before_at is not None]


def _with(named: Iterable[Occasion], signs: Iterable[Sign]) -> list[tuple[datetime, int]]:
    """Return the occasions on which any of these signs was on record, each from when."""
    wanted = tuple(signs)
    found = ((o, o.first(wanted)) for o in named)
    return [(o.moment(at), o.incident) for o, at in found if at is not None]


def _also(course: Sequence[Found], needed: Sequence[tuple[datetime, int]]) -> list[Found]:
    """Return the moments of a course from when something else was on record with it, once, on whichever occasion."""
    if not course or not needed:
        return []
    from_then, incident = min(needed)
    return [(max(at, from_then), tuple(dict.fromkeys((*incidents, incident)))) for at, incidents in course]


def _screened(named: Sequence[Occasion], rule: ConductRule) -> list[tuple[datetime, int]]:
    """Return from when enough different signs of the stalking screen were on record, on one occasion or on several."""
    firsts: dict[Sign, tuple[datetime, int]] = {}
    for occasion in named:
        for sign in SCREEN & occasion.signs.keys():
            firsts[sign] = min(firsts.get(sign, (occasion.moment(occasion.signs[sign]), occasion.incident)),
                               (occasion.moment(occasion.signs[sign]), occasion.incident))  # fmt: skip
    # Fixed on the victim it must be: threats and damage alone are not stalking.
    if not {Sign.FOLLOWING, Sign.CONTACT, Sign.THIRD_PARTIES} & firsts.keys():
        return []
    return sorted(firsts.values())[rule.screen - 1 :][:1]


def _too_young(named: Sequence[Occasion], rule: ConductRule) -> bool:
    """Say whether either is known to be under the age of the former-partner rule; an age nobody knows is no reason."""
    return any(age is not None and age < rule.stalking_age for occasion in named for age in occasion.ages)


def _together(
    counted: Sequence[Occasion], beside: Together, signs: Iterable[Sign], *, each: bool, most: int
) -> list[Found]:
    """
    Return when this sequence, with those beside it, came to be about as many as `most`; and each time again.

    each: the signs must be present in every one of them, not in one alone.
    """
    wanted = frozenset(signs)
    groups = [list(counted), *(list(occasions) for occasions in beside.values())]
    if each:
        groups = [[o for o in group if wanted & o.signs.keys()] for group in groups]
    firsts = sorted(min(o.moment() for o in group) for group in groups if group)
    serious = [o.moment(at) for group in groups for o in group if (at := o.first(wanted)) is not None]
    if not groups[0] or len(firsts) < most or not serious:
        return []
    # Never before this sequence began: what others suffered earlier starts no clock for somebody who had not rung yet.
    reached = max(firsts[most - 1], min(serious), min(o.moment() for o in groups[0]))
    incidents = tuple(o.incident for group in groups for o in group if o.moment() <= reached)
    again = [(o.moment(), (*incidents, o.incident)) for o in groups[0] if o.moment() > reached]
    return [(reached, incidents), *again]


def _both(*wanted: frozenset[Sign]) -> Single:
    """Make a test for an occasion on which one sign of each set was on record; it gives from when."""

    def test(occasion: Occasion) -> datetime | None:
        found = [occasion.first(signs) for signs in wanted]
        known = [at for at in found if at is not None]
        return max(known) if len(known) == len(wanted) else None

    return test


_ABUSE: Final = THREATS | {Sign.ABUSE}
_SINGLE: Final[Mapping[Test, Single]] = {
    Test.PUBLIC_ORDER_AGGRAVATED: _both(_ABUSE, frozenset({Sign.HATE_RACE_OR_RELIGION})),
    Test.PUBLIC_ORDER_4A: _both(_ABUSE, frozenset({Sign.TARGETED}), frozenset({Sign.DISTRESS, Sign.FEAR_OF_VIOLENCE})),
    Test.SEX_BASED_4B: _both(_ABUSE | {Sign.FOLLOWING}, frozenset({Sign.SEX_BASED})),
    Test.THREAT_TO_KILL: _both(frozenset({Sign.THREAT_TO_KILL})),
    Test.THREAT_TO_DAMAGE: _both(frozenset({Sign.THREAT_TO_DAMAGE})),
    Test.VIOLENCE: _both(frozenset({Sign.VIOLENCE})),
    Test.DAMAGE: _both(frozenset({Sign.DAMAGE})),
    Test.BREACH: _both(frozenset({Sign.BREACH_OF_ORDER})),
}
"""The tests that one occasion can meet."""


def _because(test: Test, counted: Sequence[Occasion], rule: ConductRule) -> str:
    """Say what to know with a test that is met."""
    if test == Test.STALKING and any(age is None for occasion in counted for age in occasion.ages):
        return f"Not every age is known: ask whether both are {rule.stalking_age} or over."
    named = [occasion for occasion in counted if occasion.party_at is not None]
    if test == Test.HARASSMENT and len(named) < rule.occasions:
        return "Only one incident is on record: the victim says that it happened before. Ask when, and whether it was them."
    return ""


def _why(course: Course, *, continuing: bool, rule: ConductRule) -> str:
    """Say how the sequence stands to what was decided before."""
    if course.ended_at is not None:
        return "The course before it has ended: only what happened since counts."
    if continuing:
        return f"Within {rule.months} months of the last incident recorded: it is added to the crime already recorded."
    if course.crime and course.decided & COURSE:
        return f"{rule.months} months have passed since the last incident recorded: decide anew."
    return ""
