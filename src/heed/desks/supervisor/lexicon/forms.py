"""Forms of the lexicon: a row as fields, and reasons."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from heed.desks.supervisor.forms import Sentence
from heed.domain.calls.rules import readable
from heed.engines.cues.rules import HINTS
from heed.engines.cues.tables import Cells
from heed.engines.cues.terms import PSI, Category, Strength
from heed.foundation.design.fields import DateField, RadiosField, SelectField, TextareaField, TextField
from heed.foundation.design.forms import Form

LONGEST_CELL = 4_000
HINT_LABELS = {
    "victim": "The victim or caller",
    "household": "Their household",
    "suspect": "The suspect",
    "speaker": "Whoever speaks",
    "other": "Somebody else",
}


class Cell(TextareaField):
    """One cell of a row; several lines where each line is one sentence or phrase."""

    def __init__(self, label: str, *, rows: int = 2, empty: str = "", by_line: str = "", **rest: Any) -> None:
        """Keep what stands between the lines in the row; empty: the error where something must be written."""
        super().__init__(
            label=label,
            rows=rows,
            required=bool(empty),
            max_length=LONGEST_CELL,
            error_messages={
                "required": empty,
                "max_length": f"{label} must be {LONGEST_CELL:,} characters or fewer",
            },
            **rest,
        )
        self.by_line = by_line

    def to_python(self, value: Any) -> str:
        """Return the cell as a row holds it."""
        lines = readable(str(value or ""), longest=10 * LONGEST_CELL).splitlines()
        kept = [text for text in (" ".join(line.split()) for line in lines) if text]
        return (self.by_line or " ").join(kept)

    def prepare_value(self, value: Any) -> Any:
        """Return the cell as the box shows it, one phrase a line."""
        mark = self.by_line.strip()
        if not mark or not isinstance(value, str) or mark not in value:
            return value
        return "\n".join(part.strip() for part in value.split(mark))


class RowForm(Form):
    """A row, cell by cell, and why it is changed."""

    pattern = Cell(
        "What it sounds like",
        empty="Enter what it sounds like",
        hint="Words in order. (a|b) one of, word? may be missing, ...2 up to two words between, =word never a misspelling,"
        " ^LD capitals only",
    )
    examples_yes = Cell(
        "Sentences in which it must be found",
        rows=3,
        by_line=" ;; ",
        empty="Enter a sentence in which it must be found",
        hint="One a line. Invent them: never copy from a log",
    )
    examples_no = Cell(
        "Sentences in which it must not be found",
        rows=3,
        by_line=" ;; ",
        empty="Enter a sentence in which it must not be found",
        hint="One a line. The likeliest mistakes: a place, a thing, a figure of speech",
    )
    guards_before = Cell("Not when directly after", by_line=";", hint="Words that cancel it, one phrase a line")
    guards_after = Cell("Not when directly before", by_line=";", hint="Words that cancel it, one phrase a line")
    strength = RadiosField(
        label="How much it says by itself",
        choices=[
            (Strength.STRONG, "Enough to flag the log"),
            (Strength.WEAK, "Worth showing, not enough to flag"),
            (Strength.ALONE_NO, "Nothing, unless another cue or an age stands beside it"),
        ],
        small=True,
        error_messages={"required": "Select how much it says"},
    )
    polarity_inside = SelectField(
        label="A “not” inside the words",
        choices=[("", "There is none"), ("affirms", "Belongs to it: “cannot walk”"), ("denies", "Says the opposite")],
        required=False,
    )
    role_hint = SelectField(
        label="Whose it is, where the words say so",
        choices=[("", "The words do not say"), *((hint, HINT_LABELS[hint]) for hint in HINTS if hint)],
        required=False,
    )
    source = TextField(label="Source", required=False, max_length=300, hint="Practice, guidance, a review")
    owner = TextField(label="Owner", required=False, max_length=120)
    review_by = DateField(label="Review by", subject="Review date", required=False)
    note = Cell("Note")
    why = Sentence("Why?", empty="Enter why the row is changed")

    def cells(self, row: str, category: Category) -> Cells:
        """Return the whole row as written."""
        typed = self.cleaned_data
        on: date | None = typed["review_by"]
        names = ("pattern", "guards_before", "guards_after", "polarity_inside", "strength", "role_hint", "examples_yes")
        more = ("examples_no", "note", "source", "owner")
        return {
            "id": row,
            "category": category,
            "psi": PSI[category],
            **{name: typed[name] for name in (*names, *more)},
            "review_by": on.isoformat() if on else "",
        }


class NewRowForm(RowForm):
    """A row that the national lexicon does not have."""

    category = SelectField(
        label="Category",
        choices=[("", "Choose"), *((one.value, one.label) for one in Category)],
        error_messages={"required": "Select a category"},
    )
    slug = Sentence(
        "Name",
        empty="Enter a name",
        longest=60,
        hint="Small letters, figures and hyphens, such as lives-alone. Findings name it for ever",
        width="20",
    )
    field_order = ("category", "slug")

    def clean_slug(self) -> str:
        """Return the name. Raises ValidationError for what is none."""
        slug: str = self.cleaned_data["slug"]
        plain = slug.replace("-", "")
        if not (plain.isascii() and plain.isalnum() and plain == plain.lower() and not slug.startswith("-")):
            raise ValidationError("Name must have small letters, figures and hyphens only, such as lives-alone")
        return slug

    @property
    def chosen(self) -> Category:
        """The category chosen."""
        return Category(self.cleaned_data["category"])

    @property
    def row(self) -> str:
        """The id of the new row."""
        return f"{self.chosen}-{self.cleaned_data['slug']}"


class WhyForm(Form):
    """A reason, for what is done by pressing one button."""

    why = Sentence("Why?", empty="Enter why")

    def __init__(self, *args: Any, part: str, label: str = "Why?", **kwargs: Any) -> None:
        """Keep the fields of several forms on one page apart."""
        super().__init__(*args, prefix=part, **kwargs)
        self.fields["why"].label = label


class ProposeForm(Form):
    """What a proposal is for."""

    note = Sentence("What is it for?", empty="Enter what it is for", hint="The second person reads this")
