"""What an applicant reads of their own review: decided, recommended, due next, and where to go from there. It names nobody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from heed.domain.case_review.applications.models import Application
from heed.domain.case_review.deciding import queries
from heed.domain.case_review.deciding.services import subjects_of
from heed.domain.case_review.terms import Stage
from heed.flows.case_review.overview import row_of
from heed.foundation.accounts.terms import Actor, ActorKind
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act
from heed.foundation.design.dates import by, day
from heed.foundation.policy import services as policy

NEXT = {
    Stage.RECEIVED: "We have your application. We decide whether there is to be a review.",
    Stage.TO_DECIDE: "We decide whether there is to be a review.",
    Stage.TO_MEET: "The panel meets. We do not know yet what it will say.",
    Stage.TO_CONCLUDE: "The panel has met. We write down what came of it.",
}


@dataclass(frozen=True, slots=True)
class News:
    """
    What stands on the page.

    told: a heading with its paragraphs, the newest first. next: what comes now, and by when. second_look: how to ask for one;
    empty while there is nothing to look at again.
    """

    reference: str
    told: Sequence[tuple[str, Sequence[str]]]
    next: str
    second_look: Sequence[str]


@transaction.atomic
def news_of(application: Application, *, now: datetime) -> News:
    """Return what an applicant reads of their review, and note that it was read."""
    row = row_of(application, now=now)
    told: list[tuple[datetime, str, Sequence[str]]] = []
    for decision in application.decisions.all():
        heading = "There is to be a case review" if decision.met else "There is not to be a case review"
        weighed = (
            [
                f"How long and how often: {decision.persistence}",
                f"Harm: {decision.harm}",
                f"What was done: {decision.response}",
            ]
            if decision.persistence
            else []
        )
        count = f"{decision.complaints} of your complaints count; {decision.needed} are enough by law."
        told.append((decision.at, heading, [decision.words, *weighed, count]))
    for outcome in queries.outcomes_of(application):
        advice = [f"Recommended to {one.to_name}: {one.words}" for one in outcome.recommendations.all()]
        told.append(
            (outcome.at, "What came of the case review", [outcome.words, *(advice or ["Nothing was recommended."])])
        )
    for appeal in application.appeals.all():
        if appeal.decided_at:
            heading = (
                "We looked at it again: you were right"
                if appeal.upheld
                else "We looked at it again: it stays as it was"
            )
            told.append((appeal.decided_at, heading, [appeal.why]))
    audit.record(
        actor=Actor(
            ActorKind.SOURCE, f"case-review-reader:{application.pk}", "Whoever applied", force=application.force.code
        ),
        act=Act.CONSULTATION,
        action="case_review.read_by_applicant",
        subjects=subjects_of(application),
        now=now,
    )
    told.sort(key=lambda one: one[0], reverse=True)
    coming = NEXT.get(row.stage, "")
    return News(
        reference=application.reference,
        told=[(f"{heading} ({day(at)})", words) for at, heading, words in told],
        next=f"{coming} By {by(row.due_by)}." if coming and row.due_by else coming,
        second_look=_second_look(row.stage, now=now),
    )


def _second_look(stage: Stage, *, now: datetime) -> list[str]:
    """Say how to ask for a second look, where there is anything to look at."""
    if stage not in {Stage.NOT_MET, Stage.CONCLUDED}:
        return []
    rule = policy.in_use().review
    days = rule.appeal_within_days.value
    said = [
        "If you think that this is wrong, tell us why, and somebody else looks at it again.",
        f"Do so within {days} days if you can; we look at it later too.",
    ]
    if rule.policing_body.is_in_force(localdate(now)):
        said.append(f"You can also ask {rule.policing_body.name.value} to review it.")
    return said
