"""What the state of a call allows, and what may stand in its log."""

import unicodedata

LONGEST_ENTRY = 20_000
"""Characters of one log entry: some six pages of typing."""

KEPT_CONTROLS = frozenset("\n\t")


def readable(text: str, *, longest: int = LONGEST_ENTRY) -> str:
    """
    Return text as it can be kept and shown: without control characters and broken surrogates, newlines made one kind.

    Emoji, right-to-left text and accents stay. Text past longest characters is cut; the form says so before that.
    """
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (c for c in unified if c in KEPT_CONTROLS or unicodedata.category(c) not in {"Cc", "Cs"})
    return "".join(kept).strip()[:longest]
