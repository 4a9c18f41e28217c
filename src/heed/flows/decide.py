"""Grade again, close, and the second person: what the pack lets one person do, and what it does not."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from heed.domain.calls import services as calls
from heed.domain.calls.terms import EntryKind
from heed.domain.incidents import queries
from heed.domain.incidents import services as incidents
from heed.domain.incidents.models import Approval, Closing, Grading, Incident
from heed.domain.vulnerability.assessments.queries import complete
from heed.engines.risk import gates
from heed.engines.risk.grading import attend_by, is_downgrade
from heed.engines.risk.reassess import Trigger
from heed.flows import demands
from heed.flows.clocks import follow as clocks_follow
from heed.flows.gating import circumstances, missing_to_close, missing_to_lower
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.policy import services as policy


class AlreadyClosed(Exception):
    """The incident is closed."""


class WaitsForSecondPerson(Exception):
    """A second person has been asked about this incident and has not answered."""


class Refused(Exception):
    """The pack does not allow it, whoever agrees; `missing` says what is missing, a sentence each."""

    def __init__(self, missing: Collection[str]) -> None:
        """Keep the sentences."""
        super().__init__(" ".join(missing))
        self.missing = tuple(missing)


@transaction.atomic
def grade_again(
    *,
    incident: Incident,
    grade: str,
    rationale: str,
    rural: bool,
    user: User,
    actor: Actor,
    now: datetime,
) -> Grading:
    """
    Grade an incident again. A lower grade stands only once the second person that the pack asks for has agreed.

    Going down is refused until the assessment is complete, and was made since the grade that stands.
    Raises AlreadyClosed, WaitsForSecondPerson, and Refused with what is missing.
    """
    rules, before = policy.in_use().grades, queries.standing_grade(incident)
    # Going up never waits: somebody who has a knife now is not kept waiting by a question about an hour ago.
    goes_up = bool(before and before.grade in rules and rules[grade].rank < rules[before.grade].rank)
    incident = _open(incident, waits=not goes_up)
    pack = policy.in_use()
    standing = queries.standing_grade(incident)
    new = pack.grades[grade]
    because: tuple[str, ...] = ()
    version = policy.remember(pack, now=now)
    if standing and standing.grade in pack.grades:
        if missing := missing_to_lower(incident, standing, new):
            raise Refused(missing)
        because = gates.second_person_for_downgrade(
            pack.grades[standing.grade],
            new,
            incident=circumstances(incident, now=now),
            policy=pack.gates.downgrade,
        )
    approval = (
        incidents.ask_second_person(incident=incident, because=because, asked_by=user, now=now) if because else None
    )
    grading = incidents.grade(
        incident=incident,
        code=grade,
        rationale=rationale,
        attend_by=attend_by(new, graded_at=now, rural=rural),
        approval=approval,
        policy_version=version,
        actor=actor,
        now=now,
    )
    if approval is None:
        _after_lowering(incident, standing, grade, now=now)
    waits = " This waits for a second person." if approval else ""
    calls.append_entry(
        call_id=incident.call_id,
        kind=EntryKind.GRADE,
        text=f"Graded {new.label}. {rationale.rstrip('.')}.{waits}",
        actor=actor,
        now=now,
        detail={"grade": grade, "second_person": list(because)},
    )
    clocks_follow.follow(incident=incident, now=now)
    return grading


@transaction.atomic
def close(
    *, incident: Incident, closing_code: str, result: str, rationale: str, user: User, actor: Actor, now: datetime
) -> Closing:
    """
    Close an incident. It stays open until the second person that the pack asks for has agreed.

    Raises AlreadyClosed, WaitsForSecondPerson, and Refused with what is missing.
    """
    incident = _open(incident)
    pack = policy.in_use()
    rule = pack.results[result]
    if missing := missing_to_close(incident, result, rationale=rationale, now=now):
        raise Refused(missing)
    because = gates.second_person_for_closing(
        result,
        incident=circumstances(incident, deployed=rule.deployment, now=now),
        policy=pack.gates.closing,
    )
    approval = (
        incidents.ask_second_person(incident=incident, because=because, asked_by=user, now=now) if because else None
    )
    closing = incidents.close(
        incident=incident,
        closing_code=rule.nicl or closing_code,
        result=result,
        rationale=rationale,
        approval=approval,
        policy_version=policy.remember(pack, now=now),
        actor=actor,
        now=now,
    )
    waits = " This waits for a second person." if approval else ""
    calls.append_entry(
        call_id=incident.call_id,
        kind=EntryKind.CLOSING,
        text=f"Closed: {rule.label}. {rationale.rstrip('.')}.{waits}",
        actor=actor,
        now=now,
        detail={"closing_code": rule.nicl or closing_code, "result": result, "second_person": list(because)},
    )
    clocks_follow.follow(incident=incident, now=now)
    return closing


@transaction.atomic
def answer_as_second_person(
    *, approval_id: int, agreed: bool, why: str, user: User, actor: Actor, now: datetime
) -> Approval:
    """
    Agree or refuse as the second person.

    Nobody agrees to what has been overtaken: a call that came since demands that the risk is judged again first.
    Raises ApprovalAnswered, NotASecondPerson, Approval.DoesNotExist, and Refused with what is missing.
    """
    approval = incidents.answer_approval(
        approval_id=approval_id, agreed=agreed, why=why, user=user, actor=actor, now=now
    )
    if agreed and not hasattr(approval, "unlinking") and (missing := complete(approval.incident)):
        raise Refused(missing)
    what = _asked_for(approval)
    said = "agreed to" if agreed else "refused"
    calls.append_entry(
        call_id=approval.incident.call_id,
        kind=EntryKind.GRADE if hasattr(approval, "grading") else EntryKind.CLOSING,
        text=f"{actor.name} {said} {what}. {why}".strip(),
        actor=actor,
        now=now,
        detail={"approval": approval.pk, "agreed": agreed},
    )
    if agreed and hasattr(approval, "unlinking"):
        incidents.remove_link(approval.unlinking, actor=actor, now=now)
    if agreed and hasattr(approval, "grading"):
        before = approval.incident.gradings.filter(queries.STANDS, pk__lt=approval.grading.pk).order_by("-id").first()
        _after_lowering(approval.incident, before, approval.grading.grade, now=now)
    clocks_follow.follow(incident=approval.incident, now=now)
    return approval


def _after_lowering(incident: Incident, before: Grading | None, grade: str, *, now: datetime) -> None:
    """Demand that the risk is judged again where a grade has gone down."""
    grades = policy.in_use().grades
    if before and before.grade in grades and grade in grades and is_downgrade(grades[before.grade], grades[grade]):
        demands.demand(incident, Trigger.GRADE_LOWERED, now=now)


def _asked_for(approval: Approval) -> str:
    """Name what a second person was asked to agree to."""
    if hasattr(approval, "unlinking"):
        return f"taking back the link with {approval.unlinking.link.other.reference}"
    return "the grade" if hasattr(approval, "grading") else "the closing"


def _open(incident: Incident, *, waits: bool = True) -> Incident:
    """
    Lock an incident that is open and, where that matters, waits for nobody.

    Raises AlreadyClosed, WaitsForSecondPerson.
    """
    locked = Incident.objects.select_for_update(no_key=True).get(pk=incident.pk)
    if queries.standing_closing(locked):
        raise AlreadyClosed(locked.reference)
    if waits and Approval.objects.filter(incident=locked, answered_at=None).exists():
        raise WaitsForSecondPerson(locked.reference)
    return locked
