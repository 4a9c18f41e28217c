"""
Two people on record turn out to be one, or one to be two; what was decided is remembered, and can be undone.

Nothing is merged away: who stands for whom changes, and every count follows. Both sides are shown first.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from heed.domain.calls import queries as calls
from heed.domain.calls.models import Call, CallerDecision
from heed.domain.calls.terms import About, Decision
from heed.domain.incidents import queries as incidents_read
from heed.domain.incidents import services as incidents
from heed.domain.incidents.terms import PartyRole
from heed.domain.people import queries as people
from heed.domain.people.access import DECIDE_IDENTITY, TAKE_BACK, refuse_unless_may_undo
from heed.domain.people.identity import queries as identity_read
from heed.domain.people.identity import services as identity
from heed.domain.people.identity.services import Basis, Contradicts
from heed.domain.people.models import IdentityDecision, IdentityUndo, Person, Split
from heed.domain.people.rules import Known, Member, leader_of, pauses
from heed.domain.people.splits import services as splits
from heed.domain.people.splits.services import Moved
from heed.domain.people.terms import Judgement, LinkSource
from heed.domain.vulnerability import queries as vulnerability_read
from heed.domain.vulnerability import services as vulnerability
from heed.engines.numbers.reading import display
from heed.engines.risk.repeat import Report
from heed.flows import demands
from heed.flows.counting import counts, look_back
from heed.foundation.accounts.access import refuse_unless_allowed
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act
from heed.foundation.policy import services as policy

SUFFERED = (PartyRole.VICTIM, PartyRole.COMPLAINANT)
REMEMBERED = frozenset({Decision.DIFFERENT, Decision.HOUSEHOLD})


@dataclass(frozen=True, slots=True)
class Side:
    """
    One side of a comparison: all that stands under one person, and whoever is one with them.

    as_victim, as_caller: incidents by window in days. homes: where they live now. lines: in words, as far as they may be
    shown.
    """

    person: uuid.UUID
    lead: Person
    names: tuple[str, ...]
    births: tuple[date, ...]
    homes: tuple[str, ...]
    lines: tuple[str, ...]
    as_victim: dict[int, int]
    as_caller: dict[int, int]
    on_record: int


@dataclass(frozen=True, slots=True)
class Preview:
    """
    What a merge would do, before it is done. lead: who would stand for both; victim_after, caller_after: as on each side.

    changes, contradictions, warnings: sentences for the screen. Contradictions forbid it, warnings ask for a second look.
    """

    one: Side
    other: Side
    lead: Person
    victim_after: dict[int, int]
    caller_after: dict[int, int]
    changes: tuple[str, ...]
    contradictions: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def words(self) -> list[str]:
        """Return what is on the screen, as a decision keeps it."""
        return [*self.changes, *self.contradictions, *self.warnings]


@transaction.atomic
def preview(*, one: uuid.UUID, other: uuid.UUID, purpose: str, user: User, actor: Actor, now: datetime) -> Preview:
    """Show both sides of a merge and what it would change. Raises Person.DoesNotExist for anybody of another force."""
    refuse_unless_allowed(user, DECIDE_IDENTITY)
    _known(one, other, user=user)
    groups = {asked: people.group_of(asked) for asked in (one, other)}
    suffered, reported = (_reports(one, other, roles=roles, now=now) for roles in (SUFFERED, (PartyRole.CALLER,)))
    left, right = (
        _side(asked, groups[asked], suffered[asked], reported[asked], user=user, now=now) for asked in (one, other)
    )
    members = {person.pk: person for group in groups.values() for person in group}
    lead = members[leader_of(Member(person.pk, person.first_known_at) for person in members.values())]
    pack = policy.in_use()
    victim_after = counts(suffered[one] + suffered[other], now=now, pack=pack)
    caller_after = counts(reported[one] + reported[other], now=now, pack=pack)
    already = left.lead.pk == right.lead.pk
    opposed = [] if already else [identity.told(made) for made in identity_read.against(one, other)]
    audit.record(
        actor=actor,
        act=Act.CONSULTATION,
        action="people.compared",
        subjects=[f"person:{person}" for person in members],
        purpose=purpose,
        now=now,
    )
    return Preview(
        one=left,
        other=right,
        lead=lead,
        victim_after=victim_after,
        caller_after=caller_after,
        changes=_changes(left, right, lead=lead, victim_after=victim_after),
        contradictions=("They stand as one person already.",) if already else tuple(opposed),
        warnings=tuple(pauses(_as_known(left, groups[one]), _as_known(right, groups[other]))),
    )


@transaction.atomic
def merge(
    *, one: uuid.UUID, other: uuid.UUID, why: str, shown: Sequence[str], user: User, actor: Actor, now: datetime
) -> IdentityDecision:
    """
    Decide that two people on record are one.

    shown: the words on the screen, Preview.words. Raises PermissionDenied, Person.DoesNotExist, Contradicts.
    """
    made = _decide(one, other, Judgement.SAME, why=why, shown=shown, user=user, actor=actor, now=now)
    demands.matched(person_ids=[one, other], now=now)
    return made


@transaction.atomic
def tell_apart(
    *,
    one: uuid.UUID,
    other: uuid.UUID,
    judgement: Judgement = Judgement.DIFFERENT,
    why: str,
    shown: Sequence[str],
    user: User,
    actor: Actor,
    now: datetime,
) -> IdentityDecision:
    """Decide that two people are not one: different, of one household, or that nobody can tell. Raises as merge does."""
    return _decide(one, other, judgement, why=why, shown=shown, user=user, actor=actor, now=now)


@transaction.atomic
def undo(*, decision_id: int, why: str, user: User, actor: Actor, now: datetime) -> IdentityUndo:
    """
    Take a decision back. Whoever made it may on the same day, a supervisor always.

    Raises PermissionDenied, identity.AlreadyUndone, identity.PartOfASplit, Contradicts, IdentityDecision.DoesNotExist.
    """
    made = IdentityDecision.objects.get(pk=decision_id, force=user.force_id)
    refuse_unless_may_undo(user, decided_by=made.decided_by_id, decided_at=made.at, now=now)
    return identity.undo(decision_id=decision_id, why=why, user=user, actor=actor, now=now)


@transaction.atomic
def undo_run(*, run: uuid.UUID, why: str, user: User, actor: Actor, now: datetime) -> int:
    """Take back all that one re-linking decided; return how many decisions that was. Raises PermissionDenied, Contradicts."""
    refuse_unless_allowed(user, TAKE_BACK)
    return identity.undo_run(run=run, why=why, user=user, actor=actor, now=now)


@transaction.atomic
def split(*, person: uuid.UUID, moved: Moved, why: str, user: User, actor: Actor, now: datetime) -> Split:
    """
    Give what belongs to somebody else to a new person, row by row.

    person: under whom the rows themselves stand, not whoever stands for them. Raises PermissionDenied,
    Person.DoesNotExist, splits.CannotSplit, splits.NotTheirs, incidents.NotInThese.
    """
    refuse_unless_allowed(user, DECIDE_IDENTITY)
    made = splits.split(person_id=person, moved=moved, why=why, user=user, actor=actor, now=now)
    _move_parts(made, source=made.person, to=made.new_person, actor=actor, now=now)
    return made


@transaction.atomic
def undo_split(*, split_id: int, why: str, user: User, actor: Actor, now: datetime) -> Split:
    """
    Move back what a split moved. Whoever split may on the same day, a supervisor always.

    Raises PermissionDenied, identity.AlreadyUndone, splits.CannotSplit, Split.DoesNotExist.
    """
    asked = Split.objects.get(pk=split_id, force=user.force_id)
    refuse_unless_may_undo(user, decided_by=asked.split_by_id, decided_at=asked.at, now=now)
    made = splits.undo_split(split_id=split_id, why=why, user=user, actor=actor, now=now)
    _move_parts(made, source=made.new_person, to=made.person, actor=actor, now=now)
    return made


@transaction.atomic
def remember(*, call: Call, person: Person, about: About, actor: Actor, now: datetime) -> list[IdentityDecision]:
    """
    Keep whom the handler ruled out on a call as decisions about the person who was then put on record.

    The next call does not propose them again. What is on record already is not written twice, and what would go against a
    decision that stands is left to whoever made that one.
    """
    newest = {row.person_id: row for row in CallerDecision.objects.filter(call=call, about=about).order_by("id")}
    refusals = {who: row for who, row in newest.items() if row.decision in REMEMBERED and who != person.pk}
    if refusals:
        # All at once and in one order: two calls that refuse the same household wait for each other, and never block.
        identity.lock_groups({person.pk, *refusals})
    kept: list[IdentityDecision] = []
    for refused, row in refusals.items():
        judgement = Judgement(row.decision)
        if any(made.decision == judgement for made in identity_read.about(person.pk, refused)[:1]):
            continue
        basis = Basis(why=row.why, shown=row.shown, call=call.pk)
        try:
            made = identity.decide(
                one=person.pk,
                other=refused,
                judgement=judgement,
                basis=basis,
                user=row.decided_by,
                actor=actor,
                now=now,
            )
        except Contradicts:
            continue
        kept.append(made)
    return kept


def _move_parts(made: Split, *, source: Person, to: Person, actor: Actor, now: datetime) -> None:
    """Give somebody's parts in incidents to another person, and what was noted about them there with each part."""
    parties = made.moved["parties"]
    about = vulnerability_read.noted_in_parts(source, parties)
    incidents.move_parties(party_ids=parties, source=source, to=to, actor=actor, now=now)
    vulnerability.move_indicators(indicator_ids=about, source=source, to=to, actor=actor, now=now)


