"""Reading tasks, named officers and who is at work, within one force."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.utils.timezone import localdate

from heed.domain.agencies.models import Agency
from heed.domain.beats.models import Beat
from heed.domain.tasking.access import NEIGHBOURHOOD, SEE_TASKS, answers_for_others
from heed.domain.tasking.models import Absence, BeatOfficer, Shift, Task, TaskMove
from heed.domain.tasking.terms import Rung
from heed.foundation.accounts.access import allowed
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Role


@dataclass(frozen=True, slots=True)
class Named:
    """A named officer of a beat. lead: the contact who is named first."""

    user: User
    lead: bool
    naming: BeatOfficer


def open_tasks(force_id: int) -> QuerySet[Task]:
    """
    Return what the force's own people are to do, the soonest due first, then what has no time, the oldest first.

    What a partner agency is to do is on no list of the force: nobody there could do it (open_tasks_of_agency).
    """
    found = Task.objects.filter(force=force_id, agency=None, done_at=None)
    return _soonest(found.select_related("incident__place", "person", "place", "beat", "owner"))


def open_tasks_of_agency(agency: Agency, *, now: datetime) -> QuerySet[Task]:  # noqa: ARG001  what is open is open now
    """Return what an agency is to do, whoever has it there, the soonest due first; its words only, and nothing they are about."""
    found = Task.objects.filter(force=agency.force_id, agency=agency, done_at=None)
    return _soonest(found.select_related("owner"))


def tasks_of_agencies(force_id: int) -> QuerySet[Task]:
    """Return what partner agencies are to do, open ones only, each with its agency, the soonest due first."""
    found = Task.objects.filter(force=force_id, agency__isnull=False, done_at=None)
    return _soonest(found.select_related("agency", "incident", "owner"))


def task_of_agency_or_none(agency: Agency, pk: int) -> Task | None:
    """Return a task of an agency, finished or not; None for one of the force, or of another agency."""
    found = Task.objects.filter(force=agency.force_id, agency=agency, pk=pk)
    return found.select_related("owner", "done_by", "force", "agency").first()


def open_tasks_of_beat(beat: Beat, *, now: datetime) -> QuerySet[Task]:  # noqa: ARG001  what is open is open now
    """Return what is to be done on a beat, whoever has it, the soonest due first."""
    return open_tasks(beat.force_id).filter(beat=beat)


def open_tasks_of(user: User, *, now: datetime) -> QuerySet[Task]:
    """Return what somebody has to do: their own, and what nobody owns on the beats they are named on today."""
    own = Q(owner=user) | Q(owner=None, beat__in=beats_of(user, now=now))
    return open_tasks(user.force_id).filter(own)


def on_the_board(force_id: int) -> QuerySet[Task]:
    """
    Return the open tasks for which nobody fits, each with `boarded_at` and `boarded_why`: a supervisor must give them away.

    A task leaves this list when somebody takes it, or is given it.
    """
    newest = TaskMove.objects.filter(task=OuterRef("pk")).order_by("-id")
    boarded = TaskMove.objects.filter(rung=Rung.BOARD, task__force=force_id, task__done_at=None).values("task")
    return (
        open_tasks(force_id)
        .filter(pk__in=boarded)
        .annotate(
            newest=Subquery(newest.values("rung")[:1]),
            boarded_at=Subquery(newest.values("at")[:1]),
            boarded_why=Subquery(newest.values("why")[:1]),
        )
        .filter(newest=Rung.BOARD)
    )


def overdue(force_id: int, *, now: datetime) -> QuerySet[Task]:
    """Return the open tasks of a force whose time has passed, the longest overdue first."""
    return open_tasks(force_id).filter(due_by__lt=now)


def task_or_none(user: User, pk: int) -> Task | None:
    """Return a task of the person's own force, finished or not; None for one that a partner agency is to do."""
    found = Task.objects.filter(force=user.force_id, agency=None, pk=pk)
    return found.select_related(
        "incident__call", "incident__place", "person", "place", "beat", "owner", "done_by", "force"
    ).first()


def task_of(force_id: int, key: str) -> Task | None:
    """Return the task that was made under a key, finished or not."""
    return Task.objects.filter(force=force_id, key=key).first()


