"""An incident on record, and rows that the database is asked to refuse."""

import pytest

from heed.domain.calls.models import Call
from heed.domain.incidents.models import Incident
from heed.domain.places.services import place_at
from heed.domain.problems.plans import services
from heed.domain.problems.plans.services import About


@pytest.fixture
def home(force, noon):
    """Return where it happens."""
    return place_at(force=force, address="14 Acacia Road, Mallow, ZZ1 1AA", now=noon)


@pytest.fixture
def incident(force, home, handler, noon):
    """Return an incident, without the telephone call that a whole story would have."""
    call = Call.objects.create(
        force=force, channel="101", line_class="private", may_show=True, may_match=True, rang_at=noon
    )
    return Incident.objects.create(
        force=force, call=call, channel="101", opening_code="ASB_PERSONAL", place=home, recorded_at=noon,
        recorded_by_name="Harriet", policy_version="t",
    )  # fmt: skip


@pytest.fixture
def plan(force, home, handler, noon):
    """Return a plan about a place, opened by hand."""
    made, _ = services.open_plan(
        force=force,
        about=About(f"place:{home.pk}", "Stones at windows", place=home),
        because="Five in a month",
        user=handler,
        actor=handler.actor(),
        policy_version="t",
        now=noon,
    )
    return made
