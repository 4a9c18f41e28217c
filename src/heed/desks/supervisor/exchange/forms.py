"""The forms about what did not reach a partner, and about partners' systems: each hands back values and saves nothing."""

from typing import Any

from django.core.exceptions import ValidationError

from heed.desks.supervisor.forms import Sentence
from heed.domain.exchange.models import Endpoint
from heed.domain.exchange.services import Settings
from heed.domain.exchange.terms import Protocol
from heed.flows.exchange import endpoints
from heed.flows.exchange.endpoints import Unfit
from heed.foundation.design.fields import RadiosField, TextareaField, TextField
from heed.foundation.design.forms import Form


class GiveUpForm(Form):
    """Why a message is given up."""

    why = Sentence("Why do you give it up?", empty="Enter why you give it up")


class EndForm(Form):
    """Why a system is not used any more."""

    why = Sentence("Why is it not used any more?", empty="Enter why it is not used any more")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Keep its field apart from those of the settings on the same page."""
        super().__init__(*args, prefix="end", **kwargs)


class Pairs(TextareaField):
    """Lines of two words with = between them, handed back as a mapping."""

    def __init__(self, label: str, name: str, hint: str) -> None:
        """Name the field, for errors."""
        super().__init__(label=label, hint=hint, required=False, rows=4, max_length=6000)
        self.name = name

    def clean(self, value: Any) -> dict[str, str]:
        """Return the pairs. Raises ValidationError with the line that is none."""
        try:
            return endpoints.pairs(str(super().clean(value) or ""), field=self.name)
        except Unfit as error:
            raise ValidationError(str(error)) from error


class EndpointForm(Form):
    """Where a partner's system is, and how it is spoken to."""

    protocol = RadiosField(
        label="How is it spoken to?",
        choices=Protocol.choices,
        error_messages={"required": "Select how it is spoken to"},
    )
    address = TextField(
        label="Address",
        hint="Up to the last slash, for example https://example.gov.uk/open311/v2/",
        max_length=300,
        kind="url",
        error_messages={"required": "Enter the address", "max_length": "The address must be 300 characters or fewer"},
    )
    key = TextField(
        label="Key",
        hint="The key by which it knows us. It is not shown again. Leave it empty to keep the key that was set for this address",
        required=False,
        max_length=200,
        error_messages={"max_length": "The key must be 200 characters or fewer"},
    )
    jurisdiction = Sentence(
        "Jurisdiction", empty="", longest=120, required=False, hint="jurisdiction_id, where an Open311 server wants one"
    )
    codes = Pairs(
        "Codes", "codes", "Ours = theirs, a pair a line. For example ASB_NUISANCE = noise. * = asb is for any other"
    )
    attributes = Pairs("Attributes", "attributes", "What the server wants with every case. For example team = asb")
    statuses = Pairs(
        "Statuses",
        "statuses",
        "Theirs = ours, where they have words of their own. For example SITE_VISIT = IN_PROGRESS",
    )

    def settings(self) -> Settings:
        """Return what is to be set."""
        typed = self.cleaned_data
        return Settings(
            protocol=Protocol(typed["protocol"]),
            address=typed["address"].strip(),
            key=typed["key"].strip(),
            jurisdiction=typed["jurisdiction"],
            codes=typed["codes"],
            attributes=typed["attributes"],
            statuses=typed["statuses"],
        )


def as_set(endpoint: Endpoint | None) -> dict[str, str]:
    """Return what the form starts from: everything but the key."""
    if endpoint is None:
        return {"protocol": Protocol.OPEN311.value}
    return {
        "protocol": endpoint.protocol,
        "address": endpoint.address,
        "jurisdiction": endpoint.jurisdiction,
        "codes": endpoints.lines(endpoint.codes),
        "attributes": endpoints.lines(endpoint.attributes),
        "statuses": endpoints.lines(endpoint.statuses),
    }
