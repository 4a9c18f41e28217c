"""
Tells the victim who holds their case: by a message where one is safe, else somebody is sent to ring or visit them.

Nothing of what a partner wrote goes into a message: only who holds it, and how to reach us.
"""

from collections.abc import Sequence
from datetime import datetime

from heed.domain.contact.models import Message
from heed.domain.incidents.models import Incident, Party
from heed.domain.incidents.terms import PartyRole
from heed.domain.people.models import Person
from heed.domain.referrals.models import Referral, ReferralStep
from heed.domain.tasking import services as tasking
from heed.domain.tasking.models import Task
from heed.domain.tasking.terms import TaskKind
from heed.engines.clocks.periods import Period
from heed.engines.risk.messages import Unfit
from heed.flows.messages.gate import NotSafe, send
from heed.flows.recognise import SUFFERED
from heed.flows.referrals import saying
from heed.foundation.accounts.terms import system
from heed.foundation.policy import services as policy

TEMPLATE = "who_holds_it"
NOBODY_KNOWN = "Nobody who suffers in it is known by name"


def tell_who_holds_it(referral: Referral, step: ReferralStep, *, now: datetime) -> list[Message | Task]:
    """
    Tell everybody who suffers in a case who holds it now; return the messages and the tasks that came of it.

    In the transaction of the step that made it so. Where nobody is known, whoever can find them out is asked to.
    """
    people = suffering(referral.incident)
    if not people:
        return [_by_somebody(referral, step, None, [NOBODY_KNOWN], now=now)]
    return [_tell(referral, step, person, now=now) for person in people]


def suffering(incident: Incident) -> list[Person]:
    """Return whoever suffers in a case, each once; where nobody is named as that, whoever called."""
    rows = Party.objects.filter(incident=incident, person__isnull=False).select_related("person__lead").order_by("id")
    known = [(row.role, row.person.lead) for row in rows if row.person]
    found = [person for role, person in known if role in SUFFERED]
    found = found or [person for role, person in known if role == PartyRole.CALLER]
    return list({person.pk: person for person in found}.values())


def who_in_words(referral: Referral) -> str:
    """Say who holds the case after the newest step, in words that may stand on a screen that others see."""
    if referral.holder == "agency":
        return referral.agency.name
    return policy.in_use().referrals.us.value.en


def _tell(referral: Referral, step: ReferralStep, person: Person, *, now: datetime) -> Message | Task:
    """Tell one person, by the first way that is safe; else send somebody."""
    incident = referral.incident
    try:
        return send(
            person_id=person.pk,
            template=TEMPLATE,
            words={"who": who_in_words(referral)},
            incident=incident,
            actor=system("referrals", force=incident.force.code),
            now=now,
        )
    except NotSafe as unsafe:
        return _by_somebody(referral, step, person, unsafe.reasons, now=now)
    except Unfit as unfit:
        return _by_somebody(referral, step, person, [str(unfit)], now=now)


def _by_somebody(
    referral: Referral, step: ReferralStep, person: Person | None, because: Sequence[str], *, now: datetime
) -> Task:
    """Send somebody who can hear who answers. What is said stands in the task, and why no message is."""
    incident = referral.incident
    held = referral.agency.name if referral.holder == "agency" else "the police"
    return tasking.make(
        force=incident.force,
        kind=TaskKind.CALL_BACK,
        words=f"Tell them who holds {incident.reference} now: {held}. No message: {'. '.join(because)}"[:500],
        key=f"referral:{referral.pk}:tell:{step.pk}:{person.pk if person else 'nobody'}",
        actor=system("referrals", force=incident.force.code),
        now=now,
        due_by=saying.ends(now, Period(working_days=1)),
        incident=incident,
        person_id=person.pk if person else None,
        place_id=incident.place_id,
    )
