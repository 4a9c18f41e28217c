"""
The mini-language in which practitioners write what a cue sounds like.

    lives alone                       words in order
    leg|knee|hip                      one of
    (cannot get|unable to get) up     one of several phrases
    (out of)? bed?                    may be missing
    cannot ...2 stairs                up to two words between
    <num> <poss> <be> <rel> <very>    kinds of words (kinds.py); <cant> and <age> stand for phrases
    =ill                              never through a misspelling
    ^LD                               only in capitals

A pattern is read into a small tree, from which the automaton is built; nothing is ever written out in full.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from heed.engines.cues.kinds import CLASSES, MACROS, NUMBER
from heed.engines.cues.tokens import JOINED, cut

MOST_GAP = 4
PIECE = re.compile(
    r"\s*(?:(?P<open>\()|(?P<close>\))|(?P<bar>\|)|(?P<maybe>\?)|(?P<gap>\.\.\.[0-9])|(?P<kind><\w+>)|(?P<word>[^\s()|?<>]+))"
)


class PatternError(ValueError):
    """A pattern that cannot be read; the message says where and why."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word, or one kind of word in angle brackets; empty for any word at all."""

    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """Parts in order."""

    parts: tuple["Part", ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several; an empty row among them means that it may be missing."""

    parts: tuple["Part", ...]


Part = Word | Row | Choice
ANY = Word("")
NOTHING = Row(())


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern as a tree; exact: words that no misspelling may become; capitals: words that must stand in capitals."""

    tree: Part
    words: frozenset[str]
    exact: frozenset[str] = frozenset()
    capitals: frozenset[str] = frozenset()


@cache
def parse(pattern: str) -> Pattern:
    """
    Read a pattern.

    Raises
    ------
    PatternError
        Unbalanced, unknown, or it may be nothing at all.
    """
    reader = _Reader(pattern)
    tree = reader.row(inside=False)
    if reader.at != len(reader.pieces):
        reader.refuse("a bracket closes that was never opened")
    if may_be_missing(tree):
        reader.refuse("it may be nothing at all")
    return Pattern(tree, frozenset(words_of(tree)), frozenset(reader.exact), frozenset(reader.capitals))


class _Reader:
    """Reads a pattern from left to right."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.exact: set[str] = set()
        self.capitals: set[str] = set()
        self.at = 0
        self.pieces = list(self._pieces(pattern.strip()))

    def refuse(self, why: str) -> None:
        message = f"{self.pattern!r}: {why}"
        raise PatternError(message)

    def _pieces(self, text: str) -> Iterator[tuple[str, str]]:
        at = 0
        while at < len(text):
            found = PIECE.match(text, at)
            if not found or not found.lastgroup:
                self.refuse(f"cannot read {text[at:]!r}")
                return
            yield found.lastgroup, found.group(found.lastgroup)
            at = found.end()

    def row(self, *, inside: bool) -> Part:
        """Read parts in order; a bar divides whole rows inside brackets, single words outside."""
        rows: list[Part] = []
        parts: list[Part] = []
        while self.at < len(self.pieces):
            kind, _ = self.pieces[self.at]
            if kind == "close":
                break
            if kind == "bar":
                self.at += 1
                if inside:
                    rows.append(Row(tuple(parts)))
                    parts = []
                elif not parts or self.at >= len(self.pieces):
                    self.refuse("a bar with nothing beside it")
                else:
                    parts[-1] = Choice((parts[-1], self.one()))
            elif kind == "maybe":
                if not parts:
                    self.refuse("a question mark after nothing")
                parts[-1] = Choice((parts[-1], NOTHING))
                self.at += 1
            else:
                parts.append(self.one())
        rows.append(Row(tuple(parts)))
        return rows[0] if len(rows) == 1 else Choice(tuple(rows))

    def one(self) -> Part:
        """Read one word, kind, gap or bracket."""
        kind, text = self.pieces[self.at]
        self.at += 1
        if kind == "open":
            inner = self.row(inside=True)
            if self.at >= len(self.pieces):
                self.refuse("a bracket is never closed")
            self.at += 1
            return inner
        if kind == "gap":
            if int(text[3:]) > MOST_GAP:
                self.refuse(f"a gap of {text[3:]} words is too wide")
            return Row((Choice((ANY, NOTHING)),) * int(text[3:]))
        if kind == "kind":
            return self._kind(text)
        if kind != "word":
            self.refuse(f"{text!r} stands where a word should")
        return self._word(text)

    def _kind(self, text: str) -> Part:
        if text in MACROS:
            return parse(MACROS[text]).tree if text != "<very>" else VERY
        if text not in CLASSES and text != NUMBER:
            self.refuse(f"{text} is not a kind of word")
        return Word(text)

    def _word(self, text: str) -> Part:
        marks = text[: len(text) - len(text.lstrip("=^"))]
        bare = text[len(marks) :]
        plain = bare.isascii() and bare.isalpha() and bare.islower() and bare not in JOINED
        words = [bare] if plain else cut(bare).words
        if not words:
            self.refuse(f"{text!r} is no word")
        if marks:
            self.exact.update(words)
        if "^" in marks:
            self.capitals.update(words)
        return Row(tuple(Word(word) for word in words)) if len(words) > 1 else Word(words[0])


VERY = Row((Choice((Word("<very>"), NOTHING)),) * 2)


def may_be_missing(part: Part) -> bool:
    """Whether a part may stand for nothing, or for any words whatever."""
    if isinstance(part, Word):
        return not part.text
    if isinstance(part, Choice):
        return any(may_be_missing(one) for one in part.parts)
    return all(may_be_missing(one) for one in part.parts)


def reversed_tree(part: Part) -> Part:
    """Turn a pattern round, to be read backwards."""
    if isinstance(part, Word):
        return part
    turned = tuple(reversed_tree(one) for one in part.parts)
    return Choice(turned) if isinstance(part, Choice) else Row(turned[::-1])


def words_of(part: Part) -> Iterator[str]:
    """Every word and kind in a pattern."""
    if isinstance(part, Word):
        if part.text:
            yield part.text
        return
    for one in part.parts:
        yield from words_of(one)


def phrases_in(part: Part) -> int:
    """How many phrases a pattern stands for, kinds counted once."""
    if isinstance(part, Word):
        return 1
    count = 0 if isinstance(part, Choice) else 1
    for one in part.parts:
        count = count + phrases_in(one) if isinstance(part, Choice) else count * phrases_in(one)
    return count
