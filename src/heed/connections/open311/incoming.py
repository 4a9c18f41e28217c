"""A new report, read out of the form that was posted and checked against what its service asks."""

import math
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from heed.connections.open311.asked import Asked, Problem
from heed.connections.open311.pictures import pictures
from heed.domain.incidents.online.terms import Affected
from heed.flows.online_reports import OnlineReport, Reporter
from heed.foundation.policy.open311_schema import Attribute, Open311, Service

FIXMYSTREET: Final = re.compile(
    r"\s*title:[ \t]*(?P<title>.*?)\s*\n+detail:[ \t]*(?P<detail>.*?)\s*\n+url:[ \t]*(?P<url>\S+)\s*\n+Submitted via .*",
    re.DOTALL,
)
"""How FixMyStreet writes a description in the United Kingdom (interop.md 3.3)."""

NUMBERS: Final = ("fixmystreet_id", "external_id")
"""Attributes in which a sender puts its own number of a report; kept as that number, and not as an answer."""

READ: Final = frozenset({"affected", "happening_now", "address", "uprn", "phone", *NUMBERS})
"""Attributes that have a place of their own in a report; all others are answers."""

NAME: Final = re.compile(r"attribute\[(?P<code>[^\]]{1,80})\](\[\])?\Z")
UPRN: Final = re.compile(r"[1-9][0-9]{0,11}\Z")
MOST_ANSWERS: Final = 60
LONGEST_ID: Final = 250
POLE: Final = 90
DATE_LINE: Final = 180


def service_asked(asked: Asked, policy: Open311) -> tuple[str, Service]:
    """Return the service that a report is for. Raises Problem: 400 where none is named, 404 for one that is not offered."""
    code = asked.line("service_code")
    if not code:
        raise Problem(400, "service_code was not provided.")
    if code not in policy.services:
        raise Problem(404, "The service_code that was provided was not found.")
    return code, policy.services[code]


def report_asked(asked: Asked, policy: Open311) -> OnlineReport:
    """Read a report. Raises Problem for what is missing, and for what has the wrong form."""
    code, service = service_asked(asked, policy)
    given = _attributes(asked)
    questions = policy.attributes_of(service)
    _check(given, questions)
    one = {name: values[0] for name, values in given.items()}
    latitude, longitude = _point(asked)
    address, uprn = _address(asked, one)
    if latitude is None and not address and uprn is None:
        raise Problem(400, "A location was not provided: lat and long, or address_string, or address_id.")
    words, link = _description(asked)
    kept, links, not_kept = pictures(asked.files, asked.every("media_url"), policy=policy)
    return OnlineReport(
        external_id=_own_number(asked, one),
        opening_code=service.opening_code,
        words=words,
        service_code=code,
        reporter=Reporter(
            given_name=asked.named("first_name"),
            family_name=asked.named("last_name"),
            email=asked.line("email", longest=254),
            telephone=asked.line("phone", longest=40) or one.get("phone", "")[:40],
        ),
        affected=Affected(one.get("affected", "")) if one.get("affected", "") in Affected.values else Affected.NOT_SAID,
        happening_now=one.get("happening_now") == "yes",
        address=address,
        uprn=uprn,
        latitude=latitude,
        longitude=longitude,
        answers=(*_answers(given, questions), *link),
        links=links,
        pictures=kept,
        not_kept=not_kept,
    )


def _attributes(asked: Asked) -> dict[str, list[str]]:
    """Return every attribute that was answered, with all its values, each as text that may be kept."""
    found: dict[str, list[str]] = {}
    for name in asked.values:
        matched = NAME.match(name)
        if matched is None:
            continue
        one = Asked({"value": asked.values[name]})
        values = [Asked({"value": [value]}).words("value", longest=4000) for value in one.every("value")]
        found.setdefault(matched["code"], []).extend(value for value in values if value)
    answered = {code: values for code, values in found.items() if values}
    if len(answered) > MOST_ANSWERS:
        raise Problem(400, f"There are more than {MOST_ANSWERS} attributes.")
    return answered


def _check(given: Mapping[str, list[str]], questions: Mapping[str, Attribute]) -> None:
    """Raise Problem for a required attribute that is missing, and for a value that its datatype does not have."""
    for code, question in questions.items():
        values = given.get(code, [])
        if question.required and not values:
            raise Problem(400, f"attribute[{code}] was not provided.")
        choices = {choice.key for choice in question.values}
        if choices and not set(values) <= choices:
            raise Problem(
                400, f"attribute[{code}] must be one of: {', '.join(choice.key for choice in question.values)}."
            )
        if values[1:] and question.datatype != "multivaluelist":
            raise Problem(400, f"attribute[{code}] has more than one value.")
        if any(not _fits(value, question.datatype) for value in values):
            raise Problem(400, f"attribute[{code}] must be a {question.datatype}.")


def _fits(value: str, datatype: str) -> bool:
    """Say whether a value is a number or a moment, where that is asked for."""
    try:
        if datatype == "number":
            return math.isfinite(float(value))
        if datatype == "datetime":
            datetime.fromisoformat(value)
    except (ValueError, OverflowError):
        return False
    return True


def _point(asked: Asked) -> tuple[float | None, float | None]:
    """Return latitude and longitude, or neither. Raises Problem for half a point, and for one that is not on the earth."""
    given = [asked.line(name) for name in ("lat", "long")]
    if not any(given):
        return None, None
    try:
        latitude, longitude = (float(value) for value in given)
    except ValueError:
        raise Problem(400, "lat and long must both be provided, each as a number of degrees.") from None
    # What is no number is not between two numbers either.
    if not (abs(latitude) <= POLE and abs(longitude) <= DATE_LINE):
        raise Problem(400, "lat must be from -90 to 90, and long from -180 to 180.")
    return latitude, longitude


def _address(asked: Asked, one: Mapping[str, str]) -> tuple[str, int | None]:
    """Return the address and the UPRN of where it happens, as far as either was said."""
    address = asked.line("address_string", longest=300) or " ".join(one.get("address", "").split())[:300]
    number = one.get("uprn", "") or asked.line("address_id")
    uprn = number.replace(" ", "").lstrip("0")
    return address, int(uprn) if UPRN.match(uprn) and uprn.isascii() else None


def _own_number(asked: Asked, one: Mapping[str, str]) -> str:
    """Return the sender's own number of a report; nothing where it has none. Raises Problem for one that would be cut."""
    number = next((one[name] for name in NUMBERS if one.get(name)), "") or asked.line("service_request_id_ext")
    number = " ".join(number.split())
    if len(number) > LONGEST_ID:
        raise Problem(400, f"The number of the report in your system has more than {LONGEST_ID} characters.")
    return number


def _description(asked: Asked) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return what was written; of FixMyStreet's form, title and detail, and where the report stands there."""
    words = asked.description()
    matched = FIXMYSTREET.fullmatch(words)
    if matched is None:
        return words, ()
    told = "\n\n".join(part.strip() for part in (matched["title"], matched["detail"]) if part.strip())
    return told, (("Where the report stands in the sender's system", matched["url"]),)


def _answers(given: Mapping[str, list[str]], questions: Mapping[str, Attribute]) -> Iterator[tuple[str, str]]:
    """Yield what else was answered, in words: what the service asks first, then what it does not know."""
    for code in (*questions, *(code for code in given if code not in questions)):
        values = given.get(code, [])
        if not values or code in READ:
            continue
        question = questions.get(code)
        names = {choice.key: choice.name for choice in question.values} if question else {}
        yield question.description if question else code, "; ".join(names.get(value, value) for value in values)
