"""
The shape of case_review.toml: when the ASB case review is explained and offered, and in which words.

Where its lines lie stands in repeat.toml. A pack made before this was read has none, and then goes by the national one.
"""

from heed.foundation.policy.leaves import Code, Leaf, Part, Positive, Text


class Words(Part):
    """What to say, in both languages, and which version of the words it is."""

    version: Text
    en: Leaf[Text]
    cy: Leaf[Text]

    def in_language(self, language: str) -> str:
        """Return the words in a language, "en" or "cy"."""
        return self.cy.value if language == "cy" else self.en.value


class WordsByLine(Part):
    """What to say where the review is explained (two), and where it may be asked for (three)."""

    two: Words
    three: Words


class Contact(Part):
    """Where people ask for a case review, as a message says it, in both languages."""

    en: Leaf[Text]
    cy: Leaf[Text]


class EarlyWarning(Part):
    """
    case_review.toml.

    explain_at: at how many qualifying complaints it is explained. follow_ups_count: that somebody said it had not stopped
    is a complaint. not_complaints: categories whose incidents never are one. offer_within_days: how long an incident may stay
    open before somebody is sent to tell them.
    """

    explain_at: Leaf[Positive]
    follow_ups_count: Leaf[bool]
    not_complaints: Leaf[tuple[Code, ...]]
    offer_within_days: Leaf[Positive]
    contact: Contact
    words: WordsByLine
