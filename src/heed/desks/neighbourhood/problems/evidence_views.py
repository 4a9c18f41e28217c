"""Evidence: what belongs to no live case or was never looked at, all items, entering one, and one item."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heed.desks.neighbourhood.problems.evidence_forms import AsideForm, CaseForm, EnterForm, LookForm
from heed.domain.incidents import queries as incidents
from heed.domain.incidents.models import Incident
from heed.domain.problems.access import KEEP_EVIDENCE, SEE_EVIDENCE
from heed.domain.problems.evidence import queries
from heed.domain.problems.models import EvidenceItem, ProblemPlan
from heed.domain.problems.plans import queries as plans
from heed.domain.problems.rules import CannotBe
from heed.flows.problems import consult as problems_consult
from heed.flows.problems import evidence
from heed.foundation.accounts.access import actor_of, allowed, may, user_of
from heed.foundation.accounts.models import User
from heed.foundation.design.forms import Form
from heed.foundation.policy import services as policy

ON_A_PAGE = 50
FORMS: dict[str, type[Form]] = {"look": LookForm, "link": CaseForm, "aside": AsideForm}
SAID = {
    "look": "It is on record that you looked at it.",
    "link": "It belongs to that case now.",
    "aside": "It is set aside, and off the list. It stays on record.",
}


@require_safe
@may(SEE_EVIDENCE)
def listed(request: HttpRequest) -> HttpResponse:
    """Show the orphans with their clocks, or every item."""
    user, now = user_of(request), timezone.now()
    every = request.GET.get("show") == "all"
    found: list[Any] = (
        [evidence.shown(row, now=now) for row in queries.visible_to(user).order_by("-received_at", "-pk")]
        if every
        else evidence.caught(user, now=now)
    )
    rows = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    problems_consult.note(
        "evidence.listed",
        [f"evidence:{one.row.pk}" for one in rows],
        purpose="list of evidence",
        actor=actor_of(request),
        now=now,
    )
    page = {
        "title": "Evidence",
        "every": every,
        "rows": rows,
        "rule": policy.in_use().problems.orphan,
        "keeps": allowed(user, KEEP_EVIDENCE),
        "now": now,
    }
    return render(request, "neighbourhood/evidence.jinja", page)


@require_http_methods(["GET", "HEAD", "POST"])
@may(KEEP_EVIDENCE)
def enter(request: HttpRequest) -> HttpResponse:
    """Enter an item."""
    user, now = user_of(request), timezone.now()
    form = EnterForm(
        request.POST if request.method == "POST" else None, initial={"reference": request.GET.get("incident", "")[:40]}
    )
    if form.is_valid():
        reference = form.cleaned_data["reference"]
        incident = incidents.by_reference(user, reference) if reference else None
        if reference and incident is None:
            form.add_error("reference", "There is no such incident in your force")
        else:
            item = evidence.enter(
                received=form.received(now), incident=incident, user=user, actor=actor_of(request), now=now
            )
            messages.success(request, "It is entered. Look at it, or listen to it, and say what is on it.")
            return redirect("neighbourhood:evidence_item", item.pk)
    page = {"title": "Enter evidence", "form": form}
    return render(request, "neighbourhood/evidence_enter.jinja", page, status=422 if form.errors else 200)


@require_safe
@may(SEE_EVIDENCE)
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an item."""
    return _page(request, _found(request, pk))


@require_POST
@may(KEEP_EVIDENCE)
def act(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Put down what was done with an item."""
    found, user, now = _found(request, pk), user_of(request), timezone.now()
    if what not in FORMS:
        raise Http404
    form = FORMS[what](request.POST)
    if form.is_valid():
        actor, words = actor_of(request), form.cleaned_data["words"]
        try:
            if what == "look":
                evidence.look_at(item=found, words=words, user=user, actor=actor, now=now)
            elif what == "aside":
                evidence.set_aside(item=found, words=words, user=user, actor=actor, now=now)
            else:
                incident, plan = _case(user, form.cleaned_data["case"])
                evidence.link(item=found, incident=incident, plan=plan, words=words, user=user, actor=actor, now=now)
        except CannotBe as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, SAID[what])
            return redirect("neighbourhood:evidence_item", found.pk)
    return _page(request, found, {what: form})


def _case(user: User, reference: str) -> tuple[Incident | None, ProblemPlan | None]:
    """Return the case that a reference names. Raises CannotBe where it names none of the person's own force."""
    digits = "".join(letter for letter in reference if letter.isascii() and letter.isdigit())
    if reference.strip().upper().startswith("PP") and digits and len(digits) < len(str(2**63)):
        plan = plans.visible_to(user).filter(pk=int(digits)).first()
        if plan:
            return None, plan
        raise CannotBe("There is no such plan in your force.")
    incident = incidents.by_reference(user, reference)
    if incident is None:
        raise CannotBe("There is no such incident in your force.")
    return incident, None


def _page(request: HttpRequest, found: EvidenceItem, again: dict[str, Form] | None = None) -> HttpResponse:
    """Show an item; again: the form that has errors, by its part of the page."""
    user, now = user_of(request), timezone.now()
    problems_consult.note(
        "evidence.consulted", [f"evidence:{found.pk}"], purpose="evidence", actor=actor_of(request), now=now
    )
    wrong = next(iter((again or {}).values()), None)
    forms = {name: form() for name, form in FORMS.items()} if allowed(user, KEEP_EVIDENCE) else {}
    page = {
        "title": found.get_kind_display(),
        "shown": evidence.shown(found, now=now),
        "item": found,
        "steps": queries.steps_of(found),
        "forms": forms | (again or {}),
        "opened": next(iter(again or {}), ""),
        "form": wrong,
        "now": now,
    }
    return render(request, "neighbourhood/evidence_item.jinja", page, status=422 if wrong else 200)


def _found(request: HttpRequest, pk: int) -> EvidenceItem:
    """Return an item of the person's own force, with its state, or answer 404."""
    found: EvidenceItem = get_object_or_404(queries.visible_to(user_of(request)), pk=pk)
    return found
