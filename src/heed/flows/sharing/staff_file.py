"""Reads the staff list from a file: one person a line, each put on the list or named by its line with what is wrong."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from heed.domain.sharing import queries
from heed.domain.sharing.staff_list.services import Entry, UnfitEntry
from heed.engines.numbers.reading import read as read_number
from heed.flows.sharing import staff
from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import Actor

COLUMNS = ("given_name", "family_name", "born_on", "number", "address", "username", "ask")
LARGEST = 2_000_000
"""Bytes in a file: some twenty thousand people."""

ERRORS_MOST = 50
"""Lines that are named; after so many the file is another than it was taken for."""


@dataclass(frozen=True, slots=True)
class Added:
    """What came of a file: put on the list, on it already, locks set, and what could not be read, a sentence each."""

    added: int
    known: int
    locked: int
    errors: tuple[str, ...]


def add_all(*, force: Force, content: bytes, actor: Actor, now: datetime) -> Added:
    """Put everybody of a CSV file on the staff list. Its first line names the columns; only the names are never empty."""
    try:
        lines = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    except (UnicodeDecodeError, csv.Error):
        return Added(0, 0, 0, ("The file is not a CSV file in UTF-8",))
    if not lines or not {"given_name", "family_name"} <= set(lines[0]):
        return Added(0, 0, 0, (f"The first line must name the columns: {', '.join(COLUMNS)}",))
    known = {
        _same(one.given_name, one.family_name, one.born_on, one.e164, one.address)
        for one in queries.staff_list(force.pk)
    }
    accounts = {user.username.casefold(): user for user in User.objects.filter(force=force)}
    added = there = locked = 0
    errors: list[str] = []
    for number, line in enumerate(lines, 2):
        try:
            entry = _entry(line, accounts)
            same = _same(
                entry.given_name,
                entry.family_name,
                entry.born_on,
                read_number(entry.number).e164 or "" if entry.number else "",
                entry.address,
            )
            if same in known:
                there += 1
                continue
            with transaction.atomic():
                _, locks = staff.add_to_list(force=force, entry=entry, actor=actor, now=now)
        except UnfitEntry as error:
            errors.append(f"Line {number}: {error}")
            if len(errors) == ERRORS_MOST:
                break
        else:
            known.add(same)
            added += 1
            locked += len(locks)
    return Added(added, there, locked, tuple(errors))


def _entry(line: Mapping[str | None, object], accounts: Mapping[str, User]) -> Entry:
    """Read one line. Raises UnfitEntry."""
    said = {name: " ".join(str(line.get(name) or "").replace("\0", "").split()) for name in COLUMNS}
    if any(len(value) > 300 for value in said.values()):  # noqa: PLR2004  as wide as the widest column
        raise UnfitEntry("something in it is longer than 300 characters")
    try:
        born = date.fromisoformat(said["born_on"]) if said["born_on"] else None
    except ValueError as error:
        raise UnfitEntry(f"{said['born_on']} is not a date, like 1980-05-02") from error
    account = accounts.get(said["username"].casefold()) if said["username"] else None
    if said["username"] and account is None:
        raise UnfitEntry(f"nobody in the force has the user name {said['username']}")
    return Entry(
        given_name=said["given_name"][:200],
        family_name=said["family_name"][:200],
        born_on=born,
        number=said["number"],
        address=said["address"],
        user=account,
        ask=said["ask"],
    )


def _same(given: str, family: str, born_on: date | None, e164: str, address: str) -> tuple[object, ...]:
    """Return by what two entries are the same."""
    return given.casefold(), family.casefold(), born_on, e164, address.casefold()
