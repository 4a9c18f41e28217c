"""What may follow what on a referral, and when a supervisor must agree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.domain.referrals.rules import FOLLOWS, Earlier, Unfit, needs_supervisor, state_after
from heed.domain.referrals.terms import BY_AGENCY, OPEN, State, StepKind


@pytest.mark.parametrize(
    ("state", "kind", "after"),
    [
        (State.SENT, StepKind.ACCEPTED, State.ACCEPTED),
        (State.ASKED, StepKind.ACCEPTED, State.ACCEPTED),
        (State.SENT, StepKind.REFUSED, State.REFUSED),
        (State.ASKED, StepKind.GAVE_MORE, State.SENT),
        (State.ACCEPTED, StepKind.RETURNED, State.RETURNED),
        (State.ACCEPTED, StepKind.CLOSED, State.CLOSED),
        (State.SENT, StepKind.TAKEN_BACK, State.TAKEN_BACK),
        (State.CLOSED, StepKind.UPDATED, State.CLOSED),
        (State.SENT, StepKind.UPDATED, State.SENT),
    ],
)
def test_a_step_leads_on(state, kind, after):
    assert state_after(state, kind) == after


@pytest.mark.parametrize(
    ("state", "kind", "says"),
    [
        (State.ACCEPTED, StepKind.REFUSED, "given back, not refused"),
        (State.SENT, StepKind.RETURNED, "Only a case that was accepted"),
        (State.SENT, StepKind.CLOSED, "accept it first, or refuse it"),
        (State.REFUSED, StepKind.ACCEPTED, "cannot be accepted any more"),
        (State.TAKEN_BACK, StepKind.ACCEPTED, "cannot be accepted any more"),
        (State.CLOSED, StepKind.GAVE_MORE, "refer it again"),
        (State.SENT, StepKind.KEPT, "It has not come back"),
    ],
)
def test_what_cannot_follow_says_why(state, kind, says):
    with pytest.raises(Unfit, match=says):
        state_after(state, kind)


@given(st.lists(st.sampled_from(sorted(FOLLOWS)), max_size=20))
def test_the_agency_holds_it_from_its_own_acceptance_alone(kinds):
    state, accepted = State.SENT, False
    for kind in kinds:
        if state not in FOLLOWS[kind]:
            continue
        before, state = state, FOLLOWS[kind][state]
        accepted = accepted or kind == StepKind.ACCEPTED
        assert state != State.ACCEPTED or accepted
        # Nothing that ended is open again: another referral is another row.
        assert before in OPEN or state == before
        if state != before and state == State.ACCEPTED:
            assert kind in BY_AGENCY


@pytest.mark.parametrize(
    ("earlier", "says"),
    [
        ([], ""),
        ([Earlier(2, State.REFUSED)], ""),
        ([Earlier(1, State.REFUSED)], "They had this case before"),
        ([Earlier(1, State.RETURNED)], "They had this case before"),
        ([Earlier(1, State.CLOSED)], ""),
        ([Earlier(1, State.TAKEN_BACK), Earlier(2, State.TAKEN_BACK)], ""),
        ([Earlier(2, State.REFUSED), Earlier(3, State.RETURNED)], "came back 2 times"),
        ([Earlier(2, State.REFUSED), Earlier(2, State.REFUSED)], "came back 2 times"),
    ],
)
def test_what_came_back_goes_round_with_a_supervisor_alone(earlier, says):
    found = needs_supervisor(earlier, agency=1, most=2)

    assert found.startswith(says) if not says else says in found
    assert bool(found) is bool(says)