def task_lends_purpose(user: User, pk: int, *, now: datetime) -> bool:
    """Say whether a task is reason enough to look at whom it is about: open, and one's own, of one's beat, or of those led."""
    mine = open_tasks(user.force_id) if answers_for_others(user) else open_tasks_of(user, now=now)
    return allowed(user, SEE_TASKS) and mine.filter(pk=pk).exists()


def moves_of(task: Task) -> list[TaskMove]:
    """Return where a task has been, the newest first."""
    return list(task.moves.select_related("from_owner", "to_owner").order_by("-id"))


def beats_of(user: User, *, now: datetime) -> QuerySet[Beat]:
    """Return the beats that somebody is a named officer of today."""
    return Beat.objects.filter(officers__in=_naming(localdate(now)).filter(user=user)).distinct().order_by("name")


def officers_of(beat: Beat, *, on: date) -> list[Named]:
    """Return the named officers of a beat on a day, the lead first, then by name; accounts that are off are left out."""
    return officers_by_beat([beat], on=on)[beat.pk]


def officers_by_beat(beats: Collection[Beat], *, on: date) -> dict[int, list[Named]]:
    """Return the named officers of some beats on a day, by the beat's id; of two leads the newer one is the lead."""
    rows = _naming(on).filter(beat__in=beats, user__is_active=True).select_related("user").order_by("-id")
    found: dict[int, list[Named]] = {beat.pk: [] for beat in beats}
    for row in rows:
        here = found[row.beat_id]
        if all(other.user.pk != row.user_id for other in here):
            here.append(Named(row.user, row.lead and not any(other.lead for other in here), row))
    for here in found.values():
        here.sort(key=lambda one: (not one.lead, one.user.display_name, one.user.pk))
    return found


def absences_on(users: Collection[User] | QuerySet[User], *, on: date) -> dict[int, Absence]:
    """Return who is away on a day, by the account's id, with the absence."""
    rows = Absence.objects.filter(user__in=users, withdrawn_at=None, from_on__lte=on).exclude(until_on__lt=on)
    return {row.user_id: row for row in rows.select_related("cover").order_by("-id")}


def who_is_at_work(force_id: int, *, now: datetime) -> list[User]:
    """
    Return the officers and supervisors of a force who are at work now, by name.

    Not away today, and on shift; somebody of whom no coming shift is known counts as at work.
    """
    people = User.objects.filter(force=force_id, is_active=True, role__in=NEIGHBOURHOOD)
    away = absences_on(people, on=localdate(now))
    shifts = coming_shifts(people, now=now)
    return [
        user
        for user in people.order_by("first_name", "last_name", "pk")
        if user.pk not in away and (user.pk not in shifts or shifts[user.pk][0].starts_at <= now)
    ]


def coming_shifts(users: Collection[User] | QuerySet[User], *, now: datetime) -> dict[int, list[Shift]]:
    """Return the shifts that have not ended, by the account's id, the soonest first; nobody without one is in it."""
    found: dict[int, list[Shift]] = defaultdict(list)
    for shift in Shift.objects.filter(user__in=users, withdrawn_at=None, ends_at__gt=now).order_by("starts_at"):
        found[shift.user_id].append(shift)
    return dict(found)


def workload(force_id: int, *, now: datetime) -> dict[int | None, tuple[int, int]]:
    """Return how many open tasks each owner has, and how many of them are overdue; None for those without an owner."""
    rows = (
        Task.objects.filter(force=force_id, agency=None, done_at=None)
        .values("owner")
        .annotate(open=Count("pk"), late=Count("pk", filter=Q(due_by__lt=now)))
    )
    return {row["owner"]: (row["open"], row["late"]) for row in rows}


def _soonest(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Put tasks in order: the soonest due first, then what has no time, the oldest first."""
    return tasks.order_by(F("due_by").asc(nulls_last=True), "pk")


def _naming(on: date) -> QuerySet[BeatOfficer]:
    """Return who is named on a day, first and last included."""
    return BeatOfficer.objects.filter(from_on__lte=on).exclude(until_on__lt=on)


def lends_purpose(user: User, beat_id: int, *, now: datetime) -> bool:
    """Say whether a beat is reason enough to look at what happened there: of its named officers, and of supervisors."""
    if user.role == Role.SUPERVISOR:
        return Beat.objects.filter(pk=beat_id, force=user.force_id).exists()
    return beats_of(user, now=now).filter(pk=beat_id).exists()
