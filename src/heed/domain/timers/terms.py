"""The words of clocks."""

from django.db import models

from heed.engines.clocks import enhanced, terms


class Basis(models.TextChoices):
    """Who sets a time."""

    LAW = terms.Basis.LAW.value, "Law"
    POLICY = terms.Basis.POLICY.value, "Policy"


class Start(models.TextChoices):
    """What started a clock; values as engines.clocks.terms spells them."""

    GRADED = terms.Start.GRADED.value, "Graded"
    RECORDED = terms.Start.RECORDED.value, "Incident recorded"
    CRIME_SUSPECTED = terms.Start.CRIME_SUSPECTED.value, "May be a crime"
    CRIME_RECORDED = terms.Start.CRIME_RECORDED.value, "Crime recorded"
    UPLIFTED = terms.Start.UPLIFTED.value, "More asked for by rule"
    ASSESSED = terms.Start.ASSESSED.value, "Risk assessed"
    HAPPENED = terms.Start.HAPPENED.value, "Something the victim must be told"


class Happened(models.TextChoices):
    """What a victim must be told of (Victims' Code, right 6)."""

    ARREST = terms.Happened.ARREST.value, "An arrest"
    INTERVIEW = terms.Happened.INTERVIEW.value, "An interview under caution"
    RELEASED = terms.Happened.RELEASED.value, "A release without charge"
    BAIL = terms.Happened.BAIL.value, "Bail, release under investigation, or bail that changed"
    NO_INVESTIGATION = terms.Happened.NO_INVESTIGATION.value, "A decision not to investigate"


CATEGORIES = [(category.value, category.label) for category in enhanced.Category]
"""The Code's categories of enhanced rights, for a form."""

CRIME = frozenset({Start.CRIME_RECORDED, Start.CRIME_SUSPECTED, Start.HAPPENED})
"""What starts a clock of the Victims' Code."""
