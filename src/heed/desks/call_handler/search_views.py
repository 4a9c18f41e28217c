"""Looking people, places and incidents up: by number, name, address or reference, always with a reason."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from heed.desks.call_handler import help_panel, purpose
from heed.desks.call_handler.contact import page as contact_page
from heed.desks.call_handler.identity.words import said_words
from heed.desks.call_handler.incident.forms import SearchForm
from heed.desks.call_handler.needs import page as needs_page
from heed.desks.call_handler.tallies import page as tallies_page
from heed.domain.needs.access import FIND_PASSPORTS
from heed.domain.needs.passports.queries import held_by
from heed.domain.people import queries as people
from heed.domain.people.access import DECIDE_IDENTITY, SEARCH_PEOPLE, SEE_PEOPLE
from heed.flows import consult, needs_shown, who_is_who
from heed.foundation.accounts.access import actor_of, allowed, may, user_of


@require_http_methods(["GET", "HEAD", "POST"])
@may(SEARCH_PEOPLE)
def search(request: HttpRequest) -> HttpResponse:
    """Search. The words come in the body, so that no address, log or history of the browser holds them."""
    now = timezone.now()
    why = purpose.given(request, now=now)
    asks_why = not (why and why.from_work)
    form = SearchForm(
        request.POST if request.method == "POST" else None,
        asks_why=asks_why,
        initial={"purpose": why.words if why else ""},
    )
    found = None
    if form.is_valid():
        if why is None or asks_why:
            why = purpose.keep(request, form.cleaned_data["purpose"])
        found = consult.search(
            words=form.cleaned_data["words"],
            purpose=why.words,
            user=user_of(request),
            actor=actor_of(request),
            now=now,
        )
        if found.kind == consult.SearchKind.REFERENCE and found.incidents:
            return redirect(reverse("call_handler:incident", args=[found.incidents[0].pk]) + why.carried)
    lost = "call" in request.GET and (why is None or not why.from_work)
    page = {"title": "Search", "form": form, "found": found, "why": why, "lost": lost, "most": consult.FOUND_MOST}
    page |= {"may_find_passports": allowed(user_of(request), FIND_PASSPORTS)}
    return render(request, "call_handler/search.jinja", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@may(SEE_PEOPLE)
def person(request: HttpRequest, pk: str) -> HttpResponse:
    """Show a person's record, once it is known why it is opened; a POST gives that reason."""
    now = timezone.now()
    known = get_object_or_404(people.visible_to(user_of(request)), pk=pk)
    why = purpose.given(request, now=now)
    if why is None:
        return purpose.ask(request, title="Why do you need the record of this person?")
    user = user_of(request)
    record = consult.open_person(person=known, purpose=why.words, user=user, actor=actor_of(request), now=now)
    lead = next(member for member in record.group if member.pk == member.lead_id)
    shown = needs_shown.needs_for(user=user, now=now, person_id=lead.pk)
    promised = help_panel.of_person(user, lead.pk, carried=why.carried, now=now)
    safe = contact_page.panel(user, [lead], carried=why.carried, level=2, now=now)
    read = [*shown.subjects, *promised["promised"].subjects, *(s for one in safe["safe_contact"] for s in one.subjects)]
    needs_shown.note_read(subjects=read, purpose=why.words, actor=actor_of(request), now=now)
    page = {
        "title": lead.name,
        "person": lead,
        "opened_as": known,
        "record": record,
        "said": [(said, said_words(said, {said.e164} if shown else ())) for said, shown in record.mentions],
        "decided": who_is_who.of(lead, user=user, now=now),
        "may_decide": allowed(user, DECIDE_IDENTITY),
        "passport": held_by(user, lead.pk, now=now),
        "why": why,
        "now": now,
        "tallies": tallies_page.panel(
            user, actor_of(request), [lead.pk], purpose=why.words, carried=why.carried, now=now
        ),
        **needs_page.panels(shown, user=user, carried=why.carried, person=lead),
        **promised,
        **safe,
    }
    return render(request, "call_handler/person.jinja", page)
