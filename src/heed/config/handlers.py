"""Who answers a request: pages with everything that pages need, machine endpoints with nothing of it."""

from typing import Any

from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

MACHINES = "/api/"
"""Where machine endpoints begin. Each is `@public` and asks for its own token; an architecture test says so."""


class MachineHandler(ASGIHandler):
    """
    Answers machines: no cookie, no session, no form, so none of the middleware that a page needs.

    Measured: a telephony event costs less than half of what it does behind that middleware (docs/benchmarks.md). A page
    that strayed in here would find nobody signed in and fail.
    """

    def load_middleware(self, is_async: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002  Django's signature
        """Answer from the view itself."""
        self._view_middleware: list[Any] = []
        self._template_response_middleware: list[Any] = []
        self._exception_middleware: list[Any] = []
        self._middleware_chain = convert_exception_to_response(self._get_response_async)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        """Add the two headers that a machine misses when no middleware does."""
        response = await super().get_response_async(request)
        response.headers["X-Content-Type-Options"] = "nosniff"
        if isinstance(response, HttpResponse):
            response.headers.setdefault("Content-Length", str(len(response.content)))
        return response


class Application:
    """The ASGI application: machines to the one handler, everybody else to the other."""

    def __init__(self) -> None:
        """Load both."""
        self.pages, self.machines = ASGIHandler(), MachineHandler()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass a request on."""
        handler = self.machines if str(scope.get("path", "")).startswith(MACHINES) else self.pages
        await handler(scope, receive, send)
