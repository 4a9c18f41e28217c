"""The words of problem plans, powers and evidence."""

from django.db import models


class PlanFormat(models.TextChoices):
    """How a plan is written down. PIER is one force's form for high risk (procedure.md 3.5)."""

    SARA = "sara", "SARA: scanning, analysis, response, assessment"
    PIER = "pier", "PIER: prevention, intelligence, enforcement, reassurance"


class Section(models.TextChoices):
    """Where an entry of a plan belongs. A review may stand in either format."""

    SCANNING = "scanning", "Scanning"
    ANALYSIS = "analysis", "Analysis"
    RESPONSE = "response", "Response"
    ASSESSMENT = "assessment", "Assessment"
    PREVENTION = "prevention", "Prevention"
    INTELLIGENCE = "intelligence", "Intelligence"
    ENFORCEMENT = "enforcement", "Enforcement"
    REASSURANCE = "reassurance", "Reassurance"
    REVIEW = "review", "Review"


SARA = (Section.SCANNING, Section.ANALYSIS, Section.RESPONSE, Section.ASSESSMENT)
PIER = (
    Section.SCANNING, Section.PREVENTION, Section.INTELLIGENCE, Section.ENFORCEMENT, Section.REASSURANCE,
    Section.ASSESSMENT,
)  # fmt: skip
"""PIER with what every plan has: what was found when it opened, and whether it worked."""

SECTIONS = {PlanFormat.SARA: SARA, PlanFormat.PIER: PIER}
DONE_IN = frozenset(
    {Section.RESPONSE, Section.PREVENTION, Section.INTELLIGENCE, Section.ENFORCEMENT, Section.REASSURANCE}
)
"""Sections whose lines somebody does by a day, so that they are tasks."""


class PowerStatus(models.TextChoices):
    """What became of a power. Each is a row; the newest holds, and a breach ends nothing."""

    CONSIDERED = "considered", "Considered"
    REFUSED = "refused", "Decided against"
    ISSUED = "issued", "Issued"
    VARIED = "varied", "Varied or extended"
    BREACHED = "breached", "Breached"
    DISCHARGED = "discharged", "Discharged"
    EXPIRED = "expired", "Expired"


class Against(models.TextChoices):
    """Who or what a power is used against."""

    PERSON = "person", "A person"
    BODY = "body", "A business or other body"
    PLACE = "place", "A place"


class EvidenceKind(models.TextChoices):
    """What an item of evidence is."""

    RECORDING = "recording", "Sound recording"
    PHOTO = "photo", "Photograph"
    DIARY = "diary", "Diary or incident sheets"
    EMAIL = "email", "E-mail or message"
    PARTNER = "partner", "Item from a partner agency"
    CCTV = "cctv", "CCTV or doorbell video"
    OTHER = "other", "Something else"


class EvidenceAct(models.TextChoices):
    """What was done with an item of evidence."""

    LOOKED_AT = "looked_at", "Looked at or listened to"
    LINKED = "linked", "Linked to a case"
    SET_ASIDE = "set_aside", "Set aside"
