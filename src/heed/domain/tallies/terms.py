"""The words of counts across agencies."""

from django.db import models


class ReportType(models.TextChoices):
    """What an agency's report was about: a closed list, so that nothing of its content can be typed into a count."""

    PERSONAL = "personal", "Aimed at a person"
    NUISANCE = "nuisance", "Nuisance in the neighbourhood"
    ENVIRONMENTAL = "environmental", "Damage to the place: fly-tipping, litter, graffiti"
    NOISE = "noise", "Noise"
    OTHER = "other", "Another kind"


class Via(models.TextChoices):
    """How tokens came in."""

    PAGE = "page", "Uploaded by a person"
    SYSTEM = "system", "Sent by the agency's system"


class Said(models.TextChoices):
    """What an agency said when it was asked about its reports."""

    TELLS = "tells", "Tells what is needed"
    RING = "ring", "Asks to be rung"
    REFUSES = "refuses", "Does not tell"
