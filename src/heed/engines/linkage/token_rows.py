"""
Rows of tokens, as an agency sends them: made from its records where these are, and read here.

One row for a report. It holds no name, address or date of birth, and it proves that it was made with the key and not changed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from heed.engines.linkage.births import read_birth
from heed.engines.linkage.tokens import TOKEN, Identity, Kind, as_cells, check_of, checked, fingerprint, tokens_of

TYPES: Final = ("personal", "nuisance", "environmental", "noise", "other")
"""What a report can be about: a closed list, so that nothing of its content can be sent."""

SENT: Final = ("key", "reference", "reported_on", "type", *(str(kind) for kind in Kind), "check")
"""The columns of a row that is sent."""

ASKED: Final = (
    "reference", "reported_on", "type", "given_name", "family_name", "date_of_birth", "uprn", "address", "postcode"
)  # fmt: skip
"""The columns of an agency's own records that the tool reads. Others are left alone and sent nowhere."""

_REFERENCE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9/_.:-]{0,63}")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class BadRow(ValueError):
    """A row cannot be used; the words say why, without a word of what stands in it."""


@dataclass(frozen=True, slots=True)
class Row:
    """A report as it was sent: the agency's own reference, the day, the kind, and its tokens."""

    reference: str
    reported_on: date
    type: str
    tokens: Mapping[Kind, str]


def made(record: Mapping[str, str], *, key: bytes) -> dict[str, str]:
    """
    Make the row that is sent of a record. Raises BadRow.

    reported_on: 2026-11-23, 23/11/2026 and the like, the day first. An empty type is "other".
    """
    cell = {name: (record.get(name) or "").strip() for name in ASKED}
    reported_on = read_birth(cell["reported_on"]).on
    if not _REFERENCE.fullmatch(cell["reference"]):
        raise BadRow("reference must be your own number of the report: letters, figures and / _ . : -, at most 64")
    if not reported_on:
        raise BadRow("reported_on must be a whole date, such as 2026-11-23 or 23/11/2026")
    kind = cell["type"].lower() or "other"
    if kind not in TYPES:
        raise BadRow(f"type must be one of {', '.join(TYPES)}")
    identity = Identity(
        given=cell["given_name"],
        family=cell["family_name"],
        born=cell["date_of_birth"],
        uprn=cell["uprn"],
        address=cell["address"],
        postcode=cell["postcode"],
    )
    tokens = tokens_of(identity, key=key)
    if not tokens:
        raise BadRow(
            "too little is known: a whole name with a date of birth, or an address with its postcode, or a UPRN"
        )
    cells = [fingerprint(key), cell["reference"], reported_on, kind, *as_cells(tokens)]
    return dict(zip(SENT, [*cells, check_of(cells, key=key)], strict=True))


def read(sent: Mapping[str, str], *, key: bytes, today: date, since: date) -> Row:
    """
    Read a row that was sent. Raises BadRow: changed, made with another key, in the future, too old, or not a row at all.

    today, since: the last and the first day on which a report counts; both included.
    """
    cells = [sent.get(name) or "" for name in SENT]
    # What proves the row comes first: of a row that was tampered with nothing else is worth a sentence.
    if cells[0] != fingerprint(key):
        raise BadRow("it was made with another key than the first row: send one file for each key")
    if not checked(cells[:-1], cells[-1], key=key):
        raise BadRow("it was not made with this key, or was changed afterwards")
    _, reference, reported, kind, *tokens = cells[:-1]
    if not _REFERENCE.fullmatch(reference) or kind not in TYPES:
        raise BadRow("its reference or type is not one that the tool of this version makes")
    try:
        reported_on = date.fromisoformat(reported) if _DAY.fullmatch(reported) else None
    except ValueError:
        reported_on = None
    if reported_on is None:
        raise BadRow("reported_on is not a date, such as 2026-11-23")
    if reported_on > today:
        raise BadRow("reported_on is in the future")
    if reported_on < since:
        raise BadRow("it is too old to be counted")
    found = {kind: token for kind, token in zip(Kind, tokens, strict=True) if token}
    if not found or not all(TOKEN.fullmatch(token) for token in found.values()):
        raise BadRow("it holds no tokens that the tool of this version makes")
    return Row(reference, reported_on, kind, found)
