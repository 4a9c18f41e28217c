"""The words of people and their telephone lines."""

from django.db import models


class LinkSource(models.TextChoices):
    """How Heed came to know that a person used a line, or lived at an address."""

    CONFIRMED = "confirmed", "Confirmed by a call handler on a call"
    SAID = "said", "Said by the caller"
    IMPORTED = "imported", "Brought in from an earlier system"


class KnownAs(models.TextChoices):
    """What a number on the force's list of shared lines is (interop.md 1.1). Values as engines/numbers spells them."""

    PAYPHONE = "payphone", "Payphone"
    SWITCHBOARD = "switchboard", "Switchboard"
    CARE_HOME = "care-home", "Care home or supported housing"
    PARTNER = "partner", "Partner agency"
    OWN_FORCE = "own-force", "Our own force"
