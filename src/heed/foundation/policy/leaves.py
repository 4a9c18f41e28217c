"""
A value of a pack: what it is, how well founded it is, and where it comes from.

Every value in a pack's files is a table with `value`, `status` and `source`, so that a screen can say whose it is.
"""

from collections.abc import Iterator
from typing import Annotated, Generic, Literal, NamedTuple, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field

Status = Literal["statute", "national guidance", "one force's practice", "unvalidated default"]
"""Where a value comes from; docs/policy.md says what each word claims."""

STATUSES: tuple[str, ...] = get_args(Status)
Text = Annotated[str, Field(min_length=1)]
Code = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]*$")]
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Positive = Annotated[int, Field(ge=1)]

T = TypeVar("T")


class Value(NamedTuple):
    """One value of a pack as a screen shows it: plain Python, a value of several parts as a dict."""

    name: str
    value: object
    status: str
    source: str


class Part(BaseModel):
    """A table of a pack: what is not named here is a mistake, and nothing is converted."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Leaf(Part, Generic[T]):
    """A value, how well founded it is, and where it comes from."""

    value: T
    status: Status
    source: Text


class Named(Part):
    """A member of a list, called by its id."""

    id: Id


def values_of(part: object, name: str) -> Iterator[Value]:
    """
    List every value under a part, in the order of the file; name is the dotted path so far.

    A member of a list is named by its id.
    """
    if isinstance(part, Leaf):
        value = part.value
        yield Value(name, _plain(value), part.status, part.source)
    elif isinstance(part, BaseModel):
        for field, description in type(part).model_fields.items():
            yield from values_of(getattr(part, field), f"{name}.{description.alias or field}")
    elif isinstance(part, dict):
        for key, member in part.items():
            yield from values_of(member, f"{name}.{key}")
    elif isinstance(part, tuple):
        for member in part:
            if isinstance(member, Named):
                yield from values_of(member, f"{name}.{member.id}")


def _plain(value: object) -> object:
    """Write a value in plain Python: a value of several parts as a dict, a list of those as a list of dicts."""
    if isinstance(value, BaseModel):
        return value.model_dump(exclude_defaults=True)
    if isinstance(value, tuple):
        return tuple(_plain(member) for member in value)
    return value
