"""How long a key lasts, whether tokens may come in under it, and what is counted. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Life:
    """The last day on which a key takes tokens, and the last on which those here are matched; both included."""

    accepts_until: date
    matches_until: date


def life(*, made_on: date, review_on: date, accept_days: int, days: int) -> Life:
    """
    Say how long a key lasts.

    It takes tokens for accept_days from the day it is made, and never beyond the agreement's review; it counts for as long as
    a report that came in on the last of those days does.
    """
    accepts = min(made_on + timedelta(days=accept_days), max(review_on, made_on))
    return Life(accepts, accepts + timedelta(days=days))


def why_not_take(
    *, key_agency: int | None, agency: int, key_agreement: int | None, agreement: int | None, ended: bool,
    accepts_until: date | None, on: date,
) -> str:  # fmt: skip
    """
    Say in a sentence why tokens made with a key are not taken; empty where they are.

    key_agency, key_agreement: whose key it is, None where it is not known here. agreement: the one under which the agency
    sends now, None where none allows it. Somebody else's key is not told from an unknown one: whose it is is not theirs to know.
    """
    if agreement is None:
        return "There is no agreement in force under which reports may be counted: ask the force"
    if key_agency != agency:
        return "These tokens were made with a key that is not yours: make them anew with the key of your agreement"
    if key_agreement != agreement:
        return (
            "These tokens were made with the key of another agreement: make them anew with the key of the one in force"
        )
    if ended or accepts_until is None or accepts_until < on:
        return "These tokens were made with a key that has run out: ask the force for the new one, and make them anew"
    return ""


@dataclass(frozen=True, slots=True)
class Counted(Generic[R]):
    """Reports of one agency: of the person, and of their home by nobody who is known to be them."""

    of_person: tuple[R, ...]
    of_home: tuple[R, ...]


def count(found: Iterable[tuple[R, bool]], *, home_least: int) -> Counted[R]:
    """
    Tell reports of the person from those of the home alone, each once. found: a report, and whether the person's token matched.

    Fewer than home_least of the home are none: one alone would tell on one neighbour.
    """
    person: dict[R, bool] = {}
    for report, is_person in found:
        person[report] = person.get(report, False) or is_person
    home = tuple(report for report, theirs in person.items() if not theirs)
    return Counted(
        tuple(report for report, theirs in person.items() if theirs), home if len(home) >= home_least else ()
    )
