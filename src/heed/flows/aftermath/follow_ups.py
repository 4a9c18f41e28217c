"""
Did it stop? Who is asked after an incident was closed, when, and how.

Three steps, each safe to run twice and to be cut off: plan for what was closed, ask those whose day has come, and put on the
call list whoever did not answer a message. A message goes only through the gate (`flows.messages.gate`); where that refuses,
somebody rings, and the list says why.
"""

import uuid
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from heed.domain.aftermath import queries, rules, services
from heed.domain.aftermath.models import FollowUp
from heed.domain.aftermath.services import AskedNoMore
from heed.domain.aftermath.terms import Channel, Ended, Language, Result, Way
from heed.domain.incidents.models import Closing, Party
from heed.domain.incidents.queries import CLOSED, main_of
from heed.domain.people import queries as people
from heed.domain.tasking import services as tasking
from heed.domain.tasking.models import Task
from heed.domain.tasking.terms import TaskKind
from heed.engines.risk.gates import RepeatKind, Vulnerable
from heed.engines.risk.messages import Unfit
from heed.engines.risk.safe_contact import Channel as Call
from heed.flows.gating import circumstances
from heed.flows.messages import gate as messages
from heed.flows.messages import safe_contact
from heed.flows.messages.gate import NotSafe
from heed.flows.recognise import SUFFERED
from heed.flows.record import needs_assessment
from heed.foundation.accounts.terms import Actor, system
from heed.foundation.policy import services as policy

LOOK_BACK = timedelta(days=60)
"""How long after a closing a follow-up is still planned: a worker that stood still for weeks loses nobody."""
AT_ONCE = 500
"""Follow-ups of one run; the next takes the rest."""
DAYS_TO_RING = 3
"""Days in which somebody should have rung: Heed's choice, unvalidated."""

TEMPLATE = "did_it_stop"
NO_ADDRESS = "this installation has no address at which they could answer"


def plan(*, now: datetime) -> int:
    """Plan to ask whoever suffered in what was closed lately; return how many were planned."""
    lately = Closing.objects.filter(CLOSED, incident__closed_at__gte=now - LOOK_BACK)
    closings = lately.select_related("incident__force", "incident__place", "incident__call", "approval")
    planned = 0
    for closing in closings.order_by("pk").iterator(chunk_size=AT_ONCE):
        with transaction.atomic():
            planned += plan_after(closing, now=now)
    return planned


def plan_after(closing: Closing, *, now: datetime) -> int:
    """Plan to ask the victims of one closed incident, once; nobody, where the pack does not ask after such a closing."""
    pack, incident = policy.in_use(), closing.incident
    if closing.result in pack.aftermath.not_asked_after.value:
        return 0
    if not (needs_assessment(incident.opening_code) or needs_assessment(closing.closing_code)):
        return 0
    victims = _victims([incident.pk])
    if (main := main_of(incident)) != incident.pk:
        # Whoever suffers in the main log too is asked about that.
        victims -= _victims([main])
    victims -= {lead for _, lead in queries.asked_of([closing.pk])}
    if not victims:
        return 0
    closed_at = (closing.approval.answered_at if closing.approval else None) or closing.closed_at
    known = circumstances(incident, now=closed_at)
    vulnerable, repeat = known.vulnerable == Vulnerable.YES, RepeatKind.VICTIM in known.repeat
    actor, version = system("aftermath", force=incident.force.code), policy.remember(pack, now=now)
    due = rules.due_on(
        localdate(closed_at),
        vulnerable=vulnerable,
        repeat=repeat,
        after_days=pack.aftermath.ask_after_days.value,
        after_days_sooner=pack.aftermath.ask_after_days_vulnerable_repeat.value,
    )
    made = [
        services.plan(
            closing=closing,
            person_id=person,
            due_on=due,
            vulnerable=vulnerable,
            repeat=repeat,
            policy_version=version,
            actor=actor,
            now=now,
        )
        for person in sorted(victims)
    ]
    return sum(one is not None for one in made)


def ask(*, now: datetime, address: str) -> int:
    """
    Ask those whose day has come; return how many were asked.

    address: at which this installation answers victims, such as `https://ask.example.org`; empty for none.
    """
    return _each(queries.to_ask(on=localdate(now), most=AT_ONCE), lambda one: ask_one(one, now=now, address=address))


def ring_unanswered(*, now: datetime) -> int:
    """Put on the call list whoever has not answered a message in time; return of how many."""
    before = now - timedelta(days=policy.in_use().aftermath.call_after_days.value)
    return _each(queries.unanswered(before=before, most=AT_ONCE), lambda one: _ring(one, now=now))


