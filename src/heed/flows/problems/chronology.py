"""
Both sides of one history on one line: who reported whom, what was done, and what each of them needs (features.md #20).

Two callers, two sides: each may be victim and other party (procedure.md 6). Reports from the other side are marked, never
weighed. Who is the same other party is decided as for a course of conduct: a record, a name or a door, never a guess.
"""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from heed.domain.incidents.models import Incident, Party
from heed.domain.incidents.terms import PartyRole
from heed.domain.people import queries as people
from heed.domain.places import queries as places
from heed.domain.places.models import Place
from heed.domain.problems.models import ProblemPlan
from heed.domain.problems.plans import queries as plans
from heed.domain.vulnerability import queries as vulnerability
from heed.domain.vulnerability.access import SEE_VULNERABILITY
from heed.domain.vulnerability.models import Indicator
from heed.engines.risk.both_sides import Side, Typed, reconsider
from heed.engines.risk.conduct_party import same
from heed.flows import enrich, needs_shown
from heed.flows.conduct.reading import Read, read
from heed.flows.conduct.sequence import Strand, sequences_of, the_other_way_round
from heed.flows.needs_shown import OfPerson
from heed.flows.problems import events
from heed.flows.problems import work as plan_work
from heed.flows.problems.events import Event, Told
from heed.flows.problems.names import short_name
from heed.flows.problems.subjects import no_signs
from heed.foundation.accounts.access import allowed
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act
from heed.foundation.policy import services as policy
from heed.foundation.policy.packs import Pack

BESIDE_MOST = 200
"""Incidents of a plan or place read beside the two, the newest: a bound on the work."""


@dataclass(frozen=True, slots=True)
class OneSide:
    """One of the two: as they are called, who they are on record, what they need and what makes them vulnerable."""

    side: Side
    name: str
    person_ids: tuple[uuid.UUID, ...]
    needs: Sequence[OfPerson] = ()
    indicators: Sequence[Indicator] = ()


@dataclass(frozen=True, slots=True)
class BothSides:
    """
    A history. other: None where nobody is described on the other side. parties: who else it could be read with.

    forward, back: incidents that one side reported of the other, each way. subjects: what was read, for the trail.
    """

    one: OneSide
    other: OneSide | None
    events: list[Event]
    parties: list[Party]
    party: Party | None
    forward: int
    back: int
    subjects: list[str]


@transaction.atomic
def of_incident(
    *, incident: Incident, user: User, purpose: str, actor: Actor, now: datetime, party_id: int | None = None
) -> BothSides:
    """Read the history an incident stands in. party_id: which of its other parties; the first where it names none of them."""
    return _kept(_read(incident, (), party_id, user=user, now=now), purpose=purpose, actor=actor, now=now)


@transaction.atomic
def of_plan(*, plan: ProblemPlan, user: User, purpose: str, actor: Actor, now: datetime) -> BothSides | None:
    """Read the history of a plan's problem, all its incidents on the line; None for a plan without incidents."""
    found = [row.incident for row in plans.incidents_of(plan)]
    if not found:
        return None
    asked = plan.party_id if plan.party else None
    anchor = _anchor(found, plan.party)
    return _kept(_read(anchor, found, asked, user=user, now=now), purpose=purpose, actor=actor, now=now)


@transaction.atomic
def of_place(*, place: Place, user: User, purpose: str, actor: Actor, now: datetime) -> BothSides | None:
    """Read the history of a place and all within it; None where nothing was reported."""
    there = Incident.objects.filter(place__in=places.within(place.pk), force=user.force_id)
    found = list(there.select_related("call", "place", "force").order_by("-recorded_at")[:BESIDE_MOST])
    if not found:
        return None
    return _kept(_read(_anchor(found, None), found, None, user=user, now=now), purpose=purpose, actor=actor, now=now)


@transaction.atomic
def summarise(
    *,
    text: str,
    incident: Incident | None = None,
    plan: ProblemPlan | None = None,
    user: User,
    actor: Actor,
    now: datetime,
) -> list[Typed]:
    """
    Keep a summary of a history: in the incident's log, or in the plan's analysis. Raises CannotBe for a closed plan.

    Returns the phrases to think over; they are said after it is kept, and never stand in the way.
    """
    if plan:
        section = plan_work.summary_section(plan)
        return plan_work.write(plan=plan, section=section, words=text, user=user, actor=actor, now=now)[1]
    if incident:
        enrich.write(incident=incident, text=f"Both sides: {text}", corrects=None, actor=actor, now=now)
    return reconsider(text)


