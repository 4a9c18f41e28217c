"""Messages about an incident: what went out, what became of it, and writing one, with the gate's answer before it goes."""

import uuid
from datetime import datetime
from hashlib import sha256

from django.contrib import messages as notes
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heed.desks.call_handler import purpose
from heed.desks.call_handler.contact import page as contact_page
from heed.desks.call_handler.contact.message_forms import HEEDS_OWN, MessageForm
from heed.desks.call_handler.incident.views import found_or_404
from heed.desks.call_handler.purpose import Purpose
from heed.domain.contact import queries
from heed.domain.contact.access import SEE_MESSAGES, SEND_MESSAGES
from heed.domain.contact.models import Message
from heed.domain.contact.outbox import services as outbox
from heed.domain.incidents.models import Incident
from heed.domain.incidents.terms import PartyRole
from heed.domain.people.models import Person
from heed.engines.risk.messages import Rendered, Template, Unfit
from heed.flows import needs_shown
from heed.flows.messages import gate
from heed.flows.messages.gate import NotSafe
from heed.flows.messages.safe_contact import Asked
from heed.foundation.accounts.access import actor_of, allowed, may, user_of
from heed.foundation.policy import services as policy


@never_cache
@require_safe
@may(SEE_MESSAGES)
def messages(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what went out about an incident, and the messages that can be written."""
    now, found = timezone.now(), found_or_404(request, pk)
    why = purpose.given(request, now=now)
    if why is None:
        return redirect("call_handler:incident", pk)
    sent = queries.messages_of_incident(user_of(request), found)
    needs_shown.note_read(
        subjects=[f"incident:{found.pk}", *(f"message:{message.pk}" for message in sent)],
        purpose=why.words,
        actor=actor_of(request),
        now=now,
    )
    persons = _people(found)
    page = {
        "title": f"Messages about {found.reference}",
        "incident": found,
        "why": why,
        "outbox": contact_page.outbox(sent),
        "templates": _by_hand().values() if persons else [],
        "people": persons,
        "may_send": allowed(user_of(request), SEND_MESSAGES),
        **contact_page.panel(user_of(request), persons, carried=why.carried, level=2, now=now),
    }
    return render(request, "call_handler/messages.jinja", page)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@may(SEND_MESSAGES)
def write(request: HttpRequest, pk: int, template: str) -> HttpResponse:
    """Ask for the words of a message; a POST shows it as it would go out, and one that says “send” sends it."""
    now, found = timezone.now(), found_or_404(request, pk)
    kind = _by_hand().get(template)
    persons = _people(found)
    if kind is None or not persons:
        raise Http404
    why = purpose.given(request, now=now)
    if why is None:
        return redirect("call_handler:incident", pk)
    form = MessageForm(
        request.POST if request.method == "POST" else None,
        template=kind,
        people=[(str(person.pk), person.name) for person in persons],
    )
    shown = None
    if form.is_valid():
        to = next(person for person in persons if str(person.pk) == form.cleaned_data["person"])
        try:
            shown = gate.preview(
                person=to,
                template=kind.id,
                words=form.words(),
                incident=found,
                language=form.cleaned_data["language"],
                channel=form.chosen_channel(),
                now=now,
            )
            if "send" in request.POST and request.POST.get("seen") == _seal(*shown):
                return _send(request, form, incident=found, to=to, why=why, now=now)
        except (NotSafe, Unfit) as refused:
            form.add_error(None, f"It was not sent. {refused}.")
    page = {
        "title": kind.title,
        "incident": found,
        "template": kind,
        "form": form,
        "made": shown[0] if shown else None,
        "asked": shown[1] if shown else None,
        "seal": _seal(*shown) if shown else "",
        "changed": "send" in request.POST and shown is not None,
        "why": why,
        **contact_page.panel(user_of(request), persons, carried=why.carried, level=2, now=now),
    }
    return render(request, "call_handler/message_write.jinja", page, status=422 if form.errors else 200)


@require_POST
@may(SEND_MESSAGES)
def take_back(request: HttpRequest, pk: int, message: uuid.UUID) -> HttpResponse:
    """Take a message back that has not gone out."""
    now, found = timezone.now(), found_or_404(request, pk)
    if not Message.objects.filter(pk=message, incident=found).exists():
        raise Http404
    why = purpose.given(request, now=now)
    by = f"Taken back by {user_of(request).display_name}"
    if outbox.cancel(message_id=message, why=by, actor=actor_of(request), now=now):
        notes.success(request, "Taken back: it does not go out.")
    else:
        notes.warning(request, "It was too late: it has gone out, or is just going.")
    return redirect(reverse("call_handler:messages", args=[pk]) + (why.carried if why else ""))


def _send(
    request: HttpRequest, form: MessageForm, *, incident: Incident, to: Person, why: Purpose, now: datetime
) -> HttpResponse:
    """Send it, and go back to what went out. Raises NotSafe, Unfit."""
    made = gate.send(
        person_id=to.pk,
        template=form.template.id,
        words=form.words(),
        incident=incident,
        actor=actor_of(request),
        now=now,
        language=form.cleaned_data["language"],
        channel=form.chosen_channel(),
    )
    held = queries.newest_event(made).detail
    notes.success(request, f"It is held. {held}." if held else "It goes out now.")
    return redirect(reverse("call_handler:messages", args=[incident.pk]) + why.carried)


def _by_hand() -> dict[str, Template]:
    """Return the messages that a person can write, by id."""
    templates = policy.in_use().contact.templates
    return {name: kind for name, kind in templates.items() if not HEEDS_OWN & set(kind.words)}


def _seal(made: Rendered, asked: Asked) -> str:
    """Name a message as it was shown: what is sent must be what somebody read, to where they read."""
    return sha256(f"{asked.channel}\n{asked.verdict.to}\n{made.subject}\n{made.body}".encode()).hexdigest()


def _people(found: Incident) -> list[Person]:
    """Return to whom messages about an incident may be written: everybody in it who is on record, but the other party."""
    parties = list(found.parties.filter(person__isnull=False).select_related("person"))
    other = {party.person.lead_id for party in parties if party.person and party.role == PartyRole.OTHER_PARTY}
    people = {party.person.lead_id: party.person for party in parties if party.person}
    return [person for lead, person in people.items() if lead not in other]
