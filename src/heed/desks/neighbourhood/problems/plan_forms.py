"""Forms of problem plans: each hands back values and saves nothing."""

from collections.abc import Collection
from datetime import datetime, time
from typing import Any

from django.utils import timezone

from heed.desks.neighbourhood.problems.fields import Paragraph, Sentence, moment_of
from heed.domain.problems.terms import DONE_IN, SECTIONS, PlanFormat, Section
from heed.foundation.accounts.models import User
from heed.foundation.design.fields import DateField, RadiosField, SelectField
from heed.foundation.design.forms import Form

END_OF_DAY = time(23, 59)
ABOUT = (
    ("place", "The place of the incident"),
    ("victim", "Who suffered in it"),
    ("party", "The other party in it"),
    ("other", "Something else, in words"),
)


class OpenForm(Form):
    """A problem plan opened by hand."""

    reference = Sentence("Incident", longest=40, width="20", hint="For example HD-26-0001234, where there is one")
    about = RadiosField(
        label="What is the plan about?",
        choices=ABOUT,
        legend="s",
        small=True,
        error_messages={"required": "Select what the plan is about"},
    )
    title = Sentence(
        "What is the problem?",
        empty="Enter what the problem is",
        longest=200,
        hint="One line that a colleague understands",
    )
    because = Sentence("Why does it need a plan?", empty="Enter why it needs a plan", longest=500)
    plan_format = RadiosField(
        label="Format", choices=PlanFormat.choices, initial=PlanFormat.SARA, legend="s", small=True,
        error_messages={"required": "Select a format"},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Ask for the incident where the plan is about somebody or something in it."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("about") in {"place", "victim", "party"} and not found.get("reference"):
            self.add_error("reference", "Enter the incident that it is about")
        return found


class WriteForm(Form):
    """An entry in a plan; a line that is to be done by a day is a task."""

    section = SelectField(label="Section", choices=[], error_messages={"required": "Select a section"})
    words = Paragraph("What do you write?", empty="Enter what you write", rows=4)
    due = DateField(
        label="To be done by",
        subject="The day",
        hint="Makes a task. For a review: when the next one is due",
        required=False,
    )
    owner = SelectField(label="Who does it", choices=[], required=False)

    def __init__(self, *args: Any, plan_format: PlanFormat, officers: Collection[User], **kwargs: Any) -> None:
        """Offer the sections of the format, and who is there to do something."""
        super().__init__(*args, **kwargs)
        sections = [(one.value, one.label) for one in (*SECTIONS[plan_format], Section.REVIEW)]
        self._officers = {str(user.pk): user for user in officers}
        self.fields["section"].choices = [("", "Choose"), *sections]  # type: ignore[attr-defined]
        self.fields["owner"].choices = [("", "Officers of the beat, or you")] + [  # type: ignore[attr-defined]
            (pk, user.display_name) for pk, user in self._officers.items()
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse a day that has passed, and one where nothing is done."""
        found: dict[str, Any] = super().clean() or {}
        due = found.get("due")
        if due and due < timezone.localdate():
            self.add_error("due", "The day must be today or in the future")
        elif due and found.get("section") and found["section"] not in {*DONE_IN, Section.REVIEW}:
            self.add_error("due", "Nothing is done by a day in this section")
        return found

    def due_by(self) -> datetime | None:
        """Return the end of the day by which it is to be done."""
        due = self.cleaned_data["due"]
        return moment_of(due, None, otherwise=END_OF_DAY) if due else None

    def who(self) -> User | None:
        """Return who does it."""
        return self._officers.get(self.cleaned_data["owner"])


class CloseForm(Form):
    """What came of a plan, in words; the figures are Heed's."""

    words = Paragraph(
        "What came of it?",
        empty="Enter what came of it",
        hint="What was done, what it changed for whoever suffered, what you would do again",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Keep its fields apart from the other forms of the page."""
        super().__init__(*args, prefix="close", **kwargs)


class SignForm(Form):
    """A second person's yes or no to a closing."""

    why = Sentence("Why?", empty="Enter why you sign it off, or what is still to be done", longest=500)
    agreed = RadiosField(
        label="Answer", choices=[("yes", "Sign it off and close the plan"), ("no", "Not yet")], legend="s", small=True,
        error_messages={"required": "Select your answer"},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Keep its fields apart from the other forms of the page."""
        super().__init__(*args, prefix="sign", **kwargs)


class AddIncidentForm(Form):
    """An incident that belongs to the plan."""

    reference = Sentence(
        "Incident", empty="Enter the incident", longest=40, width="20", hint="For example HD-26-0001234"
    )
    why = Sentence("Why does it belong to the plan?", empty="Enter why it belongs to the plan")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Keep its fields apart from the other forms of the page."""
        super().__init__(*args, prefix="add", **kwargs)
