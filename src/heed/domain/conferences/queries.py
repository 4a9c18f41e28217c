"""Reading case conferences: the force's own, and those that an agency is invited to."""

from datetime import datetime

from django.db.models import Q, QuerySet

from heed.domain.agencies.models import Agency
from heed.domain.conferences.items.models import Item, ItemMove
from heed.domain.conferences.models import Agreed, Attendance, Conference, Invited
from heed.domain.conferences.terms import Moved
from heed.foundation.accounts.models import User


def visible_to(user: User) -> QuerySet[Conference]:
    """Return the conferences of somebody's own force, the newest first."""
    return (
        Conference.objects.filter(force=user.force_id)
        .select_related("beat", "force", "signed", "made_by")
        .order_by("-starts_at", "-pk")
    )


def of_agency(agency: Agency, *, now: datetime) -> QuerySet[Conference]:
    """
    Return the conferences that an agency is invited to and that were not cancelled, the latest first.

    None once the agency has ended, nor where the agreement that it was invited under has.
    """
    found = Conference.objects.filter(
        Q(invited__agreement__ended_at=None) | Q(invited__agreement__ended_at__gt=now),
        invited__agency=agency.pk,
        invited__agency__ended_at=None,
        invited__withdrawn_at=None,
        cancelled_at=None,
    )
    return found.select_related("force", "signed").order_by("-starts_at", "-pk")


def items_of(conference: Conference) -> QuerySet[Item]:
    """Return the agenda, with all that was said, decided, moved and shared, in the order in which it was put."""
    return (
        Item.objects.filter(conference=conference)
        .select_related("incident__place", "person__lead", "carried_from__conference")
        .prefetch_related(
            "moves", "notes", "shares__agency", "decisions__task", "decisions__agency", "decisions__owner"
        )
        .order_by("pk")
    )


def newest_move(item: Item) -> ItemMove | None:
    """Return what was last done with an item of the agenda; None where nobody moved it."""
    return max(item.moves.all(), key=lambda move: move.pk, default=None)


def is_deferred(item: Item) -> bool:
    """Say whether an item waits for the next conference."""
    newest = newest_move(item)
    return newest is not None and newest.moved == Moved.DEFERRED


def attendance_of(conference: Conference) -> list[Attendance]:
    """Return who was there, or not: of each name of each agency what was put down last, the police first."""
    newest: dict[tuple[int | None, str], Attendance] = {}
    for one in conference.attendance.select_related("agency").order_by("pk"):
        newest[one.agency_id, one.name.casefold()] = one
    return sorted(newest.values(), key=lambda one: (one.agency.name if one.agency else "", one.name, one.pk))


def invited_to(conference: Conference) -> list[Invited]:
    """Return the agencies that are invited, by name."""
    found = conference.invited.filter(withdrawn_at=None).select_related("agency", "agreement")
    return list(found.order_by("agency__name"))


def agreed_by(conference: Conference, *, user: User, agency: Agency) -> bool:
    """Say whether somebody of an agency has agreed to the statement of a conference."""
    return Agreed.objects.filter(conference=conference, user=user, agency=agency).exists()
