"""My patch today: the lines of a beat, gathered for each victim and put in order."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.timezone import localdate, make_aware

from heed.domain.beats.models import Beat
from heed.domain.incidents import queries as incidents
from heed.domain.incidents.models import Incident, Party
from heed.domain.people.models import Person
from heed.domain.tasking.models import Task
from heed.domain.vulnerability.models import Assessment, Indicator
from heed.domain.vulnerability.terms import VICTIMS_SIDE, Judged
from heed.engines.risk.patch import Part, Reason, Standing, Why, in_order, part_of, place
from heed.flows.counting import counts
from heed.flows.patch.lines import Line, of_beat
from heed.flows.recognise import SUFFERED
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act
from heed.foundation.policy import services as policy

MORNING = time(7)
"""When the list of a past or coming day is as it would have been read."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody, or something, to be seen to. person: the victim, where one is known; reasons: the weightiest first."""

    part: Part
    who: str
    where: str
    standing: Standing
    reasons: tuple[Reason, ...]
    person: Person | None
    incidents: tuple[Incident, ...]
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Patch:
    """The list of one beat as it stood at a moment; the entries are in order."""

    beat: Beat
    on: date
    at: datetime
    entries: tuple[Entry, ...]

    @property
    def parts(self) -> list[tuple[Part, list[Entry]]]:
        """Return the entries by part, parts without any left out."""
        return [(part, found) for part in Part if (found := [entry for entry in self.entries if entry.part is part])]


def moment_of(on: date, *, now: datetime) -> datetime:
    """Say when the list of a day is looked at: today now, any other day at seven in the morning."""
    return now if on == localdate(now) else make_aware(datetime.combine(on, MORNING))


def patch_today(beat: Beat, *, on: date, now: datetime) -> Patch:
    """
    Put together the list of a beat for a day, as it stood (or, for a day to come, as it stands) at its moment.

    Whoever suffers stands there once, whatever the incidents, with every reason.
    """
    at = moment_of(on, now=now)
    day_ends = make_aware(datetime.combine(on + timedelta(days=1), time()))
    lines = list(of_beat(beat, at=at, day_ends=day_ends))
    victims = _victims({line.incident.pk for line in lines if line.incident})
    leads = _leads({line.person for line in lines if line.person} | {pk for pks in victims.values() for pk in pks})
    known = _standing(
        beat.force_id,
        {lead.pk for lead in leads.values()},
        {line.incident.pk for line in lines if line.incident},
        at=at,
    )
    gathered: dict[Any, list[Line]] = defaultdict(list)
    for line in lines:
        for key in _keys(line, victims=victims, leads=leads):
            gathered[key].append(line)
    found = [
        _entry(key, of_key, known=known, leads=leads, at=at, day_ends=day_ends) for key, of_key in gathered.items()
    ]
    found.sort(key=lambda one: (*place(one.reasons, one.standing, now=at, day_ends=day_ends), one.who, one.where))
    return Patch(beat, on, at, tuple(found))


def note_read(patch: Patch, *, purpose: str, actor: Actor, now: datetime) -> None:
    """Put onto the audit trail that somebody read a patch, and whom it names; within a transaction."""
    people = sorted({f"person:{entry.person.pk}" for entry in patch.entries if entry.person})
    seen = sorted({f"incident:{incident.pk}" for entry in patch.entries for incident in entry.incidents})
    audit.record(
        actor=actor,
        act=Act.CONSULTATION,
        action="patch.read",
        subjects=[f"beat:{patch.beat.pk}", *people, *seen],
        now=now,
        purpose=purpose,
        detail={"on": patch.on.isoformat()},
    )


def _keys(line: Line, *, victims: dict[int, list[uuid.UUID]], leads: dict[uuid.UUID, Person]) -> list[Any]:
    """Say under whom a line stands: the person it names, else everybody who suffers in the incident, else what it is."""
    named = [line.person] if line.person else victims.get(line.incident.pk, []) if line.incident else []
    people = list(dict.fromkeys(leads[person].pk for person in named if person in leads))
    if people:
        return [("person", lead) for lead in people]
    if line.incident:
        return [("incident", line.incident.pk)]
    return [("task", line.task.pk if line.task else line.reason.words)]


