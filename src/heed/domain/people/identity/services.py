"""Changes to who is who. Each locks the groups it touches, and leaves every lead as the decisions that hold make it."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from heed.domain.people import rules
from heed.domain.people.identity import queries
from heed.domain.people.models import IdentityDecision, IdentityUndo, Person
from heed.domain.people.terms import APART, Judgement
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act


class Contradicts(Exception):
    """Decisions that stand forbid this; the message says which, by whom and when. decisions: those, in order."""

    def __init__(self, message: str, decisions: Sequence[IdentityDecision]) -> None:
        super().__init__(message)
        self.decisions = tuple(decisions)


class DecidedByAPerson(Contradicts):
    """A person has decided about these two: the machine leaves them alone."""


class AlreadyUndone(Exception):
    """The decision was taken back before."""


class PartOfASplit(Exception):
    """The decision belongs to a split, and is taken back with it; the message says so."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What a decision rests on. shown: the words on the screen; probability, model, run: the machine's, if it had a part."""

    why: str = ""
    shown: Sequence[str] = ()
    probability: float | None = None
    model: str = ""
    call: uuid.UUID | None = None
    run: uuid.UUID | None = None


@transaction.atomic
def decide(
    *,
    one: uuid.UUID,
    other: uuid.UUID,
    judgement: Judgement,
    basis: Basis,
    user: User | None,
    actor: Actor,
    now: datetime,
) -> IdentityDecision:
    """
    Decide about two people of one force; user None is the machine.

    Who is to be the same must not be told apart anywhere in the two groups, and nobody is told apart within a group: what
    stands against it is taken back first. Raises Contradicts, DecidedByAPerson, Person.DoesNotExist.
    """
    pair = rules.pair_of(one, other)
    locked = lock_groups(pair)
    first, second = (locked[person] for person in pair)
    if first.force_id != second.force_id:
        raise Person.DoesNotExist(f"{second.pk} is of another force")
    standing = queries.about(*pair)
    if user is None and (human := [made for made in standing if not made.by_machine]):
        raise DecidedByAPerson(told(human[0]), human)
    if judgement == Judgement.SAME and standing and standing[0].decision in APART:
        raise Contradicts(_against_one([standing[0]]), [standing[0]])
    if judgement != Judgement.SAME and first.lead_id == second.lead_id:
        chain = _chain(pair, queries.holding_among(locked.keys()))
        raise Contradicts(_against_two(chain), chain)
    made = IdentityDecision.objects.create(
        force_id=first.force_id,
        one=first,
        other=second,
        decision=judgement,
        at=now,
        decided_by=user,
        actor=actor.reference,
        role=actor.role,
        by_machine=user is None,
        why=basis.why[:500],
        shown=list(basis.shown),
        probability=basis.probability,
        model=basis.model[:120],
        call=basis.call,
        run=basis.run,
    )
    settle(locked)
    audit.record(
        actor=actor,
        act=Act.COMBINATION if judgement == Judgement.SAME else Act.ALTERATION,
        action=f"identity.decided_{judgement}",
        subjects=[*(f"person:{person}" for person in pair), f"identity_decision:{made.pk}"],
        now=now,
    )
    return made


@transaction.atomic
def undo(*, decision_id: int, why: str, user: User, actor: Actor, now: datetime) -> IdentityUndo:
    """
    Take a decision back; what was decided about the two before holds again.

    Raises AlreadyUndone, PartOfASplit, Contradicts (when what would hold again goes against what was decided since), and
    IdentityDecision.DoesNotExist.
    """
    decision = IdentityDecision.objects.get(pk=decision_id, force=user.force_id)
    locked = lock_groups([decision.one_id, decision.other_id])
    if hasattr(decision, "split"):
        raise PartOfASplit("This was decided by a split: undo the split.")
    made = undo_rows([decision], locked, why=why, user=user, actor=actor, now=now)
    audit.record(
        actor=actor,
        act=Act.ALTERATION,
        action="identity.undone",
        subjects=[f"person:{decision.one_id}", f"person:{decision.other_id}", f"identity_decision:{decision.pk}"],
        purpose=why,
        now=now,
    )
    return made[0]


