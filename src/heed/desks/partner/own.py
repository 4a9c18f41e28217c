"""Whose desk it is."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from heed.domain.agencies.models import Agency
from heed.domain.agencies.queries import agency_of
from heed.foundation.accounts.access import user_of


def own_agency(request: HttpRequest) -> Agency:
    """Return the agency that this person works for; every page of the desk asks here first. Raises PermissionDenied."""
    agency = agency_of(user_of(request))
    if agency is None:
        message = "Your account works for no agency. Ask the force to add you to yours."
        raise PermissionDenied(message)
    return agency
