"""
Why a silent or abandoned call is not let go: who used the line, where they live, and what is known to stand there.

An active assessment of high risk, an indicator of suicide or domestic abuse, a repeat victim or a warning makes the call
watched, as a flag on the line does (features.md #7; IOPC on Hampshire, finding 6).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from heed.domain.calls.models import Call
from heed.domain.incidents import queries as incidents
from heed.domain.needs.queries import standing_warnings
from heed.domain.people import queries as people
from heed.domain.places.models import Place
from heed.domain.places.queries import address_of
from heed.domain.places.rules import names_a_door
from heed.domain.vulnerability import queries as vulnerability
from heed.domain.vulnerability.assessments import queries as assessments
from heed.domain.vulnerability.terms import VICTIMS_SIDE
from heed.engines.risk.repeat import is_repeat
from heed.flows.recognise import SUFFERED
from heed.foundation.policy import services as policy
from heed.foundation.policy.packs import Pack

GRAVE = {"SUICIDE_SH": "suicide or self-harm", "DOMESTIC": "domestic abuse"}
"""Categories that by themselves make silence an alarm, in words that name nobody."""


@dataclass(frozen=True, slots=True)
class OnLine:
    """What stands of a line. reasons: in words, without names. place: the one home of whoever used the line, where it is one."""

    reasons: tuple[str, ...] = ()
    place: Place | None = None


def look(call: Call, *, now: datetime) -> OnLine:
    """Look at who used the line of a call and where they live; nothing where the number says nothing of who rings."""
    if not call.e164 or not call.may_match or people.known_line(call.force_id, call.e164):
        return OnLine()
    pack, today = policy.in_use(), timezone.localdate(now)
    since = today - timedelta(days=pack.caller_line.link_usable_days.value)
    persons = [use.person_id for use in people.uses_of_line(call.force_id, call.e164, since=since)]
    if not persons:
        return OnLine()
    homes = {home for home in people.homes_of(persons, on=today).values() if names_a_door(address_of(home))}
    place = next(iter(homes)) if len(homes) == 1 else None
    reports = incidents.reports_of_people(
        persons, roles=SUFFERED, since=now - timedelta(days=pack.assessment.uplift_within_days), excluding=call.pk
    )
    theirs = {int(report.incident) for found in reports.values() for report in found}
    living = {one.person_id for home in homes for one in people.living_at(home.pk, on=today)}
    noted = vulnerability.known_of(call.force_id, {*persons, *living}, homes=[home.pk for home in homes])
    reasons = [
        *_grave(one.category for one in noted if one.about in VICTIMS_SIDE),
        *_assessed(theirs, pack),
    ]
    if any(is_repeat(found, now=now, rule=pack.repeat.victim.rule) for found in reports.values()):
        reasons.append("a repeat victim has used this line")
    if standing_warnings(call.force_id, persons, place.pk if place else None, now=now).exists():
        reasons.append("a warning to staff stands about somebody on this line or their home")
    return OnLine(tuple(dict.fromkeys(reasons)), place)


def _grave(categories: Iterable[str]) -> list[str]:
    """Say which grave indicators stand."""
    return [f"an indicator of {GRAVE[category]} stands on this line" for category in categories if category in GRAVE]


def _assessed(incident_ids: set[int], pack: Pack) -> list[str]:
    """Say whether anybody of the line stands as vulnerable, or in the highest band."""
    highest = pack.assessment.band_from.bands[-1]
    found = []
    if assessments.any_vulnerable(incident_ids):
        found.append("somebody who has used this line was assessed as vulnerable")
    if assessments.any_in_band(incident_ids, highest.code):
        found.append(f"the risk to somebody who has used this line was assessed as {highest.label.lower()}")
    return found
