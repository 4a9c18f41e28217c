"""The forms of support plans: each hands back a value and saves nothing."""

from typing import Any

from heed.desks.neighbourhood.help.forms import OfIncident, OneLine, Words, for_whom, one_of
from heed.domain.support.plans.services import Line
from heed.domain.support.rules import end_of_day
from heed.domain.support.terms import WithVictim
from heed.foundation.design.fields import DateField, SelectField

LINES = 5
"""Things to be done for which a plan has room on the screen; more are another plan's."""


class PlanForm(OfIncident):
    """A support plan: what it is for, what part the victim has in it, and up to five things to be done."""

    prefix_name = "plan"

    person = for_whom()
    aims = Words("What is it to achieve?", longest=1000, empty="Enter what the plan is to achieve")
    with_victim = one_of("What part have they in it?", WithVictim.choices, "Select what part they have in it")
    with_victim_why = OneLine("What did they say, or why could it not be agreed?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Make the rows of what is to be done."""
        super().__init__(*args, **kwargs)
        for number in range(1, LINES + 1):
            self.fields[f"words{number}"] = OneLine(f"{number}. What is to be done?")
            self.fields[f"who{number}"] = SelectField(label="By whom?", choices=self.keepers, required=False)
            self.fields[f"on{number}"] = DateField(label="By", subject=f"Day of line {number}", required=False)

    @property
    def rows(self) -> list[tuple[Any, Any, Any]]:
        """Return the fields of each row, for the page."""
        return [(self[f"words{n}"], self[f"who{n}"], self[f"on{n}"]) for n in range(1, LINES + 1)]

    def clean(self) -> dict[str, Any]:
        """Ask for the day of each thing, and for at least one."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("with_victim") == WithVictim.NOT_AGREED and not found.get("with_victim_why"):
            self.add_error("with_victim_why", "Enter why it could not be agreed with them")
        for number in range(1, LINES + 1):
            words, on = found.get(f"words{number}"), found.get(f"on{number}")
            if words and not on and f"on{number}" not in self.errors:
                self.add_error(f"on{number}", f"Enter by which day, for line {number}")
            if on and not words:
                self.add_error(f"words{number}", f"Enter what is to be done, for line {number}")
        if not any(found.get(f"words{number}") for number in range(1, LINES + 1)) and "words1" not in self.errors:
            self.add_error("words1", "Enter at least one thing to be done")
        return found

    def lines(self) -> list[Line]:
        """Return what is to be done."""
        found = self.cleaned_data
        return [
            Line(found[f"words{n}"], end_of_day(found[f"on{n}"], zone=self.zone), self.owner(f"who{n}"))
            for n in range(1, LINES + 1)
            if found.get(f"words{n}")
        ]


class CloseForm(OfIncident):
    """Why a support plan is closed."""

    why = OneLine("Why is it closed?", empty="Enter why it is closed")
