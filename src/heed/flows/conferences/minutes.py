"""
The minutes: the force's own, whole; and of each agency what it may see, which is made anew at every reading.

An agency reads an item only while it is shared with it: the share stands, its agreement stands, and the incident is
disclosed to it at this moment. Beside that it reads what it decided itself, which is its task.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from heed.domain.agencies.models import Agency
from heed.domain.conferences import queries, services
from heed.domain.conferences.items import services as items
from heed.domain.conferences.items.models import Decision, Item, ItemShare, Note
from heed.domain.conferences.models import Conference, SignedMinutes
from heed.domain.conferences.services import Unfit
from heed.domain.conferences.terms import ForWhom, There
from heed.domain.sharing.models import Disclosure
from heed.domain.sharing.queries import visible_to_agency
from heed.domain.sharing.rules import Sheet
from heed.flows.sharing.opened import NotShared, read
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act


@dataclass(frozen=True, slots=True)
class SeenItem:
    """
    An item as an agency sees it.

    title: the incident's reference, or the words it was added in; never a name that the sheet does not hold. sheet: what is
    shared of the incident; None where the item names none.
    """

    number: int
    item: Item
    title: str
    sheet: Sheet | None
    notes: tuple[Note, ...]
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """What an agency reads: its items, and what it decided on items that it does not see any more."""

    items: tuple[SeenItem, ...]
    own: tuple[Decision, ...]


def may_see(conference: Conference, agency: Agency, *, now: datetime) -> dict[int, Disclosure | None]:
    """Return the items that an agency may see at this moment, by id, each with what is shared of its incident."""
    shares = ItemShare.objects.filter(
        item__conference=conference, agency=agency, withdrawn_at=None, agreement__ended_at=None
    ).select_related("item")
    standing = {one.incident_id: one for one in visible_to_agency(agency, now=now)}
    found: dict[int, Disclosure | None] = {}
    for share in shares:
        if share.item.incident_id is None:
            found[share.item_id] = None
        elif share.item.incident_id in standing:
            found[share.item_id] = standing[share.item.incident_id]
    return found


def for_agency(conference: Conference, agency: Agency, *, user: User, actor: Actor, now: datetime) -> Seen:
    """Return what an agency reads of a conference, and keep that it was read, by whom. Raises nothing: less is shown."""
    visible = may_see(conference, agency, now=now)
    seen: list[SeenItem] = []
    own: list[Decision] = []
    for number, item in enumerate(queries.items_of(conference), 1):
        decisions = list(item.decisions.all())
        if item.pk not in visible or (put := _put(number, item, visible[item.pk], agency, user, actor, now)) is None:
            own += [one for one in decisions if one.agency_id == agency.pk]
            continue
        seen.append(put)
    _note_read(conference, agency, [one.item for one in seen], actor=actor, now=now)
    return Seen(tuple(seen), tuple(own))


def _put(  # noqa: PLR0917  one line of for_agency
    number: int, item: Item, disclosure: Disclosure | None, agency: Agency, user: User, actor: Actor, now: datetime
) -> SeenItem | None:
    """Put an item as an agency sees it; None where the incident has just stopped being shared."""
    sheet = None
    if disclosure is not None:
        try:
            sheet = read(disclosure, agency=agency, user=user, actor=actor, now=now)
        except NotShared:
            return None
    return SeenItem(
        number=number,
        item=item,
        title=item.incident.reference if item.incident else item.title,
        sheet=sheet,
        notes=tuple(note for note in item.notes.all() if note.for_whom == ForWhom.ITEM),
        decisions=tuple(
            one for one in item.decisions.all() if one.agency_id == agency.pk or one.for_whom == ForWhom.ITEM
        ),
    )


@transaction.atomic
def _note_read(conference: Conference, agency: Agency, read_of: list[Item], *, actor: Actor, now: datetime) -> None:
    audit.record(
        actor=actor,
        act=Act.CONSULTATION,
        action="conference.consulted",
        subjects=[
            f"conference:{conference.pk}",
            *(f"incident:{item.incident_id}" for item in read_of if item.incident_id),
        ],
        recipient=agency.name,
        now=now,
        detail={"items": [item.pk for item in read_of]},
    )


@transaction.atomic
def note_opened(conference: Conference, *, purpose: str, actor: Actor, now: datetime) -> None:
    """Keep that somebody of the force read the whole of a conference."""
    audit.record(
        actor=actor,
        act=Act.CONSULTATION,
        action="conference.consulted",
        subjects=[
            f"conference:{conference.pk}",
            *dict.fromkeys(subject for item in conference.items.all() for subject in items.subjects_of(item)),
        ],
        purpose=purpose,
        now=now,
    )


@transaction.atomic
def sign(*, conference: Conference, user: User, actor: Actor, now: datetime) -> SignedMinutes:
    """
    Sign the minutes of a conference that was held: kept whole, and nothing is added to them again.

    Raises Unfit: not held yet, nobody there, or an item that was neither spoken of nor deferred. MinutesSigned.
    """
    found = services.unsigned(conference)
    if found.starts_at > now:
        raise Unfit("It has not been held yet")
    if not [one for one in queries.attendance_of(found) if one.there in {There.PRESENT, There.REMOTE}]:
        raise Unfit("Put down first who was there")
    if left := [number for number, item in enumerate(queries.items_of(found), 1) if not _dealt_with(item)]:
        named = "Item" if len(left) == 1 else "Items"
        numbers = ", ".join(map(str, left))
        raise Unfit(f"{named} {numbers}: write what was said or decided, or defer it with a reason")
    minutes = json.dumps(whole(found), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(minutes.encode()).hexdigest()
    return services.sign(conference=found, minutes=minutes, digest=digest, user=user, actor=actor, now=now)


def _dealt_with(item: Item) -> bool:
    return bool(item.notes.all() or item.decisions.all()) or queries.is_deferred(item)


def whole(conference: Conference) -> dict[str, Any]:
    """Put all of a conference as the signed minutes keep it."""
    return {
        "title": conference.title,
        "starts_at": conference.starts_at.isoformat(),
        "held_in": conference.held_in,
        "beat": conference.beat.name if conference.beat else "",
        "statement": conference.statement,
        "statement_version": conference.statement_version,
        "invited": [one.agency.name for one in queries.invited_to(conference)],
        "attendance": [
            {
                "agency": one.agency.name if one.agency else "",
                "name": one.name,
                "post": one.post,
                "there": one.there,
                "agreed": one.agreed,
            }
            for one in queries.attendance_of(conference)
        ],
        "items": [_whole_item(number, item) for number, item in enumerate(queries.items_of(conference), 1)],
    }


def _whole_item(number: int, item: Item) -> dict[str, Any]:
    return {
        "number": number,
        "kind": item.kind,
        "title": item.title,
        "because": item.because,
        "incident": item.incident.reference if item.incident else "",
        "moves": [[move.moved, move.why, move.by_name, move.at.isoformat()] for move in _in_order(item.moves.all())],
        "notes": [
            [note.for_whom, note.words, note.by_name, note.at.isoformat()] for note in _in_order(item.notes.all())
        ],
        "decisions": [
            {
                "words": one.words,
                "who": one.agency.name if one.agency else one.owner.display_name if one.owner else "",
                "due_by": one.due_by.isoformat(),
                "for_whom": one.for_whom,
                "by": one.by_name,
                "at": one.at.isoformat(),
            }
            for one in _in_order(item.decisions.all())
        ],
    }


def _in_order(rows: Any) -> list[Any]:
    return sorted(rows, key=lambda row: row.pk)
