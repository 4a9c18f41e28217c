"""The words that streets and buildings are named with, and where the name of a street ends."""

from collections.abc import Sequence
from typing import Final

from doublemetaphone import doublemetaphone  # type: ignore[import-untyped]
from rapidfuzz.distance import OSA

BREAK: Final = ","
"""Stands between words where somebody put a comma or began a line."""

WRITTEN_OUT: Final = {
    "RD": "ROAD", "AVE": "AVENUE", "AV": "AVENUE", "AVN": "AVENUE", "CL": "CLOSE", "CLO": "CLOSE", "CLS": "CLOSE",
    "CT": "COURT", "CRT": "COURT", "CRES": "CRESCENT", "CRESC": "CRESCENT", "DR": "DRIVE", "DRV": "DRIVE",
    "GDNS": "GARDENS", "GDN": "GARDENS", "GARDEN": "GARDENS", "LN": "LANE", "PL": "PLACE", "SQ": "SQUARE",
    "TER": "TERRACE", "TERR": "TERRACE", "TCE": "TERRACE", "GRV": "GROVE", "GRO": "GROVE", "GRN": "GREEN",
    "PK": "PARK", "WK": "WALK", "WLK": "WALK", "PDE": "PARADE", "BLVD": "BOULEVARD", "BVD": "BOULEVARD",
    "STR": "STREET", "MT": "MOUNT", "HSE": "HOUSE", "HO": "HOUSE", "BLDG": "BUILDINGS", "BLDGS": "BUILDINGS",
    "BUILDING": "BUILDINGS", "HTS": "HEIGHTS", "MANS": "MANSIONS", "MDW": "MEADOW", "MDWS": "MEADOWS",
    "COTT": "COTTAGE", "COTTS": "COTTAGES", "CTG": "COTTAGE", "FM": "FARM", "BLK": "BLOCK", "NTH": "NORTH",
    "STH": "SOUTH", "UPR": "UPPER", "LWR": "LOWER", "GT": "GREAT", "LT": "LITTLE", "FLR": "FLOOR", "&": "AND",
    "FLT": "FLAT", "APT": "FLAT", "APARTMENT": "FLAT", "RM": "ROOM", "NR": "NEAR", "NUM": "NO", "NUMBER": "NO",
}  # fmt: skip
"""Short forms that are typed, each with its word. ST is not here: it is SAINT or STREET by where it stands."""

STREETS: Final = frozenset({
    "ROAD", "STREET", "AVENUE", "LANE", "CLOSE", "DRIVE", "WAY", "CRESCENT", "GARDENS", "TERRACE", "PLACE",
    "SQUARE", "GROVE", "RISE", "ROW", "WALK", "PARADE", "MEWS", "CIRCUS", "CIRCLE", "CIRCUIT", "BOULEVARD", "WYND",
    "CAUSEWAY", "HIGHWAY", "ESPLANADE", "PROMENADE", "EMBANKMENT", "APPROACH", "BROADWAY",
})  # fmt: skip
"""Words that end the name of a street and of nothing else."""

GROUNDS: Final = frozenset({
    "HILL", "PARK", "GREEN", "VIEW", "END", "GATE", "WHARF", "QUAY", "PATH", "PASSAGE", "YARD", "CROFT", "FOLD",
    "GARTH", "BANK", "VALE", "DALE", "MEADOW", "MEADOWS", "FIELD", "FIELDS", "COMMON", "CHASE", "COPSE", "CORNER",
    "CROSS", "DELL", "MOUNT", "ORCHARD", "RIDGE", "SPINNEY", "WOOD", "EDGE", "HEATH", "LEA", "LEAS", "LEYS",
    "HOLLOW", "DENE", "GLEN", "GLADE", "BROW", "SIDE", "NOOK", "LOOP",
})  # fmt: skip
"""Words that end the name of a street, of open ground or of a village."""

BUILDINGS: Final = frozenset({
    "COURT", "HOUSE", "POINT", "TOWER", "TOWERS", "MANSIONS", "APARTMENTS", "LODGE", "HEIGHTS", "BUILDINGS",
    "BLOCK", "HALL", "MILL", "COTTAGE", "COTTAGES", "VILLA", "VILLAS", "ALMSHOUSES", "FARM", "BARN", "CHAMBERS",
    "HOSTEL", "FOYER", "HOME", "HOTEL", "INN", "FLATS", "CENTRE",
})  # fmt: skip
"""Words that end the name of a building."""

_SIDES: Final = frozenset({"NORTH", "SOUTH", "EAST", "WEST"})
_ALONE: Final = ("WAY", "GATE")
_SHORTEST_ALONE: Final = 6
_LOOK_AHEAD: Final = 3
_LONG_NAME: Final = 8
_TAIL: Final = 4


