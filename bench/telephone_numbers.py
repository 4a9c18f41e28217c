"""
Measures how many telephone numbers a second are read, through the fast path and through the library alone.

Run `python bench/telephone_numbers.py`; JSON on standard output. Not called `numbers.py`: a script's folder comes first
on the import path, where that name would hide the standard library's `numbers` from every other bench.
"""

import json
import random
import sys
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any

from heed.engines.numbers.fast import plain_british
from heed.engines.numbers.reading import Number, read, read_plainly

INPUTS = 100_000
REPEATS = 5
SEED = 101
NATIONAL_DIGITS = 10

# The mix of reference/interop.md section 2.1: 40 % mobile, 40 % geographic, the rest non-geographic and junk.
MOBILE, GEOGRAPHIC = 0.4, 0.8
MOBILES = ("74", "75", "77", "78", "79", "7700900")
GEOGRAPHICS = ("1604", "1933", "1536", "1865", "1632960", "1154960", "207946")
OTHERS = ("300", "330", "800", "70", "845")
ODD = ("101", "anonymous", "", "0", "+353 1 234 5678", "01604 123456 ext 12", "0800 1111", "01604 12345", "sip:101@fcr")

Reader = Callable[[str], Number]


def spellings() -> list[str]:
    """Spell numbers as records spell them: mostly 0 and one space, some +44, 0044, dashes, brackets."""
    chance = random.Random(SEED)
    return [_spelling(chance) for _ in range(INPUTS)]


def _spelling(chance: random.Random) -> str:
    share = chance.random()
    if share < MOBILE:
        start = chance.choice(MOBILES)
    elif share < GEOGRAPHIC:
        start = chance.choice(GEOGRAPHICS)
    elif chance.random() < 1 / 2:
        return chance.choice(ODD)
    else:
        start = chance.choice(OTHERS)
    national = start + "".join(chance.choices("0123456789", k=NATIONAL_DIGITS - len(start)))
    area, rest = national[:4], national[4:]
    return chance.choice(
        (
            f"0{national}",
            f"0{area} {rest}",
            f"0{area} {rest[:3]} {rest[3:]}",
            f"+44{national}",
            f"+44 {area} {rest}",
            f"+44 (0){area} {rest}",
            f"0044{national}",
            f"44{national}",
            f"(0{area}) {rest}",
            f"0{area}-{rest}",
        )
    )


def _per_second(reader: Reader, inputs: list[str]) -> float:
    began = perf_counter()
    for received in inputs:
        reader(received)
    return len(inputs) / (perf_counter() - began)


def _spread(figures: list[float]) -> dict[str, int]:
    return {"min": round(min(figures)), "median": round(median(figures)), "max": round(max(figures))}


def run() -> dict[str, Any]:
    """Measure both readers by turns, so that a busy machine slows both."""
    inputs = spellings()
    fast: list[float] = []
    plain: list[float] = []
    for _ in range(REPEATS):
        fast.append(_per_second(read, inputs))
        plain.append(_per_second(read_plainly, inputs))
    return {
        "name": "telephone numbers read",
        "inputs": len(inputs),
        "distinct": len(set(inputs)),
        "answered_by_fast_path": sum(plain_british(received) is not None for received in inputs),
        "usable": sum(read(received).e164 is not None for received in inputs),
        "repeats": REPEATS,
        "fast_per_second": _spread(fast),
        "plain_per_second": _spread(plain),
        "ratio": round(median(fast) / median(plain), 1),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(), indent=2) + "\n")
