"""On what basis an agency is asked about its reports."""

from collections.abc import Sequence
from typing import Any

from heed.domain.agencies.terms import LegalBasis, Purpose
from heed.domain.calls.rules import readable
from heed.flows.tallies.ask import Basis
from heed.foundation.design.fields import RadiosField, TextareaField, TextField
from heed.foundation.design.forms import Form

LONGEST = 500


class AskForm(Form):
    """The legal basis, the purpose, and why it is necessary."""

    basis = RadiosField(
        label="Legal basis",
        choices=LegalBasis.choices,
        legend="s",
        small=True,
        reveals={LegalBasis.OTHER: "basis_words"},
        error_messages={"required": "Select the legal basis"},
    )
    basis_words = TextField(label="Which other basis", required=False, max_length=300)
    purpose = RadiosField(
        label="What you need it for",
        choices=(),
        legend="s",
        small=True,
        error_messages={"required": "Select what you need it for"},
    )
    necessity = TextareaField(
        label="Why you need to know",
        hint="The agency reads this. Do not name anybody or say what happened to them",
        max_length=LONGEST,
        rows=3,
        error_messages={
            "required": "Enter why you need to know",
            "max_length": f"Why you need to know must be {LONGEST} characters or fewer",
        },
    )

    def __init__(self, *args: Any, purposes: Sequence[Purpose], basis: str = "", **rest: Any) -> None:
        """Offer the purposes that the agreement names; its own basis is chosen beforehand."""
        super().__init__(*args, initial={"basis": basis}, **rest)
        offered: Any = self.fields["purpose"]
        offered.choices = [(purpose.value, purpose.label) for purpose in purposes]

    def clean(self) -> dict[str, Any]:
        """Ask for the name of another basis."""
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("basis") == LegalBasis.OTHER and not typed.get("basis_words", "").strip():
            self.add_error("basis_words", "Enter which other basis")
        return typed

    def as_basis(self) -> Basis:
        """Return what was entered."""
        typed = self.cleaned_data
        return Basis(
            LegalBasis(typed["basis"]),
            Purpose(typed["purpose"]),
            readable(typed["necessity"], longest=LONGEST),
            readable(typed["basis_words"], longest=300) if typed["basis"] == LegalBasis.OTHER else "",
        )
