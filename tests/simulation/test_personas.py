"""Personas exist in a demonstration alone."""

from typing import Any

import pytest

from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Role
from heed.simulation.personas import password, personas
from heed.simulation.services import NotADemonstration, ensure_personas


def test_there_is_one_persona_for_each_role() -> None:
    assert {persona.role for persona in personas()} == set(Role)
    assert len({persona.username for persona in personas()}) == len(personas())


def test_outside_a_demonstration_no_account_is_made(db: None, settings: Any) -> None:
    settings.HEED_DEMO = False

    with pytest.raises(NotADemonstration):
        ensure_personas()

    assert not User.objects.exists()


def test_personas_can_sign_in_and_twice_changes_nothing(db: None, settings: Any) -> None:
    settings.HEED_DEMO = True
    ensure_personas()
    before = list(User.objects.order_by("pk").values_list("pk", "username", "password"))

    ensure_personas()

    assert list(User.objects.order_by("pk").values_list("pk", "username", "password")) == before
    assert User.objects.get(username="call.handler").check_password(password())


def test_another_installation_has_another_password(settings: Any) -> None:
    here = password()
    settings.SECRET_KEY = "another installation's secret key"

    assert password() != here
    assert len(here) >= 12
