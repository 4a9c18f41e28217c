"""
Finds the sequence an incident stands in: the same victim or household with the same other party, and what lies beside it.

Beside it: the same other party at other victims, the same victim with other people, and the other way round. Each
incident that is taken says why.
"""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.db.models.functions import Upper

from heed.domain.conduct.services import Taken
from heed.domain.incidents.models import Incident, Party
from heed.domain.incidents.terms import PartyRole
from heed.domain.people.models import Person
from heed.domain.places import queries as places
from heed.domain.places.models import Place
from heed.domain.places.rules import names_a_door
from heed.engines.linkage.addresses import read_address
from heed.engines.risk.conduct_party import Described, Same, same
from heed.engines.risk.conduct_signs import Reader
from heed.engines.risk.conduct_terms import Occasion
from heed.flows.conduct.reading import Read, apart_from, read
from heed.flows.recognise import SUFFERED
from heed.foundation.policy.packs import Pack

MOST = 200
"""Incidents read for one sequence, the newest: more than anybody has reported of one neighbour, and a bound on the work."""


@dataclass(slots=True)
class Strand:
    """
    One sequence: the incident looked at, its other party (None: nobody described), and what was taken with it.

    elsewhere: the same other party, by victim. others: the same victim, by other party. Both only for tests across them.
    """

    current: Read
    party: Party | None
    taken: list[tuple[Read, Party | None, str]] = field(default_factory=list)
    elsewhere: dict[str, list[Occasion]] = field(default_factory=dict)
    others: dict[str, list[Occasion]] = field(default_factory=dict)
    beside: dict[int, Taken] = field(default_factory=dict)

    @property
    def occasions(self) -> list[Occasion]:
        """Return what was taken as occasions; of several logs of one event, the first reported."""
        once: dict[int, Occasion] = {}
        for one, party, _ in self.taken:
            occasion = one.occasion(party)
            known = once.get(one.key)
            once[one.key] = (
                occasion if known is None or (occasion.at, occasion.incident) < (known.at, known.incident) else known
            )
        return list(once.values())

    @property
    def as_taken(self) -> list[Taken]:
        """Return what was taken, as it is kept."""
        return [Taken(one.incident, party, because) for one, party, because in self.taken]


def sequences_of(incident: Incident, *, signs: Reader, pack: Pack) -> list[Strand]:
    """Return the sequences of an incident: one for each other party, or one for nobody described; none without a victim."""
    [alone] = read([incident], signs=signs, pack=pack)
    if not alone.victims or not (alone.leads or alone.homes):
        return []
    theirs = read(_of_victim(incident, alone), signs=signs, pack=pack)
    current = next(one for one in theirs if one.incident.pk == incident.pk)
    parties: Sequence[Party | None] = _apart(current) or [None]
    return [_sequence(current, party, theirs, signs=signs, pack=pack) for party in parties]


def _apart(current: Read) -> list[Party]:
    """Return the other parties of an incident, of several rows about one person the first."""
    kept: list[Party] = []
    for party in current.others:
        mine = current.described(party)
        if not any(same(mine, current.described(known), same_home=True) for known in kept):
            kept.append(party)
    return [party for party in kept if current.described(party).is_anybody]


def _sequence(current: Read, party: Party | None, theirs: Sequence[Read], *, signs: Reader, pack: Pack) -> Strand:
    """Take what belongs to one other party."""
    found = Strand(current, party)
    if party is None:
        found.taken = [(one, None, _whose(current, one)) for one in theirs if not any(_anybody(one))]
        return found
    told_apart = apart_from([p for one in theirs for p in one.others])
    mine = _described(current, party, told_apart)
    left: list[tuple[Read, Party]] = []
    for one in theirs:
        if one.incident.pk == current.incident.pk:
            found.taken.append((one, party, "the incident that raised this"))
            continue
        match = _matching(
            mine, one, told_apart, same_home=bool(one.homes & current.homes) or not (one.homes and current.homes)
        )
        if match:
            found.taken.append((one, match[0], f"{_whose(current, one)}; {match[1].words}"))
        else:
            left += [(one, other) for other in _anybody(one)]
    found.others = _grouped_by_party(left)
    _look_elsewhere(found, mine, theirs, signs=signs, pack=pack)
    return found


def _matching(
    mine: Described, one: Read, told_apart: dict[str, frozenset[str]], *, same_home: bool
) -> tuple[Party, Same] | None:
    """Return who in an incident is the same other party, and why; a strong reason before a weak one."""
    pairs = [(other, same(mine, _described(one, other, told_apart), same_home=same_home)) for other in one.others]
    sure = [(other, why) for other, why in pairs if why]
    return min(sure, key=lambda pair: not pair[1].strong, default=None)


def _described(one: Read, party: Party, told_apart: dict[str, frozenset[str]]) -> Described:
    lead = str(party.person.lead_id) if party.person else ""
    return one.described(party, told_apart.get(lead, frozenset()))


