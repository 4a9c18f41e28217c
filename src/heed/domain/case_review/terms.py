"""The words of the case-review early warning."""

from django.db import models


class AtLine(models.TextChoices):
    """At which line somebody is told."""

    TWO = "two", "Explain the case review"
    THREE = "three", "A case review may be asked for"


class How(models.TextChoices):
    """How they were told."""

    ON_THE_CALL = "call", "On the call"
    MESSAGE = "message", "By message"
    LETTER = "letter", "By letter"
    VISIT = "visit", "In person"


class Said(models.TextChoices):
    """What they said."""

    WANTS = "wants", "Wants one"
    NOT_NOW = "not_now", "Not now"
    DECLINED = "declined", "Does not want one"
    NO_ANSWER_YET = "no_answer_yet", "Told, and has not said"
    NOT_TOLD = "not_told", "Not told yet"


class Applicant(models.TextChoices):
    """Who applies: the complainant or any other person (s.104(1))."""

    VICTIM = "victim", "Whoever suffers"
    OTHER = "other", "Somebody else for them"


class Consent(models.TextChoices):
    """What somebody who applies for another says of their consent."""

    OWN = "own", "They apply for themselves"
    AGREED = "agreed", "They know and agree"
    LAWFUL = "lawful", "Applies as a parent or guardian, or acts for them by law"


class Channel(models.TextChoices):
    """How an application came."""

    WEB = "web", "By the form on the web"
    TELEPHONE = "telephone", "By telephone"
    LETTER = "letter", "By letter or e-mail"
    IN_PERSON = "in_person", "In person"
    AGENCY = "agency", "Passed on by a partner agency"


class Way(models.TextChoices):
    """A way in which an applicant says that it is safe to reach them."""

    EMAIL = "email", "E-mail"
    TEXT = "text", "Text message"
    TELEPHONE = "telephone", "Telephone call"
    LETTER = "letter", "Letter"


class Body(models.TextChoices):
    """Who was told of the behaviour, as an applicant knows them."""

    POLICE = "police", "The police"
    COUNCIL = "council", "The council"
    HOUSING = "housing", "A landlord or housing association"
    HEALTH = "health", "The health service"
    OTHER = "other", "Somebody else"


class Source(models.TextChoices):
    """Where it is known from that a complaint was made."""

    APPLICANT = "applicant", "Said by the applicant"
    RECORD = "record", "From the police record"
    AGENCY = "agency", "Entered by the agency"
    OFFICER = "officer", "Entered by the police"


class Ground(models.TextChoices):
    """Why the threshold is met, or that it is not."""

    COUNT = "count", "Enough qualifying complaints (s.104(4))"
    JUDGED = "judged", "Persistence, harm, or how it was responded to (s.104(5))"
    SAFEGUARD = "safeguard", "Ordered by a senior officer to protect somebody"
    APPEAL = "appeal", "Found so on a second look"
    NOT_MET = "not_met", "Not met"


class About(models.TextChoices):
    """What an applicant is told, or is dissatisfied with."""

    RECEIPT = "receipt", "That the application is here"
    THRESHOLD = "threshold", "Whether the threshold is met"
    OUTCOME = "outcome", "Outcome and recommendations"
    APPEAL = "appeal", "What came of a second look"


class Route(models.TextChoices):
    """Where an applicant who is dissatisfied goes (Sch.4 para 3; procedure.md 4.3)."""

    LOCAL = "local", "Second look by the bodies themselves"
    POLICING_BODY = "policing_body", "Review by the local policing body"


class Stage(models.TextChoices):
    """How far an application has come."""

    RECEIVED = "received", "To be acknowledged"
    TO_DECIDE = "to_decide", "Threshold to be decided"
    NOT_MET = "not_met", "Threshold not met"
    TO_MEET = "to_meet", "Panel to meet"
    TO_CONCLUDE = "to_conclude", "Outcome to be written"
    CONCLUDED = "concluded", "Concluded"
    WITHDRAWN = "withdrawn", "Withdrawn"
