"""Forms of a case review's panel: who sits on it, when it meets, what it gives people to do, and what came of it."""

from collections.abc import Collection
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from heed.desks.neighbourhood.problems.fields import Clock, Paragraph, Sentence, moment_of
from heed.desks.neighbourhood.reviews.forms import READ, Prefixed, past
from heed.domain.agencies.models import Agency, Agreement
from heed.domain.agencies.terms import SharedPart
from heed.domain.case_review.models import Member
from heed.domain.case_review.terms import Route
from heed.flows.case_review.panel import OFFERED, WHAT
from heed.foundation.accounts.models import User
from heed.foundation.design.fields import CheckboxesField, DateField, RadiosField, SelectField
from heed.foundation.design.forms import Form

END_OF_DAY = time(23, 59)


class MemberForm(Prefixed):
    """An agency that is asked onto the panel, and what it sees."""

    part = "member"
    agreement = SelectField(
        label="Agency, and the agreement", choices=[], error_messages={"required": "Select an agency"}
    )
    parts = CheckboxesField(
        label="What does it see?",
        hint="Its own complaints and tasks it sees in any case",
        choices=[(one.value, WHAT[one]) for one in OFFERED if one is not SharedPart.POINTER],
        legend="s",
        small=True,
        required=False,
    )

    def __init__(self, *args: Any, agreements: Collection[Agreement], **kwargs: Any) -> None:
        """Offer the agreements that cover case reviews."""
        super().__init__(*args, **kwargs)
        self.agreements = {str(one.pk): one for one in agreements}
        self.fields["agreement"].choices = [("", "Choose")] + [  # type: ignore[attr-defined]
            (key, f"{one.agency.name}: {one.title}") for key, one in self.agreements.items()
        ]


class LeaveForm(Form):
    """Why an agency leaves the panel."""

    why = Sentence("Why does it leave?", empty="Enter why it leaves the panel", longest=300)


class MeetingForm(Prefixed):
    """A meeting of the panel that is arranged."""

    part = "meeting"
    on = DateField(label="On which day?", subject="The day", error_messages={"required": "Enter on which day"})
    at = Clock()
    place = Sentence("Where?", empty="Enter where the panel meets", longest=200)

    def starts_at(self) -> datetime:
        """Return when it begins; without a time, at ten in the morning."""
        return moment_of(self.cleaned_data["on"], self.cleaned_data["at"], otherwise=time(10))


class HeldForm(Prefixed):
    """That the panel met."""

    part = "held"
    came = CheckboxesField(label="Who was there?", choices=[], legend="s", small=True, required=False)
    minutes = Paragraph("What was said and agreed?", empty="Enter what was said and agreed", rows=6)

    def __init__(self, *args: Any, members: Collection[Member], **kwargs: Any) -> None:
        """Offer whoever sits on the panel."""
        super().__init__(*args, **kwargs)
        self.fields["came"].choices = [("police", "The police")] + [  # type: ignore[attr-defined]
            (str(one.pk), one.agency.name) for one in members
        ]


