"""Grade again, close, link, and the second person: what the pack lets one person do, and what it does not."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from heed.domain.calls import services as calls
from heed.domain.calls.terms import EntryKind
from heed.domain.incidents import queries
from heed.domain.incidents import services as incidents
from heed.domain.incidents.models import Approval, Closing, Grading, Incident, Party
from heed.domain.incidents.services import AnswerReport
from heed.domain.incidents.terms import Given, LinkKind, PartyRole
from heed.domain.places import queries as places
from heed.engines.risk import gates
from heed.engines.risk.gates import Circumstances, RepeatKind, Vulnerable
from heed.engines.risk.grading import attend_by
from heed.engines.risk.repeat import is_repeat
from heed.flows.counting import look_back
from heed.flows.recognise import SUFFERED
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.policy import services as policy

BEFORE = "before"
DEEMED_VULNERABLE = "vulnerable"
"""The pack's questions whose answers decide here: has it happened before, is anybody vulnerable (procedure.md 3.3)."""

VULNERABLE: dict[str, Vulnerable] = {Given.YES: Vulnerable.YES, Given.NO: Vulnerable.NO}


class AlreadyClosed(Exception):
    """The incident is closed."""


class WaitsForSecondPerson(Exception):
    """A second person has been asked about this incident and has not answered."""


class Refused(Exception):
    """The pack does not allow it, whoever agrees; the message says what is missing."""


