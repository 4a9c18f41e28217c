"""A call in hand, and the form filled as a handler fills it."""

import pytest

from heed.flows import take_call
from heed.foundation.policy import services as policy


@pytest.fixture
def taken(ring, handler, now):
    """Return a call from Jean's number that Harriet has just taken."""
    call, _ = take_call.take(call_id=ring(now=now).pk, user=handler, actor=handler.actor(), now=now)
    return call


@pytest.fixture
def filled():
    """Return all that the form of a sound report posts."""
    pack = policy.in_use()
    form = {
        "summary": "Stones at the window again",
        "address": "14 Acacia Road, Mallow, ZZ1 1AA",
        "area": "urban",
        "opening_code": "ASB_PERSONAL",
        "given_name": "Jean",
        "family_name": "Marlow",
        "victim": "caller",
        "grade": "PRIORITY",
        "rationale": "Alone and frightened",
        "risk-vulnerable": "no",
        "risk-why": "Two of them at home, and well",
    }
    for question in (*pack.risk_questions, *pack.questions):
        form[f"q-{question.id}-text"] = "" if question.answers else "She could be hurt"
        if question.answers:
            form[f"q-{question.id}-given"] = "no" if "no" in question.answers else "high"
    return form
