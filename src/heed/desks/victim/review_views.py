"""
Where anybody may ask for an ASB case review, without signing in.

What is typed is carried from page to page in the form itself and kept nowhere until it is sent. What is said back is the same
for everybody: nobody learns here who is known to the police.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from structlog.contextvars import unbind_contextvars

from heed.desks.victim.answer_views import ELSEWHERE
from heed.desks.victim.review_forms import ROWS, AboutForm, ReachForm, ToldForm, WhoForm, applied
from heed.domain.case_review.applications import queries
from heed.domain.case_review.applications.models import Application
from heed.domain.case_review.doors import services as doors
from heed.domain.case_review.terms import Channel
from heed.flows.case_review import applying
from heed.foundation.accounts.access import public
from heed.foundation.accounts.models import Force
from heed.foundation.accounts.terms import Actor, ActorKind
from heed.foundation.design.forms import Form
from heed.foundation.policy import services as policy

STEPS = ("who", "told", "about", "reach")
TITLES = {
    "who": "Who are you applying for?",
    "told": "What have you told us, or others?",
    "about": "What is going on?",
    "reach": "How can we reach you?",
    "check": "Check your answers before you send them",
}
MOST_BYTES = 100_000
"""More than anybody types into these pages."""
KEPT_FOR = timedelta(hours=12)
SALT = "heed.case-review-form"
CONTROLS = frozenset({"kept", "step", "go", "rows"})
FORM_TYPE = "application/x-www-form-urlencoded"
IPV6 = 6


@dataclass(frozen=True, slots=True)
class Carried:
    """What was typed so far: the answers of each page as the browser sent them. key: the same for the whole form."""

    key: uuid.UUID
    answers: Mapping[str, Mapping[str, list[str]]]
    rows: int = ROWS

    def with_answers(self, step: str, typed: QueryDict) -> "Carried":
        """Return the same with the answers of a page as they were sent now."""
        given = {name: typed.getlist(name) for name in typed if name not in CONTROLS}
        return Carried(self.key, {**self.answers, step: given}, self.rows)

    def written(self) -> str:
        """Write it for the form, signed, so that it comes back as it was."""
        said = {"key": str(self.key), "answers": self.answers, "rows": self.rows}
        return signing.dumps(said, salt=SALT, compress=True)

    def form(self, step: str) -> Form:
        """Return the form of a page, with what was typed, where anything was."""
        typed = self.answers.get(step)
        data = None
        if typed is not None:
            data = QueryDict(mutable=True)
            for name, values in typed.items():
                data.setlist(name, values)
        if step == "told":
            return ToldForm(data, rows=self.rows)
        return {"who": WhoForm, "about": AboutForm, "reach": ReachForm}[step](data)


class Unusable(Exception):
    """What the browser sent is no page of this form, too long, or too old. state, status: of the page that says so."""

    def __init__(self, state: str, status: int) -> None:
        """Keep what is answered."""
        super().__init__(state)
        self.state = state
        self.status = status


# Nobody is signed in, so that a form from elsewhere could do no more than one from here. Browsers that keep no cookie can apply.
@csrf_exempt
@public
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, force: str = "") -> HttpResponse:
    """Show the pages one after the other, then what was answered, and take the application."""
    # Nobody's address goes into the log with what they ask for.
    unbind_contextvars("ip")
    found = _force(force)
    if found is None:
        return _page(request, "forces", forces=list(Force.objects.order_by("name")))
    if request.method != "POST":
        if "start" not in request.GET:
            return _page(request, "begin", force=found)
        return _step(request, found, Carried(uuid.uuid4(), {}), "who")
    try:
        typed = _typed(request)
        return _go_on(request, found, _carried(typed), typed)
    except Unusable as unusable:
        return _page(request, unusable.state, force=found, status=unusable.status)


def _go_on(request: HttpRequest, force: Force, carried: Carried, typed: QueryDict) -> HttpResponse:
    """Do what the button that was pressed says."""
    step, go = typed.get("step", ""), typed.get("go", "")
    if step in STEPS:
        carried = carried.with_answers(step, typed)
        if step == "told" and go == "more":
            most = policy.in_use().review.apply.most_complaints.value
            return _step(
                request, force, Carried(carried.key, carried.answers, min(carried.rows + 1, most)), "told", ask=False
            )
        form = carried.form(step)
        if not form.is_valid():
            return _step(request, force, carried, step, form=form, status=422)
    if go in STEPS:
        return _step(request, force, carried, go)
    left = next((one for one in STEPS if one not in carried.answers or not carried.form(one).is_valid()), None)
    if left:
        form = carried.form(left)
        return _step(request, force, carried, left, form=form, status=422 if form.is_bound else 200)
    if step == "check" and go == "send":
        return _send(request, force, carried, now=timezone.now())
    return _check(request, force, carried)


def _send(request: HttpRequest, force: Force, carried: Carried, *, now: datetime) -> HttpResponse:
    """Take the application, unless too many came; one that is sent again gets the same answer."""
    made = queries.of_key(carried.key)
    if made is None:
        if _is_flood(request, now=now):
            return _page(request, "wait", force=force, status=429)
        who, told, about, reach = (carried.form(step) for step in STEPS)
        for form in (who, told, about, reach):
            form.full_clean()
        made = applying.apply(
            force=force,
            applied=applied(who, told, about, reach),  # type: ignore[arg-type]
            key=carried.key,
            channel=Channel.WEB,
            actor=Actor(ActorKind.SOURCE, "case-review-form", "Whoever applied", force=force.code),
            now=now,
        )
    return _done(request, force, made)


def _is_flood(request: HttpRequest, *, now: datetime) -> bool:
    """Count one knock, from this address and altogether, and say whether it is one too many."""
    limits = policy.in_use().review.apply
    address = _network(str(request.META.get("REMOTE_ADDR", "")))
    asked = ((f"from {address}", limits.an_hour_from_one_address.value), ("everybody", limits.an_hour.value))
    return any(
        doors.is_too_often(door="apply", who=who, secret=settings.SECRET_KEY, at_most=most, now=now)
        for who, most in asked
    )


def _network(address: str) -> str:
    """Return an address as it is counted: of IPv6 the network, since one line has as many addresses as it likes in it."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((found, 64), strict=False)) if found.version == IPV6 else address


