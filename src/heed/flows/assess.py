"""A person judges the risk; it stands in the log, answers what was demanded, and what the rules ask for follows."""

from datetime import datetime

from django.db import transaction

from heed.domain.calls import services as calls
from heed.domain.calls.models import Call
from heed.domain.calls.rules import readable
from heed.domain.calls.terms import EntryKind
from heed.domain.incidents.models import Incident
from heed.domain.vulnerability.assessments import queries, services
from heed.domain.vulnerability.assessments.services import Judgement
from heed.domain.vulnerability.models import Assessment
from heed.domain.vulnerability.terms import Judged
from heed.engines.risk.factors import Heading
from heed.flows import uplift
from heed.flows.clocks import follow as clocks_follow
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.policy import services as policy


@transaction.atomic
def assess(
    *,
    call: Call,
    judgement: Judgement,
    user: User,
    actor: Actor,
    now: datetime,
    incident: Incident | None = None,
    approver: User | None = None,
) -> Assessment:
    """
    Keep an assessment of an incident, or of a call before it is recorded, and do what the rules then ask for.

    Raises services.Refused with everything that is missing; PermissionDenied; NoSuchQuestion and NoSuchAnswer.
    """
    made = services.assess(
        call=call, judgement=judgement, user=user, actor=actor, now=now, incident=incident, approver=approver
    )
    calls.append_entry(
        call_id=(incident or made).call_id,
        kind=EntryKind.STATE,
        text=in_words(made),
        actor=actor,
        now=now,
        detail={"assessment": made.pk, "vulnerable": str(made.vulnerable), "band": made.band_decided},
    )
    if incident:
        uplift.lift(incident=incident, now=now)
        clocks_follow.follow(incident=incident, now=now)
    return made


def judge_at_recording(
    *, call: Call, judgement: Judgement | None, user: User, actor: Actor, now: datetime
) -> Assessment | None:
    """
    Keep what was judged on the call page when it is recorded, unless that very judgement was kept on the call before.

    Returns the assessment that stands on the call; None when nobody has judged. Raises as assess.
    """
    standing = queries.standing_on_call(call)
    if judgement is None or (standing and _is_the_same(standing, judgement)):
        return standing
    return assess(call=call, judgement=judgement, user=user, actor=actor, now=now)


def in_words(made: Assessment) -> str:
    """Put an assessment in words, for the log."""
    headings = ", ".join(Heading(value).label for value in made.headings)
    parts = [f"Risk assessed. Vulnerable: {Judged(made.vulnerable).label.lower()}."]
    if headings:
        parts.append(f"{headings}.")
    if made.band_decided:
        band = policy.in_use().assessment.band_from.band(made.band_decided)
        other = f" otherwise than proposed, because {made.override_why.rstrip('.')}" if made.override_why else ""
        parts.append(f"{band.label if band else made.band_decided}{other}.")
    return " ".join([*parts, made.why])


def _is_the_same(standing: Assessment, judgement: Judgement) -> bool:
    """Say whether a kept assessment says just what is judged now: the same page sent again."""
    answers = {
        one["id"]: {name: (given["value"], given["text"]) for name, given in one["answers"].items()}
        for one in standing.instruments
    }
    judged = {
        name: {question: (answer.value, readable(answer.text)) for question, answer in given.items()}
        for name, given in judgement.answers.items()
    }
    return (
        standing.vulnerable == judgement.vulnerable
        and standing.why == readable(judgement.why)
        and set(standing.headings) == {heading.value for heading in judgement.headings}
        and answers == judged
        and (judgement.band is None or standing.band_decided == judgement.band)
    )
