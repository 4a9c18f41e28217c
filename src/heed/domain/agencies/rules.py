"""What an agreement allows, and what one has to say before it can be signed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Terms:
    """
    What an agreement says, as the rules need it.

    starts_on and review_on are included. ended_on: from that day nothing is shared under it; None while it stands.
    replaced_on: from that day nothing new is shared under it, because another has taken its place; None while none has.
    """

    purposes: frozenset[str]
    parts: frozenset[str]
    starts_on: date
    review_on: date
    ended_on: date | None = None
    replaced_on: date | None = None


def why_not(terms: Terms, *, parts: Collection[str], purpose: str, on: date) -> str:
    """Say in a sentence why these parts may not be shared for this purpose on a day; empty where they may."""
    reviewed = "The agreement has been reviewed: share under the one that took its place"
    late = "The agreement is past its review: nothing new is shared until it has been reviewed"
    against = (
        (terms.ended_on is not None and terms.ended_on <= on, "The agreement has ended"),
        (terms.replaced_on is not None and terms.replaced_on <= on, reviewed),
        (on < terms.starts_on, "The agreement has not begun"),
        (terms.review_on < on, late),
        (purpose not in terms.purposes, "The agreement does not cover this purpose"),
        (bool(set(parts) - terms.parts), "The agreement does not cover every part that was chosen"),
    )
    return next((sentence for stands, sentence in against if stands), "")


class State(StrEnum):
    """How an agreement stands on a day."""

    IN_FORCE = "In force"
    LATER = "Not begun"
    LATE = "Past its review"
    REPLACED = "Reviewed"
    ENDED = "Ended"


def state(terms: Terms, *, on: date) -> State:
    """Say how an agreement stands on a day; the edges are those of why_not."""
    if terms.ended_on is not None and terms.ended_on <= on:
        return State.ENDED
    if terms.replaced_on is not None and terms.replaced_on <= on:
        return State.REPLACED
    if on < terms.starts_on:
        return State.LATER
    return State.LATE if terms.review_on < on else State.IN_FORCE


class Unfit(Exception):
    """What was entered cannot be kept; the words say why, for the screen."""


LONGEST_REVIEW = 366 * 2
"""Days between the start of an agreement and its review, at most. Unvalidated default: no source names a figure."""


def tidy(value: str, *, called: str, longest: int) -> str:
    """Return one line of words with single spaces. Raises Unfit for what is too long, or cannot be printed."""
    value = " ".join(value.split())
    if len(value) > longest:
        raise Unfit(f"The {called} must be {longest} characters or fewer")
    if not value.isprintable():
        raise Unfit(f"The {called} must not have characters that cannot be printed")
    return value


def check_agreement(
    terms: Terms,
    *,
    title: str,
    named_basis: bool,
    on_the_wire: Collection[str],
    known_parts: Collection[str],
    known_purposes: Collection[str],
    on: date,
) -> None:
    """
    Raise Unfit for an agreement that nobody can sign.

    named_basis: the legal basis is one of the list, or is written out. on: the day of signing; an agreement may start
    earlier, since it may have been signed on paper before, but its review lies ahead.
    """
    unknown = (terms.purposes - set(known_purposes)) | (terms.parts - set(known_parts))
    sooner = (terms.review_on - max(terms.starts_on, on)).days <= LONGEST_REVIEW
    wanted = (
        (bool(title), "Enter what the agreement is called"),
        (named_basis, "Enter the legal basis, in words that a court would know"),
        (bool(terms.purposes), "Select at least one purpose"),
        (bool(terms.parts), "Select at least one part of a record"),
        (not unknown, "The agreement names a purpose or a part that Heed does not know"),
        (set(on_the_wire) <= terms.parts, "What may go by machine must be among the parts that may be shared"),
        (terms.review_on > terms.starts_on, "The review must be after the start"),
        (terms.review_on >= on, "The date of the review has passed"),
        (sooner, "The review must be within two years"),
    )
    for holds, sentence in wanted:
        if not holds:
            raise Unfit(sentence)
