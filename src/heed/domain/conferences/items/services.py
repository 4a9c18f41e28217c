"""Changes to the agenda of a conference: nothing is added once its minutes are signed, and only shares can still change."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from heed.domain.agencies.models import Agency, Agreement
from heed.domain.conferences.items.models import Decision, Item, ItemMove, ItemShare, Note
from heed.domain.conferences.models import Conference
from heed.domain.conferences.services import Unfit, record, unsigned
from heed.domain.conferences.terms import ForWhom, ItemKind, Moved
from heed.domain.sharing.models import Disclosure
from heed.domain.tasking.models import Task
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit.terms import Act


@dataclass(frozen=True, slots=True)
class NewItem:
    """Something to put on an agenda, with why it is there."""

    kind: ItemKind
    key: str
    title: str
    because: Sequence[str]
    incident_id: int | None = None
    person_id: uuid.UUID | None = None
    carried_from: Item | None = None


@transaction.atomic
def put_on(*, conference: Conference, items: Sequence[NewItem], actor: Actor, now: datetime) -> list[Item]:
    """Put things on the agenda that are not on it yet; return what was added. Raises MinutesSigned, Unfit."""
    found = unsigned(conference)
    there = set(found.items.values_list("key", flat=True))
    made = []
    for new in items:
        if new.key in there:
            continue
        there.add(new.key)
        if not new.title.strip() or not [one for one in new.because if one.strip()]:
            raise Unfit("Enter what it is, and why it is on the agenda")
        made.append(
            Item.objects.create(
                conference=found,
                kind=new.kind,
                key=new.key,
                title=new.title.strip()[:200],
                because=[one.strip()[:300] for one in new.because if one.strip()],
                incident_id=new.incident_id,
                person_id=new.person_id,
                carried_from=new.carried_from,
                at=now,
                by_name=actor.name,
            )
        )
    if made:
        record(
            "conference.agenda_added", found, act=Act.COMBINATION, actor=actor, now=now,
            subjects=list(dict.fromkeys(subject for item in made for subject in subjects_of(item))),
            detail={"items": [item.pk for item in made]},
        )  # fmt: skip
    return made


@transaction.atomic
def move(*, item: Item, moved: Moved, why: str, actor: Actor, now: datetime) -> ItemMove:
    """Defer an item or bring it back. Raises MinutesSigned, Unfit."""
    if not why.strip():
        raise Unfit("Enter why")
    conference = unsigned(item.conference)
    made = ItemMove.objects.create(item=item, moved=moved, why=why.strip()[:300], at=now, by_name=actor.name)
    record(
        "conference.item_moved", conference, act=Act.ALTERATION, actor=actor, now=now, subjects=subjects_of(item),
        detail={"item": item.pk, "moved": str(moved)},
    )  # fmt: skip
    return made


@transaction.atomic
def share(*, item: Item, agreement: Agreement, disclosure: Disclosure | None, actor: Actor, now: datetime) -> ItemShare:
    """Let an agency see an item; sharing it again changes nothing. Also after the meeting: the minutes stay as they are."""
    item = Item.objects.select_for_update(of=("self",)).select_related("conference").get(pk=item.pk)
    standing = item.shares.filter(agency=agreement.agency_id, withdrawn_at=None).first()
    if standing:
        return standing
    made = ItemShare.objects.create(
        item=item, agency_id=agreement.agency_id, agreement=agreement, disclosure=disclosure, at=now, by_name=actor.name
    )
    record(
        "conference.item_shared", item.conference, act=Act.DISCLOSURE, actor=actor, now=now,
        recipient=agreement.agency.name, subjects=subjects_of(item), detail={"item": item.pk, "agreement": agreement.pk},
    )  # fmt: skip
    return made


@transaction.atomic
def unshare(*, share: ItemShare, actor: Actor, now: datetime) -> None:
    """Stop an agency from seeing an item, at once."""
    found = ItemShare.objects.select_for_update(of=("self",)).select_related("item__conference").get(pk=share.pk)
    if found.withdrawn_at is None:
        found.withdrawn_at, found.withdrawn_by_name = now, actor.name
        found.save(update_fields=["withdrawn_at", "withdrawn_by_name"])
        record(
            "conference.item_unshared", found.item.conference, act=Act.ALTERATION, actor=actor, now=now,
            subjects=subjects_of(found.item), detail={"item": found.item_id, "agency": found.agency_id},
        )  # fmt: skip


@transaction.atomic
def note(*, item: Item, words: str, for_whom: ForWhom, actor: Actor, now: datetime) -> Note:
    """Put down what was said on an item. Raises MinutesSigned, Unfit."""
    if not words.strip():
        raise Unfit("Enter what was said")
    conference = unsigned(item.conference)
    made = Note.objects.create(item=item, words=words.strip()[:2000], for_whom=for_whom, at=now, by_name=actor.name)
    record(
        "conference.noted", conference, act=Act.COLLECTION, actor=actor, now=now, subjects=subjects_of(item),
        detail={"item": item.pk, "for": str(for_whom)},
    )  # fmt: skip
    return made


@transaction.atomic
def decide(
    *,
    item: Item,
    words: str,
    owner: User | None,
    agency: Agency | None,
    due_by: datetime,
    for_whom: ForWhom,
    task: Task,
    policy_version: str,
    actor: Actor,
    now: datetime,
) -> Decision:
    """Put down a decision, which is a task already. Raises MinutesSigned."""
    conference = unsigned(item.conference)
    made = Decision.objects.create(
        item=item,
        words=words.strip()[:500],
        owner=owner,
        agency=agency,
        due_by=due_by,
        for_whom=for_whom,
        task=task,
        at=now,
        by_name=actor.name,
        policy_version=policy_version,
    )
    record(
        "conference.decided", conference, act=Act.COLLECTION, actor=actor, now=now,
        subjects=[*subjects_of(item), f"task:{task.pk}"], recipient=agency.name if agency else "",
        detail={"item": item.pk, "agency": agency.pk if agency else None},
    )  # fmt: skip
    return made


def subjects_of(item: Item) -> list[str]:
    """Name what an item is about, as the trail does."""
    return [
        *([f"incident:{item.incident_id}"] if item.incident_id else []),
        *([f"person:{item.person_id}"] if item.person_id else []),
    ]
