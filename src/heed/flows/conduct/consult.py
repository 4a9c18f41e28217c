"""A prompt read as a person decides on it: the whole sequence on one page, both ways round, and what was decided then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Prefetch

from heed.domain.conduct import queries
from heed.domain.conduct.models import Prompt
from heed.domain.conduct.services import Taken
from heed.domain.incidents.models import Closing, Incident, Party
from heed.domain.incidents.queries import CLOSED
from heed.engines.risk.conduct_signs import signs
from heed.flows.conduct.reading import called, read
from heed.flows.conduct.sequence import Strand, the_other_way_round
from heed.flows.recognise import SUFFERED
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act
from heed.foundation.policy import services as policy

NOT_CLOSED = "Not closed yet"


@dataclass(frozen=True, slots=True)
class Row:
    """
    One incident of a sequence. at: when it was first reported.

    against, by: who suffered, and by whom, as the incident has them. reverse: the other way round. because: why it was
    taken. decided: what was decided then, in words.
    """

    incident: Incident
    at: datetime
    against: str
    by: str
    reverse: bool
    because: str
    decided: str


@transaction.atomic
def open_prompt(*, prompt: Prompt, purpose: str, actor: Actor, now: datetime) -> list[Row]:
    """Read a prompt's sequence, the first reported leading; every incident on the page counts as consulted."""
    taken = [Taken(one.incident, one.party, one.because) for one in queries.sequence_of(prompt)]
    known = {one.incident.pk for one in taken}
    back = [one for one in _other_way(prompt) if one.incident.pk not in known]
    found = [*taken, *back]
    audit.record(
        actor=actor,
        act=Act.CONSULTATION,
        action="crime_prompt.consulted",
        subjects=[f"crime_prompt:{prompt.pk}", *(f"incident:{one.incident.pk}" for one in found)],
        purpose=purpose,
        now=now,
    )
    reversed_ = {one.incident.pk for one in back}
    closed = _closings([one.incident.pk for one in found])
    victims = _victims([one.incident.pk for one in found])
    rows = [
        Row(
            incident=one.incident,
            at=one.incident.call.rang_at,
            against=victims.get(one.incident.pk, "Nobody named"),
            by=called(one.party),
            reverse=one.incident.pk in reversed_,
            because=one.because,
            decided=closed.get(one.incident.pk, NOT_CLOSED),
        )
        for one in found
    ]
    return sorted(rows, key=lambda row: (row.at, row.incident.pk))


def _other_way(prompt: Prompt) -> list[Taken]:
    """Return the incidents in which the two stand the other way round."""
    incident = Incident.objects.select_related("call", "place", "force").get(pk=prompt.incident_id)
    pack = policy.in_use()
    [current] = read([incident], signs=signs, pack=pack)
    return the_other_way_round(Strand(current, prompt.party), signs=signs, pack=pack)


def _closings(incident_ids: Sequence[int]) -> Mapping[int, str]:
    """Say how each incident was closed, by the closing that stands."""
    labels = {code: rule.label for code, rule in policy.in_use().results.items()}
    found = Closing.objects.filter(CLOSED, incident__in=incident_ids).order_by("id")
    return {one.incident_id: f"{labels.get(one.result, one.result)}. {one.rationale}" for one in found}


def _victims(incident_ids: Sequence[int]) -> Mapping[int, str]:
    """Name who suffered in each incident."""
    parties = Party.objects.filter(role__in=SUFFERED).order_by("id")
    found = Incident.objects.filter(pk__in=incident_ids).prefetch_related(Prefetch("parties", queryset=parties))
    return {
        one.pk: ", ".join(dict.fromkeys(party.name for party in one.parties.all())) or "Nobody named" for one in found
    }
