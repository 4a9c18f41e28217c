"""The words of needs, warnings and passports."""

from django.db import models


class NeedKind(models.TextChoices):
    """What somebody needs us to do differently. What helps is told in words; no diagnosis is asked for."""

    COMMUNICATION = "communication", "Communication"
    MOBILITY = "mobility", "Moving about"
    SIGHT = "sight", "Sight"
    HEARING = "hearing", "Hearing"
    SPEECH = "speech", "Speech"
    LEARNING = "learning", "Learning or understanding"
    MENTAL_WELLBEING = "mental_wellbeing", "Mental wellbeing"
    LANGUAGE = "language", "Language"
    INTERPRETER = "interpreter", "Interpreter"
    CHANNEL = "channel", "How to reach them"
    TIME = "time", "More time, or certain times"
    SAFE_CONTACT = "safe_contact", "Safe contact"
    OTHER = "other", "Something else"


NAMES_A_LANGUAGE = frozenset({NeedKind.LANGUAGE, NeedKind.INTERPRETER})
"""Kinds that say nothing without the language."""

THEIRS_ALONE = frozenset({NeedKind.SAFE_CONTACT})
"""Kinds that are not shown for a call from the household: whoever rings may be whom the person is kept safe from."""


class Source(models.TextChoices):
    """Who told us."""

    PERSON = "person", "The person"
    FAMILY = "family", "Family or a carer"
    PROFESSIONAL = "professional", "A professional"
    HANDLER = "handler", "Staff who noticed it"
    PARTNER = "partner", "A partner agency"


class Basis(models.TextChoices):
    """Why we may keep it: a condition of DPA 2018 Schedule 8, or consent."""

    CONSENT = "consent", "They agreed"
    VITAL_INTERESTS = "vital_interests", "To save life"
    SAFEGUARDING = "safeguarding", "Safeguarding of a child or an individual at risk"
    LAW_ENFORCEMENT = "law_enforcement", "Strictly necessary for policing"


class WarningKind(models.TextChoices):
    """What staff are warned of."""

    VIOLENCE = "violence", "Violence to staff"
    WEAPONS = "weapons", "Weapons"
    DOGS = "dogs", "Dogs or other animals"
    HAZARD = "hazard", "Hazard of the building"
    DRUGS = "drugs", "Needles or drug equipment"
    INFECTION = "infection", "Risk of infection"
    IN_TWOS = "in_twos", "Attend in twos"
    SELF_HARM = "self_harm", "May harm themselves when police come"
    OTHER = "other", "Other"


class Agreed(models.TextChoices):
    """How somebody agreed to what their passport says."""

    IN_PERSON = "in_person", "Face to face"
    TELEPHONE = "telephone", "On the telephone, read back to them"
    IN_WRITING = "in_writing", "In writing"
    SUPPORTED = "supported", "With somebody they chose beside them"


class What(models.TextChoices):
    """What somebody is asked to look at again."""

    NEED = "need", "Need"
    WARNING = "warning", "Warning to staff"
    PASSPORT = "passport", "Passport"
