"""
Locks what is on record about people at work: when an incident is recorded, and when the staff list changes.

A named party who is on record locks the person, and with them everything they had a part in; one who is not, the incident
alone. A name alone never locks (domain/sharing/rules.matched_on).
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import transaction

from heed.domain.incidents.models import Incident, Party
from heed.domain.people.models import LineUse, Mention, MentionKey, Person
from heed.domain.sharing import queries, rules
from heed.domain.sharing.locking import services as locking
from heed.domain.sharing.locking.services import CannotLock, Locked
from heed.domain.sharing.models import Lock
from heed.domain.sharing.staff_list import services as staff_list
from heed.domain.sharing.staff_list.models import StaffName
from heed.domain.sharing.staff_list.services import Entry
from heed.domain.sharing.terms import MatchedOn
from heed.engines.linkage.keys import filed_under
from heed.engines.linkage.said import Said
from heed.engines.linkage.standard import Standard, read
from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import Actor, system
from heed.foundation.policy import services as policy
from heed.foundation.policy.packs import Pack


@transaction.atomic
def lock_at_recording(*, incident: Incident, recorder: User | None, now: datetime) -> list[Lock]:
    """
    Lock an incident where the staff list means somebody in it; return the locks that are new.

    recorder: goes on working on it for a while, whoever locked it, unless it is locked because of them: whoever is on the
    telephone with a victim is not sent away.
    """
    made: list[Lock] = []
    pack = policy.in_use()
    parties = list(incident.parties.filter(role__in=pack.sharing.locking.roles.value).select_related("person__lead"))
    described = {party.pk: _described(party) for party in parties}
    keys = {key for standard in described.values() for key in filed_under(standard)}
    if keys:
        listed = [(one, Standard.from_row(one.standard)) for one in queries.staff_under(incident.force_id, keys)]
        for party in parties:
            for staff_name, standard in listed:
                if matched := rules.matched_on(standard, described[party.pk]):
                    made += _lock(staff_name, party.person, incident, matched, pack=pack, now=now)
    if recorder is not None:
        _let_go_on(incident, recorder, pack=pack, now=now)
    return made


@transaction.atomic
def add_to_list(*, force: Force, entry: Entry, actor: Actor, now: datetime) -> tuple[StaffName, list[Lock]]:
    """Put somebody on the staff list and lock what is on record about them already. Raises UnfitEntry."""
    made = staff_list.add(force=force, entry=entry, actor=actor, now=now)
    return made, look_back(made, now=now)


@transaction.atomic
def take_off_list(*, staff_name: StaffName, why: str, user: User, actor: Actor, now: datetime) -> int:
    """
    Take somebody off the staff list and lift what it locked because of them; return how many locks that were.

    Raises CannotLock where it is the person's own entry.
    """
    if staff_name.user_id == user.pk:
        raise CannotLock("Nobody takes themselves off the list")
    if not staff_list.remove(staff_name=staff_name, why=why, actor=actor, now=now):
        return 0
    standing = list(Lock.objects.filter(queries.STANDING, staff_name=staff_name))
    for lock in standing:
        locking.lift(lock=lock, why=f"Taken off the staff list: {why}"[:300], user=user, actor=actor, now=now)
    return len(standing)


def look_back(staff_name: StaffName, *, now: datetime) -> list[Lock]:
    """Lock whoever is on record already and is meant by an entry of the list."""
    pack = policy.in_use()
    found: dict[object, tuple[Person, MatchedOn]] = {}
    for person, matched in _on_record(staff_name):
        found.setdefault(person.lead_id, (person.lead, matched))
    made: list[Lock] = []
    for person, matched in found.values():
        made += _lock(staff_name, person, None, matched, pack=pack, now=now)
    return made


def _on_record(staff_name: StaffName) -> Iterator[tuple[Person, MatchedOn]]:
    """Yield whoever was described, or was seen on a line, as an entry of the list says."""
    standard = Standard.from_row(staff_name.standard)
    keyed = MentionKey.objects.filter(force=staff_name.force_id, key__in=filed_under(standard))
    said = Mention.objects.filter(pk__in=keyed.values("mention")).select_related("person__lead").order_by("pk")
    for mention in said.iterator():
        if matched := rules.matched_on(standard, Standard.from_row(mention.standard)):
            yield mention.person, matched
    if staff_name.e164:
        uses = LineUse.objects.filter(force=staff_name.force_id, e164=staff_name.e164, removed_at=None)
        for use in uses.select_related("person__lead"):
            if rules.matched_on(standard, _named(use.person, staff_name.e164)):
                yield use.person, MatchedOn.LINE


def _lock(
    staff_name: StaffName,
    person: Person | None,
    incident: Incident | None,
    matched: MatchedOn,
    *,
    pack: Pack,
    now: datetime,
) -> Iterable[Lock]:
    """Lock the person where somebody is on record, else the incident; nothing where this entry has done so before."""
    what = Locked(person=person.lead) if person else Locked(incident=incident)
    made = locking.lock_for_staff(
        what=what,
        staff_name=staff_name,
        matched_on=matched,
        ask=staff_name.ask or pack.sharing.locking.ask.value,
        actor=system("staff_list", force=what.force.code),
        now=now,
    )
    return [made] if made else []


def _let_go_on(incident: Incident, recorder: User, *, pack: Pack, now: datetime) -> None:
    """Let whoever recorded an incident that is locked finish their work on it."""
    locks = queries.locks_on_incidents([incident.pk]).get(incident.pk, [])
    barred = queries.because_of(recorder, [lock.pk for lock in locks])
    for lock in locks:
        if lock.pk not in barred:
            locking.admit(
                lock=lock,
                user=recorder,
                why=f"Recorded {incident.reference}",
                until=now + pack.sharing.locking.recorder,
                actor=system("staff_list", force=incident.force.code),
                now=now,
            )


def _described(party: Party) -> Standard:
    """Put a party as they were described, with what is on record of them where it is known who it is."""
    born = party.born_on or (party.person.born_on if party.person else None)
    return read(
        Said(
            given=party.given_name or (party.person.given_name if party.person else ""),
            family=party.family_name or (party.person.family_name if party.person else ""),
            born=born.isoformat() if born else "",
            address=party.address,
            e164=party.e164,
        )
    )


def _named(person: Person, e164: str) -> Standard:
    return read(Said(given=person.given_name, family=person.family_name, e164=e164))
