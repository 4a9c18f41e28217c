"""A telephone that rings in Mallowshire, and a handler who records."""

import json
from dataclasses import replace

import pytest

from heed.connections.telephony import messages, services
from heed.domain.calls.models import Call
from heed.domain.calls.terms import About, Decision
from heed.domain.incidents.services import AnswerReport
from heed.domain.incidents.terms import Given, PartyRole
from heed.domain.vulnerability.assessments.services import Judgement
from heed.domain.vulnerability.terms import Judged
from heed.flows import record, take_call
from heed.flows.proof import Typed
from heed.flows.record import IncidentReport, Someone

HOME = "14 Acacia Road, Mallow, ZZ1 1AA"
JEAN = Someone(
    (PartyRole.CALLER, PartyRole.VICTIM), is_caller=True, given_name="Jean", family_name="Marlow", address=HOME
)
REPORT = IncidentReport(
    opening_code="ASB_PERSONAL",
    summary="Stones at the window again",
    address=HOME,
    grade="PRIORITY",
    rationale="Alone and frightened",
    parties=(JEAN,),
    answers=(AnswerReport("harm", Given.YES, "Windows, then her"),),
    judgement=Judgement(vulnerable=Judged.NO, why="Two of them at home, and well"),
)


@pytest.fixture
def ring(source):
    """Return a ringer: each call of it is one newCall event from a number; returns the call."""
    made, _ = source
    count = iter(range(1, 10_000))

    def ring(number="07700 900123", *, now, to="101", event="newCall", call_id=None, **more):
        fields = {"event": event, "callId": call_id or f"c{next(count)}", "from": number, "to": to} | more
        body = json.dumps(fields).encode()
        message = messages.read(body, "application/json")
        pk = services.receive(source=made, message=message, body=body, content_type="application/json", now=now)
        return Call.objects.get(pk=pk)

    return ring


@pytest.fixture
def say(handler):
    """Return what Harriet presses: `say(call, person)` for the same person, or another decision, of one or of several."""

    def say(call, *people, now, decision=Decision.SAME, about=About.CALLER, typed=None):
        return take_call.decide(
            call=call,
            people=people,
            decision=decision,
            about=about,
            typed=typed or Typed(),
            why="",
            user=handler,
            actor=handler.actor(),
            now=now,
        )

    return say


@pytest.fixture
def hear(handler):
    """Return what Harriet types: `hear(call, caller=Said(…))` searches again, and returns what was found."""

    def hear(call, *, now, **typed):
        check = take_call.search_again(call=call, typed=Typed(**typed), user=handler, actor=handler.actor(), now=now)
        return check.found

    return hear


@pytest.fixture
def reported(ring, handler, say):
    """Return a whole call: it rings, Harriet takes it and records; returns the incident."""

    def reported(number="07700 900123", *, now, report=REPORT, confirm=None, **changes):
        call = ring(number, now=now)
        call, check = take_call.take(call_id=call.pk, user=handler, actor=handler.actor(), now=now)
        # Harriet does as she is asked: whoever gives the name of somebody seen on the line is confirmed first.
        who = [p for p in changes.get("parties", report.parties) if p.is_caller]
        names = {c["name"]: c["person"] for c in check.found["candidates"]}
        confirm = confirm or next(
            (names[n] for n in (f"{p.given_name} {p.family_name}" for p in who) if n in names), None
        )
        if confirm:
            say(call, confirm, now=now)
        return record.record_incident(
            call=call, report=replace(report, **changes), user=handler, actor=handler.actor(), now=now
        )

    return reported


@pytest.fixture
def card(ring, handler):
    """Return what Harriet sees when she takes the next call from a number."""

    def card(number="07700 900123", *, now, **more):
        call = ring(number, now=now, **more)
        _, check = take_call.take(call_id=call.pk, user=handler, actor=handler.actor(), now=now)
        return check.found

    return card


@pytest.fixture
def trail():
    """Return what the audit trail says, newest first: action, purpose, subjects, detail."""
    from heed.foundation.audit.models import Event

    def trail(action):
        return list(Event.objects.filter(action=action).order_by("-id"))

    return trail
