"""
The shape of sharing.toml: how long something is shared, whom partners and colleagues ask for more, and how the glass breaks.

A pack made before this was read has none, and then goes by the national one.
"""

from datetime import timedelta
from typing import Literal

from heed.foundation.policy.leaves import Leaf, Part, Positive, Text

PartyRole = Literal["caller", "victim", "complainant", "witness", "other_party"]


class Disclosing(Part):
    """How long something may be shared at most, how long unless somebody says otherwise, and how it is marked."""

    longest_days: Leaf[Positive]
    usual_days: Leaf[Positive]
    marking: Leaf[Text]
    ask: Leaf[Text]

    @property
    def longest(self) -> timedelta:
        """Give how long something is shared at most."""
        return timedelta(days=self.longest_days.value)

    @property
    def usual(self) -> timedelta:
        """Give how long something is shared unless somebody says otherwise."""
        return timedelta(days=self.usual_days.value)


class Locking(Part):
    """Whom to ask about what is locked, in which parts the staff list locks, and how long the recorder goes on working."""

    ask: Leaf[Text]
    roles: Leaf[tuple[PartyRole, ...]]
    recorder_hours: Leaf[Positive]
    longest_admission_days: Leaf[Positive]

    @property
    def recorder(self) -> timedelta:
        """Give how long whoever recorded an incident that locked itself goes on working on it."""
        return timedelta(hours=self.recorder_hours.value)

    @property
    def longest_admission(self) -> timedelta:
        """Give how long somebody is let in at most, before it is asked again."""
        return timedelta(days=self.longest_admission_days.value)


class Glass(Part):
    """How lately whoever breaks the glass proved who they are, how long it stays broken, and by when it is reviewed."""

    proof_minutes: Leaf[Positive]
    open_minutes: Leaf[Positive]
    review_hours: Leaf[Positive]

    @property
    def proof(self) -> timedelta:
        """Give how long a proof of who one is counts."""
        return timedelta(minutes=self.proof_minutes.value)

    @property
    def stays_open(self) -> timedelta:
        """Give for how long broken glass stays broken."""
        return timedelta(minutes=self.open_minutes.value)

    @property
    def review_within(self) -> timedelta:
        """Give by when somebody else must have reviewed it."""
        return timedelta(hours=self.review_hours.value)


class Sharing(Part):
    """sharing.toml."""

    disclosing: Disclosing
    locking: Locking
    glass: Glass
