"""
Who may be ringing, who suffered before, and what to do differently: the heart.

Searches by the line and by everything the handler has typed, counts, words the card, and keeps the proof. A number gives
a line; people seen on it before, and people whom the words fit, are suggestions, never an answer: only a person decides
who it is (design.md decision 3), and only then is what they suffered told.
"""

import time
import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils import timezone

from heed.domain.contact import queries as contact
from heed.domain.incidents import queries as incidents
from heed.domain.incidents.queries import OnLine
from heed.domain.incidents.terms import PartyRole
from heed.domain.people import queries as people
from heed.domain.people.models import KnownLine, LineUse, LineWatch, Person
from heed.domain.places import queries as places
from heed.domain.places.models import Place
from heed.engines.linkage import choice
from heed.engines.linkage.choice import Suggestion
from heed.engines.linkage.said import Said
from heed.engines.numbers.reading import Number, read
from heed.engines.risk.repeat import Report, is_repeat
from heed.flows import household, suggest
from heed.flows.counting import counts, look_back, nearest_case_review, worst_trend
from heed.flows.recognition import Candidate, LineFound, PlaceFound, Recognition
from heed.flows.sharing import locks
from heed.flows.support import shown as promises_shown
from heed.foundation.accounts.models import User
from heed.foundation.policy import services as policy
from heed.foundation.policy.packs import Pack

SUFFERED = (PartyRole.VICTIM, PartyRole.COMPLAINANT)


@dataclass(frozen=True, slots=True)
class Asked:
    """
    What to search for.

    caller, victim: what was said of whoever rings, and of whomever they ring for. chosen, chosen_victim: whom the handler
    confirmed; not_them, not_victim: whom they ruled out. place: where it happened; home, victim_home: where they said that
    they live. victim is None when whoever rings does so for themselves, and empty when nothing was said of the other yet.
    seen_by: who has the call; what is locked for them is said to exist, and no more. None: whatever is locked for anybody.
    """

    force_id: int
    number: Number | None
    line_class: str = "available"
    may_match: bool = True
    call: uuid.UUID | None = None
    chosen: Person | None = None
    chosen_victim: Person | None = None
    not_them: frozenset[uuid.UUID] = frozenset()
    not_victim: frozenset[uuid.UUID] = frozenset()
    place: Place | None = None
    home: Place | None = None
    victim_home: Place | None = None
    caller: Said | None = None
    victim: Said | None = None
    seen_by: User | None = None

    @property
    def for_another(self) -> bool:
        """Say whether they ring for somebody else: then that person's home and history count, not the caller's."""
        return self.victim is not None


