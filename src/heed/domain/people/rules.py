"""Who stands for whom, what contradicts what, and what gives pause before two people become one."""

import uuid
from collections import defaultdict, deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

Pair = tuple[uuid.UUID, uuid.UUID]
"""Two people, the smaller id first: a pair is written one way round."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a group of people decided to be one and the same."""

    id: uuid.UUID
    first_known_at: datetime


@dataclass(frozen=True, slots=True)
class Known:
    """What is on record of one side of a comparison, in words for the screen; homes: where they live now."""

    given_names: frozenset[str]
    births: frozenset[date]
    homes: frozenset[str]


def pair_of(one: uuid.UUID, other: uuid.UUID) -> Pair:
    """Return two people as a pair. Raises ValueError for somebody and themselves."""
    if one == other:
        raise ValueError("a person is not decided to be themselves")
    return (one, other) if one < other else (other, one)


def leader_of(members: Iterable[Member]) -> uuid.UUID:
    """Return who stands for a group: the one first known; of those known since the same moment, the smaller id."""
    return min(members, key=lambda member: (member.first_known_at, member.id)).id


def groups_of(members: Collection[uuid.UUID], same: Iterable[Pair]) -> list[frozenset[uuid.UUID]]:
    """Return who hangs together by pairs decided to be the same; whoever is in no pair is a group of one."""
    beside = _beside(same)
    left, groups = set(members), []
    while left:
        group, waiting = set[uuid.UUID](), [left.pop()]
        while waiting:
            person = waiting.pop()
            group.add(person)
            waiting += beside[person] - group
        left -= group
        groups.append(frozenset(group))
    return groups


def path_between(one: uuid.UUID, other: uuid.UUID, same: Iterable[Pair]) -> list[Pair]:
    """Return the shortest chain of pairs by which two people hang together, in order; empty when they do not."""
    beside = _beside(same)
    came_from: dict[uuid.UUID, uuid.UUID | None] = {one: None}
    waiting = deque([one])
    while waiting and other not in came_from:
        person = waiting.popleft()
        for neighbour in sorted(beside[person] - came_from.keys()):
            came_from[neighbour] = person
            waiting.append(neighbour)
    chain: list[Pair] = []
    at = other
    while (before := came_from.get(at)) is not None:
        chain.append(pair_of(before, at))
        at = before
    return chain[::-1]


def may_take_back(
    *, decided_by: int | None, decided_on: date, asks: int, answers_for_the_room: bool, today: date
) -> bool:
    """
    Say whether somebody may take a decision about who is who back.

    Whoever decided may, until the end of that day, in the force's own time; whoever answers for the room may always. What
    the machine decided, decided_by None, only the second may.
    """
    return answers_for_the_room or (decided_by == asks and decided_on == today)


def pauses(one: Known, other: Known) -> list[str]:
    """
    Say what speaks against two people being one, in sentences: nothing here forbids it, each asks for a second look.

    What is not on record on either side speaks neither way.
    """
    births_differ = bool(one.births and other.births and not one.births & other.births)
    names_differ = bool(one.given_names and other.given_names and not one.given_names & other.given_names)
    at_one_address = bool(one.homes & other.homes)
    found: list[str] = []
    if at_one_address and births_differ and not names_differ:
        found.append("Both live at one address under one first name, with different dates of birth: father and son?")
    elif at_one_address and births_differ:
        found.append("Both live at one address, with different dates of birth: two people of one household?")
    elif births_differ:
        found.append("Their dates of birth differ.")
    if at_one_address and names_differ and one.births & other.births:
        found.append("Both live at one address and were born on one day, with different first names: twins?")
    elif names_differ:
        found.append("Their first names differ.")
    if one.homes and other.homes and not at_one_address:
        found.append("They live at different addresses, as far as is known.")
    return found


def _beside(pairs: Iterable[Pair]) -> defaultdict[uuid.UUID, set[uuid.UUID]]:
    """Return whom each person is paired with."""
    beside: defaultdict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for one, other in pairs:
        beside[one].add(other)
        beside[other].add(one)
    return beside
