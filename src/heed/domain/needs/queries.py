"""
Reading needs and warnings as they stand on the day: what ran out or ended cannot be found here.

Always within one force, and only for whoever may see them; somebody decided to be one with another has the needs of both.
"""

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.timezone import localdate

from heed.domain.needs.access import REVIEW, REVIEW_FOR_ALL, SEE_NEEDS, SEE_WARNINGS
from heed.domain.needs.models import Need, ReviewDue, StaffWarning
from heed.domain.needs.terms import THEIRS_ALONE
from heed.domain.places.models import Place
from heed.foundation.accounts.access import allowed
from heed.foundation.accounts.models import User

PARENTS_MOST = 5
"""Steps from a place to what it is in: a flat in a block on an estate, and then some."""


def standing_needs(force_id: int, person_ids: Collection[uuid.UUID], *, now: datetime) -> QuerySet[Need, Any]:
    """Return the needs that stand of some people and of whoever is one with them, each with the id asked for as `asked`."""
    found = Need.rows.standing(on=localdate(now)).filter(force=force_id, person__lead__atoms__in=person_ids)
    return found.annotate(asked=F("person__lead__atoms")).select_related("owner", "noted_by").order_by("kind", "pk")


def needs_of(
    user: User, person_ids: Collection[uuid.UUID], *, now: datetime, in_household: bool = False
) -> dict[uuid.UUID, list[Need]]:
    """
    Return the needs that stand, by the id asked for; nothing for whoever may not see them.

    in_household: the people are asked about because somebody else at home rings; what is theirs alone is left out.
    """
    found: dict[uuid.UUID, list[Need]] = {person: [] for person in person_ids}
    if not person_ids or not allowed(user, SEE_NEEDS):
        return found
    for need in standing_needs(user.force_id, person_ids, now=now):
        if not (in_household and need.kind in THEIRS_ALONE):
            found[need.asked].append(need)
    return found


def need_or_none(user: User, need_id: int, *, now: datetime) -> Need | None:
    """Return a need that stands, of the person's own force."""
    standing = Need.rows.standing(on=localdate(now)).filter(force=user.force_id)
    return standing.select_related("person", "owner", "noted_by").filter(pk=need_id).first()


def standing_warnings(
    force_id: int, person_ids: Collection[uuid.UUID], place_id: uuid.UUID | None, *, now: datetime
) -> QuerySet[StaffWarning, Any]:
    """Return the warnings that stand about some people, and about a place and whatever it is in."""
    about = Q(person__lead__atoms__in=person_ids)
    if place_id:
        about |= Q(place__in=_up_from(place_id))
    found = StaffWarning.rows.standing(on=localdate(now)).filter(about, force=force_id)
    return found.select_related("person", "place", "owner", "noted_by", "approved_by").order_by("kind", "pk").distinct()


def warnings_about(
    user: User, *, person_ids: Collection[uuid.UUID] = (), place_id: uuid.UUID | None = None, now: datetime
) -> list[StaffWarning]:
    """Return the warnings that stand; nothing for whoever may not see them."""
    if not (person_ids or place_id) or not allowed(user, SEE_WARNINGS):
        return []
    return list(standing_warnings(user.force_id, person_ids, place_id, now=now))


def warning_or_none(user: User, warning_id: int, *, now: datetime) -> StaffWarning | None:
    """Return a warning that stands, of the person's own force."""
    standing = StaffWarning.rows.standing(on=localdate(now)).filter(force=user.force_id)
    return standing.select_related("person", "place", "owner", "noted_by", "approved_by").filter(pk=warning_id).first()


def waiting_warnings(user: User, *, now: datetime) -> QuerySet[StaffWarning]:
    """Return the warnings that wait for a second person, the oldest first."""
    waiting = StaffWarning.rows.waiting(on=localdate(now)).filter(force=user.force_id)
    return waiting.select_related("person", "place", "noted_by").order_by("noted_at", "pk")


def reviews(user: User, *, everybodys: bool = False) -> QuerySet[ReviewDue]:
    """Return what somebody is asked to look at again, the soonest first; everybody's for those who may, or their own."""
    if not allowed(user, REVIEW):
        return ReviewDue.objects.none()
    waiting = ReviewDue.objects.filter(force=user.force_id, settled_at=None).select_related("person", "place", "owner")
    if not (everybodys and allowed(user, REVIEW_FOR_ALL)):
        waiting = waiting.filter(owner=user)
    return waiting.order_by("due_on", "pk")


def lends_purpose(user: User, review_id: int) -> bool:
    """Say whether a review is reason enough to look at whom it is about: one's own, or anybody's for those who may."""
    return reviews(user, everybodys=True).filter(pk=review_id).exists()


def _up_from(place_id: uuid.UUID) -> list[uuid.UUID]:
    """Return a place and what it is in: a warning about a block is one about each flat, not the other way round."""
    found: list[uuid.UUID] = []
    at: uuid.UUID | None = place_id
    while at and at not in found and len(found) < PARENTS_MOST:
        found.append(at)
        at = Place.objects.filter(pk=at).values_list("parent", flat=True).first()
    return found
