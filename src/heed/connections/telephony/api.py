"""
The endpoint that telephone systems post to: answered at once, whatever follows.

There are two ways in, and one answer. `endpoint` is what runs under `heed serve`: the event goes straight to a thread
that keeps a database connection, without Django's request in between. `event` is the same as an ordinary view, for
any other server.
"""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import structlog
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from heed.connections.telephony import messages, services
from heed.connections.telephony.models import Source
from heed.foundation.accounts.access import public

log = structlog.get_logger(__name__)

PREFIX = "/api/cti/v1/"
"""Where the endpoint begins; the token follows."""

THREADS = 6
"""Events carried out at once in one process: each holds a database connection, of which there are a dozen."""

Answer = tuple[int, dict[str, str | None]]


def answer(*, method: str, token: str, signature: str, content_type: str, body: bytes) -> Answer:
    """
    Carry out one event; return the status and what to say.

    202 with the call; 400 for what cannot be read, 401 for a wrong signature, 404 for an unknown token, 405 for
    another method, 413 for a body that is too long: each with one sentence under `error`.
    """
    if method != "POST":
        return 405, {"error": "post an event here"}
    source = (
        Source.objects.select_related("force", "unit")
        .filter(token_digest=services.token_digest(token), ended_at=None)
        .first()
    )
    if source is None:
        return 404, {"error": "this token is not known here"}
    if source.hmac_secret and not messages.signed_rightly(body, secret=source.hmac_secret, signature=signature):
        return 401, {"error": "the signature in X-Heed-Signature is missing or not right"}
    try:
        message = messages.read(body, content_type)
    except messages.TooLarge as error:
        return 413, {"error": str(error)}
    except messages.Unreadable as error:
        log.warning("telephony event refused", source=source.pk)
        return 400, {"error": str(error)}
    call = services.receive(source=source, message=message, body=body, content_type=content_type, now=timezone.now())
    return 202, {"call": str(call) if call else None}


@csrf_exempt  # A machine posts here, known by its token and, where agreed, its signature: no cookie is read.
@public
def event(request: HttpRequest, token: str) -> JsonResponse:
    """Take one event through Django."""
    declared = request.headers.get("Content-Length", "")
    too_long = declared.isascii() and declared.isdigit() and int(declared) > messages.LONGEST_BODY
    status, said = answer(
        method=request.method or "",
        token=token,
        signature=request.headers.get("X-Heed-Signature", ""),
        content_type=request.headers.get("Content-Type", ""),
        # One byte more than may be is enough to refuse it, and no more of it is read.
        body=b"x" * (messages.LONGEST_BODY + 1) if too_long else request.body,
    )
    return JsonResponse(said, status=status)


_threads = ThreadPoolExecutor(THREADS, thread_name_prefix="telephony")


async def endpoint(scope: Any, receive: Any, send: Any) -> None:
    """Take one event straight from the server (ASGI)."""
    body = b""
    more = True
    while more:
        part = await receive()
        if part["type"] == "http.disconnect":
            return
        if len(body) <= messages.LONGEST_BODY:
            body += part.get("body", b"")
        more = part.get("more_body", False)
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    status, said = await asyncio.get_running_loop().run_in_executor(
        _threads, _answer_here, scope["method"], scope["path"].removeprefix(PREFIX), headers, body
    )
    raw = json.dumps(said).encode()
    head = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(raw)).encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": head})
    await send({"type": "http.response.body", "body": raw})


def _answer_here(method: str, token: str, headers: dict[str, str], body: bytes) -> Answer:
    """
    Carry out one event in this thread, on the database connection that it keeps.

    A connection that broke, because the database was started again for instance, is replaced and the event tried once
    more: nothing of the first try was kept.
    """
    for again in (False, True):
        try:
            return answer(
                method=method,
                token=token,
                signature=headers.get("x-heed-signature", ""),
                content_type=headers.get("content-type", ""),
                body=body,
            )
        except Exception as error:
            connection.close()
            if again or not isinstance(error, (OperationalError, InterfaceError)):
                # Whatever it was, the telephone system will send the event again.
                log.exception("telephony event failed")
                break
    return 503, {"error": "Heed cannot take this event now: send it again"}
