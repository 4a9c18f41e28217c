"""
Whose needs stand on a screen, which warnings beside them, and which of both a proof of check keeps.

On a call only of whoever is known: the person a handler confirmed and their household. A suggestion has no needs yet, for
they would say of a stranger what helps somebody else.
"""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from heed.domain.calls.models import Call, Check
from heed.domain.needs import queries
from heed.domain.needs.models import Need, PassportVersion, StaffWarning
from heed.domain.needs.passports import queries as passports
from heed.domain.needs.terms import THEIRS_ALONE
from heed.domain.people import queries as people
from heed.domain.people.models import Person
from heed.engines.numbers.channels import ProposedNeed, reached_by
from heed.flows.recognition import Recognition
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act


@dataclass(frozen=True, slots=True)
class OfPerson:
    """One person's needs, and what their passport says where they have one that was confirmed lately."""

    person: Person
    needs: Sequence[Need]
    passport: PassportVersion | None
    in_household: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """
    What the two panels show: needs by person, and apart from them warnings. known: somebody is known at all.

    channel: needs that the call's own channel speaks for, not on record; proposed to the handler and never written alone.
    """

    people: Sequence[OfPerson] = ()
    warnings: Sequence[StaffWarning] = ()
    channel: Sequence[ProposedNeed] = ()
    known: bool = False
    subjects: Sequence[str] = field(default=())


def needs_for(
    *,
    user: User,
    now: datetime,
    person_id: uuid.UUID | None = None,
    household: Collection[uuid.UUID] = (),
    place_id: uuid.UUID | None = None,
) -> Shown:
    """Return what stands now of a person, of others in their household, and of a place, within what the user may see."""
    asked = [person_id] if person_id else []
    others = [other for other in household if other != person_id]
    own = queries.needs_of(user, asked, now=now)
    theirs = queries.needs_of(user, others, now=now, in_household=True)
    said = passports.shown_of(user, [*asked, *others], now=now)
    has = [who for who in (*asked, *others) if (own | theirs)[who] or who in said]
    persons = people.visible_to(user).in_bulk(has) if has else {}
    found = [
        OfPerson(persons[who], (own | theirs)[who], said.get(who), in_household=who in theirs)
        for who in has
        if who in persons
    ]
    warnings = queries.warnings_about(user, person_ids=[*asked, *others], place_id=place_id, now=now)
    return Shown(
        people=found,
        warnings=warnings,
        known=bool(person_id),
        subjects=[
            *(f"need:{need.pk}" for one in found for need in one.needs),
            *(f"passport:{one.passport.passport_id}" for one in found if one.passport),
            *(f"warning:{warning.pk}" for warning in warnings),
        ],
    )


def on_call(call: Call, check: Check | None, *, user: User, now: datetime) -> Shown:
    """
    Return what stands now for a call: of whoever the newest check knows, their household, and the place that was told.

    Read anew, not from the check: what was ended since is not shown, and who looks may see less than who took the call.
    """
    found: Mapping[str, Any] = check.found if check else {}
    label = people.known_line(call.force_id, call.e164) if call.e164 else None
    channel = reached_by(
        received=call.received, queue=call.queue, channel=call.channel, label=label.label if label else ""
    )
    known = _id(found.get("known_person"))
    place = found.get("place") if found.get("place_told") else None
    shown = needs_for(
        user=user,
        now=now,
        person_id=known,
        household=_household(found) if known else (),
        place_id=_id(place["place"]) if place else None,
    )
    return Shown(shown.people, shown.warnings, channel, shown.known, shown.subjects)


@transaction.atomic
def note_read(*, subjects: Sequence[str], purpose: str, actor: Actor, now: datetime) -> None:
    """Write to the trail that needs, warnings or passports were read, and why; nothing where none was."""
    if subjects:
        audit.record(
            actor=actor, act=Act.CONSULTATION, action="needs.consulted", subjects=subjects, purpose=purpose, now=now
        )


def as_kept(found: Recognition, *, force_id: int, now: datetime) -> dict[str, Any]:
    """Return which needs and warnings a check found to stand, by their ids: what the proof of check keeps."""
    known = found.known.person if found.known else None
    others = [resident.person for resident in found.household] if known else []
    asked = [known] if known else []
    place = found.place.place if found.place and found.place.told else None
    needs = [
        need.pk
        for need in queries.standing_needs(force_id, [*asked, *others], now=now)
        if need.asked == known or need.kind not in THEIRS_ALONE
    ] if asked else []  # fmt: skip
    warnings = queries.standing_warnings(force_id, [*asked, *others], place, now=now) if asked or place else ()
    return {"needs": needs, "warnings": [warning.pk for warning in warnings]}


def _household(found: Mapping[str, Any]) -> list[uuid.UUID]:
    """Return the others at home that a check found."""
    ids = (_id(person["person"]) for person in found.get("household", []))
    return [one for one in ids if one]


def _id(text: str | None) -> uuid.UUID | None:
    """Read an id as a check keeps it."""
    return uuid.UUID(text) if text else None
