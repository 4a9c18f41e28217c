"""Reading what a telephone system posts: JSON or form body in, one checked message out."""

import hashlib
import hmac
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qsl

LONGEST_BODY = 65_536
"""Bytes. A telephone system sends about one thousand."""

LONGEST_CALL_ID = 250
"""Characters, as the contract that we extend has it (interop.md 1.2)."""

MOST_FIELDS = 100
"""Fields of a form body."""

LONGEST_VALUE = 500
"""Characters of any other value that are kept in a field; the whole body is kept as it came."""


class EventName(StrEnum):
    """What may happen to a call."""

    NEW_CALL = "newCall"
    ANSWER = "answer"
    HANGUP = "hangup"
    UPDATE = "update"


class Unreadable(Exception):
    """The body is not an event; the message says why, for whoever runs the telephone system."""


class TooLarge(Unreadable):
    """The body is longer than any event."""


@dataclass(frozen=True, slots=True)
class Message:
    """One event, read. Times are aware; said_at is the sender's own clock and may be wrong."""

    event: EventName
    call_key: str
    direction: str
    from_: str
    queue: str
    service: str
    network_number: str
    presentation_number: str
    privacy: str
    cli_status: str
    answering: str
    cause: str
    said_at: datetime | None
    distinguished_by: str


def read(body: bytes, content_type: str) -> Message:
    """
    Read one event.

    Control characters are dropped from values and long values cut; the call id is refused rather than cut, because a
    cut id could be another call's. Raises Unreadable or TooLarge.
    """
    if len(body) > LONGEST_BODY:
        message = f"the body is too long: an event has at most {LONGEST_BODY} bytes"
        raise TooLarge(message)
    fields = _fields(body, content_type)
    name = _text(fields, "event")
    if name not in set(EventName):
        message = f"event must be one of {', '.join(EventName)}, not “{name[:40]}”"
        raise Unreadable(message)
    call_key = _text(fields, "callId", longest=LONGEST_BODY)
    if not call_key:
        message = "callId is missing"
        raise Unreadable(message)
    if len(call_key) > LONGEST_CALL_ID:
        message = f"callId has {len(call_key)} characters; at most {LONGEST_CALL_ID}"
        raise Unreadable(message)
    direction = _text(fields, "direction") or "in"
    if direction not in {"in", "out"}:
        message = f"direction must be in or out, not “{direction[:40]}”"
        raise Unreadable(message)
    said = _text(fields, "x_at")
    return Message(
        event=EventName(name),
        call_key=call_key,
        direction=direction,
        from_=_text(fields, "from"),
        queue=_text(fields, "queue")[:80],
        service=_service(fields),
        network_number=_text(fields, "x_network_number"),
        presentation_number=_text(fields, "x_presentation_number"),
        privacy=_text(fields, "x_privacy"),
        cli_status=_text(fields, "x_cli_status"),
        answering=_text(fields, "answeringNumber")[:80],
        cause=_text(fields, "cause")[:40],
        said_at=_moment(said),
        distinguished_by=(said or hashlib.sha256(body).hexdigest())[:64] if name == EventName.UPDATE else "",
    )


def signed_rightly(body: bytes, *, secret: str, signature: str) -> bool:
    """Say whether signature (hexadecimal, with or without `sha256=`) is the HMAC-SHA256 of body under secret."""
    expected = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    given = signature.removeprefix("sha256=").strip().lower()
    return hmac.compare_digest(expected.encode(), given.encode("utf-8", "replace"))


def _fields(body: bytes, content_type: str) -> Mapping[str, Any]:
    """Return the body's fields, whichever of the two ways it is written."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"the body is not UTF-8: byte {error.start} cannot be read"
        raise Unreadable(message) from error
    if "form-urlencoded" in content_type.lower():
        fields: dict[str, Any] = {}
        try:
            pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS)
        except ValueError as error:
            raise Unreadable(f"the body has more than {MOST_FIELDS} fields") from error
        for name, value in pairs:
            fields.setdefault(name, value)
        return fields
    try:
        read_ = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f" at line {error.lineno} column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        message = f"the body is not JSON{where}"
        raise Unreadable(message) from error
    if not isinstance(read_, dict):
        message = "the body must be one JSON object"
        raise Unreadable(message)
    return read_


def _text(fields: Mapping[str, Any], name: str, *, longest: int = LONGEST_VALUE) -> str:
    """Return a field as one line of text without control characters; nothing when it is missing or not a value."""
    value = fields.get(name, "")
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    printable = "".join(c for c in str(value) if unicodedata.category(c) not in {"Cc", "Cs"})
    return printable.strip()[:longest]


def _service(fields: Mapping[str, Any]) -> str:
    """Return 999 or 101 as the sender says, else nothing. 112 is 999 (interop.md 1.1)."""
    for name in ("x_service", "to"):
        said = _text(fields, name)
        if said in {"999", "112"}:
            return "999"
        if said == "101":
            return "101"
    return ""


def _moment(said: str) -> datetime | None:
    """Read seconds since 1970 or ISO 8601; None when it is neither. A moment without a zone is taken as UTC."""
    try:
        return datetime.fromtimestamp(float(said), tz=UTC)
    except (ValueError, OverflowError, OSError):
        pass
    try:
        at = datetime.fromisoformat(said)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
