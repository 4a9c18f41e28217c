"""`heed telephony` and `heed ring`."""

import pytest

from heed.connections.telephony.models import Source
from heed.connections.telephony.services import new_token, token_digest
from heed.foundation.accounts.terms import system
from heed.foundation.audit.models import Event

pytestmark = pytest.mark.django_db


def test_a_source_is_made_and_its_token_printed_once(heed, force):
    said = heed("telephony", "add-source", "North exchange", "--service", "999", "--json")

    assert said.code == 0
    assert said.json.keys() == {"name", "token", "url"}
    assert said.json["url"].endswith(f"/api/cti/v1/{said.json['token']}")
    source = Source.objects.get()
    assert (source.name, source.service, source.force) == ("North exchange", "999", force)
    assert source.token_digest == token_digest(said.json["token"])
    assert source.hmac_secret == ""
    assert Event.objects.get(action="telephony_source.added").actor_key == "command line"


def test_a_signed_source_has_a_secret(heed, force):
    made = heed("telephony", "add-source", "Signed", "--signed", "--json").json

    assert made["secret"] == Source.objects.get().hmac_secret
    assert len(made["secret"]) > 30


def test_without_json_it_prints_the_same_for_people(heed, force):
    said = heed("telephony", "add-source", "North exchange")

    assert [line.split()[0] for line in said.out.splitlines()] == ["name", "token", "url"]


@pytest.mark.parametrize("words", [
    ("telephony", "add-source", " "),
    ("telephony", "add-source", "x" * 81),
    ("telephony", "add-source", "x", "--force", "NOPE"),
    ("telephony", "add-source", "x", "--service", "112"),
    ("telephony", "add-source"),
    ("telephony",),
])  # fmt: skip
def test_what_cannot_be_used_is_exit_2(heed, force, words):
    said = heed(*words)

    assert said.code == 2
    assert said.err
    assert not Source.objects.exists()


def test_a_name_is_used_once(heed, force):
    heed("telephony", "add-source", "North")
    said = heed("telephony", "add-source", "North", "--json")

    assert said.code == 2
    assert said.err.strip() == "There is a telephone system called North already."


def test_without_a_force_it_says_how_to_make_one(heed, db):
    assert "heed accounts add-force CODE NAME" in heed("telephony", "add-source", "North").err


def test_a_new_token_ends_the_one_before(source, noon):
    made, token = source
    fresh = new_token(name=made.name, actor=system("tests"), now=noon)

    assert fresh != token
    made.refresh_from_db()
    assert made.token_digest == token_digest(fresh)
    assert new_token(name="nobody", actor=system("tests"), now=noon) == ""


def test_a_ring_nobody_answers_says_so(heed, force):
    said = heed("ring", "--number", "07700900123", "--url", "http://127.0.0.1:9")

    assert said.code == 2
    assert "Heed does not answer at http://127.0.0.1:9" in said.err
    assert "is `heed serve` running?" in said.err


def test_an_address_that_is_none_is_refused(heed, force):
    assert heed("ring", "--number", "07700900123", "--token", "x", "--url", "file:///etc/passwd").code == 2


def test_the_second_ring_uses_the_same_source(heed, force):
    for _ in range(2):
        heed("ring", "--number", "07700900123", "--url", "http://127.0.0.1:9")

    assert [source.name for source in Source.objects.all()] == ["heed ring MAL"]
    assert Event.objects.filter(action="telephony_source.token_changed").count() == 1
