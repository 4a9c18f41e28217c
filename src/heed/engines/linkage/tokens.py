"""
Tokens: what stands for somebody in a count across agencies, so that two who hold one key can tell a match and nothing else.

A token is an HMAC-SHA256, under the key of one agreement, of an identity in normal form, cut to 128 bits. Both sides make it
with this function alone: the partner where their records are (`heed agency tokens`), Heed from its own. Change nothing here
without a new VERSION: tokens of another version match nothing, and are refused before they are kept.

Whoever holds the key can test guesses; docs/tallies.md says what follows from that.
"""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from heed.engines.linkage.addresses import Address, read_address
from heed.engines.linkage.births import read_birth
from heed.engines.linkage.names import Name, read_name, read_whole_name

VERSION: Final = "1"
"""Of the normal form and of the tokens made from it."""

KEY_BYTES: Final = 32
_TOKEN_BYTES: Final = 16
_FINGERPRINT_BYTES: Final = 5
_APART: Final = "\x1f"
"""Stands in no normal form, so that two parts can never be read as two others."""

_PREFIX: Final = f"heedcount{VERSION}"
_SHORTEST_GIVEN: Final = 2
_UPRN: Final = re.compile(r"0*([1-9][0-9]{0,11})")
TOKEN: Final = re.compile(rf"[0-9a-f]{{{_TOKEN_BYTES * 2}}}")


class Kind(StrEnum):
    """What a token stands for. Each is made by itself, so that two tokens of one person say nothing of each other."""

    PERSON = "person"
    """A name and a date of birth."""
    NAMED_AT_UPRN = "named_at_uprn"
    """A name and the UPRN of a home: for whoever has no date of birth."""
    NAMED_AT_DOOR = "named_at_door"
    """A name, and the postcode and door of a home."""
    UPRN = "uprn"
    """A home, whoever lives there, by UPRN."""
    DOOR = "door"
    """A home, whoever lives there, by postcode and door."""


OF_PERSON: Final = frozenset({Kind.PERSON, Kind.NAMED_AT_UPRN, Kind.NAMED_AT_DOOR})
OF_HOME: Final = frozenset({Kind.UPRN, Kind.DOOR})


class NotAKey(ValueError):
    """What was given is not the key of a count; the words say what is wrong, and never hold the key."""


@dataclass(frozen=True, slots=True)
class Identity:
    """
    Somebody as a record has them; empty where it does not. A whole name may stand in `given`, with no `family`.

    born: as written, the day first where it can be. uprn: digits. address: with or without its postcode.
    """

    given: str = ""
    family: str = ""
    born: str = ""
    uprn: str = ""
    address: str = ""
    postcode: str = ""


def normal_forms(identity: Identity) -> dict[Kind, str]:
    """
    Return what of an identity is put under the key, by kind; without a kind for which too little is known.

    Names: letters A-Z in capitals without accents and marks, titles and placeholders left out; of the given names the first,
    as what it is usually short for (LIZ: ELIZABETH); of the family's the first bearing part, without O' and van der, with Mc for
    Mac, and as its men bear it, so that Smith-Jones is Smith. The two are put in alphabetical order: a record that has them
    the wrong way round is the same person, unless the family's begins with a prefix. An initial alone is no name, and neither
    is half of one.
    Birth: the whole date as 1961-05-02; of a part of one nothing. Home: the UPRN without leading noughts; the postcode with
    the flat and the number, or where there is none the name of the house. Nothing that anybody can type makes it fail.
    """
    forms: dict[Kind, str] = {}
    names = _names(identity.given, identity.family)
    born = read_birth(identity.born).on
    uprn = _uprn(identity.uprn)
    door = _door(read_address(identity.address, identity.postcode))
    if names and born:
        forms[Kind.PERSON] = _APART.join((*names, born))
    if names and uprn:
        forms[Kind.NAMED_AT_UPRN] = _APART.join((*names, uprn))
    if names and door:
        forms[Kind.NAMED_AT_DOOR] = _APART.join((*names, door))
    if uprn:
        forms[Kind.UPRN] = uprn
    if door:
        forms[Kind.DOOR] = door
    return forms


