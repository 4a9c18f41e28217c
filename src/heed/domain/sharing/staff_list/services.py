"""Changes to the staff list. What follows for what is on record is a flow (flows/sharing/staff.py)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from heed.domain.sharing.staff_list.models import StaffKey, StaffName
from heed.engines.linkage.keys import filed_under
from heed.engines.linkage.said import Said
from heed.engines.linkage.standard import read
from heed.engines.numbers.reading import read as read_number
from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act


class UnfitEntry(ValueError):
    """What was given cannot stand on the list; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Entry:
    """
    Somebody at work as they would be known to the force in private. number: as typed; address: with its postcode.

    user: their own account, where they have one. ask: whom to ask about what is locked; empty for the pack's.
    """

    given_name: str
    family_name: str
    born_on: date | None = None
    number: str = ""
    address: str = ""
    user: User | None = None
    ask: str = ""


@transaction.atomic
def add(*, force: Force, entry: Entry, actor: Actor, now: datetime) -> StaffName:
    """Put somebody on the list. Raises UnfitEntry."""
    given, family = entry.given_name.strip(), entry.family_name.strip()
    if not (given and family):
        raise UnfitEntry("Enter a given name and a family name")
    e164 = read_number(entry.number).e164 or "" if entry.number.strip() else ""
    if entry.number.strip() and not e164:
        raise UnfitEntry(f"{entry.number} is not a telephone number, like 01632 960 001 or 07700 900 123")
    address = " ".join(entry.address.split())
    if not (entry.born_on or e164 or address):
        raise UnfitEntry("Give a date of birth, a telephone number or an address: a name alone means too many people")
    if entry.user is not None and entry.user.force_id != force.pk:
        raise UnfitEntry("The account is another force's")
    standard = read(
        Said(
            given=given,
            family=family,
            born=entry.born_on.isoformat() if entry.born_on else "",
            address=address,
            e164=e164,
        )
    )
    if not standard.family_sound or not (standard.born or standard.phone or standard.street or standard.building):
        raise UnfitEntry("Heed cannot read this well enough to know the person again: check the name and the address")
    made = StaffName.objects.create(
        force=force,
        user=entry.user,
        given_name=given,
        family_name=family,
        born_on=entry.born_on,
        e164=e164,
        address=address,
        standard=standard.as_row(),
        ask=entry.ask.strip(),
        added_at=now,
        added_by_name=actor.name,
    )
    StaffKey.objects.bulk_create(StaffKey(staff_name=made, key=key) for key in filed_under(standard))
    _record("staff_name.added", made, actor=actor, now=now)
    return made


@transaction.atomic
def remove(*, staff_name: StaffName, why: str, actor: Actor, now: datetime) -> bool:
    """Take somebody off the list; say whether they were on it. The keys go, so that nothing is matched any more."""
    removed = StaffName.objects.filter(pk=staff_name.pk, removed_at=None).update(
        removed_at=now, removed_by_name=actor.name, removed_why=why
    )
    if removed:
        StaffKey.objects.filter(staff_name=staff_name).delete()
        _record("staff_name.removed", staff_name, actor=actor, now=now, purpose=why)
    return bool(removed)


def _record(action: str, staff_name: StaffName, *, actor: Actor, now: datetime, purpose: str = "") -> None:
    audit.record(
        actor=actor,
        act=Act.ALTERATION,
        action=action,
        subjects=[f"staff_name:{staff_name.pk}"],
        purpose=purpose,
        now=now,
    )
