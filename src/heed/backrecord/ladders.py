"""The comparisons of one file: those of a person, as far as the file has their columns, and one for each other column."""

from collections.abc import Collection, Mapping

from heed.backrecord.fields import Kind
from heed.backrecord.standards import PLACE
from heed.engines.linkage.conditions import Alike, Missing, Same
from heed.engines.linkage.levels import ADDRESS_ALIKE, DOOR, PERSON, Comparison, Level


def comparisons(
    present: Collection[str], also: Mapping[str, Kind], names: Mapping[str, str], *, british: bool = True
) -> tuple[Comparison, ...]:
    """
    Return the comparisons that can say something of a file.

    present: the columns that hold anything. also: other columns → how they are compared. names: what people call those.
    british: its postcodes are, so that one postcode is one street. A level that can never hold is left out, so that
    nothing is trained on what is not there.
    """
    person = tuple(fitted for comparison in (*PERSON, _place(british=british)) if (fitted := fit(comparison, present)))
    return (*person, *(_also(column, kind, names[column]) for column, kind in also.items()))


def _place(*, british: bool) -> Comparison:
    """
    Compare addresses by their letters where they are not one door: a street without its number, towns, what cannot be read.

    It says nothing of one door, nor of one British postcode: the household comparison has counted that already.
    """
    counted = Missing(PLACE) | DOOR | ADDRESS_ALIKE
    town = Same("town") | Alike("town", 0.9)
    return Comparison(
        name=PLACE,
        left_out=counted | Same("postcode") if british else counted,
        levels=(
            Level("same", "the rest of the address agrees", Same(PLACE)),
            Level("alike", "the rest of the address is nearly the same", Alike(PLACE, 0.92)),
            Level("somewhat", "the rest of the address is somewhat alike", Alike(PLACE, 0.8)),
            # A British district has been counted as well.
            Level("town", "the town agrees", town & ~Same("district") if british else town),
        ),
        otherwise="the rest of the address differs",
        least=-4.0,
    )


def fit(comparison: Comparison, present: Collection[str]) -> Comparison | None:
    """Leave out the levels that no two records of a file can reach; None when none is left."""
    levels = tuple(level for level in comparison.levels if level.holds.possible(present))
    if not levels or not (~comparison.left_out).possible(present):
        return None
    return Comparison(
        comparison.name,
        comparison.left_out,
        levels,
        comparison.otherwise,
        most=comparison.most,
        least=comparison.least,
        frequency_alone=comparison.frequency_alone,
    )


def _also(column: str, kind: Kind, called: str) -> Comparison:
    """Compare a column of no known kind."""
    same = Level("same", f"{called} agrees", Same(column), frequency=column)
    alike = (
        Level("alike", f"{called} is nearly the same", Alike(column, 0.9)),
        Level("somewhat", f"{called} is somewhat alike", Alike(column, 0.75)),
    )
    return Comparison(
        column, Missing(column), (same, *(alike if kind is Kind.TEXT else ())), f"{called} differs", least=-6.0
    )
