"""Puts the rows of a file into standard form, on every core, as Parquet that DuckDB and Spark both read."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import astuple, replace
from functools import partial
from itertools import islice
from multiprocessing import get_context
from os import sched_getaffinity
from pathlib import Path
from typing import Final, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from heed.backrecord.fields import Columns, Kind
from heed.engines.linkage.addresses import read_address
from heed.engines.linkage.postcodes import read_postcode
from heed.engines.linkage.said import Said
from heed.engines.linkage.standard import COLUMNS, NUMBERS, Standard, read
from heed.engines.numbers.reading import read as read_number

RECORD: Final = "record"
"""The column that numbers the records from 0, in the order of the file."""

PLACE: Final = "place"
"""The column with the letters of an address as it was typed, for addresses that cannot be read: `STURTAVENUETALONMANE`."""

_BATCH: Final = 20_000
_WAITING: Final = 8
"""Batches under way at once: reading never runs far ahead of what is put into standard form."""
_FEWEST_DIGITS, _LONGEST_AGE = 6, 3
_NO_LETTER: Final = re.compile(r"[\W\d_]+")
_NOT_PLAIN: Final = re.compile(r"[\W_]+")

Row = tuple[str, ...]


def also_columns(columns: Columns) -> dict[str, Kind]:
    """Return the columns of no known kind by the names they have in the table."""
    return {f"also_{number}": kind for number, kind in enumerate(columns.also.values(), 1)}


def schema(columns: Columns) -> pa.Schema:
    """Return the columns of the table: the record's number, the standard form, the place, and those of no known kind."""
    return pa.schema(
        [
            (RECORD, pa.int32()),
            *((name, pa.int32() if name in NUMBERS else pa.string()) for name in COLUMNS),
            (PLACE, pa.string()),
            *((name, pa.string()) for name in also_columns(columns)),
        ]
    )


def needed(columns: Columns) -> list[str]:
    """Return the columns to read, each once, in the order in which standardise expects them."""
    return list(dict.fromkeys([*(name for names in columns.of.values() for name in names), *columns.also]))


def write(rows: Iterable[Row], columns: Columns, to: Path, *, workers: int = 0) -> int:
    """
    Write the standard form of all rows; return how many there were.

    rows: the values of needed(columns). workers: processes to use; 0 for one a core. A short file needs none.
    """
    return _write(rows, partial(standardise, columns=columns), schema(columns), to, workers)


def write_said(said: Iterable[Said], to: Path, *, workers: int = 0) -> int:
    """Write the standard form of what was said of people; return how many descriptions there were."""
    return _write(said, standardise_said, schema(Columns(None, {})), to, workers)


Item = TypeVar("Item")
Numbered = tuple[int, list[Item]]
Work = Callable[[Numbered[Item]], pa.RecordBatch]


def _write(items: Iterable[Item], work: Work[Item], written: pa.Schema, to: Path, workers: int) -> int:
    count = 0
    with pq.ParquetWriter(to, written, compression="zstd") as out:
        for batch in _each_done(work, _batches(items), workers or len(sched_getaffinity(0))):
            out.write_batch(batch)
            count += batch.num_rows
    return count


def _batches(items: Iterable[Item]) -> Iterator[Numbered[Item]]:
    """Yield items in batches, each with the number of its first."""
    iterator, start = iter(items), 0
    while batch := list(islice(iterator, _BATCH)):
        yield start, batch
        start += len(batch)


def _each_done(work: Work[Item], batches: Iterator[Numbered[Item]], workers: int) -> Iterator[pa.RecordBatch]:
    """Yield what comes of each batch, in order."""
    first, second = next(batches, None), next(batches, None)
    if first is None:
        return
    if second is None or workers == 1:
        yield work(first)
        if second is not None:
            yield work(second)
            yield from map(work, batches)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        waiting: list[Future[pa.RecordBatch]] = [pool.submit(work, first), pool.submit(work, second)]
        for batch in batches:
            waiting.append(pool.submit(work, batch))
            if len(waiting) >= _WAITING:
                yield waiting.pop(0).result()
        yield from (future.result() for future in waiting)


def standardise_said(batch: Numbered[Said]) -> pa.RecordBatch:
    """Put some descriptions into standard form."""
    start, said = batch
    made = [(*astuple(read(one)), _letters([one.address])) for one in said]
    values = [list(range(start, start + len(said))), *map(list, zip(*made, strict=True))]
    return pa.record_batch(values, schema=schema(Columns(None, {})))


def standardise(batch: Numbered[Row], columns: Columns) -> pa.RecordBatch:
    """Put some rows into standard form."""
    start, rows = batch
    at = {name: number for number, name in enumerate(needed(columns))}
    fields = {name: [at[column] for column in names] for name, names in columns.of.items()}
    also = [(at[column], kind) for column, kind in columns.also.items()]
    parts = fields.get("address", ())
    made = [
        (
            *astuple(_one(row, fields)),
            _letters([row[number] for number in parts]),
            *(_also(row[number], kind) for number, kind in also),
        )
        for row in rows
    ]
    values = [list(range(start, start + len(rows))), *map(list, zip(*made, strict=True))]
    return pa.record_batch(values, schema=schema(columns))


def _one(row: Row, fields: dict[str, list[int]]) -> Standard:
    """Put one row into standard form."""
    said = {name: [row[number] for number in numbers if row[number]] for name, numbers in fields.items()}

    def joined(name: str) -> str:
        return " ".join(said.get(name, ()))

    typed, address = joined("postcode"), _address(said.get("address", ()))
    british = "" if typed.isdigit() else read_postcode(typed)
    age = joined("age")
    record = read(
        Said(
            given=joined("given") or joined("name"),
            family=joined("surname"),
            born=joined("dob"),
            age=int(age) if age.isdecimal() and len(age) <= _LONGEST_AGE else None,
            address=address,
            postcode=british,
            e164=_number(joined("phone")),
            email=joined("email"),
        )
    )
    if typed and not british:
        return _abroad(record, typed)
    if address and record.district is None:
        return replace(record, district=read_address(address).locality or None)
    return record


def _address(parts: Sequence[str]) -> str:
    """Join the columns of an address: a number belongs to what follows it, everything else is parted by a comma."""
    joined = ""
    for part in parts:
        joined += (
            " " if joined[-1:].isdigit() and " " not in joined.rpartition(", ")[2] else ", " * bool(joined)
        ) + part
    return joined.strip()


def _letters(parts: Sequence[str]) -> str | None:
    """Return the letters of an address, capitals, run together."""
    return _NO_LETTER.sub("", "".join(parts).upper()) or None


def _abroad(record: Standard, typed: str) -> Standard:
    """Keep a postcode that is not British as it was typed; its first half stands for the district."""
    plain = _NOT_PLAIN.sub("", typed.upper())
    if not plain:
        return record
    return replace(record, postcode=plain, sector=plain[:-1] or None, district=plain[: max(1, (len(plain) + 1) // 2)])


def _number(typed: str) -> str:
    """Return a number in international form, or its figures where it is none; nothing when there are hardly any."""
    if not typed:
        return ""
    read = read_number(typed).e164
    if read:
        return read
    figures = "".join(filter(str.isdigit, typed))
    return figures if len(figures) >= _FEWEST_DIGITS else ""


def _also(value: str, kind: Kind) -> str | None:
    """Return a value of no known kind: blanks made single, capitals; a text without marks."""
    plain = " ".join((_NOT_PLAIN.sub(" ", value) if kind is Kind.TEXT else value).upper().split())
    return plain or None
