"""Sending tokens, taking a report back, and answering the police about reports."""

from typing import Any

from django import forms

from heed.domain.calls.rules import readable
from heed.domain.tallies.terms import Said
from heed.flows.tallies.take_in import LONGEST
from heed.foundation.design.fields import Component, RadiosField, TextareaField, TextField
from heed.foundation.design.forms import Form

WORDS_MOST = 2000
REFERENCE_MOST = 64


class TokensFile(Component, forms.FileField):
    """A file, in the component of its own."""

    macro = "govukFileUpload"


class SendForm(Form):
    """A file that the tool wrote."""

    tokens = TokensFile(
        label="The file that the tool wrote",
        hint="CSV, up to 8 MB. It holds tokens, dates and kinds: never a name or an address",
        error_messages={"required": "Choose the file", "empty": "The file is empty"},
    )

    def clean_tokens(self) -> Any:
        """Refuse a file that is longer than any of the tool's, before it is read."""
        sent = self.cleaned_data["tokens"]
        if sent.size > LONGEST:
            self.add_error("tokens", "The file must be smaller than 8 MB: send it in parts")
        return sent


class TakeBackForm(Form):
    """The agency's own reference of a report."""

    reference = TextField(
        label="Your reference of the report",
        width="20",
        max_length=REFERENCE_MOST,
        error_messages={"required": "Enter your reference of the report"},
    )


class TellForm(Form):
    """What the agency says."""

    said = RadiosField(
        label="What do you say?",
        choices=[
            (Said.TELLS.value, "I tell what is needed"),
            (Said.RING.value, "Ring me"),
            (Said.REFUSES.value, "I do not tell"),
        ],
        legend="s",
        small=True,
        error_messages={"required": "Select what you say"},
    )
    words = TextareaField(
        label="In words",
        hint="What the police need for the purpose above, whom to ring and when, or why you do not tell",
        max_length=WORDS_MOST,
        error_messages={
            "required": "Enter what you tell, whom to ring, or why you do not tell",
            "max_length": f"What you say must be {WORDS_MOST:,} characters or fewer",
        },
    )

    def clean_words(self) -> str:
        """Return the words as they can be kept."""
        return readable(self.cleaned_data["words"], longest=WORDS_MOST)