def _anybody(one: Read) -> list[Party]:
    return [party for party in one.others if one.described(party).is_anybody]


def _whose(current: Read, one: Read) -> str:
    """Say why an incident is taken to be the same victim's."""
    if one.leads & current.leads:
        return "the same victim"
    return "the same household" if one.homes & current.homes else "at the same door"


def _grouped_by_party(left: Iterable[tuple[Read, Party]]) -> dict[str, list[Occasion]]:
    """Put the occasions of other parties together, by other party."""
    groups: list[tuple[Read, Party, list[Occasion]]] = []
    for one, party in left:
        mine = one.described(party)
        for first, known, occasions in groups:
            if same(mine, first.described(known), same_home=True):
                occasions.append(one.occasion(party))
                break
        else:
            groups.append((one, party, [one.occasion(party)]))
    return {str(number): occasions for number, (_, _, occasions) in enumerate(groups)}


def _look_elsewhere(found: Strand, mine: Described, theirs: Sequence[Read], *, signs: Reader, pack: Pack) -> None:
    """Add the same other party's incidents with other victims; only a record, a name or a door says so there."""
    own = {one.incident.pk for one in theirs}
    parties = [p for p in parties_like(found.current.incident.force_id, mine) if p.incident_id not in own]
    incidents = Incident.objects.filter(pk__in={p.incident_id for p in parties}).select_related(
        "call", "place", "force"
    )
    told_apart = apart_from([*parties, *([found.party] if found.party else [])])
    for one in read(incidents.order_by("-recorded_at")[:MOST], signs=signs, pack=pack):
        match = _matching(mine, one, told_apart, same_home=False)
        if match is None or not one.victims or one.homes & found.current.homes or one.leads & found.current.leads:
            continue
        victim = str(min(one.homes or one.leads or {one.incident.pk}, key=str))
        found.elsewhere.setdefault(victim, []).append(one.occasion(match[0]))
        found.beside[one.incident.pk] = Taken(one.incident, match[0], f"another victim; {match[1].words}")


def place_at(force_id: int, address: str) -> Place | None:
    """Return the known place that an address certainly names, where it names a door."""
    known = read_address(address)
    return places.same_place(force_id, known) if names_a_door(known) else None


def parties_like(
    force_id: int, mine: Described, *, roles: Collection[str] = (PartyRole.OTHER_PARTY,)
) -> QuerySet[Party]:
    """Return the parts of whoever may be the same as somebody described: on record, of that last name, or of that door."""
    asked = Q(pk=None)
    if mine.person:
        asked |= Q(person__lead=uuid.UUID(mine.person))
    if mine.family:
        named = Person.objects.annotate(family_upper=Upper("family_name"))
        asked |= Q(person__in=named.filter(force=force_id, family_upper=mine.family.upper()))
    if mine.address and (door := place_at(force_id, mine.address)):
        asked |= Q(place=door)
    parties = Party.objects.filter(asked, incident__force=force_id, role__in=roles).select_related("person", "place")
    return parties.order_by("-id")[: MOST * 2]


def _of_victim(incident: Incident, alone: Read) -> QuerySet[Incident]:
    """Return the incidents of the same victim or household, the newest, the incident itself among them."""
    suffers = Q(parties__person__lead__in=alone.leads, parties__role__in=SUFFERED)
    suffers |= Q(parties__place__in=alone.homes, parties__role__in=SUFFERED)
    suffers |= Q(place__in=alone.homes, parties__role__in=SUFFERED)
    found = (
        Incident.objects.filter(suffers, force=incident.force_id)
        .order_by("-recorded_at", "-pk")
        .values("pk")
        .distinct()
    )
    newest = [row["pk"] for row in found[:MOST]]
    return Incident.objects.filter(pk__in={*newest, incident.pk}).select_related("call", "place", "force")


def the_other_way_round(found: Strand, *, signs: Reader, pack: Pack) -> list[Taken]:
    """Return the incidents in which the other party suffered by this victim, as far as a record, a name or a door says so."""
    if found.party is None:
        return []
    mine = found.current.described(found.party)
    parties = parties_like(found.current.incident.force_id, mine, roles=SUFFERED)
    incidents = Incident.objects.filter(pk__in={p.incident_id for p in parties}).select_related(
        "call", "place", "force"
    )
    reversed_: list[Taken] = []
    for one in read(incidents, signs=signs, pack=pack):
        suffers = any(same(mine, one.described(victim), same_home=False) for victim in one.victims)
        accused = next((p for p in one.others if _is_victim(found.current, one, p)), None)
        if suffers and accused:
            reversed_.append(Taken(one.incident, accused, "the other way round"))
    return reversed_


def _is_victim(current: Read, one: Read, party: Party) -> bool:
    theirs = one.described(party)
    return any(same(theirs, current.described(victim), same_home=False) for victim in current.victims)
