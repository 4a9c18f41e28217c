"""
Which pairs of records are worth comparing: those that share a key, and keys that few share.

A rule is a set of columns that two records agree in. What a rule may cost grows with the file; a key that too many
records share is dropped before the join, for it tells nobody apart: a care home's telephone, 1 January, Mohammed Khan.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from heed.backrecord.engine import RECORDS, Engine
from heed.backrecord.standards import RECORD

SHARED_BY: Final = 30
"""A telephone number on more records than this is a shared line: no key, and no evidence (linkage.md 8)."""

_RULES: Final[tuple[tuple[str, ...], ...]] = (
    ("email",),
    ("root", "born"),
    ("family_sound", "born"),
    ("line", "district"),
    ("door", "postcode"),
    ("postcode", "family_sound"),
    ("postcode", "root"),
    ("phone",),
    ("mailbox",),
    ("born", "postcode"),
    ("root", "family"),
    ("sound", "family_sound", "birth_year"),
    ("sound", "family_sound", "district"),
    ("line",),
    ("family_sound", "district", "birth_year"),
    ("root", "district", "birth_year"),
    ("root", "last_part"),
    ("root", "part"),
    ("sound", "family_sound"),
    ("root", "birth_year", "birth_month"),
    ("family_sound", "birth_year", "birth_month"),
    ("root", "birth_month", "birth_day"),
    ("family_sound", "birth_month", "birth_day"),
    ("born",),
    ("postcode",),
    ("family_sound", "sector"),
    ("root", "sector"),
    ("family_sound", "district"),
    ("root", "street"),
    ("family_sound", "street"),
)
_WITH_ALSO: Final = ("", "born", "family_sound", "root", "postcode")
_CROSSED: Final[tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]] = (
    (("sound", "family_sound", "birth_year"), ("family_sound", "sound", "birth_year")),
    (("sound", "family_sound", "district"), ("family_sound", "sound", "district")),
    (("family_sound", "swapped"), ("family_sound", "born")),
    (("root", "swapped"), ("root", "born")),
)

_CAPS: Final = (500, 200, 100, 50, 20, 10)
_COST: Final = 8
"""Pairs for each record that one rule may make, before the keys shared by most are dropped."""
_FREE: Final = 100_000
_WHOLE_COST: Final = 40
"""Pairs for each record that all rules together may make; the sharpest rules come first."""
_LEAST_KEPT: Final = 0.3
"""A rule is dropped when less than this share of its agreeing records is left under its cap."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Columns of one record, those of the other that they equal, and how many records may share a key."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    cap: int
    pairs: int

    @property
    def words(self) -> str:
        """Return the rule as it is told to people."""
        crossed = "" if self.left == self.right else f" against {' and '.join(self.right)}"
        return f"{' and '.join(self.left)}{crossed}"


def choose(engine: Engine, records: int, present: Collection[str], also: Iterable[str]) -> list[Rule]:
    """Choose the rules for a file, the sharpest first, from what its columns hold. Keys too common are left out of each."""
    most, whole = _COST * records + _FREE, _WHOLE_COST * records + 5 * _FREE
    rules: list[Rule] = []
    spent = 0
    for left, right in _possible(present, also):
        rule = _rule(engine, left, right, min(most, whole - spent))
        if rule and rule.pairs:
            rules.append(rule)
            spent += rule.pairs
    return rules


