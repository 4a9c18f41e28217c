"""
The officer arrival card (features.md #35): what somebody at the door must know, read in twenty seconds.

What helps them and how to come near stands apart from warnings to staff. What is read is put onto the audit trail.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from heed.domain.contact import queries as contact
from heed.domain.incidents import queries as incidents
from heed.domain.incidents.models import Incident, Party
from heed.domain.needs.models import StaffWarning
from heed.domain.people import queries as people
from heed.domain.people.models import Person
from heed.domain.places.models import Place
from heed.domain.support import queries as support
from heed.domain.support.models import Promise
from heed.domain.tasking.models import Visit
from heed.domain.vulnerability.models import Assessment
from heed.flows import needs_shown
from heed.flows.counting import counts
from heed.flows.household import others_at, residents
from heed.flows.needs_shown import OfPerson
from heed.flows.recognise import SUFFERED
from heed.flows.recognition import Resident
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act
from heed.foundation.policy import services as policy

VISITS_MOST = 3


@dataclass(frozen=True, slots=True)
class Victim:
    """One victim on the card. name: as the incident has it, where nobody knows who they are. promises: the broken ones first."""

    name: str
    person: Person | None
    incidents: int
    promises: Sequence[Promise]
    safe_contact: Sequence[str]


@dataclass(frozen=True, slots=True)
class Arrival:
    """The card. needs: of the victims and their household; warnings: to staff, never in the same place."""

    incident: Incident
    place: Place | None
    victims: Sequence[Victim]
    needs: Sequence[OfPerson]
    warnings: Sequence[StaffWarning]
    household: Sequence[Resident]
    visits: Sequence[Visit]
    assessment: Assessment | None
    at: datetime


@transaction.atomic
def open_card(*, incident: Incident, user: User, purpose: str, actor: Actor, now: datetime) -> Arrival:
    """Put the card together and write that it was read, by whom, and why."""
    card = card_of(incident=incident, user=user, now=now)
    audit.record(
        actor=actor,
        act=Act.CONSULTATION,
        action="arrival_card.read",
        subjects=[
            f"incident:{incident.pk}",
            *(f"person:{victim.person.pk}" for victim in card.victims if victim.person),
            *(f"person:{one.person}" for one in card.household),
            *(f"need:{need.pk}" for one in card.needs for need in one.needs),
            *(f"warning:{warning.pk}" for warning in card.warnings),
        ],
        now=now,
        purpose=purpose,
    )
    return card


def card_of(*, incident: Incident, user: User, now: datetime) -> Arrival:
    """Put the card together, within what the user may see."""
    on = localdate(now)
    parts = list(
        Party.objects.filter(incident=incident, role__in=SUFFERED).select_related("person__lead").order_by("pk")
    )
    leads = list(dict.fromkeys(part.person.lead for part in parts if part.person))
    ids = [lead.pk for lead in leads]
    home = next(iter(people.homes_of(ids, on=on).values()), None) if ids else None
    others = [one for one in others_at(home, on=on) if one.person_id not in ids] if home else []
    pack = policy.in_use()
    since = now - timedelta(days=max(pack.windows))
    suffered = incidents.reports_of_people(
        [*ids, *(one.person_id for one in others)], roles=SUFFERED, since=since, excluding=None
    )
    # The household and the door stand once, with whoever was named first.
    shown = [
        needs_shown.needs_for(
            user=user,
            now=now,
            person_id=next(iter(ids), None),
            household=[one.person_id for one in others],
            place_id=incident.place_id,
        ),
        *(needs_shown.needs_for(user=user, now=now, person_id=lead) for lead in ids[1:]),
    ]
    return Arrival(
        incident=incident,
        place=incident.place,
        victims=[
            *(_victim(lead, user=user, times=counts(suffered[lead.pk], now=now, pack=pack), now=now) for lead in leads),
            *(
                Victim(f"{part.given_name} {part.family_name}".strip() or "Name not known", None, 1, (), ())
                for part in parts
                if not part.person
            ),
        ],
        needs=[one for each in shown for one in each.people],
        warnings=list({warning.pk: warning for each in shown for warning in each.warnings}.values()),
        household=residents(others, suffered, now=now, pack=pack),
        visits=list(Visit.objects.filter(incident=incident).select_related("by").order_by("-visited_at")[:VISITS_MOST]),
        assessment=Assessment.objects.filter(incident=incident).order_by("-id").first(),
        at=now,
    )


def _victim(lead: Person, *, user: User, times: dict[int, int], now: datetime) -> Victim:
    """Say of one victim how often they suffered, what they were promised, and how they are contacted safely."""
    rules = contact.safe_contact_for(user, [lead.pk], on=localdate(now))
    promises: dict[uuid.UUID, list[Promise]] = support.told(user, [lead.pk], now=now)
    return Victim(lead.name, lead, max(times.values(), default=0), promises[lead.pk], rules.sentences if rules else ())
