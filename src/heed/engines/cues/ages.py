"""
How old somebody is, from the words of a log (reference/cues.md section 3.6).

Reckoned against the day of the log, never today's, so that an old record reads as it read then. A number that belongs
to an address, a registration, a measure, a duration or a time is no age.
"""

from collections.abc import Iterator
from datetime import date

from heed.engines.cues.age import OLDEST, Age, number
from heed.engines.cues.ages_about import about
from heed.engines.cues.ages_beside import beside_person, sexed
from heed.engines.cues.context import words
from heed.engines.cues.dates_of_birth import dates
from heed.engines.cues.kinds import SPELLED
from heed.engines.cues.tokens import COMMA, SENTENCE, Tokens

YEAR_UNITS = words("year_units")
AGE_WORDS = words("age_words")
MONTH_UNITS = words("month_units")
SEXES = words("sexes")
DECADES = {
    f"{word}ties": ten * 10
    for ten, word in enumerate(("twen", "thir", "for", "fif", "six", "seven", "eigh", "nine"), 2)
}
TEENS = words("teens")
DIGITS = frozenset("0123456789")
NUMERIC = frozenset(SPELLED) | frozenset(DECADES) | TEENS
PART_OF = {"early": (0, 3), "mid": (4, 6), "late": (7, 9), "lates": (7, 9)}
NOT_AGES = words("not_ages")


def ages(tokens: Tokens, on: date | None, person_at: list[int]) -> list[Age]:
    """
    Every age, in the order of the text.

    on: the day of the log; without it a date of birth says nothing. person_at: which tokens are words for a person.
    """
    found = [*dates(tokens, on), *_spoken(tokens, person_at)]
    found.sort(key=lambda age: (age.start, -age.end))
    kept: list[Age] = []
    for age in found:
        if not kept or age.start >= kept[-1].end:
            kept.append(age)
    return kept


def _spoken(tokens: Tokens, person_at: list[int]) -> Iterator[Age]:
    """Numbers, in figures or words, with what makes an age of them."""
    words, breaks = tokens.words, tokens.breaks
    count = len(words)
    done = 0
    for i in [i for i, word in enumerate(words) if word in NUMERIC or word[0] in DIGITS]:
        if i < done:
            continue
        word = words[i]
        decade = (
            word in DECADES
            or word in TEENS
            or (
                i + 1 < count
                and words[i + 1] in {"s", "'s"}
                and word.isdigit()
                and tokens.ends[i] == tokens.starts[i + 1]
            )
        )
        if decade and (age := _decade(tokens, i)):
            yield age
            done = age.end
            continue
        value, width = number(words, breaks, i)
        if value is None:
            continue
        age = (
            _with_unit(tokens, i, value, width)
            or _after_word(tokens, i, value, width)
            or beside_person(tokens, i, value, width, person_at)
        )
        done = age.end if age else i + width
        if age:
            yield age


def _start(tokens: Tokens, i: int) -> int:
    """Take in what belongs to an age before its number: "just turned", "aged"."""
    words, breaks = tokens.words, tokens.breaks
    while (
        i
        and breaks[i] == 0
        and words[i - 1] in {"aged", "age", "turned", "just", "nearly", "almost", "over", "agd", "is1"}
    ):
        i -= 1
    return i


def _with_unit(tokens: Tokens, i: int, value: int, width: int) -> Age | None:
    """84 yoa, 9 years old, 84-year-old, 6 month old, M/84, 84f."""
    words, breaks, count = tokens.words, tokens.breaks, len(tokens)
    j = i + width
    if j >= count or breaks[j] >= COMMA:
        return sexed(tokens, i, value, width)
    unit = words[j]
    after = words[j + 1] if j + 1 < count and breaks[j + 1] == 0 else ""
    if unit == "or" and j + 1 < count:
        return None
    if unit in MONTH_UNITS and after == "old":
        return Age(_start(tokens, i), j + 2, 0, 1 if unit.startswith("m") and value >= 12 else 0)
    if unit == "m" and after in {"o", "old"}:
        return Age(i, j + 2, 0, 0)
    if unit in YEAR_UNITS:
        if after in {"old", "olds"}:
            end = j + 2
        elif after == "of" and j + 2 < count and words[j + 2] == "age":
            end = j + 3
        elif unit in {"yo", "yoa", "y/o", "y/o/a"}:
            end = j + 1
        elif unit == "y" and after == "o":
            end = j + 2
            if (
                end < count
                and words[end] == "a"
                and breaks[end] == 0
                and tokens.text[tokens.ends[end - 1] : tokens.starts[end]] in {"/", "."}
            ):
                end += 1
        elif (
            unit == "yrs"
            and after
            not in {
                "ago",
                "later",
                "back",
                "since",
                "now",
                "in",
                "of",
                "they",
                "hes",
                "and",
                "on",
                "we",
                "i",
                "at",
                "the",
                "with",
                "for",
                "this",
            }
            and (
                i == 0
                or words[i - 1]
                not in {
                    "for",
                    "over",
                    "last",
                    "past",
                    "of",
                    "about",
                    "in",
                    "after",
                    "within",
                    "next",
                    "least",
                    "by",
                    "nearly",
                    "almost",
                    "some",
                    "than",
                    "these",
                    "those",
                }
            )
        ) or (i and words[i - 1] in AGE_WORDS):
            end = j + 1
        else:
            return None
        if _plausible(value) and not _of_a_thing(tokens, end, unit):
            return Age(_start(tokens, i), end, value, value)
        return None
    return sexed(tokens, i, value, width)


