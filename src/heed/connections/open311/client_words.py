"""
What an Open311 server is told of a case: the words of the incident transfer, put into the fields that the standard has.

The force is the reporter, never the victim: a council's system writes to whoever reported, and nobody here knows whether that
is safe. What is shared of the victim stands in the description.
"""

from collections.abc import Iterator, Mapping
from typing import Any

Said = Mapping[str, Any]
LINE = "\r\n\r\n"
"""Between the parts of a description, as FixMyStreet writes it (interop.md 3.3)."""

OWN_NUMBER = "fixmystreet_id"
"""The attribute in which servers of this dialect keep the sender's own number, and know a report again that comes twice."""


def create(message: Said, *, attributes: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of a new request. attributes: what this server wants beside them, by its own names."""
    incident, asked = message["incident"], message.get("asked", {})
    place = incident.get("location") or {}
    found = {
        "service_code": incident["type"],
        "description": _description(incident, asked),
        "first_name": asked.get("by", "Police"),
        "last_name": incident["ref"],
    }
    if "wgs84" in place:
        found["long"], found["lat"] = (str(degree) for degree in place["wgs84"])
    if place.get("text"):
        found["address_string"] = place["text"]
    if place.get("uprn"):
        found["attribute[uprn]"] = place["uprn"]
    found |= {f"attribute[{name}]": str(value) for name, value in attributes.items()}
    return found | {f"attribute[{OWN_NUMBER}]": incident["sharedRef"]}


def update(message: Said, *, number: str, at: str) -> dict[str, str]:
    """Return the fields of an update. number: under which the server knows the case; at: when it was said, in UTC."""
    incident, told = message["incident"], message.get("said", {})
    words = {"take_back": "The police take this case back."}.get(str(told.get("what")), "")
    parts = [words, str(told.get("words", "")), *_sections(incident)]
    return {
        "service_request_id": number,
        "update_id": message["messageId"],
        "updated_datetime": at,
        "status": "CLOSED" if message["messageType"] == "close" else "OPEN",
        "description": LINE.join(part for part in parts if part) or "No words",
        "first_name": str(told.get("by", "")) or "Police",
        "last_name": incident["ref"],
    }


def _description(incident: Said, asked: Said) -> str:
    """Return what a council officer reads: a title, what is asked, what is shared, and whom to ask for more."""
    urgent = "URGENT: " if asked.get("urgent") else ""
    parts = [f"title: {urgent}Referral by {asked.get('by', 'the police')}, {incident['ref']}"]
    if asked.get("words"):
        parts.append(f"detail: {asked['words']}")
    if asked.get("answerBy"):
        parts.append(f"Please answer by {asked['answerBy']}")
    parts += _sections(incident)
    if more := incident.get("sharing", {}).get("more"):
        parts.append(str(more))
    if marking := incident.get("sharing", {}).get("marking"):
        parts.append(f"{marking}. Keep until {incident['sharing'].get('retainUntil', 'agreed')}")
    return LINE.join(parts)


def _sections(incident: Said) -> Iterator[str]:
    """Yield each part that is shared, a line for each thing."""
    for section in incident.get("sections", []):
        lines = "\r\n".join(f"{line['label']}: {line['value']}" for line in section["lines"])
        yield f"{section['title']}\r\n{lines}"
