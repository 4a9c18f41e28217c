"""When somebody last proved who they are, after they had signed in: with their second factor where they have one."""

from datetime import UTC, datetime
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from heed.foundation.accounts.access import user_of

SECOND_FACTOR = "mfa"


def proved_at(request: HttpRequest) -> datetime | None:
    """
    Return when the person last proved who they are in this session; None where they only signed in.

    Who has a second factor proves it with that: a password is what somebody at the next desk may have seen.
    """
    user = user_of(request)
    needs_second = is_mfa_enabled(user)
    proofs = [
        float(record["at"])
        for record in get_authentication_records(request, user)
        if record.get("reauthenticated") and (not needs_second or record.get("method") == SECOND_FACTOR)
    ]
    return datetime.fromtimestamp(max(proofs), tz=UTC) if proofs else None


def ask(request: HttpRequest) -> HttpResponse:
    """Send the person to prove who they are, and back to this page."""
    page = "mfa_reauthenticate" if is_mfa_enabled(user_of(request)) else "account_reauthenticate"
    return redirect(f"{reverse(page)}?{urlencode({'next': request.path})}")
