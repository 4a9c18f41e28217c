"""Naming officers, and entering who is away and on shift; an entry is taken back, never changed."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from heed.domain.beats.models import Beat
from heed.domain.tasking.models import LONGEST_SHIFT, Absence, BeatOfficer, Shift
from heed.domain.tasking.terms import AbsenceKind
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act


class Unfit(Exception):
    """It cannot be entered; the sentence says why."""


@transaction.atomic
def name_officer(
    *, beat: Beat, officer: User, lead: bool, from_on: date, actor: Actor, now: datetime, until_on: date | None = None
) -> BeatOfficer:
    """
    Name an officer of a beat from one day on; who was named before stays, and of two leads the newer counts.

    Somebody who is named already is named anew, so that the lead can change. Raises Unfit.
    """
    if officer.force_id != beat.force_id:
        raise Unfit("They are of another force")
    if not officer.is_active:
        raise Unfit("Their account is switched off")
    if until_on and until_on < from_on:
        raise Unfit("The last day must be on or after the first")
    standing = BeatOfficer.objects.select_for_update().filter(beat=beat, user=officer, until_on=None).first()
    if standing:
        if standing.lead == lead and standing.from_on <= from_on and until_on is None:
            return standing
        standing.until_on = max(standing.from_on, from_on)
        standing.save(update_fields=["until_on"])
    made = BeatOfficer.objects.create(
        beat=beat, user=officer, lead=lead, from_on=from_on, until_on=until_on, named_at=now, named_by_name=actor.name
    )
    _record("officer.named", [f"beat:{beat.pk}", f"user:{officer.pk}"], actor=actor, now=now)
    return made


@transaction.atomic
def end_naming(*, naming: BeatOfficer, actor: Actor, now: datetime) -> BeatOfficer:
    """End a naming with today, which still counts; one that has not begun ends on its first day."""
    naming = BeatOfficer.objects.select_for_update().get(pk=naming.pk)
    today = max(naming.from_on, localdate(now))
    if naming.until_on is None or naming.until_on > today:
        naming.until_on = today
        naming.save(update_fields=["until_on"])
        _record("officer.no_longer_named", [f"beat:{naming.beat_id}", f"user:{naming.user_id}"], actor=actor, now=now)
    return naming


@transaction.atomic
def record_absence(
    *,
    user: User,
    kind: AbsenceKind,
    from_on: date,
    until_on: date | None,
    cover: User | None,
    actor: Actor,
    now: datetime,
) -> Absence:
    """Enter that somebody is away on these days, first and last included. Raises Unfit."""
    if until_on and until_on < from_on:
        raise Unfit("The last day must be on or after the first")
    if until_on is None and kind != AbsenceKind.SICK:
        raise Unfit("Enter the last day: only sickness may be without one")
    if cover and (cover.pk == user.pk or cover.force_id != user.force_id or not cover.is_active):
        raise Unfit("Choose somebody else of this force to cover, whose account is on")
    overlaps = Absence.objects.filter(user=user, withdrawn_at=None)
    if until_on:
        overlaps = overlaps.filter(from_on__lte=until_on)
    if overlaps.exclude(until_on__lt=from_on).exists():
        raise Unfit("They are away on some of these days already: take that entry back first")
    made = Absence.objects.create(
        user=user,
        kind=kind,
        from_on=from_on,
        until_on=until_on,
        cover=cover,
        entered_at=now,
        entered_by_name=actor.name,
    )
    _record("absence.entered", [f"user:{user.pk}"], actor=actor, now=now)
    return made


@transaction.atomic
def record_shift(*, user: User, starts_at: datetime, ends_at: datetime, actor: Actor, now: datetime) -> Shift:
    """Enter a shift; the same one again changes nothing. Raises Unfit."""
    if not starts_at < ends_at <= starts_at + LONGEST_SHIFT:
        raise Unfit("A shift ends after it begins, and within 24 hours")
    same = Shift.objects.filter(user=user, starts_at=starts_at, withdrawn_at=None).first()
    if same and same.ends_at == ends_at:
        return same
    try:
        with transaction.atomic():
            made = Shift.objects.create(
                user=user, starts_at=starts_at, ends_at=ends_at, entered_at=now, entered_by_name=actor.name
            )
    except IntegrityError as error:
        raise Unfit("Another shift begins at that time: take it back first") from error
    _record("shift.entered", [f"user:{user.pk}"], actor=actor, now=now)
    return made


@transaction.atomic
def withdraw(*, entry: Absence | Shift, actor: Actor, now: datetime) -> None:
    """Take an absence or a shift back; twice is once."""
    entry = type(entry)._default_manager.select_for_update().get(pk=entry.pk)  # noqa: SLF001  Django's own name
    if entry.withdrawn_at is None:
        entry.withdrawn_at, entry.withdrawn_by_name = now, actor.name
        entry.save(update_fields=["withdrawn_at", "withdrawn_by_name"])
        noun = "absence" if isinstance(entry, Absence) else "shift"
        _record(f"{noun}.withdrawn", [f"user:{entry.user_id}"], actor=actor, now=now)


def _record(action: str, subjects: list[str], *, actor: Actor, now: datetime) -> None:
    """Write to the trail who is at work, and where."""
    audit.record(actor=actor, act=Act.ALTERATION, action=action, subjects=subjects, now=now)
