"""What an agreement allows."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Terms:
    """
    What an agreement says, as the rules need it.

    starts_on and review_on are included. ended_on: from that day nothing is shared under it; None while it stands.
    """

    purposes: frozenset[str]
    parts: frozenset[str]
    starts_on: date
    review_on: date
    ended_on: date | None = None


def why_not(terms: Terms, *, parts: Collection[str], purpose: str, on: date) -> str:
    """Say in a sentence why these parts may not be shared for this purpose on a day; empty where they may."""
    if terms.ended_on is not None and terms.ended_on <= on:
        return "The agreement has ended"
    if on < terms.starts_on:
        return "The agreement has not begun"
    if terms.review_on < on:
        return "The agreement is past its review: nothing new is shared until it has been reviewed"
    if purpose not in terms.purposes:
        return "The agreement does not cover this purpose"
    if set(parts) - terms.parts:
        return "The agreement does not cover every part that was chosen"
    return ""
