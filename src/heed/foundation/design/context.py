"""What every page knows without its view saying so."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from heed.foundation.accounts.models import User
from heed.foundation.design import navigation


def page(request: HttpRequest) -> dict[str, Any]:
    """
    Return who is signed in, their force, their navigation and the time.

    Django lets these names win over a view's own, so no view uses them. One query, for the force's name: an
    asynchronous view renders inside sync_to_async, as Django asks of any query.
    """
    user = getattr(request, "user", None)
    signed_in = user if isinstance(user, User) else None
    return {
        "signed_in": signed_in,
        "force_name": signed_in.force.name if signed_in else "",
        "navigation": navigation.entries(signed_in, path=request.path) if signed_in else [],
        "opened_at": timezone.now(),
        "demo": settings.HEED_DEMO,
    }