def recognise(asked: Asked, *, now: datetime) -> Recognition:
    """Search by everything that is known of a call. Reads only."""
    started = time.perf_counter()
    pack = policy.in_use()
    today, since = timezone.localdate(now), now - look_back(pack)
    line = _look_at_line(asked, since=since, pack=pack, now=now)
    callers = _callers(asked, line, pack=pack)
    victims = _victims(asked, line, pack=pack)
    locked = _locked(asked, [found.person.pk for found in (*callers, *victims)], now=now)
    callers = [found for found in callers if found.person.pk not in locked]
    victims = [found for found in victims if found.person.pk not in locked]
    persons = [found.person.pk for found in (*callers, *victims)]
    homes = people.homes_of(persons, on=today) if persons else {}
    whose = victims if asked.for_another else callers
    home, told = _home(asked, whose, homes)
    place = asked.place or home
    living = household.others_at(home, on=today) if home else []
    locked |= _locked(asked, [other.person_id for other in living], now=now)
    # Nobody is named for sharing an address that was only said: it must be on record as the home of whoever is known.
    known_home = next((homes.get(found.person.pk) for found in whose if found.kind == "confirmed"), home)
    leads = {found.person.lead_id for found in (*callers, *victims)}
    others = [o for o in living if o.person_id not in {*leads, *locked}] if known_home == home else []
    suffered = incidents.reports_of_people(
        [*persons, *(other.person_id for other in others)],
        roles=SUFFERED,
        since=since,
        excluding=asked.call,
    )
    at_place = incidents.reports_at_place(places.within(place.pk), since=since, excluding=asked.call) if place else []
    candidates = tuple(_candidate(found, suffered[found.person.pk], now=now, pack=pack) for found in callers)
    for_whom = tuple(_candidate(found, suffered[found.person.pk], now=now, pack=pack) for found in victims)
    # What a shared line reported is a fact about the line, and says nothing of whoever rings from it now.
    line_reports = [] if line.is_shared else [call.report for call in line.earlier if call.report]
    # Only what a confirmed person suffered is told: whoever rings for somebody else does not become the victim.
    known = [c for c in (for_whom if asked.for_another else candidates) if c.kind == "confirmed"]
    histories = [list(known[0].reports)] if known else [line_reports]
    repeat = pack.repeat
    called = _as_caller(asked, since=since) if asked.chosen else line_reports
    return Recognition(
        line_class=asked.line_class,
        line=line.found,
        candidates=candidates,
        victims=for_whom,
        said=suggest.has_words(asked.caller),
        for_another=asked.for_another,
        homes={person: found.pk for person, found in homes.items()},
        household=household.residents(others, suffered, now=now, pack=pack),
        # Of the place that is told, not of a home elsewhere.
        living_there=len(living) if place == home else 0,
        place=PlaceFound(
            place.pk, place.address, counts(at_place, now=now, pack=pack), told=told or asked.place is not None
        )
        if place
        else None,
        repeat_caller=is_repeat(called, now=now, rule=repeat.caller.rule),
        repeat_victim=any(is_repeat(c.reports, now=now, rule=repeat.victim.rule) for c in (*candidates, *for_whom)),
        repeat_victim_known=any(is_repeat(c.reports, now=now, rule=repeat.victim.rule) for c in known),
        repeat_location=bool(place) and is_repeat(at_place, now=now, rule=repeat.location.rule),
        trend=worst_trend(histories, now=now, pack=pack),
        case_review=nearest_case_review(histories if known else [], now=now, pack=pack),
        open_incidents=tuple(
            incident.reference
            for incident in incidents.open_among({int(report.incident) for history in histories for report in history})[
                :5
            ]
        ),
        safe_contact=bool(known) and contact.has_rules([known[0].person]),
        promises=promises_shown.made_to(known[0].person, others, now=now, pack=pack) if known else (),
        # Nobody is named for a line: that something promised there was not kept is counted, and no more.
        line_broken=0 if known else promises_shown.broken_on_line(line_reports, now=now, pack=pack),
        more_exists=locked,
        policy=policy.label(pack),
        ms=round((time.perf_counter() - started) * 1000, 3),
    )


def _locked(asked: Asked, persons: list[uuid.UUID], *, now: datetime) -> dict[uuid.UUID, str]:
    """Return those whose record is locked for whoever has the call, each with whom to ask."""
    return locks.shut_people(asked.seen_by, persons, now=now) if asked.seen_by else locks.locked_people(persons)


def recognise_number(*, force_id: int, number: str, now: datetime) -> Recognition:
    """Search by a number as somebody typed it; anything that is no number finds nothing."""
    return recognise(Asked(force_id=force_id, number=read(number)), now=now)


@dataclass(frozen=True, slots=True)
class Line:
    """
    What the line alone gives. e164: None when nothing may be looked up by it.

    usable_since: links that were last used before that day have aged out: numbers are issued again.
    """

    e164: str | None
    is_shared: bool
    earlier: list[OnLine]
    uses: list[LineUse]
    usable_since: date
    found: LineFound | None


@dataclass(frozen=True, slots=True)
class Possible:
    """Somebody it may be, as found: on the line, by what was said, or both."""

    person: Person
    kind: str
    use: LineUse | None = None
    fits: Suggestion[uuid.UUID] | None = None


def _look_at_line(asked: Asked, *, since: datetime, pack: Pack, now: datetime) -> Line:
    """Find what the line alone gives: its calls, who used it lately enough, and whether it tells people apart."""
    e164 = asked.number.e164 if asked.number else None
    shared = people.known_line(asked.force_id, e164) if e164 else None
    if not (asked.may_match or shared):
        e164 = None  # Nothing may be looked up by this number.
    earlier = incidents.earlier_on_line(asked.force_id, e164, since=since, excluding=asked.call) if e164 else []
    usable = timezone.localdate(now) - timedelta(days=pack.caller_line.link_usable_days.value)
    tells_apart = e164 and not shared and asked.may_match
    uses = people.uses_of_line(asked.force_id, e164, since=usable) if e164 and tells_apart else []
    many = len(uses) >= pack.caller_line.shared_at_people.value
    watch = people.watch_on(asked.force_id, e164, now=now) if e164 else None
    found = _line(asked, e164, shared=shared, many=many, on_line=earlier, uses=uses, watch=watch, now=now, pack=pack)
    return Line(e164, bool(shared) or many, earlier, uses, usable, found)


