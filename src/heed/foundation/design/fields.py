"""Form fields that draw themselves as GOV.UK components: `{{ form.grade.as_field_group() }}`."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.forms import BoundField
from markupsafe import Markup

from heed.foundation.design.dates_in import DateParts, boxes_of, date_from_parts

Params = dict[str, Any]


class Component:
    """
    What each field here takes besides Django's own arguments.

    hint: one sentence under the label. width: "2", "3", "4", "5", "10", "20" characters, or "one-third" and so on of
    the column. classes: more classes for the component. legend: size of the label or legend, "s", "m", "l" or "xl".
    heading: the label is the page's h1. attributes: HTML attributes such as {"data-key": "t"}.
    """

    macro: ClassVar[str]

    def __init__(
        self,
        *,
        hint: str = "",
        width: str = "",
        classes: str = "",
        legend: str = "",
        heading: bool = False,
        attributes: Mapping[str, str] | None = None,
        **django: Any,
    ) -> None:
        """Keep the component's options; the rest goes to Django's field."""
        super().__init__(**django)
        self.hint = hint
        self.width = width
        self.classes = classes
        self.legend = legend
        self.heading = heading
        self.attributes = dict(attributes or {})
        # Set here and not as an argument: the stubs do not know it.
        self.template_name = "design/field.jinja"

    def component(self, bound: BoundField) -> tuple[str, Params]:
        """Return the name of the macro and its options, for this field as it stands in a form."""
        return self.macro, {key: value for key, value in self.params(bound).items() if value not in ("", None, {})}

    def params(self, bound: BoundField) -> Params:
        """Return the options that every component understands."""
        return {
            "id": bound.auto_id,
            "name": bound.html_name,
            "label": self.label_of(bound, "govuk-label"),
            "hint": {"text": self.hint} if self.hint else None,
            "errorMessage": {"text": bound.errors[0]} if bound.errors else None,
            "classes": " ".join(filter(None, [self.classes, self.width_class("govuk-input")])),
            "attributes": self.attributes,
            "disabled": getattr(self, "disabled", False) or None,
        }

    def label_of(self, bound: BoundField, block: str) -> Params:
        """Return the label or legend; block is the class that its sizes start with."""
        size = f"{block}--{self.legend}" if self.legend else ""
        return {"text": bound.label, "classes": size, "isPageHeading": self.heading}

    def width_class(self, block: str) -> str:
        """Return the class for the width; widths of a column are the same for every component."""
        if not self.width:
            return ""
        return f"{block}--width-{self.width}" if self.width.isdigit() else f"govuk-!-width-{self.width}"


class TextField(Component, forms.CharField):
    """
    One line of text.

    kind: "text", "tel", "email", "search". keyboard: "numeric" or "decimal". autocomplete: "off" unless the browser may
    help; details of a caller must never be offered to the next one.
    """

    macro = "govukInput"

    def __init__(
        self,
        *,
        kind: str = "text",
        keyboard: str = "",
        autocomplete: str = "off",
        prefix: str = "",
        suffix: str = "",
        **rest: Any,
    ) -> None:
        """Keep what the input needs besides."""
        super().__init__(**rest)
        self.kind = kind
        self.keyboard = keyboard
        self.autocomplete = autocomplete
        self.prefix = prefix
        self.suffix = suffix

    def params(self, bound: BoundField) -> Params:
        """Return the options of govukInput."""
        return super().params(bound) | {
            "type": self.kind,
            "inputmode": self.keyboard,
            "autocomplete": self.autocomplete,
            "prefix": {"text": self.prefix} if self.prefix else None,
            "suffix": {"text": self.suffix} if self.suffix else None,
            "spellcheck": False,
            "value": bound.value(),
        }


class TextareaField(Component, forms.CharField):
    """Several lines of text; rows is what shows before it scrolls."""

    macro = "govukTextarea"
    widget = forms.Textarea

    def __init__(self, *, rows: int = 5, **rest: Any) -> None:
        """Keep the number of rows."""
        super().__init__(**rest)
        self.rows = rows

    def params(self, bound: BoundField) -> Params:
        """Return the options of govukTextarea."""
        return super().params(bound) | {
            "rows": self.rows,
            "autocomplete": "off",
            "value": _unbroken(bound.value()),
            "classes": " ".join(filter(None, [self.classes, self.width_class("govuk-textarea")])),
        }


class SelectField(Component, forms.ChoiceField):
    """One of many, in a list that opens. Up to seven are better as radios."""

    macro = "govukSelect"

    def params(self, bound: BoundField) -> Params:
        """Return the options of govukSelect."""
        chosen = str(bound.value() or "")
        items = [{"value": str(v), "text": str(t), "selected": str(v) == chosen} for v, t in _flat(self)]
        return super().params(bound) | {
            "items": items,
            "classes": " ".join(filter(None, [self.classes, self.width_class("govuk-select")])),
        }


class _Choices(Component):
    """
    What radios and checkboxes share.

    hints: value → sentence under it. reveals: value → name of another field of the form, shown under it once chosen.
    keys: value → key that chooses it. divider: value → word set before it, such as "or". inline, small: how they lie.
    """

    block: ClassVar[str]

    def __init__(
        self,
        *,
        hints: Mapping[str, str] | None = None,
        reveals: Mapping[str, str] | None = None,
        keys: Mapping[str, str] | None = None,
        divider: Mapping[str, str] | None = None,
        inline: bool = False,
        small: bool = False,
        **rest: Any,
    ) -> None:
        """Keep what belongs to single choices."""
        super().__init__(**rest)
        self.hints = dict(hints or {})
        self.reveals = dict(reveals or {})
        self.keys = dict(keys or {})
        self.divider = dict(divider or {})
        self.inline = inline
        self.small = small

    def chosen(self, bound: BoundField) -> set[str]:
        """Return the stored values that are chosen."""
        value = bound.value()
        return {str(v) for v in (value if isinstance(value, (list, tuple, set)) else [value]) if v is not None}

    def params(self, bound: BoundField) -> Params:
        """Return the options of govukRadios and govukCheckboxes."""
        shared = super().params(bound)
        lies = [f"{self.block}--inline" if self.inline else "", f"{self.block}--small" if self.small else ""]
        legend = self.label_of(bound, "govuk-fieldset__legend")
        return shared | {
            "label": None,
            "idPrefix": bound.auto_id,
            "fieldset": {"legend": legend},
            "items": self.items(bound),
            "classes": " ".join(filter(None, [self.classes, *lies])),
        }

    def items(self, bound: BoundField) -> list[Params]:
        """Return one entry for each choice, with dividers between."""
        chosen = self.chosen(bound)
        items: list[Params] = []
        for value, text in _flat(self):
            if value in self.divider:
                items.append({"divider": self.divider[value]})
            item: Params = {"value": str(value), "text": str(text), "checked": str(value) in chosen}
            if value in self.hints:
                item["hint"] = {"text": self.hints[value]}
            if value in self.reveals:
                item["conditional"] = {"html": bound.form[self.reveals[value]].as_field_group()}
            if value in self.keys:
                item["attributes"] = {"data-key": self.keys[value]}
            if getattr(self, "disabled", False):
                item["disabled"] = True
            items.append(item)
        return items


class RadiosField(_Choices, forms.ChoiceField):
    """One of a few."""

    macro = "govukRadios"
    block = "govuk-radios"


class CheckboxesField(_Choices, forms.MultipleChoiceField):
    """Any of a few."""

    macro = "govukCheckboxes"
    block = "govuk-checkboxes"


class DateField(Component, forms.Field):
    """
    A date in three boxes, day, month and year; or as ISO text under the field's own name, for scripts and for links.

    Errors name the field as `subject` does: "Date of birth must include a year".
    """

    macro = "govukDateInput"
    widget = DateParts

    def __init__(self, *, subject: str = "", **rest: Any) -> None:
        """Keep what errors call the date; without it, the label."""
        super().__init__(**rest)
        self.subject = subject

    def to_python(self, value: Any) -> Any:
        """Return a date, or None where all boxes are empty. Raises ValidationError with a GOV.UK sentence."""
        return date_from_parts(value, subject=self.subject or str(self.label or "Date"))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Say whether another date was entered."""
        return bool(boxes_of(initial) != boxes_of(data))

    def params(self, bound: BoundField) -> Params:
        """Return the options of govukDateInput: three boxes, each with its name and value."""
        parts = boxes_of(bound.value())
        error = " govuk-input--error" if bound.errors else ""
        boxes = [
            {
                "id": f"{bound.auto_id}-{part}",
                "name": f"{bound.html_name}-{part}",
                "label": part.capitalize(),
                "value": text,
                "autocomplete": "off",
                "classes": f"govuk-input--width-{4 if part == 'year' else 2}{error}",
            }
            for part, text in parts.items()
        ]
        legend = self.label_of(bound, "govuk-fieldset__legend")
        return super().params(bound) | {"label": None, "name": None, "items": boxes, "fieldset": {"legend": legend}}


def _unbroken(text: Any) -> Markup:
    """
    Escape text for a textarea, its line breaks too.

    The macros indent what they nest, and would put spaces into the text itself each time a form is shown again.
    """
    lines = str(text or "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return Markup("&#10;").join(lines)


def _flat(field: Any) -> list[tuple[Any, Any]]:
    """Return the choices of a field as pairs; callables and enums have become pairs by now."""
    return list(field.choices)
