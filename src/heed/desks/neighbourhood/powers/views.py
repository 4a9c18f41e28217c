"""The powers ladder: what was used, against whom, what could come next, and the return of what was used."""

import csv
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from heed.desks.neighbourhood.powers.forms import ConsiderForm, PeriodForm
from heed.domain.incidents import queries as incidents
from heed.domain.incidents.terms import PartyRole
from heed.domain.problems.access import RETURN_POWERS, SEE_POWERS, USE_POWERS
from heed.domain.problems.models import Power
from heed.domain.problems.powers import queries
from heed.domain.problems.powers.services import Whom
from heed.domain.problems.rules import CannotBe
from heed.domain.problems.terms import Against
from heed.engines.risk.powers import PowerRule
from heed.flows import needs_shown
from heed.flows.conduct.reading import called
from heed.flows.powers import figures as powers_return
from heed.flows.powers import ladder as powers
from heed.flows.powers import target as powers_target
from heed.flows.powers.target import Target
from heed.flows.problems import consult as problems_consult
from heed.flows.problems.names import short_name
from heed.foundation.accounts.access import actor_of, allowed, may, user_of
from heed.foundation.policy import services as policy

ON_A_PAGE = 50
FILTERS = {
    "running": "In force",
    "considered": "Considered",
    "breached": "Breached",
    "ended": "Ended",
    "all": "All",
}


@require_safe
@may(SEE_POWERS)
def listed(request: HttpRequest) -> HttpResponse:
    """Show the powers of the force."""
    user, asked, now = user_of(request), request.GET.get("show", ""), timezone.now()
    which = asked if asked in FILTERS else "running"
    rows = Paginator(queries.listed(user, which=which), ON_A_PAGE).get_page(request.GET.get("page"))
    problems_consult.note(
        "powers.listed",
        [subject for row in rows for subject in (f"power:{row.pk}", *people_of(row))],
        purpose=f"list of powers: {which}",
        actor=actor_of(request),
        now=now,
    )
    page = {
        "title": "Powers",
        "which": which,
        "filters_of": FILTERS,
        "rows": rows,
        "lines": [line_of(row) for row in rows],
        "returns": allowed(user, RETURN_POWERS),
        "now": now,
    }
    return render(request, "neighbourhood/powers.jinja", page)


@require_safe
@may(SEE_POWERS)
def of_incident(request: HttpRequest, pk: int) -> HttpResponse:
    """Show against whom a power could be used, of those in an incident, and what was used because of it."""
    user, now = user_of(request), timezone.now()
    found = get_object_or_404(incidents.visible_to(user), pk=pk)
    rows = queries.of_incident(user, found)
    problems_consult.note(
        "powers.consulted",
        [f"incident:{found.pk}", *(subject for row in rows for subject in (f"power:{row.pk}", *people_of(row)))],
        purpose=f"powers in {found.reference}",
        actor=actor_of(request),
        now=now,
    )
    parties = found.parties.filter(role=PartyRole.OTHER_PARTY).select_related("person").order_by("id")
    page = {
        "title": f"Powers: {found.reference}",
        "incident": found,
        "parties": [(party, called(party)) for party in parties],
        "lines": [line_of(row) for row in rows],
        "uses": allowed(user, USE_POWERS),
        "now": now,
    }
    return render(request, "neighbourhood/incident_powers.jinja", page)


@require_safe
@may(SEE_POWERS)
def ladder(request: HttpRequest, about: str, key: str) -> HttpResponse:
    """Show the ladder of somebody or of a place."""
    user, now = user_of(request), timezone.now()
    target = _target(request, about, key)
    used = powers.used_against(user, target)
    needs = needs_shown.needs_for(user=user, now=now, person_id=target.person.pk) if target.person else None
    problems_consult.note(
        "powers.consulted",
        [*_subjects(target), *(f"power:{row.pk}" for row in used), *(needs.subjects if needs else ())],
        purpose="powers ladder",
        actor=actor_of(request),
        now=now,
    )
    page = {
        "title": f"Powers: {target.title}",
        "target": target,
        "age": target.age_on(timezone.localdate(now)),
        "rungs": powers.ladder(target, on=timezone.localdate(now), used=used),
        "used": [line_of(row) for row in used],
        "needs": needs.people if needs else (),
        "uses": allowed(user, USE_POWERS),
        "now": now,
    }
    return render(request, "neighbourhood/ladder.jinja", page)


