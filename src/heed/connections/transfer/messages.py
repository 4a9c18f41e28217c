"""
The format of incident transfer: what a partner's system sends and is sent. The JSON schema is made from this.

The names are Heed's own. The format is shaped after what is publicly known of the Multi-Agency Incident Transfer (MAIT), so that
an adapter can be written by somebody who has its schema; it is not MAIT, and conforms to no part of it (docs/transfer.md).
What is not named here is kept as it came and otherwise passed over, so that a later version can say more.
"""

import json
import math
import unicodedata
import uuid
from datetime import UTC, datetime
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, model_validator

from heed.flows.exchange.content import FORMAT

LONGEST_BODY: Final = 1_048_576
"""Bytes of a message: Django's own limit for a body that is read whole."""

DEEPEST: Final = 12
"""How many levels a message may be nested; ours have five."""

YEARS: Final = range(1970, 2200)
"""Years of moments that are believed. Far outside of them a database keeps what Python cannot read again."""


def _believed(at: datetime) -> datetime:
    """Refuse a moment of another age."""
    # As it stands first: at either end of time there is no such moment in UTC.
    if at.year not in YEARS or at.astimezone(UTC).year not in YEARS:
        raise ValueError(f"the year must be from {YEARS[0]} to {YEARS[-1]}")
    return at


Moment = Annotated[AwareDatetime, AfterValidator(_believed)]
Line = Annotated[str, Field(max_length=300)]
Words = Annotated[str, Field(max_length=10_000)]
Required = Annotated[str, Field(min_length=1, max_length=300)]


class Unreadable(Exception):
    """The body is no message of this format; `errors` says why, a sentence each."""

    def __init__(self, *errors: str) -> None:
        """Keep the sentences."""
        super().__init__(errors[0])
        self.errors = list(errors)


