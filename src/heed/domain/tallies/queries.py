"""Reading counts across agencies, within one force."""

import uuid
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from heed.domain.agencies.models import Agency, Agreement
from heed.domain.agencies.terms import Purpose
from heed.domain.tallies.models import AgencyReport, Asked, Batch, CountKey, Look, ReportToken
from heed.foundation.accounts.models import User

HOUR = timedelta(hours=1)
ONE_LOOK = timedelta(minutes=10)
"""A page that is shown again while somebody types on it is looked at once."""


def matching_keys(force_id: int, *, on: date) -> list[CountKey]:
    """
    Return the keys under which a force's people are looked for on a day, of agencies it works with now.

    None of an agreement that has ended, has not begun, is past its review, or is not for counting.
    """
    return list(
        CountKey.objects.filter(
            agreement__agency__force=force_id,
            agreement__agency__ended_at=None,
            agreement__ended_at=None,
            agreement__starts_on__lte=on,
            agreement__review_on__gte=on,
            agreement__purposes__contains=[str(Purpose.COUNT)],
            ended_at=None,
            matches_until__gte=on,
        )
        .select_related("agreement__agency")
        .order_by("agreement__agency__name", "pk")
    )


def tokens_among(tokens: Collection[str], *, keys: Iterable[CountKey], since: date) -> list[ReportToken]:
    """Return which of some tokens agencies sent under some keys, of reports made since a day, with the reports."""
    found = ReportToken.objects.filter(
        token__in=tokens, key__in=[key.pk for key in keys], report__reported_on__gte=since
    )
    return list(found.select_related("report").order_by("report__reported_on", "pk"))


def keys_of(agency: Agency) -> QuerySet[CountKey]:
    """Return an agency's keys, the newest first."""
    return (
        CountKey.objects.filter(agreement__agency=agency)
        .select_related("agreement__agency")
        .order_by("-made_at", "-pk")
    )


def key_in_use(agreement: Agreement, *, on: date) -> CountKey | None:
    """Return the newest key of an agreement that takes tokens on a day."""
    return agreement.count_keys.filter(ended_at=None, accepts_until__gte=on).order_by("-made_at", "-pk").first()


def key_named(name: str) -> CountKey | None:
    """Return a key by its fingerprint, whosever it is."""
    return CountKey.objects.select_related("agreement__agency").filter(name=name).first()


def batches_of(agency: Agency) -> QuerySet[Batch]:
    """Return what an agency sent, the newest first."""
    return Batch.objects.filter(agency=agency).select_related("key").order_by("-received_at", "-pk")


def same_batch(key: CountKey, digest: str) -> Batch | None:
    """Return the newest batch of an agency under a key, where it holds the same bytes: the same sent again is known again."""
    newest = Batch.objects.filter(key=key).order_by("-pk").first()
    return newest if newest and newest.digest == digest else None


def standing_reports(agency: Agency) -> QuerySet[AgencyReport]:
    """Return the reports of an agency that stand in the count."""
    return AgencyReport.objects.filter(agency=agency).order_by("-reported_on", "-pk")


def too_old(*, before: date) -> QuerySet[AgencyReport]:
    """Return the reports, of every force, that nothing counts any more."""
    return AgencyReport.objects.filter(reported_on__lt=before)


def looked_at(user: User, *, now: datetime) -> set[uuid.UUID]:
    """Return the people whose counts somebody has been shown within the hour."""
    return set(Look.objects.filter(user=user, at__gt=now - HOUR).values_list("person", flat=True))


def shown_lately(user: User, person_ids: Collection[uuid.UUID], *, purpose: str, now: datetime) -> set[uuid.UUID]:
    """Return those of some people whose counts somebody was shown within minutes for the same reason: one look of it."""
    found = Look.objects.filter(
        user=user, person__in=person_ids, purpose=purpose[:300], at__gt=now - ONE_LOOK, at__lte=now
    )
    return set(found.values_list("person", flat=True))


def asked_of(agency: Agency) -> QuerySet[Asked]:
    """Return what an agency was asked under agreements that stand, the newest first, with its answers."""
    return (
        Asked.objects.filter(agency=agency, agency__ended_at=None, agreement__ended_at=None)
        .select_related("agreement", "force")
        .prefetch_related("told")
        .order_by("-at", "-pk")
    )


def unanswered_of(agency: Agency) -> QuerySet[Asked]:
    """Return what an agency was asked and has not said anything to."""
    return asked_of(agency).filter(told=None)


def asked_about(person_ids: Collection[uuid.UUID], *, force_id: int) -> list[Asked]:
    """Return what agencies were asked about some people and whoever is one with them, the newest first, with the answers."""
    found = Asked.objects.filter(force=force_id, person__lead__atoms__in=person_ids).distinct()
    return list(found.select_related("agency").prefetch_related("told").order_by("-at", "-pk"))


def anything_asked(force_id: int) -> bool:
    """Say whether a force has ever asked an agency about its reports."""
    return Asked.objects.filter(force=force_id).exists()


def looks_by_user(force_id: int, *, since: datetime) -> list[dict[str, Any]]:
    """Return who was shown counts since a moment: how many looks, at how many people, how many of which found anything."""
    rows = (
        Look.objects.filter(force=force_id, at__gte=since)
        .values("user", "by_name")
        .annotate(looks=Count("pk"), people=Count("person", distinct=True), found=Count("pk", filter=~Q(counts={})))
    )
    return [dict(row) for row in rows.order_by("-people", "by_name")]
