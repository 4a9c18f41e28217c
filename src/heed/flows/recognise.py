"""
Who may be ringing, who suffered before, and what to do differently: the heart.

Searches, counts, words the card, and keeps the proof. A number gives a line; people seen on that line before are
candidates, never an answer; only a person decides who it is (design.md decision 3).
"""

import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from heed.domain.calls import queries as calls_read
from heed.domain.calls import services as calls
from heed.domain.calls.models import Call, CallerDecision, Check
from heed.domain.calls.terms import Decision
from heed.domain.incidents import queries as incidents
from heed.domain.incidents.queries import OnLine
from heed.domain.incidents.terms import PartyRole
from heed.domain.people import queries as people
from heed.domain.people.models import KnownLine, LineUse, LineWatch, Person, Residence
from heed.domain.places.models import Place
from heed.engines.numbers.reading import Number, read
from heed.engines.risk.repeat import (
    CaseReviewLine,
    Report,
    Trend,
    counts_by_window,
    is_repeat,
    three_in_six_line,
    trend,
)
from heed.flows import card
from heed.flows.recognition import Candidate, LineFound, PlaceFound, Recognition, Resident
from heed.foundation.policy import services as policy
from heed.foundation.policy.packs import Pack

SUFFERED = (PartyRole.VICTIM, PartyRole.COMPLAINANT)


@dataclass(frozen=True, slots=True)
class Asked:
    """What to search for. chosen: whom the handler confirmed; not_them: whom the handler ruled out."""

    force_id: int
    number: Number | None
    line_class: str = "available"
    may_match: bool = True
    call: uuid.UUID | None = None
    chosen: Person | None = None
    not_them: frozenset[uuid.UUID] = frozenset()
    place: Place | None = None


def recognise(asked: Asked, *, now: datetime) -> Recognition:
    """Search by everything that is known of a call. Reads only."""
    started = time.perf_counter()
    pack = policy.in_use()
    since = now - look_back(pack)
    e164 = asked.number.e164 if asked.number else None
    shared = people.known_line(asked.force_id, e164) if e164 else None
    if not (asked.may_match or shared):
        e164 = None  # Nothing may be looked up by this number.
    on_line = incidents.earlier_on_line(asked.force_id, e164, since=since, excluding=asked.call) if e164 else []
    uses = _uses(asked, e164, shared=shared, pack=pack, now=now)
    too_many = len(uses) >= pack.caller_line.shared_at_people.value
    watch = people.watch_on(asked.force_id, e164, now=now) if e164 else None
    persons = _persons(asked, [] if shared or too_many or not asked.may_match else uses)
    homes = people.homes_of([person.pk for person, _ in persons], on=timezone.localdate(now))
    place = asked.place or (_common_home(homes) if len(homes) == len(persons) else None)
    residents = [
        home
        for home in (people.living_at(place.pk, on=timezone.localdate(now)) if place and persons else [])
        if home.person_id not in {person.pk for person, _ in persons} | asked.not_them
    ]
    suffered = incidents.reports_of_people(
        [person.pk for person, _ in persons] + [home.person_id for home in residents],
        roles=SUFFERED,
        since=since,
        excluding=asked.call,
    )
    at_place = incidents.reports_at_place(place.pk, since=since, excluding=asked.call) if place else []
    candidates = tuple(
        _candidate(person, use, chosen=asked.chosen, reports=suffered[person.pk], now=now, pack=pack)
        for person, use in persons
    )
    # What a shared line reported is a fact about the line, and says nothing of whoever rings from it now.
    line_reports = [] if shared or too_many else [call.report for call in on_line if call.report]
    own = [list(found.reports) for found in candidates if found.reports]
    histories = own or ([] if asked.chosen else [line_reports])
    repeat = pack.repeat
    called = _as_caller(asked, since=since) if asked.chosen else line_reports
    return Recognition(
        line_class=asked.line_class,
        line=_line(
            asked, e164, shared=shared, many=too_many, on_line=on_line, uses=uses, watch=watch, now=now, pack=pack
        ),
        candidates=candidates,
        household=tuple(_resident(home, suffered[home.person_id], now=now, pack=pack) for home in residents),
        place=PlaceFound(place.pk, place.address, _counts(at_place, now=now, pack=pack)) if place else None,
        repeat_caller=is_repeat(called, now=now, rule=repeat.caller.rule),
        repeat_victim=any(is_repeat(c.reports, now=now, rule=repeat.victim.rule) for c in candidates),
        repeat_location=bool(place) and is_repeat(at_place, now=now, rule=repeat.location.rule),
        trend=_trend(histories, now=now, pack=pack),
        case_review=_case_review(own, now=now, pack=pack),
        open_incidents=tuple(
            incident.reference
            for incident in incidents.open_among({int(report.incident) for history in histories for report in history})[
                :5
            ]
        ),
        policy=policy.label(pack),
        ms=round((time.perf_counter() - started) * 1000, 3),
    )


