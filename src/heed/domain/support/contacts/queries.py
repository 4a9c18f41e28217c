"""Reading contact as it was agreed and had."""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db.models import Max

from heed.domain.incidents.models import Incident
from heed.domain.support.contacts.models import ContactAgreed, ContactMade
from heed.domain.support.terms import SPOKE


def agreements_of(incident_ids: Collection[int]) -> dict[int, list[ContactAgreed]]:
    """Return what stands of the contact agreed in incidents: the newest of each person, and of whoever is one with them."""
    rows = ContactAgreed.objects.filter(incident__in=incident_ids).select_related("person", "by").order_by("id")
    newest: dict[tuple[int, uuid.UUID | None], ContactAgreed] = {}
    for row in rows:
        newest[row.incident_id, row.person.lead_id if row.person else None] = row
    found: dict[int, list[ContactAgreed]] = {incident: [] for incident in incident_ids}
    for (incident, _), row in newest.items():
        found[incident].append(row)
    return found


def spoken_to(incident_ids: Collection[int]) -> dict[int, dict[uuid.UUID | None, datetime]]:
    """Return when people of incidents were last spoken to, by who stands for them; None: nobody said with whom."""
    rows = ContactMade.objects.filter(incident__in=incident_ids, result__in=SPOKE)
    found: dict[int, dict[uuid.UUID | None, datetime]] = {incident: {} for incident in incident_ids}
    for incident, lead, at in rows.values_list("incident", "person__lead").annotate(Max("at")):
        found[incident][lead] = at
    return found


def made_in(incident: Incident) -> list[ContactMade]:
    """Return every attempt to reach somebody of an incident, the newest first."""
    return list(ContactMade.objects.filter(incident=incident).select_related("person").order_by("-at", "-id"))


def agreed_in(incident: Incident) -> list[ContactAgreed]:
    """Return all that was ever agreed on contact in an incident, the newest first."""
    return list(ContactAgreed.objects.filter(incident=incident).select_related("person").order_by("-id"))
