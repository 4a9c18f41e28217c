"""The words of contact: channels, and what becomes of a message."""

from django.db import models


class Channel(models.TextChoices):
    """A way to reach somebody. Values as engines/risk spells them."""

    CALL = "call", "Telephone call"
    TEXT = "text", "Text message"
    EMAIL = "email", "E-mail"
    LETTER = "letter", "Letter"
    VISIT = "visit", "Visit"


class State(models.TextChoices):
    """What has become of a message. The newest event holds."""

    QUEUED = "queued", "Waits to be sent"
    HELD = "held", "Held until it is safe"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    DELIVERED = "delivered", "Delivered"
    FAILED = "failed", "Did not go out"
    REFUSED = "refused", "Stopped: not safe any more"
    UNKNOWN = "unknown", "May have gone out"
    CANCELLED = "cancelled", "Taken back"


ENDED = frozenset({State.DELIVERED, State.FAILED, State.REFUSED, State.UNKNOWN, State.CANCELLED})
"""What nothing follows: a message that ended is never sent again. What was sent may still be delivered, or fail."""

NEEDS_SOMEBODY = frozenset({State.FAILED, State.REFUSED, State.UNKNOWN})
"""What somebody must see to: the person has not been told, or nobody knows whether they have."""


class Language(models.TextChoices):
    """A language that messages are written in."""

    ENGLISH = "en", "English"
    WELSH = "cy", "Welsh"
