"""The words of calls."""

from django.db import models


class Channel(models.TextChoices):
    """How somebody got in touch. The same rules follow, whichever it was (NSIR 1.4)."""

    EMERGENCY = "999", "999"
    NON_EMERGENCY = "101", "101"
    RELAY = "relay", "Relay UK (text or video relay)"
    SMS = "sms", "Text message"
    COUNTER = "counter", "Front counter"
    PATROL = "patrol", "Told to an officer"
    WEB = "web", "Online report"
    EMAIL = "email", "E-mail"
    LETTER = "letter", "Letter"
    PARTNER = "partner", "Partner agency"


RINGS = frozenset({Channel.EMERGENCY, Channel.NON_EMERGENCY, Channel.RELAY})
"""The channels on which a telephone rings; everything else is taken down by whoever it was told to."""


class EntryKind(models.TextChoices):
    """What a log entry records."""

    OPENED = "opened", "Log opened"
    SAID = "said", "Said or seen"
    ANSWER = "answer", "Question answered"
    STATE = "state", "State of the call"
    RECOGNITION = "recognition", "Recognition"
    RECORDED = "recorded", "Incident"
    GRADE = "grade", "Grade"
    CLOSING = "closing", "Closing"
    CORRECTION = "correction", "Correction"


class Decision(models.TextChoices):
    """What a person decided about who the caller is (design.md decision 3). Later rows win over earlier ones."""

    SAME = "same", "Same person"
    DIFFERENT = "different", "Not the same person"
    HOUSEHOLD = "same_household", "Someone else in the household"
    UNSURE = "unsure", "Cannot tell"


class About(models.TextChoices):
    """Of whom something was decided: whoever rings, or whomever they ring for."""

    CALLER = "caller", "The caller"
    VICTIM = "victim", "The person they ring for"


class Ended(models.TextChoices):
    """Why a call ended, as the telephone system said it (interop.md 1.2), or that it never said."""

    NORMAL = "normalClearing", "Ended"
    BUSY = "busy", "Busy"
    CANCEL = "cancel", "Caller hung up before an answer"
    NO_ANSWER = "noAnswer", "Not answered"
    CONGESTION = "congestion", "Congestion"
    NOT_FOUND = "notFound", "Not found"
    FORWARDED = "forwarded", "Forwarded"
    UNHEARD = "unheard", "The telephone system never said"


ABANDONED = frozenset({Ended.CANCEL, Ended.NO_ANSWER, Ended.CONGESTION, Ended.UNHEARD})
"""Endings that, before anybody took the call, mean that somebody gave up."""


class Returned(models.TextChoices):
    """What came of ringing back a call that nobody had answered."""

    REACHED = "reached", "Reached"
    NO_ANSWER = "no_answer", "No answer"
    WRONG_PERSON = "wrong_person", "Somebody else answered"


class Finished(models.TextChoices):
    """How the handler finished with the call."""

    RECORDED = "recorded", "An incident was recorded"
    ADDED = "added", "Added to an incident already recorded"
    NO_INCIDENT = "no_incident", "Nothing to record"
    SILENT = "silent", "Silent call"
    ABANDONED = "abandoned", "Given up before an answer"
