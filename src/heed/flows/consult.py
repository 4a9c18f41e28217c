"""
Looking somebody or something up: what was read is returned, and that it was read is on the audit trail, with why.

The words of a search are never kept: only what kind it was, how much it found, and whose records were listed.
"""

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from heed.domain.calls import queries as calls
from heed.domain.conduct import queries as crime
from heed.domain.incidents import queries as incidents
from heed.domain.incidents.access import SEE_INCIDENTS
from heed.domain.incidents.models import Incident, Party
from heed.domain.incidents.online import queries as online_reports
from heed.domain.incidents.queries import Whole
from heed.domain.incidents.terms import PartyRole
from heed.domain.incidents.unattended import queries as unattended
from heed.domain.needs import queries as needs
from heed.domain.people import queries as people
from heed.domain.people.models import KnownLine, Mention, Person, Residence
from heed.domain.people.terms import LinkSource
from heed.domain.places.models import Place
from heed.domain.problems.plans import queries as plans
from heed.domain.tasking import queries as tasking
from heed.domain.vulnerability.assessments import queries as assessments
from heed.engines.linkage.addresses import read_address
from heed.engines.numbers.reading import read
from heed.engines.risk.repeat import counts_by_window
from heed.flows import proposals, recognise
from heed.flows.consult_lines import LineSeen, lines_seen
from heed.flows.consult_places import Named, places_named
from heed.flows.counting import look_back
from heed.flows.recognition import Recognition
from heed.flows.sharing import locks
from heed.foundation.accounts.access import allowed
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act
from heed.foundation.policy import services as policy

FOUND_MOST = 50
"""People or incidents one search lists: more are not looked through, so more words are asked for."""

PARTS_MOST = 100
"""Incidents listed on a person's record."""

MENTIONS_MOST = 100
"""Descriptions listed on a person's record."""

REFERENCE = re.compile(r"\s*(?:hd\W*\d[\d\W]*|\d{2}\W\d{7}|\d{1,7})\s*", re.IGNORECASE)
"""An incident reference as people type it: HD-26-0001234, hd 26 1234, 26-0001234, 1234."""


class SearchKind(StrEnum):
    """What the one box was taken to hold."""

    NUMBER = "number"
    NAME = "name"
    ADDRESS = "address"
    REFERENCE = "reference"


BY_ADDRESS = (SearchKind.ADDRESS, SearchKind.NAME)
"""What places are looked for by."""


@dataclass(frozen=True, slots=True)
class Found:
    """
    What a search lists. number: in E.164, for a search by number; more: there is more than is listed.

    places: for an address, and for a name that may be a place's, such as that of a park. locked, locked_incidents: what
    else was found, and is locked for who asks: whom to ask, and nothing of the record.
    """

    kind: SearchKind
    number: str
    people: tuple[tuple[Person, Place | None], ...]
    places: tuple[Named, ...]
    incidents: tuple[Incident, ...]
    shared: KnownLine | None
    more: bool
    locked: Mapping[uuid.UUID, str] = field(default_factory=dict)
    locked_incidents: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """
    What is known of a person. group: the records decided to be this one person, the first known leading.

    mentions: what was said of them, the newest first, each with whether its number may be shown. as_victim, as_caller:
    incidents by window in days, kept apart; parts: incidents with the person's roles, newest first. locked: incidents that are
    locked for who reads, each with whom to ask.
    """

    group: list[Person]
    mentions: list[tuple[Mention, bool]]
    homes: list[Residence]
    lines: list[LineSeen]
    as_victim: dict[int, int]
    as_caller: dict[int, int]
    parts: list[tuple[Incident, list[Party]]]
    open_incidents: frozenset[int]
    more: bool
    locked: Mapping[int, str] = field(default_factory=dict)


def kind_of(words: str) -> SearchKind:
    """
    Say what the words typed into the one box are: an incident reference, a telephone number, an address, else a name.

    Three digits, such as 101, are a reference: no telephone line is looked up by them. An address has a postcode, a house
    number with a street, or a flat.
    """
    if REFERENCE.fullmatch(words):
        return SearchKind.REFERENCE
    if read(words).e164:
        return SearchKind.NUMBER
    typed = read_address(words)
    if typed.postcode or (typed.number and typed.street) or (typed.flat and typed.building):
        return SearchKind.ADDRESS
    return SearchKind.NAME if any(map(str.isalpha, words)) else SearchKind.REFERENCE


