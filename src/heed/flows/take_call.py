"""A handler takes a call: one gets it, recognition is on the screen, and the showing is logged."""

import uuid
from datetime import datetime

from django.db import transaction

from heed.domain.calls import queries as calls_read
from heed.domain.calls import services as calls
from heed.domain.calls.models import Call, Check
from heed.domain.calls.services import Line
from heed.domain.calls.terms import Channel, Decision
from heed.domain.people.models import Person
from heed.domain.places import services as places
from heed.engines.numbers.terms import LineClass
from heed.flows import recognise, record
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor


@transaction.atomic
def take(*, call_id: uuid.UUID, user: User, actor: Actor, now: datetime) -> tuple[Call, Check]:
    """
    Take a call. Where recognition has not been ready in time, it is done now: nobody opens a call without a card.

    Raises CallTaken, Call.DoesNotExist.
    """
    call = calls.take(call_id=call_id, user=user, actor=actor, now=now)
    check = calls_read.newest_check(call.pk)
    if check is None or not recognise.is_about(check, call):
        check = recognise.check_shown(call=call, occasion="taken", now=now)
    _show(call, check, purpose=f"taking call {call.pk}", user=user, actor=actor, now=now)
    return call, check


@transaction.atomic
def receive(*, channel: Channel, user: User, actor: Actor, now: datetime) -> tuple[Call, Check]:
    """Open and take a contact that came another way than by telephone: the same rules follow (NSIR 1.4)."""
    call = calls.open_call(
        call_id=uuid.uuid4(),
        force=user.force,
        unit=user.unit,
        channel=channel,
        queue="",
        line=Line(
            line_class=LineClass.UNAVAILABLE,
            e164="",
            shown_e164="",
            received="",
            extension="",
            may_show=False,
            may_match=False,
        ),
        actor=actor,
        now=now,
    )
    return take(call_id=call.pk, user=user, actor=actor, now=now)


@transaction.atomic
def look_at(*, call: Call, user: User, actor: Actor, now: datetime) -> Check | None:
    """Show a call to somebody who is not handling it: what was found goes onto a screen, and that is logged."""
    check = calls_read.newest_check(call.pk)
    if check is None:
        calls.note_reading(call=call, actor=actor, now=now)
        return None
    _show(call, check, purpose=f"reading call {call.pk}", user=user, actor=actor, now=now)
    return check


@transaction.atomic
def decide_caller(
    *,
    call: Call,
    person_id: uuid.UUID,
    decision: Decision,
    why: str,
    user: User,
    actor: Actor,
    now: datetime,
    address: str = "",
) -> Check:
    """
    Keep what the handler decided about a candidate, and search again with it and with the address typed so far.

    The person becomes somebody who used this line only when the call is finished: a wrong key can be put right. Raises
    Person.DoesNotExist for anybody who was not shown on this call, NotYourCall, CallFinished.
    """
    call = record.in_hand(call=call, user=user)
    newest = calls_read.newest_check(call.pk)
    offered = {found["person"] for found in newest.found.get("candidates", [])} if newest else set()
    offered |= {str(person) for person in recognise.decisions(call.pk)}
    if str(person_id) not in offered:
        raise Person.DoesNotExist
    person = Person.objects.get(pk=person_id, force=user.force_id)
    shown = newest.found.get("card", {}).get("because", []) if newest else []
    calls.decide_caller(
        call=call, person_id=person.pk, decision=decision, shown=shown, why=why, user=user, actor=actor, now=now
    )
    return search_again(call=call, address=address, user=user, actor=actor, now=now)


@transaction.atomic
def search_again(*, call: Call, address: str, user: User, actor: Actor, now: datetime) -> Check:
    """Search with what the handler knows by now, an address for instance, and show the result."""
    place = places.place_known_at(force_id=user.force_id, address=address) if address else None
    check = recognise.check_shown(call=call, occasion="refined", place=place, now=now)
    _show(call, check, purpose=f"taking call {call.pk}", user=user, actor=actor, now=now)
    return check


def _show(call: Call, check: Check, *, purpose: str, user: User, actor: Actor, now: datetime) -> None:
    """Log that the findings went onto somebody's screen."""
    calls.show_check(
        check=check,
        user=user,
        actor=actor,
        subjects=[f"call:{call.pk}", *check.found.get("subjects", [])],
        purpose=purpose,
        now=now,
    )
