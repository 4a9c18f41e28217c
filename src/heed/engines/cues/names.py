"""
Names in a text: of people, who are mentions; and of places, shops and teams, which are no cues.

Told by capital letters and by what stands around, never by a list of names: whose name is common must not matter.
"""

import re
from bisect import bisect_left, bisect_right

from heed.engines.cues.context import Noun, Verb, words
from heed.engines.cues.tokens import COMMA, LINE, NONE, SENTENCE, Tokens

SPACES = re.compile(r" +")
POSTCODE = re.compile(r"\b[a-z]{1,2}\d[a-z\d]?\s{0,2}\d[a-z]{2}\b", re.IGNORECASE)
PLACES = words("places")
NOT_NAMES = words("not_names")
BEFORE_PLACE = words("before_place")
SAYS_NAME = words("says_name")


def capital(tokens: Tokens, i: int) -> bool:
    """Whether a token begins with a capital letter and is not all capitals."""
    text, start, end = tokens.text, tokens.starts[i], tokens.ends[i]
    return text[start].isupper() and (end - start == 1 or not text[start:end].isupper())


def speaks_in_cases(text: str) -> bool:
    """Whether capitals mean something in a text: it is neither all capitals, nor all small letters."""
    return not text.isupper() and not text.islower()


def _sentence_in_cases(i: int, tokens: Tokens) -> bool:
    """Whether capitals mean something in the sentence around a token: most words, ten on either side, begin small."""
    large = small = 0
    for step in (-1, 1):
        at = i
        for _ in range(10):
            if step < 0 and tokens.breaks[at] >= SENTENCE:
                break
            at += step
            if at < 0 or at >= len(tokens) or (step > 0 and tokens.breaks[at] >= SENTENCE):
                break
            first = tokens.text[tokens.starts[at]]
            large += first.isupper()
            small += first.islower()
    return small > large


def part_of_name(start: int, end: int, tokens: Tokens) -> bool:
    """
    Whether a cue is part of a name: a capital letter within a sentence, beside another capital ("the Blind Beggar").

    Before the common tail of a name ("Deaf Club"), its own capital is enough.
    """
    if not capital(tokens, start) or not _sentence_in_cases(start, tokens):
        return all_of_a_name(end, tokens) and _inside(start, tokens)
    after = end < len(tokens) and tokens.breaks[end] == NONE
    tail = after and tokens.words[end] in PLACES
    if tail and capital(tokens, end):
        return True
    if end - start > 1 and all(capital(tokens, i) for i in range(start, end)) and tokens.words[end - 1] in PLACES:
        return tokens.words[end - 1] not in {"unit", "ward", "school", "hospital", "surgery", "centre"}
    if end - start > 2 or not _inside(start, tokens):
        return after and end - start == 1 and capital(tokens, end) and tail
    before = (
        tokens.breaks[start] == NONE
        and capital(tokens, start - 1)
        and tokens.words[start - 1] not in {"i", "ip"}
        and _name_like(start - 1, tokens)
    )
    return before or (
        after and capital(tokens, end) and tokens.words[end] != "i" and _name_like(end, tokens) and end - start == 1
    )


def all_of_a_name(end: int, tokens: Tokens) -> bool:
    """In small letters: only where the tail leaves no doubt ("blind lane", "deaf society")."""
    return (
        end < len(tokens)
        and tokens.breaks[end] == NONE
        and tokens.words[end] in {"road", "lane", "street", "avenue", "tavern", "inn", "society", "fc", "charity"}
    )


def _inside(i: int, tokens: Tokens) -> bool:
    """Whether a token stands within a sentence, not at its beginning."""
    return i > 0 and tokens.breaks[i] < SENTENCE


def _name_like(i: int, tokens: Tokens) -> bool:
    start, end = tokens.starts[i], tokens.ends[i]
    return end - start > 1 or tokens.text[start:end] not in {"A", "I"}


def named_people(
    tokens: Tokens, known: frozenset[str], verbs: list[Verb | None], taken: list[int]
) -> list[tuple[int, int, Noun]]:
    """
    People called by name: a capital within a sentence or before a verb, that no place follows or leads to.

    known: words of the lexicon and its context; taken: tokens that are words for people already.
    """
    found: list[tuple[int, int, Noun]] = []
    words, count, text = tokens.words, len(tokens), tokens.text
    large = [i for i, start in enumerate(tokens.starts) if text[start].isupper()]
    if not any(_may_be_name(i, tokens, known) for i in large):
        return found
    inside = {words[j] for j in large if j and tokens.breaks[j] < SENTENCE}
    done = 0
    for i in large:
        if i < done or taken[i] >= 0 or not _may_be_name(i, tokens, known):
            continue
        end = i + 1
        while (
            end < count
            and tokens.breaks[end] == NONE
            and taken[end] < 0
            and capital(tokens, end)
            and end - i < 3
            and words[end] not in NOT_NAMES
        ):
            end += 1
        if (end < count and tokens.breaks[end] == NONE and words[end] in PLACES) or any(
            word in PLACES for word in words[i:end]
        ):
            done = end
            continue
        before = words[i - 1] if i and tokens.breaks[i] < SENTENCE else ""
        after = words[end] if end < count else ""
        gap = SPACES.sub(" ", tokens.text[tokens.ends[end - 1] : tokens.starts[end]]) if end < count else ""
        verb = end < count and tokens.breaks[end] == NONE and (verbs[end] is not None or after == "'s")
        aged = end < count and words[end].isdigit() and gap in {", ", " (", " - "} and len(words[end]) <= 2
        titled = before in SAYS_NAME or (i > 0 and taken[i - 1] >= 0 and tokens.breaks[i] <= COMMA)
        begins = tokens.breaks[i] >= SENTENCE or i == 0
        if begins and not aged and not (verb and words[i] in inside):
            done = end
            continue
        if (verb or aged or titled) and before not in BEFORE_PLACE:
            found.append((i, end, Noun(words[i], "named", "", False)))
        done = end
    return found


def _may_be_name(i: int, tokens: Tokens, known: frozenset[str]) -> bool:
    word = tokens.words[i]
    if len(word) < 3 or not word.isalpha() or word in known or word in NOT_NAMES or word in PLACES:
        return False
    return capital(tokens, i) and tokens.breaks[i] <= LINE


def postcodes(tokens: Tokens) -> set[int]:
    """List the tokens of postcodes: "ZZ8 8LD" holds no abbreviation."""
    found: set[int] = set()
    for match in POSTCODE.finditer(tokens.text):
        found.update(range(bisect_right(tokens.ends, match.start()), bisect_left(tokens.starts, match.end())))
    return found
