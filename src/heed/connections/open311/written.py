"""
Writing answers in the two forms of GeoReport v2: XML without a namespace, and JSON of the same shape.

One value is written both ways: a list becomes repeated elements under the name that `EACH` gives, and a bare list in JSON.
"""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from django.http import HttpResponse

Value = str | int | float | bool | None | datetime | Sequence["Value"] | Mapping[str, "Value"]

XML: Final = "xml"
JSON: Final = "json"
TYPES: Final = {XML: "text/xml; charset=utf-8", JSON: "application/json; charset=utf-8"}

EACH: Final = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "service_request_updates": "request_update",
    "endpoints": "endpoint",
    "formats": "format",
    "errors": "error",
}
"""What one member of a list is called in XML."""


def written(form: str, root: str, value: Value, *, status: int = 200) -> HttpResponse:
    """Return an answer in a form, with its declaration of UTF-8; nobody on the way may keep it."""
    body = as_xml(root, value) if form == XML else json.dumps(_plain(value), ensure_ascii=False).encode()
    answer = HttpResponse(body, status=status, content_type=TYPES[form])
    answer["Cache-Control"] = "no-store"
    return answer


def refused(form: str, status: int, description: str) -> HttpResponse:
    """Return an error as the standard has it: the status once more, and a sentence."""
    return written(form, "errors", [{"code": status, "description": description}], status=status)


def as_xml(root: str, value: Value) -> bytes:
    """Write a value as an XML document."""
    element = Element(root)
    _fill(element, value)
    document: bytes = tostring(element, encoding="utf-8", xml_declaration=False)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + document


def moment(at: datetime) -> str:
    """Write a moment in W3C form, in UTC, to the second."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _fill(element: Element, value: Value) -> None:
    """Put a value into an element: text, or an element for each member."""
    if isinstance(value, Mapping):
        for name, member in value.items():
            _fill(SubElement(element, name), member)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for member in value:
            _fill(SubElement(element, EACH[element.tag]), member)
    else:
        element.text = _text(value)


def _text(value: object) -> str:
    """Write one value as XML has it. Characters that no XML document may hold are left out."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return moment(value)
    return "".join(c for c in str(value) if c in "\n\t" or not _forbidden(c))


def _forbidden(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cs"} or character in "\ufffe\uffff"


def _plain(value: Value) -> object:
    """Return a value as JSON has it."""
    if isinstance(value, Mapping):
        return {name: _plain(member) for name, member in value.items()}
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(member) for member in value]
    return value
