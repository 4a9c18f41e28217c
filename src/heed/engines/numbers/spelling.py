"""
Turns what a person typed or a switch sent into a spelling that can be read as a number.

Nothing is guessed: marks that cannot be seen go, digits of other scripts become ours, and what is dialled before a
number is taken off it.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

_LONGEST: Final = 1000
"""Characters. A longer field holds no number, nor a SIP address; the library itself stops at 250."""

_SIP_SCHEMES: Final = frozenset({"sip", "sips"})

# U+FF01 to U+FF5E are ASCII's visible characters at full width.
_FULL_WIDTH: Final = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}

# Other (controls, bidirectional marks, lone surrogates), marks (as on keycap digits) and symbols that are pictures.
_INVISIBLE_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Me", "Mn", "So"})

# A letter O is a zero where a zero could stand: before a digit, or after one, and not inside a word.
_LETTER_O: Final = re.compile(r"(?<![^\W\d_])[oO]+(?=[ ().-]{0,3}\d)|(?<=\d)[oO]+(?![^\W\d_])")

# What is dialled before a number, as long as a whole number follows (so that Glasgow, 0141, keeps its first digits):
#   141, 1470         withhold or release the number, United Kingdom landlines
#   18001             ask for a text relay (Relay UK); 18002 with a zero is the library's to strip
#   #31# *31# #30#    withhold or release, mobile networks worldwide (GSM 02.30); *#31# asks which it is
#   *67 *82           withhold or release, North America
_DIALLED_FIRST: Final = re.compile(
    r"(?:(?:141|1470|18001)[ .-]{0,3}(?=[(]?[+0])|[*#]{1,2}3[01]#|[*](?:67|82))(?=(?:\D{0,3}\d){10})"
)

# Behind the last digit: # or * from a keypad, a word such as "mum" (whose letters the library would dial).
_BEHIND: Final = re.compile(r"\D+\Z")

_SUBSCRIBER: Final = re.compile(r"[+\d\s().*#oO-]*")
"""What the user part of a SIP address may be made of to be a telephone number at all."""


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of a name-addr, `sip:` or `tel:` address; plain text is all user part."""

    name: str
    user: str
    host: str


def visible(received: str) -> str:
    """Keep what can be seen, in ASCII where it is a digit or a full-width character; every kind of space is a space."""
    text = received.strip()
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_visible, text.translate(_FULL_WIDTH))).strip()


def _visible(character: str) -> str:
    if character.isspace():
        return " "
    if unicodedata.category(character) in _INVISIBLE_CATEGORIES:
        return ""
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)


def address(text: str) -> Address:
    """
    Take a caller's address apart: `"Name" <sip:user@host>;tag=1`, `tel:+44-7700-900123;ext=12`, or only a number.

    text: already `visible`. Of several addresses the last is taken (the second P-Asserted-Identity is the tel: one).
    Source: RFC 3261 section 25.1, RFC 3966.
    """
    before, bracket, after = text.rpartition("<")
    uri = (after.partition(">")[0] if bracket else text).strip()
    name = before.strip(' "') if bracket else ""
    scheme, colon, rest = uri.partition(":")
    scheme = scheme.strip().lower() if colon else ""
    if scheme == "tel":
        return Address(name=name, user=_subscriber(rest), host="")
    if scheme in _SIP_SCHEMES or ("@" in uri and " " not in uri):
        user, _, host = (rest if scheme in _SIP_SCHEMES else uri).rpartition("@")
        # The password, if any, follows a colon.
        return Address(name=name, user=_subscriber(user.partition(":")[0]), host=re.split(r"[;?:>]", host)[0].lower())
    return Address(name=name, user=uri, host="")


def _subscriber(text: str) -> str:
    """Read a number with its parameters: an extension stays, a global context goes in front, the rest is dropped."""
    number, *parameters = unquote(text).split(";")
    values = {name: value for name, _, value in (parameter.lower().partition("=") for parameter in parameters)}
    context, extension = values.get("phone-context", ""), values.get("ext", "")
    if context.startswith("+") and not number.startswith("+"):
        number = context + number
    return f"{number};ext={extension}" if extension.isdecimal() else number


def zeros(text: str) -> str:
    """Write a zero for each letter O that stands where a zero could."""
    if "o" not in text and "O" not in text:
        return text
    return _LETTER_O.sub(lambda letters: "0" * len(letters[0]), text)


def dialable(received: str) -> str:
    """
    Spell what was received so that a number in it can be read; empty when there is certainly none.

    Strips the prefixes of _DIALLED_FIRST and whatever follows the last digit. Of a SIP address only the user part
    counts, and only when it is made of digits: `sip:operator7700900@host` is somebody's name.
    """
    text = received.strip()
    if len(text) > _LONGEST:
        # Cutting it would make another number of the one it holds.
        return ""
    text = visible(text)
    if any(mark in text for mark in "<@:"):
        parts = address(text)
        if parts.host and not _SUBSCRIBER.fullmatch(parts.user.partition(";")[0]):
            return ""
        text = visible(parts.user)
    text = zeros(text)
    prefix = _DIALLED_FIRST.match(text)
    if prefix:
        text = text[prefix.end() :]
    return _BEHIND.sub("", text)
