"""Reading queries, within one force."""

from datetime import datetime

from django.db.models import F, QuerySet

from heed.domain.tasking import queries
from heed.domain.tasking.models import Query
from heed.foundation.accounts.models import User


def queries_of(user: User, *, now: datetime, answered: bool = False, mine: bool = False) -> QuerySet[Query]:
    """Return the force's queries: unanswered, soonest due first, or answered, newest first. mine: on beats one is named on."""
    found = Query.objects.filter(force=user.force_id, answered_at__isnull=not answered)
    if mine:
        found = found.filter(beat__in=queries.beats_of(user, now=now))
    order = [F("answered_at").desc()] if answered else [F("answer_by").asc()]
    return found.select_related("beat", "officer", "person", "answered_by").order_by(*order, "pk")


def query_or_none(user: User, pk: int) -> Query | None:
    """Return a query of the person's own force."""
    found = Query.objects.filter(force=user.force_id, pk=pk)
    return found.select_related("beat__force", "officer", "person", "answered_by").first()
