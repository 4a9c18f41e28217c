"""
`heed agency tokens`: an agency's own records in, tokens out, where the records are. Needs no database and no network.

One row comes out for each that goes in, in order. Nothing of a name, an address or a date of birth comes out; a row that
cannot be used says why in its last column, and counts for nothing.
"""

import csv
import io
import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, TextIO

from django.core.management.base import CommandError

from heed.engines.linkage.token_rows import ASKED, SENT, BadRow, made
from heed.engines.linkage.tokens import NotAKey, fingerprint, read_key

SUMMARY: Final = "turn an agency's records into tokens for a count, where the records are"
VARIABLE: Final = "HEED_COUNT_KEY"
FOUND_WRONG: Final = 1

ALSO_CALLED: Final = {
    "ref": "reference",
    "case": "reference",
    "case_number": "reference",
    "case_reference": "reference",
    "id": "reference",
    "date": "reported_on",
    "reported": "reported_on",
    "date_reported": "reported_on",
    "category": "type",
    "name": "given_name",
    "full_name": "given_name",
    "first_name": "given_name",
    "forename": "given_name",
    "forenames": "given_name",
    "last_name": "family_name",
    "surname": "family_name",
    "dob": "date_of_birth",
    "born": "date_of_birth",
    "post_code": "postcode",
}
"""What other systems call the columns. A whole name in one column is read as one."""

NEEDED: Final = ("reference", "reported_on")
TELLING: Final = ("given_name", "uprn", "address")
"""One of these at least has to be there: else no row could ever be told from another."""

DELIMITERS: Final = ",;\t|"


def add_arguments(parser: ArgumentParser) -> None:
    """Say what may be asked for. The key is never an argument: everybody on the machine could read it there."""
    parser.add_argument("file", metavar="RECORDS.csv", nargs="?", type=Path, help="standard input without it")
    parser.add_argument(
        "--key-file", metavar="FILE", type=Path, help=f"the key, in a file; without it, in the variable {VARIABLE}"
    )
    parser.add_argument("--out", metavar="TOKENS.csv", type=Path, help="standard output without it")


def answer(options: Mapping[str, Any]) -> None:
    """
    Write a row of tokens for each record.

    Raises CommandError for a key or a file that cannot be used, before anything is written; SystemExit(1) where rows were left
    out.
    """
    key = _key(options["key_file"])
    records = _records(_text(options["file"]))
    out: Path | None = options["out"]
    if out is None:
        total, wrong = write(records, sys.stdout, key=key)
    else:
        try:
            with out.open("w", encoding="utf-8", newline="") as file:
                total, wrong = write(records, file, key=key)
        except OSError as error:
            raise CommandError(f"{out} cannot be written: {error.strerror}.") from None
    _say(f"{total - wrong:,} of {total:,} rows made with key {fingerprint(key)}.")
    if wrong:
        _say(f"{wrong:,} rows were left out: their last column says why.")
        raise SystemExit(FOUND_WRONG)


def write(records: Iterator[Mapping[str, str]], out: TextIO, *, key: bytes) -> tuple[int, int]:
    """Write the rows with their header; return how many there were, and how many were left out."""
    table = csv.DictWriter(out, [*SENT, "error"], lineterminator="\n")
    table.writeheader()
    total = wrong = 0
    for record in records:
        total += 1
        try:
            table.writerow(made(record, key=key))
        except BadRow as error:
            wrong += 1
            # Not even its reference: a column that was mistaken for another may hold a name.
            table.writerow({"key": fingerprint(key), "error": str(error)})
    return total, wrong


def _key(file: Path | None) -> bytes:
    """Return the key. Raises CommandError."""
    try:
        text = file.read_text(encoding="utf-8") if file else os.environ.get(VARIABLE, "")
    except (OSError, UnicodeDecodeError):
        raise CommandError(f"{file} cannot be read as the key of a count.") from None
    if not text.strip():
        raise CommandError(f"Give the key: --key-file FILE, or the variable {VARIABLE}.")
    try:
        return read_key(text)
    except NotAKey as error:
        raise CommandError(f"{error}.") from None


def _text(file: Path | None) -> str:
    """Return the records as text: UTF-8, or what Excel writes on a British machine. Raises CommandError."""
    try:
        raw = file.read_bytes() if file else sys.stdin.buffer.read()
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from None
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        _say("The file is not UTF-8: it was read as Windows-1252. Look whether names with accents are right in it.")
        return raw.decode("cp1252", "replace")


def _records(text: str) -> Iterator[Mapping[str, str]]:
    """Yield the records under the names of our columns. Raises CommandError where the columns are not there."""
    text = text.replace("\x00", "")
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    columns = [_column(name) for name in next((row for row in rows if any(row)), [])]
    missing = [name for name in NEEDED if name not in columns]
    if missing or not set(TELLING) & set(columns):
        wanted = ", ".join(missing) or "given_name, address or uprn"
        raise CommandError(f"There is no column {wanted}. The tool reads {', '.join(ASKED)}.")
    twice = sorted({name for name in columns if name in ASKED and columns.count(name) > 1})
    if twice:
        raise CommandError(f"Two columns are read as {', '.join(twice)}: rename one of them.")
    return (dict(zip(columns, row, strict=False)) for row in rows if any(cell.strip() for cell in row))


def _column(name: str) -> str:
    """Return what we call a column of another system; others keep their own name, and are not read."""
    tidy = "_".join(name.strip().lower().replace("-", " ").replace("_", " ").split())
    return ALSO_CALLED.get(tidy, tidy)


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)  # noqa: T201  people read standard error
