"""Reading what was shared and what is locked: only what stands at the moment of asking."""

import uuid
from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from heed.domain.agencies.models import Agency
from heed.domain.incidents.models import Incident
from heed.domain.sharing.models import Admission, Disclosure, Glass, Lock
from heed.domain.sharing.staff_list.models import StaffKey, StaffName
from heed.domain.sharing.terms import Ended
from heed.foundation.accounts.models import User

STANDING = Q(lifted_at=None)
"""A lock holds until it is lifted."""


def visible_to_agency(agency: Agency, *, now: datetime) -> QuerySet[Disclosure]:
    """
    Return what an agency may see now, the newest first.

    Nothing of an agency that has left; nothing that was withdrawn, is past its last day, whose agreement has ended, or whose
    incident is locked. Every page and endpoint that shows something shared asks here, each time.
    """
    return (
        Disclosure.objects.filter(
            agency=agency.pk,
            agency__ended_at=None,
            agreement__ended_at=None,
            withdrawn_at=None,
            until_on__gte=localdate(now),
        )
        .exclude(Exists(_locks_on(OuterRef("incident"))))
        .exclude(Exists(_locks_through_people(OuterRef("incident"))))
        .select_related("agency__force", "agreement", "incident", "shared_by")
        .order_by("-shared_at", "-pk")
    )


def held_back_from(agency: Agency, *, now: datetime) -> int:
    """Count what would be visible to an agency if it were not locked: that more exists, and nothing of it."""
    standing = Disclosure.objects.filter(
        agency=agency.pk,
        agency__ended_at=None,
        agreement__ended_at=None,
        withdrawn_at=None,
        until_on__gte=localdate(now),
    )
    return standing.count() - visible_to_agency(agency, now=now).count()


def disclosure_for(agency: Agency, incident: Incident, *, now: datetime) -> Disclosure | None:
    """Return what an agency may see of an incident now; None where that is nothing."""
    return visible_to_agency(agency, now=now).filter(incident=incident.pk).first()


def standing_of(incident: Incident) -> QuerySet[Disclosure]:
    """Return what is shared of an incident and nobody has withdrawn, one for an agency; it may be past its last day."""
    return Disclosure.objects.filter(incident=incident.pk, withdrawn_at=None).select_related("agency", "agreement")


def of_incident_rows(incident: Incident) -> QuerySet[Disclosure]:
    """Return everything that was ever shared of an incident."""
    return Disclosure.objects.filter(incident=incident.pk).select_related("agency", "agreement", "incident")


def of_incident(incident: Incident) -> list[Disclosure]:
    """Return everything that was ever shared of an incident, the newest first, with who opened it."""
    found = Disclosure.objects.filter(incident=incident.pk)
    return list(
        found.select_related("agency", "agreement", "follows", "followed_by")
        .prefetch_related("openings")
        .order_by("-shared_at", "-pk")
    )


def register(force_id: int) -> QuerySet[Disclosure]:
    """Return every disclosure of a force, the newest first."""
    return (
        Disclosure.objects.filter(force=force_id)
        .select_related("agency", "agreement", "incident", "followed_by")
        .order_by("-shared_at", "-pk")
    )


def how_it_stands(disclosure: Disclosure, *, on: date, locked: Collection[int] = ()) -> Ended:
    """Say how it is with a disclosure on a day. locked: the numbers of the incidents that are."""
    if disclosure.withdrawn_at is not None:
        return Ended.REPLACED if hasattr(disclosure, "followed_by") else Ended.WITHDRAWN
    if disclosure.agency.ended_at is not None:
        return Ended.AGENCY_ENDED
    if disclosure.agreement.ended_at is not None:
        return Ended.AGREEMENT_ENDED
    if disclosure.until_on < on:
        return Ended.PAST_END
    return Ended.LOCKED if disclosure.incident_id in locked else Ended.STANDS


def locks_on_incidents(incident_ids: Iterable[int]) -> dict[int, list[Lock]]:
    """
    Return the locks that stand on incidents, by incident: their own, and those of anybody who had a part in one.

    In two statements, however many incidents. Whoever is one with a locked person is locked too.
    """
    asked = list(incident_ids)
    found: dict[int, list[Lock]] = {}
    if not asked:
        return found
    standing = Lock.objects.filter(STANDING).select_related("owner", "staff_name")
    for lock in standing.filter(incident__in=asked).order_by("pk"):
        found.setdefault(lock.incident_id or 0, []).append(lock)
    through = standing.annotate(of=F("person__lead__atoms__parts__incident")).filter(of__in=asked)
    for lock in through.order_by("pk").distinct():
        found.setdefault(lock.of, []).append(lock)
    return found


