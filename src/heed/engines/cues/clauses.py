"""Where one statement ends and the next begins: by punctuation, joining words, and a new subject with its verb."""

from heed.engines.cues.context import Verb, words
from heed.engines.cues.tokens import COLON, COMMA, NONE, Tokens

CONJUNCTIONS = words("conjunctions")
JOINERS = words("joiners")
SUBJECTS = words("subjects")
SKIPPED = words("skipped")


def clause_starts(tokens: Tokens, verbs: list[Verb | None], person_at: list[int]) -> list[int]:
    """
    For each token, the token its clause begins with.

    person_at: for each token the number of the person mention that covers it, or -1.
    """
    count = len(tokens)
    starts = [0] * count
    start = 0
    words, breaks = tokens.words, tokens.breaks
    for i in range(count):
        if i and _begins(i, words, breaks, verbs, person_at, start):
            start = i
        starts[i] = start
    return starts


def _begins(
    i: int, words: list[str], breaks: list[int], verbs: list[Verb | None], person_at: list[int], start: int
) -> bool:
    strength = breaks[i]
    if strength >= COLON:
        return True
    word = words[i]
    if word in CONJUNCTIONS:
        return i > start
    if strength == COMMA:
        return _subject_and_verb(i, words, verbs, person_at, breaks) or (
            word in JOINERS and _subject_and_verb(i + 1, words, verbs, person_at, breaks)
        )
    if word in JOINERS:
        return i - start >= 2 and _subject_and_verb(i + 1, words, verbs, person_at, breaks)
    if word in SUBJECTS and strength == NONE:
        # no punctuation at all: "hes deaf he cant hear them"
        return (
            i - start >= 3
            and i + 1 < len(words)
            and verbs[i + 1] is not None
            and words[i - 1] not in {"that", "as", "if", "what"}
            and words[i - 1] not in JOINERS
        )
    return False


def _subject_and_verb(
    i: int, words: list[str], verbs: list[Verb | None], person_at: list[int], breaks: list[int]
) -> bool:
    """Whether a subject begins here and a verb follows soon."""
    count = len(words)
    end = min(i + 5, count)
    seen = False
    while i < end:
        if seen and breaks[i] >= COMMA:
            return False
        if person_at[i] >= 0:
            seen = True
        elif seen and verbs[i] is not None:
            return True
        elif seen and words[i] not in SKIPPED and words[i] != "'s":
            return False
        if breaks[i] >= COLON:
            return False
        i += 1
    return False
