"""What was decided about a person: every decision and split, by whom, why, on what, and whether it was taken back."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from heed.domain.people import queries as people
from heed.domain.people.access import may_undo
from heed.domain.people.identity import queries as identity
from heed.domain.people.identity.services import told
from heed.domain.people.models import IdentityDecision, Person, Split
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor, Role
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act

HISTORY_MOST = 200
"""Decisions on one page, the newest."""


@dataclass(frozen=True, slots=True)
class Undone:
    """That something was taken back."""

    who: str
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Decided:
    """
    One decision or split. part: d12 is decision 12, s3 is split 3. others: the two it is about, for links.

    shown: what was on the screen; likelihood: what the machine thought, by which weights, in words. may_undo: by who asks.
    """

    part: str
    words: str
    by: str
    at: datetime
    why: str
    shown: tuple[str, ...]
    likelihood: str
    others: tuple[Person, Person]
    undone: Undone | None
    may_undo: bool


def of(person: Person, *, user: User, now: datetime) -> list[Decided]:
    """Return everything decided about a person and whoever is one with them, the newest first."""
    # What a split decided is undone with it, and told with it.
    decisions = [made for made in identity.history_of(person.pk) if not hasattr(made, "split")]
    found = [_decision(made, user=user, now=now) for made in decisions[:HISTORY_MOST]]
    found += [_split(made, user=user, now=now) for made in identity.splits_of(person.pk)[:HISTORY_MOST]]
    return sorted(found, key=lambda made: made.at, reverse=True)


@transaction.atomic
def open_history(*, person: Person, purpose: str, user: User, actor: Actor, now: datetime) -> list[Decided]:
    """Read what was decided about a person."""
    found = of(person, user=user, now=now)
    named = dict.fromkeys(
        [
            *(member.pk for member in people.group_of(person.pk)),
            *(other.pk for made in found for other in made.others),
        ]
    )
    audit.record(
        actor=actor,
        act=Act.CONSULTATION,
        action="identity.consulted",
        subjects=[f"person:{pk}" for pk in named],
        purpose=purpose,
        now=now,
    )
    return found


def _decision(made: IdentityDecision, *, user: User, now: datetime) -> Decided:
    """Put a decision."""
    undo = getattr(made, "undo", None)
    likelihood = (
        f"{made.probability * 100:.1f} % likely by {made.model or 'the model in use'}" if made.probability else ""
    )
    return Decided(
        part=f"d{made.pk}",
        words=told(made),
        by=_by(made.decided_by, made.role),
        at=made.at,
        why=made.why,
        shown=tuple(map(str, made.shown)),
        likelihood=likelihood,
        others=(made.one, made.other),
        undone=Undone(_by(undo.undone_by, ""), undo.at, undo.why) if undo else None,
        may_undo=not undo and may_undo(user, decided_by=made.decided_by_id, decided_at=made.at, now=now),
    )


def _split(made: Split, *, user: User, now: datetime) -> Decided:
    """Put a split."""
    return Decided(
        part=f"s{made.pk}",
        words=f"{_moved(made)} of {made.person.name} moved to {made.new_person.name}: they are not the same person.",
        by=_by(made.split_by, ""),
        at=made.at,
        why=made.why,
        shown=(),
        likelihood="",
        others=(made.person, made.new_person),
        undone=Undone(_by(made.undone_by, ""), made.undone_at, made.undone_why) if made.undone_at else None,
        may_undo=not made.undone_at and may_undo(user, decided_by=made.split_by_id, decided_at=made.at, now=now),
    )


MOVED = {
    "mentions": ("description", "descriptions"),
    "line_uses": ("line", "lines"),
    "residences": ("home", "homes"),
    "parties": ("part in incidents", "parts in incidents"),
}
"""What a split moves, in words: one of it, several of it."""


def _moved(made: Split) -> str:
    """Say how much a split moved: 2 descriptions and 1 line."""
    counted = {name: len(made.moved[name]) for name in MOVED}
    parts = [f"{count} {MOVED[name][count != 1]}" for name, count in counted.items() if count]
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _by(who: User | None, role: str) -> str:
    """Name who did something with their role, as it was then where that is kept."""
    if who is None:
        return "Heed, by itself"
    return f"{who.display_name}, {(Role(role).label if role in Role.values else who.get_role_display()).lower()}"
