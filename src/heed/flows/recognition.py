"""What a recognition holds, and how it is written for others to read. Values only."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from heed.engines.linkage.scoring import Step
from heed.engines.risk.case_review import Standing
from heed.engines.risk.repeat import Report, Trend


@dataclass(frozen=True, slots=True)
class Candidate:
    """
    Somebody it may be: how sure, why, and what they suffered. kind: confirmed, probable or possible.

    probability: of the call, not of a pair; None for whoever was only seen on the line. steps: the sum behind it.
    not_said: what is worth asking to be surer.
    """

    person: uuid.UUID
    name: str
    born_on: str | None
    kind: str
    because: tuple[str, ...]
    reports: tuple[Report, ...]
    counts: dict[int, int]
    last_used_on: str | None = None
    probability: float | None = None
    steps: tuple[Step, ...] = ()
    not_said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody else at the address. note: what makes them stand out, a child's age or that they are a carer."""

    person: uuid.UUID
    name: str
    because: str
    counts: dict[int, int]
    note: str = ""


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
    """What was reported at the address. told: whether it was said, or is a confirmed person's, and so may be shown."""

    place: uuid.UUID
    address: str
    counts: dict[int, int]
    told: bool = True


@dataclass(frozen=True, slots=True)
class Promised:
    """What was promised and is still due, or was not kept. what: its kind, in words; by: as it was said, Friday 20 November."""

    person: uuid.UUID
    promise: int
    what: str
    by: str
    broken: bool


@dataclass(frozen=True, slots=True)
class Recognition:
    """
    What one search found. Nothing in it is a decision.

    candidates: who may be ringing; said: something was said of them. victims: for whom they ring, when that is somebody
    else (for_another). homes: where each of them lives. household: the others at home; living_there: how many live there,
    with them. promises: to whoever is known and the others at home, told once one is confirmed; line_broken: how many of the
    line's own were not kept, while nobody is known. safe_contact: a rule stands for contacting whoever is known. repeat_victim:
    somebody among them is one; repeat_victim_known: whoever was confirmed is one, which is all that a screen may say.
    more_exists: people who are left out of all of it because their record is locked, each with whom to ask.
    """

    line_class: str
    line: LineFound | None
    candidates: tuple[Candidate, ...]
    victims: tuple[Candidate, ...]
    said: bool
    for_another: bool
    homes: dict[uuid.UUID, uuid.UUID]
    household: tuple[Resident, ...]
    living_there: int
    place: PlaceFound | None
    repeat_caller: bool
    repeat_victim: bool
    repeat_victim_known: bool
    repeat_location: bool
    trend: Trend
    case_review: Standing | None
    open_incidents: tuple[str, ...]
    policy: str
    ms: float = 0.0
    promises: tuple[Promised, ...] = ()
    line_broken: int = 0
    safe_contact: bool = False
    more_exists: Mapping[uuid.UUID, str] = field(default_factory=dict)

    @property
    def confirmed(self) -> Candidate | None:
        """Return the person whom the handler has confirmed."""
        return next((found for found in self.candidates if found.kind == "confirmed"), None)

    @property
    def confirmed_victim(self) -> Candidate | None:
        """Return the person for whom the call is, once confirmed."""
        return next((found for found in self.victims if found.kind == "confirmed"), None)

    @property
    def known(self) -> Candidate | None:
        """Return whose history may be told: of whoever rings, or of the person they ring for, once confirmed."""
        return self.confirmed_victim if self.for_another else self.confirmed

    @property
    def subjects(self) -> list[str]:
        """Name every person whose record is in it, as the audit trail names them."""
        # Others in the household are named only once somebody of it is confirmed.
        home = self.household if self.known else ()
        shown = [*(c.person for c in (*self.candidates, *self.victims)), *(r.person for r in home)]
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
        "candidates": [as_candidate(candidate) for candidate in found.candidates],
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


def as_candidate(candidate: Candidate) -> dict[str, Any]:
    """Put one person it may be."""
    return {
        "person": str(candidate.person),
        "name": candidate.name,
        "kind": candidate.kind,
        "probability": candidate.probability,
        "because": list(candidate.because),
        "counts": _keys(candidate.counts),
    }


def _keys(counts: dict[int, int]) -> dict[str, int]:
    """Put windows as JSON has them."""
    return {str(days): count for days, count in counts.items()}
