"""
Is this a crime? Looks at the sequence an incident stands in, prompts, and keeps what a person decides.

Looked at after an incident is recorded and whenever something is added to it. Heed never decides: it says which rule is
met, from which incidents, and by when somebody must decide (procedure.md 1.7).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from heed.domain.calls import services as calls
from heed.domain.calls.terms import EntryKind
from heed.domain.conduct import queries, rules, services
from heed.domain.conduct.access import DECIDE_AS_REGISTRAR
from heed.domain.conduct.models import Decision, Ending, Prompt, RuleMet
from heed.domain.conduct.services import About
from heed.domain.conduct.terms import Ended, Outcome
from heed.domain.incidents import services as incidents
from heed.domain.incidents.models import Incident, Party
from heed.domain.incidents.services import AnswerReport
from heed.domain.incidents.terms import Given
from heed.domain.people.models import IdentityDecision
from heed.domain.places.models import Place
from heed.engines.risk.conduct import assess
from heed.engines.risk.conduct_party import Described, same
from heed.engines.risk.conduct_signs import Reader
from heed.engines.risk.conduct_signs import signs as read_signs
from heed.engines.risk.conduct_terms import NEW, Assessment, Course, Test
from heed.flows.clocks.follow import follow
from heed.flows.conduct.later import look_later
from heed.flows.conduct.reading import called
from heed.flows.conduct.sequence import Strand, sequences_of
from heed.foundation.accounts.access import allowed
from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import Actor, system
from heed.foundation.design import dates
from heed.foundation.policy import services as policy
from heed.foundation.policy.packs import Pack

MERGED_WITHIN = timedelta(hours=26)
"""How far back the nightly look takes up decisions on who is who: a day, and time to be late."""


class NotDecided(Exception):
    """The decision cannot be taken so; the message says why."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What somebody decided, as the form has it."""

    outcome: Outcome
    reason: str
    recorded_as: str = ""
    crime_number: str = ""
    told: bool = False


@transaction.atomic
def look(*, incident_id: int, now: datetime, signs: Reader = read_signs) -> list[Prompt]:
    """
    Look whether an incident makes a sequence that may be a crime; return the prompts raised or added to.

    signs: reads the words of a log. Safe to run twice: what is on a prompt already stays as it was.
    """
    incident = Incident.objects.select_related("call", "place", "force").get(pk=incident_id)
    # One look at a time in a force: two incidents recorded at once must not raise two prompts about the same two people.
    Force.objects.select_for_update(no_key=True).get(pk=incident.force_id)
    pack = policy.in_use()
    touched = []
    for strand in sequences_of(incident, signs=signs, pack=pack):
        prompt = _follow(strand, pack=pack, now=now)
        if prompt:
            touched.append(prompt)
    return touched


def _follow(strand: Strand, *, pack: Pack, now: datetime) -> Prompt | None:
    """Raise a prompt about a sequence, or add to the one that stands; None where there is nothing to decide."""
    earlier = _about_the_same(strand)
    standing = next((prompt for prompt in earlier if queries.is_open(prompt)), None)
    decided = next((prompt for prompt in earlier if not queries.is_open(prompt)), None)
    course = _course(earlier, decided)
    found = assess(
        strand.occasions,
        rule=pack.conduct.rule,
        zone=pack.zone,
        course=course,
        elsewhere=strand.elsewhere,
        others=strand.others,
    )
    taken = strand.as_taken
    if not found.met:
        if found.continues and decided:
            _continue(decided, strand, found, now=now)
        return None
    actor = system("conduct", force=strand.current.incident.force.code)
    if any(one.test == Test.SEVERAL_VICTIMS for one in found.met):
        taken = [*taken, *strand.beside.values()]
    if standing:
        services.add_to_sequence(prompt=standing, taken=taken, now=now)
        new = services.add_rules(prompt=standing, met=found.met, now=now)
        if new:
            _write(strand.current.incident, standing, new, actor=actor, now=now)
        return standing
    prompt = services.raise_prompt(
        incident=strand.current.incident,
        about=_whom(strand),
        met=found.met,
        follows=decided,
        policy_version=policy.remember(pack, now=now),
        actor=actor,
        now=now,
    )
    services.add_to_sequence(prompt=prompt, taken=taken, now=now)
    new = services.add_rules(prompt=prompt, met=found.met, now=now)
    _write(strand.current.incident, prompt, new, actor=actor, now=now)
    follow(incident=strand.current.incident, now=now)
    return prompt


def _about_the_same(strand: Strand) -> list[Prompt]:
    """Return the prompts about the same victim and the same other party, the newest first."""
    current = strand.current
    known = queries.about(current.incident.force_id, leads=current.leads, places=current.homes)
    if strand.party is None:
        return [prompt for prompt in known if prompt.party is None]
    mine = current.described(strand.party)
    taken = {party.pk for _, party, _ in strand.taken if party}
    return [
        prompt
        for prompt in known
        if prompt.party and (prompt.party_id in taken or same(mine, _as_described(prompt.party), same_home=True))
    ]


def _as_described(party: Party) -> Described:
    lead = str(party.person.lead_id) if party.person else ""
    born = party.born_on.isoformat() if party.born_on else ""
    words = f"{party.relation} {party.description}".strip()
    return Described(lead, frozenset(), party.given_name, party.family_name, born, party.address, words)


def _course(earlier: Sequence[Prompt], decided: Prompt | None) -> Course:
    """Return what was decided before about the same two, and whether the course has ended since."""
    ending = queries.newest_ending([prompt.pk for prompt in earlier])
    ended_at = ending.ended_at if ending else None
    decision = queries.standing_decision(decided) if decided else None
    if decision is None:
        return NEW if ended_at is None else Course(ended_at=ended_at)
    tests = frozenset(Test(test) for test in decision.tests if test in set(Test))
    return Course(decision.decided_at, tests, crime=decision.outcome == Outcome.CRIME, ended_at=ended_at)


