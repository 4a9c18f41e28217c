"""What is known of the risk of an incident or a call, as the right-door finder and a referral need it. Reads only."""

from collections.abc import Collection
from dataclasses import replace

from heed.domain.calls.models import Call
from heed.domain.conduct.models import Prompt
from heed.domain.conduct.queries import is_open, with_state
from heed.domain.conduct.terms import Outcome
from heed.domain.incidents import queries as incidents
from heed.domain.incidents.models import Incident
from heed.domain.incidents.terms import Safe
from heed.domain.referrals.models import Referral
from heed.domain.timers import queries as timers
from heed.domain.vulnerability.assessments import queries as assessments
from heed.engines.risk.right_door import KEEP, Danger, police_keep
from heed.foundation.policy import services as policy


def of_incident(incident: Incident) -> Danger:
    """
    Put together what is known of the risk of an incident.

    A grade that somebody has attended for is dealt with; what the caller said of their safety stands until they say otherwise.
    """
    graded = incidents.standing_grade(incident)
    attended = bool(graded and graded.attend_by and timers.attended_at(incident, due_at=graded.attend_by) is not None)
    standing = assessments.standing_assessment(incident)
    safe = incidents.safety_of([incident.call_id]).get(incident.call_id)
    prompts = with_state(Prompt.objects.filter(sequence__incident=incident))
    return Danger(
        assessed=not assessments.complete(incident),
        grade=graded.grade if graded and not attended else "",
        band=standing.band_decided if standing else "",
        emergency=incident.call.is_emergency and not attended,
        unsafe=safe == Safe.NO,
        crime=any(is_open(one) or getattr(one, "newest", None) == Outcome.CRIME for one in prompts),
    )


def of_call(call: Call) -> Danger:
    """Put together what is known of the risk while somebody is on the line: nothing is assessed before it is recorded."""
    standing = assessments.standing_on_call(call)
    safe = incidents.safety_of([call.pk]).get(call.pk)
    return Danger(
        assessed=standing is not None,
        band=standing.band_decided if standing else "",
        emergency=call.is_emergency,
        unsafe=safe == Safe.NO,
    )


def kept_by_police(incident: Incident, *, trouble: str = "") -> tuple[str, ...]:
    """
    Say, a sentence each, why the risk of an incident stays with the police; empty where nothing immediate is known.

    trouble: what kind it is, as the finder was told; empty where nobody said.
    """
    return police_keep(replace(of_incident(incident), trouble=trouble), policy.in_use().right_door.keep.rule)


def kept_for_its_kind(referrals: Collection[Referral]) -> tuple[str, ...]:
    """Return what stays with the police because of its kind of trouble, as it was said when it was referred."""
    kinds = {KEEP.format(because=one) for one in policy.in_use().right_door.keep.rule.troubles.values()}
    return tuple(dict.fromkeys(said for one in referrals for said in one.police_keep if said in kinds))
