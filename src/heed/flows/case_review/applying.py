"""
Somebody applies for a case review: kept, somebody's task at once, and their complaints looked up once it is known who they are.

Nothing here answers whoever applies: what is said back is the same for everybody, known to the police or not.
"""

import uuid
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from heed.domain.case_review.applications import queries, services
from heed.domain.case_review.applications.models import Application, Complaint
from heed.domain.case_review.applications.services import Applied
from heed.domain.case_review.deciding.rules import CannotBe
from heed.domain.case_review.terms import Body, Channel, Source
from heed.domain.incidents import queries as incidents
from heed.domain.incidents.models import Incident
from heed.domain.people import queries as people
from heed.domain.people.models import Person
from heed.domain.tasking import services as tasking
from heed.domain.tasking.models import Task
from heed.domain.tasking.terms import TaskKind, TaskOutcome
from heed.flows.case_review import steps
from heed.flows.case_review.standing import TO_HELP, TO_TELL
from heed.flows.recognise import SUFFERED
from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import Actor
from heed.foundation.design.dates import day
from heed.foundation.policy import services as policy

STILL_GOES_ON = "It had not stopped when they were asked"


@transaction.atomic
def apply(
    *,
    force: Force,
    applied: Applied,
    key: uuid.UUID,
    channel: Channel,
    actor: Actor,
    now: datetime,
    made_on: date | None = None,
) -> Application:
    """
    Take an application, once for each key, and make it somebody's task.

    made_on: of one that came by letter; today where none is given. Raises CannotBe for a date in the future.
    """
    today = localdate(now)
    if made_on and made_on > today:
        raise CannotBe("It cannot have been made in the future.")
    pack = policy.in_use()
    made, is_new = services.apply(
        force=force,
        applied=applied,
        key=key,
        channel=channel,
        made_on=made_on or today,
        policy_version=policy.remember(pack, now=now),
        actor=actor,
        now=now,
    )
    if is_new:
        steps.follow(made, user=None, actor=actor, now=now)
    return made


@transaction.atomic
def identify(*, application: Application, person: Person, user: User, actor: Actor, now: datetime) -> Application:
    """Say who suffers, and bring in what the police have on record of them. Raises CannotBe."""
    found = services.identify(application=application, person=person, actor=actor, now=now)
    look_up(application=found, actor=actor, now=now)
    _settle(found, user=user, now=now)
    steps.follow(found, user=user, actor=actor, now=now)
    return found


@transaction.atomic
def look_up(*, application: Application, actor: Actor, now: datetime) -> list[Complaint]:
    """
    Add what the person of an application suffered by the police record, up to the day of the application; return what is new.

    An incident of the day on which the applicant says they told the police is taken for the same one, and counts once with
    it; an officer can part them. What was set aside is not brought back.
    """
    held = services.lock(application)
    if held.person_id is None:
        return []
    pack = policy.in_use()
    rule = pack.case_review
    since = now - timedelta(days=(rule.months + 1) * 31) - (localdate(now) - held.made_on)
    reports = incidents.reports_of_people([held.person_id], roles=SUFFERED, since=since, excluding=None)
    theirs = [one for rows in reports.values() for one in rows if not one.extra and one.code not in rule.not_complaints]
    known = queries.complaints_of(held)
    had = {(row.incident_id, row.words if row.incident_id is None else "") for row in known}
    rows = Incident.objects.select_related("force").in_bulk([int(one.incident) for one in theirs])
    new: list[Complaint] = []
    for one in sorted(theirs, key=lambda one: (one.at, one.incident, one.again)):
        made_on, incident = one.at.astimezone(pack.zone).date(), rows.get(int(one.incident))
        words = f"{STILL_GOES_ON}: {incident.reference}, {one.again}" if one.again and incident else ""
        key = (None, words) if one.again else (int(one.incident), "")
        if incident is None or made_on > held.made_on or key in had or (one.again and not rule.follow_ups_count):
            continue
        had.add(key)
        said = next(
            (row for row in known if row.body == Body.POLICE and row.source == Source.APPLICANT
             and row.made_on == made_on and row.set_aside_at is None and not one.again),
            None,
        )  # fmt: skip
        if said:
            known.remove(said)
        new.append(
            services.add_complaint(
                application=held,
                body=Body.POLICE,
                made_on=made_on,
                source=Source.RECORD,
                actor=actor,
                now=now,
                incident=None if one.again else incident,
                same_as=said,
                words=words,
            )
        )
    return new


@transaction.atomic
def withdraw(*, application: Application, why: str, user: User, actor: Actor, now: datetime) -> Application:
    """Keep that the applicant took it back; nobody works on it any more. Raises CannotBe."""
    found = services.withdraw(application=application, why=why, actor=actor, now=now)
    steps.follow(found, user=user, actor=actor, now=now)
    return found


def who_it_may_be(application: Application, *, user: User) -> list[Person]:
    """Return people on record who may be whoever suffers, by their name and by the incidents quoted; for an officer to choose."""
    found = {one.lead_id: one for one in people.search_by_name(user, words=application.sufferer)[:10]}
    quoted = [row.their_reference for row in application.complaints.filter(body=Body.POLICE)]
    for reference in quoted:
        incident = incidents.by_reference(user, reference) if reference else None
        parties = incident.parties.filter(role__in=SUFFERED, person__isnull=False) if incident else []
        for party in parties:
            for one in people.visible_to(user).filter(pk=str(party.person_id)):
                found.setdefault(one.lead_id, one)
    return list(found.values())


def _settle(application: Application, *, user: User, now: datetime) -> None:
    """Finish what somebody was sent for, to tell or to help a person who has applied now."""
    if application.person is None:
        return
    tasks = Task.objects.filter(kind=TaskKind.CASE_REVIEW, person__lead=application.person.lead_id, done_at=None)
    for task in tasks:
        if task.key.startswith((TO_TELL, TO_HELP)):
            result = f"They applied on {day(application.made_on)}: {application.reference}"
            tasking.finish(task=task, outcome=TaskOutcome.DONE, result=result, user=user, now=now)
