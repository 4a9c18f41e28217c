"""Reads a person's name into the forms in which two spellings of it meet."""

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Final

from anyascii import anyascii
from doublemetaphone import doublemetaphone  # type: ignore[import-untyped]


def _in_order(words: str) -> tuple[str, ...]:
    return tuple(words.split())


def _plain(words: str) -> frozenset[str]:
    return frozenset(words.split())


_COURTESY: Final = _plain(
    "MR MRS MS MISS MSTR MX DR PROF PROFESSOR REV REVD REVEREND SIR DAME FR CLLR SGT SERGEANT PS PCSO PC WPC DC WDC DS DCI DCS"
    " INSP INSPECTOR CONSTABLE CAPT CAPTAIN LT COL CPL MAJ LORD LADY HON RABBI IMAM"
)
"""Titles before a given name. A name that is nothing else keeps those that are names too (see _ALSO_NAMES)."""

_ALSO_NAMES: Final = frozenset(
    {"COL", "CONSTABLE", "DAME", "FR", "LADY", "LORD", "PROFESSOR", "MAJ", "SERGEANT", "CAPTAIN"}
)
_PEERS: Final = _plain(
    "BARON BARONESS BARONET BT BART EARL COUNT COUNTESS DUKE DUCHESS VISCOUNT VISCOUNTESS MARQUESS MARQUIS MARCHIONESS LORD LADY"
    " ARCHBISHOP"
)
_PEERS_OR_GIVEN: Final = frozenset(
    {"PRINCE", "PRINCESS", "KING", "QUEEN", "EARL", "DUKE", "BARON", "MARQUIS", "COUNT", "BISHOP"}
)
"""Ranks that are given names too, Prince above all in West Africa: ranks only with `of` behind them, or after a number."""

_AFTER: Final = _plain(
    "JR SR JNR SNR JUNIOR SENIOR ESQ ESQUIRE II III IV VI VII VIII IX OBE MBE CBE KBE DBE GBE QPM BEM QC KC JP MP PHD MD FRS FRCS"
    " BSC MSC RN DSO DFC VC KCB KCMG GCB KG KT"
)
_COURTESY_BEFORE_GIVEN: Final = frozenset({"SIR", "DAME", "MSTR"})

_UNKNOWN_WORDS: Final = _plain(
    "UNKNOWN UNK UNKOWN UNNAMED ANON ANONYMOUS REFUSED CALLER MALE FEMALE TEST NULL NONE WITHHELD INFORMANT UNIDENTIFIED"
)
_UNKNOWN_FIELDS: Final = _plain(
    "NA NK NFN NFNK NKNOWN NOTKNOWN NOTGIVEN NOTSTATED NOTPROVIDED NOTDISCLOSED NOTRECORDED NOTAPPLICABLE NONAME NONAMEGIVEN"
    " NODETAILS NOSURNAME NOFORENAME NOFIRSTNAME NOLASTNAME BABY BABYBOY BABYGIRL TBC TBA NIL DECLINED DECLINEDTOGIVE"
    " REFUSEDTOGIVE OCCUPIER RESIDENT NEIGHBOUR MEMBEROFPUBLIC MEMBEROFTHEPUBLIC MOP"
)
"""What stands in a whole field for nothing. A family named Na loses to N/A, which is typed far more often."""

_PREFIXES: Final = _plain(
    "A AB ABU AF AL AP AR AS AT BEN BIN BINT D DA DAL DE DEGLI DEI DEL DELLA DEN DER DES DI DO DOS DAS DU E EL IBN IM L LA LAS LE"
    " LES LO LOS NI NIC O OF SAINT ST T TE TEN TER THE UI VAN VER VOM VON Y ZU ZUM ZUR"
)
_MARRIED: Final = frozenset({"NEE", "FORMERLY", "AKA", "ALIAS", "MAIDEN", "PREVIOUSLY"})
"""What follows is another family name of the same person."""

_IRISH: Final = _plain(
    "BEIRNE BOYLE BRADY BRIAN BRIEN BRYAN BYRNE CALLAGHAN CARROLL CASEY CONNELL CONNER CONNOR DEA DELL DOHERTY DONAGHUE DONNELL"
    " DONOGHUE DONOHUE DONOVAN DOWD DRISCOLL DUFFY DWYER FARRELL FLAHERTY FLANAGAN FLYNN GARA GORMAN GRADY HAGAN HALLORAN"
    " HANLON HARA HARE HEARN HERLIHY HIGGINS KANE KEEFE KEEFFE KELLY LEARY LOUGHLIN MAHONEY MAHONY MALLEY MARA MEARA MEALLEY"
    " NEAL NEIL NEILL RAHILLY REGAN REILLY RIORDAN ROARKE ROURKE RYAN SHAUGHNESSY SHEA SULLIVAN TOOLE"
)
"""Names that are known with O' written to them: ONEILL has no mark by which to see it."""

