"""A form with one field of each kind, for the page of components and for tests."""

from heed.foundation.design.fields import CheckboxesField, DateField, RadiosField, SelectField, TextareaField, TextField
from heed.foundation.design.forms import Form


class Example(Form):
    """One field of each kind."""

    victim = TextField(
        label="Who is it happening to?",
        hint="The person who suffers, if it is not the caller",
        width="20",
        error_messages={"required": "Enter who it is happening to"},
        attributes={"data-key": "v"},
    )
    words = TextareaField(label="What is happening?", rows=3, required=False, attributes={"data-key": "w"})
    harm = RadiosField(
        label="Is anybody in danger now?",
        choices=[("yes", "Yes"), ("no", "No"), ("other", "They cannot say")],
        hints={"yes": "Grade it immediate"},
        reveals={"other": "why"},
        keys={"yes": "1", "no": "2", "other": "3"},
        legend="s",
    )
    why = TextField(label="Why can they not say?", required=False, width="one-half")
    needs = CheckboxesField(
        label="What helps them?",
        choices=[
            ("interpreter", "An interpreter"),
            ("text", "A text, not a call"),
            ("quiet", "No uniform at the door"),
        ],
        required=False,
        small=True,
    )
    place = SelectField(
        label="Kind of place", choices=[("", "Choose"), ("home", "A home"), ("park", "A park")], required=False
    )
    born = DateField(label="Date of birth", hint="For example, 27 3 1958", required=False)
