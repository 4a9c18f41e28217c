"""The items of an agenda: added, shared, spoken of, decided on, deferred."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from heed.desks.neighbourhood.conferences import forms, page
from heed.desks.neighbourhood.conferences.views import act_on, found_or_404
from heed.domain.agencies.models import Agency
from heed.domain.conferences import queries
from heed.domain.conferences.access import HOLD_CONFERENCES
from heed.domain.conferences.items import services as items
from heed.domain.conferences.items.models import Item, ItemShare
from heed.domain.conferences.models import Conference
from heed.domain.conferences.services import Unfit
from heed.domain.conferences.terms import ForWhom, Moved
from heed.domain.incidents.queries import by_reference
from heed.flows.conferences import meet
from heed.flows.sharing.locks import shut_incidents, shut_people
from heed.foundation.accounts.access import actor_of, may, user_of


@require_POST
@may(HOLD_CONFERENCES)
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Put something on the agenda by hand."""
    found = found_or_404(request, pk)
    form = forms.AddForm(request.POST, auto_id="id_add_%s")

    def act(now: datetime) -> str:
        typed = form.cleaned_data
        incident = by_reference(user_of(request), typed["reference"]) if typed["reference"] else None
        if typed["reference"] and incident is None:
            raise Unfit(f"There is no incident {typed['reference']} in your force")
        made = meet.add_item(
            conference=found,
            title=typed["title"],
            why=typed["why"],
            incident=incident,
            actor=actor_of(request),
            now=now,
        )
        return f"{made.title} is on the agenda."

    return act_on(request, found, form, act, part="add")


@require_POST
@may(HOLD_CONFERENCES)
def move(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Defer an item, or bring it back."""
    found, item = _item(request, pk, row)
    form = forms.MoveForm(request.POST, auto_id=f"id_move{row}_%s")
    moved = Moved.BACK if queries.is_deferred(item) else Moved.DEFERRED

    def act(now: datetime) -> str:
        items.move(item=item, moved=moved, why=form.cleaned_data["why"], actor=actor_of(request), now=now)
        return f"{moved.label}."

    return act_on(request, found, form, act, part=f"move-{row}")


@require_POST
@may(HOLD_CONFERENCES)
def note(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Write down what was said on an item."""
    found, item = _item(request, pk, row)
    form = forms.NoteForm(request.POST, auto_id=f"id_note{row}_%s")

    def act(now: datetime) -> str:
        typed = form.cleaned_data
        items.note(
            item=item, words=typed["words"], for_whom=ForWhom(typed["for_whom"]), actor=actor_of(request), now=now
        )
        return "It is in the minutes."

    return act_on(request, found, form, act, part=f"note-{row}")


@require_POST
@may(HOLD_CONFERENCES)
def decide(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Write down a decision: it is a task at once."""
    found, item = _item(request, pk, row)
    form = forms.DecideForm(
        request.POST,
        agencies=page.seeing(item, queries.invited_to(found)),
        officers=page.officers_of(user_of(request)),
        auto_id=f"id_decide{row}_%s",
    )

    def act(now: datetime) -> str:
        typed = form.cleaned_data
        due_on = typed["due_on"]
        made = meet.decide(
            item=item,
            words=typed["words"],
            owner=form.owner(),
            agency=form.agency(),
            due_by=meet.end_of(due_on) if due_on else None,
            for_whom=ForWhom(typed["for_whom"]),
            actor=actor_of(request),
            now=now,
        )
        whose = made.agency.name if made.agency else made.owner.display_name if made.owner else "nobody"
        return f"It is a task of {whose}."

    return act_on(request, found, form, act, part=f"decide-{row}")


@require_POST
@may(HOLD_CONFERENCES)
def share(request: HttpRequest, pk: int, row: int, agency: int) -> HttpResponse:
    """Let an agency see an item, as deep as its incident is shared with it."""
    found, item = _item(request, pk, row)
    partner = get_object_or_404(Agency, pk=agency, force=found.force_id)

    def act(now: datetime) -> str:
        meet.share_item(item=item, agency=partner, actor=actor_of(request), now=now)
        return f"{partner.name} sees the item."

    return act_on(request, found, None, act, part="share")


@require_POST
@may(HOLD_CONFERENCES)
def unshare(request: HttpRequest, pk: int, row: int, agency: int) -> HttpResponse:
    """Stop an agency from seeing an item."""
    found, item = _item(request, pk, row)
    standing = get_object_or_404(
        ItemShare.objects.select_related("agency"), item=item, agency=agency, withdrawn_at=None
    )

    def act(now: datetime) -> str:
        items.unshare(share=standing, actor=actor_of(request), now=now)
        return f"{standing.agency.name} does not see the item any more."

    return act_on(request, found, None, act, part="share")


def _item(request: HttpRequest, pk: int, row: int) -> tuple[Conference, Item]:
    """Return a conference and an item of its agenda that is not locked for the person, or answer 404."""
    user, now = user_of(request), timezone.now()
    found = found_or_404(request, pk)
    item = get_object_or_404(queries.items_of(found), pk=row)
    if shut_incidents(user, [item.incident_id] if item.incident_id else [], now=now):
        raise Http404
    if shut_people(user, [item.person_id] if item.person_id else [], now=now):
        raise Http404
    return found, item
