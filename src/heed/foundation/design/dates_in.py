"""A date typed in three boxes: reading it, and saying what is wrong with it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

PARTS = ("day", "month", "year")
_SHORTEST_YEAR = 1000


class DateParts(forms.Widget):
    """Three boxes named NAME-day, NAME-month and NAME-year."""

    first_box = "{}-day"

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """Return what the boxes hold; where no box came, the ISO text under the name itself."""
        del files
        parts = {part: str(data.get(f"{name}-{part}") or "").strip() for part in PARTS}
        return parts if any(parts.values()) else str(data.get(name) or "").strip()

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Say whether the form came without this field."""
        del files
        return not any(key in data for key in (name, *(f"{name}-{part}" for part in PARTS)))

    def format_value(self, value: Any) -> Any:
        """Return the text of each box."""
        return boxes_of(value)


def boxes_of(value: Any) -> dict[str, str]:
    """Return the text of each box for a date, for ISO text, or for what was typed."""
    if isinstance(value, Mapping):
        return {part: str(value.get(part) or "") for part in PARTS}
    if isinstance(value, str) and value:
        try:
            value = date.fromisoformat(value)
        except ValueError:
            return {"day": value, "month": "", "year": ""}
    if isinstance(value, date):
        return {"day": str(value.day), "month": str(value.month), "year": str(value.year)}
    return dict.fromkeys(PARTS, "")


def date_from_parts(value: Any, *, subject: str) -> date | None:
    """
    Return the date that the boxes or an ISO text hold, or None when they are empty.

    subject: what the error calls it, "Date of birth". A year needs four figures: "26" could be 1926.
    Raises ValidationError, in GOV.UK wording, naming the parts that are missing first.
    """
    if value in ("", None) or isinstance(value, date):
        return value or None
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            message = f"{subject} must be a real date"
            raise ValidationError(message, code="invalid") from None
    absent = [part for part in PARTS if not value[part]]
    if len(absent) == len(PARTS):
        return None
    if absent:
        message = f"{subject} must include a {' and '.join(absent)}"
        raise ValidationError(message, code="incomplete")
    try:
        day, month, year = (int(value[part]) for part in PARTS)
        found = date(year, month, day)
    except (ValueError, OverflowError):
        message = f"{subject} must be a real date"
        raise ValidationError(message, code="invalid") from None
    if year < _SHORTEST_YEAR:
        message = f"Year of the {subject[:1].lower()}{subject[1:]} must include 4 numbers"
        raise ValidationError(message, code="invalid")
    return found
