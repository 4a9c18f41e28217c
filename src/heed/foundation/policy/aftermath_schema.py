"""
The shape of aftermath.toml: when a victim is asked whether it has stopped, in which words, and what follows.

A pack made before this was read has none, and then goes by the national one.
"""

from typing import Annotated, Literal

from pydantic import Field

from heed.foundation.policy.leaves import Code, Leaf, Part, Positive, Text

Reopening = Literal["same", "worse", "stopped_then_back"]


class Wording(Part):
    """A question of the survey in both languages."""

    en: Leaf[Text]
    cy: Leaf[Text]

    def in_language(self, language: str) -> str:
        """Return the words in a language, "en" or "cy"."""
        return self.cy.value if language == "cy" else self.en.value


class Survey(Part):
    """The questions, named after what the inspectorate asked in 2010 and 2012; the version is kept with each answer."""

    version: Text
    stopped: Wording
    call_handling: Wording
    treatment: Wording
    took_action: Wording
    action: Wording
    informed: Wording
    difference: Wording
    overall: Wording
    called_before: Wording
    own_words: Wording

    def words(self, item: str, language: str) -> str:
        """Return the words of a question, by its name here. Raises AttributeError for a name there is not."""
        wording: Wording = getattr(self, item)
        return wording.in_language(language)


class Aftermath(Part):
    """
    aftermath.toml.

    ask_after_days: from the day an incident was closed. call_after_days: how long a message waits before somebody rings.
    tries_most: calls without an answer, after which nobody rings again. not_asked_after: closing results.
    reopens: answers that open the incident again; counts_as_report: such an answer is a further report.
    small_number: of answers, below which no percentage is shown.
    """

    ask_after_days: Leaf[Positive]
    ask_after_days_vulnerable_repeat: Leaf[Positive]
    call_after_days: Leaf[Positive]
    tries_most: Leaf[Positive]
    link_days: Leaf[Positive]
    link_tries_an_hour: Leaf[Positive]
    not_asked_after: Leaf[tuple[Code, ...]]
    reopens: Leaf[Annotated[tuple[Reopening, ...], Field(min_length=1)]]
    counts_as_report: Leaf[bool]
    small_number: Leaf[Positive]
    survey: Survey