_ENDINGS: Final = (
    *(("DZKA", "DZKI"), ("CKA", "CKI"), ("SKAYA", "SKI"), ("SKAIA", "SKI"), ("SKAJA", "SKI"), ("SKA", "SKI")),
    *(
        ("SKIY", "SKI"),
        ("SKIJ", "SKI"),
        ("SKYI", "SKI"),
        ("SKYY", "SKI"),
        ("SKII", "SKI"),
        ("SKY", "SKI"),
        ("CKY", "CKI"),
    ),
    *(("SKIENE", "SKI"), ("SKAITE", "SKI"), ("SKAS", "SKI"), ("OPOULOU", "OPOULOS"), ("OVA", "OV"), ("EVA", "EV")),
)
"""A family's name as its women bear it, beside its men's: Slavic, Lithuanian, Greek."""

_NOT_FEMININE: Final = ("CASANOVA", "VILLANOVA", "TERRANOVA", "NUEVA")
"""Endings that only look so: Italian and Spanish names."""
_SHORTEST_INFLECTED: Final = 6
_SHORTEST_MAC: Final = 6
"""Letters: Mace and Mack are whole; MacKay is a son of Aoidh."""

_COMMON: Final = _in_order(
    "MARGARET ELIZABETH JACQUELINE STEPHEN CATHERINE PATRICIA CHRISTOPHER CHRISTINE MOHAMMED ROBERT WILLIAM RICHARD EDWARD ANDREW"
    " THOMAS MICHAEL JOHN JONATHAN GEORGINA GEORGE ALEXANDER ALEXANDRA SAMUEL SAMANTHA JOANNE JOSEPH ANTHONY NICOLA NICHOLAS"
    " BENJAMIN VICTORIA CHARLES CHARLOTTE DANIEL PHILIP MARTIN MATTHEW SUSAN JANET AMANDA SANDRA MARY ANN HELEN SARAH JULIA"
    " REBECCA RAYMOND TERENCE HENRY FREDERICK ALBERT OLIVER OLIVIA EMILY EMMA AMELIA ELEANOR DONALD RONALD GERALD GERARD"
    " KATHLEEN LINDA CAROL ALISON MELANIE NATALIE NATHANIEL JENNIFER FRANCIS FRANCES LOUISE BARRY GARY DARREN DEREK DENNIS PAUL"
    " BARBARA ISABEL ABIGAIL ALAN RACHEL LESLIE VALERIE KAREN BRIAN IAN TIMOTHY SIMON MAXIMILIAN WINIFRED PETER JANE TRACEY"
    " PAMELA YVONNE STANLEY EVA GABRIEL RALPH KENNETH ZACHARY LAURA SHARON PENELOPE MATILDA AMINA RAJESH ROSE JASON JASMINE"
)
_RANK: Final = {root: rank for rank, root in enumerate(_COMMON)}
_USUALLY: Final = dict(
    pair.split(":")
    for pair in _in_order(
        "JON:JONATHAN JONNY:JONATHAN VIC:VICTOR MOLLY:MARY ROSIE:ROSEMARY STACY:STACEY LUCIE:LUCY"
        " LYNNE:LYNN MARION:MARIAN MEGS:MEGAN PADRAIC:PADRAIG TADHG:TADGH BERNIE:BERNADETTE BETH:BETHANY"
        " TONI:ANTONIA ELLIE:ELEANOR MICHAELA:MIHAELA JAN:JANET"
    )
)
"""Where rank alone would choose another."""

_NOT_IN_NAMES: Final = re.compile(r"[^A-Z]+")
_MARKS: Final = str.maketrans(dict.fromkeys("\u2018\u2019\u201b\u02bb\u02bc\u02b9\u2032\ua78c\uff07\u00b4`", "'"))
_ORDINAL: Final = re.compile(r"\b\d+\s?(?:ST|ND|RD|TH)\b")
_BREAKS: Final = re.compile(r"[^A-Z']+")


@dataclass(frozen=True, slots=True)
class Name:
    """
    A name in capitals A-Z, taken apart; whatever is not known is empty.

    given: the first given name. others: further ones in order, with spaces between.
    root: what `given` is usually short for (STEVE: STEPHEN), or itself. sound: how `given` sounds.
    family: the whole family name, its letters joined. family_sound: how that sounds.
    parts: the names within it, without prefixes, each as a family's men bear it: SMITH and JONES; NEILL; KOWALSKI; MCDONALD.
    """

    given: str
    others: str
    root: str
    sound: str
    family: str
    parts: tuple[str, ...]
    family_sound: str


