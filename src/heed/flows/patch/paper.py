"""A patch as text for a terminal, as JSON, and as a PDF to carry. The PDF is set by typst, and is an accessible one (PDF/UA)."""

import json
from importlib import resources
from typing import Any

import typst
from django.utils.timezone import localdate

from heed.domain.tasking import queries as tasking
from heed.engines.risk.patch import Standing
from heed.flows.patch.today import Entry, Patch
from heed.foundation.design.dates import clock, day, moment

MARKING = "OFFICIAL-SENSITIVE"


def title(patch: Patch) -> str:
    """Name the beat and the day."""
    return f"My patch: {patch.beat.name}, {patch.on:%A} {day(patch.on)}"


def under(patch: Patch) -> str:
    """Say of which moment the list is, and how long it is."""
    count = len(patch.entries)
    listed = "nothing waits" if not count else "one to see to" if count == 1 else f"{count} to see to"
    return f"As it stood at {clock(patch.at)} on {day(localdate(patch.at))}: {listed}."


def standing_words(standing: Standing) -> str:
    """Say what makes harm likelier, in words; nothing where nothing does."""
    words = ["at risk"] if standing.vulnerable else []
    if standing.incidents > 1:
        words.append(f"victim of {standing.incidents} incidents in 12 months")
    return ", ".join(words).capitalize()


def officers(patch: Patch) -> str:
    """Name the officers of the beat on the day, the lead first."""
    named = [one.user.display_name for one in tasking.officers_of(patch.beat, on=patch.on)]
    return f"Named officers: {', '.join(named)}." if named else "This beat has no named officer."


def as_text(patch: Patch) -> str:
    """Write the list as text, a line for each reason."""
    lines = [title(patch), under(patch), officers(patch)]
    number = 0
    for part, entries in patch.parts:
        lines += ["", str(part).upper()]
        for entry in entries:
            number += 1
            where = f", {entry.where}" if entry.where else ""
            lines.append(f"{number:3}. {entry.who}{where}")
            if words := standing_words(entry.standing):
                lines.append(f"     {words}")
            lines += [f"     - {_one_line(reason.words)}" for reason in entry.reasons]
            if entry.incidents:
                lines.append(f"     {_references(entry)}")
    return "\n".join(lines)


def as_json(patch: Patch) -> dict[str, Any]:
    """Return the list as JSON can hold it; moments as ISO 8601 in UTC."""
    return {
        "beat": {"code": patch.beat.code, "name": patch.beat.name},
        "on": patch.on,
        "at": patch.at,
        "entries": [
            {
                "part": str(entry.part),
                "who": entry.who,
                "where": entry.where,
                "person": entry.person.pk if entry.person else None,
                "at_risk": entry.standing.vulnerable,
                "incidents_in_12_months": entry.standing.incidents,
                "reasons": [
                    {"why": str(reason.why), "words": reason.words, "due_by": reason.due_by} for reason in entry.reasons
                ],
                "incidents": [incident.reference for incident in entry.incidents],
            }
            for entry in patch.entries
        ],
    }


def as_pdf(patch: Patch) -> bytes:
    """Set the list as a PDF (PDF/UA-1): what stands in the record goes in as data, never as markup."""
    number = iter(range(1, len(patch.entries) + 1))
    words = {
        "title": title(patch),
        "force": patch.beat.force.name,
        "under": under(patch),
        "officers": officers(patch),
        "marking": MARKING,
        "foot": f"{patch.beat.name}, printed from Heed as of {moment(patch.at)}. Shred after use.",
        "parts": [
            {
                "name": str(part),
                "entries": [
                    {
                        "number": str(next(number)),
                        "who": entry.who,
                        "where": entry.where,
                        "standing": standing_words(entry.standing),
                        "reasons": [_one_line(reason.words) for reason in entry.reasons],
                        "references": _references(entry),
                    }
                    for entry in entries
                ],
            }
            for part, entries in patch.parts
        ],
    }
    page = resources.files("heed.flows.patch").joinpath("patch.typ").read_bytes()
    return typst.compile(page, sys_inputs={"list": json.dumps(words)}, pdf_standards=["ua-1"])


def _one_line(words: str) -> str:
    """Write words without line breaks: each reason is one line of a list."""
    return " ".join(words.split())


def _references(entry: Entry) -> str:
    """List the incidents of an entry by what is read out for them."""
    return ", ".join(incident.reference for incident in entry.incidents)
