"""
When one log cannot be a duplicate of another.

"Duplicate" can close a cry for help (features.md finding 5): two silent calls, a neighbour's and another, all about one
building within an hour, were closed as one. A log that may say something else is linked, and stays open.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from heed.engines.risk.moments import in_utc


@dataclass(frozen=True, slots=True)
class DuplicateRule:
    """hours_apart: how long after each other two calls can still be about one event. second_person_to_unlink: why, or empty."""

    hours_apart: int
    second_person_to_unlink: str = ""


@dataclass(frozen=True, slots=True)
class Reported:
    """
    What a log says happened.

    victims: who they are, by an id that means the same in both logs; empty when nobody is known. harms: accepted indicators
    and qualifiers, in words. heard: somebody spoke on the call.
    """

    reference: str
    at: datetime
    victims: frozenset[str] = frozenset()
    harms: frozenset[str] = frozenset()
    heard: bool = True


def not_the_same(one: Reported, main: Reported, *, rule: DuplicateRule) -> tuple[str, ...]:
    """
    Say why a log cannot be a duplicate of the main log; empty when it may be.

    Exactly rule.hours_apart still may. Harm that only the main log speaks of hides nothing, and refuses nothing.
    Source: NSIR 1.5; features.md #8.
    """
    apart = abs(in_utc(one.at, what=one.reference) - in_utc(main.at, what=main.reference))
    found = []
    if not one.heard:
        found.append(f"Nobody was heard on {one.reference}, so nobody knows that it is about the same.")
    if one.victims and main.victims and not one.victims & main.victims:
        found.append(f"{one.reference} has another victim than {main.reference}.")
    if harms := sorted(one.harms - main.harms, key=str.casefold):
        found.append(f"{one.reference} speaks of harm that {main.reference} does not: {', '.join(harms)}.")
    if apart > timedelta(hours=rule.hours_apart):
        hours = f"{rule.hours_apart} hour{'' if rule.hours_apart == 1 else 's'}"
        found.append(f"They were reported more than {hours} apart: trouble that starts again is a second incident.")
    return tuple(found)
