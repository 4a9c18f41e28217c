"""The queue: what rings, what is in hand, and reports that came another way."""

from collections.abc import AsyncIterator
from contextlib import aclosing

from asgiref.sync import sync_to_async
from django.db import connection
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from heed.desks.call_handler import stream as streams
from heed.desks.call_handler.forms import ContactForm
from heed.domain.calls import queries
from heed.domain.calls.access import TAKE_CALLS
from heed.engines.numbers.terms import LineClass
from heed.flows import online_shown, take_call
from heed.flows.support import shown as promises_shown
from heed.foundation.accounts.access import actor_of, may, user_of


@never_cache
@require_safe
@may(TAKE_CALLS)
def queue(request: HttpRequest) -> HttpResponse:
    """Show what rings and what the person has in hand."""
    return _queue(request, ContactForm())


@require_POST
@may(TAKE_CALLS)
def contact(request: HttpRequest) -> HttpResponse:
    """Open and take a contact that came another way."""
    form = ContactForm(request.POST)
    if not form.is_valid():
        return _queue(request, form)
    opened, _ = take_call.receive(
        channel=form.channel(), user=user_of(request), actor=actor_of(request), now=timezone.now()
    )
    return redirect("call_handler:call", opened.pk)


@require_GET
@may(TAKE_CALLS)
async def stream(request: HttpRequest) -> StreamingHttpResponse:
    """Send the waiting calls at once, and again whenever they change."""
    user = await sync_to_async(user_of)(request)
    # The pool has few connections and this page stays open: the one that knew the person goes back first.
    await sync_to_async(_give_back)()
    answer = StreamingHttpResponse(_messages(user.force_id), content_type="text/event-stream")
    answer["Cache-Control"] = "no-store"
    answer["X-Accel-Buffering"] = "no"
    return answer


def _give_back() -> None:
    """Give this thread's database connection back to the pool. Named here, because a connection belongs to its thread."""
    connection.close()


async def _messages(force_id: int) -> AsyncIterator[bytes]:
    # Middleware ran after the page, and may have asked the database again.
    await sync_to_async(_give_back)()
    async with aclosing(streams.ring(waiting_list).messages(force_id)) as messages:
        async for message in messages:
            yield message


def waiting_list(force_id: int) -> str:
    """Render the calls of a force that wait, the same for each of its desks."""
    now = timezone.now()
    page = _waiting(force_id) | {"now": now}
    return "".join(
        render_to_string(part, page) for part in ("call_handler/waiting.jinja", "call_handler/online_waiting.jinja")
    )


def _waiting(force_id: int) -> dict[str, object]:
    calls = queries.waiting(force_id, now=timezone.now())
    classes = {call.pk: LineClass(call.line_class).label for call in calls}
    online = online_shown.waiting(force_id)
    return {"waiting": calls, "classes": classes, "most": queries.WAITING_MOST, "online": online}


def _queue(request: HttpRequest, form: ContactForm) -> HttpResponse:
    user = user_of(request)
    page = {
        "title": "Calls",
        "form": form,
        "now": timezone.now(),
        "in_hand": queries.in_hand(user),
        "call_backs": promises_shown.late_call_backs(user.force_id, now=timezone.now()),
        **_waiting(user.force_id),
    }
    return render(request, "call_handler/queue.jinja", page, status=422 if form.errors else 200)