def read_name(given: str, family: str) -> Name:
    """
    Read a name from a field of given names and one of the family's.

    Titles are left out, and so is what people type for "unknown". Without a family name, a whole name is looked for in
    `given`, unless every word there may be a given name: David Thomas stays one man's two given names.

    Never raises, whatever the text. Reading what was read gives the same.
    """
    whole, parts = _family(family)
    if not whole and given:
        words, whole, parts = _all_in_given(given)
    else:
        words = _given(given)
    return _name(words, whole, parts)


def read_whole_name(words: str) -> Name:
    """
    Read a name from one field: `Mr John A. Smith`, `SMITH, John`, `Jan van der Berg`, `李小明`.

    The family's name is the last, with the prefixes before it; or what stands before a comma, unless only honours follow:
    `Thomas Clifford, 1st Baron Clifford of Chudleigh`. A title with one name has a family's: Mrs Smith, but Sir John.
    """
    given, family = _apart(words)
    return _name(_given(given), *_family(family))


@lru_cache(maxsize=131_072)
def sounds(word: str) -> str:
    """Return how a word of A-Z sounds to an English ear, by double metaphone; a word of silent letters is itself."""
    return str(doublemetaphone(word)[0]) or word


def roots(given: str) -> frozenset[str]:
    """Return all that a given name (A-Z) may be short for, and itself: CHRIS is CHRISTOPHER, CHRISTINE and others."""
    return _nicknames().get(given, (given, frozenset((given,) if given else ())))[1]


@cache
def _nicknames() -> dict[str, tuple[str, frozenset[str]]]:
    """Return for each form the root it most often has, and everything it meets."""
    found: dict[str, list[str]] = defaultdict(list)
    with resources.files(__package__).joinpath("nicknames.csv").open(encoding="ascii") as rows:
        for row in csv.DictReader(rows):
            found[row["form"]].append(row["root"])
    forms = {
        form: (
            _USUALLY.get(form) or min(several, key=lambda root: (_RANK.get(root, len(_RANK)), root)),
            frozenset((form, *several)),
        )
        for form, several in found.items()
    }
    return forms | {root: (root, frozenset((root,))) for several in found.values() for root in several}


def _name(words: tuple[str, ...], family: str, parts: tuple[str, ...]) -> Name:
    given = words[0] if words else ""
    usual = _nicknames().get(given)
    return Name(
        given,
        " ".join(words[1:]),
        usual[0] if usual else given,
        sounds(given) if given else "",
        family,
        parts,
        sounds(_masculine(family)) if family else "",
    )


@lru_cache(maxsize=131_072)
def _latin(text: str) -> str:
    """Write a text in the capitals A-Z of English; marks of punctuation, digits and spaces stay, pictures go."""
    if not text.isascii():
        # Composed first: a letter and its accent are one letter to the transliteration.
        composed = unicodedata.normalize("NFKC", text.translate(_MARKS))
        text = "".join(
            anyascii(c) if c.isalpha() else c if c.isascii() else "" if unicodedata.category(c)[0] in "MC" else " "
            for c in composed
        )
    return text.upper()


@lru_cache(maxsize=131_072)
def _given(text: str) -> tuple[str, ...]:
    """Return the given names in a field, without titles and placeholders."""
    return _without_titles([word.replace("'", "") for word in _words(text)])


def _words(text: str) -> list[str]:
    """Return the words of a text in A-Z and apostrophes; numbers of kings go, and digits within a word."""
    latin = _latin(text)
    if not latin.isalpha():
        latin = re.sub(r"\d+|[\x00-\x08\x0e-\x1b\x7f]", "", _ORDINAL.sub(" ", latin))
    return [word for word in (part.strip("'") for part in _BREAKS.split(latin)) if word]


def _without_titles(words: Sequence[str]) -> tuple[str, ...]:
    kept = [
        word for word in words if word and word not in _UNKNOWN_WORDS and not (len(word) > 1 and not word.strip("X"))
    ]
    while kept and kept[0] in _COURTESY and (len(kept) > 1 or kept[0] not in _ALSO_NAMES):
        del kept[0]
    while len(kept) > 1 and kept[-1] in _AFTER:
        del kept[-1]
    joined = "".join(kept)
    return () if joined in _UNKNOWN_FIELDS or (len(joined) > 1 and not joined.strip("X")) else tuple(kept)


