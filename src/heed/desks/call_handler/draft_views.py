"""Keeping what is being typed, at every pause."""

import re
import uuid
from datetime import datetime
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, JsonResponse, QueryDict
from django.utils import timezone
from django.views.decorators.http import require_POST

from heed.desks.call_handler.call_page import call_or_404, json_of
from heed.domain.calls.access import TAKE_CALLS
from heed.domain.calls.models import Call
from heed.domain.calls.rules import LONGEST_ENTRY, readable
from heed.domain.calls.services import CallFinished, NotYourCall, save_draft
from heed.foundation.accounts.access import may, user_of
from heed.foundation.accounts.models import User

LONGEST_BODY = 262_144
"""Bytes of one draft: more than the longest log entry with every other field filled."""
MOST_FIELDS = 400
MOST_VALUES = 100
NAME = re.compile(r"[a-z][a-z0-9_-]{0,79}")
NOT_TYPED = frozenset(
    {"csrfmiddlewaretoken", "corrects", "decide", "look_up", "reply", "still", "confirm", "settled", "case_review"}
)
"""What a form posts that nobody has typed into it."""

LAST_REVISION = 2**53
"""Revisions are milliseconds as a browser counts them."""


class Nonsense(Exception):
    """The draft cannot be read; the message says why."""


@require_POST
@may(TAKE_CALLS)
def draft(request: HttpRequest, call_id: uuid.UUID) -> JsonResponse:
    """Keep a draft: 200 with what is kept, 400 and 413 for nonsense, 403 for another's call, 409 once it is finished."""
    found = call_or_404(user_of(request), call_id)
    try:
        revision, fields = _read(_body(request))
        kept = save_draft(
            call_id=found.pk, content=fields, revision=revision, user=user_of(request), now=timezone.now()
        )
    except RequestDataTooBig:
        return _refused("This is more than one call can hold: add part of it to the log", 413)
    except Nonsense as nonsense:
        return _refused(str(nonsense), 400)
    except NotYourCall:
        return _refused("Somebody else has this call", 403)
    except CallFinished:
        return _refused("This call is finished: nothing more is saved here", 409)
    return JsonResponse({"saved_at": kept.saved_at.isoformat(), "revision": kept.revision})


def keep_posted(call: Call, posted: QueryDict, *, user: User, now: datetime) -> None:
    """
    Keep what a whole form holds that came without the page's script. Raises CallFinished.

    Newer than anything kept before: whoever presses a button has the newest in front of them.
    """
    fields = {
        name: [readable(value, longest=2 * LONGEST_ENTRY) for value in posted.getlist(name)[:MOST_VALUES]]
        for name in list(posted)[:MOST_FIELDS]
        if NAME.fullmatch(name) and name not in NOT_TYPED
    }
    content = {name: values[0] if len(values) == 1 else values for name, values in fields.items()}
    if content:
        save_draft(call_id=call.pk, content=content, revision=int(now.timestamp() * 1000), user=user, now=now)


def _body(request: HttpRequest) -> bytes:
    """Return what was sent. Raises RequestDataTooBig."""
    if len(request.body) > LONGEST_BODY:
        raise RequestDataTooBig
    return request.body


def _read(body: bytes) -> tuple[int, dict[str, Any]]:
    """Return revision and fields, each as it can be kept. Raises Nonsense."""
    try:
        sent = json_of(body)
    except ValueError:
        raise Nonsense("This is not JSON") from None
    revision = sent.get("revision") if isinstance(sent, dict) else None
    fields = sent.get("fields") if isinstance(sent, dict) else None
    if type(revision) is not int or not 0 < revision < LAST_REVISION:
        raise Nonsense("“revision” must be a whole number of milliseconds")
    if not isinstance(fields, dict) or len(fields) > MOST_FIELDS:
        raise Nonsense(f"“fields” must be an object of at most {MOST_FIELDS} fields")
    return revision, {_name(name): _value(value) for name, value in fields.items()}


def _name(name: str) -> str:
    if not NAME.fullmatch(name):
        raise Nonsense("A field has a name that no page of ours has")
    return name


def _value(value: object) -> str | list[str]:
    if isinstance(value, str):
        return readable(value, longest=2 * LONGEST_ENTRY)
    if isinstance(value, list) and len(value) <= MOST_VALUES and all(isinstance(one, str) for one in value):
        return [readable(one) for one in value]
    raise Nonsense("A field must hold text, or a list of texts")


def _refused(why: str, status: int) -> JsonResponse:
    """Answer with one sentence that says what is wrong."""
    return JsonResponse({"error": why}, status=status)
