"""Who works for an agency, and with which keys its system comes in. What is secret is shown once, on the answer itself."""

import secrets

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from heed.desks.data_protection.agencies import page
from heed.desks.data_protection.agencies.forms import OfficerForm
from heed.desks.data_protection.agencies.views import found_or_404
from heed.domain.agencies import services
from heed.domain.agencies.access import KEEP_AGENCIES
from heed.domain.agencies.models import Agency
from heed.domain.agencies.rules import Unfit
from heed.domain.agencies.services import AlreadyEnded
from heed.flows import agencies, people_at_work
from heed.foundation.accounts.access import actor_of, may

PASSWORD_BYTES = 15


@never_cache
@require_POST
@may(KEEP_AGENCIES)
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add an account for somebody who works there, and show its password this once."""
    agency, now = found_or_404(request, pk), timezone.now()
    form = OfficerForm(request.POST, auto_id="id_officer_%s")
    if form.is_valid():
        password = secrets.token_urlsafe(PASSWORD_BYTES)
        try:
            user = agencies.add_officer(
                agency=agency, password=password, actor=actor_of(request), now=now, **form.cleaned_data
            )
        except people_at_work.UsernameTaken:
            form.add_error("username", "Somebody has this user name already")
        except (Unfit, AlreadyEnded) as error:
            form.add_error(None, str(error))
        else:
            pairs = [("User name", user.username), ("Password", password)]
            return _once(request, agency, f"{user.display_name} can sign in", pairs)
    return page.show(request, agency, now=now, wrong=form, opened="officer")


@require_POST
@may(KEEP_AGENCIES)
def leave(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Switch off the account of somebody who left the agency, and end its sessions."""
    agency = found_or_404(request, pk)
    officer = get_object_or_404(agency.officers.select_related("user"), pk=row)
    people_at_work.disable_account(username=officer.user.username, actor=actor_of(request), now=timezone.now())
    messages.success(request, f"{officer.user.display_name} cannot sign in any more.")
    return redirect("data_protection:agency", agency.pk)


@never_cache
@require_POST
@may(KEEP_AGENCIES)
def make_key(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a key for the agency's system, and show it this once."""
    agency = found_or_404(request, pk)
    try:
        made, key = services.make_key(agency=agency, actor=actor_of(request), now=timezone.now())
    except AlreadyEnded as error:
        messages.error(request, f"{error}.")
        return redirect("data_protection:agency", agency.pk)
    return _once(request, agency, f"Key {made.pk} of {agency.name}", [("Key", key)])


@require_POST
@may(KEEP_AGENCIES)
def end_key(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """End a key: whoever holds it is outside from the next request on."""
    agency = found_or_404(request, pk)
    key = get_object_or_404(agency.api_keys, pk=row)
    try:
        services.end_key(key=key, actor=actor_of(request), now=timezone.now())
    except AlreadyEnded as error:
        messages.error(request, f"{error}.")
    else:
        messages.success(request, f"Key {key.pk} has ended.")
    return redirect("data_protection:agency", agency.pk)


def _once(request: HttpRequest, agency: Agency, title: str, pairs: list[tuple[str, str]]) -> HttpResponse:
    """Show what is kept nowhere."""
    return render(request, "data_protection/secret.jinja", {"title": title, "agency": agency, "pairs": pairs})