def _possible(present: Collection[str], also: Iterable[str]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    mixed = ((column, other) if other else (column,) for column in also for other in _WITH_ALSO)
    for columns in chain(_RULES[:2], mixed, _RULES[2:]):
        if set(columns) <= {*present, *also}:
            yield columns, columns
    for left, right in _CROSSED:
        if {*left, *right} <= set(present):
            yield left, right


def _rule(engine: Engine, left: Sequence[str], right: Sequence[str], most: int) -> Rule | None:
    """Find the largest cap under which a rule costs no more than it may; None when hardly anything is left."""
    crossed = tuple(left) != tuple(right)
    counted = _counted(left)
    other = f"join ({_counted(right)}) b on a.k = b.k" if crossed else ""
    pairs = "cast(a.c as double) * b.c" if crossed else "cast(a.c as double) * (a.c - 1) / 2"
    size = "greatest(a.c, b.c)" if crossed else "a.c"
    sums = ", ".join(f"sum(case when {size} <= {cap} then {pairs} else 0 end)" for cap in _CAPS)
    kept = ", ".join(f"sum(case when {size} <= {cap} then a.c else 0 end)" for cap in _CAPS)
    found = engine.rows(
        f"select {sums}, {kept}, sum(a.c) from ({counted}) a {other} where {size} > {0 if crossed else 1}"  # noqa: S608
    )[0]
    if not found[-1]:
        return None
    for cap, cost, share in zip(_CAPS, found, found[len(_CAPS) :], strict=False):
        if cost <= most:
            return Rule(tuple(left), tuple(right), cap, int(cost)) if share >= _LEAST_KEPT * found[-1] else None
    return None


def _key(columns: Sequence[str], table: str = "") -> str:
    """Write a key in SQL; null where any part is. Both engines join texts so."""
    return " || '|' || ".join(f"cast({table}{column} as string)" for column in columns)


def _counted(columns: Sequence[str]) -> str:
    whole = " and ".join(f"{column} is not null" for column in columns)
    return f"select {_key(columns)} as k, count(*) as c from {RECORDS} where {whole} group by 1"  # noqa: S608


def file(engine: Engine, rules: Sequence[Rule]) -> list[str]:
    """
    Give each record its keys, one column for each rule, and return the rules as SQL over l and r.

    A key that more records share than the rule allows is left empty.
    """
    columns: list[str] = []
    joins: list[str] = []
    conditions: list[str] = []
    for number, rule in enumerate(rules):
        sides = (rule.left,) if rule.left == rule.right else (rule.left, rule.right)
        names = [f"key_{number}{'ab'[at] if len(sides) > 1 else ''}" for at in range(len(sides))]
        for name, side in zip(names, sides, strict=True):
            engine.make(
                f"common_{name}",
                f"select k from ({_counted(side)}) t where c > {rule.cap}",  # noqa: S608
            )
            key = _key(side, "r.")
            joins.append(f"left join common_{name} on common_{name}.k = {key}")
            columns.append(f"case when common_{name}.k is null then {key} end as {name}")
        a, b = names[0], names[-1]
        conditions.extend(dict.fromkeys((f"l.{a} = r.{b}", f"l.{b} = r.{a}")))
    engine.make(
        "with_keys",
        f"select r.*{''.join(f', {column}' for column in columns)} from {RECORDS} r {' '.join(joins)}",  # noqa: S608
    )
    engine.make(RECORDS, "select * from with_keys")
    engine.drop("with_keys")
    return conditions


def hide_shared_lines(engine: Engine) -> int:
    """Empty the telephone numbers that more than SHARED_BY records share; return how many numbers those were."""
    shared = f"select phone as shared_phone from {RECORDS} where phone is not null group by phone having count(*) > {SHARED_BY}"  # noqa: S608
    count = int(engine.rows(f"select count(*) from ({shared}) t")[0][0])  # noqa: S608
    if count:
        names = [name for (name, *_) in engine.rows(f"describe {RECORDS}")]
        kept = ", ".join(
            f"case when s.shared_phone is null then r.{n} end as {n}" if n == "phone" else f"r.{n}" for n in names
        )
        engine.make("unshared", f"select {kept} from {RECORDS} r left join ({shared}) s on r.phone = s.shared_phone")  # noqa: S608
        engine.make(RECORDS, "select * from unshared")
        engine.drop("unshared")
    return count


__all__ = ["RECORD", "SHARED_BY", "Rule", "choose", "file", "hide_shared_lines"]
