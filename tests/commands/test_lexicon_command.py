"""heed lexicon: check, diff, propose, publish, rollback, export, versions."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.foundation.lexicon import small

from heed.engines.cues import tables
from heed.foundation.audit.models import Event
from heed.foundation.lexicon import queries

HEADER = "kind,id,category,psi,pattern,strength,examples_yes,examples_no,why"
GOOD = "add,CARER-zebra,CARER,P,stones at the window,strong,stones at the window,a stone wall,Heard on calls"
DISABLE = f"disable,{small.FIRST},,,,,,,Too many hits"


@pytest.fixture(autouse=True)
def sound(monkeypatch):
    """Go by a national lexicon of a few rows."""
    small.use(monkeypatch)


@pytest.fixture
def overlay(tmp_path):
    """Return a writer of overlay files."""

    def overlay(*rows, name="mal.csv"):
        file = tmp_path / name
        file.write_text("\n".join([HEADER, *rows]) + "\n", "utf-8")
        return str(file)

    return overlay


@pytest.fixture
def two(supervisor, person_at_work):
    """Let there be Simon and Sara, who supervise."""
    person_at_work("supervisor", "sara")


def test_a_sound_overlay_is_exit_nought(heed, overlay):
    said = heed("lexicon", "check", overlay(GOOD, DISABLE))

    assert (said.code, said.out) == (0, "")
    assert "2 examples put. All is well." in said.err


def test_each_problem_is_one_line_with_file_line_and_row(heed, overlay):
    said = heed("lexicon", "check", overlay(
        "add,CARER-one,CARER,P,zebra,strong,a horse,a goat,w",
        "add,CARER-two,CARER,P,(zebra,strong,zebra,goat,w",
        "change,CARER-none,,,,,,,w",
        "shift,CARER-none,,,,,,,w",
    ))  # fmt: skip

    assert said.code == 1
    assert sorted(line.partition(": ")[0] for line in said.out.splitlines()) == [
        f"mal.csv, line {number}" for number in (2, 3, 4, 5)
    ]
    assert "mal.csv, line 2: CARER-one: is not found in “a horse”" in said.out
    assert "4 problems." in said.err


def test_with_json_standard_output_holds_json_alone(heed, overlay):
    said = heed("lexicon", "check", "--json", overlay("disable,CARER-none,,,,,,,w"))

    assert said.code == 1
    assert said.json["sound"] is False
    assert said.json["problems"] == [
        {"id": "CARER-none", "sentence": "there is no such row to disable", "where": "mal.csv, line 2"}
    ]


def test_several_overlays_lie_on_one_another(heed, overlay):
    one, other = overlay(GOOD), overlay(DISABLE, name="more.csv")
    assert heed("lexicon", "check", one, other).code == 0

    said = heed("lexicon", "check", one, overlay(GOOD, name="again.csv"))
    assert said.out == "again.csv, line 2: CARER-zebra: stands twice, first in mal.csv, line 2\n"


@pytest.mark.parametrize("verb", [["check"], ["diff"], ["propose", "--by", "simon", "--note", "n"]])
def test_a_file_that_cannot_be_read_is_exit_two(heed, two, tmp_path, verb):
    (tmp_path / "not.csv").write_bytes(b"\xff")
    (tmp_path / "other.csv").write_text("a,b\n")
    for name, sentence in (("nowhere.csv", "There is no file"), ("not.csv", "cannot be read"), ("other.csv", "lacks")):
        said = heed("lexicon", verb[0], str(tmp_path / name), *verb[1:])

        assert (said.code, said.out) == (2, "")
        assert sentence in said.err


def test_the_national_rows_are_checked_without_a_file(heed, monkeypatch):
    from heed.commands import lexicon_check

    lines = list(small.LINES[:3])
    lines[1] = tables.Line(lines[1].cells | {"pattern": "(never"}, lines[1].where)
    monkeypatch.setattr(lexicon_check, "national_lines", lambda: (*lines, lines[0]))
    said = heed("lexicon", "check", "--json")

    assert said.code == 1
    found = {(problem["where"], problem["id"]) for problem in said.json["problems"]}
    assert (lines[1].where, lines[1].cells["id"]) in found
    assert (lines[0].where, lines[0].cells["id"]) in found


def test_a_difference_is_counted_and_marked_on_the_forces_own_logs(heed, overlay, reported):
    reported(now=timezone.now() - timedelta(days=2))
    reported(now=timezone.now() - timedelta(days=40))
    said = heed("lexicon", "diff", overlay(GOOD))

    assert said.code == 0
    assert "CARER-zebra\t+1\t-0" in said.out
    assert "[Stones at the window] again" in said.out
    assert heed("lexicon", "diff", overlay(GOOD), "--days", "60", "--json").json["added"] == 2
    event = Event.objects.filter(action="lexicon.compared").order_by("id").first()
    assert len(event.subjects) == 1
    assert "Stones" not in json.dumps([event.subjects, event.detail, event.purpose])


def test_no_more_samples_than_asked_for(heed, overlay, reported):
    for days in (2, 3, 4):
        reported(now=timezone.now() - timedelta(days=days))
    of = heed("lexicon", "diff", overlay(GOOD), "--limit", "1", "--json").json["rules"][0]

    assert (of["added"], len(of["added_samples"])) == (3, 1)


@pytest.mark.parametrize("words", [["--days", "0"], ["--days", "x"], ["--limit", "9999999999"], ["--days", "٣"]])
def test_nonsense_numbers_are_refused(heed, overlay, two, words):
    said = heed("lexicon", "diff", overlay(GOOD), *words)

    assert said.code == 2
    assert "is not a whole number from 1 to" in said.err


def test_two_people_put_an_overlay_in_force_and_one_goes_back(heed, overlay, two, force):
    label = heed("lexicon", "propose", overlay(GOOD), "--by", "simon", "--note", "Zebras", "--json").json["label"]
    assert heed("lexicon", "versions", "--json").json["standing"] == "proposed"

    refused = heed("lexicon", "publish", label, "--by", "simon")
    assert (refused.code, refused.out) == (2, "")
    assert "a second person must" in refused.err

    assert heed("lexicon", "publish", label, "--by", "sara", "--json").json == {"in_force": label}
    assert queries.in_use(force.pk).version == label
    assert heed("lexicon", "export").out.splitlines()[1].startswith("add,CARER-zebra,CARER")
    assert heed("lexicon", "export", label).out == heed("lexicon", "export").out

    assert heed("lexicon", "rollback", "national", "--by", "sara", "--why", "Zebras").code == 0
    assert queries.in_use(force.pk).version == small.lexicon().version
    assert heed("lexicon", "rollback", label, "--by", "sara", "--why", "Zebras again").code == 0
    assert queries.in_use(force.pk).version == label


def test_a_file_is_the_whole_overlay(heed, overlay, two, force):
    heed("lexicon", "propose", overlay(GOOD), "--by", "simon", "--note", "One")
    said = heed("lexicon", "propose", overlay(DISABLE), "--by", "simon", "--note", "Another")

    assert "because the file does not name them: CARER-zebra" in said.err
    assert [edit.id for edit in queries.overlay(force.pk)] == [DISABLE.split(",")[1]]


def test_what_is_exported_can_be_proposed_and_changes_nothing(heed, overlay, two, tmp_path):
    label = heed("lexicon", "propose", overlay(GOOD, DISABLE), "--by", "simon", "--note", "n", "--json").json["label"]
    heed("lexicon", "publish", label, "--by", "sara")
    (tmp_path / "out.csv").write_text(heed("lexicon", "export").out, "utf-8")
    said = heed("lexicon", "propose", str(tmp_path / "out.csv"), "--by", "simon", "--note", "n")

    assert said.code == 2
    assert "Nothing differs from the lexicon in force." in said.err


def test_an_unsound_overlay_is_not_proposed_and_changes_nothing(heed, overlay, two, force):
    said = heed("lexicon", "propose", overlay("add,CARER-one,CARER,P,zebra,strong,a horse,a goat,w"), "--by", "simon",
                "--note", "n")  # fmt: skip

    assert said.code == 2
    assert "CARER-one: is not found in “a horse”" in said.err
    assert queries.overlay(force.pk) == []


@pytest.mark.parametrize(("name", "sentence"), [("nobody", "MAL has no account nobody"), ("harriet", "may not edit")])
def test_only_who_may_proposes(heed, overlay, two, handler, name, sentence):
    said = heed("lexicon", "propose", overlay(GOOD), "--by", name, "--note", "n")

    assert said.code == 2
    assert sentence in said.err


@pytest.mark.parametrize("words", [["publish", "abc"], ["rollback", "abc", "--why", "w"]])
def test_an_unknown_version_is_refused(heed, two, words):
    said = heed("lexicon", *words, "--by", "sara")

    assert said.code == 2
    assert "MAL has no version abc." in said.err
    assert heed("lexicon", "export", "abc").code == 2


def test_without_versions_the_national_lexicon_is_named(heed, two):
    said = heed("lexicon", "versions")

    assert (said.code, said.out) == (0, "")
    assert f"MAL goes by the national lexicon, {small.lexicon().version}." in said.err
    assert heed("lexicon", "export").out.count("\n") == 1
