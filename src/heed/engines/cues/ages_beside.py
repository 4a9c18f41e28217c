"""Bare numbers that only what stands right beside them makes an age: M/84, 84f, "caller, 84, lives alone"."""

import re

from heed.engines.cues.age import OLDEST, UNITS_AFTER, Age
from heed.engines.cues.tokens import COMMA, Tokens

SPACES = re.compile(r"\s+")


def sexed(tokens: Tokens, i: int, value: int, width: int) -> Age | None:
    """Read M/84, f84, 84f, 84/f."""
    if not tokens.words[i].isdigit() or not 1 <= value <= OLDEST:
        return None
    words, text = tokens.words, tokens.text
    if (
        i
        and words[i - 1] in {"m", "f"}
        and text[tokens.ends[i - 1] : tokens.starts[i]] in {"", "/"}
        and (i < 2 or text[tokens.ends[i - 2] : tokens.starts[i - 1]] not in {"", "/"})
        and value > 5
    ):
        follows = text[tokens.ends[i] : tokens.ends[i] + 1]
        plate = (i > 1 and words[i - 2] in {"reg", "vrm", "plate", "index", "registration", "vehicle", "car"}) or (
            len(text[tokens.ends[i] : tokens.ends[i] + 5].strip()) >= 3
            and text[tokens.ends[i] + 1 : tokens.ends[i] + 4].isupper()
            and text[tokens.ends[i] + 1 : tokens.ends[i] + 4].isalpha()
            and not text.isupper()
        )
        if not follows.isalnum() and not plate:
            return Age(i - 1, i + width, value, value)
    spaced = (
        i
        and words[i - 1] in {"m", "f"}
        and text[tokens.ends[i - 1] : tokens.starts[i]].isspace()
        and text[tokens.starts[i - 1]].isupper()
    )
    if (
        spaced
        and value > 9
        and (i + 1 >= len(words) or tokens.breaks[i + 1] >= COMMA)
        and (i < 2 or tokens.breaks[i - 1] <= COMMA)
    ):
        return Age(i - 1, i + width, value, value)
    j = i + width
    if (
        j < len(words)
        and words[j] in {"m", "f"}
        and text[tokens.ends[j - 1] : tokens.starts[j]] in {"", "/"}
        and value > 5
        and (words[j] == "f" or text[tokens.ends[j - 1] : tokens.starts[j]] == "/")
    ):
        return Age(i, j + 1, value, value)
    return None


def beside_person(tokens: Tokens, i: int, value: int, width: int, person_at: list[int]) -> Age | None:
    """Read a bare number right after a word for a person, or in a slash or comma list about one: "caller, 84, lives alone"."""
    words, breaks, text = tokens.words, tokens.breaks, tokens.text
    count = len(words)
    if not words[i].isdigit() or not 1 <= value <= OLDEST:
        return None
    j = i + width
    if j < count and breaks[j] == 0 and words[j] in UNITS_AFTER:
        return None
    closed = (
        j >= count
        or breaks[j] >= COMMA
        or words[j] in {"lives", "and", "with", "has", "who", "vul", "is", "ld", "mh", "alone", "m", "f", "living"}
    )
    if person_at[i] >= 0:
        return None  # "the lady at number 84"
    before = SPACES.sub(" ", text[tokens.ends[i - 1] : tokens.starts[i]]) if i else "\n"
    tail = text[tokens.ends[i] : tokens.ends[i] + 2]
    if (
        (tail[:1] in {":", "."} and tail[1:2].isdigit())
        or (tail[:1] == "/" and tail[1:2].isdigit())
        or tail[:1].isalnum()
        or tail[:1] == "%"
    ):
        return None
    if (
        i
        and person_at[i - 1] >= 0
        and words[i - 1] not in {"we", "us", "our", "you", "them", "it", "my", "their", "his", "her", "the"}
    ):
        bracket = "(" in before
        if bracket or (
            closed and before in {" ", ", ", " - ", "/", ",", " aged "} and (value > 9 or bracket or before == ", ")
        ):
            plural = words[i - 1].endswith("s") and words[i - 1] != "'s"
            if not plural or bracket:
                most = value
                end = j
                if bracket:
                    while (
                        end < count
                        and words[end].isdigit()
                        and breaks[end] <= COMMA
                        and int(words[end]) <= OLDEST
                        and ")" not in text[tokens.ends[end - 1] : tokens.starts[end]]
                    ):
                        most = max(most, int(words[end]))
                        end += 1
                    if (
                        end + 1 < count
                        and words[end] in {"and", "n"}
                        and words[end + 1].isdigit()
                        and int(words[end + 1]) <= OLDEST
                    ):
                        most = max(most, int(words[end + 1]))
                        end += 2
                return Age(i, end, value, most, exact=most == value)
    return None
