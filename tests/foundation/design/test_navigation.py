"""The entries at the top of the screen follow what a person may do."""

import pytest

from heed.foundation.accounts.access import Action
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Role
from heed.foundation.design import navigation

ACCOUNT = Action("see their account", frozenset({Role.CALL_HANDLER, Role.SUPERVISOR}))
PASSWORD = Action("change their password", frozenset({Role.SUPERVISOR}))


@pytest.fixture(autouse=True)
def entries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start from nothing, so that what the desks add does not count."""
    monkeypatch.setattr(navigation, "_items", {})
    navigation.add("Account", page="mfa_index", asked=ACCOUNT)
    navigation.add("Password", page="account_change_password", asked=PASSWORD)
    navigation.add("Elsewhere", page="no_such:page", asked=ACCOUNT)


def texts(user: User, path: str = "/") -> list[object]:
    """Return the words of the entries."""
    return [entry["text"] for entry in navigation.entries(user, path=path)]


def test_a_person_finds_only_what_they_may_open_and_what_is_installed():
    assert texts(User(role=Role.CALL_HANDLER)) == ["Account"]
    assert texts(User(role=Role.SUPERVISOR)) == ["Account", "Password"]


def test_an_account_that_is_switched_off_finds_nothing():
    assert texts(User(role=Role.SUPERVISOR, is_active=False)) == []


def test_the_entry_of_the_page_and_of_the_pages_below_it_is_marked():
    handler = User(role=Role.CALL_HANDLER)
    here = navigation.entries(handler, path="/accounts/2fa/")[0]
    below = navigation.entries(handler, path="/accounts/2fa/totp/activate/")[0]
    elsewhere = navigation.entries(handler, path="/")[0]

    assert (here["current"], here["active"]) == (True, True)
    assert (below["current"], below["active"]) == (False, True)
    assert (elsewhere["current"], elsewhere["active"]) == (False, False)


def test_the_same_page_again_keeps_its_place():
    navigation.add("My account", page="mfa_index", asked=ACCOUNT)

    assert texts(User(role=Role.SUPERVISOR)) == ["My account", "Password"]