class ActionForm(Prefixed):
    """Something that somebody is to do."""

    part = "action"
    words = Sentence(
        "What is to be done?", empty="Enter what is to be done", longest=500, hint="An agency reads this: name nobody"
    )
    who = SelectField(label="Who does it?", choices=[], error_messages={"required": "Select who does it"})
    by = DateField(label="By when?", subject="The day", error_messages={"required": "Enter by when"})

    def __init__(
        self, *args: Any, members: Collection[Member], agency_officers: Collection[User], officers: Collection[User],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        """Offer the agencies of the panel, whoever works there, and whoever is at work here."""
        super().__init__(*args, **kwargs)
        self._who: dict[str, tuple[Agency | None, User | None]] = {}
        choices = [("", "Choose")]
        for one in members:
            self._who[f"agency-{one.agency_id}"] = (one.agency, None)
            choices.append((f"agency-{one.agency_id}", one.agency.name))
            for user in agency_officers:
                if user.officer.agency_id == one.agency_id:
                    self._who[f"user-{user.pk}"] = (one.agency, user)
                    choices.append((f"user-{user.pk}", f"{one.agency.name}: {user.display_name}"))
        for user in officers:
            self._who[f"user-{user.pk}"] = (None, user)
            choices.append((f"user-{user.pk}", f"Police: {user.display_name}"))
        self.fields["who"].choices = choices  # type: ignore[attr-defined]

    def who_does_it(self) -> tuple[Agency | None, User | None]:
        """Return whose task it is, and who has it there."""
        return self._who[self.cleaned_data["who"]]

    def clean_by(self) -> date:
        """Refuse a day that has passed."""
        on: date = self.cleaned_data["by"]
        if on < timezone.localdate():
            raise ValidationError("The day must be today or in the future")
        return on

    def due_by(self) -> datetime:
        """Return the end of the day."""
        return moment_of(self.cleaned_data["by"], None, otherwise=END_OF_DAY)


class ConcludeForm(Prefixed):
    """What the review came to, and what it recommends."""

    part = "conclude"
    words = Paragraph("What came of it?", empty="Enter what came of the review", rows=6, hint=READ)
    to1 = Sentence("First recommendation: to whom?", longest=160, width="20")
    what1 = Paragraph("What is recommended?", longest=1000, rows=2, hint=READ)
    to2 = Sentence("Second recommendation: to whom?", longest=160, width="20")
    what2 = Paragraph("What is recommended?", longest=1000, rows=2)
    to3 = Sentence("Third recommendation: to whom?", longest=160, width="20")
    what3 = Paragraph("What is recommended?", longest=1000, rows=2)

    def clean(self) -> dict[str, Any]:
        """Ask for both halves of a recommendation."""
        found: dict[str, Any] = super().clean() or {}
        for n in (1, 2, 3):
            to, what = found.get(f"to{n}"), found.get(f"what{n}")
            if to and not what:
                self.add_error(f"what{n}", f"Enter what is recommended to {to}")
            if what and not to:
                self.add_error(f"to{n}", "Enter to whom it is recommended")
        return found

    def recommended(self) -> list[tuple[str, str]]:
        """Return to whom, and what."""
        return [
            (self.cleaned_data[f"to{n}"], self.cleaned_data[f"what{n}"])
            for n in (1, 2, 3)
            if self.cleaned_data[f"to{n}"]
        ]


class AnswerForm(Form):
    """How a body had regard to a recommendation."""

    answer = Sentence(
        "What do they do about it?", empty="Enter what they do about it, or why they do not", longest=1000
    )


class AppealForm(Prefixed):
    """That the applicant asks for a second look."""

    part = "appeal"
    route = RadiosField(label="Where?", choices=[], legend="s", small=True, error_messages={"required": "Select where"})
    made_on = DateField(
        label="When did they ask?", subject="The day", error_messages={"required": "Enter when they asked"}
    )
    words = Paragraph("What do they say is wrong?", empty="Enter what they say is wrong", longest=2000, rows=4)

    def __init__(self, *args: Any, policing_body: str, **kwargs: Any) -> None:
        """Offer the routes that are open. policing_body: its name, or empty while nobody can go there."""
        super().__init__(*args, **kwargs)
        routes = [(Route.LOCAL.value, Route.LOCAL.label)]
        routes += [(Route.POLICING_BODY.value, f"Review by {policing_body}")] if policing_body else []
        self.fields["route"].choices = routes  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a day that has not come."""
        found: dict[str, Any] = super().clean() or {}
        past(self, "made_on", found, called="The day")
        return found


class AppealAnswerForm(Prefixed):
    """What came of a second look."""

    part = "second"
    upheld = RadiosField(
        label="Were they right?", choices=[("yes", "Yes"), ("no", "No, it stays as it was")], legend="s", small=True,
        error_messages={"required": "Select whether they were right"},
    )  # fmt: skip
    why = Paragraph("Why?", empty="Enter why, in words for the applicant", longest=2000, rows=4, hint=READ)


class WithdrawForm(Prefixed):
    """That the applicant took it back."""

    part = "withdraw"
    why = Sentence("What did they say?", empty="Enter what they said", longest=500)


class NumbersForm(Form):
    """The period of the yearly numbers, and as of which day."""

    first = DateField(label="First day", subject="First day", error_messages={"required": "Enter the first day"})
    last = DateField(label="Last day", subject="Last day", error_messages={"required": "Enter the last day"})
    as_on = DateField(label="As the numbers stood at the end of", subject="The day", required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a period that is turned round, or longer than the law allows."""
        found: dict[str, Any] = super().clean() or {}
        first, last = found.get("first"), found.get("last")
        if first and last and last < first:
            self.add_error("last", "Last day must be the first day or later")
        elif first and last and last >= _a_year_after(first):
            self.add_error("last", "A period is at most 12 months long (s.104(9))")
        return found


def _a_year_after(first: date) -> date:
    """Return the same date a year later; 29 February has 1 March."""
    try:
        return first.replace(year=first.year + 1)
    except ValueError:
        return date(first.year + 1, 3, 1)
