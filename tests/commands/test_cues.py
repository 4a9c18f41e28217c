"""heed cues: JSON lines in, JSON lines out, in the same order; bad lines named; quick to start."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

HEED = str(Path(sys.executable).with_name("heed"))
KEYS = ["id", "vulnerable", "repeat", "spans", "lexicon"]
SPAN_KEYS = [
    "category", "start", "end", "text", "experiencer", "negated", "historic", "uncertain", "rule", "because",
]  # fmt: skip
ALONE = {"id": "a", "text": "Caller lives alone.", "log_date": None}


@pytest.fixture
def cues(heed, monkeypatch):
    """Return a runner: `cues(line, …, words=["--stats"])`; a line is bytes, text, or a value to be written as JSON."""

    def cues(*lines, words=()):
        raw = [
            line if isinstance(line, bytes) else (line if isinstance(line, str) else json.dumps(line)).encode()
            for line in lines
        ]
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\n".join(raw) + b"\n")))
        return heed("cues", *words)

    return cues


def test_an_answer_has_the_contracts_fields_and_offsets_address_the_text(cues):
    said = cues(ALONE)

    assert (said.code, said.err) == (0, "")
    assert list(said.json) == KEYS
    assert said.json["spans"]
    for span in said.json["spans"]:
        assert list(span) == SPAN_KEYS
        assert ALONE["text"][span["start"] : span["end"]] == span["text"]


def test_answers_come_in_the_order_of_the_questions(cues):
    ids = [f"log {n}" for n in range(50)]

    assert [line["id"] for line in cues(*(ALONE | {"id": key} for key in ids)).lines] == ids


@pytest.mark.parametrize("log", [
    {"id": "a", "text": "Caller lives alone."},
    {"id": "a", "text": "Caller lives alone.", "log_date": "2026-11-20", "extra": [1, {"deep": True}]},
    {"id": "", "text": ""},
    {"id": "a", "text": "Zoë\u2019s 👵 lives alone \ud800"},
    {"id": "a", "text": "\0\r\n\t"},
])  # fmt: skip
def test_a_log_is_read_whatever_it_holds(cues, log):
    said = cues(log)

    assert (said.code, said.err) == (0, "")
    assert said.json["id"] == log["id"]


@pytest.mark.parametrize(("line", "why"), [
    (b"nonsense", "it is not JSON"),
    (b"[1]", "it is not a JSON object"),
    (b'"text"', "it is not a JSON object"),
    (b"\xff\xfe", "it is not UTF-8"),
    (b"[" * 100_000, "it is not JSON"),
    ({"text": "no id"}, "it has no id"),
    ({"id": 7, "text": "x"}, "its id is not a string"),
    ({"id": "b"}, "it has no text"),
    ({"id": "b", "text": None}, "it has no text"),
    ({"id": "b", "text": ["x"]}, "its text is not a string"),
    ({"id": "b", "text": "x", "log_date": "2026-02-30"}, 'its log_date "2026-02-30" is no date'),
    ({"id": "b", "text": "x", "log_date": "20 November"}, "is no date such as 2026-11-20"),
    ({"id": "b", "text": "x", "log_date": 20261120}, "is no date such as 2026-11-20"),
    ({"id": "b", "text": "x", "log_date": "20261120"}, "is no date such as 2026-11-20"),
])  # fmt: skip
def test_a_bad_line_is_named_and_the_others_are_not_lost(cues, line, why):
    said = cues(ALONE, line, ALONE | {"id": "c"})
    first, bad, last = said.lines

    assert said.code == 1
    assert (first["id"], last["id"]) == ("a", "c")
    assert list(bad) == ["id", "error"]
    assert why in bad["error"]
    assert said.err.startswith("Line 2: ")
    assert why in said.err
    assert "1 of 3 lines could not be read." in said.err
    assert "Traceback" not in said.err


def test_an_error_carries_the_id_of_its_line(cues):
    assert cues({"id": "b", "text": 7}).json["id"] == "b"


def test_a_blank_line_is_no_log(cues):
    said = cues(ALONE, "", "  ", ALONE | {"id": "b"})

    assert [line["id"] for line in said.lines] == ["a", "b"]
    assert said.code == 0


def test_a_fault_of_ours_in_one_text_costs_that_text_alone(cues, monkeypatch):
    from heed.commands import cue_lines

    def fails(text, on, lexicon):
        if "fault" in text:
            raise KeyError("x")
        return reads(text, on, lexicon)

    reads = cue_lines.read
    monkeypatch.setattr(cue_lines, "read", fails)
    said = cues(ALONE, {"id": "b", "text": "fault"}, ALONE | {"id": "c"})

    assert said.code == 70
    assert [line["id"] for line in said.lines] == ["a", "b", "c"]
    assert "Line 2: Heed failed on this text (KeyError" in said.err
    assert "Traceback" not in said.err


def test_stats_go_to_standard_error_alone(cues):
    said = cues(ALONE, ALONE, words=["--stats"])

    assert len(said.lines) == 2
    assert said.err.startswith("2 texts, 38 characters, in ")
    assert "texts a second" in said.err
    assert cues(words=["--stats"]).err == "No texts.\n"


@pytest.fixture
def overlay(tmp_path):
    """Return a writer of overlay files."""

    def overlay(*rows):
        file = tmp_path / "overlay.csv"
        file.write_text("kind,id,category,psi,pattern,strength,examples_yes,examples_no\n" + "\n".join(rows), "utf-8")
        return str(file)

    return overlay


def test_an_overlay_is_laid_on_the_national_lexicon(cues, overlay):
    file = overlay("add,CARER-zebra,CARER,P,keeps zebras going,strong,keeps zebras going,zebras")
    log = {"id": "a", "text": "she keeps zebras going"}
    plain, laid = cues(log), cues(log, words=["--lexicon", file])

    assert "CARER-zebra" not in {span["rule"] for span in plain.json["spans"]}
    assert "CARER-zebra" in {span["rule"] for span in laid.json["spans"]}
    assert plain.json["lexicon"] != laid.json["lexicon"]


def test_an_overlay_that_cannot_be_used_is_exit_two_and_nothing_is_read(cues, overlay, tmp_path):
    (tmp_path / "not.csv").write_bytes(b"\xff")
    for file, sentence in (
        ("nowhere.csv", "There is no file nowhere.csv."),
        (str(tmp_path), "cannot be used as a lexicon"),
        (str(tmp_path / "not.csv"), "cannot be used as a lexicon"),
        (overlay("disable,CARER-none,,,,,,", "shift,CARER-nil,,,,,,"), "and 1 more"),
    ):
        said = cues(ALONE, words=["--lexicon", file])

        assert (said.code, said.out) == (2, "")
        assert sentence in said.err
        assert "Traceback" not in said.err


def test_an_unknown_option_is_exit_two(cues):
    assert cues(ALONE, words=["--nonsense"]).code == 2


def test_an_overlay_with_one_problem_names_it(cues, overlay):
    said = cues(ALONE, words=["--lexicon", overlay("disable,CARER-none,,,,,,")])

    assert (said.code, said.out) == (2, "")
    assert said.err == "overlay.csv, line 2: CARER-none: there is no such row to disable.\n"


@pytest.mark.slow
def test_the_script_answers_each_line_at_once_and_loads_no_django():
    code = "import sys; from heed.config import cli; c = cli.run(['cues']); print('django' in sys.modules, c, file=sys.stderr)"
    running = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        for key in ("a", "b"):
            running.stdin.write(json.dumps(ALONE | {"id": key}) + "\n")
            running.stdin.flush()
            # Standard input is still open: an answer that were not flushed would never come.
            assert json.loads(running.stdout.readline())["id"] == key
        out, err = running.communicate(timeout=60)
    finally:
        running.kill()
        running.wait()

    assert (out, err) == ("", "False 0\n")


@pytest.mark.slow
def test_a_reader_who_has_enough_is_no_error():
    lines = b"".join(json.dumps(ALONE | {"id": str(n)}).encode() + b"\n" for n in range(20_000))
    ended = subprocess.run(
        ["sh", "-c", f"'{HEED}' cues | head -n 1"], input=lines, capture_output=True, check=False, timeout=120
    )

    assert json.loads(ended.stdout)["id"] == "0"
    assert ended.stderr == b""
