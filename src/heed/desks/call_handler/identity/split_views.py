"""One record turns out to be two people: what is somebody else's is chosen, shown in words, and moved."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from heed.desks.call_handler import purpose
from heed.desks.call_handler.identity.forms import SplitForm, posted
from heed.desks.call_handler.identity.views import CHANGED, WHY_RECORD, person_or_404
from heed.desks.call_handler.purpose import Purpose
from heed.domain.incidents.services import NotInThese
from heed.domain.people.access import DECIDE_IDENTITY
from heed.domain.people.models import Person
from heed.domain.people.splits.services import CannotSplit, NotTheirs
from heed.flows import as_shown, consult, identify
from heed.flows.as_shown import SplitPreview
from heed.flows.consult_lines import lines_seen
from heed.foundation.accounts.access import actor_of, may, user_of


@require_http_methods(["GET", "HEAD", "POST"])
@may(DECIDE_IDENTITY)
def split(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Choose what is somebody else's; the first POST says in words what would change, the second does it."""
    known, why = person_or_404(request, pk), purpose.given(request, now=timezone.now())
    if why is None:
        return purpose.ask(request, title=WHY_RECORD)
    return _posted(request, known, why) if request.method == "POST" else _shown(request, known, why)


def _posted(request: HttpRequest, known: Person, why: Purpose) -> HttpResponse:
    """Say what the choice would change, or change it where that was said and still holds."""
    now, user, confirms = timezone.now(), user_of(request), "confirm" in request.POST
    form = _form(request, known)
    if not form.is_valid():
        if confirms and as_shown.split_already(person=known, moved=posted(request.POST), user=user):
            return _done(request, known, why)  # The same form, sent twice: the first has done it.
        return _shown(request, known, why, form=form, status=422)
    moved = form.moved()
    try:
        would = as_shown.preview_split(person=known, moved=moved, user=user, now=now)
    except CannotSplit as refused:
        form.add_error(None, str(refused))
        return _shown(request, known, why, form=form, status=422)
    return _split(request, known, why, form, would) if confirms else _shown(request, known, why, form=form, would=would)


def _split(request: HttpRequest, known: Person, why: Purpose, form: SplitForm, would: SplitPreview) -> HttpResponse:
    """Split as it was shown; show it again where something has changed since."""
    if would.mark != form.cleaned_data["mark"]:
        form.add_error(None, CHANGED)
        return _shown(request, known, why, form=form, would=would, status=409)
    try:
        identify.split(
            person=known.pk,
            moved=form.moved(),
            why=form.cleaned_data["why"],
            user=user_of(request),
            actor=actor_of(request),
            now=timezone.now(),
        )
    except (CannotSplit, NotTheirs, NotInThese) as refused:
        form.add_error(None, str(refused) if isinstance(refused, CannotSplit) else CHANGED)
        return _shown(request, known, why, form=form, status=409)
    return _done(request, known, why)


def _form(request: HttpRequest, known: Person) -> SplitForm:
    """Return the form with what stands under the record now, filled in where something was posted."""
    shown = [line.use.e164 for line in lines_seen(known, now=timezone.now()) if line.showable]
    has = as_shown.belongings_of(known)
    return SplitForm(request.POST if request.method == "POST" else None, has=has, shown=shown)


def _shown(
    request: HttpRequest,
    known: Person,
    why: Purpose,
    *,
    form: SplitForm | None = None,
    would: SplitPreview | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show what stands under the record, and what the choice would change once there is one."""
    record = consult.open_person(
        person=known, purpose=why.words, user=user_of(request), actor=actor_of(request), now=timezone.now()
    )
    page = {
        "title": "Split this record",
        "person": known,
        "is_one_of": len(record.group),
        "form": form or _form(request, known),
        "would": would,
        "why": why,
    }
    return render(request, "call_handler/split.jinja", page, status=status)


def _done(request: HttpRequest, known: Person, why: Purpose) -> HttpResponse:
    """Go back to the record, which has less on it now."""
    messages.success(request, "What you chose stands under somebody new now. It can be taken back here.")
    return redirect(reverse("call_handler:identity_history", args=[known.pk]) + why.carried)