def recognise_number(*, force_id: int, number: str, now: datetime) -> Recognition:
    """Search by a number as somebody typed it; anything that is no number finds nothing."""
    return recognise(Asked(force_id=force_id, number=read(number)), now=now)


def recognise_ringing(*, call_id: uuid.UUID, now: datetime) -> None:
    """
    Search for a call, once for each line it turns out to have, and keep the proof.

    A number that comes after the call was taken is searched as well: the handler's page shows it when it next asks.
    """
    _check(Call.objects.get(pk=call_id), occasion="ring", now=now)


def is_about(check: Check, call: Call) -> bool:
    """Say whether a check searched the line that the call has now."""
    return (check.searched["line"], check.searched["line_class"]) == (bool(call.e164), call.line_class)


def check_shown(*, call: Call, occasion: str, place: Place | None = None, now: datetime) -> Check:
    """Search for a call that somebody is handling, and keep the proof; the caller says to whom it is shown."""
    return _check(call, occasion=occasion, place=place, now=now)


@transaction.atomic
def _check(call: Call, *, occasion: str, now: datetime, place: Place | None = None) -> Check:
    """Search and keep the proof. The same line at the ring is searched once."""
    # Nobody decides about a call that nobody has taken.
    decided = decisions(call.pk) if call.taken_at else {}
    chosen = next((person for person, decision in decided.items() if decision == Decision.SAME), None)
    asked = Asked(
        force_id=call.force_id,
        number=read(call.e164) if call.e164 else None,
        line_class=call.line_class,
        may_match=call.may_match,
        call=call.pk,
        chosen=Person.objects.get(pk=chosen) if chosen else None,
        not_them=frozenset(
            p for p, decision in decided.items() if decision in {Decision.DIFFERENT, Decision.HOUSEHOLD}
        ),
        place=place,
    )
    searched = {
        "line": bool(call.e164),
        "line_class": call.line_class,
        "may_match": call.may_match,
        "confirmed": str(chosen) if chosen else None,
        "ruled_out": sorted(map(str, asked.not_them)),
        "place": str(place.pk) if place else None,
    }
    newest = calls_read.newest_check(call.pk)
    if occasion == "ring" and newest and newest.searched == searched:
        return newest
    found = recognise(asked, now=now)
    policy.remember(policy.in_use(), now=now)
    return calls.keep_check(
        call_id=call.pk,
        occasion=occasion,
        searched=searched,
        found=card.as_kept(found, pack=policy.in_use()),
        policy_version=found.policy,
        took_ms=found.ms,
        now=now,
    )


def decisions(call_id: uuid.UUID) -> dict[uuid.UUID, str]:
    """Return what was decided about each person on a call; the newest decision holds, and only one person rang."""
    decided: dict[uuid.UUID, str] = {}
    for row in CallerDecision.objects.filter(call=call_id).order_by("id"):
        if row.decision == Decision.SAME:
            decided = {person: held for person, held in decided.items() if held != Decision.SAME}
        decided[row.person_id] = row.decision
    return decided


def confirmed(call_id: uuid.UUID) -> Person | None:
    """Return the person whom the handler has confirmed on a call."""
    same = [person for person, decision in decisions(call_id).items() if decision == Decision.SAME]
    return Person.objects.get(pk=same[0]) if same else None


def _uses(asked: Asked, e164: str | None, *, shared: KnownLine | None, pack: Pack, now: datetime) -> list[LineUse]:
    """Return who used the line lately enough; links that are too old have aged out: numbers are re-issued."""
    if not e164 or shared or not asked.may_match:
        return []
    since = timezone.localdate(now) - timedelta(days=pack.caller_line.link_usable_days.value)
    return people.uses_of_line(asked.force_id, e164, since=since)


def _persons(asked: Asked, uses: Sequence[LineUse]) -> list[tuple[Person, LineUse | None]]:
    """Return whom it may be: whoever the handler confirmed, alone, or those seen on the line and not ruled out."""
    if asked.chosen:
        return [(asked.chosen, next((use for use in uses if use.person_id == asked.chosen.pk), None))]
    return [(use.person, use) for use in uses if use.person_id not in asked.not_them]


