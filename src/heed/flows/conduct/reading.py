"""
Reads incidents for what a course of conduct is made of: who suffered, who the other party is, and which signs are present.

Signs come from qualifiers, the opening code, answers, how the other party is described, and the words of the log.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from heed.domain.calls import queries as calls
from heed.domain.calls.models import LogEntry
from heed.domain.calls.terms import EntryKind
from heed.domain.incidents.models import Answer, CallBack, Incident, IncidentLink, Party, Qualifier
from heed.domain.incidents.terms import Given, LinkKind, PartyRole
from heed.domain.people import queries as people
from heed.domain.people.identity import queries as identity
from heed.domain.people.models import Person
from heed.domain.people.terms import APART
from heed.domain.places.models import Place
from heed.domain.places.queries import address_of
from heed.domain.places.rules import names_a_door
from heed.engines.risk.conduct_party import Described, is_former_partner
from heed.engines.risk.conduct_signs import Reader
from heed.engines.risk.conduct_terms import Occasion, Sign
from heed.flows.recognise import SUFFERED
from heed.foundation.policy.packs import Pack

BEFORE = "before"
"""The pack's question whose yes says that it has happened before."""

OF_QUALIFIERS: Mapping[str, Sign] = {
    "PREJUDICE_RACIAL": Sign.HATE_RACE_OR_RELIGION,
    "PREJUDICE_RELIGION": Sign.HATE_RACE_OR_RELIGION,
    "PREJUDICE_DISABILITY": Sign.HATE_OTHER,
    "PREJUDICE_SEXUAL_ORIENTATION": Sign.HATE_OTHER,
    "PREJUDICE_TRANSGENDER": Sign.HATE_OTHER,
}
OF_THE_HANDLER = frozenset({"go_wrong", "consequences"})
"""What a handler fears may happen is no sign that it has."""

PERSONAL = "ASB_PERSONAL"
TYPED = (EntryKind.SAID, EntryKind.CORRECTION)


@dataclass(slots=True)
class Read:
    """
    An incident as a course of conduct sees it.

    key: the main log's number, for a duplicate: one event is one occasion. homes: doors of the victims.
    """

    incident: Incident
    key: int
    victims: list[Party]
    others: list[Party]
    leads: frozenset[uuid.UUID]
    homes: frozenset[uuid.UUID]
    signs: dict[Sign, datetime] = field(default_factory=dict)
    said_before_at: datetime | None = None

    def occasion(self, party: Party | None) -> Occasion:
        """Return the incident as an occasion with one of its other parties; with none where nobody is described."""
        return Occasion(
            incident=self.incident.pk,
            at=self.incident.call.rang_at,
            party_at=party.at if party else None,
            signs=self.signs | _of_party(party),
            said_before_at=self.said_before_at,
            ages=(age_of(self.victims[:1], self.incident), age_of([party] if party else [], self.incident)),
        )

    def described(self, party: Party, apart: frozenset[str] = frozenset()) -> Described:
        """Return one of its people as engines.risk.conduct_party compares them."""
        return Described(
            person=str(party.person.lead_id) if party.person else "",
            apart=apart,
            given=party.given_name,
            family=party.family_name,
            born=party.born_on.isoformat() if party.born_on else "",
            address=party.address,
            words=f"{party.relation} {party.description}".strip(),
            again=self.said_before_at is not None,
        )


def read(incidents: Iterable[Incident], *, signs: Reader, pack: Pack) -> list[Read]:
    """Read incidents with their people and their signs, each once, the first reported leading."""
    found = {incident.pk: incident for incident in incidents}
    mains = dict(
        IncidentLink.objects.filter(incident__in=found, kind=LinkKind.DUPLICATE, removed_at=None).values_list(
            "incident", "other"
        )
    )
    parties: defaultdict[int, list[Party]] = defaultdict(list)
    for party in Party.objects.filter(incident__in=found).select_related("person", "place").order_by("id"):
        parties[party.incident_id].append(party)
    victims = {pk: [p for p in parties[pk] if p.role in SUFFERED] for pk in found}
    lived = _homes({p.person_id for each in victims.values() for p in each if p.person_id}, found.values())
    whole = [
        Read(
            incident=incident,
            key=mains.get(pk, pk),
            victims=victims[pk],
            others=[p for p in parties[pk] if p.role == PartyRole.OTHER_PARTY],
            leads=frozenset(p.person.lead_id for p in victims[pk] if p.person),
            homes=_doors(victims[pk], lived, incident),
        )
        for pk, incident in found.items()
    ]
    _add_signs(whole, signs=signs, pack=pack)
    return sorted(whole, key=lambda one: (one.incident.call.rang_at, one.incident.pk))


def apart_from(parties: Iterable[Party]) -> dict[str, frozenset[str]]:
    """Return, for whoever stands for each of these people, who they were decided not to be."""
    leads = {party.person.lead_id for party in parties if party.person}
    if not leads:
        return {}
    atoms = dict(Person.objects.filter(lead__in=leads).values_list("pk", "lead"))
    told: defaultdict[str, set[str]] = defaultdict(set)
    for made in identity.holding_among(atoms.keys()):
        if made.decision in APART:
            one, other = str(atoms[made.one_id]), str(atoms[made.other_id])
            told[one].add(other)
            told[other].add(one)
    return {lead: frozenset(others) for lead, others in told.items()}