@transaction.atomic
def undo_run(*, run: uuid.UUID, why: str, user: User, actor: Actor, now: datetime) -> int:
    """
    Take back every standing decision of one re-linking; return how many.

    Raises Contradicts, and then takes none back.
    """
    decisions = list(queries.standing().filter(run=run, force=user.force_id).order_by("id"))
    locked = lock_groups({person for made in decisions for person in (made.one_id, made.other_id)})
    undo_rows(decisions, locked, why=why, user=user, actor=actor, now=now)
    audit.record(
        actor=actor,
        act=Act.ALTERATION,
        action="identity_run.undone",
        subjects=[f"identity_run:{run}"],
        purpose=why,
        detail={"decisions": len(decisions)},
        now=now,
    )
    return len(decisions)


def undo_rows(
    decisions: Sequence[IdentityDecision],
    locked: dict[uuid.UUID, Person],
    *,
    why: str,
    user: User,
    actor: Actor,
    now: datetime,
) -> list[IdentityUndo]:
    """Take decisions back whose groups are locked. Raises AlreadyUndone, Contradicts."""
    if IdentityUndo.objects.filter(decision__in=decisions).exists():
        raise AlreadyUndone
    made = IdentityUndo.objects.bulk_create(
        [
            IdentityUndo(decision=decision, at=now, undone_by=user, actor=actor.reference, why=why[:500])
            for decision in decisions
        ],
        batch_size=1_000,
    )
    settle(locked)
    return made


def settle(locked: dict[uuid.UUID, Person]) -> None:
    """
    Give everybody in these locked, whole groups the lead that the decisions that hold make.

    Raises Contradicts when they would make one of two people whom a decision keeps apart.
    """
    holding = queries.holding_among(locked.keys())
    leads: dict[uuid.UUID, uuid.UUID] = {}
    for group in rules.groups_of(locked.keys(), queries.same_pairs(holding)):
        leader = rules.leader_of(rules.Member(member, locked[member].first_known_at) for member in group)
        leads |= dict.fromkeys(group, leader)
    for made in holding:
        if made.decision in APART and leads[made.one_id] == leads[made.other_id]:
            raise Contradicts(_against_one([made]), [made])
    moved = [person for person in locked.values() if person.lead_id != leads[person.pk]]
    for person in moved:
        person.lead_id = leads[person.pk]
    Person.objects.bulk_update(moved, ["lead"], batch_size=1_000)


def lock_groups(person_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Person]:
    """
    Lock these people and whoever is one with them, in the order of their ids, so that two who do so wait and never block.

    Somebody may have joined or left while this waited: then it lets go and begins again. Raises Person.DoesNotExist.
    """
    while True:
        point = transaction.savepoint()
        group = Person.objects.filter(lead__in=Person.objects.filter(pk__in=person_ids).values("lead"))
        locked = {person.pk: person for person in group.select_for_update(no_key=True, of=("self",)).order_by("pk")}
        if not locked.keys() >= set(person_ids) and Person.objects.filter(pk__in=person_ids).count() < len(
            set(person_ids)
        ):
            raise Person.DoesNotExist
        if set(group.values_list("pk", flat=True)) == locked.keys():
            transaction.savepoint_commit(point)
            return locked
        transaction.savepoint_rollback(point)


def _chain(pair: rules.Pair, holding: Sequence[IdentityDecision]) -> list[IdentityDecision]:
    """Return the decisions by which two people are one, in order."""
    by_pair = {(made.one_id, made.other_id): made for made in holding}
    return [by_pair[link] for link in rules.path_between(*pair, queries.same_pairs(holding))]


def told(made: IdentityDecision) -> str:
    """Say what was decided, by whom and when."""
    who = made.decided_by.display_name if made.decided_by else "Heed"
    what = {
        Judgement.SAME: "are the same person",
        Judgement.DIFFERENT: "are not the same person",
        Judgement.SAME_HOUSEHOLD: "are two people of one household",
        Judgement.UNSURE: "may or may not be the same person",
    }[Judgement(made.decision)]
    return f"{who} decided on {localdate(made.at):%-d %B %Y} that {made.one.name} and {made.other.name} {what}."


def _against_one(apart: Sequence[IdentityDecision]) -> str:
    """Say why two groups cannot become one."""
    return " ".join([*map(told, apart), "Take that back first."])


def _against_two(chain: Sequence[IdentityDecision]) -> str:
    """Say by what the two are one already."""
    return " ".join(["They stand as one person.", *map(told, chain), "Take that back first."])
