"""
The lexicon: rows and context words, compiled once into one thing that never changes.

The national rows are packaged; a force's overlay adds, changes and disables rows and never edits the base. The version
is a hash of every row that counts and of the context words: each finding stores it.
"""

import gc
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from heed.engines.cues import context
from heed.engines.cues.automaton import KINDS, Automaton, Guard, guard
from heed.engines.cues.patterns import words_of
from heed.engines.cues.rules import Rule, read_rows
from heed.engines.cues.spelling import Corrections, corrections
from heed.engines.cues.terms import Category


@dataclass(frozen=True, slots=True)
class Lexicon:
    """
    What the scanner holds.

    net: patterns of everything. An int stands for a rule; a Trigger or a Noun for itself.
    before, after: for each rule, its guards, or None.
    """

    version: str
    rules: tuple[Rule, ...]
    net: Automaton
    symbols: frozenset[str]
    before: tuple[Guard | None, ...]
    after: tuple[Guard | None, ...]
    things: Guard
    spelling: Corrections

    def rule_of(self, rule_id: str) -> Rule:
        """Find a rule by its id. Raises KeyError."""
        return next((rule for rule in self.rules if rule.id == rule_id), None) or _missing(rule_id)


def _missing(rule_id: str) -> Rule:
    raise KeyError(rule_id)


@contextmanager
def _all_stays() -> Iterator[None]:
    """
    Make what stays without looking for rubbish in it, then or later.

    Half a million small objects: looking through them again and again while they are made took three quarters of the time,
    and a tenth of a second now and then ever after.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.freeze()
            gc.enable()


@_all_stays()
def compile_rules(rules: Sequence[Rule]) -> Lexicon:
    """Compile rows with the packaged context words."""
    rules = tuple(sorted(rules, key=lambda rule: rule.id))
    patterns: list[tuple[Any, Any]] = [*context.triggers(), *context.nouns()]
    patterns += [(rule.said.tree, number) for number, rule in enumerate(rules)]
    known = set(context.verbs()) | context.neutral()
    for tree, _ in patterns:
        known.update(words_of(tree))
    for tree in context.things():
        known.update(words_of(tree))
    guards = {word for rule in rules for tree in (*rule.guards_before, *rule.guards_after) for word in words_of(tree)}
    return Lexicon(
        version=fingerprint(rules),
        rules=rules,
        net=Automaton(patterns),
        symbols=frozenset(known | guards | set(KINDS)),
        before=tuple(guard(rule.guards_before, backwards=True) for rule in rules),
        after=tuple(guard(rule.guards_after, backwards=False) for rule in rules),
        things=Guard(context.things(), backwards=False),
        spelling=corrections(_words(rules), known | guards | set(KINDS)),
    )


def fingerprint(rules: Iterable[Rule]) -> str:
    """Twelve hexadecimal digits of the SHA-256 of all that decides what is found."""
    hashed = hashlib.sha256()
    for rule in rules:
        parts = (rule.id, rule.pattern, rule.guards_before, rule.guards_after, rule.polarity, rule.strength, rule.hint)
        hashed.update(repr(parts).encode())
    for meaning in (*(found for _, found in (*context.triggers(), *context.nouns())), *context.things()):
        hashed.update(repr(meaning).encode())
    return hashed.hexdigest()[:12]


def _words(rules: Iterable[Rule]) -> set[str]:
    """Return the words of cues that a misspelling may stand for."""
    return {word for rule in rules for word in rule.said.words if word.isalpha() and word not in rule.said.exact}


@cache
@_all_stays()
def national_rules() -> tuple[Rule, ...]:
    """Read the packaged rows of every category."""
    folder = files(__package__).joinpath("lexicon")
    found: list[Rule] = []
    for category in Category:
        name = f"{category}.csv"
        found += read_rows(folder.joinpath(name).read_text(encoding="utf-8"), name)
    return tuple(found)


@cache
def national() -> Lexicon:
    """Compile the packaged lexicon."""
    return compile_rules(national_rules())
