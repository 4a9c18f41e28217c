"""The form of a message: to whom, how, and the words that its template asks for. It hands back values, and sends nothing."""

from collections.abc import Mapping, Sequence

from django.http import QueryDict

from heed.desks.call_handler.fields import Line
from heed.desks.call_handler.forms import choice
from heed.domain.contact.terms import Channel, Language
from heed.engines.risk.messages import WORD_MOST, Template
from heed.foundation.design.fields import RadiosField
from heed.foundation.design.forms import Form

ANY = "any"
"""The answer that leaves the channel to the gate."""


class MessageForm(Form):
    """To whom, in which language and how; then a box for each word of the message that was chosen."""

    person = RadiosField(
        label="To whom?", choices=[], legend="s", small=True, error_messages={"required": "Select to whom"}
    )
    language = RadiosField(
        label="In which language?", choices=Language.choices, initial=Language.ENGLISH, inline=True, small=True
    )
    channel = RadiosField(
        label="How?",
        choices=[(ANY, "However it is safe: a text first"), (Channel.TEXT, "Text message"), (Channel.EMAIL, "E-mail")],
        initial=ANY,
        small=True,
    )

    def __init__(
        self, posted: QueryDict | None = None, *, template: Template, people: Sequence[tuple[str, str]]
    ) -> None:
        """Ask for the template's words; what Heed knows itself is not asked for. people: id and name."""
        super().__init__(posted, initial={"person": people[0][0]} if len(people) == 1 else {})
        self.template = template
        choice(self, "person").choices = list(people)
        for name in template.words:
            if name not in KNOWN_WORDS:
                label, hint = WORDS.get(name, (name.replace("_", " ").capitalize(), ""))
                self.fields[f"word-{name}"] = Line(
                    label, longest=WORD_MOST, required=True, hint=hint, error_messages={"required": f"Enter: {label}"}
                )

    def chosen_channel(self) -> str | None:
        """Return the channel that was chosen; None to leave it to the gate."""
        chosen = str(self.cleaned_data["channel"])
        return None if chosen == ANY else chosen

    def words(self) -> Mapping[str, str]:
        """Return the words by name."""
        prefix = "word-"
        return {n.removeprefix(prefix): v for n, v in self.cleaned_data.items() if n.startswith(prefix)}


KNOWN_WORDS = frozenset({"reference", "contact"})
"""Words that Heed puts in by itself."""

HEEDS_OWN = frozenset({"link"})
"""Words that nobody can type: a message that needs one goes out by rule, and is not written by hand."""

WORDS = {
    "when": ("When?", "For example, on Friday 27 November between 2 and 4"),
    "who": ("Who?", "A name without rank, if it is to tell nobody who writes"),
    "next": ("What happens next?", ""),
    "news": ("The news", "Plain words. Nothing that tells whoever looks at the screen who writes, and why"),
    "agreed": ("What was agreed?", "For example, a call every Friday afternoon"),
}
