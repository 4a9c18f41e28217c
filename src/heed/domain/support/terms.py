"""The words of support: promises, offers, plans and contact."""

from django.db import models


class PromiseKind(models.TextChoices):
    """What a victim was promised."""

    VISIT = "visit", "Visit"
    CALL_BACK = "call_back", "Call back"
    UPDATE = "update", "Update"
    OTHER = "other", "Something else"


class Settled(models.TextChoices):
    """
    What came of a promise.

    One of the first three is its verdict, and stays. What was done after it was broken is another row: late, or in time
    and only written down late.
    """

    KEPT = "kept", "Kept"
    BROKEN = "broken", "Not kept"
    RELEASED = "released", "The victim did not want it any more"
    DONE_AFTER = "done_after", "Done after all"


VERDICTS = frozenset({Settled.KEPT, Settled.BROKEN, Settled.RELEASED})


class Said(models.TextChoices):
    """What somebody answered to an offer."""

    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    LATER = "later", "Asked to be asked again later"
    COULD_NOT_ASK = "could_not_ask", "Could not be asked safely, or reached"


class Consent(models.TextChoices):
    """How somebody agreed."""

    SPOKEN = "spoken", "They said so, face to face"
    TELEPHONE = "telephone", "They said so on the telephone"
    IN_WRITING = "in_writing", "In writing"
    FOR_THEM = "for_them", "By somebody who may decide for them"


class Ground(models.TextChoices):
    """The law under which a safeguarding referral is made without consent (procedure.md 3.6)."""

    CHILD = "child", "A child at risk: Children Act 1989 s.47, Children Act 2004 s.11"
    ADULT = "adult", "An adult at risk: Care Act 2014 s.42"
    WALES = "wales", "At risk, in Wales: Social Services and Well-being (Wales) Act 2014 ss.126 to 130"
    VITAL_INTERESTS = "vital_interests", "To save life"


class Outcome(models.TextChoices):
    """How far an offer that was taken up has come."""

    REFERRED = "referred", "Referred"
    RECEIVED = "received", "They have received it"
    RESULT = "result", "What came of it"


class WithVictim(models.TextChoices):
    """What part the victim has in what was decided for them."""

    AGREED = "agreed", "Agreed with them"
    INFORMED = "informed", "They were told"
    NOT_AGREED = "not_agreed", "Could not be agreed"


class ContactChannel(models.TextChoices):
    """How somebody is kept in touch with."""

    TELEPHONE = "telephone", "Telephone"
    VISIT = "visit", "Visit"
    TEXT = "text", "Text message"
    EMAIL = "email", "E-mail"
    LETTER = "letter", "Letter"
    THROUGH = "through", "Through somebody they chose"


class ContactResult(models.TextChoices):
    """What came of trying to reach somebody."""

    REACHED = "reached", "Reached"
    NO_ANSWER = "no_answer", "No answer"
    LEFT_WORD = "left_word", "Left word, where that is safe"
    REFUSED = "refused", "They did not want to speak"


SPOKE = frozenset({ContactResult.REACHED, ContactResult.REFUSED})
"""Results after which the next contact is counted from then."""
