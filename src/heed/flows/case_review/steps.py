"""
The task behind each step of a review: made when its clock starts, done when the step is, and climbing the ladder in between.

So a review that nobody touches comes to somebody by itself, in the same way as any other work that is late.
"""

from datetime import datetime

from heed.domain.case_review.applications.models import Application
from heed.domain.case_review.deciding import queries as deciding
from heed.domain.case_review.deciding import rules
from heed.domain.case_review.terms import Stage
from heed.domain.incidents.models import Incident
from heed.domain.tasking import services as tasking
from heed.domain.tasking.models import Task
from heed.domain.tasking.terms import TaskKind, TaskOutcome
from heed.flows.case_review.overview import due_of
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.policy import services as policy

STEP = "case-review-step:"
WORDS = {
    Stage.RECEIVED: "Acknowledge the application, and say who it is about",
    Stage.TO_DECIDE: "Decide whether the threshold is met",
    Stage.TO_MEET: "Bring the panel together",
    Stage.TO_CONCLUDE: "Write the outcome, and tell the applicant",
}


def follow(application: Application, *, user: User | None, actor: Actor, now: datetime) -> None:
    """Bring the tasks of an application in line with how far it has come; within the transaction that moved it."""
    # Read anew: what was prefetched before the step does not know of it.
    fresh = Application.objects.select_related("force").get(pk=application.pk)
    facts = deciding.facts_of(fresh, zone=policy.in_use().zone)
    stage = rules.stage(facts)
    # A review that was sent back has the same step once more. Once it is known who suffers, the step goes to their beat.
    again = f":{facts.reopened_at:%Y%m%d%H%M%S}" if facts.reopened_at else ""
    same, known = f"{STEP}{fresh.pk}:{stage.value}{again}", ":known" if fresh.person_id else ""
    key = f"{same}{known}"
    left = Task.objects.filter(force=fresh.force_id, key__startswith=f"{STEP}{fresh.pk}:", done_at=None)
    for task in left.exclude(key=key):
        over = stage == Stage.WITHDRAWN or task.key == same
        tasking.finish(
            task=task,
            outcome=TaskOutcome.NO_LONGER_NEEDED if over else TaskOutcome.DONE,
            result="It is known who suffers: passed to their beat"
            if task.key == same
            else f"{fresh.reference}: {stage.label}",
            user=user,
            now=now,
        )
    if stage in WORDS:
        tasking.make(
            force=fresh.force,
            kind=TaskKind.CASE_REVIEW,
            words=f"Case review {fresh.reference}. {WORDS[stage]}.",
            key=key,
            actor=actor,
            now=now,
            due_by=due_of(facts),
            incident=_incident(fresh),
            person_id=fresh.person_id,
        )


def _incident(application: Application) -> Incident | None:
    """Return the newest police incident that was complained of: its beat has the task."""
    rows = application.complaints.filter(incident__isnull=False, set_aside_at=None).select_related("incident__beat")
    newest = rows.order_by("-made_on", "-pk").first()
    return newest.incident if newest else None
