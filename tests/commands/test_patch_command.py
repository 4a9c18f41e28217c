"""heed patch: the list of a beat, as text, as JSON and as a page to carry."""

from datetime import timedelta

import pytest
from django.utils import timezone

from heed.domain.beats.models import Beat
from heed.domain.incidents.models import Incident
from heed.foundation.audit.models import Event


@pytest.fixture
def beat(reported):
    """Return a beat with one new incident."""
    now = timezone.now()
    incident = reported(now=now - timedelta(minutes=20))
    made = Beat.objects.create(
        force=incident.force, code="C1", name="Castle", shape={}, west=0, south=0, east=0, north=0, added_at=now
    )
    Incident.objects.filter(pk=incident.pk).update(beat=made)
    return made


def test_the_list_is_text_and_the_trail_says_who_read_it(heed, beat):
    said = heed("patch", "--beat", "C1")
    assert said.code == 0
    assert "My patch: Castle" in said.out
    assert "Jean Marlow" in said.out
    assert Event.objects.filter(action="patch.read").exists()


def test_a_beat_is_found_by_its_name_and_the_list_is_json(heed, beat):
    said = heed("patch", "--beat", "castle", "--json")
    assert said.json["beat"]["code"] == "C1"
    assert [entry["who"] for entry in said.json["entries"]] == ["Jean Marlow"]


def test_the_list_of_a_day_before_it_happened_is_empty(heed, beat):
    said = heed("patch", "--beat", "C1", "--on", "2026-02-28", "--json")
    assert said.json["entries"] == []
    assert said.json["on"] == "2026-02-28"


def test_a_page_to_carry_goes_into_a_file(heed, beat, tmp_path):
    said = heed("patch", "--beat", "C1", "--pdf", str(tmp_path / "patch.pdf"))
    assert said.code == 0
    assert said.out == ""
    assert (tmp_path / "patch.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--beat", "C9"), "There is no beat 'C9'; there is C1 (Castle)."),
        (("--beat", "C1", "--on", "tomorrow"), "--on 'tomorrow' is not a day"),
        (("--beat", "C1", "--pdf", "/nowhere/patch.pdf"), "/nowhere/patch.pdf cannot be written"),
        (("--beat", "C1", "--pdf", "x.pdf", "--json"), "ask for one of them"),
    ],
    ids=["no such beat", "no day", "no such folder", "two forms"],
)
def test_what_cannot_be_done_ends_with_two_and_a_sentence(heed, beat, words, sentence):
    said = heed("patch", *words)
    assert said.code == 2
    assert sentence in said.err
