"""The forms of case conferences: each hands back values and saves nothing."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from heed.desks.neighbourhood.tasks.forms import Line, TimeField, Words
from heed.domain.agencies.models import Agency
from heed.domain.beats.models import Beat
from heed.domain.conferences.terms import ForWhom, Moved, There
from heed.flows.conferences.meet import Call
from heed.foundation.accounts.models import User
from heed.foundation.design.fields import CheckboxesField, DateField, RadiosField, SelectField
from heed.foundation.design.forms import Form

AGENCY, OFFICER = "agency:", "user:"
"""How a choice of who does something begins."""


class WhenForm(Form):
    """When and where."""

    on = DateField(label="On which day?", legend="s", subject="The day", error_messages={"required": "Enter the day"})
    at = TimeField("At what time?", hint="For example 14:00", empty="Enter the time")
    held_in = Line("Where?", longest=200, hint="A room, or how to join by video")

    def starts_at(self) -> datetime:
        """Return when it starts."""
        day: date = self.cleaned_data["on"]
        clock: time = self.cleaned_data["at"]
        return timezone.make_aware(datetime.combine(day, clock))


class CallForm(WhenForm):
    """A new conference: what it is called, when, where, about which beat, and who is asked to it."""

    title = Line(
        "What is it called?", longest=160, required=True, error_messages={"required": "Enter what it is called"}
    )
    beat = SelectField(label="About which beat?", required=False)
    agencies = CheckboxesField(
        label="Who is asked to it?",
        hint="Agencies with an agreement in force that names conferences",
        required=False,
        small=True,
    )
    field_order = ("title", "on", "at", "held_in", "beat", "agencies")

    def __init__(self, *args: Any, beats: Sequence[Beat], agencies: Sequence[Agency], **rest: Any) -> None:
        """Offer the beats of the force, and the agencies that can be asked."""
        super().__init__(*args, **rest)
        self._beats = {str(beat.pk): beat for beat in beats}
        self._agencies = {str(agency.pk): agency for agency in agencies}
        _offer(self, "beat", [("", "The whole force"), *((pk, beat.name) for pk, beat in self._beats.items())])
        _offer(self, "agencies", [(pk, agency.name) for pk, agency in self._agencies.items()])

    def call(self) -> Call:
        """Return what is called."""
        typed = self.cleaned_data
        return Call(typed["title"], self.starts_at(), typed["held_in"], self._beats.get(typed["beat"]))

    def invited(self) -> list[Agency]:
        """Return who is asked."""
        return [self._agencies[pk] for pk in self.cleaned_data["agencies"]]


class WhyForm(Form):
    """Why something is cancelled."""

    why = Line("Why?", longest=300, required=True, error_messages={"required": "Enter why"})


class AddForm(Form):
    """Something put on the agenda by hand."""

    reference = Line("Reference of an incident, if it is about one", longest=40, hint="Only then can partners see it")
    title = Line("What is it about?", longest=200, hint="Needed where no incident is named. Without names of people")
    why = Line(
        "Why is it on the agenda?",
        longest=300,
        required=True,
        error_messages={"required": "Enter why it is on the agenda"},
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        typed: dict[str, Any] = super().clean() or {}
        if not typed.get("reference") and not typed.get("title") and not self.errors:
            self.add_error("title", "Enter what it is about, or the reference of an incident")
        return typed


class MoveForm(Form):
    """Deferring an item, or bringing it back."""

    why = Line("Why?", longest=300, required=True, error_messages={"required": "Enter why"})
    moved = Moved.DEFERRED


class NoteForm(Form):
    """What was said on an item."""

    words = Words(
        "What was said",
        longest=2000,
        required=True,
        rows=3,
        error_messages={"required": "Enter what was said"},
    )
    for_whom = RadiosField(
        label="Who reads it?",
        choices=ForWhom.choices,
        initial=ForWhom.FORCE,
        legend="s",
        small=True,
        error_messages={"required": "Select who reads it"},
    )


class DecideForm(Form):
    """What was decided, who does it, and by when."""

    words = Words(
        "What was decided",
        longest=500,
        required=True,
        rows=2,
        hint="It becomes a task in these words. Without names: whoever has it knows the item",
        error_messages={"required": "Enter what was decided"},
    )
    who = SelectField(label="Who does it?", error_messages={"required": "Select who does it"})
    due_on = DateField(
        label="By which day?", legend="s", subject="The day", required=False, hint="Two weeks from today without one †"
    )
    for_whom = RadiosField(
        label="Who else reads it?",
        choices=[
            (ForWhom.FORCE.value, "Nobody: the police and whoever does it"),
            (ForWhom.ITEM.value, ForWhom.ITEM.label),
        ],
        initial=ForWhom.FORCE,
        legend="s",
        small=True,
        error_messages={"required": "Select who else reads it"},
    )

    def __init__(self, *args: Any, agencies: Sequence[Agency], officers: Sequence[User], **rest: Any) -> None:
        """Offer the agencies that see the item, and officers of the force."""
        super().__init__(*args, **rest)
        self._agencies = {f"{AGENCY}{agency.pk}": agency for agency in agencies}
        self._officers = {f"{OFFICER}{user.pk}": user for user in officers}
        _offer(
            self,
            "who",
            [
                ("", "Select who does it"),
                *((key, agency.name) for key, agency in self._agencies.items()),
                *((key, user.display_name) for key, user in self._officers.items()),
            ],
        )

    def agency(self) -> Agency | None:
        """Return the agency that does it."""
        return self._agencies.get(self.cleaned_data["who"])

    def owner(self) -> User | None:
        """Return the officer who does it."""
        return self._officers.get(self.cleaned_data["who"])


class AttendForm(Form):
    """Whether somebody was there."""

    agency = SelectField(label="From where?", required=False)
    name = Line("Name", longest=160, required=True, error_messages={"required": "Enter the name"})
    post = Line("What they do there", longest=120)
    there = RadiosField(
        label="Were they there?",
        choices=There.choices,
        legend="s",
        small=True,
        error_messages={"required": "Select whether they were there"},
    )
    agreed = CheckboxesField(
        label="Confidentiality",
        choices=[("yes", "They agree to the statement of confidentiality")],
        required=False,
        small=True,
    )

    def __init__(self, *args: Any, agencies: Sequence[Agency], **rest: Any) -> None:
        """Offer the agencies that are invited."""
        super().__init__(*args, **rest)
        self._agencies = {str(agency.pk): agency for agency in agencies}
        _offer(self, "agency", [("", "The police"), *((pk, one.name) for pk, one in self._agencies.items())])

    def agency_there(self) -> Agency | None:
        """Return the agency; None for the police."""
        return self._agencies.get(self.cleaned_data["agency"])


class AgencyForm(Form):
    """Which agency."""

    agency = SelectField(label="Which agency?", error_messages={"required": "Select an agency"})

    def __init__(self, *args: Any, agencies: Sequence[Agency], **rest: Any) -> None:
        """Offer these agencies."""
        super().__init__(*args, **rest)
        self._agencies = {str(agency.pk): agency for agency in agencies}
        _offer(self, "agency", [("", "Select an agency"), *((pk, one.name) for pk, one in self._agencies.items())])

    def chosen(self) -> Agency:
        """Return the agency."""
        return self._agencies[self.cleaned_data["agency"]]


def _offer(form: Form, name: str, choices: Sequence[tuple[str, str]]) -> None:
    """Offer these choices in a field."""
    field: Any = form.fields[name]
    field.choices = choices