def _entry(
    key: tuple[str, Any],
    lines: Collection[Line],
    *,
    known: "dict[tuple[str, Any], Standing]",
    leads: dict[uuid.UUID, Person],
    at: datetime,
    day_ends: datetime,
) -> Entry:
    """Make one entry of everything that stands under one key."""
    standing = known.get(key, Standing())
    about = list({line.incident.pk: line.incident for line in lines if line.incident}.values())
    tasks = list({line.task.pk: line.task for line in lines if line.task}.values())
    reasons = list(dict.fromkeys(line.reason for line in lines))
    if standing.incidents > 1 and any(reason.why is Why.NEW_LOG for reason in reasons):
        reasons.append(Reason(Why.NEW_REPEAT, f"Suffered again: {standing.incidents} incidents in 12 months"))
    ordered = in_order(reasons, now=at, day_ends=day_ends)
    person = next((lead for lead in leads.values() if key == ("person", lead.pk)), None)
    place_of = next((incident.place for incident in about if incident.place), None) or next(
        (task.place for task in tasks if task.place), None
    )
    who = (
        person.name if person else (about[0].reference if about else tasks[0].get_kind_display() if tasks else "Review")
    )
    return Entry(
        part=min((part_of(reason, now=at, day_ends=day_ends) for reason in ordered), key=list(Part).index),
        who=who,
        where=str(place_of) if place_of else "",
        standing=standing,
        reasons=tuple(ordered),
        person=person,
        incidents=tuple(about),
        tasks=tuple(tasks),
    )


def _victims(incident_ids: Collection[int]) -> dict[int, list[uuid.UUID]]:
    """Return who suffers in incidents, by the incident, in the order in which they were named."""
    found: dict[int, list[uuid.UUID]] = defaultdict(list)
    parts = Party.objects.filter(incident__in=incident_ids, role__in=SUFFERED, person__isnull=False).order_by("pk")
    for incident, person in parts.values_list("incident", "person"):
        found[incident].append(person)
    return dict(found)


def _leads(person_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Person]:
    """Return under whom people are known, by whoever was named: two who were made one stand there once."""
    atoms = Person.objects.filter(pk__in=list(person_ids)).select_related("lead")
    return {atom.pk: atom.lead for atom in atoms}


def _standing(
    force_id: int, leads: Collection[uuid.UUID], incident_ids: Collection[int], *, at: datetime
) -> dict[tuple[str, Any], Standing]:
    """Say of people, and of incidents in which nobody is known, who is vulnerable and how often they suffered."""
    pack = policy.in_use()
    days = pack.repeat.victim.rule.within_days
    reports = incidents.reports_of_people(list(leads), roles=SUFFERED, since=at - timedelta(days=days), excluding=None)
    judged = _judged_vulnerable(leads, incident_ids, at=at)
    noted = set(
        Indicator.objects.filter(
            call__force=force_id, person__lead__in=leads, about__in=VICTIMS_SIDE, noted_at__lte=at, withdrawn_at=None
        ).values_list("person__lead", flat=True)
    )
    found: dict[tuple[str, Any], Standing] = {}
    for lead in leads:
        times = counts(reports.get(lead, []), now=at, pack=pack)
        suffered = max((count for window, count in times.items() if window <= days), default=0)
        found["person", lead] = Standing(lead in judged or lead in noted, suffered)
    found |= {("incident", pk): Standing(pk in judged, 1) for pk in incident_ids}
    return found


def _judged_vulnerable(leads: Collection[uuid.UUID], incident_ids: Collection[int], *, at: datetime) -> set[Any]:
    """Return the people and the incidents of whose newest assessment says that somebody is vulnerable."""
    theirs: dict[int, set[uuid.UUID]] = defaultdict(set)
    parts = Party.objects.filter(person__lead__in=leads, role__in=SUFFERED, incident__recorded_at__lte=at)
    for incident, lead in parts.values_list("incident", "person__lead"):
        theirs[incident].add(lead)
    told = Assessment.objects.filter(incident__in={*theirs, *incident_ids}, at__lte=at).order_by("at", "pk")
    newest = dict(told.values_list("incident", "vulnerable"))
    found: set[Any] = {pk for pk, vulnerable in newest.items() if vulnerable == Judged.YES}
    return found | {lead for pk in found for lead in theirs.get(pk, ())}
