"""
The comparisons of Splink's own library, as its documentation sets them: what Heed's are measured against, never used in a call.

Each field is a comparison of its own, so number, address and last name count three times for one home.
"""

from heed.engines.linkage.conditions import Alike, EditsApart, Missing, Same, Within
from heed.engines.linkage.levels import Comparison, Level

MONTH, YEAR, TEN_YEARS = 30, 365, 3652


def _name(column: str, words: str) -> Comparison:
    """Return the library's comparison of a name."""
    return Comparison(
        name=column,
        left_out=Missing(column),
        levels=(
            Level("same", f"{words} agrees", Same(column), frequency=column),
            Level("092", f"{words} very like", Alike(column, 0.92)),
            Level("088", f"{words} like", Alike(column, 0.88)),
            Level("070", f"{words} a little like", Alike(column, 0.7)),
        ),
        otherwise=f"{words} differs",
    )


STOCK: tuple[Comparison, ...] = (
    _name("given", "first name"),
    _name("family", "last name"),
    Comparison(
        name="born",
        left_out=Missing("born"),
        levels=(
            Level("same", "birth agrees", Same("born")),
            Level("one_edit", "birth one figure apart", EditsApart("born", 1)),
            Level("month", "birth within a month", Within("earliest", MONTH)),
            Level("year", "birth within a year", Within("earliest", YEAR)),
            Level("ten_years", "birth within ten years", Within("earliest", TEN_YEARS)),
        ),
        otherwise="birth differs",
    ),
    Comparison(
        name="postcode",
        left_out=Missing("postcode"),
        levels=(
            Level("same", "postcode agrees", Same("postcode")),
            Level("sector", "sector agrees", Same("sector")),
            Level("district", "district agrees", Same("district")),
        ),
        otherwise="postcode differs",
    ),
    Comparison(
        name="address",
        left_out=Missing("line"),
        levels=(Level("same", "address agrees", Same("line")), Level("alike", "address like", Alike("line", 0.9))),
        otherwise="address differs",
    ),
    Comparison(
        name="phone",
        left_out=Missing("phone"),
        levels=(Level("same", "number agrees", Same("phone")),),
        otherwise="number differs",
    ),
    Comparison(
        name="mail",
        left_out=Missing("email"),
        levels=(
            Level("same", "e-mail agrees", Same("email")),
            Level("mailbox", "e-mail agrees up to the @", Same("mailbox")),
            Level("alike", "e-mail like", Alike("email", 0.88)),
        ),
        otherwise="e-mail differs",
    ),
)
