"""`heed policy`."""

import shutil

import pytest

from heed.config import cli, database
from heed.foundation.policy import packs


@pytest.fixture
def pack(tmp_path):
    """Return a copy of the national pack that may be spoiled."""
    return shutil.copytree(packs.NATIONAL, tmp_path / "mine")


def test_a_sound_pack_is_exit_0(heed, pack):
    said = heed("policy", "check", str(pack), "--json")

    assert said.code == 0
    assert said.json == {"pack": str(pack), "sound": True, "problems": []}
    assert heed("policy", "check", str(pack)).out == ""


def test_a_spoiled_pack_is_exit_1_with_every_problem(heed, pack):
    (pack / "grades.toml").unlink()
    (pack / "repeat.toml").write_text("victim = 3\n", "utf-8")
    said = heed("policy", "check", str(pack), "--json")

    assert said.code == 1
    assert said.json["sound"] is False
    text = " ".join(said.json["problems"])
    assert "grades.toml" in text
    assert "repeat.toml" in text
    plain = heed("policy", "check", str(pack))
    assert plain.out.splitlines() == said.json["problems"]
    assert f"mine has {len(said.json['problems'])} problems." in plain.err


@pytest.mark.parametrize("words", [("policy",), ("policy", "check"), ("policy", "check", "/nowhere/at/all")])
def test_what_cannot_be_read_is_exit_2(heed, words):
    said = heed(*words)

    assert said.code == 2
    assert said.err


def test_every_value_says_whose_it_is(heed):
    said = heed("policy", "show", "--json")

    assert said.code == 0
    rows = {row["name"]: row for row in said.lines}
    assert rows["repeat.victim.within_days"].keys() == {"name", "value", "status", "source"}
    assert {row["status"] for row in rows.values()} <= {
        "statute", "national guidance", "one force's practice", "unvalidated default",
    }  # fmt: skip
    assert heed("policy", "show").out.count("\n") == len(rows)


def test_it_needs_no_database(monkeypatch, heed, pack):
    def never():
        raise AssertionError("a database was asked for")

    monkeypatch.setattr(database, "ensure_running", never)

    assert heed("policy", "check", str(pack)).code == 0
    assert cli.run(["policy", "show"]) == 0
