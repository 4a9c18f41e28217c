"""The words of keeping a lexicon."""

from django.db import models


class EditKind(models.TextChoices):
    """What somebody did to a row of the force's overlay. The newest edit of a row is the one that stands."""

    ADD = "add", "Added"
    CHANGE = "change", "Changed"
    DISABLE = "disable", "Disabled"
    WITHDRAW = "withdraw", "Back to the national lexicon"


class Standing(models.TextChoices):
    """Where a version stands."""

    PROPOSED = "proposed", "Waits for a second person"
    LAPSED = "lapsed", "Overtaken before it was published"
    IN_FORCE = "in_force", "In force"
    SUPERSEDED = "superseded", "No longer in force"