def _typed(request: HttpRequest) -> QueryDict:
    """Return what was sent. Raises Unusable."""
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    if not length.isdecimal() or int(length) > MOST_BYTES:
        raise Unusable("too_big", 413)
    if request.content_type != FORM_TYPE:
        raise Unusable("nonsense", 400)
    try:
        size, typed = len(request.body), request.POST
    except RequestDataTooBig:
        raise Unusable("too_big", 413) from None
    except SuspiciousOperation:
        raise Unusable("nonsense", 400) from None
    if size > MOST_BYTES:
        raise Unusable("too_big", 413)
    return typed


def _carried(typed: QueryDict) -> Carried:
    """Return what was typed before. Raises Unusable for what this form has not written, or so long ago."""
    try:
        said = signing.loads(typed.get("kept", ""), salt=SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        raise Unusable("old", 422) from None
    return Carried(uuid.UUID(said["key"]), said["answers"], said["rows"])


def _force(code: str) -> Force | None:
    """Return the force that an address names; without one the only force there is, or None where there are several."""
    if code:
        found: Force = get_object_or_404(Force, code__iexact=code)
        return found
    forces = list(Force.objects.order_by("pk")[:2])
    return forces[0] if len(forces) == 1 else None


def _step(
    request: HttpRequest,
    force: Force,
    carried: Carried,
    step: str,
    *,
    form: Form | None = None,
    ask: bool = True,
    status: int = 200,
) -> HttpResponse:
    """Show one page of the form. ask: False shows what was typed without saying what is wrong with it."""
    form = form or carried.form(step)
    if not ask:
        form.errors.clear()
    most = policy.in_use().review.apply.most_complaints.value
    more = {
        "step": step,
        "number": STEPS.index(step) + 1,
        "last": len(STEPS),
        "back": STEPS[STEPS.index(step) - 1] if step != STEPS[0] else "",
        "carried": carried.written(),
        "may_add": carried.rows < most,
    }
    return _page(request, "step", force=force, form=form, title=TITLES[step], status=status, **more)


def _check(request: HttpRequest, force: Force, carried: Carried) -> HttpResponse:
    """Show all answers, each page with a button to change it."""
    parts = []
    for step in STEPS:
        form: Any = carried.form(step)
        form.full_clean()
        parts.append((step, TITLES[step], list(form.answers())))
    return _page(request, "check", force=force, title=TITLES["check"], parts=parts, carried=carried.written())


def _done(request: HttpRequest, force: Force, made: Application) -> HttpResponse:
    """Show the reference, and what happens now and by when."""
    return _page(request, "done", force=force, made=made, clocks=policy.in_use().review.clocks)


def _page(request: HttpRequest, state: str, *, status: int = 200, **more: Any) -> HttpResponse:
    """Render the form in one of its states; only its first page may be listed and kept."""
    pack = policy.in_use()
    page = {
        "state": state,
        "title": "Ask for an ASB case review",
        "force": None,
        "form": None,
        "elsewhere": ELSEWHERE,
        "contact": pack.review.apply.reach_us,
        "needed": pack.case_review.count,
        "months": pack.case_review.months,
        "report_within": pack.case_review.report_within_months,
        **more,
    }
    response = render(request, "victim/review.jinja", page, status=status)
    response["Referrer-Policy"] = "no-referrer"
    if state not in {"begin", "forces"}:
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
    return response
