"""
Who should have a task now: an owner who is away passes it on, and what is late climbs. Never to nobody's inbox.

The rules, in this order. A task that is late by the pack's period climbs to a sergeant, an inspector, a chief inspector, each
once. A task whose owner's account is off, or who is not back before it is due, goes to whoever covers, else to another named
officer of the beat who is at work soonest, else up. It never goes to somebody who is away or whose account is off, and never
back down. Where nobody fits it stands on the supervisors' board, with the reason, until a person gives it away or it climbs;
the officers of its beat see it meanwhile. Pure: ids and times in, a move out.
Source: features.md 3.6 ("escalates on leave or shift pattern, never to a dead inbox"); the order of ranks is procedure.md 3.5.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from heed.engines.risk.at_work import Level, Officer


@dataclass(frozen=True, slots=True)
class Ladder:
    """
    By how much a task of one kind is late before it climbs.

    after: by level above constable. soon: whoever is at work next only after this is not given what is late already.
    """

    after: Mapping[Level, timedelta]
    soon: timedelta

    def due_level(self, due_by: datetime | None, now: datetime) -> Level:
        """Return how high a task must stand; exactly a period late is late enough."""
        if due_by is None:
            return Level.CONSTABLE
        reached = [level for level, after in self.after.items() if now - due_by >= after and now >= due_by]
        return max(reached, default=Level.CONSTABLE)


@dataclass(frozen=True, slots=True)
class Waiting:
    """
    An open task.

    owner: None while it belongs to the named officers of its beat. on_beat: it lies on a beat. climbed: the highest rung it
    was put on by rule, and how high whoever stood from whom it was taken onto the board. on_board: it stands on the
    supervisors' board, and nobody has taken it since. boarded_at: when it was put there last, if ever.
    """

    due_by: datetime | None = None
    owner: int | None = None
    on_beat: bool = True
    climbed: Level = Level.CONSTABLE
    on_board: bool = False
    boarded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """
    Where a task goes. rung: cover, colleague, sergeant, inspector, chief_inspector or board.

    owner: on the board, whoever keeps it meanwhile because they can, or None.
    """

    owner: int | None
    rung: str
    why: str


BOARD: Final = "board"
COVER: Final = "cover"
COLLEAGUE: Final = "colleague"
TOP: Final = Level.CHIEF_INSPECTOR
NOBODY: Final = (None, BOARD, "")


@dataclass(frozen=True, slots=True)
class Room:
    """Who there is: everybody by id, and the ids of the beat's named officers."""

    people: Mapping[int, Officer] = field(default_factory=dict)
    named: Sequence[int] = ()


def escalate(task: Waiting, *, now: datetime, room: Room, ladder: Ladder) -> Move | None:
    """
    Say who should have a task now; None where it may stay.

    Applied, the same question at the same moment gets None: nothing is moved twice.
    """
    owner = room.people.get(task.owner) if task.owner is not None else None
    standing = max(task.climbed, owner.level if owner else Level.CONSTABLE)
    due = ladder.due_level(task.due_by, now)
    by = _by(task, now=now, ladder=ladder)
    climbs = due > standing and not _answered_since(task, due, ladder)
    late = f"Late by {_in_words(now - task.due_by)}" if task.due_by and climbs else ""
    if climbs and (found := _up(task, room, range(due, TOP + 1), now=now, by=by)):
        return Move(found.id, _rung(found), late)
    cannot = _cannot(task, owner, now=now, by=by, room=room)
    if cannot is None:
        why = f"{late}, and nobody above is at work soon"
        return Move(task.owner, BOARD, why) if climbs and not task.on_board else None
    if task.owner is None and task.on_board:
        return None
    found, rung, why = _instead(task, owner, standing, now=now, by=by, room=room)
    if found:
        return Move(found.id, BOARD if climbs else rung, f"{cannot}; {why}")
    return Move(None, BOARD, cannot)


def _by(task: Waiting, *, now: datetime, ladder: Ladder) -> datetime | None:
    """Return before when whoever gets it must be at work: before it is due, or soon where that has passed; None: some day."""
    if task.due_by is None:
        return None
    return task.due_by if task.due_by > now else now + ladder.soon


def _answered_since(task: Waiting, due: Level, ladder: Ladder) -> bool:
    """Say whether supervisors had it before them since this rung was reached, and somebody has dealt with it there."""
    if task.on_board or task.boarded_at is None or task.due_by is None:
        return False
    return task.boarded_at >= task.due_by + ladder.after[due]


