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
from heed.foundation.policy import services as policy
from heed.foundation.policy.case_review_schema import Words
from heed.foundation.policy.packs import Pack

THIS_CALL = "this call"
"""What is being reported now, before it has a number."""


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
    Say how near some people are, each with whoever is one with them; of several, the nearest.

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
    nearest = max(found, key=lambda person: (found[person].count, str(person)), default=None)
    if nearest is None:
        return CaseReviewStanding(None, standing([], now=now, zone=pack.zone, rule=pack.case_review))
    offers = queries.offers_of([nearest])
    return CaseReviewStanding(
        person=nearest,
        standing=found[nearest],
        wording=_words(found[nearest].line, pack),
        offers=tuple(offers),
        told=rules.is_told(found[nearest], map(_told, offers)),
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

    call: on which they report now. A message alone leaves the task open: nobody knows yet whether they read it.
    Raises NothingToOffer, Unfit.
    """
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
    return made


def open_tasks(person: Person) -> list[Task]:
    """Return what somebody was sent to tell a person of the case review for."""
    found = Task.objects.filter(kind=TaskKind.CASE_REVIEW, done_at=None, person__lead=person.lead_id)
    return list(found.order_by("pk"))


def victims_of(incident: Incident) -> list[uuid.UUID]:
    """Return who suffered in an incident, each person once, by their lead."""
    parties = incident.parties.filter(role__in=SUFFERED, person__isnull=False)
    return sorted(people.leads_of([person for person in parties.values_list("person", flat=True) if person]))


def _settle(person: Person, offer: Offer, *, user: User | None, now: datetime) -> None:
    """Finish what somebody was sent for, now that it is done."""
    for task in open_tasks(person):
        tasking.finish(task=task, outcome=TaskOutcome.DONE, result=_in_words(offer)[:500], user=user, now=now)


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
