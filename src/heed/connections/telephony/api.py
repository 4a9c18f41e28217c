"""The endpoint that telephone systems post to: answered at once, whatever follows."""

import structlog
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from heed.connections.telephony import messages, services
from heed.connections.telephony.models import Source
from heed.foundation.accounts.access import public

log = structlog.get_logger(__name__)


@csrf_exempt  # A machine posts here, known by its token and, where agreed, its signature: no cookie is read.
@public
def event(request: HttpRequest, token: str) -> JsonResponse:  # noqa: PLR0911  one answer for each refusal
    """
    Take one event.

    202 with the call; 400 for what cannot be read, 401 for a wrong signature, 404 for an unknown token, 405 for
    another method, 413 for a body that is too long: each with one sentence under `error`.
    """
    if request.method != "POST":
        return refusal("post an event here", status=405)
    if _declared_length(request) > messages.LONGEST_BODY:
        return refusal(f"the body is too long; an event has at most {messages.LONGEST_BODY} bytes", status=413)
    source = (
        Source.objects.select_related("force", "unit")
        .filter(token_digest=services.token_digest(token), ended_at=None)
        .first()
    )
    if source is None:
        return refusal("this token is not known here", status=404)
    signature = request.headers.get("X-Heed-Signature", "")
    if source.hmac_secret and not messages.signed_rightly(request.body, secret=source.hmac_secret, signature=signature):
        return refusal("the signature in X-Heed-Signature is missing or not right", status=401)
    try:
        message = messages.read(request.body, request.headers.get("Content-Type", ""))
    except messages.TooLarge as error:
        return refusal(str(error), status=413)
    except messages.Unreadable as error:
        log.warning("telephony event refused", source=source.pk)
        return refusal(str(error), status=400)
    call = services.receive(
        source=source,
        message=message,
        body=request.body,
        content_type=request.headers.get("Content-Type", ""),
        now=timezone.now(),
    )
    return JsonResponse({"call": str(call) if call else None}, status=202)


def refusal(why: str, *, status: int) -> JsonResponse:
    """Answer with one sentence that says what is wrong."""
    return JsonResponse({"error": why}, status=status)


def _declared_length(request: HttpRequest) -> int:
    """Return the length the sender declares; a missing or nonsense one counts as nothing and the body is measured."""
    declared = request.headers.get("Content-Length", "")
    return int(declared) if declared.isascii() and declared.isdigit() else 0