class Part(BaseModel):
    """A part of a message; what is not named is passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class End(Part):
    """Who sends a message, or gets it: an agency by the name that was agreed, and which system or team there."""

    agency: Required
    system: Line = ""
    team: Line = ""


class Location(Part):
    """Where it happened. wgs84: longitude, then latitude, in degrees. accuracyM: metres."""

    text: Line = ""
    uprn: Annotated[str, Field(pattern=r"^[0-9]{1,12}$")] | None = None
    wgs84: tuple[Annotated[float, Field(ge=-180, le=180)], Annotated[float, Field(ge=-90, le=90)]] | None = None
    accuracyM: Annotated[float, Field(ge=0)] | None = None  # noqa: N815  names of the format


class Contact(Part):
    """How somebody is reached. Only what is safe belongs here."""

    tel: Annotated[str, Field(max_length=40)] = ""
    email: Annotated[str, Field(max_length=254)] = ""
    address: Line = ""


class Person(Part):
    """Somebody in the incident. consent: to being handed over; na where none was asked for."""

    role: Literal["victim", "caller", "subject", "other"]
    name: Annotated[str, Field(max_length=200)] = ""
    dob: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")] | None = None
    contact: Contact | None = None
    consent: Literal["yes", "no", "na"] | None = None
    markers: Annotated[list[Annotated[str, Field(max_length=80)]], Field(max_length=20)] = []


class Entry(Part):
    """One entry of a log."""

    at: Moment
    by: Line = ""
    text: Words


class SectionLine(Part):
    """One thing that is said in a section."""

    label: Line
    value: Words


class Section(Part):
    """A part of the record as a person reads it."""

    part: Annotated[str, Field(max_length=40)]
    title: Line
    lines: Annotated[list[SectionLine], Field(max_length=200)]


class Sharing(Part):
    """On what basis it is shared, what of it, how it is handled and how long it may be kept."""

    basis: Words = ""
    purpose: Line = ""
    marking: Line = ""
    parts: list[Line] = []
    retainUntil: Line = ""  # noqa: N815
    more: Words = ""


class Incident(Part):
    """
    The incident. sharedRef: its name on the wire, given by whoever hands it over first; ref: the sender's own number.

    type: needed to hand it over; a code that both sides have agreed, or one of the National Incident Category List.
    """

    sharedRef: uuid.UUID  # noqa: N815
    ref: Annotated[str, Field(max_length=100)] = ""
    type: Annotated[str, Field(max_length=80)] = ""
    openedAt: Moment | None = None  # noqa: N815
    status: Literal["open", "in_progress", "closed"] | None = None
    summary: Words = ""
    location: Location | None = None
    people: Annotated[list[Person], Field(max_length=50)] = []
    log: Annotated[list[Entry], Field(max_length=500)] = []
    sections: Annotated[list[Section], Field(max_length=30)] = []
    sharing: Sharing | None = None


class Asked(Part):
    """What the sender asks of the recipient, with a new incident."""

    words: Words = ""
    urgent: bool = False
    answerBy: Moment | None = None  # noqa: N815
    by: Line = ""


class SaidOf(Part):
    """
    What is said of an incident that both know.

    what: accept (we hold it now), refuse, ask (for more), give (more), return (after accepting), update, close, take_back (by
    whoever handed it over). reason: a code of the sender's; words say it to people.
    """

    what: Literal["accept", "refuse", "ask", "give", "return", "update", "close", "take_back"]
    words: Words = ""
    reason: Annotated[str, Field(max_length=40)] = ""
    by: Line = ""
    at: Moment | None = None


class Message(Part):
    """
    One message. messageId: given by the sender; the same message sent again has the same, and is done once.

    A create and an update carry the incident; an update may come before its create. ack: the incident was recorded and is being
    considered, which is no acceptance; reject: nothing came of the message named in inReplyTo, for the reason.
    """

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
        title="Heed incident transfer, version 1",
        json_schema_extra={
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "allOf": [
                {
                    "if": {"properties": {"messageType": {"const": "create"}}},
                    "then": {
                        "properties": {"incident": {"required": ["type"], "properties": {"type": {"minLength": 1}}}}
                    },
                },
                {
                    "if": {"properties": {"messageType": {"enum": ["ack", "reject"]}}},
                    "then": {"required": ["inReplyTo"], "properties": {"inReplyTo": {"type": "string"}}},
                },
                {
                    "if": {"properties": {"messageType": {"const": "reject"}}},
                    "then": {"required": ["reason"], "properties": {"reason": {"minLength": 1}}},
                },
            ],
        },
    )

    format: Literal["heed-incident-transfer/1"] = "heed-incident-transfer/1"
    messageType: Literal["create", "update", "close", "ack", "reject"]  # noqa: N815
    messageId: uuid.UUID  # noqa: N815
    sentAt: Moment  # noqa: N815
    sender: End
    recipient: End
    incident: Incident
    asked: Asked | None = None
    said: SaidOf | None = None
    inReplyTo: uuid.UUID | None = None  # noqa: N815
    reason: Words = ""

    @model_validator(mode="after")
    def _has_what_its_type_needs(self) -> "Message":
        """Refuse a create without a type, and an answer without what it answers or why."""
        if self.messageType == "create" and not self.incident.type:
            raise ValueError("incident.type is needed to hand an incident over")
        if self.messageType in ("ack", "reject") and self.inReplyTo is None:
            raise ValueError("inReplyTo is needed in an answer")
        if self.messageType == "reject" and not self.reason:
            raise ValueError("reason is needed to reject")
        return self


def read(body: bytes) -> tuple[Message, dict[str, Any]]:
    """Read a body; return the message and all that it says, as it came without what is null. Raises Unreadable."""
    try:
        said = json.loads(body.decode("utf-8"), parse_constant=_no_number, parse_float=_finite)
    except UnicodeDecodeError as error:
        raise Unreadable(f"The message is not UTF-8: byte {error.start} cannot be read") from None
    except RecursionError:
        raise Unreadable("The message is nested too deeply") from None
    except ValueError as error:
        raise Unreadable(f"The message is not JSON: {str(error)[:200]}") from None
    if not isinstance(said, dict):
        raise Unreadable("The message is not a JSON object")
    _only_text(said, level=0)
    try:
        message = Message.model_validate_json(json.dumps(said))
    except ValidationError as errors:
        raise Unreadable(*_sentences(errors)) from None
    return message, _without_null(said)


def schema() -> dict[str, Any]:
    """Return the JSON schema of a message (draft 2020-12)."""
    return Message.model_json_schema()


def _sentences(errors: ValidationError) -> list[str]:
    """Say what is wrong, a sentence for each place; never what stood there, which may be somebody's name."""
    found = []
    for error in errors.errors(include_input=False, include_url=False)[:20]:
        place = ".".join(str(step) for step in error["loc"])
        found.append(f"{place}: {error['msg']}" if place else error["msg"])
    return found


def _no_number(name: str) -> None:
    """Refuse what Python takes for a number and JSON does not have."""
    raise ValueError(f"{name} is no number of JSON")


def _finite(digits: str) -> float:
    """Read a number. One too large to be held would become infinity, which JSON does not have."""
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("a number is too large")
    return number


def _without_null(part: Any) -> Any:
    """Leave out every member that is null: it says as little as one that is missing."""
    if isinstance(part, dict):
        return {name: _without_null(member) for name, member in part.items() if member is not None}
    return [_without_null(member) for member in part] if isinstance(part, list) else part


def _only_text(part: object, *, level: int) -> None:
    """Refuse characters that no text holds (a database keeps neither NUL nor half a character), and nesting without end."""
    if level > DEEPEST:
        raise Unreadable("The message is nested too deeply")
    if isinstance(part, str):
        if any(unicodedata.category(letter) == "Cs" or (letter < " " and letter not in "\t\n\r") for letter in part):
            raise Unreadable("The message holds characters that are no text")
    elif isinstance(part, dict):
        for name, member in part.items():
            _only_text(name, level=level + 1)
            _only_text(member, level=level + 1)
    elif isinstance(part, list):
        for member in part:
            _only_text(member, level=level + 1)


assert FORMAT == "heed-incident-transfer/1"  # noqa: S101  the literal above, for the type checker
