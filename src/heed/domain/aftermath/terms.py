"""The words of the aftermath."""

from django.db import models


class Way(models.TextChoices):
    """How somebody is asked."""

    MESSAGE = "message", "By message"
    CALL_LIST = "call_list", "By somebody who rings"


class Ended(models.TextChoices):
    """Why nobody asks any more. All but the first and last are people who could not be asked."""

    ANSWERED = "answered", "Answered"
    REFUSED = "refused", "Would rather not say"
    NOT_SAFE = "not_safe", "Not safe to ask"
    NO_ANSWER = "no_answer", "Could not be reached"
    OVERTAKEN = "overtaken", "Opened again before anybody asked"


COULD_NOT_BE_ASKED = (Ended.REFUSED, Ended.NOT_SAFE, Ended.NO_ANSWER)


class Channel(models.TextChoices):
    """By what somebody was tried to be reached, or answered."""

    PHONE = "phone", "By telephone"
    VISIT = "visit", "In person"
    MESSAGE = "message", "By message"


class Result(models.TextChoices):
    """What came of one attempt."""

    SENT = "sent", "Sent"
    REACHED = "reached", "Reached"
    NO_ANSWER = "no_answer", "No answer"
    NOT_SAFE = "not_safe", "Not safe to speak"
    REFUSED = "refused", "Would rather not answer"


class Stopped(models.TextChoices):
    """Whether it stopped."""

    STOPPED = "stopped", "It has stopped"
    SAME = "same", "It is the same"
    WORSE = "worse", "It is worse"
    BACK = "stopped_then_back", "It stopped, and came back"


class Satisfied(models.TextChoices):
    """The five points of the scale, and the two answers that are none of them."""

    VERY = "very_satisfied", "Very satisfied"
    FAIRLY = "fairly_satisfied", "Fairly satisfied"
    NEITHER = "neither", "Neither satisfied nor dissatisfied"
    FAIRLY_NOT = "fairly_dissatisfied", "Fairly dissatisfied"
    VERY_NOT = "very_dissatisfied", "Very dissatisfied"
    UNKNOWN = "does_not_know", "Does not know"
    WOULD_NOT_SAY = "would_not_say", "Would not say"


SATISFIED = (Satisfied.VERY, Satisfied.FAIRLY)
ON_THE_SCALE = (Satisfied.VERY, Satisfied.FAIRLY, Satisfied.NEITHER, Satisfied.FAIRLY_NOT, Satisfied.VERY_NOT)


class YesNo(models.TextChoices):
    """Yes or no, and the two answers that are neither."""

    YES = "yes", "Yes"
    NO = "no", "No"
    UNKNOWN = "does_not_know", "Does not know"
    WOULD_NOT_SAY = "would_not_say", "Would not say"


class CalledBefore(models.TextChoices):
    """How many times they had called in the year before, in the bands that the inspectorate published by (inspections.md 1.4)."""

    NEVER = "never", "Never"
    ONCE_OR_TWICE = "1_to_2", "Once or twice"
    THREE_TO_FIVE = "3_to_5", "3 to 5 times"
    SIX_TO_TEN = "6_to_10", "6 to 10 times"
    MORE = "more_than_10", "More than 10 times"
    UNKNOWN = "does_not_know", "Does not know"
    WOULD_NOT_SAY = "would_not_say", "Would not say"


class Language(models.TextChoices):
    """In which language they were asked."""

    ENGLISH = "en", "English"
    WELSH = "cy", "Cymraeg"
