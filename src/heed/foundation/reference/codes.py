"""
The codes of the National Standard for Incident Recording 2011: one list, for opening and for closing an incident.

The opening code may differ from the closing code, and both are kept (NSIR 1.17); that is why there is no second list.
Source: nsir.toml, which says where each line comes from.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

ASB = "ASB"
"""Code of the theme that Heed is about."""


class NoSuchCode(LookupError):
    """The national list has no such code."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A group of categories; optional: a force need not capture it."""

    code: str
    label: str
    optional: bool


@dataclass(frozen=True, slots=True)
class Category:
    """
    A category of incident.

    meaning: in Heed's words, not the standard's. source: where the category stands.
    """

    code: str
    theme: str
    label: str
    meaning: str
    source: str


@dataclass(frozen=True, slots=True)
class Qualifier:
    """
    A mark on an incident; any number on any category, crime or not (NSIR 1.15).

    group: "prejudice", "national" or "optional".
    perception_based: set when the victim or anyone else perceives it; no evidence is asked for.
    obsolete: kept so that old records can be read, and never offered.
    """

    code: str
    group: str
    label: str
    meaning: str
    source: str
    perception_based: bool = False
    obsolete: bool = False


@dataclass(frozen=True, slots=True)
class SubType:
    """
    An older heading (2007 to 2011) that a force may offer beneath a category.

    under: the categories it may stand beneath; the pair is what is stored, so it always counts under one.
    """

    code: str
    label: str
    under: tuple[str, ...]
    source: str


@cache
def themes() -> tuple[Theme, ...]:
    """List the themes, in the order of the standard."""
    return tuple(Theme(**row) for row in _published()["theme"])


@cache
def categories() -> tuple[Category, ...]:
    """List every category, in the order of the standard."""
    return tuple(Category(**row) for row in _published()["category"])


def category(code: str) -> Category:
    """Find a category by its code; raises NoSuchCode."""
    try:
        return _categories_by_code()[code]
    except KeyError:
        msg = f"The National Incident Category List has no code {code}."
        raise NoSuchCode(msg) from None


def asb_categories() -> tuple[Category, ...]:
    """List the three ASB categories: personal, nuisance, environmental."""
    return tuple(found for found in categories() if found.theme == ASB)


@cache
def qualifiers() -> tuple[Qualifier, ...]:
    """List every qualifier, obsolete ones too, in the order of the standard."""
    return tuple(Qualifier(**row) for row in _published()["qualifier"])


def qualifier(code: str) -> Qualifier:
    """Find a qualifier by its code; raises NoSuchCode."""
    try:
        return _qualifiers_by_code()[code]
    except KeyError:
        msg = f"The National Standard for Incident Recording has no qualifier {code}."
        raise NoSuchCode(msg) from None


@cache
def sub_types() -> tuple[SubType, ...]:
    """List the older headings."""
    return tuple(SubType(**{**row, "under": tuple(row["under"])}) for row in _published()["sub_type"])


@cache
def _published() -> dict[str, Any]:
    """Read the list that comes with Heed."""
    return tomllib.loads(files(__package__).joinpath("nsir.toml").read_text(encoding="utf-8"))


@cache
def _categories_by_code() -> MappingProxyType[str, Category]:
    """Index the categories."""
    return MappingProxyType({found.code: found for found in categories()})


@cache
def _qualifiers_by_code() -> MappingProxyType[str, Qualifier]:
    """Index the qualifiers."""
    return MappingProxyType({found.code: found for found in qualifiers()})
