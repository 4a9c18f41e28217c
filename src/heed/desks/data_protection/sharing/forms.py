"""The forms of the register, of locks and of the staff list: each hands back values and saves nothing."""

from datetime import datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from heed.domain.calls.rules import readable
from heed.domain.sharing.staff_list.services import Entry
from heed.domain.sharing.terms import Finding
from heed.foundation.accounts.models import User
from heed.foundation.design.fields import DateField, RadiosField, SelectField, TextareaField, TextField
from heed.foundation.design.forms import Form

LONGEST = 300


class OneLine(TextField):
    """One line of typing, without what cannot be shown."""

    def __init__(self, label: str, *, longest: int = LONGEST, empty: str = "", **rest: Any) -> None:
        """Ask for it where `empty` says what is missing."""
        messages = {"required": empty, "max_length": f"{label} must be {longest:,} characters or fewer"}
        super().__init__(label=label, max_length=longest, required=bool(empty), error_messages=messages, **rest)

    def to_python(self, value: Any) -> str:
        """Return the text as it can be kept."""
        return " ".join(readable(str(value or ""), longest=5_000).split())


class WhyForm(Form):
    """Why something ends."""

    why = OneLine("Why?", empty="Enter why")

    def __init__(self, *args: Any, label: str = "Why?", **kwargs: Any) -> None:
        """Ask in the words of the page."""
        super().__init__(*args, **kwargs)
        self.fields["why"].label = label


class ReviewForm(Form):
    """What a review of broken glass found."""

    finding = RadiosField(
        label="What did you find?",
        choices=Finding.choices,
        legend="s",
        small=True,
        error_messages={"required": "Select what you found"},
    )
    words = TextareaField(
        label="What did you look at, and what follows?",
        max_length=500,
        rows=3,
        error_messages={
            "required": "Enter what you looked at, and what follows",
            "max_length": "What you looked at must be 500 characters or fewer",
        },
    )


class AdmitForm(Form):
    """Whom to let in, why, and until when."""

    user = SelectField(label="Who?", choices=[], error_messages={"required": "Select whom to let in"})
    why = OneLine("Why do they need it?", empty="Enter why they need it")
    until = DateField(
        label="Until which day?", subject="The last day", error_messages={"required": "Enter until which day"}
    )

    def __init__(self, *args: Any, people: dict[int, User], now: datetime, longest: Any, **kwargs: Any) -> None:
        """Offer the force's own people who work with incidents."""
        super().__init__(*args, **kwargs)
        self._people, self._now, self._longest = people, now, longest
        field: Any = self.fields["user"]
        named = [(str(pk), f"{one.display_name} ({one.get_role_display()})") for pk, one in people.items()]
        field.choices = [("", "Choose"), *named]

    def clean_until(self) -> datetime:
        """Return the end of the last day. Raises ValidationError for a day that has passed, or is too far ahead."""
        on, today = self.cleaned_data["until"], timezone.localdate(self._now)
        if on < today:
            raise ValidationError("The last day has passed already")
        if on > today + self._longest:
            raise ValidationError(f"Nobody is let in for longer than {self._longest.days} days at a time")
        return timezone.make_aware(datetime.combine(on, time.max.replace(microsecond=0)))

    def person(self) -> User:
        """Return whom to let in."""
        return self._people[int(self.cleaned_data["user"])]


class StaffForm(Form):
    """Somebody at work, as they would be known to the force in private."""

    given_name = OneLine("Given name", longest=200, empty="Enter a given name")
    family_name = OneLine("Family name", longest=200, empty="Enter a family name")
    born_on = DateField(label="Date of birth", subject="Date of birth", required=False)
    number = OneLine("Their own telephone number", longest=40, hint="Not one of the force's")
    address = OneLine("Home address, with its postcode")
    username = OneLine(
        "Their user name in Heed",
        longest=150,
        hint="If they have one. They can then never open what is locked for them",
    )
    ask = OneLine("Whom do others ask?", hint="Leave empty for whom the policy names")

    def entry(self, account: User | None) -> Entry:
        """Return what was typed."""
        typed = self.cleaned_data
        return Entry(
            given_name=typed["given_name"],
            family_name=typed["family_name"],
            born_on=typed["born_on"],
            number=typed["number"],
            address=typed["address"],
            user=account,
            ask=typed["ask"],
        )
