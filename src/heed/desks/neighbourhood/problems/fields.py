"""Fields of the forms about plans, powers and evidence: lines, paragraphs, a time of day, and a day with its time."""

from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from heed.domain.calls.rules import readable
from heed.foundation.design.fields import DateField, TextareaField, TextField
from heed.foundation.design.forms import Form

LONGEST_WORDS = 4_000


class Sentence(TextField):
    """One line of typing, without what cannot be shown."""

    def __init__(self, label: str, *, empty: str = "", longest: int = 300, **rest: Any) -> None:
        """Word the errors by the label. empty: what is said when nothing was typed; required when it is given."""
        messages = {"required": empty, "max_length": f"{label} must be {longest:,} characters or fewer"}
        super().__init__(label=label, max_length=longest, required=bool(empty), error_messages=messages, **rest)

    def to_python(self, value: Any) -> str:
        """Return the text as it can be kept."""
        return " ".join(readable(str(value or ""), longest=10 * LONGEST_WORDS).split())


class Paragraph(TextareaField):
    """Several lines of typing, without what cannot be shown."""

    def __init__(self, label: str, *, empty: str = "", longest: int = LONGEST_WORDS, **rest: Any) -> None:
        """Word the errors by the label. empty: what is said when nothing was typed; required when it is given."""
        messages = {"required": empty, "max_length": f"{label} must be {longest:,} characters or fewer"}
        super().__init__(label=label, max_length=longest, required=bool(empty), error_messages=messages, **rest)

    def to_python(self, value: Any) -> str:
        """Return the text as it can be kept."""
        return readable(str(value or ""), longest=10 * LONGEST_WORDS)


class Clock(Sentence):
    """A time of day on the 24-hour clock, or nothing."""

    def __init__(self, label: str = "At what time?", **rest: Any) -> None:
        """One narrow box."""
        super().__init__(label, longest=5, width="5", hint="24-hour clock, for example 18:30", **rest)

    def clean(self, value: Any) -> time | None:
        """Return the time. Raises ValidationError for what is none."""
        text = super().to_python(value).replace(".", ":")
        if not text:
            return None
        hours, colon, minutes = text.partition(":")
        if not (colon and hours.isdecimal() and minutes.isdecimal() and len(minutes) == 2):  # noqa: PLR2004  18:30
            raise ValidationError("Time must be like 18:30")
        try:
            return time(int(hours), int(minutes))
        except ValueError:
            raise ValidationError("Time must be like 18:30") from None


def moment_of(on: date, at: time | None, *, otherwise: time) -> datetime:
    """Return a day and time as a moment of the force's own clock; a time that was not said is the other one."""
    return timezone.make_aware(datetime.combine(on, at or otherwise))


class HappenedForm(Form):
    """When something happened: a day and a time, not in the future; today and now where nothing is said."""

    on = DateField(label="On which day?", subject="The day", hint="Leave it empty for now", required=False)
    at = Clock()

    def happened_at(self, now: datetime) -> datetime:
        """Return the moment; a day without a time is its noon, and today without a time is now."""
        on: date | None = self.cleaned_data.get("on")
        typed: time | None = self.cleaned_data.get("at")
        today = timezone.localdate(now)
        if on is None and typed is None:
            return now
        if (on is None or on == today) and typed is None:
            return now
        return moment_of(on or today, typed, otherwise=time(12))

    def clean(self) -> dict[str, Any]:
        """Refuse a moment that has not come."""
        found: dict[str, Any] = super().clean() or {}
        if not self.errors and self.happened_at(timezone.now()) > timezone.now():
            self.add_error("on", "The day and time must be now or in the past")
        return found
