"""Reads one telephone number: its normal form, what kind it is, and whether it can be evidence of who is calling."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType, ValidationResult
from phonenumbers.shortnumberinfo import is_valid_short_number_for_region

from heed.engines.numbers import plan, spelling
from heed.engines.numbers.fast import plain_british
from heed.engines.numbers.terms import Kind

_LONGEST_SHORT: Final = 6
"""Digits of the longest British short code: 116123, 118500."""

_LONGEST_E164: Final = 16
"""Characters, + and 15 digits (ITU-T E.164); the library lets a few Japanese machine numbers be longer."""

_LOCAL_DIGITS: Final = 7
"""A number of seven digits is one of the few that Britain has (0800 1111), or a local number without its area."""

_KIND_ABROAD: Final = {
    PhoneNumberType.TOLL_FREE: Kind.FREEPHONE,
    PhoneNumberType.PREMIUM_RATE: Kind.PREMIUM,
    PhoneNumberType.SHARED_COST: Kind.SHARED_COST,
    PhoneNumberType.UAN: Kind.UAN,
    PhoneNumberType.VOICEMAIL: Kind.UAN,
    PhoneNumberType.PAGER: Kind.PAGER,
}

_IDENTIFYING: Final = frozenset({Kind.MOBILE, Kind.LANDLINE, Kind.PERSONAL, Kind.INTERNATIONAL, Kind.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Number:
    """
    What was received, and the number in it.

    e164: the key to compare by, `+` and at most 15 digits; None when there is no usable number.
    region: ISO 3166 country (GB, JE, IE…), "001" for numbers of no country, None when the number is not allocated.
    extension: digits behind a switchboard's number; never part of the key.
    short: a short code such as 101, which has no E.164 form.
    certain: False when the number is possible but odd, e.g. a digit short. It is accepted; flag it.
    """

    received: str
    e164: str | None
    kind: Kind
    region: str | None
    extension: str | None
    short: str | None
    certain: bool


def read(received: str, *, region: str = "GB") -> Number:
    """
    Read the number in a field that holds one.

    region: where a number without a country code is dialled.

    Never raises, whatever the text. Two numbers in one field are no number: use `finding.find`.
    """
    plain = plain_british(received) if region == "GB" else None
    if plain is None:
        return read_plainly(received, region=region)
    e164, kind = plain
    return Number(received, e164, kind, "GB", None, None, certain=True)


def read_plainly(received: str, *, region: str = "GB") -> Number:
    """
    Read a number through the library alone: slower, the same answer.

    Possible is enough: the library calls numbers invalid that are newer than its lists, or kept for drama. What is only
    possible locally, without its area code, is not a number.
    """
    nothing = Number(received, None, Kind.UNKNOWN, None, None, None, certain=False)
    written = spelling.dialable(received)
    try:
        parsed = phonenumbers.parse(written, region)
    except NumberParseException:
        return nothing
    # Before E.164: to the parser 101 is a British number with too few digits, and 116123 a possible one.
    if _is_short(written, parsed, region=region):
        return Number(received, None, Kind.SHORT, region, None, str(parsed.national_number), certain=True)
    if phonenumbers.is_possible_number_with_reason(parsed) != ValidationResult.IS_POSSIBLE:
        return nothing
    national = phonenumbers.national_significant_number(parsed)
    british = parsed.country_code == plan.COUNTRY_CODE
    valid = phonenumbers.is_valid_number(parsed)
    if british and not valid and len(national) == _LOCAL_DIGITS:
        return nothing
    e164 = _e164(parsed)
    if len(e164) > _LONGEST_E164 or not ((british and valid) or _reads_back(e164)):
        return nothing
    drama = british and plan.is_drama(national)
    return Number(
        received,
        e164,
        plan.kind_of(national) if british else _kind_abroad(parsed),
        "GB" if drama else phonenumbers.region_code_for_number(parsed),
        parsed.extension or None,
        None,
        certain=valid or drama,
    )


def _is_short(written: str, parsed: PhoneNumber, *, region: str) -> bool:
    digits = "".join(filter(str.isdigit, written))
    # As written, for 0101 and +44 101 are not 101.
    return (
        len(digits) <= _LONGEST_SHORT
        and digits == str(parsed.national_number)
        and "+" not in written
        and is_valid_short_number_for_region(parsed, region)
    )


def _kind_abroad(parsed: PhoneNumber) -> Kind:
    return _KIND_ABROAD.get(phonenumbers.number_type(parsed), Kind.INTERNATIONAL)


def _e164(parsed: PhoneNumber) -> str:
    return phonenumbers.format_number(parsed, PhoneNumberFormat.E164)


def _reads_back(e164: str) -> bool:
    """Say whether a key reads as itself: one that changes when it is read again would match the wrong line."""
    try:
        return _e164(phonenumbers.parse(e164)) == e164
    except NumberParseException:
        return False


@lru_cache(maxsize=4_096)  # a board writes the same numbers every ten seconds
def display(e164: str) -> str:
    """
    Write a number as people here write it: 07700 900123, and +353 1 234 5678 for another country's.

    Whatever is not E.164 comes back as it is.
    """
    try:
        parsed = phonenumbers.parse(e164)
    except NumberParseException:
        return e164
    british = parsed.country_code == plan.COUNTRY_CODE
    return phonenumbers.format_number(
        parsed, PhoneNumberFormat.NATIONAL if british else PhoneNumberFormat.INTERNATIONAL
    )


def identifies(number: Number) -> bool:
    """
    Say whether this kind of number can ever be evidence of who uses the line.

    Behind 03, 055, 056, 08, 09, pagers and short codes is an organisation or a machine. A possible number of no known
    kind counts. Source: reference/interop.md section 2.2.
    """
    return number.e164 is not None and number.kind in _IDENTIFYING
