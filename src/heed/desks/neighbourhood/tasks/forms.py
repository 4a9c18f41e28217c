"""The forms of tasks, visits and queries: each hands back values and saves nothing."""

import re
import uuid
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from heed.domain.calls.rules import readable
from heed.domain.tasking.queried.services import Asked
from heed.domain.tasking.terms import QueryChannel, TaskOutcome, VisitResult
from heed.domain.tasking.visits.services import Went
from heed.foundation.accounts.models import User
from heed.foundation.design.fields import DateField, RadiosField, SelectField, TextareaField, TextField
from heed.foundation.design.forms import Form

BEAT = "beat"
"""The choice that gives a task back to the officers of its beat."""
TIME = re.compile(r"([01]?\d|2[0-3])[:.]?([0-5]\d)")


class Line(TextField):
    """One line of typing, without what cannot be shown."""

    def __init__(self, label: str, *, longest: int, required: bool = False, **rest: Any) -> None:
        """Word the errors by the label."""
        messages = {"max_length": f"{label} must be {longest:,} characters or fewer", **rest.pop("error_messages", {})}
        super().__init__(label=label, max_length=longest, required=required, error_messages=messages, **rest)

    def to_python(self, value: Any) -> str:
        """Return the text as it can be kept."""
        return " ".join(readable(str(value or ""), longest=20_000).split())


class Words(TextareaField):
    """Typing of several lines, without what cannot be shown."""

    def __init__(self, label: str, *, longest: int, required: bool = False, **rest: Any) -> None:
        """Word the errors by the label."""
        messages = {"max_length": f"{label} must be {longest:,} characters or fewer", **rest.pop("error_messages", {})}
        super().__init__(label=label, max_length=longest, required=required, error_messages=messages, **rest)

    def to_python(self, value: Any) -> str:
        """Return the text as it can be kept."""
        return readable(str(value or ""), longest=20_000).strip()


class TimeField(Line):
    """A time of day, as 14:05, 1405 or 9.30."""

    def __init__(self, label: str, *, empty: str, **rest: Any) -> None:
        """Say what is missing."""
        messages = {"required": empty}
        super().__init__(
            label, longest=8, required=True, width="5", keyboard="numeric", error_messages=messages, **rest
        )

    def clean(self, value: Any) -> time | None:
        """Return the time. Raises ValidationError for what is none."""
        typed = super().clean(value)
        found = TIME.fullmatch(typed)
        if found is None:
            message = f"{self.label} must be a time, like 14:05"
            raise ValidationError(message)
        return time(int(found[1]), int(found[2]))


