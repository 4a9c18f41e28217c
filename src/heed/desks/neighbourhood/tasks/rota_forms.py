"""The forms of named officers, leave and shifts: each hands back values and saves nothing."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from heed.desks.neighbourhood.tasks.forms import TimeField, moment_of, offer
from heed.domain.tasking.terms import AbsenceKind
from heed.foundation.design.fields import CheckboxesField, DateField, RadiosField, SelectField
from heed.foundation.design.forms import Form


class NameForm(Form):
    """Who is a named officer of a beat, and from when."""

    officer = SelectField(label="Officer", choices=[], error_messages={"required": "Select the officer"})
    lead = CheckboxesField(
        label="The contact who is named first", choices=[("yes", "They are the first contact of this beat")],
        required=False, small=True,
    )  # fmt: skip
    from_on = DateField(label="From", subject="First day", error_messages={"required": "Enter the first day"})

    def __init__(self, *args: Any, today: date, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """Begin with today."""
        super().__init__(*args, initial={"from_on": today}, **kwargs)
        offer(self, "officer", [("", "Choose"), *people])


class AbsenceForm(Form):
    """When somebody is away, and who covers."""

    kind = RadiosField(
        label="Why?", choices=AbsenceKind.choices, legend="s", small=True, error_messages={"required": "Select why"}
    )
    from_on = DateField(label="First day", subject="First day", error_messages={"required": "Enter the first day"})
    until_on = DateField(
        label="Last day", subject="Last day", required=False, hint="Leave it empty only while nobody knows"
    )
    cover = SelectField(
        label="Who covers?", choices=[], required=False, hint="Tasks that fall due meanwhile go to them first"
    )

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """Offer whoever could cover."""
        super().__init__(*args, prefix="away", **kwargs)
        offer(self, "cover", [("", "Nobody named"), *people])


class ShiftForm(Form):
    """When a shift begins and ends; one that ends earlier in the day than it begins ends the next day."""

    on = DateField(label="Day", subject="Day", error_messages={"required": "Enter the day"})
    starts = TimeField("Begins", empty="Enter when it begins")
    ends = TimeField("Ends", empty="Enter when it ends", hint="After midnight is the next day")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Keep its fields apart from the page's other form."""
        super().__init__(*args, prefix="shift", **kwargs)

    def hours(self) -> tuple[datetime, datetime]:
        """Return when it begins and ends."""
        typed = self.cleaned_data
        next_day = typed["ends"] <= typed["starts"]
        last = typed["on"] + timedelta(days=1) if next_day else typed["on"]
        return moment_of(typed["on"], typed["starts"]), moment_of(last, typed["ends"])
