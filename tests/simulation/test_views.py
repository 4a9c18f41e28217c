"""What the caller says, in a demonstration."""

import uuid
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import include, path
from tests.simulation.test_world import UNTIL

from heed.config import urls as heed_urls
from heed.simulation import loading
from heed.simulation.models import SimulatedCall
from heed.simulation.services import ensure_personas
from heed.simulation.world import Order

# As config/urls.py has it when HEED_DEMO is set, which is read once, when it is imported.
urlpatterns = [*heed_urls.urlpatterns, path("simulated/", include("heed.simulation.urls"))]

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture
def call(noon: datetime, settings: Any) -> SimulatedCall:
    settings.HEED_DEMO = True
    loading.load(Order(people=300, years=2, seed=5, until=UNTIL), now=noon)
    ensure_personas()
    found = SimulatedCall.objects.exclude(script=[]).order_by("at")[0]
    SimulatedCall.objects.filter(pk=found.pk).update(live=True)
    return found


def signed_in(username: str) -> Client:
    from heed.foundation.accounts.models import User

    client = Client()
    client.force_login(User.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_script_can_be_read_out(call: SimulatedCall) -> None:
    client = signed_in("call.handler")

    listed = client.get("/simulated/")
    page = client.get(f"/simulated/calls/{call.pk}")

    assert f"/simulated/calls/{call.pk}" in listed.content.decode()
    assert page.status_code == 200
    assert "What the caller says" in page.content.decode()
    assert call.caller.family_name.partition("'")[0] in page.content.decode()


def test_whoever_may_not_is_told_so(call: SimulatedCall) -> None:
    assert signed_in("inspector").get("/simulated/").status_code == 403
    assert Client().get("/simulated/").status_code == 302


def test_a_call_that_is_not_simulated_is_not_found(call: SimulatedCall) -> None:
    assert signed_in("call.handler").get(f"/simulated/calls/{uuid.uuid4()}").status_code == 404


def test_only_reading_is_possible(call: SimulatedCall) -> None:
    assert signed_in("call.handler").post("/simulated/").status_code == 405


def test_another_force_sees_none_of_it(call: SimulatedCall, handler: Any) -> None:
    client = Client()
    client.force_login(handler, backend="django.contrib.auth.backends.ModelBackend")

    assert client.get(f"/simulated/calls/{call.pk}").status_code == 404
    assert "Nobody has rung yet" in client.get("/simulated/").content.decode()
