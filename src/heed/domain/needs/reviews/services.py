"""Asking in time: before anything runs out, its owner finds it on a list."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from heed.domain.needs import rules
from heed.domain.needs.models import Need, Passport, ReviewDue, StaffWarning
from heed.domain.needs.terms import What
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act

AT_ONCE = 1_000
"""Rows written at once."""


class StillShown(Exception):
    """It has not run out: it is to be looked at, not let go."""


@transaction.atomic
def ask_owners(*, now: datetime) -> int:
    """
    Put everything that is due for review, or runs out soon, on its owner's list; return how many were new there.

    Safe to run twice, and after a pause: what has run out in the meantime is asked about as well. What nobody had to be
    asked about because it ended is not.
    """
    made = 0
    batch: list[ReviewDue] = []
    for due in _due(now=now):
        batch.append(due)
        if len(batch) == AT_ONCE:
            made += _write(batch)
            batch = []
    return made + _write(batch)


@transaction.atomic
def let_go(*, review_id: int, user: User, actor: Actor, now: datetime) -> ReviewDue:
    """
    Note that what has run out is not to be asked about again; the first answer counts.

    What is still shown is reviewed, confirmed or ended instead. Raises StillShown, ReviewDue.DoesNotExist.
    """
    due = ReviewDue.objects.select_for_update().get(pk=review_id, force=user.force_id)
    if localdate(now) <= due.runs_out_on:
        raise StillShown
    if due.settled_at is None:
        due.settled_at, due.settled_by, due.settled_as = now, user, "Let go"
        due.save(update_fields=["settled_at", "settled_by", "settled_as"])
        about = f"person:{due.person_id}" if due.person_id else f"place:{due.place_id}"
        audit.record(
            actor=actor,
            act=Act.ALTERATION,
            action="review.let_go",
            subjects=[about, f"{due.what}:{due.row}"],
            now=now,
        )
    return due


def _write(batch: list[ReviewDue]) -> int:
    """Write reviews; one that was asked for already is not asked for again."""
    before = ReviewDue.objects.count()
    ReviewDue.objects.bulk_create(batch, ignore_conflicts=True)
    return ReviewDue.objects.count() - before


def _due(*, now: datetime) -> Iterator[ReviewDue]:
    """Yield a review for each need, warning and passport that is due and that nobody has been asked about."""
    today = localdate(now)
    soon = Q(review_on__lte=today) | Q(expires_on__lte=today + rules.ASK_BEFORE)
    for need in _unasked(Need.rows.filter(soon, ended_at=None), What.NEED).iterator():
        due_on = rules.ask_on(review_on=need.review_on, expires_on=need.expires_on)
        yield ReviewDue(
            force_id=need.force_id, what=What.NEED, row=need.pk, about=need.get_kind_display(), person_id=need.person_id,
            owner_id=need.owner_id, due_on=due_on, runs_out_on=need.expires_on, made_at=now,
        )  # fmt: skip
    approved = StaffWarning.rows.filter(soon, approved_at__isnull=False, ended_at=None)
    for warning in _unasked(approved, What.WARNING).iterator():
        due_on = rules.ask_on(review_on=warning.review_on, expires_on=warning.expires_on)
        yield ReviewDue(
            force_id=warning.force_id, what=What.WARNING, row=warning.pk, about=warning.get_kind_display(),
            person_id=warning.person_id, place_id=warning.place_id, owner_id=warning.owner_id, due_on=due_on,
            runs_out_on=warning.expires_on, made_at=now,
        )  # fmt: skip
    unconfirmed = Passport.rows.filter(confirm_by__lte=today + rules.ASK_BEFORE, revoked_at=None)
    for passport in _unasked(unconfirmed, What.PASSPORT).iterator():
        yield ReviewDue(
            force_id=passport.force_id, what=What.PASSPORT, row=passport.pk, about="To confirm with the person",
            person_id=passport.person_id, owner_id=passport.owner_id, due_on=passport.confirm_by,
            runs_out_on=passport.shown_until, made_at=now,
        )  # fmt: skip


def _unasked(rows: QuerySet, what: What) -> QuerySet:  # type: ignore[type-arg]
    """Leave out what waits on somebody's list."""
    return rows.exclude(Exists(ReviewDue.objects.filter(what=what, row=OuterRef("pk"), settled_at=None)))
