"""
What an incident could open a problem plan about: its other parties, its victims and its place, each with its own history.

The same functions count a plan's incidents again when it is measured, so that both are of one kind.
"""

import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from heed.domain.incidents import queries as incidents
from heed.domain.incidents.models import Incident, IncidentLink, Party
from heed.domain.incidents.terms import LinkKind
from heed.domain.people import queries as people
from heed.domain.people.models import Person
from heed.domain.places import queries as places
from heed.domain.places.models import Place
from heed.domain.problems.models import ProblemPlan
from heed.domain.problems.plans import queries
from heed.domain.problems.plans.services import About
from heed.engines.risk.conduct_party import same
from heed.engines.risk.conduct_terms import Sign
from heed.engines.risk.problems import Happened, Subject
from heed.flows.conduct.sequence import Strand, sequences_of
from heed.flows.problems.names import short_name
from heed.flows.recognise import SUFFERED
from heed.foundation.policy.packs import Pack


@dataclass(frozen=True, slots=True)
class Candidate:
    """
    Something a plan could be about, with what happened to it. subjects: every key an older plan about it may have.

    standing: the open plan about it; closed_at: when the last one was closed.
    """

    kind: Subject
    about: About
    happened: Sequence[Happened]
    subjects: Collection[str] = field(default=())
    standing: ProblemPlan | None = None
    closed_at: datetime | None = None


def candidates(incident: Incident, *, pack: Pack, now: datetime) -> list[Candidate]:
    """Return what an incident could open a plan about, the one that joins most first."""
    since = now - timedelta(days=max(rule.within_days for rule in pack.problems.opening.values()))
    strands = sequences_of(incident, signs=no_signs, pack=pack)
    victims = {party.person.lead for strand in strands[:1] for party in strand.current.victims if party.person}
    return [
        *(_of_party(strand, strand.party) for strand in strands if strand.party),
        *(_of_victim(lead, since=since) for lead in sorted(victims, key=lambda lead: str(lead.pk))),
        *(_of_place(place, ids, since=since) for place, ids in _around(incident.place)),
    ]


def candidates_about(incident: Incident, kind: Subject, *, pack: Pack) -> list[Candidate]:
    """Return what of one kind a plan about an incident could be about, whether or not any threshold is reached."""
    return [one for one in candidates(incident, pack=pack, now=incident.recorded_at) if one.kind == kind]


def happened_to(plan: ProblemPlan, *, pack: Pack, since: datetime) -> dict[int, datetime]:
    """Return what happened to a plan's subject since a moment, by main log, with what was put to the plan by hand."""
    found: list[Happened] = []
    if plan.subject.startswith("party:") and plan.party:
        anchor = Incident.objects.select_related("call", "place", "force").get(pk=plan.party.incident_id)
        strands = sequences_of(anchor, signs=no_signs, pack=pack)
        found += [one for strand in strands if strand.party and _same(strand, plan) for one in _history(strand)]
    elif plan.subject.startswith("victim:") and plan.victim:
        found += _suffered(plan.victim.lead_id, since=since)
    elif plan.subject.startswith("place:") and plan.place:
        found += _reported_at(places.within(plan.place.pk), since=since)
    by_hand = {row.incident_id: row.incident.recorded_at for row in queries.incidents_of(plan)}
    mains = _mains(by_hand)
    put = {mains.get(pk, pk): at for pk, at in by_hand.items()}
    return put | {one.incident: one.at for one in found if one.at >= since}


def _of_party(strand: Strand, party: Party) -> Candidate:
    """Return an other party with everything they are named in, at any victim, and the plans about them."""
    incident = strand.current.incident
    standing = next((p for p in queries.open_about_parties(incident.force_id) if _same(strand, p)), None)
    closed = next((p for p in queries.closed_about_parties(incident.force_id) if _same(strand, p)), None)
    rows = [one.pk for _, one, _ in strand.taken if one] + [one.party.pk for one in strand.beside.values() if one.party]
    name = short_name(party)
    about = About(
        subject=f"party:{min([party.pk, *rows])}",
        title=f"Several households report {name}",
        party=party,
        other=name,
    )
    return Candidate(
        Subject.PARTY,
        about,
        _history(strand),
        standing=standing,
        closed_at=closed.closed_at if closed else None,
    )


