"""
The shape of problems.toml: when a problem plan opens itself, how it is reviewed and closed, and the clocks of evidence.

A pack made before this was read has none, and then goes by the national one.
"""

from collections.abc import Mapping
from typing import Literal

from heed.engines.risk.evidence import OrphanRule
from heed.engines.risk.problems import OpeningRule, Subject
from heed.foundation.policy.leaves import Leaf, Part, Positive

RankName = Literal["constable", "sergeant", "inspector", "chief_inspector", "superintendent"]


class Opening(Part):
    """At how many incidents, in how many days, a plan opens."""

    incidents: Leaf[Positive]
    within_days: Leaf[Positive]

    @property
    def rule(self) -> OpeningRule:
        """Give the rule for engines.risk.problems."""
        return OpeningRule(self.incidents.value, self.within_days.value)


class PartyOpening(Opening):
    """The same for one other party; victims: in so many homes at least."""

    victims: Leaf[Positive]

    @property
    def rule(self) -> OpeningRule:
        """Give the rule for engines.risk.problems."""
        return OpeningRule(self.incidents.value, self.within_days.value, self.victims.value)


class Opens(Part):
    """When a plan opens itself, by what it is about."""

    place: Opening
    victim: Opening
    party: PartyOpening


class Plan(Part):
    """How soon a plan is taken up, and how it is reviewed, measured and signed off."""

    pick_up_days: Leaf[Positive]
    review_days: Leaf[Positive]
    measured_days_most: Leaf[Positive]
    sign_off_rank: Leaf[RankName]


class Evidence(Part):
    """Within how many hours an item belongs to a live case, and is looked at."""

    case_hours: Leaf[Positive]
    look_hours: Leaf[Positive]


class BothSides(Part):
    """Within how many days a report from the other side is marked as answering one."""

    counter_within_days: Leaf[Positive]


class Return(Part):
    """Counts below small are not given exactly, and the others are rounded to it."""

    small: Leaf[Positive]


class Problems(Part):
    """problems.toml."""

    opens: Opens
    plan: Plan
    evidence: Evidence
    both_sides: BothSides
    returned: Return

    @property
    def opening(self) -> Mapping[Subject, OpeningRule]:
        """Give the rules by which a plan opens, for engines.risk.problems."""
        return {
            Subject.PARTY: self.opens.party.rule,
            Subject.VICTIM: self.opens.victim.rule,
            Subject.PLACE: self.opens.place.rule,
        }

    @property
    def orphan(self) -> OrphanRule:
        """Give the clocks of evidence, for engines.risk.evidence."""
        return OrphanRule(self.evidence.case_hours.value, self.evidence.look_hours.value)
