"""Changes to incidents. What they mean for the call, its log and other people follows in flows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from heed.domain.calls.models import Call
from heed.domain.incidents.models import (
    Answer,
    Approval,
    CallBack,
    CallerSafety,
    Closing,
    Grading,
    Incident,
    IncidentLink,
    Notice,
    Party,
    Qualifier,
    Unlinking,
)
from heed.domain.incidents.terms import Given, LinkKind, NoticeKind, PartyRole, Safe
from heed.domain.people.models import Person
from heed.domain.places.models import Place
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act


class ApprovalAnswered(Exception):
    """A second person has answered already."""


class NotASecondPerson(Exception):
    """Whoever asked cannot be the one who agrees."""


class NotInThese(Exception):
    """Somebody has no part, or no longer, in what was to be moved."""


class CannotLink(Exception):
    """These two incidents cannot be linked so; the message says why."""


@dataclass(frozen=True, slots=True)
class PartyReport:
    """Somebody in an incident, as described on the call. person: once it is known who it is."""

    role: PartyRole
    person: Person | None = None
    given_name: str = ""
    family_name: str = ""
    born_on: date | None = None
    age: int | None = None
    e164: str = ""
    address: str = ""
    place: Place | None = None
    relation: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class AnswerReport:
    """What came of one question; known_already: it was known, and confirmed. asked_in: the language, "en" or "cy"."""

    question: str
    given: Given
    text: str = ""
    known_already: bool = False
    wording_version: str = ""
    asked_in: str = ""


def record_incident(
    *,
    call: Call,
    opening_code: str,
    summary: str,
    place: Place | None,
    recorded_by: User | None,
    policy_version: str,
    actor: Actor,
    now: datetime,
) -> Incident:
    """Record the incident that a call reports. A call may report several."""
    incident = Incident.objects.create(
        force_id=call.force_id,
        unit_id=call.unit_id,
        call=call,
        channel=call.channel,
        opening_code=opening_code,
        place=place,
        summary=summary,
        recorded_at=now,
        recorded_by=recorded_by,
        recorded_by_name=actor.name,
        policy_version=policy_version,
    )
    audit.record(
        actor=actor,
        act=Act.COLLECTION,
        action="incident.recorded",
        subjects=[f"incident:{incident.pk}", f"call:{call.pk}"],
        now=now,
    )
    return incident


def add_parties(*, incident: Incident, parties: Sequence[PartyReport], actor: Actor, now: datetime) -> list[Party]:
    """Add people to an incident, each in one role."""
    return Party.objects.bulk_create(
        [
            Party(
                incident=incident,
                role=party.role,
                person=party.person,
                given_name=party.given_name[:200],
                family_name=party.family_name[:200],
                born_on=party.born_on,
                age=party.age,
                e164=party.e164,
                address=party.address[:300],
                place=party.place,
                relation=party.relation[:120],
                description=party.description,
                at=now,
                added_by_name=actor.name,
            )
            for party in parties
        ]
    )


def move_parties(*, party_ids: Collection[int], source: Person, to: Person, actor: Actor, now: datetime) -> int:
    """
    Give parts in incidents to another person: a split, or its undoing, which keep the ids. What was described stays.

    All of them or, with NotInThese, none.
    """
    ids = set(party_ids)
    parties = list(Party.objects.filter(pk__in=ids, person=source).select_for_update(of=("self",)).order_by("pk"))
    if len(parties) != len(ids):
        raise NotInThese
    if not parties:
        return 0
    moved = Party.objects.filter(pk__in=ids).update(person=to)
    audit.record(
        actor=actor,
        act=Act.ALTERATION,
        action="party.moved",
        subjects=[
            f"person:{source.pk}",
            f"person:{to.pk}",
            *dict.fromkeys(f"incident:{party.incident_id}" for party in parties),
        ],
        now=now,
    )
    return moved


def add_qualifiers(*, incident: Incident, codes: Sequence[str], actor: Actor, now: datetime) -> None:
    """Add qualifiers; one that stands already stays as it is."""
    Qualifier.objects.bulk_create(
        [Qualifier(incident=incident, code=code, at=now, added_by_name=actor.name) for code in codes],
        ignore_conflicts=True,
    )


def add_answers(
    *, incident: Incident, answers: Sequence[AnswerReport], policy_version: str, actor: Actor, now: datetime
) -> None:
    """Keep what came of each question."""
    Answer.objects.bulk_create(
        [
            Answer(
                incident=incident,
                question=answer.question,
                given=answer.given,
                text=answer.text,
                known_already=answer.known_already,
                wording_version=answer.wording_version,
                asked_in=answer.asked_in,
                at=now,
                asked_by_name=actor.name,
                policy_version=policy_version,
            )
            for answer in answers
        ]
    )


def ask_second_person(*, incident: Incident, because: Sequence[str], asked_by: User, now: datetime) -> Approval:
    """Ask for a second person's agreement; because is what they will read."""
    return Approval.objects.create(incident=incident, because=list(because), asked_at=now, asked_by=asked_by)


