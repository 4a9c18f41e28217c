"""A handler takes a call: one gets it, recognition is on the screen, and the showing is logged."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from heed.domain.calls import queries as calls_read
from heed.domain.calls import services as calls
from heed.domain.calls.models import Call, Check
from heed.domain.calls.services import Line
from heed.domain.calls.terms import About, Channel, Decision
from heed.domain.people.models import Person
from heed.engines.numbers.terms import LineClass
from heed.flows import proof, record
from heed.flows.proof import Typed
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
    if check is None or not proof.is_about(check, call):
        check = proof.keep(call, occasion="taken", now=now)
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
def decide(
    *,
    call: Call,
    people: Sequence[uuid.UUID],
    decision: Decision,
    about: About,
    typed: Typed,
    why: str,
    user: User,
    actor: Actor,
    now: datetime,
) -> Check:
    """
    Keep what the handler decided about those who were suggested, and search again with it and with what is typed so far.

    Several people at once for “none of these” and “someone else in the household”; one for “same person”. The person
    becomes somebody who used this line only when the call is finished: a wrong key can be put right. Raises
    Person.DoesNotExist for anybody who was not shown on this call, NotYourCall, CallFinished.
    """
    call = record.in_hand(call=call, user=user)
    shown = _offered(call, about)
    if not people or (decision == Decision.SAME and len(people) > 1) or not set(map(str, people)) <= set(shown):
        raise Person.DoesNotExist
    for person in Person.objects.filter(pk__in=people, force=user.force_id).order_by("pk"):
        calls.decide_caller(
            call=call,
            person_id=person.pk,
            about=about,
            decision=decision,
            shown=shown[str(person.pk)],
            why=why,
            user=user,
            actor=actor,
            now=now,
        )
    return _search(call, typed, user=user, actor=actor, now=now)


def _offered(call: Call, about: About) -> dict[str, list[str]]:
    """
    Return whom this call's page ever offered, each with the reasons that last stood beside the name.

    Not only the newest search counts: another may have been kept between what the handler saw and the key they pressed.
    """
    part = "candidates" if about == About.CALLER else "victims"
    searches = Check.objects.filter(call=call).order_by("pk").values_list(f"found__{part}", flat=True)
    return {candidate["person"]: candidate["because"] for found in searches for candidate in found or ()}


@transaction.atomic
def search_again(*, call: Call, typed: Typed, user: User, actor: Actor, now: datetime) -> Check:
    """
    Search with what the handler has typed by now, and show the result. Raises NotYourCall, CallFinished.

    One search of a call at a time, and none beside a decision: one that began before "not the same person" was pressed
    would otherwise be kept after it, and bring back what had been told.
    """
    return _search(record.in_hand(call=call, user=user), typed, user=user, actor=actor, now=now)


def _search(call: Call, typed: Typed, *, user: User, actor: Actor, now: datetime) -> Check:
    """Search for a call that is locked, keep the proof, and show it where it is new."""
    before = calls_read.newest_check(call.pk)
    check = proof.keep(call, occasion="refined", typed=typed, now=now)
    if before is None or check.pk != before.pk:
        _show(call, check, purpose=f"taking call {call.pk}", user=user, actor=actor, now=now)
    return check


def _show(call: Call, check: Check, *, purpose: str, user: User, actor: Actor, now: datetime) -> None:
    """Log that the findings went onto somebody's screen, with the needs, promises and the rest that stand beside them."""
    beside = [
        f"{kind}:{pk}"
        for kind, name in (("need", "needs"), ("warning", "warnings"), ("indicator", "indicators"))
        for pk in check.found.get(name, [])
    ]
    promised = check.found.get("promises", {})
    beside += [f"promise:{pk}" for name in ("broken", "open", "household") for pk in promised.get(name, [])]
    calls.show_check(
        check=check,
        user=user,
        actor=actor,
        subjects=[f"call:{call.pk}", *check.found.get("subjects", []), *beside],
        purpose=purpose,
        now=now,
    )
