"""The words of case conferences."""

from django.db import models


class ItemKind(models.TextChoices):
    """Why something is on the agenda; the first that holds is the one it is listed under."""

    HIGH_RISK = "high_risk", "High risk"
    REPEAT = "repeat", "Repeat victim"
    OVERDUE = "overdue", "Overdue actions"
    CARRIED = "carried", "Carried over"
    ADDED = "added", "Added by hand"


class Moved(models.TextChoices):
    """What a person did with an item of the agenda."""

    DEFERRED = "deferred", "Deferred to the next conference"
    BACK = "back", "Brought back"


class There(models.TextChoices):
    """Whether somebody was there."""

    PRESENT = "present", "Present"
    REMOTE = "remote", "Present by telephone or video"
    APOLOGIES = "apologies", "Sent apologies"
    ABSENT = "absent", "Not there"


class ForWhom(models.TextChoices):
    """Who reads a note or a decision of the minutes."""

    FORCE = "force", "The police alone"
    ITEM = "item", "Every agency the item is shared with"
