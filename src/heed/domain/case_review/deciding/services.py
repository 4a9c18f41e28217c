"""Changes to reviews: the threshold, the panel, its meeting, what it gives people to do, the outcome."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from heed.domain.agencies import queries as agencies
from heed.domain.agencies import rules as agreed
from heed.domain.agencies.models import Agency, Agreement
from heed.domain.agencies.terms import Purpose
from heed.domain.case_review.applications.models import Application
from heed.domain.case_review.applications.services import lock
from heed.domain.case_review.deciding.models import Action, Decision, Meeting, Member, Outcome, Recommendation
from heed.domain.case_review.deciding.rules import CannotBe
from heed.domain.case_review.terms import Ground
from heed.domain.tasking.models import Task
from heed.engines.risk.case_review import Standing
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a threshold is met or not: for the applicant, and what was found on the three things that are weighed."""

    words: str
    persistence: str = ""
    harm: str = ""
    response: str = ""


@dataclass(frozen=True, slots=True)
class Recommended:
    """What is recommended, and to whom."""

    to_name: str
    words: str
    agency: Agency | None = None


@transaction.atomic
def decide(
    *,
    application: Application,
    ground: Ground,
    reasons: Reasons,
    found: Standing,
    policy_version: str,
    user: User,
    actor: Actor,
    now: datetime,
) -> Decision:
    """Keep whether the threshold is met, with what was counted; whether it may be decided so is asked before. Raises CannotBe."""
    held = lock(application)
    if not reasons.words.strip():
        raise CannotBe("Say why, in words for the applicant.")
    weighed = (reasons.persistence, reasons.harm, reasons.response)
    if ground in {Ground.JUDGED, Ground.NOT_MET} and not all(one.strip() for one in weighed):
        raise CannotBe("Say what was found on persistence, on harm and on how it was responded to (s.104(5)).")
    made = Decision.objects.create(
        application=held,
        at=now,
        met=ground != Ground.NOT_MET,
        ground=ground,
        words=reasons.words.strip()[:2000],
        persistence=reasons.persistence.strip()[:1000],
        harm=reasons.harm.strip()[:1000],
        response=reasons.response.strip()[:1000],
        counted=as_kept(found),
        complaints=found.count,
        needed=found.needed,
        by=user,
        by_name=actor.name,
        policy_version=policy_version,
    )
    _record("case_review.decided", held, actor=actor, now=now, ground=str(ground), complaints=found.count)
    return made


def as_kept(found: Standing) -> dict[str, object]:
    """Write what was counted so that it can be read years later."""
    return {
        "on": found.on.isoformat(),
        "needed": found.needed,
        "complaints": [
            {
                "incident": one.incident,
                "made_on": one.made_on.isoformat(),
                "until": one.until.isoformat(),
                "agencies": list(one.agencies),
                "told": one.told,
            }
            for one in found.complaints
        ],
    }


@transaction.atomic
def ask_member(
    *,
    application: Application,
    agreement: Agreement,
    parts: Collection[str],
    actor: Actor,
    now: datetime,
) -> Member:
    """
    Ask an agency onto the panel, under an agreement that covers case reviews and these parts; it sees them from now on.

    A disclosure in the trail, with its recipient. Raises CannotBe.
    """
    held = lock(application)
    agency = agreement.agency
    if agency.force_id != held.force_id or agency.ended_at is not None:
        raise CannotBe("The force does not work with this agency.")
    if not held.shares:
        raise CannotBe("They did not agree that what they wrote is shared. Ask them first.")
    terms = agencies.terms_of(agreement)
    if why := agreed.why_not(terms, parts=parts, purpose=Purpose.CASE_REVIEW, on=localdate(now)):
        raise CannotBe(f"{why}.")
    if Member.objects.filter(application=held, agency=agency, ended_at=None).exists():
        raise CannotBe(f"{agency.name} sits on the panel already.")
    made = Member.objects.create(
        application=held,
        agency=agency,
        agreement=agreement,
        parts=sorted(parts),
        asked_at=now,
        asked_by_name=actor.name,
    )
    audit.record(
        actor=actor,
        act=Act.DISCLOSURE,
        action="case_review.member_asked",
        subjects=subjects_of(held),
        now=now,
        purpose=f"ASB case review {held.reference}, under {agreement.get_basis_display()}",
        recipient=agency.name,
        detail={"parts": made.parts, "agreement": agreement.pk, "member": made.pk},
    )
    return made


@transaction.atomic
def end_member(*, member: Member, why: str, actor: Actor, now: datetime) -> Member:
    """Take an agency off the panel: it sees nothing of the review from this moment. Raises CannotBe."""
    held = Member.objects.select_for_update(of=("self",)).select_related("application", "agency").get(pk=member.pk)
    if held.ended_at:
        raise CannotBe("It left the panel already.")
    if not why.strip():
        raise CannotBe("Say why it leaves the panel.")
    held.ended_at, held.ended_by_name, held.ended_why = now, actor.name, why.strip()[:300]
    held.save(update_fields=["ended_at", "ended_by_name", "ended_why"])
    _record("case_review.member_ended", held.application, actor=actor, now=now, member=held.pk)
    return held


