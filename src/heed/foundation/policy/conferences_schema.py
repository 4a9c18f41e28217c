"""
The shape of conferences.toml: what puts itself on the agenda of a case conference, and what everybody there agrees to.

A pack made before this was read has none, and then goes by the national one.
"""

from datetime import timedelta

from heed.engines.risk.agenda import AgendaPolicy
from heed.foundation.policy.leaves import Leaf, Part, Positive, Text


class Statement(Part):
    """The statement of confidentiality, and which version of the words it is."""

    version: Text
    words: Leaf[Text]


class Conferences(Part):
    """
    conferences.toml.

    high_bands: how many of the highest bands are high risk. repeats, within_days: incidents that make a victim one to speak of,
    recent_days: and since when the last of them. overdue_days: how late an action is. most: items that put themselves on one
    agenda. act_days: by when an action is done where nobody names a day.
    """

    high_bands: Leaf[Positive]
    repeats: Leaf[Positive]
    within_days: Leaf[Positive]
    recent_days: Leaf[Positive]
    overdue_days: Leaf[Positive]
    most: Leaf[Positive]
    act_days: Leaf[Positive]
    statement: Statement

    @property
    def rule(self) -> AgendaPolicy:
        """Give the rule for engines.risk.agenda."""
        return AgendaPolicy(
            repeats=self.repeats.value,
            within=timedelta(days=self.within_days.value),
            recent=timedelta(days=self.recent_days.value),
            overdue=timedelta(days=self.overdue_days.value),
            most=self.most.value,
        )
