"""One row of the lexicon: added, changed, disabled, or put back as the national lexicon has it."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from heed.desks.supervisor.lexicon.forms import NewRowForm, RowForm, WhyForm
from heed.desks.supervisor.lexicon.rows import Row, rows
from heed.desks.supervisor.lexicon.views import refuse
from heed.engines.cues.overlay import difference
from heed.engines.cues.tables import Cells
from heed.engines.cues.terms import Category, Strength
from heed.foundation.accounts.access import actor_of, may, user_of
from heed.foundation.accounts.models import User
from heed.foundation.lexicon import queries, services
from heed.foundation.lexicon.access import EDIT_LEXICON
from heed.foundation.lexicon.terms import EditKind

SAVED = "The overlay holds it. It is in force once it is proposed and a second person has published it."


@require_http_methods(["GET", "HEAD", "POST"])
@may(EDIT_LEXICON)
def add(request: HttpRequest) -> HttpResponse:
    """Ask for a new row; a POST puts it on the overlay once its examples hold."""
    if request.method != "POST":
        asked = request.GET.get("category", "")
        first = {"strength": Strength.STRONG.value, "category": asked if asked in set(Category) else ""}
        return _show(request, NewRowForm(initial=first), None)
    form = NewRowForm(request.POST)
    if not form.is_valid():
        return _show(request, form, None, status=422)
    cells = {name: text for name, text in form.cells(form.row, form.chosen).items() if name != "id" and text}
    return _save(request, form, None, row=form.row, kind=EditKind.ADD, cells=cells)


@require_http_methods(["GET", "HEAD", "POST"])
@may(EDIT_LEXICON)
def change(request: HttpRequest, row: str) -> HttpResponse:
    """Show a row as it would be; a POST puts what changed on the overlay once the examples hold."""
    shown = _row_or_404(user_of(request), row)
    if request.method != "POST":
        return _show(request, RowForm(initial=_initial(shown.cells)), shown)
    form = RowForm(request.POST)
    if not form.is_valid():
        return _show(request, form, shown, status=422)
    cells = form.cells(row, Category(shown.cells["category"]))
    if shown.national is None:
        whole = {name: text for name, text in cells.items() if name != "id" and text}
        return _save(request, form, shown, row=row, kind=EditKind.ADD, cells=whole)
    differs = difference(shown.national, cells)
    if not differs:
        form.add_error(None, "This is how the national lexicon has it: change something, or put it back below")
        return _show(request, form, shown, status=422)
    return _save(request, form, shown, row=row, kind=EditKind.CHANGE, cells=differs)


@require_POST
@may(EDIT_LEXICON)
def disable(request: HttpRequest, row: str) -> HttpResponse:
    """Disable a national row, or take a row of the force's own away."""
    shown = _row_or_404(user_of(request), row)
    kind = EditKind.DISABLE if shown.national else EditKind.WITHDRAW
    return _with_reason(request, shown, kind, part="disable")


@require_POST
@may(EDIT_LEXICON)
def withdraw(request: HttpRequest, row: str) -> HttpResponse:
    """Put a row back as the national lexicon has it."""
    return _with_reason(request, _row_or_404(user_of(request), row), EditKind.WITHDRAW, part="withdraw")


def _with_reason(request: HttpRequest, shown: Row, kind: EditKind, *, part: str) -> HttpResponse:
    form = WhyForm(request.POST, part=part)
    if not form.is_valid():
        return _show(request, RowForm(initial=_initial(shown.cells)), shown, reason=form, status=422)
    return _save(request, form, shown, row=shown.id, kind=kind, cells={})


def _save(
    request: HttpRequest, form: RowForm | WhyForm, shown: Row | None, *, row: str, kind: EditKind, cells: Cells
) -> HttpResponse:
    user = user_of(request)
    try:
        services.edit(
            force=user.force,
            row=row,
            kind=kind,
            cells=cells,
            why=form.cleaned_data["why"],
            user=user,
            actor=actor_of(request),
            now=timezone.now(),
        )
    except services.Refused as refused:
        refuse(form, refused)
        if isinstance(form, WhyForm) and shown:
            return _show(request, RowForm(initial=_initial(shown.cells)), shown, reason=form, status=422)
        return _show(request, form if isinstance(form, RowForm) else NewRowForm(), shown, status=422)
    done = {EditKind.DISABLE: "disabled", EditKind.WITHDRAW: "put back"}.get(kind, "saved")
    messages.success(request, f"{row} is {done}. {SAVED}")
    return redirect("supervisor:lexicon")


def _show(
    request: HttpRequest, form: RowForm, shown: Row | None, *, reason: WhyForm | None = None, status: int = 200
) -> HttpResponse:
    """Show one row; reason: the form of a button that has errors."""
    page: dict[str, Any] = {
        "title": shown.id if shown else "Add a row",
        "row": shown,
        "row_form": form,
        "form": reason or form,
        "disable_form": reason if reason and reason.prefix == "disable" else WhyForm(part="disable"),
        "withdraw_form": reason if reason and reason.prefix == "withdraw" else WhyForm(part="withdraw"),
        "reason": reason.prefix if reason else "",
        "history": queries.history(user_of(request).force_id, shown.id) if shown else [],
    }
    return render(request, "supervisor/lexicon_row.jinja", page, status=status)


def _row_or_404(user: User, row: str) -> Row:
    found = rows(queries.standing_edits(user.force_id)).get(row)
    if found is None:
        raise Http404
    return found


def _initial(cells: Cells) -> dict[str, Any]:
    """Return a row's cells as the form begins with them."""
    first: dict[str, Any] = dict(cells)
    try:
        first["review_by"] = date.fromisoformat(cells.get("review_by", ""))
    except ValueError:
        first["review_by"] = None
    first["strength"] = cells.get("strength") or Strength.STRONG.value
    return first