PLAIN_AFTER = words("plain_after")


def _of_a_thing(tokens: Tokens, end: int, unit: str) -> bool:
    """Whether it is the age of something that is no person: "14 year old Labrador"."""
    if unit in {"yoa", "yo", "y/o"} or end >= len(tokens) or tokens.breaks[end] > 0:
        return False
    return tokens.words[end] in THINGS


THINGS = words("things")


def _after_word(tokens: Tokens, i: int, value: int, width: int) -> Age | None:
    """Aged 84, age: 9, turned 70, is 84 now, she's 81, aged between 12 and 14, 84 next birthday."""
    words, breaks = tokens.words, tokens.breaks
    count = len(words)
    j = i + width
    after = words[j] if j < count and breaks[j] == 0 else ""
    if i and words[i - 1] in AGE_WORDS and breaks[i] < SENTENCE:
        start, end, most = i - 1, j, value
        more = j
        while more + 1 < count and (
            words[more] in {"to", "and", "or", "n"} or (words[more].isdigit() and breaks[more] <= COMMA)
        ):
            at = more if words[more].isdigit() else more + 1
            other, wide = number(words, breaks, at)
            if other is None or not _plausible(other) or at - more > 1:
                break
            most, more = max(most, other), at + wide
            end = more
        if words[start] == "ages" and most == value and value > 17:
            return None
        return Age(start, end, min(value, most), most, exact=most == value) if _plausible(value) else None
    if i >= 2 and words[i - 2 : i] in (
        ["aged", "between"],
        ["aged", "about"],
        ["aged", "around"],
        ["age", "of"],
        ["aged", "approx"],
        ["ages", "of"],
    ):
        if words[i - 1] == "between" and after == "and":
            other, wide = number(words, breaks, j + 1) if j + 1 < count else (None, 1)
            if other is not None:
                return Age(i - 2, j + 1 + wide, value, other, exact=False)
        return Age(i - 2, j, value, value, exact=False)
    if not _plausible(value):
        return None
    if (age := about(tokens, i, value, width)) is not None:
        return age
    if after in {"next", "on"} and j + 1 < count and words[j + 1] in {"birthday", "her", "his", "my"}:
        return Age(i, min(j + 2, count), value - 1, value, exact=False)
    if i and words[i - 1] == "turned":
        return Age(_start(tokens, i), j, value, value)
    if (
        i
        and words[i - 1]
        in {"is", "'s", "'m", "are", "was", "'re", "be", "only", "nearly", "almost", "am", "just", "now"}
        and breaks[i] == 0
    ):
        if words[i - 1] in {"only", "nearly", "almost", "just", "now"} and (
            i < 2 or words[i - 2] not in {"is", "'s", "'m", "am", "was", "be", "are", "'re"}
        ):
            return None
        ends_here = (
            j >= count
            or breaks[j] >= COMMA
            or after
            in {
                "and",
                "with",
                "but",
                "n",
                "so",
                "bless",
                "now",
                "next",
                "on",
                "who",
                "has",
                "lives",
                "she",
                "he",
                "i",
                "cant",
                "living",
                "in",
                "himself",
                "herself",
                "myself",
                "mate",
                "love",
                "duck",
                "years",
                "for",
                "because",
                "the",
            }
        )
        subject = words[i - 2] if i >= 2 else ""
        if (
            ends_here
            and subject
            not in {"it", "that", "there", "this", "which", "time", "temp", "total", "number", "door", "limit", "price"}
            and (value >= 2 or after == "years")
        ):
            if after in {"of", "the"} or (after == "in" and j + 1 < count and words[j + 1] == "total"):
                return None
            return Age(i, j, value, value)
    return None


def _decade(tokens: Tokens, i: int) -> Age | None:
    """In her seventies, early 80s, in their teens."""
    words, count = tokens.words, len(tokens)
    if words[i] in TEENS:
        if not i or words[i - 1] not in {"his", "her", "their", "early", "mid", "late", "young", "my"}:
            return None
        least, most, end, start = 13, 17, i + 1, i - 1
        if words[i - 1] == "late":
            least, most = 16, 19
        return Age(start, end, least, most, exact=False)
    if words[i] in DECADES:
        base, end = DECADES[words[i]], i + 1
    else:
        base, end = int(words[i]), i + 2
        if base % 10 or not 20 <= base <= 100:
            return None
    part, at = (0, 9), i
    if at and words[at - 1] in PART_OF:
        part, at = PART_OF[words[at - 1]], at - 1
    if not at or words[at - 1] not in {
        "his",
        "her",
        "their",
        "my",
        "our",
        "in",
        "the",
        "well",
        "be",
        "into",
        "is",
    }:
        return None
    if (
        words[at - 1] in {"in", "the"}
        and part == (0, 9)
        and (
            words[at - 1] == "the"
            or at < 2
            or words[at - 2] not in {"is", "be", "couple", "lady", "male", "female", "man", "woman", "both", "are"}
        )
    ):
        return None
    if words[at - 1] in {"his", "her", "their", "my", "our"}:
        at -= 1
        if at and words[at - 1] == "in":
            at -= 1
    del count
    return Age(at, end, base + part[0], base + part[1], exact=False)


def _plausible(value: int) -> bool:
    return 0 < value <= OLDEST
