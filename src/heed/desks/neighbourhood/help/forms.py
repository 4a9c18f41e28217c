"""The forms of promises, offers, plans and contact: each hands back a value and saves nothing."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict

from heed.domain.calls.rules import readable
from heed.domain.people.models import Person
from heed.domain.support.rules import Unfit, clock_of
from heed.domain.support.terms import (
    Consent,
    ContactChannel,
    ContactResult,
    Ground,
    Outcome,
    PromiseKind,
    Said,
    Settled,
)
from heed.engines.risk.support import OfferKind
from heed.flows.support.promise_times import DAY, due_by, quick_choices
from heed.foundation.accounts.models import User
from heed.foundation.design.fields import CheckboxesField, DateField, RadiosField, SelectField, TextareaField, TextField
from heed.foundation.design.forms import Form
from heed.foundation.policy import services as policy

BEAT = "beat"


class Words(TextareaField):
    """Typing of several lines, without what cannot be shown."""

    def __init__(self, label: str, *, longest: int = 500, empty: str = "", rows: int = 2, **rest: Any) -> None:
        """Ask for it where `empty` says what is missing."""
        messages = {"required": empty, "max_length": f"{label} must be {longest:,} characters or fewer"}
        super().__init__(
            label=label, max_length=longest, required=bool(empty), rows=rows, error_messages=messages, **rest
        )

    def to_python(self, value: Any) -> str:
        """Return the text as it can be kept."""
        return readable(str(value or ""), longest=5_000)


class OneLine(TextField):
    """One line of typing, without what cannot be shown."""

    def __init__(self, label: str, *, longest: int = 500, empty: str = "", **rest: Any) -> None:
        """Ask for it where `empty` says what is missing."""
        messages = {"required": empty, "max_length": f"{label} must be {longest:,} characters or fewer"}
        super().__init__(label=label, max_length=longest, required=bool(empty), error_messages=messages, **rest)

    def to_python(self, value: Any) -> str:
        """Return the text as it can be kept."""
        return " ".join(readable(str(value or ""), longest=5_000).split())


def one_of(label: str, choices: Any, empty: str, **rest: Any) -> RadiosField:
    """Make radios of which one must be chosen."""
    return RadiosField(
        label=label, choices=choices, legend="s", small=True, required=bool(empty),
        error_messages={"required": empty}, **rest,
    )  # fmt: skip


class OfIncident(Form):
    """A form about an incident: for whom, where several could be meant, and who is to do it, where somebody is."""

    prefix_name = ""

    def __init__(
        self,
        posted: QueryDict | None = None,
        *,
        people: Sequence[Person] = (),
        officers: Sequence[User] = (),
        user: User | None = None,
        now: datetime,
        prefix: str = "",
    ) -> None:
        """Offer the people of the incident, and the officers of its beat."""
        super().__init__(posted, prefix=prefix or self.prefix_name)
        self.now, self.zone = now, policy.in_use().zone
        self.officers = {str(one.pk): one for one in officers}
        if "person" in self.fields:
            if len(people) > 1:
                self._choices("person", [("", "Choose"), *((str(one.pk), one.name) for one in people)])
            else:
                del self.fields["person"]
        self.keepers = [(BEAT, "The officers of the beat")]
        if user:
            self.officers[str(user.pk)] = user
            self.keepers.append((str(user.pk), "I do"))
        self.keepers += [
            (key, one.display_name) for key, one in self.officers.items() if not user or key != str(user.pk)
        ]
        if "who" in self.fields:
            self._choices("who", self.keepers)

    def person_id(self) -> Any:
        """Return for whom, where that was asked."""
        chosen = self.cleaned_data.get("person")
        return chosen or None

    def owner(self, name: str = "who") -> User | None:
        """Return who is to do it; None for the officers of the beat."""
        return self.officers.get(self.cleaned_data.get(name) or "")

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Set what a field offers."""
        self.fields[name].choices = choices  # type: ignore[attr-defined]


def for_whom() -> SelectField:
    """Make the field that asks for whom something is."""
    return SelectField(label="For whom?", choices=[], error_messages={"required": "Select for whom"})


