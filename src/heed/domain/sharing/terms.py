"""The words of sharing: why something is locked, what it matched on, and what a review of broken glass found."""

from django.db import models


class LockSource(models.TextChoices):
    """What locked an incident or a person."""

    STAFF = "staff", "Somebody on the staff list"
    HAND = "hand", "Locked by a person"


class MatchedOn(models.TextChoices):
    """What a description and an entry of the staff list have in common: a name alone is never enough."""

    BORN = "born", "Name and date of birth"
    LINE = "line", "Name and telephone number"
    ADDRESS = "address", "Name and address"


class Finding(models.TextChoices):
    """What a review of broken glass found."""

    RIGHT = "right", "It was needed, and the reason stands"
    WRONG = "wrong", "It was not needed: passed on to professional standards"
    LOCK_WRONG = "lock_wrong", "It was needed, and the lock should be looked at"


class Ended(models.TextChoices):
    """How it is with a disclosure on a day, as the register shows it."""

    STANDS = "stands", "Stands"
    WITHDRAWN = "withdrawn", "Withdrawn"
    REPLACED = "replaced", "Replaced by a newer one"
    PAST_END = "past_end", "Past its end"
    AGREEMENT_ENDED = "agreement_ended", "Its agreement has ended"
    AGENCY_ENDED = "agency_ended", "The agency has ended"
    LOCKED = "locked", "Held back by a lock"