@transaction.atomic
def search(
    *, words: str, purpose: str, user: User, actor: Actor, now: datetime, people_of_incident: bool = False
) -> Found:
    """
    Search the force's people, incidents and places by number, name, address or incident reference.

    people_of_incident: a reference lists the people who had a part in the incident, too.
    """
    kind = kind_of(words)
    number = (read(words).e164 or "") if kind == SearchKind.NUMBER else ""
    persons, more = _people(kind, words, number, user=user)
    listed = _incidents(kind, words, number, user=user)
    if people_of_incident and kind == SearchKind.REFERENCE:
        persons = _with_a_part(listed)
    locked = locks.shut_people(user, [person.pk for person in persons], now=now)
    persons = [person for person in persons if person.pk not in locked]
    # One that was asked for by its reference is opened next, and its page says that it is locked.
    shut = {} if kind == SearchKind.REFERENCE else locks.shut_incidents(user, [one.pk for one in listed], now=now)
    listed = [one for one in listed if one.pk not in shut]
    at = places_named(words, is_address=kind == SearchKind.ADDRESS, user=user) if kind in BY_ADDRESS else ()
    homes = people.homes_of([person.pk for person in persons], on=timezone.localdate(now))
    found = Found(
        kind=kind,
        number=number,
        people=tuple((person, homes.get(person.pk)) for person in persons),
        places=at,
        incidents=tuple(listed[:FOUND_MOST]),
        shared=people.known_line(user.force_id, number) if number else None,
        more=more or len(listed) > FOUND_MOST,
        locked=locked,
        locked_incidents=shut,
    )
    audit.record(
        actor=actor,
        act=Act.CONSULTATION,
        action="register.searched",
        subjects=[
            *(f"person:{person.pk}" for person in persons),
            *(f"incident:{listed.pk}" for listed in found.incidents),
            *(f"place:{one.place.pk}" for one in at),
        ],
        purpose=purpose,
        detail={"by": str(kind), "people": len(persons), "incidents": len(found.incidents), "more": found.more}
        | ({"places": len(at)} if at else {}),
        now=now,
    )
    return found


@transaction.atomic
def open_person(*, person: Person, purpose: str, user: User, actor: Actor, now: datetime) -> PersonRecord:
    """Read a person's record, with all that stands under whoever was decided to be one with them."""
    group = people.group_of(person.pk)
    audit.record(
        actor=actor,
        act=Act.CONSULTATION,
        action="person.consulted",
        subjects=[f"person:{member.pk}" for member in group],
        purpose=purpose,
        now=now,
    )
    lines = lines_seen(person, now=now)
    shown = {line.use.e164 for line in lines if line.showable}
    parts: dict[Incident, list[Party]] = {}
    for found in incidents.of_person(user, person.pk):
        parts.setdefault(found["incident"], []).append(found["part"])
    shut = locks.shut_incidents(user, [one.pk for one in parts], now=now) if allowed(user, SEE_INCIDENTS) else {}
    parts = {one: roles for one, roles in parts.items() if one.pk not in shut}
    listed = list(parts.items())[:PARTS_MOST] if allowed(user, SEE_INCIDENTS) else []
    return PersonRecord(
        group=group,
        mentions=[(said, said.e164 in shown) for said in people.mentions_of(person.pk)[:MENTIONS_MOST]],
        homes=people.homes_ever(person.pk),
        lines=lines,
        as_victim=_counts(person, recognise.SUFFERED, now=now),
        as_caller=_counts(person, (PartyRole.CALLER,), now=now),
        parts=listed,
        open_incidents=frozenset(i.pk for i in incidents.open_among([incident.pk for incident, _ in listed])),
        more=len(listed) < len(parts),
        locked=shut,
    )


@transaction.atomic
def open_incident(*, incident: Incident, purpose: str, actor: Actor, now: datetime) -> Whole:
    """Read an incident with all that hangs on it."""
    found = incidents.whole(incident)
    persons = dict.fromkeys(f"person:{party.person_id}" for party in found.parties if party.person_id)
    audit.record(
        actor=actor,
        act=Act.CONSULTATION,
        action="incident.consulted",
        subjects=[f"incident:{incident.pk}", f"call:{incident.call_id}", *persons],
        purpose=purpose,
        now=now,
    )
    return found


