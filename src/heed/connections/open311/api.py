"""
The addresses of GeoReport v2, in XML and JSON: machines come here, known by a key that stands in the request.

No cookie is read and no session made. What was reported is private: without a key nobody gets any of it, and with one an
agency gets its own reports alone (docs/open311.md says why).
"""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from http import HTTPStatus
from typing import Any, Final
from zoneinfo import ZoneInfo

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import resolve
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from heed.connections.open311 import heard, incoming, openapi, outgoing
from heed.connections.open311.asked import (
    LINE,
    LONGEST_BODY,
    Asked,
    Problem,
    actor_for,
    agency_asked,
    agency_required,
    asked_in_address,
    asked_in_form,
    force_asked,
    window_asked,
)
from heed.connections.open311.written import JSON, XML, Value, refused, written
from heed.domain.agencies.models import Agency
from heed.domain.incidents.online import queries
from heed.domain.incidents.online.models import OnlineReport
from heed.flows import online_replies, online_reports, online_updates
from heed.flows.exchange.pushed import push
from heed.foundation.accounts.access import public
from heed.foundation.policy import services as policy

log = structlog.get_logger(__name__)

REQUESTS_USUAL: Final = timedelta(days=90)
UPDATES_USUAL: Final = timedelta(hours=2)
"""What is looked at where no time is asked for: the standard's 90 days, and FixMyStreet's two hours (interop.md 3.3)."""

WINDOW_MOST: Final = timedelta(days=90)

Page = Callable[..., HttpResponse]


def answering(*methods: str) -> Callable[[Page], Page]:
    """Open an address to machines: any other method is 405, and whatever goes wrong is answered in the form asked for."""

    def guard(view: Page) -> Page:
        @wraps(view)
        def answered(request: HttpRequest, form: str = XML, **parts: Any) -> HttpResponse:
            method = "GET" if request.method == "HEAD" else request.method or ""
            if method not in methods:
                answer = refused(form, 405, f"Use {' or '.join(methods)} here.")
                answer["Allow"] = ", ".join(methods)
                return answer
            declared = request.headers.get("Content-Length", "")
            if declared.isascii() and declared.isdigit() and int(declared) > LONGEST_BODY:
                return refused(form, 413, "The form is too long.")
            try:
                return view(request, form, **parts)
            except Problem as problem:
                answer = refused(form, problem.status, problem.description)
                if problem.status == HTTPStatus.TOO_MANY_REQUESTS:
                    answer["Retry-After"] = str(policy.in_use().open311.wrong_keys.value.within_minutes * 60)
                return answer
            except Exception:
                # What the other system sent stays out of the log; that it came to nothing must not.
                log.exception("open311 request failed", view=view.__name__)
                return refused(form, 500, "Heed cannot carry this out now: send it again.")

        # A machine posts here, known by its key: no cookie is read.
        return csrf_exempt(public(answered))

    return guard


@answering("GET")
def discovery(request: HttpRequest, form: str) -> HttpResponse:
    """Say where the endpoint is, and what it speaks."""
    asked = asked_in_address(request)
    force = force_asked(asked) if asked.line("jurisdiction_id") else None
    name = force.name if force else "The police"
    value: Value = {
        "changeset": openapi.CHANGED,
        "contact": f"{name}: ask whoever gave you your api_key. In an emergency call 999: nobody watches this address.",
        "key_service": f"{name} gives keys to agencies with which it has an agreement.",
        "endpoints": [
            {
                "specification": "http://wiki.open311.org/GeoReport_v2",
                "url": request.build_absolute_uri("/open311/v2"),
                "changeset": openapi.CHANGED,
                "type": "production",
                "formats": ["text/xml", "application/json"],
            }
        ],
    }
    return written(form, "discovery", value)


@answering("GET")
def services(request: HttpRequest, form: str) -> HttpResponse:
    """List what may be reported."""
    force_asked(asked_in_address(request))
    return written(form, "services", outgoing.services(policy.in_use().open311))


@answering("GET")
def service(request: HttpRequest, form: str, code: str) -> HttpResponse:
    """Say what is asked with one kind of report."""
    force_asked(asked_in_address(request))
    pack = policy.in_use().open311
    if code not in pack.services:
        raise Problem(404, "The service_code that was provided was not found.")
    return written(form, "service_definition", outgoing.definition(code, pack.services[code], pack))


@answering("GET", "POST")
def requests(request: HttpRequest, form: str) -> HttpResponse:
    """Take a new report, or list an agency's own."""
    if request.method == "POST":
        return _create(request, form)
    asked, now = asked_in_address(request), timezone.now()
    agency = agency_asked(request, asked, now=now)
    force_asked(asked, agency)
    return written(
        form, "service_requests", outgoing.requests(_chosen(asked, agency, now=now), policy.in_use().open311)
    )


@answering("GET")
def one_request(request: HttpRequest, form: str, number: str) -> HttpResponse:
    """Show one of an agency's own reports."""
    asked = asked_in_address(request)
    agency = agency_asked(request, asked, now=timezone.now())
    force_asked(asked, agency)
    found = _numbered(agency, [number])
    if not found:
        raise Problem(404, "The service_request_id that was provided was not found.")
    return written(form, "service_requests", outgoing.requests(found, policy.in_use().open311))


