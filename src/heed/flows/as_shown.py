"""
Deciding who is who on what was shown: what has changed since is shown anew, and nothing is decided.

A mark stands for what was on the screen; the page carries it back, and it is compared while both groups are locked.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import BigIntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from heed.domain.incidents.models import IncidentLink, Party
from heed.domain.incidents.terms import LinkKind
from heed.domain.people.access import DECIDE_IDENTITY
from heed.domain.people.identity import queries as identity_read
from heed.domain.people.identity.services import lock_groups
from heed.domain.people.models import IdentityDecision, LineUse, Mention, Person, Residence, Split
from heed.domain.people.splits.services import CannotSplit, Moved
from heed.domain.people.terms import Judgement
from heed.engines.risk.repeat import Report
from heed.flows import identify
from heed.flows.counting import counts
from heed.flows.identify import SUFFERED, Preview
from heed.foundation.accounts.access import refuse_unless_allowed
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.policy import services as policy

ALL_SAID = "Everything that was said of this person would go: leave what is theirs."


class OutOfDate(Exception):
    """What was shown is not what is on record now."""


class DecidedAlready(Exception):
    """The same person has just decided the same: the form was sent twice."""


@dataclass(frozen=True, slots=True)
class Belongings:
    """What stands under one record, and could be somebody else's; each list the newest first."""

    mentions: list[Mention]
    lines: list[LineUse]
    homes: list[Residence]
    parts: list[Party]


@dataclass(frozen=True, slots=True)
class SplitPreview:
    """
    What a split would do. name, born: of the new person; victim_before, victim_left, victim_new: incidents by window.

    mark: stands for the choice and for all it was chosen from.
    """

    name: str
    born: date | None
    moved: int
    left: int
    victim_before: dict[int, int]
    victim_left: dict[int, int]
    victim_new: dict[int, int]
    mark: str


def mark_of(shown: Preview) -> str:
    """Return what stands for a preview: the same as long as it would be shown in the same words."""
    sides = [
        (side.person, side.lead.pk, side.names, side.births, side.homes, side.lines, side.as_victim, side.as_caller,
         side.on_record)
        for side in (shown.one, shown.other)
    ]  # fmt: skip
    return _mark(sides, shown.lead.pk, shown.words)


@transaction.atomic
def decide(
    *,
    one: uuid.UUID,
    other: uuid.UUID,
    judgement: Judgement,
    why: str,
    mark: str,
    purpose: str,
    user: User,
    actor: Actor,
    now: datetime,
) -> IdentityDecision:
    """
    Decide about two people on the preview that the mark stands for.

    Raises OutOfDate, DecidedAlready, identity.Contradicts, Person.DoesNotExist, PermissionDenied.
    """
    refuse_unless_allowed(user, DECIDE_IDENTITY)
    lock_groups([one, other])
    shown = identify.preview(one=one, other=other, purpose=purpose, user=user, actor=actor, now=now)
    if mark_of(shown) != mark:
        raise DecidedAlready if decided_already(one, other, judgement=judgement, why=why, user=user) else OutOfDate
    if judgement == Judgement.SAME:
        return identify.merge(one=one, other=other, why=why, shown=shown.words, user=user, actor=actor, now=now)
    return identify.tell_apart(
        one=one, other=other, judgement=judgement, why=why, shown=shown.words, user=user, actor=actor, now=now
    )


def decided_already(one: uuid.UUID, other: uuid.UUID, *, judgement: str, why: str, user: User) -> bool:
    """Say whether what holds about two people is what the same person decided in the same words: a form sent twice."""
    made = next(iter(identity_read.about(one, other)), None)
    return made is not None and (made.decision, made.decided_by_id, made.why) == (judgement, user.pk, why[:500])


def belongings_of(person: Person) -> Belongings:
    """Return what stands under one record itself, not under whoever is one with them."""
    return Belongings(
        mentions=list(person.mentions.select_related("place").order_by("-at", "-pk")),
        lines=list(person.line_uses.filter(removed_at=None).order_by("-last_used_on", "-pk")),
        homes=list(person.residences.select_related("place").order_by("-from_on", "-pk")),
        parts=list(person.parts.select_related("incident", "incident__place").order_by("-at", "-pk")),
    )


def preview_split(*, person: Person, moved: Moved, user: User, now: datetime) -> SplitPreview:
    """Say what a split would leave and give away, before it is done. Raises PermissionDenied, CannotSplit."""
    refuse_unless_allowed(user, DECIDE_IDENTITY)
    has = belongings_of(person)
    if has.mentions and {said.pk for said in has.mentions} == set(moved.mentions):
        raise CannotSplit(ALL_SAID)
    # As splits.split names the new person: by the newest description that goes, or as it is now.
    said = next((one for one in has.mentions if one.pk in moved.mentions), None)
    rows: Mapping[str, Sequence[Mention | LineUse | Residence | Party]] = {
        "mentions": has.mentions, "line_uses": has.lines, "residences": has.homes, "parties": has.parts
    }  # fmt: skip
    kept = moved.as_kept()
    total, going = sum(map(len, rows.values())), sum(map(len, kept.values()))
    before, left, new = _suffered(person, moved)
    pack = policy.in_use()
    return SplitPreview(
        name=f"{said.given_name} {said.family_name}".strip() or "Name not known" if said else person.name,
        born=_whole(said.born) if said else None,
        moved=going,
        left=total - going,
        victim_before=counts(before, now=now, pack=pack),
        victim_left=counts(left, now=now, pack=pack),
        victim_new=counts(new, now=now, pack=pack),
        mark=_mark(person.pk, person.lead_id, kept, {name: [row.pk for row in found] for name, found in rows.items()}),
    )


def split_already(*, person: Person, moved: Moved, user: User) -> Split | None:
    """Return the split by which the same person has just moved the same: the form was sent twice."""
    newest = Split.objects.filter(person=person, undone_at=None).order_by("-pk").first()
    return newest if newest and newest.moved == moved.as_kept() and newest.split_by_id == user.pk else None


def _suffered(person: Person, moved: Moved) -> tuple[list[Report], list[Report], list[Report]]:
    """Return what the person suffered, what would be left, and what the new one would have; duplicates as their main log."""
    main = IncidentLink.objects.filter(incident=OuterRef("incident"), kind=LinkKind.DUPLICATE, removed_at=None)
    parts = Party.objects.filter(person__lead=person.lead_id, role__in=SUFFERED).order_by("pk")
    number = Coalesce(Subquery(main.values("other")[:1]), "incident", output_field=BigIntegerField())
    found = [
        (pk, Report(str(incident), at, extra=False))
        for pk, incident, at in parts.values_list("pk", number, "incident__recorded_at")
    ]
    return (
        [report for _, report in found],
        [report for pk, report in found if pk not in moved.parties],
        [report for pk, report in found if pk in moved.parties],
    )


def _whole(born: str) -> date | None:
    """Return a birth that was said whole, as a date."""
    try:
        return date.fromisoformat(born)
    except ValueError:
        return None


def _mark(*shown: object) -> str:
    """Return what stands for something shown."""
    return sha256(repr(shown).encode()).hexdigest()[:32]
