"""
The endpoint to which an agency's system sends tokens for a count: a file of `heed agency tokens`, or the same rows as JSON.

The agency is known by its key in the address (`heed agency add NAME --api-key`). It answers with numbers alone: nothing here
says whether anybody is known to the police.
"""

from typing import Any

import structlog
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from heed.domain.agencies.models import Agency
from heed.domain.agencies.queries import agency_of_key
from heed.domain.tallies import services
from heed.domain.tallies.terms import Via
from heed.flows.tallies import take_in
from heed.foundation.accounts.access import public
from heed.foundation.accounts.terms import Actor, ActorKind

log = structlog.get_logger(__name__)


@csrf_exempt  # A machine comes here, known by its key: no cookie is read.
@public
def tokens(request: HttpRequest, token: str) -> JsonResponse:
    """
    POST: take tokens in. DELETE ?reference=…: take one report out of the count.

    200 with what was kept; 400 for what cannot be read or may not be taken, 404 for an unknown key, 405, 413: one sentence
    under `error`.
    """
    agency = agency_of_key(token)
    if agency is None:
        return _answer(404, error="this key is not known here")
    if request.method == "DELETE":
        return _take_back(agency, request.GET.get("reference", ""))
    if request.method != "POST":
        return _answer(405, error="post tokens here, or delete one report by its reference")
    body = request.read(take_in.LONGEST + 1)
    if len(body) > take_in.LONGEST:
        return _answer(413, error="it is longer than 8 MB: send it in parts")
    is_json = "json" in request.headers.get("Content-Type", "").lower()
    now, actor = timezone.now(), _system_of(agency)
    try:
        taken = take_in.take_in(agency=agency, body=body, is_json=is_json, via=Via.SYSTEM, actor=actor, now=now)
    except take_in.CannotTake as error:
        take_in.refused(agency=agency, why=str(error), actor=actor, now=now)
        log.warning("tokens refused", agency=agency.pk)
        return _answer(400, error=str(error))
    batch = taken.batch
    return _answer(
        200,
        received=batch.rows,
        kept=batch.kept,
        refused=batch.refused,
        problems=list(taken.problems),
        again=taken.again,
    )


def _take_back(agency: Agency, reference: str) -> JsonResponse:
    """Take a report out of the count; one that is not in it is not, and that is all that is said."""
    if not reference:
        return _answer(400, error="name the report: ?reference=…")
    now = timezone.now()
    taken = services.take_back(agency=agency, reference=reference, actor=_system_of(agency), now=now)
    return _answer(200, taken_back=int(taken))


def _system_of(agency: Agency) -> Actor:
    """Return the agency's system as the trail names it."""
    return Actor(ActorKind.SOURCE, f"agency:{agency.pk}", f"System of {agency.name}", force=agency.force.code)


def _answer(status: int, **said: Any) -> JsonResponse:
    answer = JsonResponse(said, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
