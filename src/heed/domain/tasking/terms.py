"""The words of tasking."""

from django.db import models


class TaskKind(models.TextChoices):
    """What sort of work a task is. The order in which a patch shows them is a rule, not this."""

    VISIT = "visit", "Visit"
    CALL_BACK = "call_back", "Call back"
    PROMISE = "promise", "Keep a promise"
    CONTACT = "contact", "Agreed contact"
    REVIEW = "review", "Review of risk"
    QUERY = "query", "Answer a query"
    FLAG_REVIEW = "flag_review", "Review a need, warning or passport"
    FOLLOW_UP = "follow_up", "Ask whether it stopped"
    EVIDENCE = "evidence", "Evidence without a case"
    MESSAGE = "message", "Message that did not go out"
    SUPPORT = "support", "Line of a support plan"
    PLAN = "plan", "Problem plan"
    POWER = "power", "Power that runs out or was breached"
    PARTNER = "partner", "Reply of a partner"
    CASE_REVIEW = "case_review", "Offer a case review"
    CLOCK = "clock", "Clock that has run out"
    OTHER = "other", "Other"


class TaskOutcome(models.TextChoices):
    """How a task ended."""

    DONE = "done", "Done"
    NOT_POSSIBLE = "not_possible", "Not possible"
    NO_LONGER_NEEDED = "not_needed", "No longer needed"
