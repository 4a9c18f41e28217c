"""
The keys a record is filed under: two records that could be one person share at least one, nearly always.

A key is a 64-bit number made of what it stands for, so that one small b-tree serves them all. Exact ones for what
is rarely wrong, sounding ones for what is misheard, each narrow enough that few strangers share it.
"""

from collections.abc import Iterable, Iterator
from hashlib import blake2b

from heed.engines.linkage.standard import Standard

YEARS_APART = 1
"""An age said in conversation is often wrong by one year."""

KINDS: tuple[tuple[str, ...], ...] = (
    ("phone",),
    ("email",),
    ("number", "postcode"),
    ("building", "postcode"),
    ("number", "street", "town"),
    ("number", "street", "family_sound"),
    ("number", "street", "root"),
    ("building", "street", "family_sound"),
    ("building", "street", "root"),
    ("born", "district"),
    ("mailbox", "root"),
    ("postcode", "family_sound"),
    ("postcode", "root"),
    ("family_sound", "born"),
    ("root", "born"),
    ("sound", "family_sound", "district"),
    ("family", "root"),
    ("sound", "family_sound"),
)
"""The columns that make a key together, when all of them are known."""

YEARLY: tuple[tuple[str, ...], ...] = (("sound", "family_sound"), ("family_sound", "district"))
"""The columns that make a key with each year in which the person may have been born."""


def filed_under(record: Standard) -> list[int]:
    """Return the keys under which a record is kept, each once, as signed 64-bit numbers."""
    return _numbers(_kept(record, record.birth_years))


def looked_up(record: Standard) -> list[int]:
    """Return the keys under which to look for a record: those it would be kept under, and those of near misses."""
    years = record.birth_years
    near = range(years.start - YEARS_APART, years.stop + YEARS_APART) if years else years
    return _numbers([*_kept(record, near), *_crossed(record, near)])


def _kept(record: Standard, years: range) -> Iterator[tuple[object, ...]]:
    """Name each key by what it holds."""
    for columns in KINDS:
        if all(held := [getattr(record, column) for column in columns]):
            yield columns, *held
    for columns in YEARLY:
        if all(held := [getattr(record, column) for column in columns]):
            for year in years:
                yield columns, *held, year
    if record.root and record.part != record.last_part:
        for part in (record.part, record.last_part):
            yield "part", part, record.root


def _crossed(record: Standard, years: range) -> Iterator[tuple[object, ...]]:
    """Name the keys of somebody whose names or day and month were exchanged, or whose double name was halved."""
    first, last = record.sound, record.family_sound
    if first and last:
        yield ("sound", "family_sound", "district"), last, first, record.district
        for year in years:
            yield ("sound", "family_sound"), last, first, year
    if record.swapped and last:
        yield ("family_sound", "born"), last, record.swapped
    if record.family and record.root:
        yield "part", record.family, record.root
        for part in (record.part, record.last_part):
            yield ("family", "root"), part, record.root


def _numbers(named: Iterable[tuple[object, ...]]) -> list[int]:
    """Turn names of keys into numbers, each once, in order."""
    return list(dict.fromkeys(_number(name) for name in named))


def _number(name: tuple[object, ...]) -> int:
    """Return 64 bits of a hash that is the same on every machine."""
    return int.from_bytes(blake2b("\x1f".join(map(str, name)).encode(), digest_size=8).digest(), signed=True)
