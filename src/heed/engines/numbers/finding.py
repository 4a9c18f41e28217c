"""Finds the telephone numbers in free text: a field with two of them, a log entry with one."""

import re
from typing import Final

from phonenumbers import Leniency, PhoneNumberMatcher

from heed.engines.numbers import spelling
from heed.engines.numbers.reading import Number, read
from heed.engines.numbers.terms import Kind

# Two numbers with only a space or dash between them look like one long number to the library. Cut where a whole number
# (nine digits or more) has gone by and another that starts with 0 or + begins.
_BETWEEN_NUMBERS: Final = re.compile(
    r"((?:\d[ ().-]{0,3}){8,14}?\d)\)?[ .-]{1,3}(?=[(]?[+0](?:[ ().-]{0,3}\d){8})",
)

_AS_DIALLED: Final = re.compile(r"\(?(?:[+0]|44)")

_MEANT_WITHOUT_ZERO: Final = frozenset({Kind.MOBILE, Kind.INTERNATIONAL})
"""Spreadsheets drop the zero of mobiles; ten digits from 1 are a landline in Bedford or a reference number."""

_DATE: Final = re.compile(r"(?:0?[1-9]|[12]\d|3[01])[./ -](?:0?[1-9]|1[0-2])[./ -](?:19|20)\d\d\b")


def find(text: str, *, region: str = "GB") -> list[Number]:
    """
    Find the numbers in free text, in the order in which they stand there; each once, however often it is repeated.

    region: where a number without a country code is dialled.

    A log is full of other digits. So a British number counts only as people dial it, from 0, + or 44, unless it is
    certainly a mobile; and one that is possible but not certain only when its kind is known and it is not a date.
    Short codes are not found: "she rang 101" names nobody's line.
    """
    lines = "\n".join(spelling.zeros(spelling.visible(line)) for line in text.splitlines())
    cut = _BETWEEN_NUMBERS.sub(r"\1\n", lines)
    matches = PhoneNumberMatcher(cut, region, leniency=Leniency.POSSIBLE)
    found: dict[tuple[str | None, str | None], Number] = {}
    for match in matches:
        number = read(match.raw_string, region=region)
        if _is_meant(number):
            found.setdefault((number.e164, number.extension), number)
    return list(found.values())


def _is_meant(number: Number) -> bool:
    if number.e164 is None:
        return False
    if not _AS_DIALLED.match(number.received):
        return number.certain and number.kind in _MEANT_WITHOUT_ZERO
    return number.certain or (number.kind is not Kind.UNKNOWN and not _DATE.match(number.received))
