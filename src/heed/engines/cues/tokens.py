"""
Cut a text into tokens, without ever losing the place of one.

A token is a word, a number, a clitic ("'s", "'m", "'re") or an abbreviation. Offsets are characters of the text as it
was given: lowering and straightening quotes change no length. What stands between two tokens is a *break*, by strength.
"""

import re
from dataclasses import dataclass
from itertools import accumulate

NONE, COMMA, COLON, SENTENCE, LINE = range(5)
"""Strength of the break before a token: nothing, a comma or bracket, a colon or dash, a full stop, a new line."""

WORD = (
    r"(?:[a-z]\.){2,}[a-z]?(?![a-z])"  # d.v. and a.d.h.d
    r"|[a-z](?:/[a-z])+(?![a-z])"  # w/c, n/f/a
    r"|[a-z]+(?:\*+[a-z]*)+"  # a censored word
    r"|[a-z]+(?:'(?!(?:s|m|re|ve|ll|d)(?![a-z]))[a-z]+)*"  # can't, o'clock; not the clitics
    r"|'(?:s|m|re|ve|ll|d)(?![a-z])"
    r"|\d+(?:st|nd|rd|th)(?![a-z])"
    r"|\d+(?:[.]\d+)?"
)
BETWEEN = r"[^a-z\d']*(?:'(?!(?:s|m|re|ve|ll|d)(?![a-z]))[^a-z\d']*)*"
TOKENS = re.compile(rf"({BETWEEN})({WORD}|\Z)")
"""What stands before a token, and the token: found in one go."""
STARS = re.compile(r"\*+")
PLAIN_WORDS = re.compile(r"[a-z\d]*\Z")

JOINED = {f"{who}s": (who, "'s") for who in ("he", "she", "it", "that", "there", "who", "what", "where")} | {
    "im": ("i", "'m"),
    "ive": ("i", "'ve"),
    "theyre": ("they", "'re"),
    "theyve": ("they", "'ve"),
    "weve": ("we", "'ve"),
    "youre": ("you", "'re"),
    "youve": ("you", "'ve"),
}
"""Contractions written without their apostrophe; "its" is read as "it's" whichever was meant, in patterns and texts alike."""

PLAIN = {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "−": "-"}
PLAIN |= dict.fromkeys("\u00a0\u2007\u202f\u2009\u2003\u2002\t", " ")
PLAIN |= {"\r": " ", "\x0b": "\n", "\x0c": "\n", "\u2028": "\n", "\u2029": "\n", "\x85": "\n"}
ACCENTS = dict(
    zip(
        "àáâãäåçèéêëìíîïñòóôõöøùúûüýÿŵŷłśźżćęąńšžčřěůď",
        "aaaaaaceeeeiiiinoooooouuuuyywylszzceanszcreud",
        strict=True,
    )
)


class _Straight(dict[int, str]):
    """One character for one character, worked out when first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        lowered = char.lower()
        lowered = lowered if len(lowered) == 1 else char
        self[code] = PLAIN.get(lowered, ACCENTS.get(lowered, lowered))
        return self[code]


STRAIGHT = _Straight()
CONTROLS = re.compile(r"[\t\r\x0b\x0c`]")
KEEPING_CASE = str.maketrans(PLAIN)
ASCII = str.maketrans({"\t": " ", "\r": " ", "\x0b": "\n", "\x0c": "\n", "`": "'"})


def straighten(text: str) -> str:
    """Lower a text and make its quotes, dashes and spaces plain; as long as it was, character for character."""
    return text.lower().translate(ASCII) if text.isascii() else text.translate(STRAIGHT)


def plainly(text: str) -> str:
    """Make the quotes, dashes and spaces of a text plain, and leave its case; as long as it was, character for character."""
    return text if text.isascii() and not CONTROLS.search(text) else text.translate(KEEPING_CASE)


@dataclass(frozen=True, slots=True)
class Tokens:
    """
    A text in tokens; text: with quotes, dashes and spaces made plain, character for character as it was given.

    words: as they are looked up. starts, ends: characters in the text. breaks: what stands before each, from NONE to LINE.
    """

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    breaks: list[int]

    def __len__(self) -> int:
        """How many."""
        return len(self.words)


GAPS = {" ": NONE, "": NONE, "-": NONE, ", ": COMMA, ". ": SENTENCE, ".": SENTENCE, "/": NONE, "\n": LINE, ": ": COLON}
"""The common ones; the others are worked out."""


def strength(gap: str) -> int:
    """How strong a break is what stands between two tokens."""
    if "\n" in gap:
        return LINE
    bare = gap.strip()
    if not bare or bare in {"/", "&", "+", "'", "*", "_"}:
        return NONE
    if bare == "-":
        return COLON if gap != "-" else NONE
    if bare == "?" and (gap.endswith("?") or gap[0] == " "):
        return NONE  # "?dementia" asks, it does not end
    if any(char in bare for char in ".!?;"):
        return SENTENCE
    if any(char in bare for char in ":|>=") or "--" in bare:
        return COLON
    return COMMA


def word(raw: str) -> str:
    """Return a token as it is looked up: no apostrophe in a word, no dots in an abbreviation, one star for many."""
    if raw[0] == "'":
        return raw
    if "*" in raw:
        return STARS.sub("*", raw)
    if "." in raw and not raw[0].isdigit():
        return raw.replace(".", "")
    return raw.replace("'", "") if "'" in raw else raw


def cut(text: str) -> Tokens:
    """Cut a text into tokens."""
    pairs = TOKENS.findall(straighten(text))
    text = plainly(text)
    while pairs and not pairs[-1][1]:
        pairs.pop()  # what stands behind the last word
    words = [token for _, token in pairs]
    ends = list(accumulate([len(gap) + len(token) for gap, token in pairs]))
    starts = [end - len(token) for end, token in zip(ends, words, strict=True)]
    breaks = [GAPS[gap] if gap in GAPS else strength(gap) for gap, _ in pairs]
    if not text.isalpha() and not PLAIN_WORDS.match("".join(words)):
        words = [token if token.isalpha() else word(token) for token in words]
    if not JOINED.keys().isdisjoint(words):
        return _joined(Tokens(text, words, starts, ends, breaks))
    return Tokens(text, words, starts, ends, breaks)


def _joined(tokens: Tokens) -> Tokens:
    """Part the contractions written without their apostrophe."""
    out = Tokens(tokens.text, [], [], [], [])
    for token, start, end, strength_before in zip(tokens.words, tokens.starts, tokens.ends, tokens.breaks, strict=True):
        parts = JOINED.get(token)
        middle = end - len(parts[1]) + 1 if parts else end
        out.words.append(parts[0] if parts else token)
        out.starts.append(start)
        out.ends.append(middle)
        out.breaks.append(strength_before)
        if parts:
            out.words.append(parts[1])
            out.starts.append(middle)
            out.ends.append(end)
            out.breaks.append(NONE)
    return out