@transaction.atomic
def ask_one(follow_up_id: int, *, now: datetime, address: str) -> bool:
    """Ask one person, by message where that is safe; else somebody rings. Does nothing a second time."""
    follow_up = services.lock(follow_up_id)
    if follow_up.asked_at:
        return False
    actor = system("aftermath", force=follow_up.incident.force.code)
    if hasattr(follow_up.closing, "reopening"):
        services.end(follow_up=follow_up, ended_as=Ended.OVERTAKEN, actor=actor, now=now)
        return False
    refused = _why_not_write(follow_up, now=now, address=address) or _write(
        follow_up, now=now, address=address, actor=actor
    )
    if refused:
        services.note_asked(follow_up=follow_up, way=Way.CALL_LIST, why=refused, actor=actor, now=now)
        make_task(follow_up, why=refused, actor=actor, now=now)
    else:
        why = "a message to them passed every rule for contacting them safely"
        services.note_asked(follow_up=follow_up, way=Way.MESSAGE, why=why, actor=actor, now=now)
        services.note_attempt(
            follow_up=follow_up, channel=Channel.MESSAGE, result=Result.SENT, note="", user=None, actor=actor, now=now
        )
    return True


def make_task(follow_up: FollowUp, *, why: str, actor: Actor, now: datetime) -> Task:
    """Send somebody to ring, or to ask in another way where ringing is not safe; a run that is repeated makes the task once."""
    call = safe_contact.gate(person=follow_up.person, channel=Call.CALL, now=now).verdict
    how = "Ring and ask" if call.allowed or call.later else f"Ask, but do not ring ({'. '.join(call.reasons)}),"
    return tasking.make(
        force=follow_up.incident.force,
        kind=TaskKind.FOLLOW_UP,
        words=f"{how} whether it has stopped ({follow_up.incident.reference}). Not by message: {why}.",
        key=key_of(follow_up),
        actor=actor,
        now=now,
        due_by=now + timedelta(days=DAYS_TO_RING),
        incident=follow_up.incident,
        person_id=follow_up.person_id,
    )


def key_of(follow_up: FollowUp) -> str:
    """Name the task of a follow-up."""
    return f"follow-up:{follow_up.pk}"


def _why_not_write(follow_up: FollowUp, *, now: datetime, address: str) -> str:
    """Say why no message is tried at all; empty where one is."""
    group = people.group_of(follow_up.person_id)
    born = next((one.born_on for one in group if one.born_on), None)
    if rules.is_child(born, on=localdate(now)):
        return rules.CHILD
    return "" if address else NO_ADDRESS


def _write(follow_up: FollowUp, *, now: datetime, address: str, actor: Actor) -> str:
    """Queue a message with a link; return why that may not be, empty where it is queued."""
    try:
        # What the gate refuses leaves no link behind.
        with transaction.atomic():
            token = services.make_link(
                follow_up=follow_up,
                language=Language.ENGLISH,
                days=policy.in_use().aftermath.link_days.value,
                now=now,
            )
            messages.send(
                person_id=follow_up.person_id,
                template=TEMPLATE,
                words={"reference": follow_up.incident.reference, "link": f"{address.rstrip('/')}/answer/{token}"},
                incident=follow_up.incident,
                actor=actor,
                now=now,
            )
    except NotSafe as unsafe:
        return ". ".join(unsafe.reasons)[:300] or rules.NOBODY_SAID
    except Unfit as unfit:
        return str(unfit)[:300]
    return ""


@transaction.atomic
def _ring(follow_up_id: int, *, now: datetime) -> bool:
    """Put one person on the call list who did not answer."""
    follow_up = services.lock(follow_up_id)
    if follow_up.listed_at:
        return False
    actor = system("aftermath", force=follow_up.incident.force.code)
    services.put_on_call_list(follow_up=follow_up, actor=actor, now=now)
    make_task(follow_up, why="they did not answer the one that went out", actor=actor, now=now)
    return True


def _each(follow_ups: Iterable[int], act: Callable[[int], bool]) -> int:
    """Do something with each, a transaction at a time; whoever was answered or ended meanwhile is left out."""
    done = 0
    for one in follow_ups:
        try:
            done += act(one)
        except AskedNoMore:
            continue
    return done


def _victims(incident_ids: Iterable[int]) -> set[uuid.UUID]:
    """Return who suffered in some incidents, by their leads."""
    found = Party.objects.filter(incident__in=incident_ids, role__in=SUFFERED, person__isnull=False)
    return {lead for lead in found.values_list("person__lead", flat=True) if lead}
