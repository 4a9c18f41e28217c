"""
Stops sharing how to reach a victim once that is not as safe as it was: on every page, before anybody reads it again.

A partner would go on ringing a number that is somebody else's by now. Whoever shared it has a task to share it again.
"""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from heed.domain.agencies.terms import SharedPart
from heed.domain.incidents.models import Party
from heed.domain.incidents.terms import PartyRole
from heed.domain.sharing.models import Disclosure
from heed.domain.sharing.rules import Line, Section, sheet_of
from heed.domain.sharing.services import AlreadyWithdrawn
from heed.domain.tasking import services as tasking
from heed.domain.tasking.terms import TaskKind
from heed.flows.sharing.put import sheet_for
from heed.flows.sharing.reaching import FIRST
from heed.flows.sharing.share import withdraw
from heed.foundation.accounts.terms import system

NOT_SAFE_NOW = "How the victim is reached safely has changed since"


@transaction.atomic
def stop_where_unsafe(person_ids: Collection[uuid.UUID], *, now: datetime) -> list[Disclosure]:
    """Withdraw what tells partners to reach any of these people, or whoever is one with them, where that is not safe now."""
    parts = Party.objects.filter(role=PartyRole.VICTIM, person__lead__atoms__in=person_ids)
    shared = Disclosure.objects.filter(
        withdrawn_at=None, parts__contains=SharedPart.CONTACT, incident__in=parts.values("incident")
    )
    found = shared.select_related("incident__force", "agency", "agreement", "shared_by", "force").order_by("pk")
    return [one for one in found if stop_if_unsafe(one, now=now)]


@transaction.atomic
def stop_if_unsafe(disclosure: Disclosure, *, now: datetime) -> bool:
    """
    Withdraw a disclosure that tells how to reach the victim, where any of it would not be told now; say whether it was.

    A new way to reach them beside the old ones stops nothing.
    """
    kept = sheet_of(disclosure.sheet).section(SharedPart.CONTACT)
    if kept is None:
        return False
    anew = sheet_for(disclosure.incident, parts=disclosure.parts, words="", now=now).section(SharedPart.CONTACT)
    still = anew is not None and set(kept.lines) <= set(anew.lines) and set(kept.reach) <= set(anew.reach)
    # That there is more to know first is no new way: whoever read the sheet without it does not ask us.
    if still and anew is not None and _first(kept) == _first(anew):
        return False
    actor = system("sharing", force=disclosure.incident.force.code)
    try:
        withdraw(disclosure=disclosure, why=NOT_SAFE_NOW, actor=actor, now=now)
    except AlreadyWithdrawn:
        return False
    tasking.make(
        force=disclosure.incident.force,
        kind=TaskKind.PARTNER,
        words=f"{disclosure.agency.name} no longer sees {disclosure.incident.reference}: {NOT_SAFE_NOW.lower()}. Tell them"
        " not to use what they have noted, and share it again as it is safe now.",
        key=f"disclosure:{disclosure.pk}:unsafe",
        incident=disclosure.incident,
        owner=disclosure.shared_by,
        actor=actor,
        now=now,
        due_by=now,
    )
    return True


def _first(section: Section) -> list[Line]:
    """Return what is to be known before anybody is contacted."""
    return [line for line in section.lines if line.label == FIRST]