@answering("GET")
def token(request: HttpRequest, form: str, token: str) -> HttpResponse:
    """Give the number that a token stands for: nobody else can have the token."""
    asked = asked_in_address(request)
    force = force_asked(asked, agency_asked(request, asked, now=timezone.now()))
    try:
        # Read by hand: a token of another shape is one that is not known.
        found = (
            OnlineReport.objects.select_related("incident").filter(token=uuid.UUID(token), agency__force=force).first()
        )
    except ValueError:
        found = None
    if found is None:
        raise Problem(404, "The token that was provided was not found.")
    return written(form, "service_requests", outgoing.numbered(found))


@answering("GET", "POST")
def updates(request: HttpRequest, form: str) -> HttpResponse:
    """Take what was said about a report, or give what was told of an agency's own."""
    if request.method == "POST":
        return _update(request, form)
    asked, now = asked_in_address(request), timezone.now()
    agency = agency_required(request, asked, now=now)
    force_asked(asked, agency)
    since, until = window_asked(asked, zone=_zone(), usual=UPDATES_USUAL, most=WINDOW_MOST, now=now)
    found = online_replies.told_within(agency, since=since, until=until, most=outgoing.MOST)
    return written(form, "service_request_updates", outgoing.updates(found, since=since, until=until))


@answering("GET")
def description(request: HttpRequest, form: str) -> HttpResponse:  # noqa: ARG001  JSON alone
    """Describe all of this as OpenAPI has it."""
    answer = JsonResponse(
        openapi.description(policy.in_use().open311, address=request.build_absolute_uri("/open311/v2"))
    )
    answer["Cache-Control"] = "no-store"
    return answer


@answering("GET", "POST")
def unknown(request: HttpRequest, form: str, rest: str) -> HttpResponse:
    """
    Answer for every other address, in the form that its ending asks for.

    A slash too many is passed over: to a base path that ends with one, some systems add another.
    """
    del form
    tidy = "/".join(part for part in rest.split("/") if part)
    if tidy not in ("", rest):
        found = resolve(request.path_info.removesuffix(rest) + tidy)
        answer: HttpResponse = found.func(request, *found.args, **found.kwargs)
        return answer
    return refused(JSON if rest.endswith(f".{JSON}") else XML, 404, "There is nothing at this address.")


def _create(request: HttpRequest, form: str) -> HttpResponse:
    """Record a report; the same sent again gives the same number."""
    asked, now = asked_in_form(request), timezone.now()
    agency = agency_required(request, asked, now=now)
    force = force_asked(asked, agency)
    pack = policy.in_use().open311
    report = incoming.report_asked(asked, pack)
    incident = online_reports.receive(
        force=force, agency=agency, report=report, actor=actor_for(agency, request), now=now
    )
    kept = OnlineReport.objects.select_related("incident").get(incident=incident)
    value = outgoing.created(
        kept, pack.services[report.service_code], notice=pack.notice.value, account=asked.line("account_id", longest=80)
    )
    return written(form, "service_requests", value)


def _update(request: HttpRequest, form: str) -> HttpResponse:
    """Keep what was said about a report, or about a referral of ours; the same number again changes nothing."""
    asked, now = asked_in_form(request), timezone.now()
    agency = agency_required(request, asked, now=now)
    force_asked(asked, agency)
    number = asked.line("service_request_id")
    if not number:
        raise Problem(400, "service_request_id was not provided.")
    update, own_status = heard.update_asked(asked, policy.in_use().open311, zone=_zone(), now=now)
    report = next(iter(_numbered(agency, [number])), None)
    if report:
        made = online_updates.hear(report=report, update=update, actor=actor_for(agency, request), now=now)
        answer = f"{report.incident.reference}-heard-{made.pk}"
    elif push(agency=agency, update=heard.as_pushed(update, number, own_status), now=now):
        answer = update.external_id
    else:
        raise Problem(404, "The service_request_id that was provided was not found: was the report created first?")
    return written(form, "service_request_updates", [{"update_id": answer}])


def _chosen(asked: Asked, agency: Agency | None, *, now: datetime) -> list[OnlineReport]:
    """Return the reports that were asked for, of an agency's own; of nobody's nothing."""
    if numbers := asked.listed("service_request_id"):
        return _numbered(agency, numbers)
    since, until = window_asked(asked, zone=_zone(), usual=REQUESTS_USUAL, most=WINDOW_MOST, now=now)
    states = {state.lower() for state in asked.listed("status")}
    if not states <= {"open", "closed"}:
        raise Problem(400, "status must be open, closed, or both separated by a comma.")
    if agency is None:
        return []
    found = queries.own_reports(agency).filter(received_at__gte=since, received_at__lt=until + outgoing.SECOND)
    if codes := asked.listed("service_code"):
        found = found.filter(service_code__in=codes)
    if len(states) == 1:
        found = found.filter(incident__closed_at__isnull="open" in states)
    return list(found[: outgoing.MOST])


def _numbered(agency: Agency | None, numbers: list[str]) -> list[OnlineReport]:
    """Return those of an agency's own reports whose numbers are asked for; a number that is not theirs gives nothing."""
    if agency is None:
        return []
    wanted = {number.upper() for number in numbers[: outgoing.MOST]}
    # No number of ours is so long, and Python reads none of some thousand digits.
    ends = {number.rpartition("-")[2] for number in wanted if len(number) <= LINE}
    asked = [int(digits) for digits in ends if digits.isascii() and digits.isdigit()]
    return [report for report in queries.own_among(agency, asked) if report.incident.reference in wanted]


def _zone() -> ZoneInfo:
    """Return the zone in which a date without a time is meant."""
    return ZoneInfo(settings.TIME_ZONE)
