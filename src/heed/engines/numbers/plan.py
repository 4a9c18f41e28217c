"""
Reads the United Kingdom's numbering plan where the library's list of allocated numbers says too little.

The library answers "unknown" for a number that is not allocated today. Ofcom's plan fixes the use of a number by its
first digits, allocated or not, so the kind of every +44 number comes from here.
"""

from typing import Final

from heed.engines.numbers.terms import Kind

COUNTRY_CODE: Final = 44
"""The United Kingdom, Jersey, Guernsey and the Isle of Man."""

_MANX_MOBILE: Final = "7624"
"""The Isle of Man's mobiles, in the middle of the pagers."""

_KIND_BY_FIRST_TWO: Final = {
    **{f"1{second}": Kind.LANDLINE for second in range(1, 10)},
    **dict.fromkeys(("20", "23", "24", "28", "29"), Kind.LANDLINE),
    **{f"3{second}": Kind.UAN for second in range(10)},
    "50": Kind.FREEPHONE,  # 0500, closed in 2017, still in old records
    "55": Kind.UAN,
    "56": Kind.VOIP,
    **{f"7{second}": Kind.MOBILE for second in range(1, 10)},
    "70": Kind.PERSONAL,
    "76": Kind.PAGER,
    "80": Kind.FREEPHONE,
    "84": Kind.SHARED_COST,
    "87": Kind.SHARED_COST,
    **{f"9{second}": Kind.PREMIUM for second in range(10)},
}

_DRAMA: Final = frozenset(
    {
        *(f"1{area}4960" for area in ("13", "14", "15", "16", "17", "18", "21", "31", "41", "51", "61")),
        "1632960",
        "1914980",
        "2079460",
        "2896496",
        "2920180",
        "3069990",
        "7700900",
        "8081570",
        "9098790",
    }
)
"""First seven digits of Ofcom's numbers for drama: never allocated, yet as good as any for exercises and demos."""

_DRAMA_DIGITS: Final = 10
_DRAMA_PREFIX: Final = 7


def kind_of(national: str) -> Kind:
    """
    Say what a +44 number is for.

    national: the digits after +44.

    084 and 087 are SHARED_COST, although the library calls them premium: the plan keeps them apart from 09, and a
    surgery's old 0845 number is not a premium line.
    Source: Ofcom, National Telephone Numbering Plan.
    """
    if national.startswith(_MANX_MOBILE):
        return Kind.MOBILE
    return _KIND_BY_FIRST_TWO.get(national[:2], Kind.UNKNOWN)


def is_drama(national: str) -> bool:
    """Say whether Ofcom keeps this +44 number for drama. Source: reference/interop.md section 2.3."""
    return len(national) == _DRAMA_DIGITS and national[:_DRAMA_PREFIX] in _DRAMA
