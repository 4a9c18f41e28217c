"""The words of the audit trail."""

from django.db import models


class Act(models.TextChoices):
    """The six kinds of processing that must be logged (DPA 2018 s.62(1))."""

    COLLECTION = "collection", "Collection"
    ALTERATION = "alteration", "Alteration"
    CONSULTATION = "consultation", "Consultation"
    DISCLOSURE = "disclosure", "Disclosure"
    COMBINATION = "combination", "Combination"
    ERASURE = "erasure", "Erasure"