def grade(
    *,
    incident: Incident,
    code: str,
    rationale: str,
    attend_by: datetime | None,
    approval: Approval | None,
    policy_version: str,
    actor: Actor,
    now: datetime,
) -> Grading:
    """Grade an incident. With an approval it stands only once that is agreed to."""
    grading = Grading.objects.create(
        incident=incident,
        grade=code,
        rationale=rationale,
        attend_by=attend_by,
        graded_at=now,
        graded_by_name=actor.name,
        approval=approval,
        policy_version=policy_version,
    )
    audit.record(
        actor=actor, act=Act.ALTERATION, action="incident.graded", subjects=[f"incident:{incident.pk}"], now=now
    )
    return grading


def close(
    *,
    incident: Incident,
    closing_code: str,
    result: str,
    rationale: str,
    approval: Approval | None,
    policy_version: str,
    actor: Actor,
    now: datetime,
) -> Closing:
    """Close an incident. With an approval it stands only once that is agreed to."""
    closing = Closing.objects.create(
        incident=incident,
        closing_code=closing_code,
        result=result,
        rationale=rationale,
        closed_at=now,
        closed_by_name=actor.name,
        approval=approval,
        policy_version=policy_version,
    )
    audit.record(
        actor=actor, act=Act.ALTERATION, action="incident.closed", subjects=[f"incident:{incident.pk}"], now=now
    )
    if approval is None:
        _shut(incident, at=now)
    return closing


@transaction.atomic
def answer_approval(*, approval_id: int, agreed: bool, why: str, user: User, actor: Actor, now: datetime) -> Approval:
    """Answer as the second person. Raises ApprovalAnswered, NotASecondPerson, Approval.DoesNotExist."""
    approval = (
        Approval.objects.select_for_update(of=("self",))
        .select_related("incident__call")
        .get(pk=approval_id, incident__force=user.force_id)
    )
    if approval.answered_at:
        raise ApprovalAnswered(approval_id)
    if approval.asked_by_id == user.pk:
        raise NotASecondPerson(approval_id)
    approval.answered_at, approval.answered_by, approval.agreed, approval.why = now, user, agreed, why[:500]
    approval.save(update_fields=["answered_at", "answered_by", "agreed", "why"])
    if agreed and Closing.objects.filter(approval=approval).exists():
        _shut(approval.incident, at=now)
    audit.record(
        actor=actor,
        act=Act.ALTERATION,
        action="approval.agreed" if agreed else "approval.refused",
        subjects=[f"incident:{approval.incident_id}", f"approval:{approval.pk}"],
        now=now,
    )
    return approval


def _shut(incident: Incident, *, at: datetime) -> None:
    """Note since when a closing stands; the first counts."""
    Incident.objects.filter(pk=incident.pk, closed_at=None).update(closed_at=at)


