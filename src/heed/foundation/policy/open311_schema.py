"""
The shape of open311.toml: what may be reported from another agency's system, what is asked with it, and what is told in return.

A pack made before this was read has none, and then goes by the national one.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field, Strict

from heed.engines.cues.terms import Category
from heed.foundation.policy.leaves import Leaf, Part, Positive, Text
from heed.foundation.reference import codes

OfCategory = Annotated[Category, Strict(strict=False)]
WireCode = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,80}$")]
Datatype = Literal["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"]
"""The datatypes of GeoReport v2."""

LISTS = frozenset({"singlevaluelist", "multivaluelist"})
PRIVATE = "private"
"""The keyword by which FixMyStreet never publishes a report; every service of Heed carries it."""


class Choice(Part):
    """One answer of a list. key: what is sent; name: what is shown."""

    key: WireCode
    name: Text


class Attribute(Part):
    """
    One question of a service.

    automated: "server_set" is filled by the sender's system, "hidden_field" by its page; neither is shown to anybody.
    """

    description: Text
    hint: str = ""
    datatype: Datatype = "string"
    required: bool = False
    values: tuple[Choice, ...] = ()
    automated: Literal["", "server_set", "hidden_field"] = ""


class Service(Part):
    """
    One kind of report. opening_code: the NSIR code under which it is recorded. asks: codes of its attributes, in order.

    type: "realtime" answers with the number at once, "batch" with a token. keywords: beside `private`, which every one has.
    """

    name: Text
    description: Text
    group: Text
    opening_code: Text
    asks: tuple[WireCode, ...] = ()
    type: Literal["realtime", "batch"] = "realtime"
    keywords: tuple[Literal["inactive", "staff"], ...] = ()


class Emergency(Part):
    """What sends a report to a person at once: words of these cues, these phrases, or the reporter's own yes."""

    categories: Leaf[tuple[OfCategory, ...]]
    phrases: Leaf[tuple[Text, ...]]


class Told(Part):
    """Sentences that may leave the police: when a person has read it, when it is closed, when it was opened again."""

    read: Leaf[Text]
    closed: Leaf[Text]
    reopened: Leaf[Text]


class Tries(Part):
    """How many wrong keys one address may send within how long before it is told to wait."""

    most: Positive
    within_minutes: Positive

    @property
    def within(self) -> timedelta:
        """Give how long one counts."""
        return timedelta(minutes=self.within_minutes)


class Open311(Part):
    """
    open311.toml.

    notice: what every sender is answered with. joins: whether a report under the very name and e-mail address
    of a known person is counted as theirs until somebody says otherwise. again_within_minutes: how long the very same report
    without a number of its own counts as sent twice.
    """

    service: dict[WireCode, Leaf[Service]]
    attribute: dict[WireCode, Leaf[Attribute]]
    emergency: Emergency
    told: Told
    notice: Leaf[Text]
    joins: Leaf[bool]
    again_within_minutes: Leaf[Positive]
    photos_most: Leaf[Positive]
    photo_most_mb: Leaf[Positive]
    wrong_keys: Leaf[Tries]

    @property
    def services(self) -> Mapping[str, Service]:
        """Give the services by code, in the order of the file."""
        return {code: leaf.value for code, leaf in self.service.items()}

    def attributes_of(self, service: Service) -> Mapping[str, Attribute]:
        """Give what a service asks, by code, in its order."""
        return {code: self.attribute[code].value for code in service.asks}


def open311_mistakes(part: Open311) -> Iterator[str]:
    """Say which codes of the file do not exist, and which lists have nothing to choose from."""
    known = {category.code for category in codes.categories()}
    for code, service in part.services.items():
        if service.opening_code not in known:
            yield f"service.{code}.opening_code is {service.opening_code}, which the national list does not have."
        yield from (
            f"service.{code}.asks names {asked}, which is no attribute of this file."
            for asked in service.asks
            if asked not in part.attribute
        )
    for code, leaf in part.attribute.items():
        if bool(leaf.value.values) != (leaf.value.datatype in LISTS):
            yield f"attribute.{code}.values must stand exactly where the datatype is a list."
