"""`heed agency`."""

import pytest
from tests.partners import add_officer, agreement, council

from heed.domain.agencies.models import Agency, ApiKey
from heed.domain.agencies.queries import agency_of, agency_of_key
from heed.foundation.accounts.models import Force, User
from heed.foundation.audit.models import Event

pytestmark = pytest.mark.django_db
__all__ = ["agreement", "council"]


def test_an_agency_is_added_with_a_key_that_opens_and_is_printed_this_once(heed, force):
    said = heed("agency", "add", "Mallow  Council", "--api-key", "--json")

    assert said.code == 0
    agency = Agency.objects.get()
    assert said.json == {
        "name": "Mallow Council", "kind": "council", "force": "MAL", "body": "",
        "key": ApiKey.objects.get().pk, "api_key": said.json["api_key"],
    }  # fmt: skip
    assert agency_of_key(said.json["api_key"]) == agency
    assert said.json["api_key"] not in str(list(ApiKey.objects.values()) + list(Event.objects.values()))
    assert said.json["api_key"] not in heed("agency", "list", "--json").out
    assert said.err.strip() == "The key is shown this once: Heed keeps only its digest."
    assert Event.objects.get(action="agency.added").actor_key == "command line"


def test_without_a_key_there_is_none(heed, force):
    said = heed("agency", "add", "Mallow Homes", "--kind", "housing", "--telephone", "01632 960101", "--json")

    assert (said.json["kind"], said.json["api_key"], said.json["key"]) == ("housing", None, None)
    assert not ApiKey.objects.exists()
    assert Agency.objects.get().telephone == "01632 960101"


def test_without_json_it_prints_the_same_for_people(heed, force):
    said = heed("agency", "add", "Mallow Council", "--api-key")

    assert [line.split()[0] for line in said.out.splitlines()] == ["name", "kind", "force", "key", "api_key"]


@pytest.mark.parametrize("words", [
    ("add", " "),
    ("add", "x" * 121),
    ("add", "x", "--kind", "circus"),
    ("add", "x", "--email", "nobody"),
    ("add", "x", "--force", "NOPE"),
    ("add",),
    ("key", "Nobody"),
    ("end", "Nobody", "--why", "x"),
    ("end-key", "Nobody", "--all"),
    (),
])  # fmt: skip
def test_what_cannot_be_used_is_exit_2_and_adds_nothing(heed, force, words):
    said = heed("agency", *words, "--json") if words else heed("agency")

    assert said.code == 2
    assert said.err
    assert not said.out
    assert not Agency.objects.exists()


def test_a_name_is_used_once_and_where_there_are_several_forces_one_is_named(heed, council):
    assert heed("agency", "add", "MALLOW council", "--json").err.strip() == (
        "Mallowshire Police works with MALLOW council already."
    )
    Force.objects.create(code="HAR", name="Harshire Police")

    assert heed("agency", "add", "Mallow Homes").code == 2
    assert heed("agency", "add", "Mallow Council", "--force", "HAR", "--json").json["force"] == "HAR"


def test_without_a_force_it_says_how_to_make_one(heed, db):
    assert "heed accounts add-force CODE NAME" in heed("agency", "add", "Mallow Council").err


def test_a_key_is_changed_without_a_moment_without_one(heed, council):
    first = heed("agency", "key", "mallow council", "--json").json
    second = heed("agency", "key", "Mallow Council", "--json").json
    assert heed("agency", "list", "--json").lines[0]["keys"] == [first["key"], second["key"]]

    assert heed("agency", "end-key", "Mallow Council", "--key", str(first["key"]), "--json").json["ended"] == [
        first["key"]
    ]
    assert agency_of_key(first["api_key"]) is None
    assert agency_of_key(second["api_key"]) == council
    assert heed("agency", "end-key", "Mallow Council", "--key", str(first["key"])).code == 2
    assert heed("agency", "end-key", "Mallow Council", "--all").code == 0
    assert agency_of_key(second["api_key"]) is None
    assert heed("agency", "end-key", "Mallow Council", "--all").err.strip() == "Mallow Council has no key that stands."


def test_ending_an_agency_ends_everything_of_it(heed, council, agreement, noon):
    carol = add_officer(council, now=noon)
    key = heed("agency", "key", "Mallow Council", "--json").json["api_key"]

    said = heed("agency", "end", "Mallow Council", "--why", "It was dissolved", "--json")

    assert said.json["ended_at"]
    assert agency_of_key(key) is None
    assert agency_of(carol) is None
    assert not User.objects.get(pk=carol.pk).is_active
    agreement.refresh_from_db()
    assert agreement.ended_why == "It was dissolved"
    assert heed("agency", "list").out == ""
    assert heed("agency", "list", "--ended").out.split("\t")[0] == "Mallow Council"
    assert heed("agency", "key", "Mallow Council").code == 2


def test_a_partner_officer_is_added_with_the_agency_they_work_for(heed, council):
    said = heed(
        "accounts", "add", "carol", "--role", "partner_officer", "--agency", "Mallow Council", "--generate", "--json"
    )

    assert said.json["agency"] == "Mallow Council"
    assert agency_of(User.objects.get(username="carol")) == council


@pytest.mark.parametrize("words", [("supervisor", "Mallow Council"), ("partner_officer", "Nobody")])
def test_only_a_partner_officer_works_for_an_agency_that_there_is(heed, council, words):
    role, agency = words

    assert heed("accounts", "add", "carol", "--role", role, "--agency", agency).code == 2
    assert not User.objects.exists()


def test_a_partner_officer_without_an_agency_is_made_and_its_maker_is_told(heed, force):
    said = heed("accounts", "add", "carol", "--role", "partner_officer", "--json")

    assert said.code == 0
    assert "works for no agency yet" in said.err
