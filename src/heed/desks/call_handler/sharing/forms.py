"""The forms of sharing and locking: each hands back values and saves nothing."""

from datetime import date
from typing import Any

from heed.desks.call_handler.fields import Line, Words
from heed.domain.agencies.models import Agreement
from heed.domain.agencies.terms import Purpose, SharedPart
from heed.foundation.design.fields import CheckboxesField, DateField, RadiosField
from heed.foundation.design.forms import Form

LONGEST_NECESSITY = 1_000
LONGEST_WHY = 300
LONGEST_REASON = 500


class ShareForm(Form):
    """What to share under one agreement, for what, why, and until when."""

    parts = CheckboxesField(
        label="What do they need to see?",
        hint="Its number, category, date and state are always shared. Choose as little as will do",
        choices=[],
        required=False,
        legend="s",
        small=True,
    )
    own_words = Words(
        "What happened, in your words",
        longest=2_000,
        rows=3,
        hint="Only where they are to read this instead of the summary on record. Leave it empty for the summary",
    )
    purpose = RadiosField(
        label="What is it shared for?",
        choices=[],
        legend="s",
        small=True,
        error_messages={"required": "Select what it is shared for"},
    )
    necessity = Words(
        "Why is it necessary?",
        longest=LONGEST_NECESSITY,
        required=True,
        rows=3,
        hint="A sentence on why they need these parts and could not do with less. It is kept with what is shared, and checked",
        error_messages={"required": "Enter why it is necessary"},
    )
    until = DateField(
        label="Until which day?",
        subject="The end date",
        hint="The last day on which they see it. You can withdraw it before",
        error_messages={"required": "Enter until which day it is shared"},
    )

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        """Offer the parts and purposes that the agreement names, and no others."""
        super().__init__(*args, **kwargs)
        parts: Any = self.fields["parts"]
        parts.choices = [(part.value, part.label) for part in offered(agreement)]
        purpose: Any = self.fields["purpose"]
        purpose.choices = [(one.value, one.label) for one in Purpose if one in agreement.purposes]

    def chosen(self) -> list[str]:
        """Return the parts, the pointer first."""
        return [SharedPart.POINTER, *self.cleaned_data["parts"]]

    def words(self) -> str | None:
        """Return the words instead of the summary; None where the summary is to be read."""
        typed: str = self.cleaned_data["own_words"]
        return typed.strip() or None

    def last_day(self) -> date:
        """Return the last day."""
        until: date = self.cleaned_data["until"]
        return until


def offered(agreement: Agreement) -> list[SharedPart]:
    """Return the parts that an agreement lets be chosen, in their order."""
    return [part for part in SharedPart if part in agreement.parts and part != SharedPart.POINTER]


class WithdrawForm(Form):
    """Why it is not shared any more."""

    why = Line(
        "Why is it no longer shared?",
        longest=LONGEST_WHY,
        required=True,
        error_messages={"required": "Enter why it is no longer shared"},
    )


class GlassForm(Form):
    """Why it must be seen now."""

    why = Words(
        "Why must you see it now?",
        longest=LONGEST_REASON,
        required=True,
        rows=3,
        hint="What may happen to whom, if you wait until you can ask. It is kept, and somebody else reads it",
        error_messages={"required": "Enter why you must see it now"},
    )


class LockForm(Form):
    """Why something is locked, and whom to ask."""

    why = Line(
        "Why is it locked?",
        longest=LONGEST_WHY,
        required=True,
        hint="Read by whoever answers for locks, and by nobody who is kept out",
        error_messages={"required": "Enter why it is locked"},
    )
    ask = Line(
        "Whom do others ask?",
        longest=LONGEST_WHY,
        required=True,
        hint="They read: More exists. Ask … For example: Inspector Hale, professional standards",
        error_messages={"required": "Enter whom others ask"},
    )
