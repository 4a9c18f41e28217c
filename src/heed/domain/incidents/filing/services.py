"""Filing incidents to beats."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection, transaction

from heed.domain.beats.models import Beat
from heed.domain.incidents.models import Incident
from heed.foundation.accounts.models import Force
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act

FILE = """
    UPDATE incidents_incident SET beat_id = filed.beat
      FROM unnest(%(incidents)s::bigint[], %(beats)s::bigint[]) AS filed(incident, beat)
     WHERE incidents_incident.id = filed.incident AND incidents_incident.force_id = %(force)s
"""


class OtherForce(Exception):
    """A beat and an incident of two forces have nothing to do with each other."""


@transaction.atomic
def file_to_beat(*, incident: Incident, beat: Beat, by_hand: bool, actor: Actor, now: datetime) -> None:
    """File an incident to a beat. Raises OtherForce."""
    if beat.force_id != incident.force_id:
        raise OtherForce(incident.pk)
    before = incident.beat_id
    Incident.objects.filter(pk=incident.pk).update(beat=beat)
    incident.beat = beat
    audit.record(
        actor=actor,
        act=Act.ALTERATION,
        action="incident.filed_to_beat",
        subjects=[f"incident:{incident.pk}", f"beat:{beat.pk}"],
        now=now,
        detail={"before": before, "by_hand": by_hand},
    )


@transaction.atomic
def file_many(*, force: Force, beats: Mapping[int, int | None], actor: Actor, now: datetime) -> None:
    """File many incidents of one force, each to the beat of a number, or to none; one event for all of them."""
    if not beats:
        return
    with connection.cursor() as cursor:
        cursor.execute(FILE, {"incidents": list(beats), "beats": list(beats.values()), "force": force.pk})
    audit.record(
        actor=actor,
        act=Act.ALTERATION,
        action="incidents.filed_to_beats",
        subjects=[f"force:{force.code}"],
        now=now,
        detail={"incidents": len(beats), "first": min(beats), "last": max(beats)},
    )
