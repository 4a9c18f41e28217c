"""What a plan opened by hand is about: the place, the victim or the other party of an incident, or something in words."""

import uuid

from heed.domain.incidents.models import Incident
from heed.domain.incidents.terms import PartyRole
from heed.domain.problems.plans.services import About
from heed.engines.risk.problems import Subject
from heed.flows.problems.subjects import candidates_about
from heed.foundation.policy import services as policy


class NothingThere(Exception):
    """The incident has no such place or person on record; the words say so, for the form."""


def about(kind: str, incident: Incident | None, *, title: str) -> About:
    """
    Return what a plan is about. A subject that already has an open plan gives that plan's key, so that it opens no second.

    Raises NothingThere.
    """
    if kind == "other" or incident is None:
        return About(subject=f"other:{uuid.uuid4()}", title=title, other=title)
    subject = {"place": Subject.PLACE, "victim": Subject.VICTIM, "party": Subject.PARTY}[kind]
    found = next(iter(candidates_about(incident, subject, pack=policy.in_use())), None)
    if found is None:
        raise NothingThere(_missing(kind, incident))
    one = found.about
    key = found.standing.subject if found.standing else one.subject
    return About(key, title, place=one.place, victim=one.victim, party=one.party, other=one.other)


def _missing(kind: str, incident: Incident) -> str:
    if kind == "place":
        return f"{incident.reference} has no place on record"
    roles = {role.value for role in PartyRole} & set(incident.parties.values_list("role", flat=True))
    if kind == "victim":
        return f"Nobody who suffered in {incident.reference} is on record by name"
    named = PartyRole.OTHER_PARTY in roles
    return f"The other party in {incident.reference} is " + ("not described well enough" if named else "not described")