def tokens_of(identity: Identity, *, key: bytes) -> dict[Kind, str]:
    """Return the tokens of an identity under a key, by kind; 32 hexadecimal digits each."""
    return {kind: token_of(kind, form, key=key) for kind, form in normal_forms(identity).items()}


def token_of(kind: Kind, form: str, *, key: bytes) -> str:
    """Return the token of one normal form; another for each kind, key and version."""
    return _mac(key, "token", kind, form)[: _TOKEN_BYTES * 2]


def check_of(cells: Sequence[str], *, key: bytes) -> str:
    """
    Return the proof that a row was made with a key and not changed since: over all its cells, in order.

    Somebody without the key can neither make a row that is accepted nor alter one.
    """
    return _mac(key, "row", *cells)[: _TOKEN_BYTES * 2]


def checked(cells: Sequence[str], check: str, *, key: bytes) -> bool:
    """Say whether the proof of a row is right, in a time that does not tell how wrong it is."""
    return hmac.compare_digest(check_of(cells, key=key).encode(), check.encode("utf-8", "replace"))


def fingerprint(key: bytes) -> str:
    """Return a public name for a key, ten hexadecimal digits, from which the key cannot be found."""
    return _mac(key, "name")[: _FINGERPRINT_BYTES * 2]


def written(key: bytes) -> str:
    """Write a key for people to carry: heedcount1-<its fingerprint>-<the key in base 32>."""
    return f"{_PREFIX}-{fingerprint(key)}-{base64.b32encode(key).decode().rstrip('=').lower()}"


def read_key(text: str) -> bytes:
    """Read a key as `written` has it; spaces, line breaks and capitals do not matter. Raises NotAKey."""
    tidy = "".join(text.split()).lower()
    prefix, _, rest = tidy.partition("-")
    name, _, body = rest.partition("-")
    if not (prefix.startswith("heedcount") and name and body):
        raise NotAKey("This is not the key of a count: it begins with heedcount1-")
    if prefix != _PREFIX:
        raise NotAKey("This key is for another version of Heed: use the version of whoever gave it to you")
    try:
        key = base64.b32decode(body.upper() + "=" * (-len(body) % 8))
    except (binascii.Error, ValueError):
        raise NotAKey("The key is damaged: copy it anew, whole") from None
    if len(key) != KEY_BYTES or not hmac.compare_digest(fingerprint(key).encode(), name.encode("utf-8", "replace")):
        raise NotAKey("The key is damaged: copy it anew, whole")
    return key


def as_cells(tokens: Mapping[Kind, str]) -> list[str]:
    """Return the tokens in the order of the kinds, as a row has them; empty where there is none."""
    return [tokens.get(kind, "") for kind in Kind]


def _names(given: str, family: str) -> tuple[str, ...]:
    """Return the two names that tell somebody apart, in alphabetical order; none unless both are known."""
    name: Name = read_name(given, family) if family.strip() else read_whole_name(given)
    if len(name.given) < _SHORTEST_GIVEN or not name.family:
        return ()
    return tuple(sorted((_form(read_name("", name.given).parts, name.given), _form(name.parts, name.family))))


def _form(parts: tuple[str, ...], word: str) -> str:
    """Return a name as it is written under the key, the same whichever of the two columns it stood in."""
    bearing = parts[0] if parts else word
    return read_name(bearing, "").root or bearing


def _uprn(text: str) -> str:
    """Return a UPRN without leading noughts, up to twelve digits; nothing for what is none."""
    found = _UPRN.fullmatch("".join(text.split())) if text.isascii() else None
    return found[1] if found else ""


def _door(address: Address) -> str:
    """Return a home by postcode, flat and number, or the house's name where it has no number; nothing where one is missing."""
    house = address.number or address.building
    if not address.postcode or not (house or address.flat):
        return ""
    return _APART.join((address.postcode.replace(" ", ""), address.flat, house))


def _mac(key: bytes, *words: str) -> str:
    """Return the HMAC-SHA256 of some words, each with its length before it, in hexadecimal."""
    message = b"".join(len(word.encode()).to_bytes(4) + word.encode() for word in ("heed count", VERSION, *words))
    return hmac.new(key, message, hashlib.sha256).hexdigest()
