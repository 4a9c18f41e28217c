"""What the pages of tasks show: rows in words, and whoever could have a task."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localdate

from heed.domain.beats import queries as beats
from heed.domain.incidents.models import Incident, Party
from heed.domain.incidents.terms import PartyRole
from heed.domain.places.models import Place
from heed.domain.tasking import queries
from heed.domain.tasking.access import NEIGHBOURHOOD, answers_for_others
from heed.domain.tasking.models import Task, TaskMove
from heed.domain.tasking.terms import Rung, TaskKind
from heed.foundation.accounts.models import User

MINE, BEATS, ALL, BOARD = "mine", "beats", "all", "board"
VISITED = (TaskKind.VISIT, TaskKind.PROMISE, TaskKind.CONTACT)


@dataclass(frozen=True, slots=True)
class Row:
    """A task in a list. late: its time has passed; place: its own, or its incident's; boarded: why it waits for an owner."""

    task: Task
    late: bool
    address: str
    place: Place | None
    boarded: str = ""


def chosen(user: User, whose: str, *, now: datetime) -> tuple[str, QuerySet[Task]]:
    """Return which list is shown, and its tasks; a list that is not the person's to see is their own."""
    if answers_for_others(user):
        if whose == ALL:
            return ALL, queries.open_tasks(user.force_id)
        if whose == BOARD:
            return BOARD, queries.on_the_board(user.force_id)
    if whose == BEATS:
        return BEATS, queries.open_tasks(user.force_id).filter(beat__in=queries.beats_of(user, now=now))
    return MINE, queries.open_tasks_of(user, now=now)


def rows(tasks: Collection[Task], *, now: datetime) -> list[Row]:
    """Put tasks as a list shows them."""
    return [
        Row(
            task,
            late=bool(task.due_by and task.due_by < now),
            address=reverse("neighbourhood:task", args=[task.pk]),
            place=place_of(task),
            boarded=getattr(task, "boarded_why", ""),
        )
        for task in tasks
    ]


def place_of(task: Task) -> Place | None:
    """Return where a task is to be done: its own place, or that of its incident."""
    return task.place or (task.incident.place if task.incident else None)


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to a task: it went to somebody, or a note was written."""

    at: datetime
    what: str
    words: str
    by: str


def steps(task: Task) -> list[Step]:
    """Return what happened to a task since it was made, the newest first."""
    moved = [Step(move.at, _went(move), move.why, move.moved_by_name) for move in queries.moves_of(task)]
    noted = [Step(note.at, "Note", note.words, note.by.display_name) for note in task.notes.select_related("by")]
    return sorted(moved + noted, key=lambda step: step.at, reverse=True)


def _went(move: TaskMove) -> str:
    """Say where a task went, and from whom."""
    to = move.to_owner.display_name if move.to_owner else "the officers of the beat" if move.rung == Rung.HAND else ""
    said = f"{move.get_rung_display()}: {to}" if to else move.get_rung_display()
    return f"{said}, from {move.from_owner.display_name}" if move.from_owner else said


def people_for(task: Task, *, now: datetime) -> list[tuple[str, str]]:
    """Return who could be given a task: the officers of its beat first, each with whether they are away."""
    today = localdate(now)
    named = [one.user for one in queries.officers_of(task.beat, on=today)] if task.beat else []
    others = [user for user in colleagues(task.force_id) if user not in named]
    away = queries.absences_on([*named, *others], on=today)
    listed = [(user, "named on the beat") for user in named] + [(user, "") for user in others]
    found = [
        (str(user.pk), _described(user, said, "away today" if user.pk in away else ""))
        for user, said in listed
        if user.pk != task.owner_id
    ]
    return ([("beat", f"The officers of {task.beat.name} together")] if task.beat and task.owner else []) + found


def colleagues(force_id: int) -> list[User]:
    """Return the officers and supervisors of a force whose accounts are on, by name."""
    found = User.objects.filter(force=force_id, is_active=True, role__in=NEIGHBOURHOOD)
    return list(found.order_by("first_name", "last_name", "username"))


def as_choices(users: Sequence[User]) -> list[tuple[str, str]]:
    """Return people as a list offers them."""
    return [(str(user.pk), _described(user)) for user in users]


def beats_for(user: User, *, now: datetime) -> list[tuple[str, str]]:
    """Return the beats of the force as a list offers them, one's own first."""
    own = list(queries.beats_of(user, now=now))
    others = [beat for beat in beats.standing(user.force_id).order_by("name") if beat not in own]
    return [(str(beat.pk), beat.name) for beat in (*own, *others)]


def visited_people(incident: Incident) -> list[tuple[str, str]]:
    """Return whom a visit for an incident may be to: whoever called or suffered, each once also where made one, by name."""
    parties = Party.objects.filter(incident=incident, person__isnull=False).exclude(role=PartyRole.OTHER_PARTY)
    named = {
        str(party.person.lead_id): party.name
        for party in parties.select_related("person").order_by("-id")
        if party.person
    }
    return sorted(named.items(), key=lambda pair: pair[1])


def _described(user: User, *more: str) -> str:
    """Name somebody with their rank and what else is to be known."""
    said = [user.get_rank_display() if user.rank else "", *more]
    words = ", ".join(word for word in said if word)
    return f"{user.display_name} ({words})" if words else user.display_name
