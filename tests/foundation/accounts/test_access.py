"""Who may what."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from heed.foundation.accounts.access import ACTIONS, action, allowed, refuse_unless_allowed
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Role

pytestmark = pytest.mark.django_db

TAKE = ACTIONS["take calls"]


def test_a_call_handler_may_take_calls_and_a_partner_may_not(person_at_work):
    assert allowed(person_at_work("call_handler"), TAKE)
    assert not allowed(person_at_work("partner_officer"), TAKE)


def test_an_account_that_is_switched_off_may_nothing(person_at_work):
    assert not allowed(person_at_work("call_handler", is_active=False), TAKE)


def test_the_refusal_is_a_sentence(person_at_work):
    with pytest.raises(PermissionDenied, match="Your role, analyst, may not take calls"):
        refuse_unless_allowed(person_at_work("analyst"), TAKE)


def test_an_action_is_declared_once():
    with pytest.raises(ValueError, match="declared twice"):
        action("take calls", Role.CALL_HANDLER)


def test_the_database_refuses_an_unknown_role(person_at_work):
    person_at_work("call_handler")

    with pytest.raises(IntegrityError, match="a_role_is_a_known_one"):
        User.objects.update(role="commissioner")


@pytest.mark.parametrize("role", Role.values)
def test_no_role_but_those_at_work_on_calls_may_do_anything_to_a_record(role, person_at_work):
    user = person_at_work(role, f"somebody_{role}")
    changing = [ACTIONS[name] for name in ("record incidents", "grade incidents", "close incidents")]

    assert all(allowed(user, one) for one in changing) == (role in {"call_handler", "supervisor"})
