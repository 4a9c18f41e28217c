"""Forms of an agency about case reviews and tasks: each hands back values and saves nothing."""

from collections.abc import Collection
from typing import Any

from django.utils import timezone

from heed.domain.calls.rules import readable
from heed.domain.case_review.models import Complaint
from heed.domain.tasking.terms import TaskOutcome
from heed.foundation.design.dates import day
from heed.foundation.design.fields import DateField, RadiosField, SelectField, TextareaField, TextField
from heed.foundation.design.forms import Form

CUT = 40_000
LONGEST = 500


class Line(TextField):
    """One line of typing, without what cannot be shown."""

    def to_python(self, value: Any) -> str:
        """Return the text as it can be kept."""
        return " ".join(readable(str(value or ""), longest=CUT).split())


class Words(TextareaField):
    """Several lines of typing, without what cannot be shown."""

    def to_python(self, value: Any) -> str:
        """Return the text as it can be kept."""
        return readable(str(value or ""), longest=CUT)


class ComplaintForm(Form):
    """A complaint that was made to the agency."""

    made_on = DateField(
        label="When were you told?",
        subject="The day on which you were told",
        error_messages={"required": "Enter when you were told"},
    )
    happened_on = DateField(
        label="When did it happen?",
        subject="The day on which it happened",
        hint="Leave it empty if you do not know",
        required=False,
    )
    reference = Line(
        label="Your reference", max_length=80, required=False, width="20",
        error_messages={"max_length": "Your reference must be 80 characters or fewer"},
    )  # fmt: skip
    words = Words(
        label="What was it about?", max_length=LONGEST, required=False, rows=3,
        error_messages={"max_length": "What it was about must be 500 characters or fewer"},
    )  # fmt: skip
    same = SelectField(
        label="Is it about the same incident as another complaint?",
        hint="One incident counts once, to however many agencies it was told",
        choices=[],
        required=False,
    )

    def __init__(self, *args: Any, complaints: Collection[Complaint], **kwargs: Any) -> None:
        """Offer what it may be the same as."""
        super().__init__(*args, **kwargs)
        self.complaints = {str(one.pk): one for one in complaints}
        self.fields["same"].choices = [  # type: ignore[attr-defined]
            ("", "No, or I do not know"),
            *((key, f"{one.took}, {day(one.made_on)}") for key, one in self.complaints.items()),
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse the future, and a complaint of what had not happened."""
        found: dict[str, Any] = super().clean() or {}
        made, happened, today = found.get("made_on"), found.get("happened_on"), timezone.localdate()
        for name, on in (("made_on", made), ("happened_on", happened)):
            if on and on > today:
                self.add_error(name, "The day must be today or in the past")
        if made and happened and made < happened:
            self.add_error("made_on", "You were told before it happened: check the two days")
        return found


class FinishForm(Form):
    """How a task ended."""

    outcome = RadiosField(
        label="Was it done?",
        choices=[(TaskOutcome.DONE.value, "Done"), (TaskOutcome.NOT_POSSIBLE.value, "It was not possible")],
        legend="s",
        small=True,
        error_messages={"required": "Select whether it was done"},
    )
    result = Words(
        label="What was done, or why was it not possible?",
        hint="The police read this",
        max_length=LONGEST,
        rows=4,
        error_messages={
            "required": "Enter what was done, or why it was not possible",
            "max_length": "What was done must be 500 characters or fewer",
        },
    )
