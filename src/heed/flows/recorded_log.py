"""What was recorded, written into the call's log, so that the log alone tells the story."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from heed.domain.calls import services as calls
from heed.domain.calls.terms import EntryKind
from heed.domain.incidents.models import Grading, Incident
from heed.domain.incidents.services import AnswerReport
from heed.domain.incidents.terms import Given
from heed.foundation.accounts.terms import Actor
from heed.foundation.policy import services as policy
from heed.foundation.reference import codes


def write(
    incident: Incident,
    *,
    qualifiers: Sequence[str],
    answers: Sequence[AnswerReport],
    grading: Grading,
    actor: Actor,
    now: datetime,
) -> None:
    """Write what was recorded: the incident, each answer, and the grade with its reason."""
    pack = policy.in_use()
    code = codes.category(incident.opening_code)
    where = f" at {incident.place.address}" if incident.place else ""
    calls.append_entry(
        call_id=incident.call_id,
        kind=EntryKind.RECORDED,
        text=f"Recorded as {incident.reference}: {code.label}{where}. {incident.summary}",
        actor=actor,
        now=now,
        detail={"incident": incident.pk, "opening_code": incident.opening_code, "qualifiers": list(qualifiers)},
    )
    asked = (*pack.risk_questions, *pack.questions, *pack.asking.further)
    wording = {question.id: question.wording for question in asked}
    for answer in answers:
        calls.append_entry(
            call_id=incident.call_id,
            kind=EntryKind.ANSWER,
            text=f"{wording.get(answer.question, answer.question)} {_said(answer)}",
            actor=actor,
            now=now,
            detail={
                "question": answer.question,
                "given": str(answer.given),
                "known_already": answer.known_already,
                "wording": answer.wording_version,
                "asked_in": answer.asked_in,
            },
        )
    attend = grading.attend_by
    by = f" Attend by {timezone.localtime(attend):%H:%M on %-d %B}." if attend else ""
    calls.append_entry(
        call_id=incident.call_id,
        kind=EntryKind.GRADE,
        text=f"Graded {pack.grades[grading.grade].label}.{by} {grading.rationale}",
        actor=actor,
        now=now,
        detail={"grade": grading.grade, "policy": incident.policy_version},
    )


def _said(answer: AnswerReport) -> str:
    """Put an answer in words: what was chosen, and what was said with it."""
    chosen = "" if answer.given == Given.WORDS else f"{answer.given.label}."
    return f"{chosen} {answer.text}".strip()
