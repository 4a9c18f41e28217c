"""Forms in GOV.UK fashion: no colon after labels, no browser messages, errors listed first, each with a link."""

from typing import Any

from django import forms
from django.forms import BoundField
from django.forms.renderers import get_default_renderer
from django.utils.safestring import SafeString, mark_safe


class Form(forms.Form):
    """A form of ours. Any Django form works on our pages; this one only saves saying the same three things."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Leave out the colon that Django puts after a label."""
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def error_summary(self) -> SafeString:
        """Return the summary box, empty when there is nothing wrong."""
        return mark_safe(get_default_renderer().render("design/error_summary.jinja", {"form": self}))  # noqa: S308


def errors_of(form: forms.BaseForm) -> list[dict[str, str]]:
    """List a form's errors for govukErrorSummary: those of the whole form, then by field in the order of the page."""
    listed = [{"text": str(message)} for message in form.non_field_errors()]
    for field in form:
        listed += [{"text": str(message), "href": f"#{first_box(field)}"} for message in field.errors]
    return listed


def first_box(field: BoundField) -> str:
    """Return the id of the first element of a field that takes the focus."""
    return getattr(field.field.widget, "first_box", "{}").format(field.auto_id)
