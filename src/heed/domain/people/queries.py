"""Reading people and lines, always within one force."""

import uuid
from collections.abc import Collection
from datetime import date, datetime

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Upper

from heed.domain.people.models import KnownLine, LineUse, LineWatch, Person, Residence
from heed.domain.places.models import Place
from heed.foundation.accounts.models import User

PEOPLE_MOST = 20
"""People looked at for one line or one address; a line with more is shared in all but name."""


def visible_to(user: User) -> QuerySet[Person]:
    """Return the people known to the person's own force."""
    return Person.objects.filter(force=user.force_id)


def known_line(force_id: int, e164: str) -> KnownLine | None:
    """Return the entry of a number on the force's list of shared lines."""
    return KnownLine.objects.filter(force=force_id, e164=e164, removed_at=None).first()


def watch_on(force_id: int, e164: str, *, now: datetime) -> LineWatch | None:
    """Return the flag that stands on a line now. One that has run out cannot be found."""
    standing = LineWatch.objects.filter(force=force_id, e164=e164, ended_at=None, set_at__lte=now, until__gt=now)
    return standing.order_by("-set_at").first()


def listed_lines(user: User) -> QuerySet[KnownLine]:
    """Return the force's list of shared lines as it stands, by label."""
    return KnownLine.objects.filter(force=user.force_id, removed_at=None).order_by("label", "pk")


def standing_watches(user: User, *, now: datetime) -> QuerySet[LineWatch]:
    """Return the flags that stand on the force's lines now; those that run out first lead."""
    standing = LineWatch.objects.filter(force=user.force_id, ended_at=None, set_at__lte=now, until__gt=now)
    return standing.order_by("until", "pk")


def lines_of(person_id: uuid.UUID) -> list[LineUse]:
    """Return the lines a person has used, the latest first."""
    return list(LineUse.objects.filter(person=person_id).select_related("confirmed_by").order_by("-last_used_on", "pk"))


def homes_ever(person_id: uuid.UUID) -> list[Residence]:
    """Return where a person lives and has lived, the newest first."""
    return list(Residence.objects.filter(person=person_id).select_related("place").order_by("-from_on", "-pk"))


def uses_of_line(force_id: int, e164: str, *, since: date) -> list[LineUse]:
    """Return who has used a line since a day, confirmed links first, then latest used."""
    uses = LineUse.objects.filter(force=force_id, e164=e164, last_used_on__gte=since).select_related("person")
    found = list(uses.order_by("-last_used_on", "pk")[: PEOPLE_MOST * 2])
    return sorted(found, key=lambda use: use.confirmed_at is None)[:PEOPLE_MOST]


def ever_on_line(user: User, e164: str) -> QuerySet[LineUse]:
    """Return everybody who has ever used a line, confirmed links first, then latest used."""
    uses = LineUse.objects.filter(force=user.force_id, e164=e164).select_related("person")
    return uses.order_by(F("confirmed_at").desc(nulls_last=True), "-last_used_on", "pk")


def homes_of(person_ids: Collection[uuid.UUID], *, on: date) -> dict[uuid.UUID, Place]:
    """Return where people live on a day, as far as known; the latest address wins."""
    living = (
        Residence.objects.filter(_living(on), person__in=person_ids).select_related("place").order_by("from_on", "pk")
    )
    return {residence.person_id: residence.place for residence in living}


def living_at(place_id: uuid.UUID, *, on: date) -> list[Residence]:
    """Return who lives at a place on a day, longest there first."""
    living = Residence.objects.filter(_living(on), place=place_id).select_related("person")
    return list(living.order_by("from_on", "pk")[:PEOPLE_MOST])


def search_by_name(user: User, *, words: str) -> QuerySet[Person]:
    """Return people whose family and given names begin with the words typed, in either order."""
    found = visible_to(user).annotate(given_upper=Upper("given_name"), family_upper=Upper("family_name"))
    for word in words.upper().split():
        found = found.filter(Q(given_upper__startswith=word) | Q(family_upper__startswith=word))
    return found.order_by("family_upper", "given_upper", "pk")


def _living(on: date) -> Q:
    """Match residences that include a day."""
    return Q(from_on__lte=on) & (Q(until_on=None) | Q(until_on__gte=on))
