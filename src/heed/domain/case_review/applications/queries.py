"""Reading applications and their complaints, within one force."""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from heed.domain.case_review.applications.models import Application, Complaint
from heed.engines.risk.case_review import Complained
from heed.foundation.accounts.models import User


def visible_to(user: User) -> QuerySet[Application]:
    """Return the applications of the person's own force."""
    return Application.objects.filter(force=user.force_id).select_related("force", "person__lead")


def newest_first(user: User) -> QuerySet[Application]:
    """Return the applications of the person's own force, the newest leading, with what their stage is read from."""
    return (
        visible_to(user)
        .prefetch_related("decisions", "meetings", "outcomes", "told", "appeals")
        .order_by("-made_on", "-received_at", "-pk")
    )


def of_person(user: User, person_ids: set[uuid.UUID]) -> QuerySet[Application]:
    """Return the applications about some people, and whoever is one with them, the newest leading."""
    return newest_first(user).filter(person__lead__atoms__in=person_ids).distinct()


def of_key(key: uuid.UUID) -> Application | None:
    """Return the application that was sent under a key; None where none was."""
    return Application.objects.filter(key=key).first()


def sufferers(application_ids: Collection[int]) -> list[uuid.UUID]:
    """Return whoever suffers in some applications, as far as anybody has said who that is."""
    found = Application.objects.filter(pk__in=application_ids, person__isnull=False)
    return [pk for pk in found.values_list("person", flat=True) if pk]


def complaints_of(application: Application) -> list[Complaint]:
    """Return the complaints of an application, those of one incident together, the first made leading."""
    rows = list(application.complaints.select_related("agency", "incident__force").order_by("made_on", "pk"))
    firsts: dict[str, tuple[object, ...]] = {}
    for row in rows:
        firsts.setdefault(row.event, (row.made_on, row.pk))
    return sorted(rows, key=lambda row: (firsts[row.event], row.same_as_id is not None, row.made_on, row.pk))


def as_the_rule_has_it(complaint: Complaint) -> Complained:
    """Put a complaint as the count has it."""
    return Complained(
        incident=complaint.event,
        made_on=complaint.made_on,
        agency=complaint.took,
        happened_on=complaint.happened_on,
        set_aside=complaint.set_aside_at is not None,
    )


def entered_by(application: Application, *, until: datetime) -> list[Complaint]:
    """Return the complaints that had been entered by a moment."""
    return [row for row in complaints_of(application) if row.entered_at <= until]
