"""Reading offers of the case review, and reviews as a partner agency may see them."""

import uuid
from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet

from heed.domain.agencies.models import Agency
from heed.domain.case_review.models import Member, Offer
from heed.domain.sharing.models import Lock
from heed.domain.sharing.queries import STANDING
from heed.domain.tasking.models import Task


def offers_of(person_ids: Collection[uuid.UUID]) -> list[Offer]:
    """Return what some people, and whoever is one with them, were told, the newest first."""
    found = Offer.objects.filter(person__lead__atoms__in=person_ids).select_related("incident", "by").distinct()
    return list(found.order_by("-at", "-pk"))


def of_agency(agency: Agency) -> QuerySet[Member]:
    """
    Return the panels on which an agency sits now, each with its application, the oldest application first.

    None once its seat or the agreement under which it sits has ended, the application was withdrawn, or whoever suffers is
    locked.
    """
    locked = Lock.objects.filter(STANDING, person__lead__atoms=OuterRef("application__person"))
    found = Member.objects.filter(
        agency=agency,
        application__force=agency.force_id,
        application__withdrawn_at=None,
        ended_at=None,
        agreement__ended_at=None,
    )
    found = found.exclude(Exists(locked))
    return found.select_related("application", "agreement", "agency").order_by("application__made_on", "pk")


def tasks_it_sees(agency: Agency, tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Return those of an agency's tasks that it may see: what a review gave it to do goes with its seat there."""
    seats = of_agency(agency).order_by().values("application")
    return tasks.filter(Q(review_action=None) | Q(review_action__application__in=seats))
