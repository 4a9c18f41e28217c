"""The fast path says what the library says, on forty thousand spellings of every shape."""

import random
from collections import Counter
from collections.abc import Callable, Iterator

from heed.engines.numbers.fast import plain_british
from heed.engines.numbers.reading import read, read_plainly

SPELLINGS = 40_000
SEED = 20261122
LEAST_FAST = 12_000
"""Of the generated spellings; a comparison that hardly meets the fast path would prove nothing."""

JUNK = "0123456789" * 3 + "+()- ./#*xoO" + "a\u00e9\u0663\uff17\u200e\x00🙂"

PREFIXES = (
    *("", "0", "(0)", "44", "440", "+44", "+440", "+44 0", "+44(0)", "+44 (0)"),
    *("0044", "00440", "00 44 ", "0044 (0)"),
)
NEARLY_PREFIXES = ("044", "+044", "00", "+", "4444", "+44 44", "004400", "++44", "0 44", "001", "+353")
ENDINGS = ("",) * 9 + ("#", " ext 12", "x3", " ", " mum")


def _digits(chance: random.Random, count: int) -> str:
    return "".join(chance.choices("0123456789", k=count))


def _national(chance: random.Random) -> str:
    shapes: list[Callable[[], str]] = [
        lambda: "7" + _digits(chance, 9),
        lambda: "7700900" + _digits(chance, 3),
        lambda: chance.choice(("1604", "1632", "1865", "1534", "1481", "1624", "16977", "15396")) + _digits(chance, 6),
        lambda: "1" + _digits(chance, 9),
        lambda: "1" + chance.choice("123456789") + "1" + _digits(chance, 7),
        lambda: "11" + chance.choice("345678") + "4960" + _digits(chance, 3),
        lambda: "2" + chance.choice("03489") + _digits(chance, 8),
        lambda: chance.choice(("2079460", "2896496", "2920180", "1914980", "1632960")) + _digits(chance, 3),
        lambda: chance.choice(("30", "33", "34", "37", "306999", "55", "56")) + _digits(chance, 8),
        lambda: chance.choice(("70", "76", "7624", "7911", "7781", "7797")) + _digits(chance, 8),
        lambda: chance.choice(("800", "808", "843", "845", "870", "900", "909", "82", "500")) + _digits(chance, 7),
        lambda: _digits(chance, chance.randint(7, 11)),
    ]
    national = chance.choice(shapes)()
    return national[: chance.choice((10,) * 12 + (9, 9, 7, 11))]


def _spaced(chance: random.Random, text: str) -> str:
    for _ in range(chance.choice((0, 0, 1, 2, 3))):
        at = chance.randint(0, len(text))
        text = text[:at] + chance.choice((" ", " ", " ", "-", ".", "  ", "(", ")", " - ", "\u00a0")) + text[at:]
    return text


def spellings(count: int, *, seed: int) -> Iterator[str]:
    """Spell numbers of every shape in every way, with a few short codes and some junk between them."""
    chance = random.Random(seed)
    kinds: list[Callable[[], str]] = [
        lambda: _spaced(chance, chance.choice(PREFIXES) + _national(chance)) + chance.choice(ENDINGS),
        lambda: _spaced(chance, chance.choice(NEARLY_PREFIXES) + _national(chance)),
        lambda: _spaced(chance, _digits(chance, chance.randint(1, 6))),
        lambda: chance.choice(("141 ", "1470", "#31#", "18001 ", "O", "+", "00")) + _national(chance),
        lambda: "".join(chance.choices(JUNK, k=chance.randint(0, 45))),
    ]
    for kind in chance.choices(kinds, weights=(85, 5, 3, 3, 4), k=count):
        yield kind()


def test_the_fast_path_agrees_with_the_library_on_every_field() -> None:
    answered: Counter[bool] = Counter()
    for spelling in spellings(SPELLINGS, seed=SEED):
        assert read(spelling) == read_plainly(spelling), repr(spelling)
        answered[plain_british(spelling) is not None] += 1

    assert answered.total() == SPELLINGS
    assert answered[True] > LEAST_FAST


def test_the_fast_path_leaves_the_odd_ones_to_the_library() -> None:
    for spelling in ("07700 900123 x1", "01604 12345", "0800 1111", "101", "07624 123456", "٠٧٧٠٠٩٠٠١٢٣", "0" * 10_000):
        assert plain_british(spelling) is None
