"""Changes to powers: each is a step, appended."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from heed.domain.beats.models import Beat
from heed.domain.incidents.models import Incident, Party
from heed.domain.people.models import Person
from heed.domain.places.models import Place
from heed.domain.problems import rules
from heed.domain.problems.models import Power, PowerStep, ProblemPlan
from heed.domain.problems.powers import queries
from heed.domain.problems.rules import CannotBe
from heed.domain.problems.terms import Against, PowerStatus
from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom or what a power is against; born_on: as far as anybody knows. Cases it belongs to, and the beat that answers."""

    against: Against
    person: Person | None = None
    party: Party | None = None
    place: Place | None = None
    other: str = ""
    born_on: date | None = None
    incident: Incident | None = None
    plan: ProblemPlan | None = None
    beat: Beat | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What became of a power. on_at: when it happened, now or before; the rest as models.PowerStep has it."""

    status: PowerStatus
    words: str
    on_at: datetime
    ends_at: datetime | None = None
    proportionate: str = ""
    needs: str = ""
    equality: str = ""
    confirmed: tuple[str, ...] = field(default=())
    age: int | None = None
    authorised_by: str = ""
    rank: str = ""
    incident: Incident | None = None


@transaction.atomic
def consider(
    *,
    force: Force,
    kind: str,
    whom: Whom,
    words: str,
    user: User,
    actor: Actor,
    policy_version: str,
    now: datetime,
) -> Power:
    """Put down that a power is considered, and why."""
    power = Power.objects.create(
        force=force,
        kind=kind,
        against=whom.against,
        person=whom.person,
        party=whom.party,
        place=whom.place,
        other=whom.other[:300],
        born_on=whom.born_on,
        incident=whom.incident,
        plan=whom.plan,
        beat=whom.beat,
        opened_at=now,
        opened_by_name=actor.name,
        policy_version=policy_version,
    )
    take(
        power=power,
        step=Step(PowerStatus.CONSIDERED, words, now),
        user=user,
        actor=actor,
        policy_version=policy_version,
        now=now,
    )
    return power


@transaction.atomic
def take(*, power: Power, step: Step, user: User | None, actor: Actor, policy_version: str, now: datetime) -> PowerStep:
    """Take the next step with a power. Raises CannotBe when its state does not allow it, or it lies before the last step."""
    # Lock the power: two people may press at once, and only one state follows another.
    locked = Power.objects.select_for_update(of=("self",)).get(pk=power.pk)
    standing = queries.standing_step(locked)
    why_not = rules.refused_to_follow(PowerStatus(standing.status) if standing else None, step.status)
    if why_not:
        raise CannotBe(why_not)
    if step.on_at > now:
        raise CannotBe("It cannot have happened in the future.")
    if standing and standing.status in rules.OVER and step.on_at > standing.on_at:
        raise CannotBe("It had ended by then: nothing that was done later is a breach of it.")
    issued = queries.issue_of(locked)
    if issued and step.on_at < issued.on_at:
        raise CannotBe("It cannot have happened before the power was issued.")
    made = PowerStep.objects.create(
        power=locked,
        status=step.status,
        words=step.words,
        on_at=step.on_at,
        ends_at=step.ends_at,
        proportionate=step.proportionate,
        needs=step.needs,
        equality=step.equality,
        confirmed=list(step.confirmed),
        age=step.age,
        authorised_by_name=step.authorised_by[:160],
        authorised_rank=step.rank,
        incident=step.incident,
        at=now,
        by=user,
        by_name=actor.name,
        policy_version=policy_version,
    )
    audit.record(
        actor=actor,
        act=Act.COLLECTION if step.status == PowerStatus.CONSIDERED else Act.ALTERATION,
        action=f"power.{step.status}",
        subjects=[f"power:{power.pk}", *_subjects(locked)],
        detail={"kind": power.kind},
        now=now,
    )
    return made


def _subjects(power: Power) -> list[str]:
    """Name on the trail whom or what a power is against, and its cases."""
    named = (
        ("person", power.person_id),
        ("party", power.party_id),
        ("place", power.place_id),
        ("incident", power.incident_id),
        ("problem_plan", power.plan_id),
    )
    return [f"{kind}:{pk}" for kind, pk in named if pk]
