"""A register of people nobody has met, loaded once: who was described how, and the keys they are filed under."""

import json
import time
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import groupby
from multiprocessing import Pool
from random import Random
from typing import Any

import psycopg

from heed.engines.linkage.keys import filed_under
from heed.engines.linkage.said import Said
from heed.engines.linkage.standard import read
from heed.simulation.examination import Examination
from heed.simulation.mentions import Recorded

Described = tuple[str, str, str, str, str, list[int]]
"""Given name, family name, birth, e164, standard form, keys."""

AT_ONCE = 5_000

KEY_INDEX = "people_mentionkey_pkey"


def load(database: str, examination: Examination, *, force: int) -> dict[str, Any]:
    """
    Load everybody on file into an empty register; say how long it took, and how much it is.

    The index over the keys is dropped while rows go in and built at the end, as a force's first load would.
    """
    began = time.monotonic()
    people = descriptions = keys = 0
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("ALTER TABLE people_mentionkey DROP CONSTRAINT " + KEY_INDEX)
        with Pool(2) as pool:
            for chunk in pool.imap(
                describe, _chunks(examination.register, shared=examination.shared_lines), chunksize=1
            ):
                people += len(chunk)
                descriptions, keys = _write(connection, chunk, force=force, last=descriptions, keys=keys)
        rows = time.monotonic() - began
        connection.execute(
            f"ALTER TABLE people_mentionkey ADD CONSTRAINT {KEY_INDEX} PRIMARY KEY (force_id, key, mention_id)"
        )
        connection.execute("SELECT setval(pg_get_serial_sequence('people_mention', 'id'), %s)", [descriptions])
        for table in ("people_person", "people_mention", "people_mentionkey"):
            connection.execute(f"VACUUM ANALYZE {table}")
    return {
        "people": people,
        "descriptions": descriptions,
        "keys": keys,
        "seconds": round(time.monotonic() - began, 1),
        "seconds_rows": round(rows, 1),
    }


def describe(persons: list[list[Said]]) -> list[list[Described]]:
    """Put people into standard form; done on every core."""
    described = []
    for told in persons:
        records = [read(said) for said in told]
        # A person is filed under a key once, as people.services does.
        kept: set[int] = set()
        person: list[Described] = []
        for said, record in zip(told, records, strict=True):
            keys = [key for key in filed_under(record) if key not in kept]
            kept.update(keys)
            person.append((said.given, said.family, said.born, said.e164, json.dumps(record.as_row()), keys))
        described.append(person)
    return described


def _chunks(register: Iterable[Recorded], *, shared: frozenset[str]) -> Iterator[list[list[Said]]]:
    """Pass people on, some thousands at a time."""
    chunk: list[list[Said]] = []
    for _, told in groupby(register, key=lambda recorded: recorded.person):
        # A line on the list of shared ones tells nobody apart.
        chunk.append([replace(r.said, e164="") if r.said.e164 in shared else r.said for r in told])
        if len(chunk) == AT_ONCE:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _write(
    connection: psycopg.Connection[Any], chunk: list[list[Described]], *, force: int, last: int, keys: int
) -> tuple[int, int]:
    """Copy one chunk in. Returns the last number of a description, and how many keys there are."""
    now = datetime(2026, 11, 22, tzinfo=UTC)
    chance = Random(last)
    ids = [uuid.UUID(int=chance.getrandbits(128), version=4) for _ in chunk]
    with connection.transaction(), connection.cursor() as cursor:
        with cursor.copy(
            "COPY people_person (id, force_id, given_name, family_name, born_on, first_known_at, lead_id) FROM STDIN"
        ) as rows:
            for person, told in zip(ids, chunk, strict=True):
                rows.write_row((person, force, told[0][0], told[0][1], None, now, person))
        numbered = []
        with cursor.copy(
            "COPY people_mention (id, force_id, person_id, at, source, given_name, family_name, born, said_on, address,"
            " postcode, e164, email, standard) FROM STDIN"
        ) as rows:
            for person, told in zip(ids, chunk, strict=True):
                for given, family, born, e164, standard, filed in told:
                    last += 1
                    numbered.append((last, filed))
                    rows.write_row(
                        (last, force, person, now, "said", given, family, born, now.date(), "", "", e164, "", standard)
                    )
        with cursor.copy("COPY people_mentionkey (force_id, key, mention_id) FROM STDIN") as rows:
            for number, filed in numbered:
                for key in filed:
                    rows.write_row((force, key, number))
                keys += len(filed)
    return last, keys
