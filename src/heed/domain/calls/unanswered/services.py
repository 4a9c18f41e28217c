"""Keeping that a call was rung back."""

from datetime import datetime

from django.db import transaction

from heed.domain.calls.models import Call, CallReturn
from heed.domain.calls.rules import readable
from heed.domain.calls.services import announce, append_entry
from heed.domain.calls.terms import EntryKind, Finished, Returned
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act

LONGEST = 300


class NotMissed(Exception):
    """The call was taken after all, or is still ringing."""


@transaction.atomic
def ring_back(*, call: Call, result: Returned, words: str, user: User, actor: Actor, now: datetime) -> CallReturn:
    """
    Keep that somebody rang back a call which nobody had answered, and what came of it. Every try is kept.

    Raises NotMissed, Call.DoesNotExist for another force.
    """
    locked = Call.objects.select_for_update(no_key=True, of=("self",)).get(pk=call.pk, force=user.force_id)
    if locked.finished_as != Finished.ABANDONED or locked.taken_at:
        raise NotMissed(call.pk)
    kept = readable(words, longest=LONGEST)
    made = CallReturn.objects.create(call=locked, at=now, returned_by=user, result=result, words=kept)
    append_entry(
        call_id=locked.pk,
        kind=EntryKind.STATE,
        text=f"Rung back by {actor.name}: {result.label.lower()}.{f' {kept}' if kept else ''}",
        actor=actor,
        now=now,
        detail={"result": str(result)},
    )
    audit.record(
        actor=actor,
        act=Act.COLLECTION,
        action="call.returned",
        subjects=[f"call:{locked.pk}"],
        now=now,
        detail={"result": str(result)},
    )
    announce(locked.force_id)
    return made