def _same(strand: Strand, plan: ProblemPlan) -> bool:
    """Say whether a plan is about the other party of a sequence: by its rows, by record, by name or by door."""
    if not (plan.party and strand.party):
        return False
    if plan.party_id in {party.pk for _, party, _ in strand.taken if party}:
        return True
    current = strand.current
    return same(current.described(strand.party), current.described(plan.party), same_home=False) is not None


def _history(strand: Strand) -> list[Happened]:
    """Return a sequence, and the same other party at other victims, each incident by its main log."""
    own = [
        Happened(one.key, one.incident.recorded_at, frozenset({str(min(one.homes or one.leads, key=str))}))
        for one, _, _ in strand.taken
        if one.homes or one.leads
    ]
    mains = _mains(strand.beside)
    beside = [
        Happened(mains.get(one.incident, one.incident), _recorded(strand, one.incident), frozenset({victim}))
        for victim, occasions in strand.elsewhere.items()
        for one in occasions
    ]
    return own + beside


def _recorded(strand: Strand, incident_id: int) -> datetime:
    return strand.beside[incident_id].incident.recorded_at


def _of_victim(lead: Person, *, since: datetime) -> Candidate:
    """Return a victim with everything they suffered, under any of the records that are theirs."""
    keys = queries.about_person_keys("victim", [one.pk for one in people.group_of(lead.pk)])
    standing = queries.open_about(lead.force_id, keys)
    return Candidate(
        Subject.VICTIM,
        About(subject=f"victim:{lead.pk}", title="Repeat victim", victim=lead),
        _suffered(lead.pk, since=since),
        subjects=keys,
        standing=standing[0] if standing else None,
        closed_at=queries.last_closed(lead.force_id, keys),
    )


def _suffered(lead: uuid.UUID, *, since: datetime) -> list[Happened]:
    reports = incidents.reports_of_people([lead], roles=SUFFERED, since=since, excluding=None)[lead]
    return [Happened(int(one.incident), one.at, frozenset({str(lead)})) for one in reports]


def _around(place: Place | None) -> Iterator[tuple[Place, list[uuid.UUID]]]:
    """Yield a place, and the building it is in where that has trouble at more than one of its doors."""
    if place is None:
        return
    own = places.within(place.pk)
    yield place, own
    if place.parent:
        whole = places.within(place.parent.pk)
        if Incident.objects.filter(place__in=whole).values("place").distinct().count() > 1:
            yield place.parent, whole


def _of_place(place: Place, ids: Sequence[uuid.UUID], *, since: datetime) -> Candidate:
    """Return a place with everything reported there."""
    key = f"place:{place.pk}"
    standing = queries.open_about(place.force_id, [key])
    return Candidate(
        Subject.PLACE,
        About(subject=key, title=f"Repeat location: {place.address}", place=place),
        _reported_at(ids, since=since),
        subjects=[key],
        standing=standing[0] if standing else None,
        closed_at=queries.last_closed(place.force_id, [key]),
    )


def _reported_at(ids: Sequence[uuid.UUID], *, since: datetime) -> list[Happened]:
    reports = incidents.reports_at_place(ids, since=since, excluding=None)
    return [Happened(int(one.incident), one.at) for one in reports]


def _mains(incident_ids: Collection[int]) -> dict[int, int]:
    """Return the main log of those incidents that duplicate another."""
    links = IncidentLink.objects.filter(incident__in=incident_ids, kind=LinkKind.DUPLICATE, removed_at=None)
    return dict(links.values_list("incident", "other"))


def no_signs(words: str) -> frozenset[Sign]:  # noqa: ARG001  a sequence is found by its people, not by what was said
    """Read nothing of what was said: only people, doors and dates are asked for."""
    return frozenset()
