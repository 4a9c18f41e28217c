"""Incidents that no officer of a beat will find: the list "No beat", and filing one by hand."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from heed.domain.beats import queries as beats
from heed.domain.beats.access import FILE_TO_BEATS
from heed.domain.beats.models import Beat
from heed.domain.incidents.filing import queries as filed
from heed.domain.incidents.models import Incident
from heed.domain.incidents.queries import visible_to
from heed.flows.beats import beat_map
from heed.flows.beats import filing as flow
from heed.foundation.accounts.access import actor_of, may, user_of
from heed.foundation.accounts.models import User
from heed.foundation.design.fields import SelectField

DAYS = 28
"""How far back the list looks: what is older has been dealt with by somebody else, or is lost."""
A_PAGE = 50


class FileForm(forms.Form):
    """To which beat."""

    beat = SelectField(label="Beat", error_messages={"required": "Select a beat", "invalid_choice": "Select a beat"})

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Offer the beats that stand in the person's own force."""
        super().__init__(*args, **kwargs)
        self.beats = {str(beat.pk): beat for beat in beats.visible_to(user).defer("shape")}
        field = self.fields["beat"]
        field.choices = [  # type: ignore[attr-defined]
            ("", "Select a beat"),
            *((pk, f"{beat.name} ({beat.code})") for pk, beat in self.beats.items()),
        ]

    def chosen(self) -> Beat:
        """Return the beat that was chosen."""
        return self.beats[self.cleaned_data["beat"]]


@require_safe
@may(FILE_TO_BEATS)
def listed(request: HttpRequest) -> HttpResponse:
    """List what has no beat, the newest first."""
    now, user = timezone.now(), user_of(request)
    rows = Paginator(filed.without_beat(user, since=now - timedelta(days=DAYS)), A_PAGE).get_page(
        request.GET.get("page")
    )
    page = {
        "title": "Incidents without a beat",
        "rows": rows,
        "lines": beat_map.look_at_unfiled(user=user, found=list(rows), actor=actor_of(request), now=now),
        "days": DAYS,
    }
    return render(request, "neighbourhood/no_beat.jinja", page)


@require_http_methods(["GET", "HEAD", "POST"])
@may(FILE_TO_BEATS)
def file_one(request: HttpRequest, pk: int) -> HttpResponse:
    """File one incident by hand; what has a beat already has it by its point, or by somebody else's hand."""
    now, user = timezone.now(), user_of(request)
    incident = _incident_or_404(user, pk)
    if incident.beat_id:
        messages.warning(request, f"{incident.reference} is filed to a beat already. Nothing was changed.")
        return redirect("neighbourhood:no_beat")
    form = FileForm(request.POST if request.method == "POST" else None, user=user)
    if form.is_valid():
        beat = form.chosen()
        flow.file_by_hand(incident=incident, beat=beat, actor=actor_of(request), now=now)
        messages.success(request, f"{incident.reference} is filed to {beat.name}.")
        return redirect("neighbourhood:no_beat")
    ((_, category, why),) = beat_map.look_at_unfiled(user=user, found=[incident], actor=actor_of(request), now=now)
    page = {
        "title": f"File {incident.reference} to a beat",
        "incident": incident,
        "category": category,
        "why": why,
        "form": form,
    }
    return render(request, "neighbourhood/file_to_beat.jinja", page, status=422 if form.errors else 200)


def _incident_or_404(user: User, pk: int) -> Incident:
    found = visible_to(user).select_related("place__parent").filter(pk=pk).first() if pk < 2**63 else None
    if found is None:
        raise Http404
    return found
