"""An incident put as its page shows it: codes in words, what waits for whom, and the system's own proof of check."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from heed.domain.calls import queries as calls
from heed.domain.calls.models import Check, LogEntry
from heed.domain.incidents.models import Approval, Closing, Grading, Incident, Party
from heed.domain.incidents.queries import Whole
from heed.domain.incidents.terms import PartyRole
from heed.domain.timers.queries import attended_at
from heed.engines.numbers.reading import display
from heed.flows.enrich import qualifier_label
from heed.foundation.design import dates
from heed.foundation.policy import services as policy
from heed.foundation.reference import codes

DIGEST_SHOWN = 8
"""Figures of an entry's digest: enough to compare two screens by."""


@dataclass(frozen=True, slots=True)
class Page:
    """What the template shows beside the rows themselves."""

    whole: Whole
    opening: str
    grading: Grading | None
    grade: str
    deadline: str
    overdue: bool
    closing: Closing | None
    waiting: Approval | None
    people: list[dict[str, Any]]
    qualifiers: list[str]
    answers: list[dict[str, Any]]
    gradings: list[dict[str, Any]]
    closings: list[dict[str, Any]]
    links: list[dict[str, Any]]
    log: list[dict[str, Any]]
    entries: list[LogEntry]
    call_backs: list[dict[str, Any]]
    proofs: list[str]


def put(incident: Incident, whole: Whole, *, now: datetime) -> Page:
    """Put an incident as its page shows it."""
    gradings = [_decided(row, words=grade_label(row.grade)) for row in whole.gradings]
    closings = [
        _decided(row, words=result_label(row.result), code=code_label(row.closing_code)) for row in whole.closings
    ]
    standing = next((g["row"] for g in reversed(gradings) if g["stands"]), None)
    closing = next((c["row"] for c in reversed(closings) if c["stands"]), None)
    logs = calls.logs_of([incident.call_id, *(back.call_id for back in whole.call_backs)])
    attended = attended_at(incident, due_at=standing.attend_by) if standing and standing.attend_by else None
    overdue = bool(standing and standing.attend_by and standing.attend_by < now and not closing and not attended)
    parties = frozenset(str(party.person_id) for party in whole.parties)
    return Page(
        whole=whole,
        opening=code_label(incident.opening_code),
        grading=standing,
        grade=grade_label(standing.grade) if standing else "Not graded",
        deadline=_deadline(standing, overdue=overdue, closed=bool(closing), attended=attended, now=now),
        overdue=overdue,
        closing=closing,
        waiting=_waiting([*gradings, *closings]),
        people=[_role(role, whole.parties, incident) for role in PartyRole if _has(role, whole.parties)],
        qualifiers=[qualifier_label(row.code) for row in whole.qualifiers],
        answers=_answers(whole),
        gradings=gradings,
        closings=closings,
        links=_links(whole),
        log=_log(logs[incident.call_id]),
        entries=logs[incident.call_id],
        call_backs=[{"row": back, "log": _log(logs[back.call_id])} for back in whole.call_backs],
        proofs=[_proof(check, parties=parties) for check in calls.checks_of(incident.call_id)],
    )


def code_label(code: str) -> str:
    """Return the words of a category, national or local; a code that is neither any more is returned as it is."""
    local = policy.in_use().local_codes.get(code)
    try:
        return local.label if local else codes.category(code).label
    except codes.NoSuchCode:
        return code


def grade_label(code: str) -> str:
    """Return the words of a grade; of one that the pack no longer has, its code."""
    rule = policy.in_use().grades.get(code)
    return rule.label if rule else code.replace("_", " ").capitalize()


def result_label(code: str) -> str:
    """Return the words of a result; of one that the pack no longer has, its code."""
    rule = policy.in_use().results.get(code)
    return rule.label if rule else code.replace("_", " ").capitalize()


def _decided(row: Grading | Closing, **words: str) -> dict[str, Any]:
    """Put a grading or closing with whether it stands, waits for a second person, or was refused."""
    approval = row.approval
    return {
        "row": row,
        "stands": (approval is None or bool(approval.agreed)) and getattr(row, "reopening", None) is None,
        "reopened": getattr(row, "reopening", None),
        "waits": approval is not None and approval.answered_at is None,
        "approval": approval,
        **words,
    }


def _waiting(decided: Sequence[Mapping[str, Any]]) -> Approval | None:
    """Return what waits for a second person, if anything does: there is never more than one."""
    return next((found["approval"] for found in decided if found["waits"]), None)


