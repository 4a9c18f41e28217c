"""Pages for what goes wrong. They need no database: the 500 page must work when nothing else does."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

_NOBODY: dict[str, Any] = {"signed_in": None, "force_name": "", "navigation": [], "messages": [], "demo": False}


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400: the browser sent something that no page of ours sends."""
    del request, exception
    return _page("400", status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403 with the sentence that the refusal carries, where it carries one."""
    del request
    return _page("403", status=403, reason=str(exception or ""))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form from a page that has grown too old, or from elsewhere. Django logs its own reason."""
    del request, reason
    return _page(
        "403",
        status=403,
        reason="This page was open for too long, or came from somewhere else. Go back, reload it and try again.",
    )


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404."""
    del request, exception
    return _page("404", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500."""
    del request
    return _page("500", status=500)


def _page(name: str, *, status: int, reason: str = "") -> HttpResponse:
    """Render an error page without touching the request: who is signed in would be a query."""
    return HttpResponse(render_to_string(f"design/error_{name}.jinja", {**_NOBODY, "reason": reason}), status=status)