@transaction.atomic
def look_up_number(*, force_id: int, number: str, purpose: str, actor: Actor, now: datetime) -> Recognition:
    """Recognise a number outside a call."""
    found = recognise.recognise_number(force_id=force_id, number=number, now=now)
    audit.record(
        actor=actor,
        act=Act.CONSULTATION,
        action="recognition.consulted",
        subjects=found.subjects,
        purpose=purpose,
        detail={"by": str(SearchKind.NUMBER), "people": len(found.subjects)},
        now=now,
    )
    return found


def purpose_of_work(
    *,
    user: User,
    call: str = "",
    approval: str = "",
    notice: str = "",
    proposal: str = "",
    review: str = "",
    conduct: str = "",
    demand: str = "",
    waiting: str = "",
    beat: str = "",
    task: str = "",
    plan: str = "",
    online: str = "",
    now: datetime,
) -> str:
    """
    Return the reason that somebody's work gives them for looking at records, in words; nothing when it gives none.

    call, approval, notice, proposal, review, conduct, demand, waiting, beat, task, plan, online: what the address of a
    page says it was opened from; nothing in it is believed unseen.
    """
    if call and (call_id := _uuid(call)) and calls.lends_purpose(user, call_id, now=now):
        return f"call {call_id}"
    if approval.isdecimal() and incidents.waiting_approvals(user).filter(pk=_small(approval)).exists():
        return f"approval {int(approval)}"
    if notice.isdecimal() and incidents.unseen_notices(user).filter(pk=_small(notice)).exists():
        return f"notice {int(notice)}"
    for kind, typed, lends in (
        ("proposal", proposal, proposals.lends_purpose),
        ("review", review, needs.lends_purpose),
        ("conduct", conduct, crime.lends_purpose),
        ("demand", demand, assessments.lends_purpose),
        ("waiting", waiting, unattended.lends_purpose),
        ("plan", plan, plans.lends_purpose),
    ):
        if typed.isdecimal() and lends(user, _small(typed)):
            return f"{kind} {int(typed)}"
    for kind, typed, lends_now in (
        ("beat", beat, tasking.lends_purpose),
        ("task", task, tasking.task_lends_purpose),
        ("online", online, online_reports.lends_purpose),
    ):
        if typed.isdecimal() and lends_now(user, _small(typed), now=now):
            return f"{kind} {int(typed)}"
    return ""


def _people(kind: SearchKind, words: str, number: str, *, user: User) -> tuple[list[Person], bool]:
    """Return the people a search lists, and whether there are more."""
    if kind == SearchKind.NAME:
        named = list(people.search_by_name(user, words=words)[: FOUND_MOST + 1])
        return named[:FOUND_MOST], len(named) > FOUND_MOST
    if kind == SearchKind.NUMBER:
        uses = people.ever_on_line(user, number)
        if number not in calls.showable_lines(user.force_id, [number]):
            uses = uses.exclude(source=LinkSource.CONFIRMED)
        used = list(dict.fromkeys(use.person.lead for use in uses[: FOUND_MOST + 1]))
        return used[:FOUND_MOST], len(used) > FOUND_MOST
    return [], False


def _with_a_part(among: Sequence[Incident]) -> list[Person]:
    """Return who had a part in these incidents, each once, as who stands for them."""
    parts = Party.objects.filter(incident__in=among, person__isnull=False).select_related("person__lead").order_by("id")
    return list(dict.fromkeys(part.person.lead for part in parts if part.person))


def _incidents(kind: SearchKind, words: str, number: str, *, user: User) -> list[Incident]:
    """Return the incidents a search lists, and one more where there are more."""
    if not allowed(user, SEE_INCIDENTS):
        return []
    if kind == SearchKind.REFERENCE:
        one = incidents.by_reference(user, words)
        return [one] if one else []
    return list(incidents.reported_on_line(user, number)[: FOUND_MOST + 1]) if number else []


def _counts(person: Person, roles: Sequence[PartyRole], *, now: datetime) -> dict[int, int]:
    """Count a person's incidents in some roles, in the windows of the pack."""
    since = now - look_back(policy.in_use())
    reports = incidents.reports_of_people([person.pk], roles=roles, since=since, excluding=None)[person.pk]
    return counts_by_window(reports, now=now, windows=policy.in_use().windows)


def _uuid(text: str) -> uuid.UUID | None:
    """Read a call's id as an address has it."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _small(digits: str) -> int:
    """Read a row number as an address has it; one that no row can have is none."""
    return int(digits) if len(digits) < len(str(2**63)) else 0
