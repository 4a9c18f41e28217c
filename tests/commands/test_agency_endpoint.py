"""heed agency endpoint: where an agency's system is."""

import io
import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from heed.domain.agencies.models import Agency
from heed.domain.exchange.models import Endpoint, Poll

ADDRESS = "https://council.example/open311/v2/"


@pytest.fixture
def council(force, noon):
    return Agency.objects.create(
        force=force, name="Mallow Council", kind="council", added_at=noon, added_by_name="Dana"
    )


def heed(*words):
    said = io.StringIO()
    call_command("agency", "endpoint", "Mallow Council", *words, "--json", stdout=said, stderr=io.StringIO())
    return json.loads(said.getvalue())


def test_a_system_is_set_and_shown_without_its_key(council, tmp_path):
    key = tmp_path / "key"
    key.write_text("k3y\n")

    made = heed("--address", ADDRESS, "--key-file", str(key), "--code", "*=asb", "--status", "SITE_VISIT=IN_PROGRESS")

    assert (made["address"], made["key_is_set"], made["codes"]) == (ADDRESS, True, {"*": "asb"})
    assert Endpoint.objects.get().key == "k3y"
    assert "k3y" not in json.dumps(heed())
    assert Poll.objects.get().due_at - timezone.now() < timedelta(minutes=1)


def test_the_key_can_come_by_standard_input(council, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("from-a-pipe\n"))

    heed("--address", ADDRESS, "--key-file", "-")

    assert Endpoint.objects.get().key == "from-a-pipe"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--address", "http://council.example/"], "must begin with https"),
        (["--address", ADDRESS, "--code", "asb"], "must be two words with ="),
        (["--address", ADDRESS, "--status", "X=DONE"], "which is none of"),
        (["--address", ADDRESS, "--key-file", "/nowhere"], "The key cannot be read"),
        (["--end", "Changed supplier"], "has no system"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(council, words, says):
    with pytest.raises(CommandError, match=says):
        heed(*words)
    assert not Endpoint.objects.exists()


def test_a_system_ends_with_a_reason(council):
    heed("--address", ADDRESS)

    assert heed("--end", "Changed supplier")["address"] is None
    assert Endpoint.objects.get().ended_why == "Changed supplier"