def _cannot(task: Waiting, owner: Officer | None, *, now: datetime, by: datetime | None, room: Room) -> str | None:
    """Say in words why whoever has it cannot do it in time; None where they can."""
    if task.owner is None:
        return _beat_cannot(task, now=now, by=by, room=room)
    if owner is None or not owner.inbox:
        return f"{owner.name if owner else 'Its owner'} cannot open it any more"
    is_late = task.due_by is not None and task.due_by <= now
    start = owner.at_work_at(now)
    if owner.is_away(now) and (is_late or start is None or (by is not None and start >= by)):
        return f"{owner.name} is away and not back in time"
    if not is_late and by is not None and (start is None or start >= by):
        return f"{owner.name} has no shift before it is due"
    return None


def _beat_cannot(task: Waiting, *, now: datetime, by: datetime | None, room: Room) -> str | None:
    """Say in words why no named officer of its beat can do it in time; None where one can."""
    if not task.on_beat:
        return "It lies on no beat, and nobody has it"
    if _best(_named(room), now=now, by=by):
        return None
    return "No named officer of its beat is at work in time" if room.named else "Its beat has no named officers"


def _instead(
    task: Waiting, owner: Officer | None, standing: Level, *, now: datetime, by: datetime | None, room: Room
) -> tuple[Officer | None, str, str]:
    """Return who should have it instead, on which rung, and why them: cover, then a colleague, then up."""
    if owner and (cover := _cover(owner, standing, now=now, by=by, room=room)):
        return cover, COVER, f"{cover.name} covers"
    if owner is None and not task.on_beat:
        return None, BOARD, ""
    peers = _named(room) if standing == Level.CONSTABLE else room.people.values()
    colleague = _best([one for one in peers if one.level == standing and one.id != task.owner], now=now, by=by)
    if colleague:
        return colleague, COLLEAGUE, f"{colleague.name} is at work"
    above = _up(task, room, range(standing + 1, TOP + 1), now=now, by=by)
    return (above, _rung(above), f"no colleague is at work in time, so {above.level.label} has it") if above else NOBODY


def _cover(owner: Officer, standing: Level, *, now: datetime, by: datetime | None, room: Room) -> Officer | None:
    """Return who covers for somebody who is away, or who covers for them in turn, and stands no lower."""
    seen, waiting = {owner.id}, [owner]
    while waiting:
        one = waiting.pop(0)
        for away in one.away:
            cover = room.people.get(away.cover) if away.cover is not None and away.holds(now) else None
            if cover is None or cover.id in seen:
                continue
            if cover.level >= standing and _best([cover], now=now, by=by):
                return cover
            seen.add(cover.id)
            waiting.append(cover)
    return None


def _up(task: Waiting, room: Room, levels: Iterable[int], *, now: datetime, by: datetime | None) -> Officer | None:
    """Return the best on the first of some levels on which anybody fits."""
    for level in levels:
        among = [one for one in room.people.values() if one.level == level and one.id != task.owner]
        if found := _best(among, now=now, by=by):
            return found
    return None


def _best(officers: Iterable[Officer], *, now: datetime, by: datetime | None) -> Officer | None:
    """
    Return who is to have it among those who read what they are given, are not away, and are at work in time.

    Nearest first, then who is at work soonest, the lead, and who carries least.
    """
    fit = [
        (one.near, start, not one.lead, one.carries, one.id, one)
        for one in officers
        if one.inbox
        and not one.is_away(now)
        and (start := one.at_work_at(now)) is not None
        and (by is None or start < by)
    ]
    return min(fit, key=lambda each: each[:5])[5] if fit else None


def _named(room: Room) -> list[Officer]:
    """Return the named officers of the beat."""
    return [room.people[one] for one in room.named if one in room.people]


def _rung(officer: Officer) -> str:
    """Return the rung on which somebody stands."""
    return officer.level.name.lower()


def _in_words(late: timedelta) -> str:
    """Say how late, in whole hours or days: `1 hour`, `3 days`."""
    hours = int(late.total_seconds() // 3600)
    number, noun = (hours // 24, "day") if hours >= 48 else (hours, "hour")  # noqa: PLR2004  two days
    if number == 0:
        return "less than an hour"
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
