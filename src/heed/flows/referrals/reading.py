"""What is read of referrals: put for a page, and written to the trail with who read it and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from heed.domain.agencies.models import Agency
from heed.domain.incidents.models import Incident
from heed.domain.referrals import queries
from heed.domain.referrals.models import Referral, ReferralStep
from heed.domain.referrals.terms import CODED, State, StepKind
from heed.domain.sharing.queries import disclosure_for
from heed.domain.sharing.rules import Sheet
from heed.flows.referrals import saying
from heed.flows.sharing import opened
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act
from heed.foundation.design import dates

OUR_OWN = frozenset({StepKind.LATE, StepKind.KEPT})
"""What an agency is not shown of a referral."""

TONES = {
    State.SENT: "warning",
    State.ASKED: "warning",
    State.ACCEPTED: "good",
    State.REFUSED: "urgent",
    State.RETURNED: "urgent",
    State.CLOSED: "note",
    State.TAKEN_BACK: "quiet",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One step in words. who: the agency, or the police, by name; why: the reason that was chosen."""

    step: ReferralStep
    what: str
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class OnScreen:
    """
    A referral as a page shows it.

    owes: who owes the next word, and by: by when, in words; empty once nothing is owed. late: its time has passed.
    """

    referral: Referral
    state: str
    tone: str
    owes: str
    by: str
    late: bool
    steps: tuple[Said, ...] = ()

    @property
    def newest(self) -> Said | None:
        """Return what was said last."""
        return self.steps[-1] if self.steps else None


def put(referral: Referral, steps: Sequence[ReferralStep], *, now: datetime) -> OnScreen:
    """Put a referral with what was said on it, oldest first. A settled one says how it was settled."""
    state = State(referral.state)
    settled = f": {referral.get_settled_as_display().lower()}" if referral.settled_as else ""
    theirs = state in {State.SENT, State.ACCEPTED}
    return OnScreen(
        referral=referral,
        state=f"{state.label}{settled}",
        tone="quiet" if referral.settled_as else TONES[state],
        owes="" if referral.next_by is None else referral.agency.name if theirs else "We",
        by=dates.by(referral.next_by) if referral.next_by else "",
        late=referral.next_by is not None and referral.next_by < now,
        steps=tuple(said(step) for step in steps),
    )


def of_incident(incident: Incident, *, now: datetime) -> tuple[queries.Held, list[OnScreen]]:
    """Return who holds a case, and its referrals with everything said on them, newest first; in two statements."""
    found = queries.of_incident(incident)
    return queries.holder_among(incident, found), [put(one, list(one.steps.all()), now=now) for one in found]


def open_as_agency(
    referral: Referral, *, agency: Agency, user: User, actor: Actor, now: datetime
) -> tuple[Sheet, OnScreen]:
    """
    Return what an agency sees of a case, and what was said on its referral; that it was read is kept, with who did.

    Raises opened.NotShared once the agency may not see it any more. In no transaction of its own: what is found unsafe and
    withdrawn on opening stays withdrawn.
    """
    disclosure = disclosure_for(agency, referral.incident, now=now)
    if disclosure is None:
        raise opened.NotShared
    sheet = opened.read(disclosure, agency=agency, user=user, actor=actor, now=now)
    steps = [step for step in queries.steps_of(referral) if step.kind not in OUR_OWN]
    return sheet, put(referral, steps, now=now)


@transaction.atomic
def note_read(*, referrals: Sequence[Referral], purpose: str, actor: Actor, now: datetime) -> None:
    """Write to the trail that referrals were read by the force, and why; nothing where none was."""
    if referrals:
        subjects = [f"referral:{one.pk}" for one in referrals] + [f"incident:{one.incident_id}" for one in referrals]
        audit.record(
            actor=actor, act=Act.CONSULTATION, action="referral.consulted", subjects=list(dict.fromkeys(subjects)),
            purpose=purpose, now=now,
        )  # fmt: skip


def said(step: ReferralStep) -> Said:
    """Put one step of a referral that was read with it."""
    kind = StepKind(step.kind)
    who = step.referral.agency.name if step.by_agency_id else "The police"
    why = saying.reason_label(kind, step.reason) if kind in CODED and step.reason else ""
    return Said(step, kind.label, who, why)
