"""What becomes of a power once it was issued: varied or extended, breached, discharged."""

from datetime import datetime, timedelta

from django.db import transaction

from heed.domain.incidents.models import Incident
from heed.domain.problems.models import Power, PowerStep
from heed.domain.problems.powers import queries
from heed.domain.problems.powers.services import Step
from heed.domain.problems.rules import CannotBe
from heed.domain.problems.terms import PowerStatus
from heed.domain.tasking import services as tasking
from heed.domain.tasking.terms import TaskKind
from heed.engines.risk import powers as rules
from heed.flows.conduct import later as conduct_later
from heed.flows.powers.ladder import NotAllowed, label_of, rule_of, take_step, write_log
from heed.flows.problems.work import settle
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.policy import services as policy

BREACH_WITHIN = timedelta(hours=24)
"""By when somebody acts on a breach: as a crime is recorded (CRR26 p.10, procedure.md 1.7), whatever the breach is."""


@transaction.atomic
def vary(
    *, power: Power, words: str, on_at: datetime, ends_at: datetime | None, user: User, actor: Actor, now: datetime
) -> PowerStep:
    """Vary or extend a power that holds; ends_at: None keeps its end. Raises NotAllowed, CannotBe."""
    pack, rule = policy.in_use(), rule_of(power)
    issued, standing = queries.issue_of(power), queries.end_of(power)
    if rule and issued and ends_at:
        refusals = rules.refused_to_vary(
            rule, issued_at=issued.on_at, ends_at=standing, to=ends_at, age=issued.age, zone=pack.zone
        )
        if refusals:
            raise NotAllowed(refusals)
    new_end = ends_at or standing
    if new_end and new_end <= on_at:
        raise CannotBe("It cannot end before it is varied.")
    made = take_step(power, Step(PowerStatus.VARIED, words, on_at, ends_at=new_end), user=user, actor=actor, now=now)
    if ends_at != standing:
        settle(power.force_id, expiry_key(power, number=ends_given(power) - 1), result=words, user=user, now=now)
    return made


@transaction.atomic
def breach(
    *, power: Power, words: str, on_at: datetime, incident: Incident | None, user: User, actor: Actor, now: datetime
) -> PowerStep:
    """
    Put down that a power was breached: a task to act on it, and where it is a crime the incident is looked at as one.

    Raises CannotBe for a power that does not hold.
    """
    step = Step(PowerStatus.BREACHED, words, on_at, incident=incident)
    made = take_step(power, step, user=user, actor=actor, now=now)
    rule = rule_of(power)
    label, hint = label_of(power.kind), rule.breach_words if rule else ""
    tasking.make(
        force=power.force,
        kind=TaskKind.POWER,
        words=f"{label} was breached. {hint or 'Decide what follows.'}",
        key=f"power:{power.pk}:breach:{made.pk}",
        actor=actor,
        now=now,
        due_by=now + BREACH_WITHIN,
        incident=incident or power.incident,
        person_id=power.person_id,
        place_id=power.place_id,
        beat=power.beat,
        owner=None if power.beat or (incident and incident.beat) else user,
    )
    write_log(incident, f"Recorded as a breach: {label}. {hint}".strip(), power, actor=actor, now=now)
    if incident:
        conduct_later.look_later(incident)
    return made


@transaction.atomic
def discharge(*, power: Power, words: str, on_at: datetime, user: User, actor: Actor, now: datetime) -> PowerStep:
    """Put down that a power ended before its time. Raises CannotBe for one that does not hold."""
    made = take_step(power, Step(PowerStatus.DISCHARGED, words, on_at), user=user, actor=actor, now=now)
    settle(power.force_id, expiry_key(power, number=ends_given(power)), result="Discharged", user=user, now=now)
    return made


def expiry_key(power: Power, *, number: int) -> str:
    """Return the key of the task that says a power runs out; of the second end that was given and later ones, its own."""
    return f"power:{power.pk}:expires" + (f":{number}" if number > 1 else "")


def ends_given(power: Power) -> int:
    """Count how often an end was set: when it was issued, and at each change."""
    return PowerStep.objects.filter(power=power, status__in=queries.GIVES_AN_END).count()