def age_of(parties: Sequence[Party], incident: Incident) -> int | None:
    """Return how old somebody was, as far as anybody said, when the incident was reported."""
    on = timezone.localdate(incident.call.rang_at)
    for party in parties:
        born = party.born_on or (party.person.born_on if party.person else None)
        if born:
            return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
        if party.age is not None:
            return party.age
    return None


def called(party: Party | None) -> str:
    """Name an other party for the screen, as they were described."""
    if party is None:
        return "Nobody described yet"
    name = f"{party.given_name} {party.family_name}".strip()
    words = [name, party.relation, party.description, party.address if not name else ""]
    return ", ".join(dict.fromkeys(word for word in words if word)) or "Not described"


def _homes(person_ids: Collection[uuid.UUID], incidents: Collection[Incident]) -> dict[uuid.UUID, Place]:
    """Return where people live, as known on the day of the newest of these incidents."""
    days: list[date] = [timezone.localdate(incident.recorded_at) for incident in incidents]
    return people.homes_of(person_ids, on=max(days)) if person_ids and days else {}


def _doors(victims: Sequence[Party], lived: Mapping[uuid.UUID, Place], incident: Incident) -> frozenset[uuid.UUID]:
    """Return the doors behind which the victims live; where nobody says, the door at which it happened."""
    places = [p.place or (lived.get(p.person_id) if p.person_id else None) for p in victims]
    known = [place for place in places if place] or ([incident.place] if incident.place and victims else [])
    return frozenset(place.pk for place in known if names_a_door(address_of(place)))


def _of_party(party: Party | None) -> dict[Sign, datetime]:
    """Return the sign that an other party's relation is."""
    if party and is_former_partner(f"{party.relation} {party.description}"):
        return {Sign.FORMER_PARTNER: party.at}
    return {}


def _add_signs(whole: Sequence[Read], *, signs: Reader, pack: Pack) -> None:
    """Put on each incident which signs are on record, each from when it was first."""
    by_pk = {one.incident.pk: one for one in whole}
    for pk, code, at in Qualifier.objects.filter(incident__in=by_pk).values_list("incident", "code", "at"):
        if code in OF_QUALIFIERS:
            _note(by_pk[pk], [OF_QUALIFIERS[code]], at)
    _read_answers(by_pk, signs=signs, meant=pack.conduct.signs_of_answers)
    call_backs = dict(CallBack.objects.filter(incident__in=by_pk).values_list("call", "incident"))
    of_calls: defaultdict[uuid.UUID, list[Read]] = defaultdict(list)
    for one in whole:
        of_calls[one.incident.call_id].append(one)
        if one.incident.opening_code == PERSONAL:
            _note(one, [Sign.TARGETED], one.incident.recorded_at)
        _note(one, signs(one.incident.summary), one.incident.recorded_at)
        for party in one.others:
            _note(one, signs(party.description), party.at)
    for call, pk in call_backs.items():
        of_calls[call].append(by_pk[pk])
    for call, log in calls.logs_of(of_calls.keys()).items():
        for entry, found in _said(log, signs):
            for one in of_calls[call]:
                _note(one, found - ({Sign.FORMER_PARTNER} if len(one.others) != 1 else set()), entry.at)


def _read_answers(by_pk: Mapping[int, Read], *, signs: Reader, meant: Mapping[str, Sign]) -> None:
    """Read the newest answer to each question: a yes to one that means a sign, and the words with any that is no no."""
    newest: dict[tuple[int, str], Answer] = {}
    for answer in Answer.objects.filter(incident__in=by_pk).order_by("id"):
        newest[answer.incident_id, answer.question] = answer
    for (pk, question), answer in newest.items():
        if answer.given == Given.YES and question in meant:
            _note(by_pk[pk], [meant[question]], answer.at)
        if answer.given == Given.YES and question == BEFORE:
            by_pk[pk].said_before_at = answer.at
        if answer.given in {Given.YES, Given.WORDS} and answer.text and question not in OF_THE_HANDLER:
            _note(by_pk[pk], signs(answer.text), answer.at)


def _said(log: Sequence[LogEntry], signs: Reader) -> list[tuple[LogEntry, frozenset[Sign]]]:
    """Read what was typed into a log; an entry that a later one corrects no longer says anything."""
    corrected = {entry.corrects for entry in log if entry.corrects is not None}
    typed = [entry for entry in log if entry.kind in TYPED and entry.seq not in corrected]
    return [(entry, signs(entry.text)) for entry in typed]


def _note(one: Read, found: Iterable[Sign], at: datetime) -> None:
    """Keep from when each sign was on record; the first time counts."""
    for sign in found:
        one.signs[sign] = min(one.signs.get(sign, at), at)