@transaction.atomic
def arrange(*, application: Application, starts_at: datetime, place: str, actor: Actor, now: datetime) -> Meeting:
    """Arrange a meeting of the panel; another time is another meeting. Raises CannotBe."""
    held = lock(application)
    if not place.strip():
        raise CannotBe("Say where the panel meets, or that it meets by telephone.")
    made = Meeting.objects.create(
        application=held, starts_at=starts_at, place=place.strip()[:200], arranged_at=now, arranged_by_name=actor.name
    )
    _record("case_review.meeting_arranged", held, actor=actor, now=now, meeting=made.pk)
    return made


@transaction.atomic
def hold(
    *,
    meeting: Meeting,
    present: Sequence[str],
    absent: Sequence[str],
    minutes: str,
    actor: Actor,
    now: datetime,
) -> Meeting:
    """Write down that a meeting was held, who was there, and what was said; once. Raises CannotBe."""
    lock(meeting.application)
    held = Meeting.objects.select_for_update(of=("self",)).select_related("application").get(pk=meeting.pk)
    if held.held_at:
        raise CannotBe("It was written down already.")
    if held.starts_at > now:
        raise CannotBe("The meeting has not begun: write it down once it was held.")
    if not minutes.strip():
        raise CannotBe("Write down what was said and agreed.")
    held.held_at, held.held_by_name, held.minutes = now, actor.name, minutes.strip()[:4000]
    held.present, held.absent = list(present), list(absent)
    held.save(update_fields=["held_at", "held_by_name", "minutes", "present", "absent"])
    _record("case_review.meeting_held", held.application, actor=actor, now=now, meeting=held.pk)
    return held


def keep_action(*, application: Application, task: Task, actor: Actor, now: datetime) -> Action:
    """Keep that a review gave somebody a task; within a transaction."""
    made, is_new = Action.objects.get_or_create(
        task=task, defaults={"application": application, "at": now, "by_name": actor.name}
    )
    if is_new:
        # What an agency is given to do are words to it: a disclosure, with who receives it.
        audit.record(
            actor=actor,
            act=Act.DISCLOSURE if task.agency else Act.ALTERATION,
            action="case_review.action_given",
            subjects=subjects_of(application),
            now=now,
            recipient=task.agency.name if task.agency else "",
            detail={"task": task.pk},
        )
    return made


@transaction.atomic
def conclude(
    *,
    application: Application,
    words: str,
    recommended: Sequence[Recommended],
    policy_version: str,
    user: User,
    actor: Actor,
    now: datetime,
) -> Outcome:
    """Keep what a review came to, and what it recommends to whom. Raises CannotBe."""
    held = lock(application)
    if not words.strip():
        raise CannotBe("Say what the review came to, in words for the applicant.")
    made = Outcome.objects.create(
        application=held, at=now, words=words.strip()[:4000], by=user, by_name=actor.name, policy_version=policy_version
    )
    for one in recommended:
        if one.agency and one.agency.force_id != held.force_id:
            raise CannotBe("The force does not work with this agency.")
        Recommendation.objects.create(
            outcome=made, agency=one.agency, to_name=one.to_name[:160], words=one.words.strip()[:1000]
        )
    _record("case_review.concluded", held, actor=actor, now=now, recommendations=len(recommended))
    return made


@transaction.atomic
def answer_recommendation(
    *, recommendation: Recommendation, answer: str, actor: Actor, now: datetime
) -> Recommendation:
    """Write down how a body had regard to what was recommended, once (s.104(7)). Raises CannotBe."""
    held = (
        Recommendation.objects.select_for_update(of=("self",))
        .select_related("outcome__application")
        .get(pk=recommendation.pk)
    )
    if held.answered_at:
        raise CannotBe("It was answered already.")
    if not answer.strip():
        raise CannotBe("Say what they do about it, or why they do not.")
    held.answered_at, held.answered_by_name, held.answer = now, actor.name, answer.strip()[:1000]
    held.save(update_fields=["answered_at", "answered_by_name", "answer"])
    _record("case_review.recommendation_answered", held.outcome.application, actor=actor, now=now, to=held.agency_id)
    return held


def subjects_of(application: Application) -> list[str]:
    """Name an application, and whoever it is about, for the trail."""
    person = [f"person:{application.person_id}"] if application.person_id else []
    return [f"case_review:{application.pk}", *person]


def _record(action: str, application: Application, *, actor: Actor, now: datetime, **detail: object) -> None:
    """Write to the trail."""
    audit.record(
        actor=actor, act=Act.ALTERATION, action=action, subjects=subjects_of(application), now=now, detail=detail
    )
