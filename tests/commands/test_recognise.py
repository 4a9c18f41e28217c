"""`heed recognise`: a contract for scripts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from heed.foundation.accounts.models import Force
from heed.foundation.audit.models import Event

pytestmark = pytest.mark.django_db

WINDOWS = {"30", "90", "180", "365"}


def test_a_known_number_has_every_key_of_the_contract(heed, reported):
    reported(now=timezone.now() - timedelta(days=2))
    said = heed("recognise", "--number", "07700900123", "--json")

    assert said.code == 0
    found = said.json
    assert found.keys() == {"number", "candidates", "household", "place", "flags", "policy", "ms"}
    assert found["number"].keys() == {"e164", "line", "kind", "shared", "reports", "people"}
    assert found["number"]["e164"] == "+447700900123"
    assert found["number"]["reports"].keys() == WINDOWS
    assert found["number"]["people"] == 1
    (candidate,) = found["candidates"]
    assert candidate.keys() == {"person", "name", "kind", "probability", "because", "counts"}
    assert (candidate["name"], candidate["kind"]) == ("Jean Marlow", "possible")
    assert candidate["counts"] == {"30": 1, "90": 1, "180": 1, "365": 1}
    assert found["place"].keys() == {"place", "address", "counts"}
    assert found["flags"].keys() == {"repeat_caller", "repeat_victim", "repeat_location"}
    assert isinstance(found["ms"], float)
    assert isinstance(found["policy"], str)


@pytest.mark.parametrize("number", ["07700900999", "+353 1 234 5678", "101"])
def test_a_stranger_gives_empty_lists_and_nulls(heed, force, number):
    said = heed("recognise", "--number", number, "--json")

    assert said.code == 0
    assert said.json["number"] is None
    assert said.json["candidates"] == []
    assert said.json["household"] == []
    assert said.json["place"] is None
    assert not any(said.json["flags"].values())


def test_without_json_it_is_the_three_lines_of_the_card(heed, reported):
    reported(now=timezone.now() - timedelta(days=2))
    said = heed("recognise", "--number", "07700 900123")

    assert len(said.out.splitlines()) == 3
    assert said.out.startswith("Possibly Jean Marlow")


def test_that_somebody_looked_is_on_the_trail_without_the_number(heed, reported):
    reported(now=timezone.now() - timedelta(days=2))
    heed("recognise", "--number", "07700900123", "--json", "--purpose", "Testing the link")
    event = Event.objects.get(action="recognition.consulted")

    assert event.actor_key == "command line"
    assert event.actor_name.endswith("on the command line")
    assert event.purpose == "Testing the link"
    assert event.subjects[0].startswith("person:")
    assert "900123" not in str(event.detail) + str(event.subjects)


def test_several_forces_need_a_name(heed, force, reported):
    reported(now=timezone.now() - timedelta(days=2))
    Force.objects.create(code="HAR", name="Harshire Police")

    said = heed("recognise", "--number", "07700900123", "--json")
    assert said.code == 2
    assert said.err.strip() == "There are several forces (HAR, MAL): say which with --force CODE."
    assert heed("recognise", "--number", "07700900123", "--force", "HAR", "--json").json["number"] is None
    assert heed("recognise", "--number", "07700900123", "--force", "MAL", "--json").json["number"] is not None
    assert heed("recognise", "--number", "07700900123", "--force", "XXX", "--json").code == 2


def test_without_a_force_it_says_how_to_make_one(heed, db):
    said = heed("recognise", "--number", "07700900123", "--json")

    assert said.code == 2
    assert "heed accounts add-force CODE NAME" in said.err


@pytest.mark.parametrize("number", ["", "nobody", "07700 900123 or 07700 900124", "\x00"])
def test_what_is_no_number_is_exit_2(heed, force, number):
    said = heed("recognise", "--number", number, "--json")

    assert said.code == 2
    assert said.out == ""
    assert "is not a telephone number." in said.err
    assert not Event.objects.exists()