def _deadline(grading: Grading | None, *, overdue: bool, closed: bool, attended: datetime | None, now: datetime) -> str:
    """Say by when somebody must attend, and when that has passed, that it has."""
    if grading is None:
        return "Nobody has said yet how soon to attend"
    if grading.attend_by is None:
        return "This grade sets no time"
    if attended:
        late = " Late:" if attended > grading.attend_by else ""
        return f"Somebody arrived {dates.moment(attended)}.{late} It was to be by {dates.moment(grading.attend_by)}"
    by = f"Attend by {dates.moment(grading.attend_by)}"
    if closed:
        return by
    if overdue:
        return f"{by}. Overdue: that was {dates.ago(grading.attend_by, now=now)}, and the incident is still open"
    return f"{by}, {dates.ago(grading.attend_by, now=now)}"


def _has(role: PartyRole, parties: Sequence[Party]) -> bool:
    return any(party.role == role for party in parties)


def _role(role: PartyRole, parties: Sequence[Party], incident: Incident) -> dict[str, Any]:
    """Put everybody in one role."""
    return {
        "label": role.label,
        "parties": [{"row": party, "number": _number(party, incident)} for party in parties if party.role == role],
    }


def _number(party: Party, incident: Incident) -> str:
    """Return a party's number as people read it; one that came withheld with the call is matched and never shown."""
    if not party.e164:
        return ""
    if party.e164 == incident.call.e164 and not incident.call.may_show:
        return incident.call.line_in_words
    return display(party.e164)


def _answers(whole: Whole) -> list[dict[str, Any]]:
    """Put each answer under the wording it was given to; one that was asked again follows the first."""
    wordings = policy.wordings({answer.policy_version for answer in whole.answers})
    return [
        {
            "row": row,
            "wording": wordings[row.policy_version].get(row.question, row.question.replace("_", " ").capitalize()),
        }
        for row in whole.answers
    ]


def _links(whole: Whole) -> list[dict[str, Any]]:
    """Put links from both ends, each in the words that are true from this one."""
    out = [{"row": row, "other": row.other, "words": _link_words(row.kind, is_main=False)} for row in whole.links]
    back = [
        {"row": row, "other": row.incident, "words": _link_words(row.kind, is_main=True)} for row in whole.linked_from
    ]
    return out + back


def _link_words(kind: str, *, is_main: bool) -> str:
    if kind != "duplicate":
        return "Linked with"
    return "Main log of the same event, also reported as" if is_main else "The same event as the main log"


def _log(entries: Sequence[LogEntry]) -> list[dict[str, Any]]:
    """Put a log with the beginning of each digest, and with what was corrected later."""
    corrected = {entry.corrects: entry.seq for entry in entries if entry.corrects}
    return [
        {"row": entry, "digest": entry.hash[:DIGEST_SHOWN], "corrected_by": corrected.get(entry.seq)}
        for entry in entries
    ]


def _proof(check: Check, *, parties: Collection[str]) -> str:
    """
    Write one proof of check as a sentence: what Heed searched, when, what it found, and who saw it when.

    Of people who turned out to have no part in the incident it says how many, and neither who nor what they suffered.
    """
    card = check.found.get("card", {})
    offered = [person["person"] for part in ("candidates", "victims") for person in check.found.get(part, [])]
    others = sum(person not in parties for person in offered)
    if others:
        found = "1 person it may be" if len(offered) == 1 else f"{len(offered)} people it may be"
        found += f", {others} of them not in this incident"
    else:
        found = ". ".join(filter(None, [card.get("who", ""), card.get("pattern", "")])) or "nothing"
    shown = [f"{showing.shown_to.display_name} at {dates.clock(showing.at)}" for showing in check.showings.all()]
    seen = f"shown to {', '.join(shown)}" if shown else "not shown to anybody"
    return f"Heed searched {_searched(check.searched)} at {dates.moment(check.at)}, found “{found}”, {seen}."


def _searched(searched: Mapping[str, Any]) -> str:
    """Say what was searched by."""
    if searched.get("line") and searched.get("may_match"):
        by = ["the line"]
    elif searched.get("line"):
        by = ["the list of shared lines"]
    else:
        by = ["without a number"]
    if searched.get("confirmed"):
        by.append("the person confirmed")
    if searched.get("place"):
        by.append("the address")
    if searched.get("ruled_out"):
        count = len(searched["ruled_out"])
        by.append(f"without the {count} ruled out")
    return ", ".join(by)
