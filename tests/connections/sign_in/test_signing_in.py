"""Signing in, on our own pages: password, second step, recovery codes; nobody signs up."""

import re
import time
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from heed.connections.sign_in.adapter import MfaAdapter
from heed.foundation.accounts.models import User

pytestmark = pytest.mark.django_db

PASSWORD = "a long pass phrase"
SIGN_IN = "/accounts/login/"


@pytest.fixture(autouse=True)
def nobody_has_tried_yet(settings) -> Iterator[None]:
    """Forget counted attempts and used codes. Hash passwords quickly: how they are hashed is Django's to test."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]
    cache.clear()
    yield
    cache.clear()


def sign_in(client: Client, *, login: str = "harriet", password: str = PASSWORD, to: str = "") -> str:
    """Send the form; return where it leads, or the page that comes back."""
    response = client.post(SIGN_IN, {"login": login, "password": password, "next": to})
    return response.headers.get("Location") or response.content.decode()


def confirm_password(client: Client) -> None:
    """Prove again who is at the desk, as the pages about the second step ask, even straight after signing in."""
    assert client.post("/accounts/reauthenticate/", {"password": PASSWORD}).status_code == 302


def code_of(secret: str) -> str:
    """Return what an authenticator app shows now."""
    return str(auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30)))


def switch_on(client: Client) -> str:
    """Switch on the authenticator app; return its secret."""
    confirm_password(client)
    page = client.get("/accounts/2fa/totp/activate/")
    found = re.search(r'<code class="heed-key">(\w+)</code>', page.content.decode())
    assert found
    client.post("/accounts/2fa/totp/activate/", {"code": code_of(found[1])})
    cache.clear()  # A code counts once; the test does not wait half a minute for the next.
    return found[1]


def test_the_right_password_leads_in(client: Client, handler: User):
    assert sign_in(client, to="/accounts/2fa/") == "/accounts/2fa/"

    page = client.get("/accounts/2fa/").content.decode()
    assert "Harriet Okoro" in page
    assert "Call handler" in page
    assert "Mallowshire Police" in page


@pytest.mark.parametrize(("login", "password"), [("harriet", "an incorrect one"), ("nobody", PASSWORD)])
def test_a_wrong_password_and_an_unknown_name_get_the_same_sentence(
    client: Client, handler: User, login: str, password: str
):
    page = sign_in(client, login=login, password=password)

    assert "The user name or the password is wrong" in page
    assert "<title>Error: Sign in " in page
    assert password not in page


def test_an_account_that_is_switched_off_stays_out(client: Client, handler: User):
    User.objects.filter(pk=handler.pk).update(is_active=False)

    assert sign_in(client) == "/accounts/inactive/"
    assert "_auth_user_id" not in client.session


def test_an_account_switched_off_later_is_out_at_its_next_request(client: Client, handler: User):
    sign_in(client)
    User.objects.filter(pk=handler.pk).update(is_active=False)

    assert client.get("/accounts/2fa/").headers["Location"].startswith(SIGN_IN)


def test_too_many_wrong_passwords_stop_even_the_right_one(client: Client, handler: User):
    for _ in range(10):
        sign_in(client, password="wrong")

    assert "Too many" in sign_in(client)


def test_a_session_lasts_one_shift(client: Client, handler: User):
    response = client.post(SIGN_IN, {"login": "harriet", "password": PASSWORD})

    cookie = response.cookies[settings.SESSION_COOKIE_NAME]
    assert int(cookie["max-age"]) == settings.SESSION_COOKIE_AGE == settings.HEED_SESSION_HOURS * 3600
    assert client.session.get_expiry_age() <= settings.SESSION_COOKIE_AGE


def test_nobody_signs_up_or_resets_a_password_by_post(client: Client):
    for name in ("account_signup", "account_reset_password", "account_email"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    assert client.get("/accounts/signup/").status_code in {302, 404}
    assert "Sign up" not in client.get(SIGN_IN).content.decode()


def test_where_to_go_after_signing_in_stays_within_heed(client: Client, handler: User):
    assert sign_in(client, to="https://elsewhere.example/") == "/"


def test_the_second_step_is_switched_on_asked_for_and_switched_off(client: Client, handler: User):
    sign_in(client)
    secret = switch_on(client)
    client.post("/accounts/logout/")

    assert sign_in(client) == "/accounts/2fa/authenticate/"
    assert "_auth_user_id" not in client.session
    assert "The code is wrong" in client.post("/accounts/2fa/authenticate/", {"code": "000000"}).content.decode()
    assert client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)}).headers["Location"] == "/"
    assert client.session["_auth_user_id"] == str(handler.pk)

    client.post("/accounts/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user=handler, type=Authenticator.Type.TOTP).exists()
    confirm_password(client)
    client.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=handler, type=Authenticator.Type.TOTP).exists()


def test_a_recovery_code_lets_in_once(client: Client, handler: User):
    sign_in(client)
    switch_on(client)
    page = client.get("/accounts/2fa/recovery-codes/").content.decode()
    codes = re.findall(r'<code class="heed-key">([^<]+)</code>', page)
    text = client.get("/accounts/2fa/recovery-codes/download/")
    client.post("/accounts/logout/")

    assert len(codes) == 10
    assert text.content.decode().split() == codes
    for expected in (302, 200):
        sign_in(client)
        assert client.post("/accounts/2fa/authenticate/", {"code": codes[0]}).status_code == expected
        client.post("/accounts/logout/")


def test_the_secret_of_the_second_step_is_encrypted_in_the_database(client: Client, handler: User):
    sign_in(client)
    secret = switch_on(client)

    stored = Authenticator.objects.get(user=handler, type=Authenticator.Type.TOTP).data["secret"]
    assert secret not in stored
    assert MfaAdapter().decrypt(stored) == secret


def test_a_password_is_changed_on_our_page_and_a_short_one_refused(client: Client, handler: User):
    sign_in(client)
    new = "different words altogether"

    short = {"oldpassword": PASSWORD, "password1": "short", "password2": "short"}
    assert "at least 12 characters" in client.post("/accounts/password/change/", short).content.decode()
    good = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post("/accounts/password/change/", good).headers["Location"] == "/accounts/2fa/"
    handler.refresh_from_db()
    assert handler.check_password(new)


def test_signing_out_needs_a_press_and_says_so(client: Client, handler: User):
    sign_in(client)

    assert client.get("/accounts/logout/").status_code == 200
    assert "You have signed out." in client.post("/accounts/logout/", follow=True).content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/2fa/",
        "/accounts/2fa/totp/activate/",
        "/accounts/2fa/recovery-codes/generate/",
        "/accounts/password/change/",
        "/accounts/reauthenticate/",
        "/accounts/logout/",
    ],
)
def test_no_page_has_an_inline_script_or_style_and_each_carries_the_marking(
    client: Client, handler: User, address: str
):
    sign_in(client)
    if address != "/accounts/reauthenticate/":
        confirm_password(client)
    page = client.get(address, follow=True).content.decode()

    assert "OFFICIAL-SENSITIVE" in page
    assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []
    assert re.findall(r"\sstyle=|\son\w+=|<style", page) == []
