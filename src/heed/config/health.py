"""Says to a load balancer or a monitor whether Heed can take a call."""

import psycopg
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from heed.foundation.accounts.access import public

SECONDS = 2
OK, UNAVAILABLE = 200, 503


@public
@require_safe
@never_cache
def healthz(_request: HttpRequest) -> JsonResponse:
    """
    Answer 200 when the database answers within two seconds, else 503. Public; says nothing else.

    On a connection of its own: the pool makes callers wait when it is used up or the server is away, and whoever
    asks has to hear of that now.
    """
    try:
        with _connect() as own:
            own.execute("SELECT 1")
    except psycopg.Error:
        return JsonResponse({"status": "unavailable", "database": "unreachable"}, status=UNAVAILABLE)
    return JsonResponse({"status": "ok", "database": "ok"}, status=OK)


def _connect() -> "psycopg.Connection[psycopg.rows.TupleRow]":
    params = connection.get_connection_params()
    timeouts = {"connect_timeout": SECONDS, "options": f"-c statement_timeout={SECONDS * 1000}"}
    return psycopg.connect(**{**params, "autocommit": True, **timeouts})