def _callers(asked: Asked, line: Line, *, pack: Pack) -> list[Possible]:
    """Return who may be ringing: whoever was confirmed, alone; else whom the words fit; without words, who used the line."""
    uses = {use.person.lead_id: use for use in line.uses}
    if asked.chosen:
        return [Possible(asked.chosen, "confirmed", uses.get(asked.chosen.lead_id))]
    if not suggest.has_words(asked.caller):
        on_line = [] if line.is_shared or not asked.may_match else line.uses
        return [Possible(use.person, "possible", use) for use in on_line if use.person_id not in asked.not_them]
    number = line.e164 if line.e164 and not line.is_shared and asked.may_match else ""
    return _fitting(asked, replace(asked.caller, e164=number), line=line, without=asked.not_them, uses=uses, pack=pack)


def _victims(asked: Asked, line: Line, *, pack: Pack) -> list[Possible]:
    """Return for whom the call may be, when it is for somebody else."""
    if asked.chosen_victim:
        return [Possible(asked.chosen_victim, "confirmed")]
    if not suggest.has_words(asked.victim):
        return []
    return _fitting(asked, asked.victim, line=line, without=asked.not_victim, uses={}, pack=pack)


def _fitting(
    asked: Asked, said: Said, *, line: Line, without: frozenset[uuid.UUID], uses: dict[uuid.UUID, LineUse], pack: Pack
) -> list[Possible]:
    """Return whom the words fit, best first, never as more than a suggestion."""
    found = suggest.suggest(
        asked.force_id, said, ruled_out=without, rule=pack.identity.suggest.rule, lines_since=line.usable_since
    )
    persons = Person.objects.in_bulk([fits.who for fits in found.shown])
    return [
        Possible(persons[fits.who], str(fits.sure), uses.get(fits.who), fits)
        for fits in found.shown
        if fits.who in persons
    ]


def _home(asked: Asked, whose: list[Possible], homes: dict[uuid.UUID, Place]) -> tuple[Place | None, bool]:
    """
    Return the home of whom the call is about, and whether its address may stand on a screen.

    It is the one that was said, else that of whoever was confirmed. Where nothing was said but a line rings, it is the
    home of everybody seen on that line, if they share one: counted, not named. A suggestion's own address stays untold.
    """
    said = asked.victim_home if asked.for_another else asked.home
    if said:
        return said, True
    if len(whose) == 1 and whose[0].kind == "confirmed":
        return homes.get(whose[0].person.pk), True
    found = {homes[possible.person.pk] for possible in whose if possible.person.pk in homes}
    from_line = all(possible.fits is None and possible.person.pk in homes for possible in whose)
    return (next(iter(found)) if from_line and len(found) == 1 else None), False


def _candidate(found: Possible, reports: list[Report], *, now: datetime, pack: Pack) -> Candidate:
    """Put a person with the reasons why it may be them."""
    person, use, fits = found.person, found.use, found.fits
    because: list[str] = []
    if found.kind == "confirmed":
        because.append("confirmed on this call")
    if fits:
        because += choice.because(fits.score)
    if use and use.confirmed_at:
        because.append(f"confirmed on this line on {timezone.localdate(use.confirmed_at):%-d %B %Y}")
    elif use:
        because.append(f"gave this number on {use.last_used_on:%-d %B %Y}, never confirmed")
    if use and use.times > 1 and found.kind == "confirmed":
        because.append(f"{use.times} calls on this line, the last on {use.last_used_on:%-d %B %Y}")
    return Candidate(
        person=person.pk,
        name=person.name,
        born_on=person.born_on.isoformat() if person.born_on else None,
        kind=found.kind,
        because=tuple(because),
        reports=tuple(reports),
        counts=counts(reports, now=now, pack=pack),
        last_used_on=use.last_used_on.isoformat() if use else None,
        probability=round(fits.probability, 4) if fits else None,
        steps=tuple(fits.score.steps) if fits else (),
        not_said=choice.not_said(fits.score) if fits else (),
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
        counts=counts([call.report for call in on_line if call.report], now=now, pack=pack),
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
