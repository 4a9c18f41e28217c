"""What Heed finds in a sentence, in few words: with the national lexicon, on a day that never changes."""

from datetime import date
from functools import cache

from heed.engines.cues.findings import Finding, Reading
from heed.engines.cues.lexicon import compile_rules, national
from heed.engines.cues.reading import read
from heed.engines.cues.terms import Category, Experiencer

DAY = date(2026, 11, 23)
"""The day of every log of these tests, whatever the day they run."""

VICTIM, HOUSEHOLD, SUSPECT, OTHER = Experiencer.VICTIM, Experiencer.HOUSEHOLD, Experiencer.SUSPECT, Experiencer.OTHER


@cache
def bare():
    """Compile the packaged context words without any row: people, triggers and verbs, and no cue."""
    return compile_rules(())


def reading(text: str, on: date | None = DAY) -> Reading:
    """Read a text with the national lexicon."""
    return read(text, on, national())


def findings(text: str, category: Category, on: date | None = DAY) -> list[Finding]:
    """Return the findings of one category, in order."""
    return [finding for finding in reading(text, on).findings if finding.category is category]


def only(text: str, category: Category, on: date | None = DAY) -> Finding:
    """Return the one finding of a category; fails where there is none, or more."""
    found = findings(text, category, on)
    assert len(found) == 1, [(finding.text, finding.rule) for finding in found] or f"nothing found in {text!r}"
    return found[0]
