"""One pass over the tokens: cues, words that change them, and people, found together."""

from dataclasses import dataclass

from heed.engines.cues.automaton import OTHER
from heed.engines.cues.context import Noun, Trigger
from heed.engines.cues.kinds import NUMBER
from heed.engines.cues.lexicon import Lexicon
from heed.engines.cues.terms import Category
from heed.engines.cues.tokens import Tokens

DIGITS = frozenset("0123456789")
SHORT = 5
WINDOW = 9
"""How far a guard may reach, in tokens."""


@dataclass(slots=True)
class Hit:
    """A cue in the text: tokens from start to end, by the number of its rule; read_as: the correction it rests on."""

    start: int
    end: int
    rule: int
    read_as: str = ""


@dataclass(slots=True)
class Scanned:
    """All that one pass found, in the order of the text."""

    hits: list[Hit]
    triggers: list[tuple[int, int, Trigger]]
    nouns: list[tuple[int, int, Noun]]


def scan(tokens: Tokens, lexicon: Lexicon, *, outdone: bool = False) -> Scanned:
    """
    Find everything once. The work is bounded by the number of tokens times the longest phrase.

    outdone: with the hits that a longer one of their category outdoes.
    """
    known = lexicon.symbols
    symbols = [word if word in known else OTHER for word in tokens.words]
    read = _strangers(symbols, tokens, lexicon)
    barred = tokens.breaks
    hits: list[Hit] = []
    triggers: list[tuple[int, int, Trigger]] = []
    nouns: list[tuple[int, int, Noun]] = []
    begin, count = lexicon.net.root.steps, len(symbols)
    for start, symbol in enumerate(symbols):
        state = begin[symbol]
        if state is None:
            continue
        noun: tuple[int, int, Noun] | None = None
        trigger: dict[str, tuple[int, int, Trigger]] = {}
        at = start + 1
        while True:
            for value in state.ends:
                if type(value) is int:
                    hits.append(Hit(start, at, value))
                elif type(value) is Noun:
                    noun = (start, at, value)
                else:
                    trigger[value.kind] = (start, at, value)
            if at == count or barred[at]:
                break
            state = state.steps[symbols[at]]
            if state is None:
                break
            at += 1
        if noun:
            nouns.append(noun)
        if trigger:
            triggers += trigger.values()
    kept = [hit for hit in hits if _stands(hit, tokens, symbols, lexicon)]
    if read:
        for hit in kept:
            hit.read_as = " ".join(read[i] for i in range(hit.start, hit.end) if i in read)
        kept = [hit for hit in kept if lexicon.rules[hit.rule].said.exact.isdisjoint(hit.read_as.split())]
    return Scanned(kept if outdone else longest(kept, lexicon, count), _widest(triggers), _no_overlap(nouns))


def _strangers(symbols: list[str], tokens: Tokens, lexicon: Lexicon) -> dict[int, str]:
    """Make numbers of numbers, and read misspelt cue words as what they stand for; returns which those are."""
    read: dict[int, str] = {}
    words = tokens.words
    for i, symbol in enumerate(symbols):
        if symbol:
            continue
        word = words[i]
        if word[0] in DIGITS:
            symbols[i] = NUMBER
        elif len(word) > SHORT and (meant := lexicon.spelling.read_as(word)):
            read[i] = symbols[i] = meant
    return read


def _stands(hit: Hit, tokens: Tokens, symbols: list[str], lexicon: Lexicon) -> bool:
    """Whether no guard cancels a hit, and the words that must stand in capitals do."""
    capitals = lexicon.rules[hit.rule].said.capitals
    if capitals and not tokens.text.islower() and not _in_capitals(hit, tokens, capitals):
        return False
    breaks = tokens.breaks
    before, after = lexicon.before[hit.rule], lexicon.after[hit.rule]
    from_ = max(0, hit.start - WINDOW)
    barred = breaks[from_ : hit.end + WINDOW]
    window = symbols[from_ : hit.end + WINDOW]
    if before and hit.start and not breaks[hit.start] and before.stands(window, barred, hit.start - 1 - from_):
        return False
    if hit.end == len(symbols) or breaks[hit.end]:
        return True
    at = hit.end - from_
    hateful = lexicon.rules[hit.rule].category is Category.HATE
    return not (
        (not hateful and lexicon.things.stands(window, barred, at)) or (after and after.stands(window, barred, at))
    )


def _in_capitals(hit: Hit, tokens: Tokens, capitals: frozenset[str]) -> bool:
    return all(
        tokens.text[tokens.starts[i] : tokens.ends[i]].isupper()
        for i in range(hit.start, hit.end)
        if tokens.words[i] in capitals
    )


def longest(hits: list[Hit], lexicon: Lexicon, count: int) -> list[Hit]:
    """Of hits of one category that overlap, the longest, and of those the first; categories may overlap. count: tokens."""
    kept: list[Hit] = []
    taken: dict[str, bytearray] = {}
    for hit in sorted(hits, key=lambda hit: (hit.start - hit.end, hit.start, hit.rule)):
        category = lexicon.rules[hit.rule].category
        spots = taken.get(category)
        if spots is None:
            spots = taken[category] = bytearray(count)
        if not any(spots[hit.start : hit.end]):
            spots[hit.start : hit.end] = b"\x01" * (hit.end - hit.start)
            kept.append(hit)
    kept.sort(key=lambda hit: (hit.start, hit.end))
    return kept


def _widest(triggers: list[tuple[int, int, Trigger]]) -> list[tuple[int, int, Trigger]]:
    """Drop a trigger inside a longer one: it says nothing by itself ("not" in "not only")."""
    kept: list[tuple[int, int, Trigger]] = []
    for start, end, trigger in sorted(triggers, key=lambda found: (found[0], -found[1])):
        if kept and kept[-1][0] <= start and end <= kept[-1][1] and (end - start) < (kept[-1][1] - kept[-1][0]):
            continue
        kept.append((start, end, trigger))
    return kept


def _no_overlap(nouns: list[tuple[int, int, Noun]]) -> list[tuple[int, int, Noun]]:
    """Of nouns that overlap, the one that begins first."""
    kept: list[tuple[int, int, Noun]] = []
    for start, end, noun in nouns:
        if not kept or start >= kept[-1][1]:
            kept.append((start, end, noun))
    return kept
