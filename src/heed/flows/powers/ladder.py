"""
The powers ladder: what was used against somebody or for a place, what could come next, and each step that is taken.

The rules are engines.risk.powers, the numbers the pack's. Heed refuses what the pack does not allow, with the reason and its
source; whether a power is right is a person's to say, in words that are kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db import transaction

from heed.domain.calls import services as calls
from heed.domain.calls.terms import EntryKind
from heed.domain.incidents.models import Incident
from heed.domain.problems.models import Power, PowerStep, ProblemPlan
from heed.domain.problems.plans import queries as plans
from heed.domain.problems.powers import queries, services
from heed.domain.problems.powers.services import Step, Whom
from heed.domain.problems.rules import CannotBe
from heed.domain.problems.terms import Against, PowerStatus
from heed.engines.risk import powers as rules
from heed.engines.risk.powers import Earlier, Issue, PowerRule, Refusal, Respondent
from heed.flows.powers.target import Target
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.design import dates
from heed.foundation.policy import services as policy


class NotAllowed(Exception):
    """The pack does not allow it so; refusals: every reason, with its source."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        """Keep the reasons."""
        super().__init__(" ".join(one.words for one in refusals))
        self.refusals = list(refusals)


@dataclass(frozen=True, slots=True)
class Rung:
    """A power on the ladder: its rule, how it was used here, and why it cannot be used now; nothing there when it can."""

    rule: PowerRule
    used: list[Power]
    refusals: list[Refusal]
    in_force: bool


@dataclass(frozen=True, slots=True)
class Issuing:
    """A power as somebody wants to issue it. ends_at: None for the longest that is allowed; age: where no birthday is known."""

    on_at: datetime
    words: str
    proportionate: str
    needs: str
    equality: str
    authorised_by: str
    rank: str = ""
    ends_at: datetime | None = None
    confirmed: tuple[str, ...] = field(default=())
    age: int | None = None


def rule_of(power: Power) -> PowerRule | None:
    """Return the rule of a power; None for one that the pack no longer has."""
    return policy.in_use().powers.rules.get(power.kind)


def label_of(kind: str) -> str:
    """Return the words of a power; of one that the pack no longer has, its name."""
    rule = policy.in_use().powers.rules.get(kind)
    return rule.label if rule else kind.replace("_", " ").capitalize()


def used_against(user: User, target: Target) -> list[Power]:
    """Return the powers used against a target, the oldest first."""
    return queries.against(
        user,
        person_ids=target.person_ids,
        party_ids=target.party_ids,
        place_ids=[target.place.pk] if target.place else (),
    )


def ladder(target: Target, *, on: date, used: Sequence[Power]) -> list[Rung]:
    """Return the ladder for a target on a day, lowest rung first. used: see used_against."""
    earlier = [_earlier(one) for one in used]
    respondents = [Respondent(against, target.age_on(on)) for against in target.kinds]
    found = []
    for rule in policy.in_use().powers.rules.values():
        respondent = next((one for one in respondents if one.against in rule.against), None)
        if respondent is None:
            continue
        found.append(
            Rung(
                rule,
                [one for one in used if one.kind == rule.kind],
                rules.not_open(rule, respondent, on=on, earlier=earlier),
                rule.is_in_force(on),
            )
        )
    return found


@transaction.atomic
def consider(*, target: Target, kind: str, whom: Whom, words: str, user: User, actor: Actor, now: datetime) -> Power:
    """Put down that a power is considered. Raises CannotBe for a kind the pack has not, or that does not fit the target."""
    pack = policy.in_use()
    rule = pack.powers.rules.get(kind)
    if rule is None or whom.against not in rule.against:
        raise CannotBe("Choose a power of the ladder.")
    return services.consider(
        force=target.force,
        kind=kind,
        whom=replace(whom, plan=whom.plan or _open_plan(user, target)),
        words=words,
        user=user,
        actor=actor,
        policy_version=policy.remember(pack, now=now),
        now=now,
    )


@transaction.atomic
def issue(*, power: Power, asked: Issuing, user: User, actor: Actor, now: datetime) -> PowerStep:
    """Issue a power that was considered. Raises NotAllowed with every reason, and CannotBe for its state."""
    pack = policy.in_use()
    rule = rule_of(power)
    if rule is None:
        raise CannotBe("The policy in use has no such power any more.")
    age = age_of(power, on=asked.on_at.astimezone(pack.zone).date(), told=asked.age)
    ends_at = asked.ends_at or rules.latest_end(rule, asked.on_at, age=age, zone=pack.zone)
    refusals = rules.refusals(
        rule,
        Respondent(power.against, age),
        Issue(
            issued_at=asked.on_at,
            ends_at=ends_at,
            rank=asked.rank,
            confirmed=frozenset(asked.confirmed),
            proportionate=asked.proportionate,
            needs=asked.needs,
            equality=asked.equality,
            authorised_by=asked.authorised_by,
        ),
        earlier=[_earlier(one) for one in _beside(user, power)],
        zone=pack.zone,
    )
    if refusals:
        raise NotAllowed(refusals)
    step = Step(
        PowerStatus.ISSUED,
        asked.words,
        asked.on_at,
        ends_at=ends_at,
        proportionate=asked.proportionate,
        needs=asked.needs,
        equality=asked.equality,
        confirmed=asked.confirmed,
        age=age,
        authorised_by=asked.authorised_by,
        rank=asked.rank,
    )
    made = take_step(power, step, user=user, actor=actor, now=now)
    write_log(power.incident, f"{rule.label} issued{_until(ends_at)}.", power, actor=actor, now=now)
    return made


@transaction.atomic
def decide_against(*, power: Power, words: str, user: User, actor: Actor, now: datetime) -> PowerStep:
    """Put down that a power that was considered is not used, and why."""
    return take_step(power, Step(PowerStatus.REFUSED, words, now), user=user, actor=actor, now=now)


def age_of(power: Power, *, on: date, told: int | None = None) -> int | None:
    """Return how old whoever a power is against is on a day: by birthday where one is known, else as somebody says."""
    if power.against != Against.PERSON:
        return None
    party, person = power.party, power.person
    born = (
        power.born_on
        or (person.lead.born_on or person.born_on if person else None)
        or (party.born_on if party else None)
    )
    if born:
        return rules.age_on(born, on)
    return told if told is not None else (party.age if party else None)


def _open_plan(user: User, target: Target) -> ProblemPlan | None:
    """Return the open plan that a power belongs to: of the incident it comes from, or about the place."""
    if target.incident:
        return next(iter(plans.open_of_incident(user, target.incident)), None)
    about = [f"place:{target.place.pk}"] if target.place else []
    return next(iter(plans.open_about(target.force.pk, about)), None)


def _beside(user: User, power: Power) -> list[Power]:
    """Return the powers used against the same person, body or place."""
    persons = [one.person_id for one in (power, power.party) if one and one.person_id]
    return queries.against(
        user,
        person_ids=persons,
        party_ids=[power.party_id] if power.party_id else (),
        place_ids=[power.place_id] if power.place_id and power.against == Against.PLACE else (),
    )


def _earlier(power: Power) -> Earlier:
    state = queries.state_of(power)
    return Earlier(power.kind, state.status, state.issued_at)


def take_step(power: Power, step: Step, *, user: User | None, actor: Actor, now: datetime) -> PowerStep:
    """Take a step under the policy in use. Raises CannotBe."""
    version = policy.remember(policy.in_use(), now=now)
    return services.take(power=power, step=step, user=user, actor=actor, policy_version=version, now=now)


def _until(ends_at: datetime | None) -> str:
    return f" until {dates.moment(ends_at)}" if ends_at else ""


def write_log(incident: Incident | None, text: str, power: Power, *, actor: Actor, now: datetime) -> None:
    """Say in the log of an incident what became of a power."""
    if incident:
        calls.append_entry(
            call_id=incident.call_id,
            kind=EntryKind.STATE,
            text=text,
            actor=actor,
            now=now,
            detail={"power": power.pk},
        )
