"""The words of reports that come from another system."""

from django.db import models


class Via(models.TextChoices):
    """By which door a report came in."""

    OPEN311 = "open311", "Open311"
    TRANSFER = "transfer", "Incident transfer"


class Affected(models.TextChoices):
    """Whom it happens to, as whoever reported it said; it decides in which role they stand in the incident."""

    ME = "me", "Me, or the people I live with"
    SOMEBODY_ELSE = "somebody_else", "Somebody else"
    EVERYBODY = "everybody", "Anybody who lives or passes there"
    NOT_SAID = "", "Not said"


class Told(models.TextChoices):
    """
    What a reporter may be told of the state of their report: words of the FixMyStreet dialect (interop.md 3.3).

    A few of its words only: none of them says what the police found, or whom.
    """

    OPEN = "OPEN", "Open"
    INVESTIGATING = "INVESTIGATING", "Being looked into"
    ACTION_SCHEDULED = "ACTION_SCHEDULED", "Something has been arranged"
    INTERNAL_REFERRAL = "INTERNAL_REFERRAL", "Handed to another agency"
    NO_FURTHER_ACTION = "NO_FURTHER_ACTION", "Nothing more can be done"
    CLOSED = "CLOSED", "Closed"


IN_HAND = (Told.INVESTIGATING, Told.ACTION_SCHEDULED, Told.INTERNAL_REFERRAL)
"""What a person at work may say by hand; that it is open or closed follows from the incident itself."""