class PromiseForm(OfIncident):
    """What was promised, by when, and who keeps it."""

    prefix_name = "promise"

    person = for_whom()
    kind = one_of("What did you promise?", PromiseKind.choices, "Select what you promised", inline=True)
    words = OneLine("In your words to them", empty="Enter what you promised, in your words")
    by = one_of("By when?", [], "Select by when", reveals={DAY: "on"})
    on = DateField(label="Day", subject="Day of the promise", required=False)
    at = OneLine("Time, if you named one", longest=12, width="5", hint="For example, 17:00")
    who = SelectField(label="Who keeps it?", choices=[], required=False)

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        """Offer the times of the pack as they fall now."""
        super().__init__(*args, now=now, **kwargs)
        self._choices("by", quick_choices(now=now))

    def clean(self) -> dict[str, Any]:
        """Read by when it is due."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("by") and "on" not in self.errors:
            try:
                found["due_by"] = due_by(found["by"], now=self.now, on=found.get("on"), at=found.get("at") or "")
            except Unfit as unfit:
                self.add_error("at" if found.get("on") else "on", str(unfit))
            else:
                if found["due_by"] <= self.now:
                    self.add_error("on" if found["by"] == DAY else "by", "A promise must be for a time still to come")
        return found


class WhenForm(OfIncident):
    """Something that was done: when, in words."""

    done_on = DateField(
        label="When?", hint="Leave it empty for just now", subject="Day on which it was done", required=False
    )
    done_at = OneLine("Time", longest=12, width="5", hint="For example, 14:30")

    def clean(self) -> dict[str, Any]:
        """Read when it was done; on a day of the past without a time, at noon."""
        found: dict[str, Any] = super().clean() or {}
        found["moment"] = self.now
        if self.errors.get("done_on"):
            return found
        try:
            clock = clock_of(found.get("done_at") or "")
        except Unfit as unfit:
            self.add_error("done_at", str(unfit))
            return found
        today = self.now.astimezone(self.zone).date()
        on: date | None = found.get("done_on")
        if clock or (on and on != today):
            found["moment"] = datetime.combine(on or today, clock or time(12), tzinfo=self.zone)
        if found["moment"] > self.now:
            self.add_error("done_at" if clock else "done_on", "The time at which it was done must be in the past")
        return found


class SettleForm(WhenForm):
    """What came of a promise."""

    settled_as = one_of(
        "What came of it?",
        [(Settled.KEPT, "It was kept, or done after all"), (Settled.RELEASED, Settled.RELEASED.label)],
        "Select what came of it",
    )
    how = OneLine("What was done, or what did they say?", empty="Enter what was done, or what they said")
    field_order = ("settled_as", "how", "done_on", "done_at")


class OfferForm(OfIncident):
    """What is offered, and why; for a safeguarding referral without consent, under which law."""

    prefix_name = "offer"

    person = for_whom()
    kind = SelectField(label="What do you offer?", choices=[], error_messages={"required": "Select what you offer"})
    because = Words("Why?", empty="Enter why you offer it")
    ground = SelectField(
        label="Safeguarding without their consent, under which law?",
        choices=[("", "With consent, or not safeguarding"), *Ground.choices],
        required=False,
    )

    def __init__(self, *args: Any, kinds: Sequence[OfferKind], **kwargs: Any) -> None:
        """Offer the kinds of the pack."""
        super().__init__(*args, **kwargs)
        self._choices("kind", [("", "Choose"), *((kind.id, kind.label) for kind in kinds)])


class AnswerForm(OfIncident):
    """What somebody said to an offer."""

    said = one_of("What did they say?", Said.choices, "Select what they said", reveals={Said.ACCEPTED: "consent"})
    consent = SelectField(label="How did they agree?", choices=[("", "Choose"), *Consent.choices], required=False)
    words = OneLine("In their words")

    def clean(self) -> dict[str, Any]:
        """Ask how they agreed, where they did."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("said") == Said.ACCEPTED and not found.get("consent"):
            self.add_error("consent", "Select how they agreed")
        return found


class OutcomeForm(OfIncident):
    """How far an offer has come."""

    stage = one_of("How far has it come?", Outcome.choices, "Select how far it has come")
    to = OneLine("To whom?", longest=200, hint="For a referral")
    words = OneLine("What came of it?")


class AgreeForm(OfIncident):
    """How often somebody is kept in touch with, and by which channel."""

    prefix_name = "contact"

    person = for_whom()
    every_days = OneLine(
        "Days from one contact to the next", longest=9, keyboard="numeric", width="3", empty="Enter how many days"
    )
    channel = SelectField(label="How?", choices=ContactChannel.choices)
    starts_on = DateField(
        label="First contact", subject="Day of the first contact",
        error_messages={"required": "Enter the day of the first contact"},
    )  # fmt: skip
    with_victim = one_of(
        "Agreed with them?", [("yes", "Yes"), ("no", "No")], "Select whether it is agreed with them", inline=True
    )
    because = OneLine("Why so?", empty="Enter why so")

    def clean_every_days(self) -> int:
        """Return the days. Raises ValidationError for what is no number."""
        typed = str(self.cleaned_data["every_days"])
        if not (typed.isascii() and typed.isdigit() and int(typed)):
            raise ValidationError("Days must be a whole number, like 14")
        return int(typed)


class MadeForm(WhenForm):
    """That somebody tried to reach a victim."""

    prefix_name = "made"

    person = for_whom()
    channel = SelectField(label="How?", choices=ContactChannel.choices)
    result = one_of("What came of it?", ContactResult.choices, "Select what came of it")
    words = Words("What was said?", longest=1000)
    update = CheckboxesField(
        label="Update", choices=[("yes", "They were told what is happening with it")], required=False, small=True
    )
    field_order = ("person", "channel", "result", "words", "update", "done_on", "done_at")
