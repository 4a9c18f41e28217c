"""`heed accounts`."""

import pytest
from django.test import Client

from heed.foundation.accounts.models import Force, User
from heed.foundation.audit.models import Event

pytestmark = pytest.mark.django_db


def test_a_force_is_made(heed, db):
    said = heed("accounts", "add-force", "MAL", "Mallowshire  Police")

    assert said.code == 0
    assert Force.objects.get().name == "Mallowshire Police"
    assert Event.objects.get().action == "force.added"


@pytest.mark.parametrize(
    ("code", "name"), [("mal", "x"), ("M", "x"), ("MALLOWSHIRE", "x"), ("MAL", " "), ("MAL", "x" * 121)]
)
def test_a_force_that_cannot_be_is_exit_2(heed, db, code, name):
    assert heed("accounts", "add-force", code, name).code == 2
    assert not Force.objects.exists()


def test_a_forces_code_is_used_once(heed, force):
    said = heed("accounts", "add-force", "MAL", "Another")

    assert said.code == 2
    assert said.err.strip() == "There is a force MAL already."


def test_an_account_is_made_with_a_password_that_lets_it_in(heed, force):
    said = heed(
        "accounts", "add", "hana", "--role", "call_handler", "--unit", "CTRL", "--first-name", "Hana",
        "--last-name", "Okoro", "--generate", "--json",
    )  # fmt: skip

    assert said.code == 0
    assert said.json.keys() == {"username", "role", "force", "password"}
    user = User.objects.get()
    assert (user.role, user.force, user.unit.code, user.display_name) == ("call_handler", force, "CTRL", "Hana Okoro")
    assert Client().login(username="hana", password=said.json["password"])
    assert "password" not in str(Event.objects.get(action="account.added").detail)


def test_at_a_terminal_the_password_is_asked_for_twice(heed, force, monkeypatch):
    typed = iter(["correct horse battery", "correct horse battery", "short", "short", "one long phrase", "another one"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("getpass.getpass", lambda _: next(typed))

    said = heed("accounts", "add", "hana", "--role", "supervisor", "--json")
    assert said.json == {"username": "hana", "role": "supervisor", "force": "MAL"}
    assert User.objects.get().check_password("correct horse battery")
    assert heed("accounts", "add", "omar", "--role", "supervisor").code == 2
    assert "differ" in heed("accounts", "add", "omar", "--role", "supervisor").err
    assert User.objects.count() == 1


@pytest.mark.parametrize("words", [
    ("accounts",),
    ("accounts", "add", "hana"),
    ("accounts", "add", "hana", "--role", "king"),
    ("accounts", "add", "ha na", "--role", "analyst"),
    ("accounts", "add", "hana", "--role", "analyst", "--force", "XXX"),
    ("accounts", "disable", "nobody"),
])  # fmt: skip
def test_what_cannot_be_used_is_exit_2(heed, force, words):
    said = heed(*words)

    assert said.code == 2
    assert said.err
    assert not User.objects.exists()


def test_a_user_name_is_used_once_however_it_is_written(heed, handler):
    said = heed("accounts", "add", "Harriet", "--role", "analyst")

    assert said.code == 2
    assert said.err.strip() == "There is an account Harriet already."


def test_the_list_has_no_password(heed, handler, supervisor):
    said = heed("accounts", "list", "--json")

    assert [row["username"] for row in said.lines] == ["harriet", "simon"]
    assert said.lines[0].keys() == {"username", "name", "role", "force", "unit", "active", "last_login"}
    assert "pbkdf2" not in said.out
    assert heed("accounts", "list", "--force", "MAL").out.count("\n") == 2


def test_an_account_that_is_switched_off_is_out_at_once(heed, handler, supervisor, client):
    other = Client()
    other.force_login(supervisor)
    client.force_login(handler)
    assert client.get("/calls/search/").status_code == 200

    said = heed("accounts", "disable", "harriet")

    assert said.code == 0
    assert said.err.strip() == "harriet is switched off; 1 sessions ended."
    assert client.get("/calls/search/").status_code == 302
    assert other.get("/calls/search/").status_code == 200
    assert not Client().login(username="harriet", password="a long pass phrase")
    assert Event.objects.get(action="account.disabled").subjects == [f"user:{handler.pk}"]