class FinishForm(Form):
    """How a task ended."""

    outcome = RadiosField(
        label="How did it end?",
        choices=TaskOutcome.choices,
        legend="s",
        error_messages={"required": "Select how it ended"},
    )
    result = Words(
        "What came of it?",
        longest=500,
        required=True,
        rows=2,
        error_messages={"required": "Enter what came of it"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Keep its fields apart from the page's other forms."""
        super().__init__(*args, prefix="finish", **kwargs)


class NoteForm(Form):
    """A note on a task."""

    words = Words("Note", longest=500, required=True, rows=2, error_messages={"required": "Enter the note"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Keep its field apart from the page's other forms."""
        super().__init__(*args, prefix="note", **kwargs)


class ReassignForm(Form):
    """Who has a task from now on, and why."""

    to = SelectField(label="Who has it from now on?", choices=[], error_messages={"required": "Select who has it"})
    why = Line("Why?", longest=300, required=True, error_messages={"required": "Enter why you give it to them"})

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """Offer whoever can open it."""
        super().__init__(*args, prefix="reassign", **kwargs)
        offer(self, "to", [("", "Choose"), *people])


class VisitForm(Form):
    """What came of a visit. Everything that can be is filled in already: one thumb, in the rain."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    result = RadiosField(
        label="What came of it?",
        choices=VisitResult.choices,
        legend="m",
        reveals={VisitResult.SEEN: "seen"},
        error_messages={"required": "Select what came of it"},
    )
    seen = Line("Who did you see?", longest=200, hint="For example, Mrs Marlow and her daughter")
    done = Words("What was said and done?", longest=1000, rows=4, legend="s")
    next_step = Line("What happens next?", longest=500, hint="Leave it empty if nothing does")
    whom = RadiosField(label="Whom did you go to see?", choices=[], required=False, legend="s")
    task = RadiosField(label="Which task was it for?", choices=[], required=False, legend="s")
    on = DateField(label="Day", subject="Day", error_messages={"required": "Enter the day"})
    at = TimeField("Time", empty="Enter the time", hint="For example, 14:05")

    def __init__(
        self,
        *args: Any,
        now: datetime,
        whom: Sequence[tuple[str, str]] = (),
        tasks: Sequence[tuple[str, str]] = (),
        chosen: str = "",
        **kwargs: Any,
    ) -> None:
        """Begin with now; ask whom and for which task only where there is a choice. chosen: the task it was opened from."""
        local = timezone.localtime(now)
        begins = {"key": uuid.uuid4(), "on": local.date(), "at": f"{local:%H:%M}"}
        begins["task"] = chosen or (tasks[0][0] if len(tasks) == 1 else "")
        super().__init__(*args, initial=begins | kwargs.pop("initial", {}), **kwargs)
        self.now = now
        if len(whom) > 1:
            offer(self, "whom", [*whom, ("", "Nobody in particular")])
        else:
            del self.fields["whom"]
        if tasks:
            offer(self, "task", [*tasks, ("", "None of these")])
        else:
            del self.fields["task"]

    def clean(self) -> dict[str, Any]:
        """Ask who was seen where somebody was, and refuse a time to come."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get("result") == VisitResult.SEEN and not typed.get("seen") and "seen" not in self.errors:
            self.add_error("seen", "Enter who you saw")
        at = self.visited_at()
        if at and at > self.now:
            self.add_error("at", "Time must be now or earlier")
        return typed

    def visited_at(self) -> datetime | None:
        """Return when, where both parts were understood; a clock that goes back counts its hour the first time."""
        on, at = self.cleaned_data.get("on"), self.cleaned_data.get("at")
        return moment_of(on, at) if isinstance(on, date) and isinstance(at, time) else None

    def went(self) -> Went:
        """Return what was said of the visit."""
        typed, at = self.cleaned_data, self.visited_at()
        seen = typed["seen"] if typed["result"] == VisitResult.SEEN else ""
        return Went(at or self.now, VisitResult(typed["result"]), seen, typed["done"], typed["next_step"])


class QueryForm(Form):
    """A query of the public, as it came."""

    text = Words(
        "What do they ask?", longest=2000, required=True, rows=4, error_messages={"required": "Enter what they ask"}
    )
    beat = SelectField(label="Beat", choices=[], error_messages={"required": "Select the beat"})
    officer = SelectField(label="Officer they named, or who should answer", choices=[], required=False)
    channel = RadiosField(
        label="How did it come?", choices=QueryChannel.choices, legend="s", small=True,
        error_messages={"required": "Select how it came"},
    )  # fmt: skip
    name = Line("Their name", longest=200, hint="Leave it empty if they gave none")
    contact = Line("How they want to be answered", longest=200, hint="A number, an address or an e-mail address")
    on = DateField(label="Day it came", subject="Day it came", error_messages={"required": "Enter the day it came"})
    at = TimeField("Time it came", empty="Enter the time it came", hint="The 72 hours count from here")

    def __init__(
        self,
        *args: Any,
        now: datetime,
        beats: Sequence[tuple[str, str]],
        officers: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        """Begin with now."""
        local = timezone.localtime(now)
        super().__init__(*args, initial={"on": local.date(), "at": f"{local:%H:%M}"}, **kwargs)
        self.now = now
        offer(self, "beat", [("", "Choose"), *beats])
        offer(self, "officer", [("", "The officers of the beat"), *officers])

    def clean(self) -> dict[str, Any]:
        """Refuse a time to come."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get("on") and typed.get("at") and moment_of(typed["on"], typed["at"]) > self.now:
            self.add_error("at", "Time it came must be now or earlier")
        return typed

    def asked(self, *, officer: User | None) -> Asked:
        """Return what was asked."""
        typed = self.cleaned_data
        return Asked(
            text=typed["text"],
            channel=QueryChannel(typed["channel"]),
            received_at=moment_of(typed["on"], typed["at"]),
            name=typed["name"],
            contact=typed["contact"],
            officer=officer,
        )


class AnswerQueryForm(Form):
    """How a query was answered."""

    answer = Words(
        "What was the answer, and how did they get it?",
        longest=2000,
        required=True,
        rows=4,
        error_messages={"required": "Enter what the answer was"},
    )


def moment_of(on: date, at: time) -> datetime:
    """Return a day and a time where Heed runs as a moment."""
    return timezone.make_aware(datetime.combine(on, at))


def offer(form: Form, name: str, choices: Sequence[tuple[str, str]]) -> None:
    """Offer these choices in a field."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = list(choices)
