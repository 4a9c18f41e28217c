"""What may follow what on a referral, and when a supervisor must agree that a case goes out again."""

from collections.abc import Iterable
from dataclasses import dataclass

from heed.domain.referrals.terms import BOUNCED, OPEN, State, StepKind

ANY = tuple(State)

FOLLOWS: dict[StepKind, dict[State, State]] = {
    StepKind.ACCEPTED: dict.fromkeys((State.SENT, State.ASKED), State.ACCEPTED),
    StepKind.REFUSED: dict.fromkeys((State.SENT, State.ASKED), State.REFUSED),
    StepKind.ASKED: {State.SENT: State.ASKED, State.ASKED: State.ASKED, State.ACCEPTED: State.ACCEPTED},
    StepKind.GAVE_MORE: {State.SENT: State.SENT, State.ASKED: State.SENT, State.ACCEPTED: State.ACCEPTED},
    StepKind.RETURNED: {State.ACCEPTED: State.RETURNED},
    # What an agency has to say is never lost, although it may come after the end or before the beginning.
    StepKind.UPDATED: {state: state for state in ANY},
    StepKind.CLOSED: {State.ACCEPTED: State.CLOSED},
    StepKind.TAKEN_BACK: dict.fromkeys(OPEN, State.TAKEN_BACK),
    StepKind.KEPT: {state: state for state in (State.REFUSED, State.RETURNED, State.CLOSED)},
    StepKind.LATE: {state: state for state in ANY},
}
"""To which state each step leads from which."""

INSTEAD = {
    StepKind.ACCEPTED: "It cannot be accepted any more",
    StepKind.REFUSED: "Once accepted it is given back, not refused",
    StepKind.ASKED: "Nothing can be asked any more",
    StepKind.GAVE_MORE: "Nobody there reads it any more: refer it again",
    StepKind.RETURNED: "Only a case that was accepted can be given back",
    StepKind.CLOSED: "Only a case that was accepted can be finished with: accept it first, or refuse it",
    StepKind.TAKEN_BACK: "It is with the police already",
    StepKind.KEPT: "It has not come back",
}


@dataclass(frozen=True, slots=True)
class Earlier:
    """A referral of the same case that was made before."""

    agency: int
    state: str


class Unfit(ValueError):
    """It cannot be said like this, or not now; the sentence says why."""


def state_after(state: str, kind: StepKind) -> State:
    """Return the state to which a step leads. Raises Unfit with what stands against it."""
    found = FOLLOWS[kind].get(State(state))
    if found is None:
        raise Unfit(f"{INSTEAD[kind]}. It stands at: {State(state).label.lower()}")
    return found


def needs_supervisor(earlier: Iterable[Earlier], *, agency: int, most: int) -> str:
    """
    Say why a supervisor must agree before a case goes out again; empty where nobody need.

    most: how often a case may have come back before every further referral needs one. What an agency refused or gave back
    never goes to the same agency again without one. A referral that came back and was finished, or that the force itself
    took back, was no bounce.
    Source: features.md #17: nobody is passed back and forth.
    """
    bounced = [one for one in earlier if one.state in BOUNCED]
    if any(one.agency == agency for one in bounced):
        return "They had this case before and did not keep it: a supervisor must agree before it goes to them again"
    if len(bounced) >= most:
        times = "once" if len(bounced) == 1 else f"{len(bounced)} times"
        return f"This case came back {times}: a supervisor must agree before it goes out again"
    return ""
