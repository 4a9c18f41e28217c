"""`heed ring` against a server that runs."""

import pytest

from heed.connections.telephony.services import add_source
from heed.domain.calls.models import Call
from heed.foundation.accounts.terms import system

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def address(live_server):
    """Return the address of a running server."""
    return live_server.url


def test_a_ring_becomes_a_call(heed, force, address):
    said = heed("ring", "--number", "07700900123", "--url", address)

    call = Call.objects.get()
    assert said.code == 0, said.err
    assert said.out.strip() == str(call.pk)
    assert (call.e164, call.channel, call.ended_at) == ("+447700900123", "101", None)


def test_a_withheld_emergency_call(heed, force, address):
    said = heed("ring", "--number", "07700900123", "--withheld", "--service", "999", "--url", address, "--json")

    call = Call.objects.get(pk=said.json["call"])
    assert (call.line_class, call.channel, call.may_show) == ("withheld", "999", False)


def test_a_caller_who_gives_up(heed, force, address):
    heed("ring", "--number", "07700900123", "--hangup", "--url", address)

    assert Call.objects.get().ended_as == "cancel"


def test_a_token_of_another_system(heed, force, address, noon):
    _, token, _ = add_source(force=force, name="North", actor=system("tests"), now=noon)

    assert heed("ring", "--number", "07700900123", "--token", token, "--url", address).code == 0
    refused = heed("ring", "--number", "07700900123", "--token", "wrong", "--url", address)
    assert refused.code == 2
    assert "404" in refused.err
