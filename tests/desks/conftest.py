"""Somebody signed in, and what has happened on the telephone before they open a page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.flows.conftest import REPORT, card, hear, reported, ring, say

__all__ = ["REPORT", "card", "hear", "reported", "ring", "say"]


@pytest.fixture
def now():
    """Return the moment at which a page test happens: pages read the clock themselves."""
    return timezone.now()


@pytest.fixture
def incident(reported, now):
    """Return an incident that Harriet recorded twenty minutes ago: stones at Jean Marlow's window."""
    return reported(now=now - timedelta(minutes=20))


@pytest.fixture
def as_(client):
    """Return a signer-in: `as_(handler).get(…)`."""

    def as_(user):
        client.force_login(user)
        return client

    return as_


@pytest.fixture
def stranger_to_the_force(person_at_work):
    """Return a handler of another force."""
    from heed.foundation.accounts.models import Force

    other = Force.objects.create(code="HAR", name="Harshire Police")
    return person_at_work("call_handler", "otto", force=other)


@pytest.fixture
def trail():
    """Return what the audit trail says, newest first: action, purpose, subjects, detail."""
    from heed.foundation.audit.models import Event

    def trail(action):
        return list(Event.objects.filter(action=action).order_by("-id"))

    return trail
