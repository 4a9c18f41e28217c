"""The words of the case-review early warning."""

from django.db import models


class AtLine(models.TextChoices):
    """At which line somebody is told."""

    TWO = "two", "Explain the case review"
    THREE = "three", "A case review may be asked for"


class How(models.TextChoices):
    """How they were told."""

    ON_THE_CALL = "call", "On the call"
    MESSAGE = "message", "By message"
    LETTER = "letter", "By letter"
    VISIT = "visit", "In person"


class Said(models.TextChoices):
    """What they said."""

    WANTS = "wants", "Wants one"
    NOT_NOW = "not_now", "Not now"
    DECLINED = "declined", "Does not want one"
    NO_ANSWER_YET = "no_answer_yet", "Told, and has not said"
    NOT_TOLD = "not_told", "Not told yet"
