"""Which words of a report that nobody has read yet ask for a person at once. A question to that person, never an answer."""

import re
import unicodedata
from collections.abc import Iterable

BETWEEN = r"[\W_]+"
"""What may stand between two words of a phrase: a space, a hyphen, a line end."""


def named(words: str, phrases: Iterable[str]) -> tuple[str, ...]:
    """
    Return the phrases that stand in words as whole words, in the order of the list, each once.

    Case, accents and typographic apostrophes do not matter: "Kill me" finds "KILL-ME". Parts of words do not count:
    "gun" is not in "begun". Nothing is read as denied or past: the cost of asking a person to look is a minute.
    """
    text = _plain(words)
    return tuple(dict.fromkeys(phrase for phrase in phrases if _pattern(phrase).search(text)))


def _pattern(phrase: str) -> re.Pattern[str]:
    """Return what finds a phrase in plain text; one without any letter or digit finds nothing."""
    parts = [re.escape(part) for part in re.findall(r"[\w']+", _plain(phrase))]
    return re.compile(rf"(?<![\w']){BETWEEN.join(parts)}(?!\w)" if parts else r"(?!)")


def _plain(text: str) -> str:
    """Return text in small letters, without accents, with one kind of apostrophe."""
    straight = text.replace("\u2019", "'").replace("\u2018", "'")
    parted = unicodedata.normalize("NFKD", straight)
    return "".join(c for c in parted if not unicodedata.combining(c)).casefold()
