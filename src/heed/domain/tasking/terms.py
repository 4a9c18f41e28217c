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
    CASE_REVIEW = "case_review", "ASB case review"
    CLOCK = "clock", "Clock that has run out"
    OTHER = "other", "Other"


class TaskOutcome(models.TextChoices):
    """How a task ended."""

    DONE = "done", "Done"
    NOT_POSSIBLE = "not_possible", "Not possible"
    NO_LONGER_NEEDED = "not_needed", "No longer needed"


class Rung(models.TextChoices):
    """
    How a task came to somebody: by hand, because its owner is away, or up the ladder because it is late.

    The ladder is climbed by the machine once, rung by rung; what a person does by hand is on none of its rungs.
    """

    HAND = "hand", "Given by hand"
    TAKEN = "taken", "Taken"
    COVER = "cover", "To whoever covers"
    COLLEAGUE = "colleague", "To a colleague"
    SERGEANT = "sergeant", "To a sergeant"
    INSPECTOR = "inspector", "To an inspector"
    CHIEF_INSPECTOR = "chief_inspector", "To a chief inspector"
    BOARD = "board", "On the board of supervisors"


LADDER = (Rung.SERGEANT, Rung.INSPECTOR, Rung.CHIEF_INSPECTOR)
"""The rungs that are climbed once, lowest first."""


class AbsenceKind(models.TextChoices):
    """Why somebody is not at work for a time. Nothing about an illness is kept."""

    LEAVE = "leave", "Leave"
    SICK = "sick", "Sick"
    COURSE = "course", "On a course"
    OTHER = "other", "Away for another reason"


class VisitResult(models.TextChoices):
    """What came of a visit."""

    SEEN = "seen", "Somebody was seen"
    NOBODY_IN = "nobody_in", "Nobody in"
    REFUSED = "refused", "They did not want to speak to us"
    NOT_SAFE = "not_safe", "Not safe to speak, or to go in"
    OTHER = "other", "Did not happen for another reason"


class QueryChannel(models.TextChoices):
    """How a query from the public came to a named officer."""

    EMAIL = "email", "E-mail"
    TELEPHONE = "telephone", "Telephone"
    WEB = "web", "Web page of the force"
    IN_PERSON = "in_person", "In person, at a meeting or on the street"
    LETTER = "letter", "Letter"
    SOCIAL = "social", "Social media"