def locks_on_calls(call_ids: Iterable[uuid.UUID]) -> dict[int, list[Lock]]:
    """Return the locks that stand on the incidents which calls reported, by incident. A call that is going on has none."""
    through = "person__lead__atoms__parts__incident"
    asked = list(call_ids)
    found: dict[int, list[Lock]] = {}
    standing = Lock.objects.filter(STANDING).annotate(of=Coalesce(F("incident"), F(through)))
    on = standing.filter(Q(incident__call__in=asked) | Q(**{f"{through}__call__in": asked}))
    for lock in on.select_related("owner", "staff_name").order_by("pk").distinct():
        found.setdefault(lock.of, []).append(lock)
    return found


def locks_on_people(person_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[Lock]]:
    """Return the locks that stand on people or on whoever is one with them, by the id asked for."""
    asked = list(person_ids)
    found: dict[uuid.UUID, list[Lock]] = {}
    if asked:
        standing = Lock.objects.filter(STANDING).select_related("owner", "staff_name")
        for lock in standing.annotate(of=F("person__lead__atoms")).filter(of__in=asked).order_by("pk").distinct():
            found.setdefault(lock.of, []).append(lock)
    return found


def opened_by(user: User, *, now: datetime) -> frozenset[int]:
    """
    Return the locks that somebody may see behind now: that they own, were let in to, or broke the glass of, for a while.

    Never those that are there because of themselves.
    """
    owned = Lock.objects.filter(STANDING, owner=user.pk).values_list("pk", flat=True)
    let_in = Admission.objects.filter(user=user.pk, ended_at=None, admitted_at__lte=now, until__gt=now)
    broken = Glass.objects.filter(user=user.pk, broken_at__lte=now, until__gt=now).values_list("locks", flat=True)
    opened = {*owned, *let_in.values_list("lock", flat=True), *(pk for locks in broken for pk in locks)}
    return frozenset(opened - because_of(user, opened))


def because_of(user: User, lock_ids: Collection[int]) -> frozenset[int]:
    """Return those of some locks that stand because of the person themselves."""
    if not lock_ids:
        return frozenset()
    own = Lock.objects.filter(pk__in=lock_ids, staff_name__user=user.pk)
    return frozenset(own.values_list("pk", flat=True))


def standing_locks(force_id: int) -> QuerySet[Lock]:
    """Return what is locked in a force, the newest first."""
    found = Lock.objects.filter(STANDING, force=force_id).select_related("incident", "person", "owner", "staff_name")
    return found.prefetch_related("admissions__user").order_by("-set_at", "-pk")


def glass_to_review(force_id: int) -> QuerySet[Glass]:
    """Return the broken glass that nobody has reviewed, the first to be reviewed leading."""
    found = Glass.objects.filter(force=force_id, reviewed_at=None)
    return found.select_related("incident", "person", "user").order_by("review_by", "pk")


def broken_glass(force_id: int) -> QuerySet[Glass]:
    """Return all the glass that was ever broken in a force, the newest first."""
    return (
        Glass.objects.filter(force=force_id).select_related("incident", "person", "user").order_by("-broken_at", "-pk")
    )


def staff_list(force_id: int) -> QuerySet[StaffName]:
    """Return who is on the staff list of a force now, by name."""
    return StaffName.objects.filter(force=force_id, removed_at=None).order_by("family_name", "given_name", "pk")


def staff_under(force_id: int, keys: Collection[int]) -> QuerySet[StaffName]:
    """Return who on the staff list is filed under any of some keys: who it may be, before anybody has compared them."""
    filed = StaffKey.objects.filter(key__in=keys, staff_name__force=force_id, staff_name__removed_at=None)
    return StaffName.objects.filter(pk__in=filed.values("staff_name")).order_by("pk")


def _locks_on(incident: OuterRef) -> QuerySet[Lock]:
    """Return the locks on an incident itself."""
    return Lock.objects.filter(STANDING, incident=incident)


def _locks_through_people(incident: OuterRef) -> QuerySet[Lock]:
    """Return the locks on anybody who had a part in an incident, or on whoever is one with them."""
    return Lock.objects.filter(STANDING, person__lead__atoms__parts__incident=incident)
