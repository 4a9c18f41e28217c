"""Reading passports as they stand on the day: one that nobody has confirmed is out of view, and a revoked one is gone."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from heed.domain.needs.access import SEE_NEEDS
from heed.domain.needs.models import Passport, PassportVersion
from heed.foundation.accounts.access import allowed
from heed.foundation.accounts.models import User

VERSIONS_MOST = 20


@dataclass(frozen=True, slots=True)
class Held:
    """
    That somebody has a passport, whether or not it is shown: no word of it is in here.

    confirm_by: when it is to be gone through again; shown_until: the last day on which it is shown without that.
    """

    passport: int
    confirm_by: date
    shown_until: date
    shown: bool
    has_pin: bool


def shown_of(user: User, person_ids: Collection[uuid.UUID], *, now: datetime) -> dict[uuid.UUID, PassportVersion]:
    """Return what the passports of some people say, by the id asked for; nothing for whoever may not see them."""
    if not person_ids or not allowed(user, SEE_NEEDS):
        return {}
    standing = Passport.rows.standing(on=localdate(now)).filter(force=user.force_id, person__lead__atoms__in=person_ids)
    asked = dict(standing.values_list("pk", "person__lead__atoms"))
    newest = PassportVersion.objects.filter(passport__in=asked).order_by("passport", "-pk").distinct("passport")
    return {asked[said.passport_id]: said for said in newest.select_related("passport", "written_by")}


def shown_or_none(user: User, passport_id: int, *, now: datetime) -> PassportVersion | None:
    """Return what a passport of the person's own force says now."""
    if not allowed(user, SEE_NEEDS):
        return None
    if not Passport.rows.standing(on=localdate(now)).filter(pk=passport_id, force=user.force_id).exists():
        return None
    said = PassportVersion.objects.filter(passport=passport_id).order_by("-pk")
    return said.select_related("passport__person", "written_by").first()


def versions_of(user: User, passport_id: int, *, now: datetime) -> list[PassportVersion]:
    """Return everything that a passport on show has said, the newest first."""
    newest = shown_or_none(user, passport_id, now=now)
    if newest is None:
        return []
    said = PassportVersion.objects.filter(passport=newest.passport_id).order_by("-pk")
    return list(said.select_related("written_by")[:VERSIONS_MOST])


def held_by(user: User, person_id: uuid.UUID, *, now: datetime) -> Held | None:
    """Say whether somebody has a passport that nobody revoked, and how it stands, without a word of it."""
    today = localdate(now)
    found = (
        Passport.rows.filter(force=user.force_id, person__lead__atoms=person_id, revoked_at=None)
        .order_by("pk")
        .values_list("pk", "confirm_by", "shown_until", "pin")
        .first()
    )
    if found is None:
        return None
    pk, by, until, pin = found
    return Held(pk, by, until, shown=until >= today, has_pin=bool(pin))
