"""Where partners' systems are."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heed.desks.supervisor.exchange.forms import EndForm, EndpointForm, as_set
from heed.domain.agencies.models import Agency
from heed.domain.agencies.queries import agencies_of
from heed.domain.exchange import queries
from heed.domain.exchange.access import KEEP_ENDPOINTS
from heed.domain.exchange.services import AgencyLeft
from heed.flows.exchange import endpoints
from heed.flows.exchange.endpoints import Unfit
from heed.foundation.accounts.access import actor_of, may, user_of


@require_safe
@may(KEEP_ENDPOINTS)
def systems(request: HttpRequest) -> HttpResponse:
    """List the agencies, each with its system."""
    force_id = user_of(request).force_id
    by_agency = {endpoint.agency_id: endpoint for endpoint in queries.endpoints(force_id)}
    rows = [(agency, by_agency.get(agency.pk)) for agency in agencies_of(force_id)]
    return render(request, "supervisor/exchange_systems.jinja", {"title": "Partners\u2019 systems", "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@may(KEEP_ENDPOINTS)
def system(request: HttpRequest, agency_id: int) -> HttpResponse:
    """Show where an agency's system is; a POST sets it anew."""
    agency = _agency(request, agency_id)
    form = EndpointForm(request.POST) if request.method == "POST" else None
    if form is None or not form.is_valid():
        return _show(request, agency, form=form)
    try:
        endpoints.set_up(
            agency=agency,
            settings=form.settings(),
            without_tls=settings.HEED_PARTNERS_WITHOUT_TLS,
            actor=actor_of(request),
            now=timezone.now(),
        )
    except Unfit as error:
        form.add_error(error.field, str(error))
        return _show(request, agency, form=form)
    except AgencyLeft as error:
        raise Http404 from error
    messages.success(request, f"What is for {agency.name} goes to its system from now on.")
    return redirect("supervisor:exchange_systems")


@require_POST
@may(KEEP_ENDPOINTS)
def end(request: HttpRequest, agency_id: int) -> HttpResponse:
    """Say that an agency's system is not used any more."""
    agency = _agency(request, agency_id)
    endpoint = queries.endpoint_of(agency.pk)
    if endpoint is None:
        raise Http404
    form = EndForm(request.POST)
    if not form.is_valid():
        return _show(request, agency, ending=form)
    endpoints.end(endpoint=endpoint, why=form.cleaned_data["why"], actor=actor_of(request), now=timezone.now())
    messages.success(request, f"The system of {agency.name} is not used any more.")
    return redirect("supervisor:exchange_systems")


def _agency(request: HttpRequest, agency_id: int) -> Agency:
    """Return an agency that the person's force works with; 404 for any other."""
    agency = agencies_of(user_of(request).force_id).filter(pk=agency_id).first()
    if agency is None:
        raise Http404
    return agency


def _show(
    request: HttpRequest, agency: Agency, *, form: EndpointForm | None = None, ending: EndForm | None = None
) -> HttpResponse:
    """Show the settings; form or ending has errors where there is one."""
    endpoint = queries.endpoint_of(agency.pk)
    wrong = form or ending
    page = {
        "title": f"System of {agency.name}",
        "agency": agency,
        "endpoint": endpoint,
        "settings_form": form or EndpointForm(initial=as_set(endpoint)),
        "ending": ending or EndForm(),
        "ending_wrong": ending is not None,
        "form": wrong,
    }
    return render(request, "supervisor/exchange_system.jinja", page, status=422 if wrong else 200)