def _common_home(homes: dict[uuid.UUID, Place]) -> Place | None:
    """Return the home that everybody it may be shares; people of several addresses give none."""
    found = {place.pk: place for place in homes.values()}
    return next(iter(found.values())) if len(found) == 1 else None


def _candidate(
    person: Person, use: LineUse | None, *, chosen: Person | None, reports: list[Report], now: datetime, pack: Pack
) -> Candidate:
    """Put a person with the reasons why it may be them."""
    because: list[str] = []
    if chosen:
        because.append("confirmed on this call")
    if use and use.confirmed_at:
        because.append(f"confirmed on this line on {timezone.localdate(use.confirmed_at):%-d %B %Y}")
    elif use:
        because.append(f"gave this number on {use.last_used_on:%-d %B %Y}, never confirmed")
    if use and use.times > 1:
        because.append(f"{use.times} calls on this line, the last on {use.last_used_on:%-d %B %Y}")
    return Candidate(
        person=person.pk,
        name=person.name,
        born_on=person.born_on.isoformat() if person.born_on else None,
        kind="confirmed" if chosen else "possible",
        because=tuple(because),
        reports=tuple(reports),
        counts=_counts(reports, now=now, pack=pack),
        last_used_on=use.last_used_on.isoformat() if use else None,
    )


def _resident(home: Residence, reports: list[Report], *, now: datetime, pack: Pack) -> Resident:
    """Put somebody else at the address with the reason why they are in the list."""
    return Resident(
        person=home.person_id,
        name=home.person.name,
        because=f"at the same address since {home.from_on:%B %Y}",
        counts=_counts(reports, now=now, pack=pack),
    )


def _line(
    asked: Asked,
    e164: str | None,
    *,
    shared: KnownLine | None,
    many: bool,
    on_line: list[OnLine],
    uses: list[LineUse],
    watch: LineWatch | None,
    now: datetime,
    pack: Pack,
) -> LineFound | None:
    """Put what is known of the line; None when the force has never met it."""
    if not e164 or not asked.number or not (on_line or uses or shared or watch):
        return None
    times = [call.at for call in on_line]
    return LineFound(
        e164=e164,
        words=e164,
        kind=asked.number.kind,
        shared=bool(shared) or many,
        label=shared.label if shared else "",
        calls=len({call.call for call in on_line}),
        counts=_counts([call.report for call in on_line if call.report], now=now, pack=pack),
        first_at=min(times, default=None),
        last_at=max(times, default=None),
        people=len(uses),
        silent=len({call.call for call in on_line if call.silent}),
        abandoned=len({call.call for call in on_line if call.abandoned}),
        watched=watch.reason if watch else "",
    )


def _as_caller(asked: Asked, *, since: datetime) -> list[Report]:
    """Return what the confirmed person reported, for whomever."""
    person = asked.chosen
    if person is None:
        return []
    return incidents.reports_of_people([person.pk], roles=(PartyRole.CALLER,), since=since, excluding=asked.call)[
        person.pk
    ]


def _counts(reports: Sequence[Report], *, now: datetime, pack: Pack) -> dict[int, int]:
    """Count reports in the pack's windows."""
    return counts_by_window(reports, now=now, windows=pack.windows)


def _case_review(histories: Sequence[list[Report]], *, now: datetime, pack: Pack) -> CaseReviewLine | None:
    """Say how near a victim is to an ASB case review, were this call to report another incident; the nearest one."""
    this = Report("this call", now, extra=False)
    lines = [
        three_in_six_line([*reports, this], now=now, zone=pack.zone, rule=pack.case_review) for reports in histories
    ]
    return max(lines, key=lambda line: line.count, default=None)


def _trend(histories: Sequence[list[Report]], *, now: datetime, pack: Pack) -> Trend:
    """Say whether somebody's incidents come closer together; what one person suffers is not added to another's."""
    trends = [trend(reports, now=now, rule=pack.repeat.trend.rule) for reports in histories]
    worst_first = (Trend.CLOSER_TOGETHER, Trend.STEADY, Trend.FURTHER_APART)
    return next((kind for kind in worst_first if kind in trends), Trend.NONE)


def look_back(pack: Pack) -> timedelta:
    """Return how far back any rule of the pack looks; a day more holds its edge, and 31 days a month."""
    repeat = pack.repeat
    days = [
        *pack.windows,
        repeat.victim.rule.within_days,
        repeat.caller.rule.within_days,
        repeat.location.rule.within_days,
        repeat.trend.rule.within_days,
        pack.silent.watch_within_days,
        pack.case_review.months * 31,
    ]
    return timedelta(days=max(days) + 1)
