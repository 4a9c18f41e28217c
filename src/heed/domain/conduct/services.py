"""Changes to prompts: raised, added to, decided, ended. What leads to them is for flows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from heed.domain.conduct.models import Decision, Ending, Prompt, PromptIncident, RuleMet
from heed.domain.conduct.terms import Ended, Outcome
from heed.domain.incidents.models import Incident, Party
from heed.domain.people.models import Person
from heed.domain.places.models import Place
from heed.engines.risk.conduct_terms import Met
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act


@dataclass(frozen=True, slots=True)
class Taken:
    """An incident of a sequence, who in it is the other party, and why it was taken."""

    incident: Incident
    party: Party | None
    because: str


@dataclass(frozen=True, slots=True)
class About:
    """Whom a prompt is about."""

    victim: Person | None
    place: Place | None
    party: Party | None
    other: Person | None
    described: str


def raise_prompt(
    *,
    incident: Incident,
    about: About,
    met: Sequence[Met],
    follows: Prompt | None,
    policy_version: str,
    actor: Actor,
    now: datetime,
) -> Prompt:
    """Raise a prompt; met is not empty, and its earliest moment starts the clock."""
    first = min(met, key=lambda one: one.at)
    prompt = Prompt.objects.create(
        force_id=incident.force_id,
        incident=incident,
        victim=about.victim,
        place=about.place,
        party=about.party,
        other=about.other,
        described=about.described[:300],
        first_met_at=first.at,
        due_at=first.due_at,
        raised_at=now,
        follows=follows,
        policy_version=policy_version,
    )
    audit.record(
        actor=actor,
        act=Act.COMBINATION,
        action="crime_prompt.raised",
        subjects=[f"crime_prompt:{prompt.pk}", f"incident:{incident.pk}"],
        detail={"tests": [str(one.test) for one in met]},
        now=now,
    )
    return prompt


def add_to_sequence(*, prompt: Prompt, taken: Collection[Taken], now: datetime) -> int:
    """Add incidents to a prompt's sequence; those in it already stay as they are. Return how many are new."""
    known = set(PromptIncident.objects.filter(prompt=prompt).values_list("incident", flat=True))
    new = [one for one in taken if one.incident.pk not in known]
    PromptIncident.objects.bulk_create(
        [
            PromptIncident(
                prompt=prompt, incident=one.incident, party=one.party, because=one.because[:400], added_at=now
            )
            for one in new
        ],
        ignore_conflicts=True,
    )
    return len(new)


def add_rules(*, prompt: Prompt, met: Sequence[Met], now: datetime) -> list[RuleMet]:
    """Add what is met to a prompt; a test it has already stays as it was, with its own moment. Return the new ones."""
    known = set(RuleMet.objects.filter(prompt=prompt).values_list("test", flat=True))
    return RuleMet.objects.bulk_create(
        [
            RuleMet(
                prompt=prompt,
                test=one.test,
                label=one.wording.label[:120],
                words=one.wording.words[:500],
                source=one.wording.source[:300],
                status=one.wording.status,
                because=one.because[:300],
                incidents=list(one.incidents),
                met_at=one.at,
                due_at=one.due_at,
                raised_at=now,
            )
            for one in met
            if one.test not in known
        ]
    )


def decide(
    *,
    prompt: Prompt,
    outcome: Outcome,
    recorded_as: str,
    crime_number: str,
    reason: str,
    tests: Sequence[str],
    told: bool,
    as_registrar: bool,
    policy_version: str,
    user: User,
    actor: Actor,
    now: datetime,
) -> Decision:
    """Keep what was decided about a prompt. Whether it may be is asked before: rules.refused."""
    decision = Decision.objects.create(
        prompt=prompt,
        outcome=outcome,
        recorded_as=recorded_as,
        crime_number=crime_number,
        reason=reason,
        tests=list(tests),
        told=told,
        as_registrar=as_registrar,
        decided_at=now,
        decided_by=user,
        decided_by_name=actor.name,
        policy_version=policy_version,
    )
    audit.record(
        actor=actor,
        act=Act.ALTERATION,
        action="crime_prompt.decided",
        subjects=[f"crime_prompt:{prompt.pk}", f"incident:{prompt.incident_id}"],
        detail={"outcome": str(outcome)},
        now=now,
    )
    return decision


def end(*, prompt: Prompt, how: Ended, ended_at: datetime, why: str, user: User, actor: Actor, now: datetime) -> Ending:
    """Note that the course of conduct has ended."""
    ending = Ending.objects.create(
        prompt=prompt,
        how=how,
        ended_at=ended_at,
        why=why[:500],
        noted_at=now,
        noted_by=user,
        noted_by_name=actor.name,
    )
    audit.record(
        actor=actor,
        act=Act.ALTERATION,
        action="course_of_conduct.ended",
        subjects=[f"crime_prompt:{prompt.pk}"],
        detail={"how": str(how)},
        now=now,
    )
    return ending
