"""Changes to referrals: a step is added, and the referral says what it made of it. What follows is for flows."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from heed.domain.agencies.models import Agency
from heed.domain.incidents.models import Incident
from heed.domain.referrals import rules
from heed.domain.referrals.models import Referral, ReferralStep
from heed.domain.referrals.terms import BY_AGENCY, CODED, Holder, Settled, State, StepKind
from heed.domain.sharing.models import Disclosure
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act


class WithSomebody(Exception):
    """The case is with an agency already."""


@transaction.atomic
def send(
    *,
    incident: Incident,
    agency: Agency,
    disclosure: Disclosure,
    asked: str,
    urgent: bool,
    police_keep: Sequence[str],
    answer_by: datetime,
    again_by_name: str,
    user: User | None,
    policy_version: str,
    actor: Actor,
    now: datetime,
) -> tuple[Referral, ReferralStep]:
    """Ask an agency to take a case. The words go to it: that is a disclosure. Raises WithSomebody."""
    try:
        with transaction.atomic():
            made = Referral.objects.create(
                force_id=incident.force_id,
                incident=incident,
                agency=agency,
                disclosure=disclosure,
                asked=asked[:1000],
                urgent=urgent,
                police_keep=list(police_keep),
                sent_at=now,
                sent_by=user,
                sent_by_name=actor.name,
                again_by_name=again_by_name,
                answer_by=answer_by,
                state=State.SENT,
                holder=Holder.FORCE,
                state_at=now,
                next_by=answer_by,
                policy_version=policy_version,
            )
    except IntegrityError as error:
        if "a_case_is_with_one_agency_at_a_time" not in str(error):
            raise
        raise WithSomebody from error
    first = ReferralStep.objects.create(
        referral=made, kind=StepKind.SENT, words=asked[:1000], at=now, by_name=actor.name, policy_version=policy_version
    )
    audit.record(
        actor=actor,
        act=Act.DISCLOSURE,
        action="referral.sent",
        subjects=_subjects(made),
        now=now,
        recipient=agency.name,
        detail={"agency": agency.pk, "urgent": urgent, "police_keep": bool(police_keep)},
    )
    return made, first


@transaction.atomic
def add_step(
    *,
    referral: Referral,
    kind: StepKind,
    words: str,
    reason: str,
    next_by: datetime | None,
    external: str,
    policy_version: str,
    actor: Actor,
    now: datetime,
) -> ReferralStep:
    """
    Write down what was said or done on a referral, which the caller has locked.

    next_by: by when the next word is owed after it. Raises Unfit where it cannot follow as things stand, where a reason is
    missing, or where nothing is said that needs words.
    """
    state = rules.state_after(referral.state, kind)
    if kind in CODED and not reason:
        raise rules.Unfit("Select why")
    step = ReferralStep.objects.create(
        referral=referral,
        kind=kind,
        reason=reason,
        words=words[:2000],
        at=now,
        by_name=actor.name,
        by_agency=referral.agency if kind in BY_AGENCY else None,
        external=external,
        policy_version=policy_version,
    )
    changed = ["next_by", "late_at"]
    if state != referral.state:
        referral.state, referral.state_at = state, now
        referral.holder = Holder.AGENCY if state == State.ACCEPTED else Holder.FORCE
        changed += ["state", "state_at", "holder"]
    if next_by != referral.next_by:
        referral.late_at = None
    referral.next_by = next_by
    if next_by is None:
        referral.late_at = None
    referral.save(update_fields=changed)
    # Its words go to the agency.
    gives = kind in {StepKind.GAVE_MORE, StepKind.TAKEN_BACK}
    audit.record(
        actor=actor,
        act=Act.DISCLOSURE if gives else Act.ALTERATION,
        action=f"referral.{kind}",
        subjects=_subjects(referral),
        now=now,
        recipient=referral.agency.name if gives else "",
        detail={"agency": referral.agency_id, "state": str(state), "reason": reason},
    )
    return step


@transaction.atomic
def settle(*, referral: Referral, settled_as: Settled, actor: Actor, now: datetime) -> None:
    """Write what the force does with a case that came back; nothing more is owed on it then."""
    referral.settled_at, referral.settled_as = now, settled_as
    referral.next_by = referral.late_at = None
    referral.save(update_fields=["settled_at", "settled_as", "next_by", "late_at"])
    audit.record(
        actor=actor, act=Act.ALTERATION, action="referral.settled", subjects=_subjects(referral), now=now,
        detail={"as": str(settled_as)},
    )  # fmt: skip


@transaction.atomic
def name_it(*, referral: Referral, external_id: str, actor: Actor, now: datetime) -> None:
    """Keep what the agency's own system calls a referral; it is told once, and the same again changes nothing."""
    if referral.external_id == external_id:
        return
    referral.external_id = external_id[:120]
    referral.save(update_fields=["external_id"])
    audit.record(
        actor=actor, act=Act.ALTERATION, action="referral.named", subjects=_subjects(referral), now=now,
        detail={"agency": referral.agency_id},
    )  # fmt: skip


def note_late(referral: Referral, *, now: datetime) -> None:
    """Keep that somebody knows that the time has passed, of a referral that the caller has locked."""
    referral.late_at = now
    referral.save(update_fields=["late_at"])


def _subjects(referral: Referral) -> list[str]:
    """Name the rows for the trail."""
    return [f"referral:{referral.pk}", f"incident:{referral.incident_id}"]
