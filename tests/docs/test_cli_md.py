"""docs/cli.md prints what it says it prints."""

import importlib
import json
import re
import shlex
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from heed.config import cli
from heed.domain.agencies.terms import AgencyKind
from tests import partners

PAGE = Path(__file__).parents[2] / "docs" / "cli.md"
TEXT = PAGE.read_text("utf-8")
BLOCKS = re.findall(r"^```(console|sh)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
RUN = [body for kind, body in BLOCKS if kind == "console"]
READ = [line for kind, body in BLOCKS if kind == "sh" for line in body.splitlines()]
DIFFERENT_EACH_TIME = {
    "person", "place", "ms", "policy", "token", "url", "secret", "password", "events", "chains", "log_entries",
    "key", "api_key",
}  # fmt: skip
DATE = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}")


def alike(said, shown, *, key=""):
    """Say whether two JSON values are the same but for what is different each time."""
    if isinstance(shown, dict):
        return (
            isinstance(said, dict)
            and said.keys() == shown.keys()
            and all(alike(said[name], shown[name], key=name) for name in shown)
        )
    if isinstance(shown, list):
        return isinstance(said, list) and len(said) == len(shown) and all(map(alike, said, shown))
    if key in DIFFERENT_EACH_TIME:
        return type(said) is type(shown)
    return DATE.sub("", str(said)) == DATE.sub("", str(shown)) and type(said) is type(shown)


@pytest.fixture
def known(reported, force):
    """Return the incident that the page's known number reported two days ago, in a force that works with one agency."""
    partners.add_agency(force, now=timezone.now(), name="Mallow Homes", kind=AgencyKind.HOUSING)
    return reported(now=timezone.now() - timedelta(days=2))


@pytest.mark.django_db
@pytest.mark.parametrize("example", RUN, ids=lambda example: example.partition("\n")[0].removeprefix("$ ")[:60])
def test_an_example_prints_what_stands_there(example, heed, known, monkeypatch):
    monkeypatch.chdir(PAGE.parents[1])
    command, *shown = example.splitlines()
    said = heed(*shlex.split(command.removeprefix("$ "))[1:])
    code = int(shown.pop(0)[6:-1]) if shown and shown[0].startswith("[exit ") else 0

    assert said.code == code, said.err
    if shown and shown[0].startswith("{"):
        assert all(map(alike, said.lines, map(json.loads, shown)))
        assert len(said.lines) == len(shown)
    else:
        lines = said.out.splitlines()
        assert len(lines) == len(shown)
        assert all(line == there for line, there in zip(lines, shown, strict=True) if there != "…")


@pytest.mark.parametrize("line", READ)
def test_a_command_that_is_not_run_can_be_understood(line):
    program, noun, *words = shlex.split(line)

    assert program == "heed"
    assert noun in cli.nouns()
    importlib.import_module(f"{cli.COMMANDS}.{noun}").Command().parse(noun, words)


def test_every_noun_and_every_verb_has_an_example():
    examples = [body.partition("\n")[0].removeprefix("$ ") for body in RUN] + READ
    shown = {tuple(shlex.split(line)[1:3]) for line in examples}

    for noun in cli.nouns():
        assert any(words[0] == noun for words in shown), f"docs/cli.md has no example of heed {noun}"
        parser = importlib.import_module(f"{cli.COMMANDS}.{noun}").Command().create_parser("heed", noun)
        for action in parser._actions:
            for verb in (action.choices or {}) if action.dest == "action" else ():
                assert (noun, verb) in shown, f"docs/cli.md has no example of heed {noun} {verb}"


def test_both_cases_of_recognise_are_there():
    shown = [json.loads(body.splitlines()[1]) for body in RUN if "recognise" in body and body.splitlines()[1][0] == "{"]

    assert [example["number"] is None for example in shown] == [False, True]
