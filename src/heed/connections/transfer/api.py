"""
Where partners' systems hand incidents over: kept and answered at once with a receipt, followed afterwards.

A second answer follows as a message of its own (ack or reject), and can be asked for with the receipt.
"""

import uuid
from collections.abc import Mapping

from django.core.exceptions import RequestDataTooBig
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from heed.connections.transfer import messages
from heed.connections.transfer.messages import Unreadable
from heed.domain.agencies.models import Agency
from heed.domain.agencies.queries import agency_of_key
from heed.domain.exchange import queries as exchange
from heed.domain.exchange.inbox import services as inbox
from heed.domain.exchange.inbox.services import AnotherUnderTheSameName
from heed.domain.exchange.terms import Came, Kind
from heed.flows.exchange import applying
from heed.foundation.accounts.access import public

UNKNOWN = {"error": "this token is not known here"}
JSON = ("application/json", "application/problem+json")


@csrf_exempt  # A machine posts here, known by its token: no cookie is read.
@public
def message(request: HttpRequest, token: str) -> JsonResponse:
    """
    Take one message.

    202 with a receipt, the same again for the same message; 400 with what is wrong for what is no message, 404 for an unknown
    token, 405 for another method, 409 for another message under the same number, 413 for one that is too long, 415 for
    another form.
    """
    agency = agency_of_key(token)
    if agency is None:
        return _answer(UNKNOWN, 404)
    if request.method != "POST":
        return _answer({"error": "post a message here"}, 405, allow="POST")
    if request.content_type not in JSON:
        return _answer({"error": "post application/json"}, 415)
    try:
        said, content = messages.read(request.body)
    except RequestDataTooBig:
        return _answer({"error": f"a message has at most {messages.LONGEST_BODY} bytes"}, 413)
    except Unreadable as error:
        return _answer({"error": str(error), "errors": error.errors}, 400)
    return _keep(agency, said, content)


@public
def receipt(request: HttpRequest, token: str, receipt: uuid.UUID) -> JsonResponse:
    """Say what became of a message that was handed over: for systems that take no answers."""
    agency = agency_of_key(token)
    if agency is None:
        return _answer(UNKNOWN, 404)
    if request.method not in ("GET", "HEAD"):
        return _answer({"error": "only ask here"}, 405, allow="GET")
    kept = exchange.by_receipt(agency, receipt)
    if kept is None:
        return _answer({"error": "this receipt is not known here"}, 404)
    state = "rejected" if kept.refused_at else "taken_in" if kept.applied_at else "waiting"
    incident = kept.case.incident if kept.case and kept.applied_at else None
    return _answer(
        {
            "receipt": str(kept.receipt),
            "messageId": kept.message_id,
            "state": state,
            "reason": kept.why if state == "rejected" else "",
            "ref": incident.reference if incident else "",
        },
        200,
    )


@public
def schema(request: HttpRequest) -> JsonResponse:
    """Return the JSON schema of a message: for everybody who builds the other side."""
    if request.method not in ("GET", "HEAD"):
        return _answer({"error": "only ask here"}, 405, allow="GET")
    return JsonResponse(messages.schema(), content_type="application/schema+json", json_dumps_params={"indent": 1})


@transaction.atomic
def _keep(agency: Agency, said: messages.Message, content: dict[str, object]) -> JsonResponse:
    """Keep a message and have it followed."""
    now = timezone.now()
    try:
        kept, is_new = inbox.keep(
            agency=agency,
            came=Came.TRANSFER,
            message_id=str(said.messageId),
            kind=Kind(said.messageType),
            case_key=str(said.incident.sharedRef),
            content=content,
            sent_at=said.sentAt,
            actor=applying.actor_of(agency),
            now=now,
        )
    except AnotherUnderTheSameName:
        return _answer({"error": "another message came under this messageId before"}, 409)
    if is_new:
        applying.later(kept)
    return _answer(
        {"receipt": str(kept.receipt), "receivedAt": kept.received_at.isoformat(), "duplicate": not is_new}, 202
    )


def _answer(said: Mapping[str, object], status: int, *, allow: str = "") -> JsonResponse:
    """Return an answer that nobody on the way keeps."""
    answer = JsonResponse(dict(said), status=status)
    answer["Cache-Control"] = "no-store"
    if allow:
        answer["Allow"] = allow
    return answer
