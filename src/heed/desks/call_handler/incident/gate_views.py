"""What opens a gate: each caller asked whether they are safe, a wrong link taken back, a delay put down."""

import uuid
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from heed.desks.call_handler.incident.forms import DelayForm, SafetyForm, UnlinkForm
from heed.desks.call_handler.incident.views import act_on, found_or_404
from heed.domain.incidents import queries
from heed.domain.incidents.access import CLOSE_INCIDENTS, GRADE_INCIDENTS, RECORD_INCIDENTS
from heed.domain.incidents.terms import Safe
from heed.flows import demands, duplicates
from heed.foundation.accounts.access import actor_of, may, user_of


@require_POST
@may(CLOSE_INCIDENTS)
def safe(request: HttpRequest, pk: int, call_id: uuid.UUID) -> HttpResponse:
    """Keep what came of asking one caller whether they are safe."""
    found = found_or_404(request, pk)
    numbered = list(enumerate(duplicates.callers_of(found).items()))
    number, call, name = next(((n, call, name) for n, (call, name) in numbered if call.pk == call_id), (0, None, ""))
    if call is None:
        raise Http404
    form = SafetyForm(request.POST, number=number)

    def act(now: datetime) -> str:
        answer = Safe(form.cleaned_data["safe"])
        duplicates.ask_safety(
            call=call, incident=found, safe=answer, words=form.cleaned_data["words"], actor=actor_of(request), now=now
        )
        return f"On record of {name}: {answer.label.lower()}."

    return act_on(request, found, form, act, part=f"safe{number}")


@require_POST
@may(RECORD_INCIDENTS)
def unlink(request: HttpRequest, pk: int, link_id: int) -> HttpResponse:
    """Take a wrong link back."""
    found = found_or_404(request, pk)
    link = next((link for link in queries.links_of(found) if link.pk == link_id), None)
    if link is None:
        raise Http404
    form = UnlinkForm(request.POST, link_id=link.pk)

    def act(now: datetime) -> str:
        made = duplicates.unlink(
            link=link, why=form.cleaned_data["why"], user=user_of(request), actor=actor_of(request), now=now
        )
        if made.approval:
            return "The link is taken back once a second person has agreed. Until then it stands."
        return "The link is taken back. Both stand by themselves, and whoever is in them counts."

    return act_on(request, found, form, act, part=f"unlink{link.pk}")


@require_POST
@may(GRADE_INCIDENTS)
def delay(request: HttpRequest, pk: int) -> HttpResponse:
    """Put down that nobody can attend in time."""
    found = found_or_404(request, pk)
    form = DelayForm(request.POST)

    def act(now: datetime) -> str:
        demands.delayed(incident=found, why=form.cleaned_data["why"], actor=actor_of(request), now=now)
        return "The delay is on the log. The risk must be assessed again."

    return act_on(request, found, form, act, part="delay")
