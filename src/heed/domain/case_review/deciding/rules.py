"""How far a review has come, by when the next step is due, and what may be decided. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from heed.domain.case_review.terms import About, Ground, Stage
from heed.engines.risk.case_review import Standing


class CannotBe(Exception):
    """What was asked cannot be done as things stand; the words say why, for the screen."""


@dataclass(frozen=True, slots=True)
class Facts:
    """
    When what was done on an application.

    asked_at: when it was made. decided_at, met: of the decision that stands. reopened_at: when a second look sent it back
    to the panel; a meeting and an outcome before that do not count any more.
    """

    asked_at: datetime
    acknowledged_at: datetime | None = None
    decided_at: datetime | None = None
    met: bool = False
    held_at: datetime | None = None
    concluded_at: datetime | None = None
    reopened_at: datetime | None = None
    withdrawn_at: datetime | None = None


class Step(StrEnum):
    """A step that has a clock, as the pack names it."""

    ACKNOWLEDGE = "acknowledge"
    DECIDE = "decide"
    MEET = "meet"
    CONCLUDE = "conclude"


STEP_OF = {
    Stage.RECEIVED: Step.ACKNOWLEDGE,
    Stage.TO_DECIDE: Step.DECIDE,
    Stage.TO_MEET: Step.MEET,
    Stage.TO_CONCLUDE: Step.CONCLUDE,
}
"""What is to be done at each stage; at the others nothing has a clock."""

Due = Callable[[Step, datetime], datetime]
"""Says when a step that began at a moment is due."""


def stage(facts: Facts) -> Stage:
    """Say how far an application has come."""
    if facts.withdrawn_at:
        return Stage.WITHDRAWN
    if facts.decided_at is None:
        return Stage.TO_DECIDE if facts.acknowledged_at else Stage.RECEIVED
    if not facts.met:
        return Stage.NOT_MET
    if _since(facts.concluded_at, facts.reopened_at):
        return Stage.CONCLUDED
    return Stage.TO_CONCLUDE if _since(facts.held_at, facts.reopened_at) else Stage.TO_MEET


def due_by(facts: Facts, due: Due) -> datetime | None:
    """
    Say by when the next step is due; None where nothing is.

    Each clock runs from the step before. Where an application was not acknowledged in time, the clock of the decision runs
    from when it should have been: nobody gains time by being late.
    """
    at = stage(facts)
    if at is Stage.RECEIVED:
        return due(Step.ACKNOWLEDGE, facts.asked_at)
    if at is Stage.TO_DECIDE and facts.acknowledged_at:
        return due(Step.DECIDE, min(facts.acknowledged_at, due(Step.ACKNOWLEDGE, facts.asked_at)))
    if at is Stage.TO_MEET and facts.decided_at:
        return due(Step.MEET, max(facts.decided_at, facts.reopened_at or facts.decided_at))
    if at is Stage.TO_CONCLUDE and facts.held_at:
        return due(Step.CONCLUDE, facts.held_at)
    return None


def refused_to_decide(*, ground: Ground, found: Standing, at: Stage, senior: bool) -> str:
    """
    Say why a threshold cannot be decided on a ground; empty where it can.

    found: what qualifies on the date of the application. senior: of the rank that may order a review to protect somebody.
    Enough qualifying complaints meet the threshold, whatever anybody thinks of them (s.104(4)).
    """
    # Once it is met there is a review (s.104(1)): nobody takes that back, least of all what a second look found.
    if at in {Stage.WITHDRAWN, Stage.TO_MEET, Stage.TO_CONCLUDE, Stage.CONCLUDED}:
        return f"The application is {at.label.lower()}: its threshold is not decided any more."
    if ground == Ground.NOT_MET and found.reached:
        return (
            f"{found.count} complaints qualify, and {found.needed} are enough: the threshold is met by law (s.104(4))."
            " Where one of them does not count, set it aside first and say why."
        )
    if ground == Ground.COUNT and not found.reached:
        return f"{found.count} of {found.needed} complaints qualify. Decide it on persistence, harm and response (s.104(5))."
    if ground == Ground.SAFEGUARD and not senior:
        return "A review to protect somebody is ordered by a senior officer."
    return ""


def refused_to_appeal(*, about: About, at: Stage) -> str:
    """Say why a second look cannot be asked for; empty where it can."""
    if about == About.THRESHOLD and at != Stage.NOT_MET:
        return "The threshold was not refused: there is nothing to look at again."
    if about == About.OUTCOME and at != Stage.CONCLUDED:
        return "The review has no outcome yet: there is nothing to look at again."
    return ""


def _since(happened: datetime | None, after: datetime | None) -> bool:
    """Say whether something happened, and after a moment, where there is one."""
    return happened is not None and (after is None or happened > after)