def _decide(
    one: uuid.UUID,
    other: uuid.UUID,
    judgement: Judgement,
    *,
    why: str,
    shown: Sequence[str],
    user: User,
    actor: Actor,
    now: datetime,
) -> IdentityDecision:
    """Decide on a record page."""
    refuse_unless_allowed(user, DECIDE_IDENTITY)
    _known(one, other, user=user)
    return identity.decide(
        one=one, other=other, judgement=judgement, basis=Basis(why=why, shown=shown), user=user, actor=actor, now=now
    )


def _known(one: uuid.UUID, other: uuid.UUID, *, user: User) -> None:
    """Raise Person.DoesNotExist unless both are two people of the person's own force."""
    if people.visible_to(user).filter(pk__in=(one, other)).count() != len((one, other)):
        raise Person.DoesNotExist


def _reports(
    one: uuid.UUID, other: uuid.UUID, *, roles: Sequence[PartyRole], now: datetime
) -> dict[uuid.UUID, list[Report]]:
    """Return what both suffered or reported, as far back as any rule looks."""
    since = now - look_back(policy.in_use())
    return incidents_read.reports_of_people([one, other], roles=roles, since=since, excluding=None)


def _side(
    asked: uuid.UUID,
    group: Sequence[Person],
    suffered: Sequence[Report],
    reported: Sequence[Report],
    *,
    user: User,
    now: datetime,
) -> Side:
    """Put together what is known of one side."""
    uses = people.lines_of(asked)
    showable = calls.showable_lines(user.force_id, [use.e164 for use in uses])
    lines = [
        display(use.e164)
        if use.e164 in showable or use.source != LinkSource.CONFIRMED
        else "A number that was withheld"
        for use in uses
    ]
    today = localdate(now)
    homes = [home for home in people.homes_ever(asked) if home.until_on is None or home.until_on >= today]
    pack = policy.in_use()
    return Side(
        person=asked,
        lead=next(person for person in group if person.pk == person.lead_id),
        names=tuple(dict.fromkeys(person.name for person in group)),
        births=tuple(dict.fromkeys(person.born_on for person in group if person.born_on)),
        homes=tuple(dict.fromkeys(home.place.address for home in homes)),
        lines=tuple(lines),
        as_victim=counts(suffered, now=now, pack=pack),
        as_caller=counts(reported, now=now, pack=pack),
        on_record=len(group),
    )


def _as_known(side: Side, group: Sequence[Person]) -> Known:
    """Return what is compared of one side."""
    return Known(
        given_names=frozenset(person.given_name.casefold() for person in group if person.given_name),
        births=frozenset(side.births),
        homes=frozenset(side.homes),
    )


def _changes(one: Side, other: Side, *, lead: Person, victim_after: dict[int, int]) -> tuple[str, ...]:
    """Say what a merge would change."""
    days = max(victim_after)
    return (
        f"{lead.name}, on record since {localdate(lead.first_known_at):%-d %B %Y}, will stand for both.",
        f"As victim in {days} days: {one.as_victim[days]} and {other.as_victim[days]} become {victim_after[days]}.",
        "Nothing is moved or deleted: it can be undone.",
    )
