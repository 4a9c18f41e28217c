"""The words of agencies and of the agreements with them."""

from django.db import models


class AgencyKind(models.TextChoices):
    """What an agency is: it decides which door is right, and who must take part in a case review (2014 Act s.105)."""

    COUNCIL = "council", "Council"
    HOUSING = "housing", "Housing provider"
    HEALTH = "health", "Health"
    YOUTH = "youth", "Youth service"
    FIRE = "fire", "Fire and rescue"
    VICTIM_SUPPORT = "victim_support", "Victim support"
    POLICE = "police", "Another police force"
    POLICING_BODY = "policing_body", "Local policing body"
    OTHER = "other", "Other"


class LegalBasis(models.TextChoices):
    """What lets the force share with a partner (procedure.md 4.5, 4.2)."""

    CDA_115 = "cda_1998_s115", "Crime and Disorder Act 1998 s.115"
    ASBA_SCH4 = "asba_2014_sch4_7", "Anti-social Behaviour, Crime and Policing Act 2014 Sch.4 para 7"
    OTHER = "other", "Another, named in the agreement"


class Purpose(models.TextChoices):
    """What something is shared for."""

    SOLVE = "solve", "Stop the anti-social behaviour"
    PROTECT = "protect", "Protect and support the victim"
    SAFEGUARD = "safeguard", "Safeguard a child or an adult at risk"
    CASE_REVIEW = "case_review", "ASB case review"
    CONFERENCE = "conference", "Case conference"
    COUNT = "count", "Count reports across agencies"


class SharedPart(models.TextChoices):
    """
    A part of a record that can be shared or left out, the least revealing first.

    Needs and risk are the victim's vulnerability: they go into another system only where the agreement says so by name.
    """

    POINTER = "pointer", "That there is an incident: its number, category, date and state"
    PLACE = "place", "Where it happened"
    WORDS = "words", "What happened, in the words of the summary"
    HISTORY = "history", "How often the victim and the place have suffered before"
    VICTIM = "victim", "The victim's name"
    CONTACT = "contact", "How to reach the victim safely"
    OTHER_PARTY = "other_party", "Who else is named in it"
    NEEDS = "needs", "What the victim needs, and what helps"
    RISK = "risk", "How much the victim is at risk, and why"


VULNERABILITY = frozenset({SharedPart.NEEDS, SharedPart.RISK})
"""The parts that say how vulnerable somebody is."""
