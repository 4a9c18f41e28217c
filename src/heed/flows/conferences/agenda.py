"""
The agenda that builds itself: open incidents at high risk, victims who suffer again, and actions that are overdue.

What it finds is decided by engines/risk/agenda; each item keeps why it is there. What is locked is not put on an agenda: how
much that is, is said.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from heed.domain.conferences import queries
from heed.domain.conferences.items import services as items
from heed.domain.conferences.items.models import Item, ItemMove
from heed.domain.conferences.models import Conference
from heed.domain.conferences.terms import ItemKind, Moved
from heed.domain.incidents import queries as incidents
from heed.domain.incidents.models import Incident
from heed.domain.incidents.unattended.queries import victims_of
from heed.domain.people.models import Person
from heed.domain.tasking.models import Task
from heed.domain.vulnerability.at_risk.queries import weigh
from heed.engines.risk.agenda import Case, Ground, Late, Line, agenda
from heed.engines.risk.repeat import Report
from heed.flows.recognise import SUFFERED
from heed.flows.sharing.locks import locked_among, locked_people
from heed.foundation.accounts.terms import Actor, system
from heed.foundation.policy import services as policy

INCIDENTS_MOST = 3_000
TASKS_MOST = 2_000
REPORTS_MOST = 20_000
"""Rows looked at for one agenda, the newest incidents and the longest overdue tasks first: far more than a meeting has."""


@dataclass(frozen=True, slots=True)
class Built:
    """What was added to an agenda; how many cases there was no room for, and how many are locked."""

    added: list[Item]
    left_over: int
    locked: int


@dataclass(slots=True)
class _Gathered:
    """What one case is made of, as it is gathered."""

    person: uuid.UUID | None = None
    incidents: list[Incident] = field(default_factory=list)
    late: list[Late] = field(default_factory=list)
    high: list[str] = field(default_factory=list)


@transaction.atomic
def build(*, conference: Conference, actor: Actor, now: datetime) -> Built:
    """
    Put on the agenda what belongs there now and is not on it yet. What was put there stays, with why it was.

    What an earlier conference of the same beat deferred comes first. Raises services.MinutesSigned, Unfit.
    """
    lines, gathered, left_over, locked = _lines(conference, now=now)
    people = Person.objects.in_bulk([one.person for one in gathered.values() if one.person])
    new = [_carried(item) for item in _deferred_before(conference)]
    new += [_item(line, gathered[line.key], people) for line in lines]
    added = items.put_on(conference=conference, items=new, actor=actor, now=now)
    return Built(added, left_over, locked)


def build_coming(*, now: datetime) -> int:
    """Bring the agendas of all conferences up to date that are still to come; return how many things were added."""
    coming = Conference.objects.filter(starts_at__gt=now, cancelled_at=None, signed=None).select_related(
        "force", "beat"
    )
    return sum(
        len(build(conference=one, actor=system("conferences", force=one.force.code), now=now).added)
        for one in coming.order_by("pk")
    )


def _lines(conference: Conference, *, now: datetime) -> tuple[list[Line], dict[str, _Gathered], int, int]:
    """Return the lines of the agenda, what each is made of, how many there was no room for, and how many are locked."""
    pack = policy.in_use()
    rule = pack.conferences.rule
    where = Q(force=conference.force_id) & (Q(beat=conference.beat_id) if conference.beat_id else Q())
    rows = Incident.objects.filter(where).select_related("place").order_by("-recorded_at", "-pk")
    # Two lists, so that many closed ones leave no open one out.
    seen = {one.pk: one for one in rows.filter(closed_at=None)[:INCIDENTS_MOST]}
    seen |= {one.pk: one for one in rows.filter(recorded_at__gte=now - rule.recent)[:INCIDENTS_MOST]}
    tasks = _overdue(conference, before=now - rule.overdue)
    seen |= {task.incident.pk: task.incident for task in tasks if task.incident}
    victims = victims_of(list(seen))
    leads = {lead for theirs in victims.values() for lead in theirs} | {t.person.lead_id for t in tasks if t.person}
    reports = incidents.reports_of_people(
        leads, roles=SUFFERED, since=now - rule.within, excluding=None, most=REPORTS_MOST
    )
    often = {lead: len({report.incident for report in theirs}) for lead, theirs in reports.items()}
    shut, shut_people = locked_among(seen), locked_people(leads)
    gathered: dict[str, _Gathered] = defaultdict(_Gathered)
    _gather_incidents(gathered, seen, victims, often, shut)
    _gather_tasks(gathered, tasks, seen, victims, often, shut, shut_people)
    _gather_risk(gathered)
    cases = [
        Case(
            key=key,
            incidents=_each_once(reports[one.person]) if one.person else [],
            high=one.high,
            late=one.late,
        )
        for key, one in gathered.items()
    ]
    lines, left_over = agenda(cases, now=now, policy=rule)
    return lines, gathered, left_over, len(shut)


def _each_once(reports: Collection[Report]) -> list[datetime]:
    """Return when each incident was last reported, duplicates as one."""
    latest: dict[str, datetime] = {}
    for report in reports:
        latest[report.incident] = max(report.at, latest.get(report.incident, report.at))
    return list(latest.values())


def _gather_incidents(
    gathered: dict[str, _Gathered],
    seen: dict[int, Incident],
    victims: dict[int, frozenset[uuid.UUID]],
    often: dict[uuid.UUID, int],
    shut: Collection[int],
) -> None:
    for pk, incident in seen.items():
        if pk not in shut:
            key, lead = _key(pk, victims, often)
            gathered[key].person = lead
            gathered[key].incidents.append(incident)


def _gather_tasks(  # noqa: PLR0917  what was read, passed on
    gathered: dict[str, _Gathered],
    tasks: Collection[Task],
    seen: dict[int, Incident],
    victims: dict[int, frozenset[uuid.UUID]],
    often: dict[uuid.UUID, int],
    shut: Collection[int],
    shut_people: Collection[uuid.UUID],
) -> None:
    for task in tasks:
        if task.incident_id in seen:
            if task.incident_id in shut or task.incident_id is None:
                continue
            key, lead = _key(task.incident_id, victims, often)
        elif task.person and task.person.lead_id not in shut_people:
            key, lead = f"person:{task.person.lead_id}", task.person.lead_id
        else:
            continue
        gathered[key].person = lead
        whose = task.agency.name if task.agency else task.owner.display_name if task.owner else ""
        if task.due_by:
            gathered[key].late.append(Late(task.words, whose, task.due_by))


def _gather_risk(gathered: dict[str, _Gathered]) -> None:
    """Say of which open incidents the risk was judged to be high."""
    pack = policy.in_use()
    high = {band.code: band.label for band in pack.assessment.band_from.bands[-pack.conferences.high_bands.value :]}
    still_open = [one for case in gathered.values() for one in case.incidents if one.closed_at is None]
    weights = weigh([], [one.pk for one in still_open])
    for case in gathered.values():
        for one in sorted(case.incidents, key=lambda one: one.pk):
            bands = weights.incidents[one.pk].bands & high.keys() if one.pk in weights.incidents else set()
            if bands and one.closed_at is None:
                case.high.append(f"{one.reference} is open, and its risk was judged {high[max(bands)].lower()}")


def _key(
    incident: int, victims: dict[int, frozenset[uuid.UUID]], often: dict[uuid.UUID, int]
) -> tuple[str, uuid.UUID | None]:
    """Return what an incident is spoken of under: who suffers in it, of several whoever suffers most often."""
    leads = victims.get(incident)
    if not leads:
        return f"incident:{incident}", None
    lead = max(leads, key=lambda one: (often.get(one, 0), str(one)))
    return f"person:{lead}", lead


def _overdue(conference: Conference, *, before: datetime) -> list[Task]:
    """Return the open tasks, the force's own and its partners', whose time has long passed, the longest first."""
    late = Task.objects.filter(force=conference.force_id, done_at=None, due_by__lt=before)
    late = late.filter(Q(incident__isnull=False) | Q(person__isnull=False))
    if conference.beat_id:
        late = late.filter(Q(beat=conference.beat_id) | Q(incident__beat=conference.beat_id))
    found = late.select_related("incident__place", "person", "owner", "agency").order_by("due_by", "pk")
    return list(found[:TASKS_MOST])


def _deferred_before(conference: Conference) -> list[Item]:
    """Return what the conferences before it deferred and no other has taken up but one that was cancelled."""
    before = Conference.objects.filter(
        force=conference.force_id, beat=conference.beat_id, cancelled_at=None, starts_at__lt=conference.starts_at
    ).exclude(pk=conference.pk)
    taken_up = Item.objects.filter(carried_from=OuterRef("item"), conference__cancelled_at=None)
    moves = ItemMove.objects.filter(~Exists(taken_up), item__conference__in=before)
    deferred = [move.item_id for move in moves.order_by("item", "-pk").distinct("item") if move.moved == Moved.DEFERRED]
    return list(Item.objects.filter(pk__in=deferred).select_related("conference").order_by("pk"))


def _carried(item: Item) -> items.NewItem:
    """Take an item over from an earlier conference."""
    why = queries.newest_move(item)
    return items.NewItem(
        kind=ItemKind.CARRIED,
        key=item.key,
        title=item.title,
        because=[f"Deferred by {item.conference.title}: {why.why if why else 'no reason given'}", *item.because],
        incident_id=item.incident_id,
        person_id=item.person_id,
        carried_from=item,
    )


def _item(line: Line, made_of: _Gathered, people: dict[uuid.UUID, Person]) -> items.NewItem:
    """Word a line of the agenda; it is shared by the newest incident, an open one before a closed one."""
    newest = max(made_of.incidents, key=lambda one: (one.closed_at is None, one.recorded_at, one.pk), default=None)
    person = people.get(made_of.person) if made_of.person else None
    where = newest.place.address if newest and newest.place else ""
    who = person.name if person else newest.reference if newest else "A case"
    return items.NewItem(
        kind=ItemKind(first(line.grounds)),
        key=line.key,
        title=f"{who}, {where}" if where else who,
        because=line.because,
        incident_id=newest.pk if newest else None,
        person_id=made_of.person,
    )


def first(grounds: tuple[Ground, ...]) -> str:
    """Return the gravest ground."""
    return str(grounds[0])
