"""
Case-review early warning: how near somebody is to an ASB case review, and that they are told before they ask.

Counted by `engines/risk/case_review`, as the recognition card counts; an offer is kept with what was counted then. Nobody
who may ask for a review is left to find out by themselves: where they were not told by the time the incident ends, somebody
is sent to tell them, and a message goes out where that is safe.
"""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from heed.domain.calls import services as calls
from heed.domain.calls.models import Call
from heed.domain.calls.terms import EntryKind
from heed.domain.case_review import queries, rules, services
from heed.domain.case_review.models import Offer
from heed.domain.case_review.terms import AtLine, How, Said
from heed.domain.incidents import queries as incidents
from heed.domain.incidents.models import Incident
from heed.domain.people import queries as people
from heed.domain.people.models import Person
from heed.domain.tasking import services as tasking
from heed.domain.tasking.models import Task
from heed.domain.tasking.terms import TaskKind, TaskOutcome
from heed.engines.risk.case_review import Line, Standing, standing
from heed.engines.risk.repeat import Report
from heed.flows.recognise import SUFFERED
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.design.dates import day
from heed.foundation.policy import services as policy
from heed.foundation.policy.case_review_schema import Words
from heed.foundation.policy.packs import Pack

THIS_CALL = "this call"
"""What is being reported now, before it has a number."""
TO_TELL = "case-review:"
TO_HELP = "case-review-wanted:"
"""How the keys begin of tasks to tell somebody, and to help whoever wants a review."""


class NothingToOffer(Exception):
    """Nobody concerned has reached a line."""


@dataclass(frozen=True, slots=True)
class CaseReviewStanding:
    """
    How near whoever is nearest stands to a case review.

    person: the id asked for; None where nobody was asked about. wording: what to say at that line; None below both. offers:
    what they were told, the newest first. told: whether that answers the line they have reached.
    """

    person: uuid.UUID | None
    standing: Standing
    wording: Words | None = None
    offers: Sequence[Offer] = field(default_factory=tuple)
    told: bool = True

    @property
    def count(self) -> int:
        """Count the complaints that qualify."""
        return self.standing.count

    @property
    def line(self) -> Line:
        """Name the line that is reached: none, two or three."""
        return self.standing.line

    @property
    def is_due(self) -> bool:
        """Say whether they are still to be told."""
        return self.line != Line.NONE and not self.told


def standing_of(
    person_ids: Collection[uuid.UUID], *, now: datetime, reporting: uuid.UUID | None = None
) -> CaseReviewStanding:
    """
    Say how near some people are, each with whoever is one with them; of several, the nearest who is still to be told.

    Where all of them were told, or none is near, the nearest.

    reporting: the call on which they report something now; it counts as one more, once, also after it is recorded.
    """
    pack = policy.in_use()
    since = now - timedelta(days=pack.case_review.months * 31 + 1)
    reports = incidents.reports_of_people(list(person_ids), roles=SUFFERED, since=since, excluding=reporting)
    this = [Report(THIS_CALL, now, extra=False)] if reporting else []
    found = {
        person: standing([*theirs, *this], now=now, zone=pack.zone, rule=pack.case_review)
        for person, theirs in reports.items()
    }
    nearest: CaseReviewStanding | None = None
    for person in sorted(found, key=lambda person: (found[person].count, str(person)), reverse=True):
        one = _of_one(person, found[person], pack)
        if one.is_due:
            return one
        nearest = nearest or one
    return nearest or CaseReviewStanding(None, standing([], now=now, zone=pack.zone, rule=pack.case_review))


def _of_one(person: uuid.UUID, counted: Standing, pack: Pack) -> CaseReviewStanding:
    """Return how one person stands, with what they were told; below both lines nothing needs to be looked up."""
    offers = queries.offers_of([person]) if counted.line != Line.NONE else []
    return CaseReviewStanding(
        person=person,
        standing=counted,
        wording=_words(counted.line, pack),
        offers=tuple(offers),
        told=rules.is_told(counted, map(_told, offers)),
    )


