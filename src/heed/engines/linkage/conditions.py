"""
What may hold between two records, written once and read three ways: Python for a call, SQL for DuckDB, SQL for Spark.

A condition never fails on what is missing: nothing holds of a value that is not there, but `Missing` itself.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

Anchor = frozenset[tuple[str, str]]
"""Pairs of columns, one of either record, that are equal wherever a condition holds: what the pairs can be found by."""


class Dialect(StrEnum):
    """Whose SQL to write."""

    DUCKDB = "duckdb"
    SPARK = "spark"


LIKENESS = {Dialect.DUCKDB: "jaro_winkler_similarity", Dialect.SPARK: "jaro_winkler"}
EDITS = {Dialect.DUCKDB: "damerau_levenshtein", Dialect.SPARK: "damerau_levenshtein"}


class Condition(ABC):
    """Something that holds of two records, or does not; combined by &, | and ~."""

    @abstractmethod
    def sql(self, dialect: Dialect) -> str:
        """Write it as SQL over columns `x_l` and `x_r`. True or false, never null."""

    @abstractmethod
    def python(self) -> str:
        """Write it as a Python expression over records `a` and `b`."""

    def columns(self) -> frozenset[str]:
        """Return the columns it looks at: whatever it was told by name."""
        told = (getattr(self, name) for name in getattr(self, "__dataclass_fields__", ()))
        return frozenset(column for column in told if isinstance(column, str) and column)

    def truth(self, present: Collection[str]) -> bool | None:
        """Say whether it always or never holds when no other columns hold anything; None when that depends."""
        return None if self.columns() <= set(present) else False

    def possible(self, present: Collection[str]) -> bool:
        """Say whether it can hold at all when no other columns hold anything."""
        return self.truth(present) is not False

    def anchors(self) -> tuple[Anchor, ...]:
        """Return sets of equalities of which at least one is met wherever it holds; none when there is no such set."""
        return ()

    def __and__(self, other: "Condition") -> "Condition":
        return Both(self, other)

    def __or__(self, other: "Condition") -> "Condition":
        return Either(self, other)

    def __invert__(self) -> "Condition":
        return Opposite(self)


@dataclass(frozen=True, slots=True)
class Same(Condition):
    """A column of one record equals a column of the other: the same column unless another is named."""

    column: str
    other: str = ""

    def sql(self, dialect: Dialect) -> str:  # noqa: ARG002  the same in each
        """Write the equality."""
        return f"coalesce({self.column}_l = {self.other or self.column}_r, false)"

    def python(self) -> str:
        """Write the equality."""
        return f"(a.{self.column} is not None and a.{self.column} == b.{self.other or self.column})"

    def anchors(self) -> tuple[Anchor, ...]:
        """Return itself."""
        return (frozenset({(self.column, self.other or self.column)}),)


@dataclass(frozen=True, slots=True)
class Crossed(Condition):
    """Either record's one column equals the other record's other column."""

    column: str
    other: str

    def sql(self, dialect: Dialect) -> str:
        """Write both equalities."""
        return f"({Same(self.column, self.other).sql(dialect)} or {Same(self.other, self.column).sql(dialect)})"

    def python(self) -> str:
        """Write both equalities."""
        return f"({Same(self.column, self.other).python()} or {Same(self.other, self.column).python()})"

    def anchors(self) -> tuple[Anchor, ...]:
        """Return itself, either way round."""
        return (frozenset({(self.column, self.other)}), frozenset({(self.other, self.column)}))


@dataclass(frozen=True, slots=True)
class Alike(Condition):
    """Two texts are at least so alike, by Jaro-Winkler, 0 to 1."""

    column: str
    least: float

    def sql(self, dialect: Dialect) -> str:
        """Write the comparison."""
        return f"coalesce({LIKENESS[dialect]}({self.column}_l, {self.column}_r) >= {self.least}, false)"

    def python(self) -> str:
        """Write the comparison."""
        c = self.column
        return f"(a.{c} is not None and b.{c} is not None and likeness(a.{c}, b.{c}) >= {self.least})"


@dataclass(frozen=True, slots=True)
class Exchanged(Condition):
    """Each record's one column is at least so like the other record's other column, by Jaro-Winkler."""

    column: str
    other: str
    least: float

    def sql(self, dialect: Dialect) -> str:
        """Write both comparisons."""
        like = LIKENESS[dialect]
        c, o = self.column, self.other
        return (
            f"(coalesce({like}({c}_l, {o}_r) >= {self.least}, false)"
            f" and coalesce({like}({o}_l, {c}_r) >= {self.least}, false))"
        )

    def python(self) -> str:
        """Write both comparisons."""
        c, o = self.column, self.other
        whole = " and ".join(f"{record}.{name} is not None" for record in "ab" for name in (c, o))
        return f"({whole} and likeness(a.{c}, b.{o}) >= {self.least} and likeness(a.{o}, b.{c}) >= {self.least})"


@dataclass(frozen=True, slots=True)
class EditsApart(Condition):
    """Two texts become one another by at most so many slips: a letter wrong, left out, put in, or two exchanged."""

    column: str
    most: int

    def sql(self, dialect: Dialect) -> str:
        """Write the comparison."""
        return f"coalesce({EDITS[dialect]}({self.column}_l, {self.column}_r) <= {self.most}, false)"

    def python(self) -> str:
        """Write the comparison."""
        c = self.column
        return f"(a.{c} is not None and b.{c} is not None and edits(a.{c}, b.{c}) <= {self.most})"


@dataclass(frozen=True, slots=True)
class Within(Condition):
    """Two whole numbers are at most so far apart."""

    column: str
    most: int

    def sql(self, dialect: Dialect) -> str:  # noqa: ARG002
        """Write the comparison."""
        return f"coalesce(abs({self.column}_l - {self.column}_r) <= {self.most}, false)"

    def python(self) -> str:
        """Write the comparison."""
        c = self.column
        return f"(a.{c} is not None and b.{c} is not None and abs(a.{c} - b.{c}) <= {self.most})"


@dataclass(frozen=True, slots=True)
class Overlaps(Condition):
    """Two spans, each from one column to another, share a day when both are widened by so many days."""

    start: str
    end: str
    slack: int = 0

    def sql(self, dialect: Dialect) -> str:  # noqa: ARG002
        """Write the comparison."""
        s, e, days = self.start, self.end, self.slack
        return f"coalesce({s}_l <= {e}_r + {days} and {s}_r <= {e}_l + {days}, false)"

    def python(self) -> str:
        """Write the comparison."""
        s, e, days = self.start, self.end, self.slack
        whole = " and ".join(f"{record}.{name} is not None" for record in "ab" for name in (s, e))
        return f"({whole} and a.{s} <= b.{e} + {days} and b.{s} <= a.{e} + {days})"


@dataclass(frozen=True, slots=True)
class Holds(Condition):
    """A word of one record is among the words of the other, either way round."""

    word: str
    words: str

    def sql(self, dialect: Dialect) -> str:  # noqa: ARG002
        """Write both searches."""
        one, many = self.word, self.words
        return (
            f"(coalesce(concat(' ', {many}_r, ' ') like concat('% ', {one}_l, ' %'), false) and {many}_r is not null"
            f" and {one}_l is not null"
            f" or coalesce(concat(' ', {many}_l, ' ') like concat('% ', {one}_r, ' %'), false) and {many}_l is not null"
            f" and {one}_r is not null)"
        )

    def python(self) -> str:
        """Write both searches."""
        one, many = self.word, self.words
        return (
            f"(a.{one} is not None and b.{many} is not None and f' {{a.{one}}} ' in f' {{b.{many}}} '"
            f" or b.{one} is not None and a.{many} is not None and f' {{b.{one}}} ' in f' {{a.{many}}} ')"
        )


@dataclass(frozen=True, slots=True)
class Initial(Condition):
    """One text is a single letter, and the other begins with it."""

    column: str

    def sql(self, dialect: Dialect) -> str:  # noqa: ARG002
        """Write the comparison."""
        c = self.column
        return (
            f"coalesce((length({c}_l) = 1 or length({c}_r) = 1) and substr({c}_l, 1, 1) = substr({c}_r, 1, 1), false)"
        )

    def python(self) -> str:
        """Write the comparison."""
        c = self.column
        return (
            f"(a.{c} is not None and b.{c} is not None and (len(a.{c}) == 1 or len(b.{c}) == 1)"
            f" and a.{c}[:1] == b.{c}[:1])"
        )


@dataclass(frozen=True, slots=True)
class Missing(Condition):
    """A column is empty in either record."""

    column: str

    def sql(self, dialect: Dialect) -> str:  # noqa: ARG002
        """Write the question."""
        return f"({self.column}_l is null or {self.column}_r is null)"

    def python(self) -> str:
        """Write the question."""
        return f"(a.{self.column} is None or b.{self.column} is None)"

    def truth(self, present: Collection[str]) -> bool | None:
        """Say that a column which holds nothing is always missing."""
        return None if self.column in present else True


@dataclass(frozen=True, slots=True)
class Unsaid(Condition):
    """A column is empty in both records."""

    column: str

    def sql(self, dialect: Dialect) -> str:  # noqa: ARG002
        """Write the question."""
        return f"({self.column}_l is null and {self.column}_r is null)"

    def python(self) -> str:
        """Write the question."""
        return f"(a.{self.column} is None and b.{self.column} is None)"

    def truth(self, present: Collection[str]) -> bool | None:
        """Say that a column which holds nothing is always unsaid."""
        return None if self.column in present else True


@dataclass(frozen=True, slots=True)
class Both(Condition):
    """Both hold."""

    one: Condition
    other: Condition

    def sql(self, dialect: Dialect) -> str:
        """Join them."""
        return f"({self.one.sql(dialect)} and {self.other.sql(dialect)})"

    def python(self) -> str:
        """Join them."""
        return f"({self.one.python()} and {self.other.python()})"

    def columns(self) -> frozenset[str]:
        """Return the columns of both."""
        return self.one.columns() | self.other.columns()

    def truth(self, present: Collection[str]) -> bool | None:
        """Say never when either never holds."""
        both = {self.one.truth(present), self.other.truth(present)}
        return False if False in both else None if None in both else True

    def anchors(self) -> tuple[Anchor, ...]:
        """Return every choice of one set from each; those of one when the other has none."""
        ones, others = self.one.anchors(), self.other.anchors()
        if ones and others:
            return tuple(dict.fromkeys(a | b for a in ones for b in others))
        return ones or others


@dataclass(frozen=True, slots=True)
class Either(Condition):
    """At least one holds."""

    one: Condition
    other: Condition

    def sql(self, dialect: Dialect) -> str:
        """Join them."""
        return f"({self.one.sql(dialect)} or {self.other.sql(dialect)})"

    def python(self) -> str:
        """Join them."""
        return f"({self.one.python()} or {self.other.python()})"

    def columns(self) -> frozenset[str]:
        """Return the columns of both."""
        return self.one.columns() | self.other.columns()

    def truth(self, present: Collection[str]) -> bool | None:
        """Say always when either always holds."""
        both = {self.one.truth(present), self.other.truth(present)}
        return True if True in both else None if None in both else False

    def anchors(self) -> tuple[Anchor, ...]:
        """Return the sets of both, when both have any."""
        ones, others = self.one.anchors(), self.other.anchors()
        return tuple(dict.fromkeys((*ones, *others))) if ones and others else ()


@dataclass(frozen=True, slots=True)
class Opposite(Condition):
    """It does not hold."""

    of: Condition

    def sql(self, dialect: Dialect) -> str:
        """Turn it round."""
        return f"(not {self.of.sql(dialect)})"

    def python(self) -> str:
        """Turn it round."""
        return f"(not {self.of.python()})"

    def columns(self) -> frozenset[str]:
        """Return the columns of what it turns round."""
        return self.of.columns()

    def truth(self, present: Collection[str]) -> bool | None:
        """Turn it round."""
        truth = self.of.truth(present)
        return None if truth is None else not truth
