"""The words of crime decisions, of how a course of conduct ends, and of reading for wording."""

from django.db import models


class Outcome(models.TextChoices):
    """What somebody decided about a sequence."""

    CRIME = "crime", "A crime is recorded"
    STAYS = "stays", "It stays an incident"
    REGISTRAR = "registrar", "For the crime registrar to decide"


class Ended(models.TextChoices):
    """What ends a course of conduct, so that what follows is a new one (CRR26 p.50-58)."""

    DEALT_WITH = "dealt_with", "The other party was dealt with"
    ORDER = "order", "An order was made"
    CONVICTION = "conviction", "They were convicted"
    ACQUITTAL = "acquittal", "They were acquitted"


class Mark(models.TextChoices):
    """What a supervisor made of an entry's wording. About the words, never about a person."""

    DISCUSSED = "discussed", "Discussed"
    FAIR_USE = "fair_use", "Fair use"
    COACH = "coach", "Coach"
