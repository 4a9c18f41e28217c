"""Whom or what a power is against: a person on record, an other party as an incident describes them, a place, or words."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Final

from heed.domain.incidents import queries as incidents
from heed.domain.incidents.models import Incident, Party
from heed.domain.incidents.terms import PartyRole
from heed.domain.people import queries as people
from heed.domain.people.models import Person
from heed.domain.places import queries as places
from heed.domain.places.models import Place
from heed.engines.risk.powers import age_on
from heed.flows.conduct.sequence import sequences_of
from heed.flows.problems.names import short_name
from heed.flows.problems.subjects import no_signs
from heed.foundation.accounts.models import Force, User
from heed.foundation.policy.packs import Pack

KINDS: Final = ("person", "party", "place", "incident")
"""What the address of a ladder can name; "incident" is somebody not described in it yet."""


@dataclass(frozen=True, slots=True)
class Target:
    """
    What a ladder is about. about, key: as its address has them. person_ids: everybody decided to be one with the person.

    party_ids: rows in which incidents name the same other party. kinds: "person" and "body", or "place".
    """

    about: str
    key: str
    title: str
    force: Force
    person: Person | None = None
    party: Party | None = None
    place: Place | None = None
    incident: Incident | None = None
    person_ids: tuple[uuid.UUID, ...] = ()
    party_ids: tuple[int, ...] = ()

    @property
    def kinds(self) -> tuple[str, ...]:
        """Return what a power can be against here."""
        return ("place",) if self.place else ("person", "body")

    @property
    def born_on(self) -> date | None:
        """Return the birthday, as far as anybody said one."""
        known = self.person.born_on if self.person else None
        return known or (self.party.born_on if self.party else None)

    def age_on(self, on: date) -> int | None:
        """Return an age in whole years on a day, as far as anybody knows."""
        if self.born_on:
            return age_on(self.born_on, on)
        return self.party.age if self.party else None


def target(user: User, about: str, key: str, *, pack: Pack) -> Target | None:
    """Return what an address names, of the person's own force; None for nonsense, and for what is another force's."""
    match about:
        case "person":
            return _person(user, key)
        case "party":
            return _party(user, key, pack=pack)
        case "place":
            return _place(user, key)
        case "incident":
            found = incidents.visible_to(user).select_related("beat").filter(pk=_number(key)).first()
            if found:
                return Target(about, key, f"Somebody not described in {found.reference}", found.force, incident=found)
    return None


def _person(user: User, key: str) -> Target | None:
    known = _uuid(key)
    found = people.visible_to(user).select_related("lead", "force").filter(pk=known).first() if known else None
    if found is None:
        return None
    group = tuple(one.pk for one in people.group_of(found.pk))
    return Target("person", key, found.lead.name, found.force, person=found.lead, person_ids=group)


def _party(user: User, key: str, *, pack: Pack) -> Target | None:
    rows = Party.objects.filter(incident__force=user.force_id, role=PartyRole.OTHER_PARTY, pk=_number(key))
    party = rows.select_related("person__lead", "incident__force", "incident__beat", "incident__call").first()
    if party is None:
        return None
    person = party.person.lead if party.person else None
    return Target(
        "party",
        key,
        short_name(party),
        party.incident.force,
        person=person,
        party=party,
        incident=party.incident,
        person_ids=tuple(one.pk for one in people.group_of(person.pk)) if person else (),
        party_ids=_same(party, pack=pack),
    )


def _same(party: Party, *, pack: Pack) -> tuple[int, ...]:
    """Return the rows in which incidents name the same other party: of this victim, and of others."""
    for strand in sequences_of(party.incident, signs=no_signs, pack=pack):
        rows = {one.pk for _, one, _ in strand.taken if one} | {
            one.party.pk for one in strand.beside.values() if one.party
        }
        if party.pk in rows:
            return tuple(sorted(rows))
    return (party.pk,)


def _place(user: User, key: str) -> Target | None:
    known = _uuid(key)
    found = places.visible_to(user).select_related("force").filter(pk=known).first() if known else None
    return Target("place", key, found.address, found.force, place=found) if found else None


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _number(text: str) -> int:
    """Read a row number; one that no row can have is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < len(str(2**63)) else 0
