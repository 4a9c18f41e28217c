"""The words of people and their telephone lines."""

from django.db import models


class LinkSource(models.TextChoices):
    """How Heed came to know that a person used a line, or lived at an address."""

    CONFIRMED = "confirmed", "Confirmed by a call handler on a call"
    SAID = "said", "Said by the caller"
    IMPORTED = "imported", "Brought in from an earlier system"


class Judgement(models.TextChoices):
    """What was decided about two people on record (linkage.md 8). Somebody else in the household is somebody else."""

    SAME = "same", "The same person"
    DIFFERENT = "different", "Not the same person"
    SAME_HOUSEHOLD = "same_household", "Two people of one household"
    UNSURE = "unsure", "Cannot tell"


APART = frozenset({Judgement.DIFFERENT, Judgement.SAME_HOUSEHOLD})
"""What keeps two people apart: somebody else in the household is somebody else."""


class KnownAs(models.TextChoices):
    """What a number on the force's list of shared lines is (interop.md 1.1). Values as engines/numbers spells them."""

    PAYPHONE = "payphone", "Payphone"
    SWITCHBOARD = "switchboard", "Switchboard"
    CARE_HOME = "care-home", "Care home or supported housing"
    PARTNER = "partner", "Partner agency"
    OWN_FORCE = "own-force", "Our own force"
