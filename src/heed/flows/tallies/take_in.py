"""Taking in the tokens an agency sends: a CSV file or JSON, all under one key, each row proved."""

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Final

from django.db import transaction
from django.utils.timezone import localdate

from heed.domain.agencies.models import Agency
from heed.domain.tallies import queries, rules, services
from heed.domain.tallies.models import Batch, CountKey
from heed.domain.tallies.terms import Via
from heed.engines.linkage.token_rows import SENT, BadRow, read
from heed.flows.tallies.keys import agreement_to_count
from heed.flows.tallies.sealing import CannotOpen, opened
from heed.foundation.accounts.terms import Actor
from heed.foundation.policy import services as policy

LONGEST: Final = 8 * 1024 * 1024
"""Bytes of one file: twenty thousand rows are about five million."""

SAID_MOST: Final = 50
"""Sentences about refused rows in one answer; the rest are counted."""


class CannotTake(Exception):
    """Nothing of what was sent is taken; the words say why, for whoever sent it."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of a file. problems: a sentence for each run of refused rows; again: the same bytes had come before."""

    batch: Batch
    problems: tuple[str, ...]
    again: bool = False


@transaction.atomic
def take_in(*, agency: Agency, body: bytes, is_json: bool, via: Via, actor: Actor, now: datetime) -> TakenIn:
    """
    Keep the tokens of a file that are sound, and say of the others why they are not. Raises CannotTake: then nothing is kept.

    The same file sent again changes nothing. Row numbers count the header as the first, as a spreadsheet shows them.
    """
    rows = list(_rows(body, is_json=is_json, most=policy.in_use().tallies.rows_most.value))
    if not rows:
        raise CannotTake("There are no rows in it")
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    key, secret = _key(agency, str(rows[0].get("key") or ""), now=now)
    digest = hashlib.sha256(body).hexdigest()
    if before := queries.same_batch(key, digest):
        return TakenIn(before, (), again=True)
    today = localdate(now)
    since = today - timedelta(days=policy.in_use().tallies.days.value)
    kept: list[services.Counted] = []
    wrong: list[tuple[int, str]] = []
    first = 1 if is_json else 2
    for number, row in enumerate(rows, first):
        try:
            found = read(row, key=secret, today=today, since=since)
        except BadRow as error:
            wrong.append((number, "your own tool left it out" if row.get("error") else str(error)))
            continue
        kept.append(services.Counted(found.reference, found.reported_on, found.type, found.tokens))
    batch = services.keep_batch(
        agency=agency, key=key, via=via, digest=digest, rows=len(rows), reports=kept, actor=actor, now=now
    )
    return TakenIn(batch, tuple(_said(wrong)))


def refused(*, agency: Agency, why: str, actor: Actor, now: datetime) -> None:
    """Keep that a whole file was refused: tokens of another's key are worth somebody's look."""
    services.refuse_batch(agency=agency, why=why, actor=actor, now=now)


def _key(agency: Agency, name: str, *, now: datetime) -> tuple[CountKey, bytes]:
    """Return the key a file says it was made with, and the key itself. Raises CannotTake."""
    agreement = agreement_to_count(agency, now=now)
    key = queries.key_named(name) if name.isascii() and name.isalnum() else None
    said = rules.why_not_take(
        key_agency=key.agreement.agency_id if key else None,
        agency=agency.pk,
        key_agreement=key.agreement_id if key else None,
        agreement=agreement.pk if agreement else None,
        ended=bool(key and key.ended_at),
        accepts_until=key.accepts_until if key else None,
        on=localdate(now),
    )
    if said or key is None:
        raise CannotTake(said)
    try:
        return key, opened(key.sealed)
    except CannotOpen:
        raise CannotTake("The force has lost this key: ask it for a new one, and make the tokens anew") from None


def _rows(body: bytes, *, is_json: bool, most: int) -> Iterator[Mapping[str, str]]:
    """Read the rows of a file. Raises CannotTake."""
    if len(body) > LONGEST:
        raise CannotTake("It is longer than 8 MB: send it in parts")
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CannotTake("It is not UTF-8: send the file as the tool wrote it") from None
    if "\x00" in text:
        raise CannotTake("It is not text: send the file as the tool wrote it")
    found = _of_json(text) if is_json else _of_csv(text)
    for number, row in enumerate(found, 1):
        if number > most:
            raise CannotTake(f"It has more than {most:,} rows: send it in parts")
        yield row


def _of_csv(text: str) -> Iterator[Mapping[str, str]]:
    table = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        missing = [name for name in SENT if name not in (table.fieldnames or ())]
        if missing:
            columns = "column" if len(missing) == 1 else "columns"
            raise CannotTake(f"The {columns} {', '.join(missing)} are not there: send the file as the tool wrote it")
        for row in table:
            if any(row.values()):
                yield {name: row.get(name) or "" for name in (*SENT, "error")}
    except csv.Error:
        raise CannotTake("It cannot be read as CSV: send the file as the tool wrote it") from None


def _of_json(text: str) -> Iterator[Mapping[str, str]]:
    """Read a list of rows, or an object with one under `rows`."""
    try:
        sent: Any = json.loads(text)
    except (ValueError, RecursionError):
        raise CannotTake("It cannot be read as JSON") from None
    rows = sent.get("rows") if isinstance(sent, dict) else sent
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise CannotTake('It must be a list of rows, or {"rows": […]}')
    for row in rows:
        yield {name: value if isinstance(value := row.get(name), str) else "" for name in (*SENT, "error")}


def _said(wrong: list[tuple[int, str]]) -> Iterator[str]:
    """Say what is wrong with which rows, neighbours with the same fault together."""
    runs = [(why, [number for number, _ in run]) for why, run in groupby(wrong, key=lambda row: row[1])]
    for why, numbers in runs[:SAID_MOST]:
        yield f"Row {numbers[0]}: {why}" if len(numbers) == 1 else f"{len(numbers)} rows from row {numbers[0]}: {why}"
    if len(runs) > SAID_MOST:
        yield f"and {sum(len(numbers) for _, numbers in runs[SAID_MOST:])} rows more"
