"""The log of a call: open for entries for as long as anybody has something to add."""

import uuid

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from heed.desks.call_handler import call_page
from heed.desks.call_handler.call_page import call_or_404
from heed.desks.call_handler.call_views import FRAGMENT
from heed.desks.call_handler.fields import Line, Words
from heed.domain.calls import queries, services
from heed.domain.calls.access import WRITE_LOGS
from heed.domain.calls.models import Call
from heed.domain.calls.terms import EntryKind
from heed.flows import cues_in_draft
from heed.foundation.accounts.access import actor_of, may, user_of

UNPROCESSABLE = 422


class EntryForm(forms.Form):
    """One entry; `corrects` names the entry that was wrong, if one was."""

    log_text = Words("The entry", required=True, error_messages={"required": "Enter what to add to the log"})
    corrects = Line("Entry number", longest=6)

    def clean_corrects(self) -> int | None:
        """Return the number of the entry that is corrected."""
        text = self.cleaned_data["corrects"]
        if text and not (text.isascii() and text.isdigit()):
            raise forms.ValidationError("Enter the number of the entry that is corrected")
        return int(text) if text else None


@require_POST
@may(WRITE_LOGS)
def log(request: HttpRequest, call_id: uuid.UUID) -> HttpResponse:
    """Add one entry. Nothing that stands in a log is ever changed: a correction is a new entry."""
    found, form = call_or_404(user_of(request), call_id), EntryForm(request.POST)
    if found.taken_at is None and found.finished_at is None:
        return call_page.refusal(request, found, "Take the call before you write in its log")
    number = form.cleaned_data.get("corrects") if form.is_valid() else None
    if number is not None and not queries.has_entry(found.pk, number):
        form.add_error("corrects", f"There is no entry {number} in this log")
    if form.is_valid():
        entry = services.append_entry(
            call_id=found.pk,
            kind=EntryKind.SAID if number is None else EntryKind.CORRECTION,
            text=form.cleaned_data["log_text"],
            corrects=number,
            actor=actor_of(request),
            now=timezone.now(),
        )
        cues_in_draft.keep_entry(call=found, entry=entry, actor=actor_of(request), now=timezone.now())
    if FRAGMENT in request.headers or form.errors:
        return _log(request, found, form)
    return redirect(f"{request.path.removesuffix('log')}#log")


def _log(request: HttpRequest, found: Call, form: EntryForm) -> HttpResponse:
    """Render the log with what is wrong, alone for the script and as a page for a browser without."""
    errors = [str(message) for messages in form.errors.values() for message in messages]
    if found.taken_by_id != user_of(request).pk:
        with transaction.atomic():
            services.note_reading(call=found, actor=actor_of(request), now=timezone.now())
    page = {
        "title": "Log",
        "call": found,
        "entries": queries.log_of(found.pk),
        "log_errors": errors,
        "log_text": form.data.get("log_text", "") if errors else "",
        "now": timezone.now(),
    }
    part = "entries" if FRAGMENT in request.headers else "log_page"
    return render(request, f"call_handler/{part}.jinja", page, status=UNPROCESSABLE if errors else 200)
