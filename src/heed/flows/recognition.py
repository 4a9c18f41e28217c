"""What a recognition holds, and how it is written for others to read. Values only."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from heed.engines.risk.repeat import CaseReviewLine, Report, Trend


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody it may be: how sure, why, and what they suffered. kind: confirmed, probable or possible."""

    person: uuid.UUID
    name: str
    born_on: str | None
    kind: str
    because: tuple[str, ...]
    reports: tuple[Report, ...]
    counts: dict[int, int]
    last_used_on: str | None = None


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody else at the address."""

    person: uuid.UUID
    name: str
    because: str
    counts: dict[int, int]


@dataclass(frozen=True, slots=True)
class LineFound:
    """What is known of the line itself."""

    e164: str
    words: str
    kind: str
    shared: bool
    label: str
    calls: int
    counts: dict[int, int]
    first_at: datetime | None
    last_at: datetime | None
    people: int
    silent: int
    abandoned: int
    watched: str


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """What was reported at the address."""

    place: uuid.UUID
    address: str
    counts: dict[int, int]


@dataclass(frozen=True, slots=True)
class Recognition:
    """What one search found. Nothing in it is a decision."""

    line_class: str
    line: LineFound | None
    candidates: tuple[Candidate, ...]
    household: tuple[Resident, ...]
    place: PlaceFound | None
    repeat_caller: bool
    repeat_victim: bool
    repeat_location: bool
    trend: Trend
    case_review: CaseReviewLine | None
    open_incidents: tuple[str, ...]
    policy: str
    ms: float = 0.0

    @property
    def confirmed(self) -> Candidate | None:
        """Return the person whom the handler has confirmed."""
        return next((found for found in self.candidates if found.kind == "confirmed"), None)

    @property
    def subjects(self) -> list[str]:
        """Name every person whose record is in it, as the audit trail names them."""
        shown = [*(c.person for c in self.candidates), *(r.person for r in self.household)]
        return [f"person:{person}" for person in dict.fromkeys(shown)]


def as_json(found: Recognition) -> dict[str, Any]:
    """Put a recognition as `heed recognise --json` prints it (docs/cli.md)."""
    return {
        "number": {
            "e164": found.line.e164,
            "line": found.line.label or found.line_class,
            "kind": str(found.line.kind),
            "shared": found.line.shared,
            "reports": _keys(found.line.counts),
            "people": found.line.people,
        }
        if found.line
        else None,
        "candidates": [
            {
                "person": str(c.person),
                "name": c.name,
                "kind": c.kind,
                "probability": None,
                "because": list(c.because),
                "counts": _keys(c.counts),
            }
            for c in found.candidates
        ],
        "household": [{"person": str(r.person), "name": r.name, "because": r.because} for r in found.household],
        "place": {"place": str(found.place.place), "address": found.place.address, "counts": _keys(found.place.counts)}
        if found.place
        else None,
        "flags": {
            "repeat_caller": found.repeat_caller,
            "repeat_victim": found.repeat_victim,
            "repeat_location": found.repeat_location,
        },
        "policy": found.policy,
        "ms": found.ms,
    }


def _keys(counts: dict[int, int]) -> dict[str, int]:
    """Put windows as JSON has them."""
    return {str(days): count for days, count in counts.items()}
