"""
Read the logs of the development set: invented calls, in which every cue is marked by hand.

    ### id | style | log_date=yyyy-mm-dd | vulnerable=yes | repeat=no
    Caller's {{AGE_ELDER v|mother is 84}} and {{DIS_PHYS v n|has no illness}}.

After the category stands whose it is (v, h, s, o) and what is said of it: n negated, p past, u uncertain. Marks may lie
inside each other.
"""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from heed.engines.cues.terms import Category, Experiencer

LOGS = Path(__file__).with_name("logs")
WHOSE = {"v": Experiencer.VICTIM, "h": Experiencer.HOUSEHOLD, "s": Experiencer.SUSPECT, "o": Experiencer.OTHER}
MARK = re.compile(r"\{\{(?P<category>[A-Z_]+) (?P<whose>[vhso])(?: (?P<flags>[npu](?: ?[npu])*))?\||\}\}")


class BadMark(ValueError):
    """A mark that cannot be read; the message says in which log, and what it looks like."""


@dataclass(frozen=True, slots=True)
class Marked:
    """One cue as a person marked it: characters of the text without its marks."""

    category: Category
    start: int
    end: int
    experiencer: Experiencer
    negated: bool
    historic: bool
    uncertain: bool


@dataclass(frozen=True, slots=True)
class Log:
    """One log, without its marks, and what it should come to."""

    id: str
    style: str
    text: str
    log_date: date
    vulnerable: bool
    repeat: bool
    marked: tuple[Marked, ...]


def read_logs(path: Path) -> list[Log]:
    """Read every log of a file, in order. Raises BadMark, or KeyError where the first line of a log lacks something."""
    return [_log(block) for block in re.split(r"(?m)^### ", path.read_text(encoding="utf-8"))[1:]]


def _log(block: str) -> Log:
    head, _, body = block.partition("\n")
    name, style, *rest = (part.strip() for part in head.split("|"))
    facts = dict(part.split("=", 1) for part in rest)
    text, marked = unmark(body.strip("\n"), name)
    return Log(
        id=name,
        style=style,
        text=text,
        log_date=date.fromisoformat(facts["log_date"]),
        vulnerable=facts["vulnerable"] == "yes",
        repeat=facts["repeat"] == "yes",
        marked=marked,
    )


def unmark(body: str, name: str) -> tuple[str, tuple[Marked, ...]]:
    """Take the marks out of a text, and say where each stood. name: of the log, for what is raised."""
    text = ""
    open_marks: list[tuple[re.Match[str], int]] = []
    marked: list[Marked] = []
    at = 0
    for found in MARK.finditer(body):
        text += body[at : found.start()]
        at = found.end()
        if found.group() != "}}":
            open_marks.append((found, len(text)))
            continue
        if not open_marks:
            raise BadMark(f"{name}: a mark closes that was never opened, after {text[-40:]!r}")
        opened, start = open_marks.pop()
        flags = opened["flags"] or ""
        marked.append(
            Marked(
                category=Category(opened["category"]),
                start=start,
                end=len(text),
                experiencer=WHOSE[opened["whose"]],
                negated="n" in flags,
                historic="p" in flags,
                uncertain="u" in flags,
            )
        )
    text += body[at:]
    if open_marks:
        raise BadMark(f"{name}: never closed: {open_marks[-1][0].group()!r}")
    if "{{" in text or "}}" in text:
        raise BadMark(f"{name}: a mark that cannot be read near {text[max(0, text.find('{{')) :][:40]!r}")
    return text, tuple(sorted(marked, key=lambda mark: (mark.start, mark.end)))