@transaction.atomic
def make_offer(
    *,
    person: Person,
    said: Said,
    how: How | None,
    actor: Actor,
    now: datetime,
    incident: Incident | None = None,
    call: Call | None = None,
    why: str = "",
    user: User | None = None,
) -> Offer:
    """
    Keep that somebody was told of the case review, or why not yet, in the log too; what sent somebody to tell them is done.

    Whoever may ask for one now and wants it is helped: somebody has a task for it. call: on which they report now. A message
    alone leaves the task open: nobody knows yet whether they read it.
    Raises NothingToOffer, Unfit.
    """
    # Lock the person: two may press at once, and one task is made to help them.
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    found = standing_of([person.pk], now=now, reporting=call.pk if call and incident is None else None)
    if found.line == Line.NONE or found.wording is None or found.standing.first is None:
        raise NothingToOffer
    pack = policy.in_use()
    made = services.keep_offer(
        force_id=person.force_id,
        person_id=person.pk,
        incident=incident,
        line=AtLine(found.line),
        how=how,
        said=said,
        why=why,
        complaints=[
            {"incident": one.incident, "made_on": one.made_on.isoformat(), "until": one.until.isoformat()}
            for one in found.standing.complaints
        ],
        first_made_on=found.standing.first.made_on,
        wording_version=found.wording.version,
        policy_version=policy.remember(pack, now=now),
        user=user,
        actor=actor,
        now=now,
    )
    about = incident.call_id if incident else call.pk if call else None
    if about:
        calls.append_entry(call_id=about, kind=EntryKind.STATE, text=_in_words(made), actor=actor, now=now)
    if said != Said.NOT_TOLD and how != How.MESSAGE:
        _settle(person, made, user=user, now=now)
    if said == Said.WANTS and found.line == Line.THREE:
        _help_to_ask(person, made, found, incident=incident, actor=actor, now=now)
    return made


def tasks_to_tell(person: Person) -> QuerySet[Task]:
    """Return what somebody was sent for, to tell a person of the case review; the first made leads."""
    found = Task.objects.filter(kind=TaskKind.CASE_REVIEW, person__lead=person.lead_id, key__startswith=TO_TELL)
    return found.order_by("pk")


def latest_incident(found: CaseReviewStanding) -> Incident | None:
    """Return the incident of the latest complaint that is on record: whose beat tells them, and helps them to ask."""
    recorded = [one for one in found.standing.complaints if one.incident != THIS_CALL]
    latest = max(recorded, key=lambda one: (one.made_on, int(one.incident)), default=None)
    rows = Incident.objects.select_related("beat", "force", "call")
    return rows.filter(pk=int(latest.incident)).first() if latest else None


def victims_of(incident: Incident) -> list[uuid.UUID]:
    """Return who suffered in an incident, each person once, by their lead."""
    parties = incident.parties.filter(role__in=SUFFERED, person__isnull=False)
    return sorted(people.leads_of([person for person in parties.values_list("person", flat=True) if person]))


def _settle(person: Person, offer: Offer, *, user: User | None, now: datetime) -> None:
    """Finish what somebody was sent for, now that it is done."""
    for task in tasks_to_tell(person).filter(done_at=None):
        tasking.finish(task=task, outcome=TaskOutcome.DONE, result=_in_words(offer)[:500], user=user, now=now)


def _help_to_ask(
    person: Person, offer: Offer, found: CaseReviewStanding, *, incident: Incident | None, actor: Actor, now: datetime
) -> None:
    """Have somebody help a person to ask for a review, unless somebody does already."""
    helped = Task.objects.filter(kind=TaskKind.CASE_REVIEW, person__lead=person.lead_id, key__startswith=TO_HELP)
    if helped.filter(done_at=None).exists():
        return
    last = found.standing.last_day
    until = f" by {day(last)}" if last else ""
    tasking.make(
        force=person.force,
        kind=TaskKind.CASE_REVIEW,
        words=f"They want an ASB case review: help them to ask for it{until}. {found.count} complaints qualify.",
        key=f"{TO_HELP}{offer.pk}",
        actor=actor,
        now=now,
        due_by=now + timedelta(days=policy.in_use().early_warning.offer_within_days.value),
        incident=incident or latest_incident(found),
        person_id=person.pk,
    )


def _words(line: Line, pack: Pack) -> Words | None:
    """Return what to say at a line."""
    by_line = {Line.TWO: pack.early_warning.words.two, Line.THREE: pack.early_warning.words.three}
    return by_line.get(line)


def _told(offer: Offer) -> rules.Told:
    """Put an offer as the rule has it."""
    return rules.Told(Line(offer.line), localdate(offer.at), told=offer.said != Said.NOT_TOLD)


def _in_words(offer: Offer) -> str:
    """Write an offer for the log."""
    what = "The ASB case review" if offer.line == AtLine.TWO else "That an ASB case review may be asked for now"
    if offer.said == Said.NOT_TOLD:
        return f"{what} has not been told yet. {offer.why}"
    told = "was explained" if offer.line == AtLine.TWO else "was told"
    return f"{what} {told}, {offer.get_how_display().lower()}. {offer.get_said_display()}. {offer.why}".strip()
