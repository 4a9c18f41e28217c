"""The forms of a crime decision: each hands back values and saves nothing."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from heed.desks.call_handler.fields import Line, Words
from heed.desks.call_handler.forms import choice
from heed.domain.conduct.models import RuleMet
from heed.domain.conduct.terms import Ended, Outcome
from heed.domain.incidents.terms import Given
from heed.flows.conduct.prompting import Verdict
from heed.foundation.design.fields import CheckboxesField, DateField, RadiosField, SelectField
from heed.foundation.design.forms import Form
from heed.foundation.policy import services as policy

LONGEST_REASON = 2_000
ANSWERS = (Given.YES, Given.NO, Given.UNKNOWN)


class DecideForm(Form):
    """Is it a crime? With the reason, which is required whatever is decided."""

    outcome = RadiosField(
        label="What do you decide?",
        choices=Outcome.choices,
        reveals={Outcome.CRIME: "recorded_as"},
        legend="s",
        small=True,
        error_messages={"required": "Select what you decide"},
    )
    recorded_as = SelectField(label="Recorded as", choices=[], required=False)
    crime_number = Line("Crime number", longest=40, width="20", hint="Needed when a crime is recorded")
    reason = Words(
        "Why?",
        longest=LONGEST_REASON,
        required=True,
        rows=4,
        hint="The victim is believed. Say what a reader needs who was not there",
        error_messages={"required": "Enter why"},
    )
    told = CheckboxesField(
        label="The victim",
        choices=[("yes", "They know what was decided, and that they may ask for it to be looked at again")],
        required=False,
        small=True,
    )

    def __init__(self, *args: Any, rules: Sequence[RuleMet], registrar: bool, **kwargs: Any) -> None:
        """Offer the rules that are met; the registrar leaves nothing to the registrar."""
        super().__init__(*args, prefix="decide", **kwargs)
        choice(self, "recorded_as").choices = [("", "Choose"), *((one.test, one.label) for one in rules)]
        if registrar:
            choice(self, "outcome").choices = [pair for pair in Outcome.choices if pair[0] != Outcome.REGISTRAR]

    def clean(self) -> dict[str, Any]:
        """Ask for what a recorded crime needs."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("outcome") == Outcome.CRIME:
            if not found.get("recorded_as") and "recorded_as" not in self.errors:
                self.add_error("recorded_as", "Choose what it is recorded as")
            if not found.get("crime_number") and "crime_number" not in self.errors:
                self.add_error("crime_number", "Enter the crime number")
        return found

    def verdict(self) -> Verdict:
        """Return the decision."""
        found = self.cleaned_data
        is_crime = found["outcome"] == Outcome.CRIME
        return Verdict(
            outcome=Outcome(found["outcome"]),
            reason=found["reason"],
            recorded_as=found["recorded_as"] if is_crime else "",
            crime_number=found["crime_number"] if is_crime else "",
            told=bool(found["told"]),
        )


class ScreenForm(Form):
    """The stalking screen, as the pack words it. Any of it may be left out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Put the pack's questions."""
        super().__init__(*args, prefix="screen", **kwargs)
        for name, asked in policy.in_use().conduct.screen.items():
            self.fields[name] = RadiosField(
                label=asked.value.wording,
                choices=[(given.value, given.label) for given in ANSWERS],
                required=False,
                inline=True,
                small=True,
                legend="s",
            )

    def clean(self) -> dict[str, Any]:
        """Ask for at least one answer."""
        found: dict[str, Any] = super().clean() or {}
        if not any(found.values()) and not self.errors:
            raise ValidationError("Answer at least one of the questions")
        return found

    def answers(self) -> dict[str, Given]:
        """Return what was answered, by question."""
        return {name: Given(value) for name, value in self.cleaned_data.items() if value}


class EndForm(Form):
    """What ended the course of conduct, when, and where that is on record."""

    how = RadiosField(
        label="What ended it?",
        choices=Ended.choices,
        legend="s",
        small=True,
        error_messages={"required": "Select what ended it"},
    )
    on = DateField(label="On which day?", subject="The day", hint="For example, 3 11 2026")
    why = Line(
        "Where is that on record?",
        longest=500,
        required=True,
        error_messages={"required": "Enter where that is on record"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Keep its fields apart from the other forms of the page."""
        super().__init__(*args, prefix="end", **kwargs)

    def clean_on(self) -> date:
        """Refuse a day that has not come."""
        on: date | None = self.cleaned_data["on"]
        if on is None:
            raise ValidationError("Enter the day on which it ended")
        if on > timezone.localdate():
            raise ValidationError("The day must be today or in the past")
        return on

    def ended_at(self, now: datetime) -> datetime:
        """Return the end of that day, or this moment if it is today."""
        end_of_day = timezone.make_aware(datetime.combine(self.cleaned_data["on"], time(23, 59, 59)))
        return min(end_of_day, now)
