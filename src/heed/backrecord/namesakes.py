"""
Learns how much oftener people of one last name share a first name than chance would have it.

First and last names come from one community: two strangers called Okoro are far likelier both to be called Kofi than two
strangers at large. Left out, that makes strangers look known, and those of small communities most of all. Two records whose
years of birth lie apart are two people; among those, each first name shows how its bearers share last names.
"""

from typing import Final

from heed.backrecord.engine import RECORDS, Engine
from heed.engines.linkage.model import Frequencies, Odds

CHANCE: Final = 1e-3
"""m and u of the comparison, which carries no weight of its own: only how far a share lies above it counts."""

_YEARS_APART: Final = 2
_FEWEST: Final = 30
"""Records of a first name below which nothing is said of it alone."""


def learn(engine: Engine) -> tuple[Odds, Frequencies]:
    """Return the odds and the table of the comparison `namesakes`: for each first name, how its bearers share last names."""
    whole = "given is not null and family is not null and birth_year is not null"
    total, square = engine.rows(
        f"select sum(c), sum(c * (c - 1)) from (select cast(count(*) as double) as c from {RECORDS} where {whole}"  # noqa: S608
        " group by family) t"
    )[0]
    if not total or total < _FEWEST or not square:
        return Odds(CHANCE, CHANCE), Frequencies({}, CHANCE)
    by_chance = square / (total * (total - 1))
    sharing = dict(
        engine.rows(
            f"select a.given, count(*) from {RECORDS} a join {RECORDS} b on a.given = b.given and a.family = b.family"  # noqa: S608
            f" and a.record < b.record and abs(a.birth_year - b.birth_year) > {_YEARS_APART}"
            # Born on one day of other years: one person, and a slip in the year.
            " and not (coalesce(a.birth_month = b.birth_month, false) and coalesce(a.birth_day = b.birth_day, false))"
            " group by 1"
        )
    )
    bearers = engine.rows(f"select given, count(*) from {RECORDS} where {whole} group by 1 order by 1")  # noqa: S608
    shares: dict[str, float] = {}
    rare_found = rare_expected = 0.0
    for given, count in bearers:
        found, expected = float(sharing.get(given, 0)), count * (count - 1) / 2 * by_chance
        if count >= _FEWEST:
            shares[given] = CHANCE * max(1.0, (found + 1) / (expected + 1))
        else:
            rare_found, rare_expected = rare_found + found, rare_expected + expected
    rest = CHANCE * max(1.0, (rare_found + 1) / (rare_expected + 1))
    return Odds(CHANCE, CHANCE), Frequencies(
        {name: share for name, share in shares.items() if share < 1}, min(rest, 0.5)
    )
