"""Checks a pack before anyone relies on it: everything wrong with it, at once, in sentences."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from heed.foundation.policy.cases import run_cases
from heed.foundation.policy.conduct_schema import conduct_failures
from heed.foundation.policy.leaves import Part
from heed.foundation.policy.packs import pack_of
from heed.foundation.policy.reading import read
from heed.foundation.policy.references import codes_used, local_parents, mistakes
from heed.foundation.reference import codes


def check(folder: Path) -> list[str]:
    """
    List everything that is wrong with the pack in a folder; empty when it is sound.

    A pack may name the categories of the national list and its own local codes, and each of those counts under one of
    the national list (NSIR 1.14, 1.15). Unreadable TOML, shapes, dates and names are reported together; the pack's
    cases run once the rest is sound.
    """
    reading = read(folder)
    nicl = {category.code for category in codes.categories()}
    problems = [*reading.problems, *mistakes(reading.files), *_parents(reading.files, nicl)]
    # While local.toml cannot be read, nobody knows which of the other codes are local.
    if "local.toml" in reading.files or not (folder / "local.toml").exists():
        problems += _unknown(reading.files, nicl)
    if problems:
        return problems
    pack = pack_of(reading)
    failures = [f"cases.toml: case “{failure.name}” {failure.because}." for failure in run_cases(pack)]
    return failures + conduct_failures(pack.conduct, pack.about)


def _parents(files: Mapping[str, Part], nicl: Collection[str]) -> Iterator[str]:
    """Check that a local code has a name of its own, and counts under a national category."""
    for code, parent in local_parents(files):
        if parent not in nicl:
            yield f"local.toml: code.{code}.nicl names {parent}, which is not a category of the national list."
        if code in nicl:
            yield f"local.toml: code.{code} is the name of a national category; a local code needs its own."


def _unknown(files: Mapping[str, Part], nicl: Collection[str]) -> Iterator[str]:
    """Check the categories a pack names against the national list and its own."""
    local = {code for code, _ in local_parents(files)}
    for where, code in codes_used(files):
        if code not in nicl and code not in local:
            yield f"{where} names the category {code}, which is neither national nor local."
