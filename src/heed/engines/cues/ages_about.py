"""Ages that are told about: pushing ninety, getting on for eighty, seventy-odd, ninety if he's a day, a girl of nine."""

from heed.engines.cues.age import UNITS_AFTER, Age, number
from heed.engines.cues.context import words
from heed.engines.cues.tokens import COMMA, Tokens

NEARING = words("nearing")
LEADS = words("leads")


def about(tokens: Tokens, i: int, value: int, width: int) -> Age | None:
    """Read "pushing ninety", "I'll be 83 come Christmas", "seventy-odd", "a girl of nine", "at seventy-nine I"."""
    words, breaks, count = tokens.words, tokens.breaks, len(tokens)
    j = i + width
    before = words[i - 1] if i and breaks[i] == 0 else ""
    two = words[i - 2] if i > 1 and before else ""
    after = words[j] if j < count and breaks[j] == 0 else ""
    tail = words[j : j + 3]
    if value >= 50 and before in NEARING and (two in LEADS or two in {"mum", "dad", "nan", "who", "and", "lady"}):
        return Age(i - 1, j, value - 2, value, exact=False)
    if value >= 50 and before == "for" and two == "on" and i > 2 and words[i - 3] in {"getting", "going"}:
        return Age(i - 3, j, value - 2, value, exact=False)
    if (
        after == "odd"
        and value >= 20
        and value % 10 == 0
        and (
            j + 1 >= count
            or words[j + 1]
            not in {
                "people",
                "youths",
                "kids",
                "quid",
                "pound",
                "pounds",
                "minutes",
                "yards",
                "times",
                "metres",
                "miles",
                "calls",
                "bags",
            }
        )
    ):
        return Age(i, j + 1, value, value + 9, exact=False)
    if (
        tail[:1] == ["come"]
        and tail[1:2]
        and tail[1]
        in {
            "christmas",
            "easter",
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
            "summer",
            "spring",
            "new",
        }
    ):
        return Age(i, j + 2, value - 1, value, exact=False)
    if tail[:1] == ["if"] and tail[2:3] in (["'s"], ["is"], ["was"]) and "day" in words[j : j + 6]:
        return Age(i, j, value, value + 5, exact=False)
    if before == "be" and two in {"'ll", "will", "would"} and value >= 50 and after not in {"people", "minutes", "of"}:
        return Age(i, j, value - 1, value, exact=False)
    if (
        before == "at"
        and value >= 50
        and (
            after in {"i", "she", "he", "years", "and", ""}
            or (j < count and breaks[j] == COMMA and words[j] in {"i", "she", "he"})
        )
        and (j < count and words[j] in {"i", "she", "he"})
    ):
        return Age(i, j, value, value)
    if before in {"of", "about"} and (
        two
        in {
            "girl",
            "boy",
            "lad",
            "lass",
            "man",
            "woman",
            "lady",
            "child",
            "kid",
            "kids",
            "boys",
            "girls",
            "toerags",
            "lads",
        }
        or (before == "about" and two in {"of", "looked", "looks", "look", "is", "was", "are", "only"} and value >= 5)
    ):
        least, most, end = value, value, j
        if after == "or" and j + 1 < count:
            other, wide = number(words, breaks, j + 1)
            if other is not None:
                most, end = max(value, other), j + 1 + wide
        if end < count and breaks[end] == 0 and words[end] in UNITS_AFTER and words[end] != "or":
            return None
        return Age(i - 1, end, least, most, exact=before == "of")
    if (
        after in {"or", "to"}
        and j + 1 < count
        and before in {"", "looked", "aged", "about", "approx", "only", "'s", "is", "are", "was"}
    ):
        other, wide = number(words, breaks, j + 1)
        following = words[j + 1 + wide] if j + 1 + wide < count and breaks[j + 1 + wide] == 0 else ""
        if (
            other is not None
            and 0 < other - value <= 2
            and value >= 8
            and (following in {"he", "she", "i", "yrs", "years", "yo", "yoa", "maybe"} or before == "looked")
        ):
            return Age(i, j + 1 + wide, value, other, exact=False)
    if (
        before == "approx"
        and words[i].isdigit()
        and j < count
        and words[j].isdigit()
        and tokens.text[tokens.ends[j - 1] : tokens.starts[j]] == "-"
        and int(words[j]) < 20
        and value < 20
    ):
        return Age(i - 1, j + 1, value, int(words[j]), exact=False)
    if (
        before in {"than", "only", "just"}
        and two in {"more", "older", "younger", "be", "is", "'s", "was", "'m"}
        and after not in UNITS_AFTER
        and (value >= 8 or before == "just")
    ):
        if before == "than" and two == "more" and (i < 3 or words[i - 3] not in {"no", "not"}):
            return None
        return Age(i, j, value if two != "younger" else 0, value, exact=before != "than")
    if before == "like" and value >= 50 and two in {"old", "is", "'s", "she", "he"}:
        return Age(i, j, value, value, exact=False)
    if before in {"eldest", "youngest", "oldest"} and value < 18:
        return Age(i, j, value, value)
    return None
