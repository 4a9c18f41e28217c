"""
Lets help be under way on one beat of a simulated force, so that a demonstration shows it on every page of the neighbourhood.

Everything is done through the flows that people at work use, at moments before now. Some dozens of rows, whatever the size of
the force; what runs out afterwards, the worker sees to as for any other force.
"""

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from heed.domain.beats.models import Beat
from heed.domain.calls.models import Call
from heed.domain.calls.terms import Channel, Finished
from heed.domain.incidents.models import Closing, Incident
from heed.domain.incidents.reopenings.services import reopen
from heed.domain.incidents.terms import PartyRole
from heed.domain.people.models import LineUse
from heed.domain.support.models import Promise
from heed.domain.support.terms import PromiseKind, Settled
from heed.domain.tasking.queries import officers_of
from heed.domain.tasking.terms import VisitResult
from heed.engines.numbers.terms import LineClass
from heed.flows import demands
from heed.flows.aftermath import follow_ups
from heed.flows.clocks.follow import follow
from heed.flows.problems import plans
from heed.flows.support import promises
from heed.flows.tasking.visits import record_visit
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Role, system
from heed.foundation.policy import services as policy

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LATELY = timedelta(days=90)
WORKED_ON, ASKED_ABOUT, LOOKED_AT, MISSED = 5, 4, 6, 3
SHOWN = WORKED_ON + ASKED_ABOUT
GOES_ON = "Asked whether it had stopped: it goes on"

PROMISED = (
    (PromiseKind.VISIT, "A visit about the stones at the window", 3 * DAY, -15 * HOUR),
    (PromiseKind.CALL_BACK, "Ring back with what the council says", 6 * HOUR, 20 * MINUTE),
    (PromiseKind.UPDATE, "Say what came of the visit next door", 2 * DAY, 5 * HOUR),
    (PromiseKind.VISIT, "Come by with the camera for the gate", DAY, 22 * HOUR),
)
"""One for each incident that is worked on: kind, words, how long before now it was made, by when from now on."""
KEPT = 2
"""Which of them was kept; the first is broken by now."""


@transaction.atomic
def let_help_come(beat: Beat, *, now: datetime) -> bool:
    """Put what is under way on a beat; return whether anything was. Once only: where somebody was promised anything, nothing."""
    if Promise.objects.filter(force=beat.force).exists():
        return False
    named = officers_of(beat, on=localdate(now))
    handler = User.objects.filter(force=beat.force, role=Role.CALL_HANDLER, is_active=True).order_by("pk").first()
    suffered = _suffered(beat, now=now)
    if handler is None or not named or not suffered:
        return False
    visitor = named[0].user
    _ask_about(suffered[WORKED_ON:SHOWN], now=now)
    for incident in suffered[:LOOKED_AT]:
        plans.look(incident_id=incident.pk, now=now)
    worked_on = suffered[:WORKED_ON]
    for incident in worked_on:
        _open_again(incident, now=now)
    for number, (incident, (kind, words, before, after)) in enumerate(zip(worked_on, PROMISED, strict=False)):
        made = promises.promise(
            incident=incident, kind=kind, words=words, due_by=now + after, user=handler, actor=handler.actor(),
            now=now - before,
        )  # fmt: skip
        if number == KEPT:
            promises.settle(
                promise_id=made.pk, settled_as=Settled.KEPT, how="Told on the telephone", user=visitor,
                actor=visitor.actor(), now=now - DAY,
            )  # fmt: skip
    record_visit(
        incident=worked_on[0], user=visitor, visited_at=now - 16 * HOUR, result=VisitResult.NOBODY_IN, seen="",
        done="Knocked twice, left no card", next_step="Try again after six", now=now - 16 * HOUR,
    )  # fmt: skip
    promises.break_overdue(now=now)
    demands.delayed(
        incident=worked_on[-1], why="Both cars are at the hospital", actor=handler.actor(), now=now - 2 * HOUR
    )
    _ring_off(worked_on, now=now)
    return True


def _suffered(beat: Beat, *, now: datetime) -> list[Incident]:
    """Return what was recorded lately on a beat and whoever suffers is known in, the newest first; of a person once."""
    known = Incident.objects.filter(
        beat=beat,
        recorded_at__gte=now - LATELY,
        recorded_at__lt=now - 4 * DAY,
        parties__role__in=(PartyRole.VICTIM, PartyRole.COMPLAINANT),
        parties__person__isnull=False,
    )
    found: dict[uuid.UUID, Incident] = {}
    for incident in known.select_related("force", "call", "place").distinct().order_by("-recorded_at")[: 4 * SHOWN]:
        person = promises.one_victim(incident)
        if person:
            found.setdefault(person, incident)
    return list(found.values())[:SHOWN]


def _open_again(incident: Incident, *, now: datetime) -> None:
    """Open an incident again, as after somebody was asked whether it stopped, and start its clocks."""
    actor = system("simulation", force=incident.force.code)
    if incident.closed_at:
        reopen(
            incident=incident, why=GOES_ON, counts=True, policy_version=policy.remember(policy.in_use(), now=now), actor=actor,
            now=max(incident.closed_at, now - 3 * DAY) + MINUTE,
        )  # fmt: skip
        incident.refresh_from_db(fields=["closed_at"])
    follow(incident=incident, now=now - 3 * DAY)


def _ask_about(incidents: list[Incident], *, now: datetime) -> None:
    """Plan to ask whoever suffered in what was closed."""
    for closing in Closing.objects.filter(incident__in=incidents, incident__closed_at__isnull=False).order_by("pk"):
        follow_ups.plan_after(closing, now=now)


def _ring_off(incidents: list[Incident], *, now: datetime) -> None:
    """Let those who suffer have rung and given up, so that somebody must ring them back."""
    people = [promises.one_victim(incident) for incident in incidents]
    lines = LineUse.objects.filter(person__in=[one for one in people if one], removed_at=None).order_by("person", "pk")
    numbers = list(dict.fromkeys(lines.values_list("e164", flat=True)))[:MISSED]
    for number, e164 in enumerate(numbers, 1):
        rang_at = now - number * 40 * MINUTE
        gave_up = rang_at + 2 * MINUTE
        Call.objects.create(
            id=uuid.uuid4(), force=incidents[0].force, channel=Channel.NON_EMERGENCY, line_class=LineClass.AVAILABLE,
            e164=e164, shown_e164=e164, may_show=True, may_match=True, rang_at=rang_at, ended_at=gave_up, ended_as="cancel",
            finished_at=gave_up, finished_as=Finished.ABANDONED,
        )  # fmt: skip
