"""
Nobody is left to find out by themselves that they may ask for a case review.

Each night: whoever suffered in an incident that has ended, or has been open for longer than the pack gives, has reached a
line, and has not been told. Somebody is sent to tell them; where they may ask for a review now and a message is safe, one
goes out too. Safe to run twice, and to be cut off at any moment: each person is a transaction of their own.
"""

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from heed.domain.aftermath.rules import is_child
from heed.domain.case_review.terms import How, Said
from heed.domain.incidents.models import Incident, Party
from heed.domain.people import queries as people
from heed.domain.people.models import Person
from heed.domain.tasking import services as tasking
from heed.domain.tasking.terms import TaskKind, TaskOutcome
from heed.engines.risk.case_review import Line
from heed.engines.risk.messages import Unfit
from heed.flows.case_review import standing as case_review
from heed.flows.case_review.standing import CaseReviewStanding
from heed.flows.messages import gate as messages
from heed.flows.messages.gate import NotSafe
from heed.flows.recognise import SUFFERED
from heed.foundation.accounts.terms import Actor, system
from heed.foundation.design.dates import day
from heed.foundation.policy import services as policy

ENDED_WITHIN = timedelta(days=30)
"""How long after an incident ended somebody is still looked for who was not told."""
TEMPLATE = "case_review_offer"


def chase(*, now: datetime) -> int:
    """Look for people who were not told, and do something about each; return for how many."""
    return sum(chase_one(person, now=now) for person in _concerned(now))


@transaction.atomic
def chase_one(person_id: uuid.UUID, *, now: datetime) -> bool:
    """
    Send somebody to tell one person, once for each line and run of complaints; False where they were told.

    Whoever was sent and came back without telling them is sent again after the pack's days: a task that was only ticked
    off has told nobody.
    """
    person = Person.objects.select_for_update(of=("self",), no_key=True).select_related("force").get(pk=person_id)
    found = case_review.standing_of([person.pk], now=now)
    first = found.standing.first
    if not found.is_due or first is None:
        return False
    days = timedelta(days=policy.in_use().early_warning.offer_within_days.value)
    sent = list(case_review.tasks_to_tell(person))
    at_line = [task for task in sent if task.key.split(":")[2] == found.line]
    if any(task.done_at is None or task.done_at > now - days for task in at_line):
        return False
    key = f"{case_review.TO_TELL}{person.lead_id}:{found.line}:{first.incident}"
    again = sum(task.key == key or task.key.startswith(f"{key}:") for task in sent)
    incident = case_review.latest_incident(found)
    actor = system("case_review", force=person.force.code)
    wrote = found.line == Line.THREE and incident is not None and _write(person, incident, actor=actor, now=now)
    for task in [task for task in sent if task.done_at is None]:
        # Whoever was sent to explain it is overtaken: it may be asked for now.
        tasking.finish(
            task=task, outcome=TaskOutcome.NO_LONGER_NEEDED, result="They may ask for one now", user=None, now=now
        )
    tasking.make(
        force=person.force,
        kind=TaskKind.CASE_REVIEW,
        words=_words(found, wrote=wrote, now=now),
        key=f"{key}:{again + 1}" if again else key,
        actor=actor,
        now=now,
        due_by=now + days,
        incident=incident,
        person_id=person.pk,
    )
    return True


def _concerned(now: datetime) -> list[uuid.UUID]:
    """Return who suffered in what ended lately, or is open for too long, by their lead."""
    pack = policy.in_use()
    late = now - timedelta(days=pack.early_warning.offer_within_days.value)
    since = now - timedelta(days=pack.case_review.months * 31)
    ended = Incident.objects.filter(
        Q(closed_at__gte=now - ENDED_WITHIN) | Q(closed_at=None, recorded_at__gte=since, recorded_at__lte=late)
    )
    parties = Party.objects.filter(incident__in=ended, role__in=SUFFERED, person__isnull=False)
    leads = parties.order_by("person__lead").values_list("person__lead", flat=True).distinct()
    return [lead for lead in leads if lead]


def _write(person: Person, incident: Incident, *, actor: Actor, now: datetime) -> bool:
    """Write to somebody that they may ask for a review, where that is safe, and keep that it went out; to no child."""
    born = next((one.born_on for one in people.group_of(person.pk) if one.born_on), None)
    if is_child(born, on=localdate(now)):
        return False
    try:
        with transaction.atomic():
            messages.send(
                person_id=person.pk,
                template=TEMPLATE,
                words={
                    "reference": incident.reference,
                    "contact": policy.in_use().early_warning.contact.en.value,
                },
                incident=incident,
                actor=actor,
                now=now,
            )
    except (NotSafe, Unfit):
        return False
    case_review.make_offer(
        person=person,
        said=Said.NO_ANSWER_YET,
        how=How.MESSAGE,
        incident=incident,
        actor=actor,
        now=now,
    )
    return True


def _words(found: CaseReviewStanding, *, wrote: bool, now: datetime) -> str:
    """Say what is to be done."""
    count, last = found.count, found.standing.last_day
    if found.line == Line.TWO:
        return f"Explain the ASB case review: {count} complaints qualify, and {found.standing.needed} are needed."
    until = f", until {day(last)}" if last else ""
    sent = f" A message to them was queued on {day(now)}: ask whether they want one." if wrote else ""
    return f"Tell them that they may ask for an ASB case review now: {count} complaints qualify{until}.{sent}"