def _anchor(found: Sequence[Incident], party: Party | None) -> Incident:
    """Return the incident to read two sides from: the party's own, else the newest with an other party, else the newest."""
    if party:
        own = next((one for one in found if one.pk == party.incident_id), None)
        if own:
            return own
    newest = sorted(found, key=lambda one: (one.recorded_at, one.pk), reverse=True)
    named = set(Party.objects.filter(incident__in=found, role=PartyRole.OTHER_PARTY).values_list("incident", flat=True))
    return next((one for one in newest if one.pk in named), newest[0])


def _read(
    incident: Incident, beside: Collection[Incident], party_id: int | None, *, user: User, now: datetime
) -> BothSides:
    """Put a history together from the sequence an incident stands in, and what is on the line beside it."""
    pack = policy.in_use()
    strands = sequences_of(incident, signs=no_signs, pack=pack)
    strand = next((one for one in strands if one.party and one.party.pk == party_id), strands[0] if strands else None)
    if strand is None:
        [alone] = read([incident], signs=no_signs, pack=pack)
        strand = Strand(alone, alone.others[0] if alone.others else None, [(alone, None, "the incident itself")])
    back = _reverse(strand, pack=pack)
    told = [
        *(Told(one.incident, Side.ONE, party, why) for one, party, why in strand.taken),
        *(Told(one.incident, Side.OTHER, None, "the other way round") for one, _ in back),
    ]
    known = {one.incident.pk for one in told}
    told += [Told(one, Side.BESIDE, None, "of the same problem") for one in beside if one.pk not in known]
    one, other = _one_side(strand), _other_side(strand, back)
    listed = events.on_one_line(
        told,
        person_ids=[*one.person_ids, *(other.person_ids if other else ())],
        party_ids=[party.pk for _, party, _ in strand.taken if party],
        names=(one.name, other.name if other else ""),
        within_days=pack.problems.both_sides.counter_within_days.value,
        user=user,
        now=now,
    )
    sides = [_with_needs(side, user=user, now=now) for side in (one, other) if side]
    return BothSides(
        one=sides[0],
        other=sides[1] if other else None,
        events=listed,
        parties=[each.party for each in strands if each.party],
        party=strand.party,
        forward=len({each.incident.pk for each in told if each.side == Side.ONE}) if other else 0,
        back=len(back),
        subjects=[
            *(f"incident:{each.incident.pk}" for each in told),
            *(f"person:{person}" for side in sides for person in side.person_ids),
            *(f"need:{need.pk}" for side in sides for found in side.needs for need in found.needs),
        ],
    )


def _reverse(strand: Strand, *, pack: Pack) -> list[tuple[Read, list[Party]]]:
    """Return the incidents the other way round, each with the victims in it who are the other party."""
    if strand.party is None:
        return []
    mine = strand.current.described(strand.party)
    incidents = [one.incident for one in the_other_way_round(strand, signs=no_signs, pack=pack)]
    found = read(incidents, signs=no_signs, pack=pack)
    return [
        (one, [victim for victim in one.victims if same(mine, one.described(victim), same_home=False)]) for one in found
    ]


def _one_side(strand: Strand) -> OneSide:
    """Return the side that suffers in the incident a history is read from."""
    victims = strand.current.victims
    name = ", ".join(dict.fromkeys(party.name for party in victims)) or "Nobody named"
    return OneSide(Side.ONE, name, tuple(sorted(strand.current.leads, key=str)))


def _other_side(strand: Strand, back: Iterable[tuple[Read, list[Party]]]) -> OneSide | None:
    """Return the other party, with whoever of the same name or door suffers in incidents the other way round."""
    if strand.party is None:
        return None
    rows = [strand.party, *(victim for _, victims in back for victim in victims)]
    leads = people.leads_of([row.person_id for row in rows if row.person_id])
    return OneSide(Side.OTHER, short_name(strand.party), tuple(sorted(leads, key=str)))


def _with_needs(side: OneSide, *, user: User, now: datetime) -> OneSide:
    """Add what stands of one side's needs and vulnerability, within what the user may see."""
    needs = [
        of for person in side.person_ids for of in needs_shown.needs_for(user=user, now=now, person_id=person).people
    ]
    noted: dict[uuid.UUID, list[Indicator]] = {}
    if side.person_ids and allowed(user, SEE_VULNERABILITY):
        noted = vulnerability.indicators_of_people(user, side.person_ids)
    indicators = {one.pk: one for each in noted.values() for one in each}
    return OneSide(side.side, side.name, side.person_ids, needs, list(indicators.values()))


def _kept(found: BothSides, *, purpose: str, actor: Actor, now: datetime) -> BothSides:
    """Write to the trail what was read, and why."""
    audit.record(
        actor=actor,
        act=Act.CONSULTATION,
        action="both_sides.consulted",
        subjects=list(dict.fromkeys(found.subjects)),
        purpose=purpose,
        now=now,
    )
    return found
