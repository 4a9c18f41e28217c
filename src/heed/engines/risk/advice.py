"""
What to do now: the sentences at the foot of the recognition card, chosen by pattern.

Each names the conditions it is for; the pack gives the sentences in order of priority (features.md #1, table 3.5).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum


class Condition(StrEnum):
    """What can be true of the call now ringing; the words a pack may use under `when` and `unless`."""

    FIRST_CALL = "first_call"
    KNOWN_LINE = "known_line"
    OLD_LINE = "old_line"
    SHARED_LINE = "shared_line"
    SEVERAL_PEOPLE = "several_people"
    WITHHELD = "withheld"
    UNAVAILABLE = "unavailable"
    FLAGGED_LINE = "flagged_line"
    SILENT_CALL = "silent_call"
    PERSON_CONFIRMED = "person_confirmed"
    PERSON_POSSIBLE = "person_possible"
    THIRD_PARTY = "third_party"
    REPEAT_CALLER = "repeat_caller"
    REPEAT_VICTIM = "repeat_victim"
    REPEAT_LOCATION = "repeat_location"
    CLOSER_TOGETHER = "closer_together"
    CASE_REVIEW_LINE = "case_review_line"
    KNOWN_VULNERABLE = "known_vulnerable"
    HOUSEHOLD_AT_RISK = "household_at_risk"
    OPEN_PROMISE = "open_promise"
    BROKEN_PROMISE = "broken_promise"
    OPEN_INCIDENT = "open_incident"
    RESTRICTED_HISTORY = "restricted_history"
    SAFE_CONTACT_RULE = "safe_contact_rule"


@dataclass(frozen=True, slots=True)
class Advice:
    """One sentence: shown when every condition of `when` holds and none of `unless` does."""

    id: str
    sentence: str
    when: frozenset[Condition]
    unless: frozenset[Condition]


def choose(advice: Iterable[Advice], conditions: Collection[Condition], *, at_most: int) -> tuple[Advice, ...]:
    """
    Choose the sentences for the card, most important first.

    advice: in order of priority. at_most: how many sentences the card has room for.
    Source: features.md #1.
    """
    present = frozenset(conditions)
    fitting = [line for line in advice if line.when <= present and not line.unless & present]
    return tuple(fitting[:at_most])
