"""The forms beside an incident's clocks: each hands back values and saves nothing."""

import re
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from heed.desks.call_handler.fields import Line, Words
from heed.desks.call_handler.incident.forms import offer
from heed.domain.timers.terms import Happened
from heed.engines.clocks.enhanced import Category
from heed.flows.clocks.running import Clock
from heed.foundation.design import dates
from heed.foundation.design.fields import CheckboxesField, DateField, RadiosField
from heed.foundation.design.forms import Form
from heed.foundation.policy import services as policy

LONGEST_HOW = 500
CLOCK_TIME = re.compile(r"([01]?\d|2[0-3])[:.]?([0-5]\d)")
"""A time of day as people type it: 14:30, 9.05, 0905."""


class When(Form):
    """When something was done: now, unless a day or a time of day is given. Never later than now."""

    on = DateField(label="On what day?", subject="The day", hint="Leave empty for today", required=False)
    at = Line("At what time?", longest=5, width="5", hint="For example, 14:30. Leave empty for now")

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        """Keep when the form was sent."""
        super().__init__(*args, **kwargs)
        self.now = now

    def clean_at(self) -> time | None:
        """Return the time of day, or None where none was given. Raises ValidationError."""
        typed = self.cleaned_data["at"]
        if not typed:
            return None
        found = CLOCK_TIME.fullmatch(typed)
        if not found:
            message = "The time must be like 14:30"
            raise ValidationError(message)
        return time(int(found[1]), int(found[2]))

    def clean(self) -> dict[str, Any] | None:
        """Refuse a day without a time, and what has not happened yet."""
        typed = super().clean() or {}
        if "on" in typed and "at" in typed and not self.errors:
            if typed["on"] and typed["at"] is None and typed["on"] != timezone.localdate(self.now):
                self.add_error("at", "Enter the time on that day")
            elif self.moment() > self.now:
                self.add_error("at", "The time must not be in the future")
        return typed

    def moment(self) -> datetime:
        """Return when it was, to the minute where a time was given."""
        if self.cleaned_data["at"] is None:
            return self.now
        day = self.cleaned_data["on"] or timezone.localdate(self.now)
        return datetime.combine(day, self.cleaned_data["at"], policy.in_use().zone)


class ArrivedForm(When):
    """That somebody arrived: when, and who."""

    words = Line("Who arrived?", longest=LONGEST_HOW, hint="Collar number, or a name")

    field_order = ("words", "on", "at")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Keep its fields apart from the other forms of the page."""
        super().__init__(*args, prefix="clock_arrived", **kwargs)


class DoneForm(When):
    """That something was done that a clock asks for."""

    clock = RadiosField(
        label="What was done?", choices=[], small=True, error_messages={
            "required": "Select what was done", "invalid_choice": "Select a clock that still runs",
        },
    )  # fmt: skip
    words = Line(
        "How, and what was said?",
        longest=LONGEST_HOW,
        required=True,
        hint="Keep to the victim's safe contact",
        error_messages={"required": "Enter how it was done"},
    )

    field_order = ("clock", "words", "on", "at")

    def __init__(self, *args: Any, clocks: Sequence[Clock], **kwargs: Any) -> None:
        """Offer the clocks that run."""
        super().__init__(*args, prefix="clock_done", **kwargs)
        offer(self, "clock", [(str(clock.pk), f"{clock.label}, by {dates.by(clock.due_at)}") for clock in clocks])


class ReviewForm(Form):
    """What a review of the risk came to."""

    words = Words(
        "What did you review, and what is to change?",
        longest=LONGEST_HOW,
        required=True,
        rows=3,
        error_messages={"required": "Enter what you reviewed, and what is to change"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Keep its fields apart from the other forms of the page."""
        super().__init__(*args, prefix="clock_review", **kwargs)


class HappenedForm(When):
    """Something that the victim must be told of."""

    kind = RadiosField(
        label="What happened?",
        choices=Happened.choices,
        small=True,
        error_messages={"required": "Select what happened"},
    )

    field_order = ("kind", "on", "at")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Keep its fields apart from the other forms of the page."""
        super().__init__(*args, prefix="clock_happened", **kwargs)


class RightsForm(Form):
    """Whether the victim has enhanced rights under the Victims' Code, and why."""

    categories = CheckboxesField(
        label="The victim is",
        hint="Leave all empty for the ordinary rights of the Code",
        choices=[(category.value, category.label) for category in Category],
        required=False,
        small=True,
    )
    why = Line(
        "Why?", longest=LONGEST_HOW, required=True, error_messages={"required": "Enter why"},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Keep its fields apart from the other forms of the page."""
        super().__init__(*args, prefix="clock_rights", **kwargs)

    def chosen(self) -> tuple[Category, ...]:
        """Return the categories that were chosen."""
        return tuple(Category(value) for value in self.cleaned_data["categories"])
