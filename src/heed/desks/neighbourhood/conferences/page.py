"""What the page of a case conference shows, and the forms of what can still be done with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from heed.desks.neighbourhood.conferences import forms
from heed.domain.agencies.models import Agency
from heed.domain.agencies.queries import agencies_of
from heed.domain.beats.queries import standing
from heed.domain.conferences import queries
from heed.domain.conferences.access import HOLD_CONFERENCES
from heed.domain.conferences.items.models import Item, ItemShare
from heed.domain.conferences.models import Attendance, Conference, Invited
from heed.domain.conferences.terms import ItemKind
from heed.domain.tasking.access import NEIGHBOURHOOD
from heed.flows.conferences import minutes
from heed.flows.conferences.meet import agreement_to_confer
from heed.flows.sharing.locks import shut_incidents, shut_people
from heed.foundation.accounts.access import actor_of, allowed, user_of
from heed.foundation.accounts.models import User
from heed.foundation.design.forms import Form

TONES = {
    ItemKind.HIGH_RISK: "urgent",
    ItemKind.REPEAT: "warning",
    ItemKind.OVERDUE: "warning",
    ItemKind.CARRIED: "note",
    ItemKind.ADDED: "note",
}


@dataclass(frozen=True, slots=True)
class Put:
    """
    An item as it is shown. ask: whom to ask, where it is locked for the reader and nothing else of it is shown.

    shares: with whom it is shared, and whether they see it now; unshared: who is invited and does not.
    """

    number: int
    item: Item
    tone: str
    deferred: bool
    ask: str
    shares: Sequence[tuple[ItemShare, bool]]
    unshared: Sequence[Agency]
    forms: Mapping[str, Form]

    @property
    def left(self) -> bool:
        """Say whether something must still be said of it before the minutes are signed."""
        return not (self.deferred or self.item.notes.all() or self.item.decisions.all())


def show(
    request: HttpRequest, conference: Conference, *, now: datetime, again: Mapping[str, Form] | None = None
) -> HttpResponse:
    """Show a conference. again: a form with errors, by its part of the page."""
    user, again = user_of(request), again or {}
    minutes.note_opened(conference, purpose=f"conference {conference.pk}", actor=actor_of(request), now=now)
    invited = queries.invited_to(conference)
    signed = getattr(conference, "signed", None)
    may_hold = allowed(user, HOLD_CONFERENCES) and signed is None and conference.cancelled_at is None
    attendance = queries.attendance_of(conference)
    items = _items(user, conference, invited, again, now=now, may_hold=may_hold)
    page = {
        "title": conference.title,
        "conference": conference,
        "signed": signed,
        "may_hold": may_hold,
        "may_share": allowed(user, HOLD_CONFERENCES) and conference.cancelled_at is None,
        "invited": invited,
        "attendance": attendance,
        "items": items,
        "left": [put.number for put in items if put.left],
        "held": conference.starts_at <= now,
        "forms": _forms(conference, invited, attendance, again, now=now) if may_hold else {},
        "opened": next(iter(again), ""),
        "form": next(iter(again.values()), None),
        "now": now,
    }
    return render(request, "neighbourhood/conference.jinja", page, status=422 if again else 200)


def officers_of(user: User) -> list[User]:
    """Return who of the force can have what was decided."""
    found = User.objects.filter(force=user.force_id, is_active=True, role__in=NEIGHBOURHOOD)
    return list(found.order_by("first_name", "last_name", "pk")[:300])


def can_be_invited(conference: Conference, *, now: datetime) -> list[Agency]:
    """Return the agencies that could still be asked to a conference."""
    there = {one.agency_id for one in queries.invited_to(conference)}
    return [
        agency
        for agency in agencies_of(conference.force_id)
        if agency.pk not in there and agreement_to_confer(agency, now=now)
    ]


def seeing(item: Item, invited: Sequence[Invited]) -> list[Agency]:
    """Return the invited agencies that an item is shared with."""
    standing = {share.agency_id for share in item.shares.all() if share.withdrawn_at is None}
    return [one.agency for one in invited if one.agency_id in standing]


def _forms(
    conference: Conference,
    invited: Sequence[Invited],
    attendance: Sequence[Attendance],
    again: Mapping[str, Form],
    *,
    now: datetime,
) -> dict[str, Form]:
    """Return the forms of the conference as a whole, by part."""
    del attendance
    made: dict[str, Form] = {
        "add": forms.AddForm(auto_id="id_add_%s"),
        "attend": forms.AttendForm(agencies=[one.agency for one in invited], auto_id="id_attend_%s"),
        "when": forms.WhenForm(
            auto_id="id_when_%s", initial={"on": conference.starts_at.date(), "held_in": conference.held_in}
        ),
        "cancel": forms.WhyForm(auto_id="id_cancel_%s"),
    }
    if others := can_be_invited(conference, now=now):
        made["invite"] = forms.AgencyForm(agencies=others, auto_id="id_invite_%s")
    return made | {part: form for part, form in again.items() if "-" not in part}


def _items(
    user: User,
    conference: Conference,
    invited: Sequence[Invited],
    again: Mapping[str, Form],
    *,
    now: datetime,
    may_hold: bool,
) -> list[Put]:
    """Put the agenda: what was deferred comes last."""
    found = list(queries.items_of(conference))
    shut = shut_incidents(user, [item.incident_id for item in found if item.incident_id], now=now)
    shut_who = shut_people(user, [item.person_id for item in found if item.person_id], now=now)
    visible = {one.agency_id: minutes.may_see(conference, one.agency, now=now) for one in invited}
    officers = officers_of(user) if may_hold else []
    put = []
    for number, item in enumerate(found, 1):
        ask = shut.get(item.incident_id or 0) or (shut_who.get(item.person_id, "") if item.person_id else "")
        sees = seeing(item, invited)
        put.append(
            Put(
                number=number,
                item=item,
                tone=TONES[ItemKind(item.kind)],
                deferred=queries.is_deferred(item),
                ask=ask,
                shares=[
                    (share, item.pk in visible.get(share.agency_id, {}))
                    for share in item.shares.all()
                    if share.withdrawn_at is None
                ],
                unshared=[one.agency for one in invited if one.agency not in sees],
                forms=_of_item(item, sees, officers, again) if may_hold and not ask else {},
            )
        )
    return sorted(put, key=lambda one: one.deferred)


def _of_item(
    item: Item, sees: Sequence[Agency], officers: Sequence[User], again: Mapping[str, Form]
) -> dict[str, Form]:
    """Return the forms of one item."""
    made: dict[str, Form] = {
        "note": forms.NoteForm(auto_id=f"id_note{item.pk}_%s"),
        "decide": forms.DecideForm(agencies=sees, officers=officers, auto_id=f"id_decide{item.pk}_%s"),
        "move": forms.MoveForm(auto_id=f"id_move{item.pk}_%s"),
    }
    return made | {part: again[f"{part}-{item.pk}"] for part in made if f"{part}-{item.pk}" in again}


def context_of_call(user: User, *, now: datetime) -> dict[str, Any]:
    """Return what a new conference can be about, and who can be asked to it."""
    return {
        "beats": list(standing(user.force_id).order_by("name")),
        "agencies": [one for one in agencies_of(user.force_id) if agreement_to_confer(one, now=now)],
    }
