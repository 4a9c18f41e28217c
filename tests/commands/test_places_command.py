"""heed places import-beats: a file in, every incident filed."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.domain.beats.conftest import CASTLE, HARBOUR, collection, feature, polygon, square

from heed.domain.beats.models import Beat
from heed.domain.places.models import Place
from heed.foundation.audit.models import Event


@pytest.fixture
def beats(tmp_path):
    """Return a writer of files: `beats(CASTLE, HARBOUR)` returns the path."""

    def beats(*features, **more):
        path = tmp_path / "beats.geojson"
        path.write_bytes(collection(*features, **more))
        return str(path)

    return beats


@pytest.fixture
def incident(reported):
    """Return an incident at a place in the Castle beat, recorded before there were beats."""
    made = reported(now=timezone.now() - timedelta(days=2))
    Place.objects.filter(pk=made.place_id).update(latitude=54.05, longitude=2.05)
    return made


def test_beats_are_imported_and_incidents_filed(heed, beats, incident):
    said = heed("places", "import-beats", beats(CASTLE, HARBOUR))

    assert said.code == 0
    assert said.out.splitlines() == [
        "added\t2",
        "returned\t0",
        "changed\t0",
        "unchanged\t0",
        "retired\t0",
        "incidents looked at\t1",
        "incidents moved\t1",
        "incidents no point\t0",
        "incidents outside\t0",
        "incidents tasks\t0",
    ]
    assert "2 beats, their codes in beat_code, their names in beat_name." in said.err
    assert "1 incidents looked at: 1 filed to another beat than before" in said.err
    incident.refresh_from_db()
    assert incident.beat.code == "B1"
    assert Event.objects.get(action="beats.imported").actor_name.endswith("on the command line")


def test_with_json_standard_output_holds_json_alone(heed, beats, incident):
    heed("places", "import-beats", beats(CASTLE))
    said = heed("places", "import-beats", beats(HARBOUR), "--json")

    assert (said.code, said.json["added"], said.json["retired_codes"]) == (0, 1, ["B1"])
    assert said.json["incidents"] == {"looked_at": 1, "moved": 1, "no_point": 0, "outside": 1, "tasks": 0}
    assert "Not in the file, and so retired: B1." in said.err


def test_a_dry_run_says_what_would_change_and_writes_nothing(heed, beats, incident):
    said = heed("places", "import-beats", beats(CASTLE, HARBOUR), "--dry-run", "--json")

    assert (said.code, said.json["added"], said.json["dry_run"], said.json["incidents"]) == (0, 2, True, None)
    assert not Beat.objects.exists()
    assert not Event.objects.filter(action="beats.imported").exists()


def test_the_same_file_twice_changes_nothing_the_second_time(heed, beats, incident):
    heed("places", "import-beats", beats(CASTLE, HARBOUR))
    said = heed("places", "import-beats", beats(CASTLE, HARBOUR), "--json")

    assert (said.json["unchanged"], said.json["added"], said.json["changed"]) == (2, 0, 0)
    assert said.json["incidents"]["moved"] == 0


def test_part_of_the_beats_retires_none(heed, beats, force):
    heed("places", "import-beats", beats(CASTLE))
    assert heed("places", "import-beats", beats(HARBOUR), "--part", "--json").json["retired"] == 0
    assert Beat.objects.filter(retired_at=None).count() == 2


def test_mended_borders_and_overlaps_are_said_and_imported(heed, beats, force):
    bow_tie = [[2.3, 54.0], [2.4, 54.1], [2.4, 54.0], [2.3, 54.1], [2.3, 54.0]]
    crossed = feature("B3", "Bow", polygon(bow_tie))
    over = feature("B0", "Over", polygon(square(2.05, 54.0)))

    said = heed("places", "import-beats", beats(CASTLE, crossed, over), "--json")

    assert (said.code, said.json["mended"], said.json["beats"]) == (0, 1, 3)
    assert [lap[:2] for lap in said.json["overlaps"]] == [["B0", "B1"]]
    assert "Note: feature 2 “Bow”: its border crosses itself; it was mended." in said.err
    assert "“Over” (B0) and “Castle” (B1) share" in said.err
    assert "what happens there is filed to B0" in said.err


def test_names_that_two_beats_share_are_said_with_their_codes(heed, beats, force):
    said = heed("places", "import-beats", beats(CASTLE, feature("B0", "castle", polygon(square(2.2, 54.0)))))

    assert said.code == 0
    assert "Note: “castle” is the name of B0 and B1: ask for one by its code." in said.err


def test_a_file_too_large_to_be_read_is_refused_before_it_is_read(heed, tmp_path, force):
    path = tmp_path / "beats.geojson"
    with path.open("wb") as file:
        file.truncate(100_000_001)  # sparse: it takes no room

    said = heed("places", "import-beats", str(path))

    assert (said.code, Beat.objects.exists()) == (2, False)
    assert "beats.geojson is 100.0 MB; at most 100 MB can be read." in said.err


def test_properties_can_be_named(heed, beats, force):
    made = feature("B1", "Castle", polygon(square(2.0, 54.0)), label="C-1", town="Mallow")
    heed("places", "import-beats", beats(made), "--code-property", "label", "--name-property", "town")

    assert list(Beat.objects.values_list("code", "name")) == [("C-1", "Mallow")]


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (b"{", "beats.geojson: this is not JSON: line 1, column 2. Nothing was imported."),
        (collection(), "beats.geojson: there are no features in it. Nothing was imported."),
        (
            collection(CASTLE, feature("B1", "Quay", polygon(square(2.1, 54.0)))),
            "beats.geojson: feature 2 “Quay”: its code B1 is that of feature 1 already. Nothing was imported.",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_exit_two_with_a_sentence(heed, tmp_path, force, written, sentence):
    path = tmp_path / "beats.geojson"
    path.write_bytes(written)

    said = heed("places", "import-beats", str(path))

    assert (said.code, said.out, said.err.splitlines()[-1]) == (2, "", sentence)
    assert not Beat.objects.exists()


def test_a_file_that_is_not_there_or_a_force_unknown_is_exit_two(heed, beats, force):
    assert heed("places", "import-beats", "/nowhere/beats.geojson").code == 2
    said = heed("places", "import-beats", beats(CASTLE), "--force", "XXX")
    assert (said.code, "There is no force XXX; there is MAL." in said.err) == (2, True)
