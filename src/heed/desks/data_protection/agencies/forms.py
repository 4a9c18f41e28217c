"""The forms about agencies: each hands back values and saves nothing."""

import re
from typing import Any

from django.core.exceptions import ValidationError

from heed.domain.agencies.models import Agreement
from heed.domain.agencies.services import Reached
from heed.domain.agencies.terms import VULNERABILITY, AgencyKind, LegalBasis, Purpose, SharedPart
from heed.foundation.design.fields import CheckboxesField, DateField, RadiosField, SelectField, TextField
from heed.foundation.design.forms import Form

USERNAME = re.compile(r"[\w.@+-]{1,150}")
STAYS, ENDS = "stays", "ends"


class Sentence(TextField):
    """One line of typing, kept with single spaces; what cannot be shown is refused in words."""

    def __init__(self, label: str, *, empty: str = "", longest: int, **rest: Any) -> None:
        """Word the errors by the label; empty: what to say where nothing was entered, nothing where it may be empty."""
        messages = {"required": empty, "max_length": f"{label} must be {longest} characters or fewer"}
        super().__init__(label=label, max_length=longest, required=bool(empty), error_messages=messages, **rest)

    def to_python(self, value: Any) -> str:
        """Return the text as it is kept. Raises ValidationError for what cannot be printed."""
        text = " ".join(str(value or "").split())
        if not text.isprintable():
            raise ValidationError(f"{self.label} must not have characters that cannot be printed")
        return text


class ReachForm(Form):
    """What an agency is called, and how it is reached."""

    name = Sentence("Name", empty="Enter the name of the agency", longest=120)
    telephone = Sentence(
        "Telephone", longest=40, kind="tel", width="20", hint="The agency\u2019s own, no person\u2019s"
    )
    email = Sentence("Email address", longest=254, kind="email", hint="The agency\u2019s own, no person\u2019s")
    asked_for = Sentence(
        "Whom to ask for, and when they are there", longest=300, hint="For example, ASB team, Monday to Friday 9 to 5"
    )
    body = Sentence(
        "Name in other systems",
        longest=80,
        width="20",
        hint="For example, la:E06000062. Leave it empty where there is none",
    )

    def reached(self) -> Reached:
        """Return how it is reached."""
        typed = self.cleaned_data
        return Reached(typed["telephone"], typed["email"], typed["asked_for"], typed["body"])


class AgencyForm(ReachForm):
    """A new agency."""

    kind = SelectField(
        label="What is it?",
        choices=[("", "Choose"), *AgencyKind.choices],
        error_messages={"required": "Select what the agency is", "invalid_choice": "Select what the agency is"},
    )
    field_order = ("name", "kind", "telephone", "email", "asked_for", "body")


class OfficerForm(Form):
    """Somebody who works for the agency."""

    first_name = Sentence("First name", empty="Enter the first name", longest=150, width="20")
    last_name = Sentence("Last name", empty="Enter the last name", longest=150, width="20")
    title = Sentence("Job title", longest=120)
    username = Sentence("User name", empty="Enter a user name", longest=150, width="20", hint="They sign in with it")

    def clean_username(self) -> str:
        """Return the user name. Raises ValidationError for one that nobody can have."""
        typed = str(self.cleaned_data["username"])
        if not USERNAME.fullmatch(typed):
            raise ValidationError("User name must have letters, numbers and . @ + - _ alone")
        return typed


class WhyForm(Form):
    """Why something ends."""

    why = Sentence("Why?", empty="Enter why it ends", longest=300)

    def __init__(self, *args: Any, part: str, **kwargs: Any) -> None:
        """Keep the fields of several forms on one page apart; part: agreement12, agency."""
        super().__init__(*args, prefix=part, **kwargs)


class AgreementForm(Form):
    """An agreement as it was signed on paper."""

    title = Sentence("What is it called?", empty="Enter what the agreement is called", longest=200)
    basis = RadiosField(
        label="Legal basis",
        legend="s",
        choices=LegalBasis.choices,
        reveals={LegalBasis.OTHER: "basis_words"},
        error_messages={"required": "Select the legal basis"},
    )
    basis_words = Sentence("Which?", longest=300, hint="The Act and the section, as the agreement names them")
    purposes = CheckboxesField(
        label="What may something be shared for?",
        legend="s",
        choices=Purpose.choices,
        error_messages={"required": "Select at least one purpose"},
    )
    parts = CheckboxesField(
        label="What may be shared at most?",
        legend="s",
        hint="Whoever shares chooses from these for each incident, and may choose less",
        choices=SharedPart.choices,
        error_messages={"required": "Select at least one part of a record"},
    )
    on_the_wire = CheckboxesField(
        label="What of that may go into the agency\u2019s own system?",
        legend="s",
        hint="By machine, with nobody reading it first. Leave it empty where they read it here",
        choices=SharedPart.choices,
        hints=dict.fromkeys(VULNERABILITY, "Says how vulnerable somebody is: only where the agreement names it"),
        required=False,
    )
    starts_on = DateField(
        label="From which day?", legend="s", subject="The first day", error_messages={"required": "Enter the first day"}
    )
    review_on = DateField(
        label="When must it be reviewed?",
        legend="s",
        subject="The date of the review",
        hint="After that day nothing new is shared until it has been",
        error_messages={"required": "Enter the date of the review"},
    )
    earlier = RadiosField(
        label="What was shared under the agreement before",
        legend="s",
        choices=[(STAYS, "Stays visible until its own last day"), (ENDS, "Stops being visible at once")],
        error_messages={"required": "Select what becomes of what was shared before"},
    )

    def __init__(self, *args: Any, replaces: Agreement | None, **kwargs: Any) -> None:
        """Ask what becomes of what was shared before, where there is a before."""
        super().__init__(*args, **kwargs)
        if replaces is None:
            del self.fields["earlier"]

    def clean(self) -> dict[str, Any]:
        """Ask for the words of another basis, and for a wire that carries no more than may be shared."""
        typed = super().clean() or {}
        if typed.get("basis") == LegalBasis.OTHER and not typed.get("basis_words"):
            self.add_error("basis_words", "Enter which law it is")
        if set(typed.get("on_the_wire") or ()) - set(typed.get("parts") or ()) and "parts" not in self.errors:
            self.add_error("on_the_wire", "What goes by machine must be among the parts that may be shared")
        return typed

    def terms(self) -> dict[str, Any]:
        """Return what the agreement says, as the service takes it."""
        typed = dict(self.cleaned_data)
        typed.pop("earlier", None)
        # Words typed under a basis that was then unchosen belong to nothing.
        typed["basis_words"] = typed["basis_words"] if typed["basis"] == LegalBasis.OTHER else ""
        return typed

    def ends_the_one_before(self) -> bool:
        """Say whether what was shared under the agreement before stops being visible."""
        return self.cleaned_data.get("earlier") == ENDS


def as_it_stood(agreement: Agreement) -> dict[str, Any]:
    """Return what a review starts from: the agreement as it was, without its dates."""
    return {
        "title": agreement.title,
        "basis": agreement.basis,
        "basis_words": agreement.basis_words,
        "purposes": agreement.purposes,
        "parts": agreement.parts,
        "on_the_wire": agreement.on_the_wire,
    }
