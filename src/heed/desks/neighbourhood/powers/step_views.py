"""One power: its steps, and the next of them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from heed.desks.neighbourhood.powers.forms import AgainstForm, ChangeForm, IssueForm
from heed.desks.neighbourhood.powers.views import line_of, people_of
from heed.domain.conduct import queries as crime
from heed.domain.incidents import queries as incidents
from heed.domain.incidents.models import Incident
from heed.domain.problems.access import SEE_POWERS, USE_POWERS
from heed.domain.problems.models import Power
from heed.domain.problems.powers import queries
from heed.domain.problems.rules import OVER, CannotBe
from heed.domain.problems.terms import Against, PowerStatus
from heed.flows import needs_shown
from heed.flows.powers import after as powers_after
from heed.flows.powers import ladder as powers
from heed.flows.powers.ladder import NotAllowed
from heed.flows.problems import consult as problems_consult
from heed.foundation.accounts.access import actor_of, allowed, may, user_of
from heed.foundation.accounts.models import User
from heed.foundation.design.forms import Form

CHANGES = ("vary", "breach", "discharge")


@require_safe
@may(SEE_POWERS)
def power(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a power."""
    return _page(request, _found(request, pk))


@require_POST
@may(USE_POWERS)
def step(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Take the next step with a power."""
    found, user = _found(request, pk), user_of(request)
    form = _form(found, what, request.POST)
    if form is None:
        raise Http404

    def act(now: datetime) -> str:
        return _act(request, found, form, what, user=user, now=now)

    return _do(request, found, form, act, part=what)


def _act(request: HttpRequest, found: Power, form: Form, what: str, *, user: User, now: datetime) -> str:
    """Take the step that a form asks for; return what to say."""
    actor, typed = actor_of(request), form.cleaned_data
    if isinstance(form, IssueForm):
        powers.issue(power=found, asked=form.issuing(now), user=user, actor=actor, now=now)
        return "Issued. Heed says before it runs out."
    if not isinstance(form, ChangeForm):
        powers.decide_against(power=found, words=typed["words"], user=user, actor=actor, now=now)
        return "It is on record that it is not used, and why."
    on_at = form.happened_at(now)
    if what == "vary":
        powers_after.vary(
            power=found, words=typed["words"], on_at=on_at, ends_at=form.ends_at(), user=user, actor=actor, now=now
        )
        return "The change is on record."
    if what == "breach":
        incident = _incident(user, typed["reference"])
        powers_after.breach(
            power=found, words=typed["words"], on_at=on_at, incident=incident, user=user, actor=actor, now=now
        )
        rule = powers.rule_of(found)
        return f"The breach is on record, and a task was made. {rule.breach_words if rule else ''}".strip()
    powers_after.discharge(power=found, words=typed["words"], on_at=on_at, user=user, actor=actor, now=now)
    return "It has ended."


def _incident(user: User, reference: str) -> Incident | None:
    """Return the incident of a breach. Raises CannotBe for a reference that names none."""
    if not reference:
        return None
    found = incidents.by_reference(user, reference)
    if found is None:
        raise CannotBe("There is no such incident in your force.")
    return found


def _do(request: HttpRequest, found: Power, form: Form, act: Callable[[datetime], str], *, part: str) -> HttpResponse:
    """Act on a form that is right and return to the power; else show it again, with what is wrong and where that is said."""
    if form.is_valid():
        try:
            said = act(timezone.now())
        except NotAllowed as error:
            for refusal in error.refusals:
                form.add_error(None, f"{refusal.words} Source: {refusal.source}")
        except CannotBe as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, said)
            return redirect("neighbourhood:power", found.pk)
    return _page(request, found, {part: form})


def _page(request: HttpRequest, found: Power, again: dict[str, Form] | None = None) -> HttpResponse:
    """Show a power; again: the form that has errors, by its part of the page."""
    user, now = user_of(request), timezone.now()
    needs = needs_shown.needs_for(user=user, now=now, person_id=found.person_id) if found.person_id else None
    problems_consult.note(
        "power.consulted",
        [
            f"power:{found.pk}",
            *people_of(found),
            *(needs.subjects if needs else ()),
        ],
        purpose="powers ladder",
        actor=actor_of(request),
        now=now,
    )
    steps = queries.steps_of(found)
    breaches = [one.incident for one in steps if one.status == PowerStatus.BREACHED and one.incident]
    wrong = next(iter((again or {}).values()), None)
    page = {
        "title": powers.label_of(found.kind),
        "line": line_of(found),
        "rule": powers.rule_of(found),
        "power": found,
        "state": queries.state_of(found),
        "steps": steps,
        "needs": needs.people if needs else (),
        "prompts": [(one, crime.of_incident(user, one)) for one in breaches],
        "forms": _forms(found, user) | (again or {}),
        "opened": next(iter(again or {}), ""),
        "form": wrong,
        "now": now,
    }
    return render(request, "neighbourhood/power.jinja", page, status=422 if wrong else 200)


def _forms(found: Power, user: User) -> dict[str, Form]:
    """Return the forms of what this person may do with a power as it stands."""
    if not allowed(user, USE_POWERS):
        return {}
    state = queries.state_of(found)
    names: tuple[str, ...] = ()
    if state.holds:
        names = CHANGES
    elif state.status == PowerStatus.CONSIDERED:
        names = ("issue", "refuse")
    elif state.status in OVER:
        names = ("breach",)
    return {name: form for name in names if (form := _form(found, name))}


def _form(found: Power, what: str, posted: Any = None) -> Form | None:
    """Return the form of a step; None for a step there is not, or for a power the policy no longer has."""
    rule = powers.rule_of(found)
    if what == "issue" and rule:
        asks_age = found.against == Against.PERSON and _born(found) is None
        return IssueForm(posted, rule=rule, asks_age=asks_age, initial={"age": found.party.age if found.party else ""})
    if what == "refuse":
        return AgainstForm(posted)
    return ChangeForm(posted, step=what) if what in CHANGES else None


def _born(found: Power) -> object:
    known = found.person.lead.born_on or found.person.born_on if found.person else None
    return found.born_on or known or (found.party.born_on if found.party else None)


def _found(request: HttpRequest, pk: int) -> Power:
    """Return a power of the person's own force, or answer 404."""
    found: Power = get_object_or_404(queries.visible_to(user_of(request)), pk=pk)
    return found
