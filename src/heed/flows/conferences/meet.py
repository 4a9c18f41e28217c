"""Calling a conference, holding it, and what follows from it: decisions become tasks in the same transaction."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from heed.domain.agencies.models import Agency, Agreement
from heed.domain.agencies.queries import agreements_in_force
from heed.domain.agencies.terms import Purpose
from heed.domain.beats.models import Beat
from heed.domain.conferences import queries, services
from heed.domain.conferences.items import services as items
from heed.domain.conferences.items.models import Decision, Item, ItemShare
from heed.domain.conferences.models import Conference, Invited
from heed.domain.conferences.services import MinutesSigned, Unfit
from heed.domain.conferences.terms import ForWhom, ItemKind
from heed.domain.incidents.models import Incident
from heed.domain.sharing.queries import disclosure_for
from heed.domain.tasking import services as tasking
from heed.domain.tasking.access import DO_TASKS
from heed.domain.tasking.terms import TaskKind
from heed.engines.clocks.periods import end_of_day
from heed.flows.conferences.agenda import Built, build
from heed.flows.referrals.saying import not_shared_in
from heed.flows.sharing.locks import is_locked
from heed.foundation.accounts.access import allowed
from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import Actor
from heed.foundation.policy import services as policy

__all__ = [
    "MinutesSigned",
    "Unfit",
    "add_item",
    "agreement_to_confer",
    "call",
    "decide",
    "end_of",
    "invite",
    "share_item",
]


@dataclass(frozen=True, slots=True)
class Call:
    """What a conference is called, when and where it is held, and about which beat; None for the whole force."""

    title: str
    starts_at: datetime
    held_in: str = ""
    beat: Beat | None = None


def agreement_to_confer(agency: Agency, *, now: datetime) -> Agreement | None:
    """Return the newest agreement in force that names conferences as a purpose."""
    standing = agreements_in_force(agency, on=localdate(now))
    return standing.filter(purposes__contains=[str(Purpose.CONFERENCE)]).first()


@transaction.atomic
def call(
    *, force: Force, called: Call, agencies: Sequence[Agency], user: User, actor: Actor, now: datetime
) -> tuple[Conference, Built]:
    """Call a conference, invite the agencies, and let the agenda build itself. Raises Unfit."""
    if called.beat and called.beat.force_id != force.pk:
        raise Unfit("Choose a beat of your force")
    pack = policy.in_use()
    statement = pack.conferences.statement
    made = services.call(
        force=force,
        title=called.title,
        starts_at=called.starts_at,
        held_in=called.held_in,
        beat=called.beat,
        statement=statement.words.value,
        statement_version=statement.version,
        policy_version=policy.remember(pack, now=now),
        user=user,
        actor=actor,
        now=now,
    )
    for agency in agencies:
        invite(conference=made, agency=agency, actor=actor, now=now)
    return made, build(conference=made, actor=actor, now=now)


@transaction.atomic
def invite(*, conference: Conference, agency: Agency, actor: Actor, now: datetime) -> Invited:
    """Ask an agency to a conference. Raises Unfit: no agreement with it names conferences."""
    if agency.force_id != conference.force_id:
        raise Unfit("Choose an agency that the force works with")
    agreement = agreement_to_confer(agency, now=now)
    if agreement is None:
        raise Unfit(f"No agreement in force with {agency.name} names conferences: it cannot be invited")
    return services.invite(conference=conference, agreement=agreement, actor=actor, now=now)


@transaction.atomic
def add_item(
    *, conference: Conference, title: str, why: str, incident: Incident | None, actor: Actor, now: datetime
) -> Item:
    """Put something on the agenda by hand. Raises Unfit: nothing said, on it already, or locked."""
    if incident and incident.force_id != conference.force_id:
        raise Unfit("Choose an incident of your force")
    if incident and is_locked(incident):
        raise Unfit(f"{incident.reference} is locked: it cannot be put on an agenda")
    named = title.strip() or (incident.reference if incident else "")
    key = f"incident:{incident.pk}" if incident else f"words:{uuid.uuid4()}"
    new = items.NewItem(ItemKind.ADDED, key, named, [why], incident_id=incident.pk if incident else None)
    added = items.put_on(conference=conference, items=[new], actor=actor, now=now)
    if not added:
        raise Unfit("It is on the agenda already")
    return added[0]


@transaction.atomic
def share_item(*, item: Item, agency: Agency, actor: Actor, now: datetime) -> ItemShare:
    """
    Let an invited agency see an item: as much of the incident as is shared with it, and nothing where nothing is.

    Raises Unfit with the sentence for the screen.
    """
    invited = _invited(item.conference, agency, now=now)
    disclosure = disclosure_for(agency, item.incident, now=now) if item.incident else None
    if item.incident and disclosure is None:
        raise Unfit(
            f"{item.incident.reference} is not shared with {agency.name}. Share it first, as deep as they need: "
            "the item shows them the same, and no more"
        )
    return items.share(item=item, agreement=invited.agreement, disclosure=disclosure, actor=actor, now=now)


@transaction.atomic
def decide(
    *,
    item: Item,
    words: str,
    owner: User | None,
    agency: Agency | None,
    due_by: datetime | None,
    for_whom: ForWhom,
    actor: Actor,
    now: datetime,
) -> Decision:
    """
    Put down what was decided: it is a task of an officer or of an agency from this moment on.

    due_by: None for the pack's days. An agency decides only about what it can see. Raises Unfit, MinutesSigned.
    """
    if not words.strip():
        raise Unfit("Enter what was decided")
    if (owner is None) == (agency is None):
        raise Unfit("Choose who does it: one officer, or one agency")
    conference = services.unsigned(item.conference)
    if owner and (owner.force_id != conference.force_id or not allowed(owner, DO_TASKS)):
        raise Unfit("Choose somebody of this force whose account is on")
    if agency:
        _invited(conference, agency, now=now)
        if not item.shares.filter(agency=agency, withdrawn_at=None).exists():
            raise Unfit(f"The item is not shared with {agency.name}: it cannot act on what it cannot see")
        if marked := _not_shared(item, agency, words, now=now):
            raise Unfit(f"{agency.name} reads this, and it says what is not shared with them: “{marked}”")
    pack = policy.in_use()
    until = due_by or end_of(localdate(now) + timedelta(days=pack.conferences.act_days.value))
    if until <= now:
        raise Unfit("Choose a day that is still to come")
    task = tasking.make(
        force=conference.force,
        kind=TaskKind.OTHER,
        words=words.strip(),
        key=f"conference:{conference.pk}:{uuid.uuid4()}",
        actor=actor,
        now=now,
        due_by=until,
        incident=item.incident,
        person_id=item.person_id if not agency else None,
        owner=owner,
        agency=agency,
    )
    return items.decide(
        item=item,
        words=words,
        owner=owner,
        agency=agency,
        due_by=until,
        for_whom=for_whom,
        task=task,
        policy_version=policy.remember(pack, now=now),
        actor=actor,
        now=now,
    )


def end_of(day: date) -> datetime:
    """Return the end of a day, by when what is due on it must be done."""
    return end_of_day(day, policy.in_use().zone)


def _invited(conference: Conference, agency: Agency, *, now: datetime) -> Invited:
    """Return how an agency is invited. Raises Unfit where it is not, or its agreement has ended meanwhile."""
    found = next((one for one in queries.invited_to(conference) if one.agency_id == agency.pk), None)
    if found is None:
        raise Unfit(f"{agency.name} is not invited to this conference")
    ended = found.agreement.ended_at
    if (ended and ended <= now) or agency.ended_at:
        raise Unfit(f"The agreement with {agency.name} has ended")
    return found


def _not_shared(item: Item, agency: Agency, words: str, *, now: datetime) -> str:
    """Return words to an agency with what is not shared with it marked; empty where they hold nothing of that."""
    if item.incident is None:
        return ""
    shared = disclosure_for(agency, item.incident, now=now)
    return not_shared_in(words, incident=item.incident, parts=shared.parts if shared else (), now=now)
