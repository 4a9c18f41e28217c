"""
The shape of contact.toml: what holds for contacting people who have no rule of their own, how sending goes on, and the templates.

A pack made before this was read has none, and then goes by the national one.
"""

from datetime import time, timedelta
from typing import Annotated

from pydantic import Field, Strict, model_validator

from heed.engines.risk import messages, safe_contact
from heed.engines.risk.messages import LANGUAGES, Rendered, Wording
from heed.foundation.policy.leaves import Id, Leaf, Named, Part, Positive, Text

Channel = Annotated[safe_contact.Channel, Strict(strict=False)]
Clock = Annotated[time, Strict(strict=False)]
TEXT_MOST = 480
"""Characters of a text's template: three parts of a text message, and room for the words."""


class Hours(Part):
    """From when to when a channel may be used on every day, in local time."""

    start: Clock
    end: Clock


class Defaults(Part):
    """What holds where no rule says otherwise, and what no rule widens."""

    confirmed_only: Leaf[tuple[Channel, ...]]
    hours: dict[Channel, Leaf[Hours]] = Field(default_factory=dict)

    @property
    def rule(self) -> safe_contact.Default:
        """Give the default for engines.risk.safe_contact."""
        return safe_contact.Default(
            confirmed_only=frozenset(self.confirmed_only.value),
            hours={channel: (leaf.value.start, leaf.value.end) for channel, leaf in self.hours.items()},
        )


class Sending(Part):
    """How often and how long something is tried, and when somebody is asked to see to it."""

    tries: Leaf[Positive]
    first_wait_seconds: Leaf[Positive]
    longest_wait_seconds: Leaf[Positive]
    hold_days: Leaf[Positive]
    receipt_days: Leaf[Positive]
    task_within_hours: Leaf[Positive]

    def wait(self, tries: int) -> timedelta:
        """Return how long to wait after so many tries: twice as long each time, up to the longest."""
        doubled = self.first_wait_seconds.value * 2 ** min(max(tries - 1, 0), 20)
        return timedelta(seconds=min(doubled, self.longest_wait_seconds.value))


class TextPart(Part):
    """What a text message says in each language."""

    en: Annotated[str, Field(min_length=1, max_length=TEXT_MOST)]
    cy: Annotated[str, Field(min_length=1, max_length=TEXT_MOST)]


class Spoken(Part):
    """Words in each language."""

    en: Text
    cy: Text


class MailWords(Part):
    """An e-mail in one language."""

    subject: Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\r\n]*$")]
    body: Text


class MailPart(Part):
    """What an e-mail says in each language."""

    en: MailWords
    cy: MailWords


class TemplateValue(Part):
    """One message: staff's name for it, what is put into it, and what it says."""

    title: Text
    discreet: bool
    words: tuple[Id, ...]
    text: TextPart | None = None
    email: MailPart | None = None

    @property
    def wordings(self) -> dict[tuple[safe_contact.Channel, str], Wording]:
        """Give what it says, by channel and language."""
        found: dict[tuple[safe_contact.Channel, str], Wording] = {}
        for language in LANGUAGES:
            if self.text:
                found[safe_contact.Channel.TEXT, language] = Wording(getattr(self.text, language))
            if self.email:
                mail: MailWords = getattr(self.email, language)
                found[safe_contact.Channel.EMAIL, language] = Wording(mail.body, mail.subject)
        return dict(sorted(found.items(), key=lambda one: one[0][0] != safe_contact.Channel.TEXT))

    @model_validator(mode="after")
    def _places_are_words(self) -> "TemplateValue":
        """Refuse a place that has no word, a word without a place, and languages that differ in what they say."""
        if not self.wordings:
            raise ValueError("a template says something by text or by e-mail")
        used = {
            channel: {w.places for (c, _), w in self.wordings.items() if c == channel} for channel, _ in self.wordings
        }
        for channel, places in used.items():
            if len(places) > 1:
                raise ValueError(f"the {channel} must say the same in every language: its places differ")
        every = frozenset[str]().union(*(one for places in used.values() for one in places))
        if every != set(self.words):
            odd = ", ".join(sorted(every ^ set(self.words)))
            raise ValueError(f"words and places must be the same: {odd} is only one of the two")
        return self


class TemplatePart(Named, Leaf[TemplateValue]):
    """A template with its name and version."""

    version: Text

    @property
    def rule(self) -> messages.Template:
        """Give the template for engines.risk.messages."""
        value = self.value
        return messages.Template(self.id, self.version, value.title, value.discreet, value.words, value.wordings)


class Contact(Part):
    """contact.toml.

    reach_us: how people reach us, said in messages. giveaways: what must not show in a discreet message, in either language.
    """

    default: Defaults
    sending: Sending
    review_months: Leaf[Positive]
    reach_us: Leaf[Spoken]
    giveaways: Leaf[tuple[Text, ...]]
    template: Annotated[tuple[TemplatePart, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _discreet_ones_tell_nothing(self) -> "Contact":
        """Refuse a discreet template that gives away what it is about, and two of one name."""
        ids = [part.id for part in self.template]
        if len(set(ids)) < len(ids):
            raise ValueError("two templates have the same id")
        for part in self.template:
            for (channel, language), wording in part.value.wordings.items():
                made = Rendered(wording.subject, wording.body)
                told = messages.gives_away(made, channel=channel, giveaways=self.giveaways.value)
                if part.value.discreet and told:
                    raise ValueError(f"“{part.id}” is discreet, and its {channel} in {language} shows “{told}”")
        return self

    @property
    def templates(self) -> dict[str, messages.Template]:
        """Give the templates by id, in the order of the file."""
        return {part.id: part.rule for part in self.template}