def _continue(decided: Prompt, strand: Strand, found: Assessment, *, now: datetime) -> None:
    """Add an incident to the crime already recorded, and say so in its log."""
    decision = queries.standing_decision(decided)
    if not decision or not services.add_to_sequence(prompt=decided, taken=strand.as_taken, now=now):
        return
    calls.append_entry(
        call_id=strand.current.incident.call_id,
        kind=EntryKind.STATE,
        text=f"Part of crime {decision.crime_number}, by the dates. {found.why}",
        actor=system("conduct", force=strand.current.incident.force.code),
        now=now,
        detail={"crime_prompt": decided.pk},
    )


def _whom(strand: Strand) -> About:
    """Return whom a prompt about a sequence names."""
    current = strand.current
    victim = next((party.person for party in current.victims if party.person), None)
    home = min(current.homes, key=str, default=None)
    place = Place.objects.filter(pk=home).first() if home else None
    party = strand.party
    return About(victim, place, party, party.person if party else None, called(party))


def _write(incident: Incident, prompt: Prompt, new: Sequence[RuleMet], *, actor: Actor, now: datetime) -> None:
    """Say in the log what is asked, why, and by when."""
    rules_met = "; ".join(one.label for one in new)
    calls.append_entry(
        call_id=incident.call_id,
        kind=EntryKind.STATE,
        text=f"Is this a crime? {rules_met}. Decide by {dates.moment(min(one.due_at for one in new))}.",
        actor=actor,
        now=now,
        detail={"crime_prompt": prompt.pk, "tests": [one.test for one in new]},
    )


@transaction.atomic
def decide(*, prompt: Prompt, given: Verdict, user: User, actor: Actor, now: datetime) -> Decision:
    """
    Keep what somebody decided about a prompt, with the reason, and say so in the log of the incident that raised it.

    Raises NotDecided with why this person cannot decide it so.
    """
    locked = Prompt.objects.select_for_update(of=("self",)).select_related("incident__force").get(pk=prompt.pk)
    standing = queries.standing_decision(locked)
    tests = list(RuleMet.objects.filter(prompt=locked).order_by("id").values_list("test", flat=True))
    why_not = rules.refused(
        outcome=given.outcome,
        recorded_as=given.recorded_as,
        tests=tests,
        decided=Outcome(standing.outcome) if standing else None,
        is_registrar=allowed(user, DECIDE_AS_REGISTRAR),
    )
    if why_not:
        raise NotDecided(why_not)
    decision = services.decide(
        prompt=locked,
        outcome=given.outcome,
        recorded_as=given.recorded_as,
        crime_number=given.crime_number,
        reason=given.reason,
        tests=tests,
        told=given.told,
        as_registrar=allowed(user, DECIDE_AS_REGISTRAR),
        policy_version=policy.remember(policy.in_use(), now=now),
        user=user,
        actor=actor,
        now=now,
    )
    number = f" {given.crime_number}" if given.crime_number else ""
    calls.append_entry(
        call_id=locked.incident.call_id,
        kind=EntryKind.STATE,
        text=f"{given.outcome.label}{number}. {given.reason}",
        actor=actor,
        now=now,
        detail={"crime_prompt": locked.pk, "outcome": str(given.outcome)},
    )
    for one in sorted(queries.sequence_of(locked), key=lambda one: one.incident_id):
        follow(incident=one.incident, now=now)
    return decision


@transaction.atomic
def end(*, prompt: Prompt, how: Ended, ended_at: datetime, why: str, user: User, actor: Actor, now: datetime) -> Ending:
    """Note that a course of conduct has ended: what follows is a new one."""
    ending = services.end(prompt=prompt, how=how, ended_at=ended_at, why=why, user=user, actor=actor, now=now)
    calls.append_entry(
        call_id=prompt.incident.call_id,
        kind=EntryKind.STATE,
        text=f"{how.label}, {dates.day(ended_at)}. {why}",
        actor=actor,
        now=now,
        detail={"crime_prompt": prompt.pk, "how": str(how)},
    )
    return ending


@transaction.atomic
def answer_screen(*, prompt: Prompt, answers: Mapping[str, Given], actor: Actor, now: datetime) -> None:
    """Keep answers to the stalking screen on the incident that raised a prompt, and look again with them."""
    pack = policy.in_use()
    incidents.add_answers(
        incident=prompt.incident,
        answers=[AnswerReport(question, given) for question, given in answers.items()],
        policy_version=policy.remember(pack, now=now),
        actor=actor,
        now=now,
    )
    for question, given in answers.items():
        calls.append_entry(
            call_id=prompt.incident.call_id,
            kind=EntryKind.ANSWER,
            text=f"{pack.conduct.screen[question].value.wording} {given.label}.",
            actor=actor,
            now=now,
            detail={"question": question, "given": str(given)},
        )
    look(incident_id=prompt.incident_id, now=now)


def look_at_those_made_one(*, now: datetime) -> int:
    """Ask for the newest incident of everybody about whom it was decided lately who they are; return how many."""
    recent = IdentityDecision.objects.filter(at__gte=now - MERGED_WITHIN).values_list("one__lead", "other__lead")
    leads = {lead for pair in recent for lead in pair}
    newest = (
        Party.objects.filter(person__lead__in=leads)
        .order_by("person__lead", "-incident__recorded_at")
        .distinct("person__lead")
    )
    found = {party.incident_id: party.incident for party in newest.select_related("incident")}
    for incident in found.values():
        look_later(incident)
    return len(found)
