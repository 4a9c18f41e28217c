"""Changes that take part of what stands under one person to a new one, and back."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.timezone import localdate

from heed.domain.people import rules
from heed.domain.people import services as people
from heed.domain.people.identity.services import AlreadyUndone, lock_groups, undo_rows
from heed.domain.people.models import IdentityDecision, LineUse, Mention, Person, Residence, Split
from heed.domain.people.terms import Judgement
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act


class NotTheirs(Exception):
    """Something that was to be moved does not stand under the person."""


class CannotSplit(Exception):
    """The split is refused; the message is a sentence for the screen."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What a split moves: ids of rows that stand under the person. parties: of incidents, which move them themselves."""

    mentions: tuple[int, ...] = ()
    line_uses: tuple[int, ...] = ()
    residences: tuple[int, ...] = ()
    parties: tuple[int, ...] = ()

    def as_kept(self) -> dict[str, list[int]]:
        """Return the ids as the split keeps them."""
        return {name: sorted(set(ids)) for name, ids in asdict(self).items()}


MOVES = {"mentions": Mention, "line_uses": LineUse, "residences": Residence}
"""The rows of this package that a split moves, by the name under which it keeps them."""


@transaction.atomic
def split(*, person_id: uuid.UUID, moved: Moved, why: str, user: User, actor: Actor, now: datetime) -> Split:
    """
    Move part of what stands under one person to a new one, who is then told apart from them.

    The new person has the name and birth of the newest description moved, and is known since the oldest. The caller moves
    the parties in the same transaction. Raises CannotSplit, NotTheirs, Person.DoesNotExist.
    """
    kept = moved.as_kept()
    if not any(kept.values()):
        raise CannotSplit("Choose what belongs to the other person.")
    if not Person.objects.filter(pk=person_id, force=user.force_id).exists():
        raise Person.DoesNotExist
    person = lock_groups([person_id])[person_id]
    said = list(Mention.objects.filter(pk__in=kept["mentions"], person=person).order_by("at", "pk"))
    if said and len(said) == Mention.objects.filter(person=person).count():
        raise CannotSplit("Everything that was said of this person would go: leave what is theirs.")
    new = uuid.uuid4()
    newcomer = Person.objects.create(
        id=new,
        lead_id=new,
        force_id=person.force_id,
        given_name=said[-1].given_name if said else person.given_name,
        family_name=said[-1].family_name if said else person.family_name,
        born_on=_whole_date(said[-1].born) if said else None,
        first_known_at=said[0].at if said else now,
    )
    _move(kept, source=person.pk, to=newcomer.pk)
    # What was filed once for both is now looked for under each.
    people.file_anew([person.pk, newcomer.pk])
    one, other = rules.pair_of(person.pk, newcomer.pk)
    decision = IdentityDecision.objects.create(
        force_id=person.force_id,
        one_id=one,
        other_id=other,
        decision=Judgement.DIFFERENT,
        at=now,
        decided_by=user,
        actor=actor.reference,
        role=actor.role,
        by_machine=False,
        why=why[:500],
    )
    made = Split.objects.create(
        force_id=person.force_id,
        person=person,
        new_person=newcomer,
        moved=kept,
        at=now,
        split_by=user,
        actor=actor.reference,
        why=why[:500],
        decision=decision,
    )
    audit.record(
        actor=actor,
        act=Act.ALTERATION,
        action="person.split",
        subjects=[f"person:{person.pk}", f"person:{newcomer.pk}", f"split:{made.pk}"],
        purpose=why,
        detail={name: len(ids) for name, ids in kept.items()},
        now=now,
    )
    return made


@transaction.atomic
def undo_split(*, split_id: int, why: str, user: User, actor: Actor, now: datetime) -> Split:
    """
    Move back what a split moved, row by row; what came to the new person since stays with them.

    The caller moves the parties in the same transaction. Raises AlreadyUndone, CannotSplit (when a later split moved some
    of it on), Contradicts, and Split.DoesNotExist.
    """
    asked = Split.objects.get(pk=split_id, force=user.force_id)
    locked = lock_groups([asked.person_id, asked.new_person_id])
    made = Split.objects.select_for_update(of=("self",)).select_related("decision").get(pk=split_id)
    if made.undone_at:
        raise AlreadyUndone
    for later in Split.objects.filter(person=made.new_person_id, undone_at=None).select_related(
        "new_person", "split_by"
    ):
        if any(set(later.moved[name]) & set(ids) for name, ids in made.moved.items()):
            raise CannotSplit(
                f"Some of it was moved on to {later.new_person.name} on {localdate(later.at):%-d %B %Y} by "
                f"{later.split_by.display_name}. Undo that one first."
            )
    _make_room(made, now=now)
    _move(made.moved, source=made.new_person_id, to=made.person_id)
    people.file_anew([made.person_id, made.new_person_id])
    undo_rows([made.decision], locked, why=why, user=user, actor=actor, now=now)
    made.undone_at, made.undone_by, made.undone_why = now, user, why[:500]
    made.save(update_fields=["undone_at", "undone_by", "undone_why"])
    audit.record(
        actor=actor,
        act=Act.ALTERATION,
        action="split.undone",
        subjects=[f"person:{made.person_id}", f"person:{made.new_person_id}", f"split:{made.pk}"],
        purpose=why,
        now=now,
    )
    return made


def _move(moved: Mapping[str, Sequence[int]], *, source: uuid.UUID, to: uuid.UUID) -> None:
    """Move rows from one person to another: all of them, or NotTheirs."""
    for name, model in MOVES.items():
        ids = moved[name]
        if ids and model._default_manager.filter(pk__in=ids, person=source).update(person=to) != len(ids):  # noqa: SLF001
            raise NotTheirs(name)


def _make_room(made: Split, *, now: datetime) -> None:
    """
    Mark the line uses that come back beside a newer one of the same person and line.

    Neither row is changed otherwise: what was moved is restored as it was, and what came since stays as it came.
    """
    since = LineUse.objects.filter(person=made.person_id, removed_at=None, returned_at=None)
    taken = since.filter(e164=OuterRef("e164"))
    coming = LineUse.objects.filter(pk__in=made.moved["line_uses"], removed_at=None, returned_at=None)
    coming.filter(Exists(taken)).update(returned_at=now)


def _whole_date(born: str) -> date | None:
    """Return a birth that was said whole, as a date."""
    try:
        return date.fromisoformat(born)
    except ValueError:
        return None
