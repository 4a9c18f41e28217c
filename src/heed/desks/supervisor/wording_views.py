"""
The wording review: a few log entries of a week, drawn by lot, each with the phrase marked and a better way to say it.

Who wrote an entry is not on the page, and no page counts by person.
"""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from heed.desks.supervisor.forms import Sentence
from heed.domain.conduct.access import REVIEW_WORDING
from heed.domain.conduct.models import Drawn
from heed.domain.conduct.terms import Mark
from heed.domain.conduct.wording import queries
from heed.engines.risk import wording as phrases
from heed.flows import wording
from heed.foundation.accounts.access import actor_of, may, user_of
from heed.foundation.design.fields import RadiosField
from heed.foundation.design.forms import Form


class MarkForm(Form):
    """What a supervisor makes of an entry's wording."""

    mark = RadiosField(
        label="What do you make of the wording?",
        choices=Mark.choices,
        inline=True,
        small=True,
        legend="s",
        error_messages={"required": "Select discussed, fair use or coach"},
    )
    note = Sentence("Note", longest=500, empty="", required=False)

    def __init__(self, *args: Any, pk: int, **kwargs: Any) -> None:
        """Keep the fields of several entries on one page apart."""
        super().__init__(*args, prefix=f"m{pk}", **kwargs)


@require_safe
@may(REVIEW_WORDING)
def newest(request: HttpRequest) -> HttpResponse:
    """Show the week drawn last; where none was, say so."""
    weeks = queries.weeks(user_of(request))
    return _page(request, weeks[0]) if weeks else _page(request, None)


@require_safe
@may(REVIEW_WORDING)
def week(request: HttpRequest, week: str) -> HttpResponse:
    """Show one week."""
    try:
        monday = date.fromisoformat(week)
    except ValueError:
        raise Http404 from None
    if monday not in queries.weeks(user_of(request)):
        raise Http404
    return _page(request, monday)


@require_POST
@may(REVIEW_WORDING)
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark an entry."""
    user = user_of(request)
    drawn = get_object_or_404(queries.visible_to(user), pk=pk)
    form = MarkForm(request.POST, pk=pk)
    if not form.is_valid():
        return _page(request, drawn.week, wrong={pk: form})
    made = wording.mark(
        drawn=drawn,
        what=Mark(form.cleaned_data["mark"]),
        note=form.cleaned_data["note"],
        user=user,
        actor=actor_of(request),
        now=timezone.now(),
    )
    messages.success(request, f"Marked: {made.get_mark_display().lower()}.")
    return redirect("supervisor:wording_week", drawn.week.isoformat())


def _page(request: HttpRequest, monday: date | None, wrong: dict[int, MarkForm] | None = None) -> HttpResponse:
    """Show a week's sample; wrong: the form that has errors, by its entry."""
    user, now, again = user_of(request), timezone.now(), wrong or {}
    drawn = wording.read_week(user=user, week=monday, actor=actor_of(request), now=now) if monday else []
    page = {
        "title": "Wording",
        "week": monday,
        "weeks": queries.weeks(user),
        "entries": [_put(one, again.get(one.pk)) for one in drawn],
        "form": next(iter(again.values()), None),
        "now": now,
    }
    return render(request, "supervisor/wording.jinja", page, status=422 if again else 200)


def _put(drawn: Drawn, form: MarkForm | None) -> dict[str, Any]:
    """Put an entry as the page shows it: its words in pieces, the phrases explained, and what was made of it."""
    pieces = phrases.pieces(drawn.entry.text)
    found = {piece.phrase.id: piece.phrase for piece in pieces if piece.phrase}
    return {
        "row": drawn,
        "pieces": pieces,
        "phrases": list(found.values()),
        "marks": list(drawn.marks.all()),
        "form": form or MarkForm(pk=drawn.pk),
    }