@lru_cache(maxsize=131_072)
def _family(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the joined family name and its bearing parts."""
    words = _without_titles([re.sub("^M'", "MC", word) for word in _words(text)])
    maiden = next((place for place, word in enumerate(words) if place and word in _MARRIED), len(words))
    whole = "".join(words[:maiden]).replace("'", "")
    if not _without_titles([whole]):
        return "", ()
    return whole, _parts([word for place, word in enumerate(words) if place < maiden or word not in _MARRIED])


def _parts(words: Sequence[str]) -> tuple[str, ...]:
    pieces: list[str] = []
    for word in words:
        prefix, mark, rest = word.partition("'")
        apart = [prefix, rest.replace("'", "")] if mark and prefix in _PREFIXES else [word.replace("'", "")]
        for piece in apart:
            if pieces and pieces[-1] in {"MC", "MAC", "FITZ"}:
                pieces[-1] = ("FITZ" if pieces[-1] == "FITZ" else "MC") + piece
            else:
                pieces.append(piece)
    bearing = [piece for piece in pieces if piece not in _PREFIXES] or pieces
    parts = tuple(dict.fromkeys(_masculine(_without_o(piece)) for piece in bearing))
    # What is no name by itself, as in O'Mister, is none within one.
    sure = parts == _without_titles(parts) and _without_titles(["".join(parts)]) and _MARRIED.isdisjoint(parts)
    return parts if sure else (_masculine("".join(pieces)),)


def _without_o(piece: str) -> str:
    return piece[1:] if piece[0] == "O" and piece[1:] in _IRISH else piece


@lru_cache(maxsize=131_072)
def _masculine(piece: str) -> str:
    """Return a family's name as all its members share it: KOWALSKI for KOWALSKA, MCDONALD for MACDONALD."""
    if len(piece) >= _SHORTEST_MAC and piece.startswith("MAC"):
        piece = "MC" + piece[3:]
    if len(piece) < _SHORTEST_INFLECTED or piece.endswith(_NOT_FEMININE):
        return piece
    for ending, shared in _ENDINGS:
        if piece.endswith(ending):
            return piece[: -len(ending)] + shared
    return piece


@lru_cache(maxsize=65_536)
def _all_in_given(text: str) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    """Return given names, family and parts of a field that may hold the whole name."""
    words = _given(text)
    titled = len(words) < len(_words(text)) and _words(text)[0] in _COURTESY
    known = bool(words) and words[-1] in _nicknames()
    if not words or (known and "," not in text) or (len(words) == 1 and not titled):
        return words, "", ()
    given, family = _apart(text)
    whole, parts = _family(family)
    plain = " ".join(words)
    if whole or plain == text:
        return (_given(given), whole, parts) if whole else (words, "", ())
    # The comma led to nobody's family: read the words alone.
    return _all_in_given(plain)


@lru_cache(maxsize=65_536)
def _apart(text: str) -> tuple[str, str]:
    """Part a whole name into the given names and the family's."""
    if _is_han(text):
        # Chinese and Korean names put the family first, in one character.
        return text.strip()[1:], text.strip()[0]
    first, *rest = text.split(",")
    names = [segment for segment in rest if not _is_honour(segment)]
    if names and _words(first):
        return " ".join(names), first
    words = _words(" ".join((first, *names)))
    sir = any(word in _COURTESY_BEFORE_GIVEN for word in words[:2])
    titled = any(word in _COURTESY for segment in (" ".join(words), *rest) for word in _words(segment)[:1])
    kept = list(_without_titles(words))
    if len(kept) > 1 and kept[0] in _PEERS - _PEERS_OR_GIVEN:
        del kept[0]
    if len(kept) < 2:  # noqa: PLR2004
        return ("", " ".join(kept)) if titled and not sir else (" ".join(kept), "")
    start = next((place for place, word in enumerate(kept) if place > 1 and word in _MARRIED), len(kept)) - 1
    while start > 1 and _leads(kept[start - 1]):
        start -= 1
    return " ".join(kept[:start]), " ".join(kept[start:])


def _leads(word: str) -> bool:
    """Say whether a word belongs to the family's name after it; a letter alone is an initial, except the O of O Neill."""
    return word in {"O", "MC", "MAC", "FITZ"} or (len(word) > 1 and word in _PREFIXES)


def _is_honour(segment: str) -> bool:
    """Say whether what stands between commas is a rank or letters after the name: `1st Baron Clifford`, `OBE`, `Dr`."""
    latin = _latin(segment).strip()
    words = _words(segment)
    ranked = bool(words) and (
        words[0] in _PEERS - _PEERS_OR_GIVEN or (words[0] in _PEERS | _PEERS_OR_GIVEN and "OF" in words)
    )
    return (
        not words or bool(_ORDINAL.match(latin)) or ranked or all(word in _AFTER or word in _COURTESY for word in words)
    )


def _is_han(text: str) -> bool:
    stripped = text.strip()
    return 2 <= len(stripped) <= 4 and all("\u4e00" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7a3" for c in stripped)  # noqa: PLR2004