@require_http_methods(["GET", "HEAD", "POST"])
@may(USE_POWERS)
def consider(request: HttpRequest, about: str, key: str, kind: str) -> HttpResponse:
    """Put down that a power is considered; it is issued on its own page."""
    user, target = user_of(request), _target(request, about, key)
    rule = policy.in_use().powers.rules.get(kind)
    if rule is None or not rule.against & {*target.kinds}:
        raise Http404
    form = ConsiderForm(
        request.POST if request.method == "POST" else None,
        rule=rule,
        place=bool(target.place),
        named=bool(target.person or target.party),
        born=target.born_on is not None,
    )
    if form.is_valid():
        try:
            made = powers.consider(
                target=target,
                kind=kind,
                whom=_whom(target, form.cleaned_data),
                words=form.cleaned_data["words"],
                user=user,
                actor=actor_of(request),
                now=timezone.now(),
            )
        except CannotBe as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{rule.label} is considered. Issue it here, or say why it is not used.")
            return redirect("neighbourhood:power", made.pk)
    page = {"title": f"Consider: {rule.label}", "target": target, "rule": rule, "form": form}
    return render(request, "neighbourhood/power_consider.jinja", page, status=422 if form.errors else 200)


@require_safe
@may(RETURN_POWERS)
def returned(request: HttpRequest) -> HttpResponseBase:
    """Ask for a period, and hand out the return as CSV."""
    form = PeriodForm(request.GET if "first-day" in request.GET or "first" in request.GET else None)
    if form.is_valid():
        first, last = form.cleaned_data["first"], form.cleaned_data["last"]
        lines = powers_return.powers_return(
            user=user_of(request), first=first, last=last, actor=actor_of(request), now=timezone.now()
        )
        answer = StreamingHttpResponse(_csv(lines, first=first, last=last), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="powers-{first}-{last}.csv"'
        return answer
    page = {"title": "Return of powers used", "form": form, "small": policy.in_use().problems.returned.small.value}
    return render(request, "neighbourhood/powers_return.jinja", page, status=422 if form.errors else 200)


def _target(request: HttpRequest, about: str, key: str) -> Target:
    """Return what a ladder is about, of the person's own force, or answer 404."""
    found = powers_target.target(user_of(request), about, key, pack=policy.in_use())
    if found is None:
        raise Http404
    return found


def _whom(target: Target, typed: dict[str, Any]) -> Whom:
    """Return whom a power is against, as the form has it."""
    beat = target.incident.beat if target.incident else None
    return Whom(
        against=Against(typed.get("against") or Against.PLACE),
        person=target.person,
        party=target.party,
        place=target.place,
        other=typed.get("other", ""),
        born_on=target.born_on or typed.get("born_on"),
        incident=target.incident,
        beat=beat,
    )


def line_of(row: Any) -> dict[str, Any]:
    """Put a power as lists show it."""
    against = row.person.lead.name if row.person else short_name(row.party) if row.party else row.other
    rule: PowerRule | None = powers.rule_of(row)
    return {
        "row": row,
        "label": powers.label_of(row.kind),
        "state": queries.state_of(row),
        "against": row.place.address if row.place else against,
        "breach": rule.breach_words if rule else "",
    }


def people_of(row: Power) -> list[str]:
    """Name on the trail whom a power shows by name."""
    person = row.person_id or (row.party.person_id if row.party else None)
    return [f"person:{person}"] if person else []


def _subjects(target: Target) -> list[str]:
    """Name on the trail whose ladder was read."""
    named = [f"person:{person}" for person in target.person_ids] + [f"party:{party}" for party in target.party_ids]
    place = [f"place:{target.place.pk}"] if target.place else []
    return [*named, *place, *([f"incident:{target.incident.pk}"] if target.incident else [])]


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        """Return the line."""
        return line


def _csv(lines: list[powers_return.Line], *, first: date, last: date) -> Iterator[str]:
    """Write the lines, each with what a spreadsheet would run made harmless."""
    writer = csv.writer(_Echo())
    yield writer.writerow(("from", "to", "power", "counted by", "group", "count"))
    for line in lines:
        cells = (first.isoformat(), last.isoformat(), line.power, line.by, line.group, line.count)
        yield writer.writerow([_harmless(cell) for cell in cells])


def _harmless(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet takes for a formula: beats are named by people."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell
