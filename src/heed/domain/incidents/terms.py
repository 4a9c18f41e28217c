"""The words of incidents."""

from django.db import models


class PartyRole(models.TextChoices):
    """What somebody is in an incident. One person may have several; nobody is a suspect before a crime is recorded."""

    CALLER = "caller", "Caller"
    VICTIM = "victim", "Victim"
    COMPLAINANT = "complainant", "Complainant"
    WITNESS = "witness", "Witness"
    OTHER_PARTY = "other_party", "Other party"


class Given(models.TextChoices):
    """
    What came of a question (procedure.md 3.3). Not asked is an answer too, and needs a reason.

    The last four are for the three questions of first contact (NSIR 1.2), whose answers are a degree or words alone.
    """

    YES = "yes", "Yes"
    NO = "no", "No"
    UNKNOWN = "unknown", "Does not know"
    REFUSED = "refused", "Would not say"
    NOT_ASKED = "not_asked", "Not asked"
    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"
    WORDS = "words", "In words"


class LinkKind(models.TextChoices):
    """How two incidents hang together (NSIR 1.5). A link never closes anything."""

    DUPLICATE = "duplicate", "The same event, reported again"
    LINKED = "linked", "The same people or trouble, another event"


class NoticeKind(models.TextChoices):
    """What a supervisor must hear of at once."""

    SILENT_CALL = "silent_call", "Silent call from a flagged line"
    ABANDONED_CALL = "abandoned_call", "Abandoned call from a flagged line"
    AT_RISK = "at_risk", "Somebody is at risk"
    CLOCK = "clock", "A clock has run out"
    ONLINE = "online_emergency", "An online report that may be an emergency"
    GLASS = "glass", "Somebody broke the glass"


class Safe(models.TextChoices):
    """What came of asking a caller whether they are safe (features.md #8)."""

    YES = "yes", "Yes, they say so"
    NO = "no", "No"
    UNKNOWN = "unknown", "They could not be asked"
