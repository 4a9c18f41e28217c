"""A word to whoever reported online."""

from heed.desks.call_handler.fields import Words
from heed.domain.incidents.online.terms import IN_HAND, Told
from heed.foundation.design.fields import RadiosField
from heed.foundation.design.forms import Form

LONGEST = 1000


class ReplyForm(Form):
    """How it stands, and words that may leave the police."""

    status = RadiosField(
        label="How does it stand?",
        choices=[(told.value, told.label) for told in IN_HAND],
        legend="s",
        small=True,
        error_messages={"required": "Select how it stands"},
    )
    words = Words(
        "What do you tell them?",
        longest=LONGEST,
        required=True,
        rows=4,
        hint="It leaves the police: no names, nothing of what was found, nothing that is not for whoever might read along",
        error_messages={"required": "Enter what you tell them"},
    )

    def told(self) -> Told:
        """Return how it stands."""
        return Told(self.cleaned_data["status"])