def link(*, incident: Incident, other: Incident, kind: LinkKind, why: str, actor: Actor, now: datetime) -> IncidentLink:
    """
    Link an incident to another. A duplicate names the main log, never another duplicate.

    Raises CannotLink.
    """
    if incident.pk == other.pk:
        message = "An incident cannot be linked to itself."
        raise CannotLink(message)
    standing = IncidentLink.objects.filter(kind=LinkKind.DUPLICATE, removed_at=None)
    if kind == LinkKind.DUPLICATE:
        if standing.filter(incident=incident).exists():
            message = f"{incident.reference} is a duplicate already."
            raise CannotLink(message)
        if standing.filter(incident=other).exists():
            message = f"{other.reference} is itself a duplicate: name the main log."
            raise CannotLink(message)
        if standing.filter(other=incident).exists():
            message = f"Other logs are duplicates of {incident.reference}: it is the main log."
            raise CannotLink(message)
    made = IncidentLink.objects.create(
        incident=incident, other=other, kind=kind, why=why[:500], at=now, linked_by_name=actor.name
    )
    audit.record(
        actor=actor,
        act=Act.COMBINATION,
        action="incident.linked",
        subjects=[f"incident:{incident.pk}", f"incident:{other.pk}"],
        now=now,
    )
    return made


def call_back(*, call: Call, incident: Incident, actor: Actor, now: datetime) -> CallBack:
    """Note that a call was about an incident already recorded."""
    made, _ = CallBack.objects.get_or_create(
        call=call, defaults={"incident": incident, "at": now, "linked_by_name": actor.name}
    )
    audit.record(
        actor=actor,
        act=Act.COMBINATION,
        action="call.added_to_incident",
        subjects=[f"call:{call.pk}", f"incident:{incident.pk}"],
        now=now,
    )
    return made


def notify_supervisor(*, incident: Incident, kind: NoticeKind, because: Sequence[str], now: datetime) -> Notice:
    """Put something on the supervisors' list."""
    return Notice.objects.create(
        force_id=incident.force_id, incident=incident, kind=kind, because=list(because), raised_at=now
    )


def unlink(*, link_id: int, why: str, approval: Approval | None, actor: Actor, now: datetime) -> Unlinking:
    """Take a link back; with an approval it stands until that is agreed to. Raises CannotLink, IncidentLink.DoesNotExist."""
    link = IncidentLink.objects.select_for_update(of=("self",)).select_related("incident", "other").get(pk=link_id)
    if link.removed_at:
        raise CannotLink("This link has been taken back already.")
    if Unlinking.objects.filter(link=link, approval__isnull=False, approval__answered_at=None).exists():
        raise CannotLink("A second person has been asked to take this link back, and has not answered.")
    made = Unlinking.objects.create(link=link, why=why[:500], at=now, unlinked_by_name=actor.name, approval=approval)
    if approval is None:
        remove_link(made, actor=actor, now=now)
    return made


def remove_link(made: Unlinking, *, actor: Actor, now: datetime) -> None:
    """Let the taking back of a link stand from now on."""
    made.link.removed_at = now
    made.link.save(update_fields=["removed_at"])
    audit.record(
        actor=actor,
        act=Act.ALTERATION,
        action="incident.unlinked",
        subjects=[f"incident:{made.link.incident_id}", f"incident:{made.link.other_id}"],
        now=now,
    )


def note_safety(*, call: Call, incident: Incident, safe: Safe, words: str, actor: Actor, now: datetime) -> CallerSafety:
    """Keep what came of asking the caller of a call whether they are safe; incident: for which they were asked."""
    made = CallerSafety.objects.create(call=call, safe=safe, words=words[:500], at=now, asked_by_name=actor.name)
    audit.record(
        actor=actor,
        act=Act.COLLECTION,
        action="caller.asked_whether_safe",
        subjects=[f"call:{call.pk}", f"incident:{incident.pk}"],
        now=now,
    )
    return made


@transaction.atomic
def see_notice(*, notice_id: int, user: User, actor: Actor, now: datetime) -> Notice:
    """Note that a supervisor has seen a notice; the first one counts. Raises Notice.DoesNotExist."""
    Notice.objects.filter(pk=notice_id, force=user.force_id, seen_at=None).update(seen_at=now, seen_by=user)
    notice = Notice.objects.get(pk=notice_id, force=user.force_id)
    audit.record(actor=actor, act=Act.CONSULTATION, action="notice.seen", subjects=[f"notice:{notice_id}"], now=now)
    return notice
