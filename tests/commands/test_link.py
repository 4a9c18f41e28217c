"""The command itself: what it prints where, how it ends, and what a killed run leaves behind."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.backrecord import register

HEED = str(Path(sys.executable).with_name("heed"))


def heed(folder, *words):
    return subprocess.run(
        [HEED, "link", *map(str, words)], capture_output=True, text=True, check=False,
        env={**os.environ, "HEED_DATA_DIR": str(folder / "heed")},
    )  # fmt: skip


@pytest.mark.slow
def test_with_json_standard_output_holds_json_alone(tmp_path):
    source = register.write(tmp_path / "people.csv", register.rows(100, seed=5))

    ended = heed(tmp_path, source, "--out", tmp_path / "out.csv", "--json")

    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)["records"] == len((tmp_path / "out.csv").read_text().splitlines()) - 1
    assert "Guessed: --map given=first_name,surname=surname,dob=dob" in ended.stderr
    assert "Guessed: --id id" in ended.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["nowhere.csv", "--out", "out.csv"], "There is no file nowhere.csv."),
        (["nowhere.csv"], "--out"),
        (["nowhere.csv", "--out", "out.csv", "--threshold", "2"], "is not a probability"),
        (["nowhere.csv", "--out", "out.csv", "--engine", "abacus"], "abacus"),
    ],
)
def test_what_cannot_be_done_ends_with_two_and_a_sentence(tmp_path, words, sentence):
    ended = heed(tmp_path, *words)

    assert (ended.returncode, ended.stdout) == (2, "")
    assert sentence in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.slow
@pytest.mark.parametrize("after", ["Guessed", "Learning", "Weighing", "Joining"])
def test_a_run_killed_halfway_leaves_no_partial_output(tmp_path, after):
    source = register.write(tmp_path / "people.csv", register.rows(300, seed=6))
    out, pairs = tmp_path / "out" / "clusters.csv", tmp_path / "out" / "pairs.csv"
    out.parent.mkdir()
    out.write_text("as it was\n", encoding="utf-8")
    running = subprocess.Popen(
        [HEED, "link", str(source), "--out", str(out), "--pairs", str(pairs)],
        stderr=subprocess.PIPE, text=True, env={**os.environ, "HEED_DATA_DIR": str(tmp_path / "heed")},
    )  # fmt: skip
    try:
        reached = any(line.startswith(after) for line in running.stderr)
        running.send_signal(signal.SIGKILL)
    finally:
        running.kill()
        running.wait()
        running.stderr.close()

    assert reached
    assert out.read_text(encoding="utf-8") in {"as it was\n", _whole(out)}
    assert not pairs.exists() or pairs.read_text(encoding="utf-8").endswith("\n")


def _whole(path):
    """Return a file's text when it is whole: a header, and a row for every record."""
    text = path.read_text(encoding="utf-8")
    return text if text.startswith("record_id,cluster_id\n") and text.endswith("\n") else None
