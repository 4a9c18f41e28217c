"""The fields of this desk's forms, with a limit and a sentence on each."""

from typing import Any

from django.core.exceptions import ValidationError

from heed.domain.calls.rules import LONGEST_ENTRY, readable
from heed.foundation.design.fields import TextareaField, TextField

LONGEST_NAME = 200
LONGEST_ADDRESS = 300
LONGEST_EMAIL = 254
OLDEST = 120


class Line(TextField):
    """One line of typing, of at most `longest` characters, without what cannot be shown."""

    def __init__(self, label: str, *, longest: int = LONGEST_NAME, required: bool = False, **rest: Any) -> None:
        """Word the errors by the label."""
        messages = {"max_length": f"{label} must be {longest:,} characters or fewer", **rest.pop("error_messages", {})}
        super().__init__(label=label, max_length=longest, required=required, error_messages=messages, **rest)

    def to_python(self, value: Any) -> str:
        """Return the text as it can be kept."""
        return " ".join(readable(str(value or ""), longest=2 * LONGEST_ENTRY).split())


class Words(TextareaField):
    """Typing of several lines, as long as a log entry may be."""

    def __init__(self, label: str, *, longest: int = LONGEST_ENTRY, required: bool = False, **rest: Any) -> None:
        """Word the errors by the label."""
        messages = {"max_length": f"{label} must be {longest:,} characters or fewer", **rest.pop("error_messages", {})}
        super().__init__(label=label, max_length=longest, required=required, error_messages=messages, **rest)

    def to_python(self, value: Any) -> str:
        """Return the text as it can be kept."""
        return readable(str(value or ""), longest=2 * LONGEST_ENTRY)


class Age(Line):
    """A whole number of years, or nothing."""

    def __init__(self, label: str = "Age", **rest: Any) -> None:
        """Two or three figures."""
        super().__init__(label, longest=3, width="3", keyboard="numeric", **rest)

    def clean(self, value: Any) -> int | None:
        """Return the years. Raises ValidationError for anything but a number a person can be old."""
        text = super().to_python(value)
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) <= len(str(OLDEST)) and int(text) <= OLDEST):
            message = f"{self.label} must be a number from 0 to {OLDEST}"
            raise ValidationError(message)
        return int(text)
