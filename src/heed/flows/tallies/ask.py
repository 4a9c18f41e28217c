"""Asking an agency about its reports, on a basis that is put on record first; and what it says."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from heed.domain.agencies.queries import terms_of
from heed.domain.agencies.rules import why_not
from heed.domain.agencies.terms import LegalBasis, Purpose
from heed.domain.incidents.models import Incident
from heed.domain.people.models import Person
from heed.domain.tallies import services
from heed.domain.tallies.models import Asked, Told
from heed.domain.tallies.services import Unfit
from heed.domain.tallies.terms import Said
from heed.domain.tasking import queries as tasking_queries
from heed.domain.tasking import services as tasking
from heed.domain.tasking.terms import TaskKind
from heed.engines.clocks.periods import Period, due
from heed.flows.tallies.count import AgencyCount, count_for
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.policy import services as policy

__all__ = ["Basis", "Unfit", "ask", "ask_purposes", "count_of", "tell"]

NOT_TO_ASK = frozenset({Purpose.COUNT, Purpose.CONFERENCE})
"""A count is no reason to know more, and a conference asks in its own way."""


@dataclass(frozen=True, slots=True)
class Basis:
    """On what legal basis an agency is asked, for what purpose, and why it is necessary, in words that the agency reads."""

    basis: LegalBasis
    purpose: Purpose
    necessity: str
    basis_words: str = ""


def ask_purposes(found: AgencyCount) -> list[Purpose]:
    """Return the purposes for which an agreement lets the force know more."""
    return [purpose for purpose in Purpose if purpose in found.agreement.purposes and purpose not in NOT_TO_ASK]


@transaction.atomic
def ask(
    *, person: Person, agency_id: int, basis: Basis, incident: Incident | None, user: User, actor: Actor, now: datetime
) -> Asked:
    """
    Put a basis on record and ask the agency about the reports that match now; whoever asks has a task to hear the answer.

    Raises Unfit: nothing is counted any more, the agreement does not cover it, nothing says why.
    """
    found = count_of(person.pk, agency_id, user=user, now=now)
    if found is None:
        raise Unfit("This agency has no report of this person that counts any more")
    said = why_not(terms_of(found.agreement), parts=(), purpose=basis.purpose, on=localdate(now))
    if said or basis.purpose in NOT_TO_ASK:
        raise Unfit(said or "Say what you need to know it for: a count alone is no reason")
    if basis.basis == LegalBasis.OTHER and not basis.basis_words.strip():
        raise Unfit("Name the other legal basis")
    pack = policy.in_use()
    made = services.ask(
        agreement=found.agreement,
        person_id=person.pk,
        incident=incident,
        basis=basis.basis,
        basis_words=basis.basis_words,
        purpose=basis.purpose,
        necessity=basis.necessity,
        reports=[*found.reports, *found.home_reports],
        policy_version=policy.remember(pack, now=now),
        user=user,
        actor=actor,
        now=now,
    )
    number = len(made.reports)
    tasking.make(
        force=user.force,
        kind=TaskKind.PARTNER,
        words=f"{found.agency.name} was asked about {number} of its reports: read what it says, or ring. {found.ask}",
        key=task_key(made),
        actor=actor,
        now=now,
        due_by=due(
            now, Period(working_days=pack.tallies.answer_days.value), pack.clocks.calendar.working_days, pack.zone
        ),
        incident=incident,
        person_id=person.pk,
        owner=user,
    )
    return made


def count_of(person_id: uuid.UUID, agency_id: int, *, user: User, now: datetime) -> AgencyCount | None:
    """Return what one agency counts of one person now."""
    counts = count_for([person_id], force=user.force, now=now)
    return next((one for one in counts if one.agency.pk == agency_id), None)


@transaction.atomic
def tell(*, asked: Asked, said: Said, words: str, user: User, actor: Actor, now: datetime) -> Told:
    """Keep what an agency says, and tell whoever asked. Raises Unfit."""
    made = services.tell(asked=asked, said=said, words=words, user=user, actor=actor, now=now)
    task = tasking_queries.task_of(asked.force_id, task_key(asked))
    if task is not None:
        tasking.note(
            task=task, words=f"{asked.agency.name} has answered: {made.get_said_display().lower()}", user=user, now=now
        )
    return made


def task_key(asked: Asked) -> str:
    """Return the key of the task to hear what an agency says."""
    return f"count:{asked.pk}"
