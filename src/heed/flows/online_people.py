"""
Whoever reported online, put on record: found again by name and e-mail address, as the pack allows, and undone like any decision.

A name and an address that fit only in part are suggestions: they stand in the proof of check, and a person decides.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate

from heed.domain.incidents.models import Incident
from heed.domain.people import queries as people_read
from heed.domain.people import services as people
from heed.domain.people.identity import services as identity
from heed.domain.people.identity.services import Basis, Contradicts
from heed.domain.people.models import Person
from heed.domain.people.terms import Judgement, LinkSource
from heed.domain.places import services as places
from heed.domain.places.rules import names_a_door
from heed.engines.linkage.addresses import read_address
from heed.engines.linkage.keys import looked_up
from heed.engines.linkage.said import Said
from heed.engines.linkage.standard import Standard, read
from heed.engines.numbers.reading import read as read_number
from heed.foundation.accounts.models import Force
from heed.foundation.accounts.terms import Actor, system
from heed.foundation.policy import services as policy

WHY = "The same first name, last name and e-mail address as in what was said of them before."


@dataclass(frozen=True, slots=True)
class Reporter:
    """Whoever reported it, as they said; telephone as they typed it. home: their own address, where that was said."""

    given_name: str = ""
    family_name: str = ""
    email: str = ""
    telephone: str = ""
    home: str = ""

    @property
    def is_known(self) -> bool:
        """Say whether anything was said by which they could be known again."""
        return bool(self.given_name or self.family_name or self.email or self.telephone)


def said_of_reporter(force: Force, reporter: Reporter, *, now: datetime) -> Said:
    """Return what was said of whoever reported, as it is filed. A number that many share tells nobody apart, and is left out."""
    number = read_number(reporter.telephone).e164 if reporter.telephone else None
    if number and people_read.known_line(force.pk, number):
        number = None
    return Said(
        given=reporter.given_name,
        family=reporter.family_name,
        on=localdate(now),
        address=reporter.home,
        e164=number or "",
        email=reporter.email,
    )


def put_on_record(*, incident: Incident, said: Said, home: str, actor: Actor, now: datetime) -> Person | None:
    """
    Put somebody on record as they were described, and with whoever they certainly are; None where nothing was said.

    They are a person of their own, joined by a decision of the machine: whoever takes that back has two people again.
    """
    if not (said.given or said.family or said.email or said.e164):
        return None
    force = incident.force
    person = people.record_person(
        force=force, given_name=said.given, family_name=said.family, born_on=None, actor=actor, now=now
    )
    lives = places.place_at(force=force, address=home, now=now) if names_a_door(read_address(home)) else None
    if lives:
        people.lives_at(person=person, place=lives, now=now)
    known = _known(force.pk, read(said)) if policy.in_use().open311.joins.value else None
    people.mention(person=person, said=said, place=lives, call=incident.call_id, source=LinkSource.SAID, now=now)
    if said.e164:
        people.use_line(person=person, e164=said.e164, confirmed_by=None, now=now)
    if known:
        _join(person, known, incident, now=now)
    return person


def _known(force_id: int, asked: Standard) -> uuid.UUID | None:
    """
    Return who was described under the very same name and e-mail address; None where that is nobody, or could be two people.

    Of people who were told apart and share both, whoever was described last: what was said not to be the other is theirs.
    """
    if not (asked.given and asked.family and asked.email):
        return None
    same = [
        (atom, lead)
        for _, atom, lead, said in people_read.under(force_id, looked_up(asked))
        if (said.given, said.family, said.email) == (asked.given, asked.family, asked.email)
    ]
    leads = {lead for _, lead in same}
    if len(leads) > 1 and len(people_read.told_apart(leads)) < len(leads) * (len(leads) - 1) // 2:
        return None
    return same[-1][0] if same else None


def _join(person: Person, known: uuid.UUID, incident: Incident, *, now: datetime) -> None:
    """Decide for the machine that two are one; whatever a person has decided stands."""
    actor = system("online reports", force=incident.force.code)
    try:
        identity.decide(
            one=person.pk,
            other=known,
            judgement=Judgement.SAME,
            basis=Basis(why=WHY, call=incident.call_id),
            user=None,
            actor=actor,
            now=now,
        )
    except Contradicts:
        return
    person.refresh_from_db(fields=["lead"])