def street_end(words: Sequence[str]) -> int:
    """
    Return where the street ends that a list of words begins with: the position of its last word, -1 for no sign of one.

    words: up to the first break. HILL or PARK ends it only where no ROAD does later: `ROSE HILL ROAD` is one street.
    """
    if not words:
        return -1
    first = words[0]
    if len(first) >= _SHORTEST_ALONE and first.endswith(_ALONE) and not (len(words) > 1 and words[1] in STREETS):
        return 0
    end = next((at for at, word in enumerate(words) if at and word in STREETS), -1)
    if end < 0:
        end = next((at for at, word in enumerate(words) if at and word in GROUNDS), -1)
    while 0 <= end < len(words) - 1 and words[end + 1] in STREETS:
        end += 1  # Street Lane in Leeds.
    if 0 <= end == len(words) - 2 and words[-1] in _SIDES:
        end += 1
    return end


def written_out(words: list[str]) -> list[str]:
    """
    Write the short forms out, breaks kept: ST before a name is SAINT, ST after one is STREET.

    `HIGH ST` and `HIGH ST MALLOW` are streets, `ST MARYS ROAD` and `UPPER ST MARYS ROAD` saints, and so is any ST after the
    street has ended: `CHURCH ROAD BURY ST EDMUNDS`.
    """
    named, ended = False, False
    written: list[str] = []
    for at, word in enumerate(words):
        if word == "ST":
            saint = _is_saint(words, at, named=named, ended=ended)
            written.append("SAINT" if saint else "STREET")
            ended = ended or not saint
        else:
            written.append(WRITTEN_OUT.get(word, word))
        whole = written[-1]
        ended = ended or (named and whole in STREETS)
        named = whole[0].isalpha() and (named or whole != "FLAT")
    return written


def _is_saint(words: list[str], at: int, *, named: bool, ended: bool) -> bool:
    """Say whether the ST at a position is a saint. named: a word of the name went before it; ended: a whole street did."""
    after = words[at + 1 : at + 1 + _LOOK_AHEAD]
    if not after or after[0] == BREAK or after[0][0].isdigit():
        return False
    if not named or ended:
        return True
    until = after.index(BREAK) if BREAK in after else len(after)
    return any(word == "ST" or WRITTEN_OUT.get(word, word) in STREETS for word in after[1:until])


def alike(one: str, other: str) -> bool:
    """
    Say whether two names of streets or buildings may be one name with a slip of the finger in it.

    One slip in a short name, two in one of eight letters or more. Road and Row, North and South, First and Second are
    never a slip; a missing Road is nothing.
    """
    if one == other:
        return True
    if _marks(one) != _marks(other):
        return False
    first, first_kind = _kind_apart(one)
    second, second_kind = _kind_apart(other)
    if first_kind and second_kind:
        return first_kind == second_kind and _near(first, second)
    return first == second or _near(one, other) or _is_short_for(one, other) or _is_short_for(other, one)


def sound(name: str) -> str:
    """Return how the name of a street or building sounds, without its kind; what has no sound stands for itself."""
    bearing = _kind_apart(name)[0].replace(" ", "")
    return str(doublemetaphone(bearing)[0]) or bearing


def kinds_agree(one: str, other: str) -> bool:
    """Say whether two names do not end in two kinds: Acacia Road is no Acacia Row, and may be plain Acacia."""
    kinds = {_kind_apart(one)[1], _kind_apart(other)[1]} - {""}
    return len(kinds) <= 1


def tail(name: str) -> str:
    """Return the last letters of a street's name without its kind: they are right where a slip is in the first."""
    return _kind_apart(name)[0][-_TAIL:]


def _near(one: str, other: str) -> bool:
    """Say whether two words are as few slips apart as their length allows."""
    most = 2 if min(len(one), len(other)) >= _LONG_NAME else 1
    return OSA.distance(one, other, score_cutoff=most) <= most


def _kind_apart(name: str) -> tuple[str, str]:
    """Part `ACACIA ROAD` into its name and its kind; a name of one word has no kind."""
    first, _, last = name.rpartition(" ")
    return (first, last) if first and (last in STREETS or last in GROUNDS or last in BUILDINGS) else (name, "")


def _is_short_for(typed: str, name: str) -> bool:
    """Say whether a name ends in a short form with a slip in it: `GANNET CK` for Gannet Close."""
    first, _, short = typed.rpartition(" ")
    second, kind = _kind_apart(name)
    return first == second and any(
        OSA.distance(short, form, score_cutoff=1) <= 1 for form, whole in WRITTEN_OUT.items() if whole == kind
    )


def _marks(name: str) -> list[str]:
    """Return the words that are a number or a letter: BLOCK A is not BLOCK B, nor 1ST AVENUE 2ND AVENUE."""
    return [word for word in name.split() if len(word) == 1 or word[0].isdigit()]