@transaction.atomic
def grade_again(
    *,
    incident: Incident,
    grade: str,
    rationale: str,
    rural: bool,
    assessment: Sequence[AnswerReport] = (),
    user: User,
    actor: Actor,
    now: datetime,
) -> Grading:
    """
    Grade an incident again. A lower grade stands only once the second person that the pack asks for has agreed.

    assessment: the risk questions answered anew; going down without them is refused where the pack asks for them.
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
    incidents.add_answers(incident=incident, answers=assessment, policy_version=version, actor=actor, now=now)
    if standing and standing.grade in pack.grades:
        assessed_at = queries.answered_at(incident, {question.id for question in pack.risk_questions})
        if gates.needs_fresh_assessment(
            pack.grades[standing.grade],
            new,
            graded_at=standing.graded_at,
            assessed_at=assessed_at,
            policy=pack.gates.downgrade,
        ):
            raise Refused("Assess the risk again before the grade goes down: what can go wrong, how likely, what then.")
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
    waits = " This waits for a second person." if approval else ""
    calls.append_entry(
        call_id=incident.call_id,
        kind=EntryKind.GRADE,
        text=f"Graded {new.label}. {rationale.rstrip('.')}.{waits}",
        actor=actor,
        now=now,
        detail={"grade": grade, "second_person": list(because)},
    )
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
    # Attendance is not recorded yet: a result that says somebody went is the handler's own word that they did.
    asked = queries.answered_at(incident, {question.id for question in pack.risk_questions}) is not None
    missing = gates.closing_refused(
        result,
        rationale=rationale,
        deployed=rule.deployment,
        callers_safe={f"the caller of {incident.reference}": asked},
        policy=pack.gates.closing,
    )
    if missing:
        raise Refused(" ".join(missing))
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
    return closing


@transaction.atomic
def answer_as_second_person(
    *, approval_id: int, agreed: bool, why: str, user: User, actor: Actor, now: datetime
) -> Approval:
    """Agree or refuse as the second person. Raises ApprovalAnswered, NotASecondPerson, Approval.DoesNotExist."""
    approval = incidents.answer_approval(
        approval_id=approval_id, agreed=agreed, why=why, user=user, actor=actor, now=now
    )
    what = "the grade" if hasattr(approval, "grading") else "the closing"
    said = "agreed to" if agreed else "refused"
    calls.append_entry(
        call_id=approval.incident.call_id,
        kind=EntryKind.GRADE if hasattr(approval, "grading") else EntryKind.CLOSING,
        text=f"{actor.name} {said} {what}. {why}".strip(),
        actor=actor,
        now=now,
        detail={"approval": approval.pk, "agreed": agreed},
    )
    return approval


@transaction.atomic
def link(*, incident: Incident, other: Incident, kind: LinkKind, why: str, actor: Actor, now: datetime) -> None:
    """Link two incidents and say so in both logs. A link closes nothing. Raises CannotLink."""
    # Both, always in the same order: two links at once see each other, and neither waits for the other for ever.
    list(Incident.objects.select_for_update(no_key=True).filter(pk__in=(incident.pk, other.pk)).order_by("pk"))
    incidents.link(incident=incident, other=other, kind=kind, why=why, actor=actor, now=now)
    for one, another in ((incident, other), (other, incident)):
        calls.append_entry(
            call_id=one.call_id,
            kind=EntryKind.STATE,
            text=f"Linked with {another.reference}. {kind.label}: {why}",
            actor=actor,
            now=now,
            detail={"incident": another.pk, "kind": str(kind)},
        )


def second_person_to_grade(incident: Incident, *, now: datetime) -> dict[str, tuple[str, ...]]:
    """Say, for each grade, why a second person would have to agree to it now; an empty reason means nobody need."""
    pack = policy.in_use()
    standing = queries.standing_grade(incident)
    if not standing or standing.grade not in pack.grades:
        return dict.fromkeys(pack.grades, ())
    known, old = circumstances(incident, now=now), pack.grades[standing.grade]
    return {
        code: gates.second_person_for_downgrade(old, new, incident=known, policy=pack.gates.downgrade)
        for code, new in pack.grades.items()
    }


def second_person_to_close(incident: Incident, *, now: datetime) -> dict[str, tuple[str, ...]]:
    """Say, for each result, why a second person would have to agree to closing with it now."""
    pack = policy.in_use()
    known = circumstances(incident, now=now)
    return {
        code: gates.second_person_for_closing(
            code, incident=replace(known, deployed=rule.deployment), policy=pack.gates.closing
        )
        for code, rule in pack.results.items()
    }


def circumstances(incident: Incident, *, now: datetime, deployed: bool = False) -> Circumstances:
    """Put together what the gates ask of an incident: its grade, how it was opened, who and what in it is a repeat."""
    pack = policy.in_use()
    since = now - look_back(pack)
    parties = list(Party.objects.filter(incident=incident, person__isnull=False).values_list("person", "role"))
    repeat: set[RepeatKind] = set()
    answers = queries.newest_answers(incident)
    says_so = answers.get(BEFORE) == Given.YES
    for kind, roles, rule, own_word in (
        (RepeatKind.VICTIM, SUFFERED, pack.repeat.victim.rule, says_so),
        (RepeatKind.CALLER, (PartyRole.CALLER,), pack.repeat.caller.rule, False),
    ):
        persons = {person for person, role in parties if role in roles and person is not None}
        reports = queries.reports_of_people(persons, roles=roles, since=since, excluding=None)
        current = str(queries.main_of(incident))
        if any(
            is_repeat(theirs, now=now, rule=rule, current=current, says_so=own_word)
            for theirs in reports.values() or [[]]
        ):
            repeat.add(kind)
    if incident.place_id:
        here = queries.reports_at_place(places.within(incident.place_id), since=since, excluding=None)
        if is_repeat(here, now=now, rule=pack.repeat.location.rule, current=str(queries.main_of(incident))):
            repeat.add(RepeatKind.LOCATION)
    standing = queries.standing_grade(incident)
    return Circumstances(
        grade=standing.grade if standing else "",
        opened_as=incident.opening_code,
        repeat=frozenset(repeat),
        vulnerable=VULNERABLE.get(answers.get(DEEMED_VULNERABLE, ""), Vulnerable.UNKNOWN),
        deployed=deployed,
    )


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
