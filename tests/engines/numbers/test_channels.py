"""How somebody reaches us, read from a call: proposed as a need, and nothing for an ordinary call."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.domain.calls.terms import Channel
from heed.domain.needs.terms import NAMES_A_LANGUAGE, NeedKind
from heed.engines.numbers.channels import Reached, proposed, reached_by


@pytest.mark.parametrize(("call", "reached"), [
    ({"channel": "relay"}, [Reached.TEXT_RELAY]),
    ({"dialled": "18000"}, [Reached.TEXT_RELAY]),
    ({"dialled": "18001 101"}, [Reached.TEXT_RELAY]),
    ({"dialled": "18001101"}, [Reached.TEXT_RELAY]),
    ({"received": "18001 07700 900123"}, [Reached.TEXT_RELAY]),
    ({"received": "1800107700900123"}, [Reached.TEXT_RELAY]),
    ({"received": "sip:18001@relay.example"}, [Reached.TEXT_RELAY]),
    ({"queue": "Relay UK"}, [Reached.TEXT_RELAY]),
    ({"label": "TextRelay, London"}, [Reached.TEXT_RELAY]),
    ({"queue": "999 BSL"}, [Reached.SIGN_VIDEO]),
    ({"queue": "999BSL"}, [Reached.SIGN_VIDEO]),
    ({"label": "SignVideo, video relay service"}, [Reached.SIGN_VIDEO]),
    ({"channel": "relay", "queue": "999 BSL"}, [Reached.SIGN_VIDEO]),
    ({"queue": "emergencySMS"}, [Reached.TEXT_999]),
    ({"queue": "999 SMS"}, [Reached.TEXT_999]),
    ({"label": "LanguageLine"}, [Reached.INTERPRETER]),
    ({"queue": "Interpreters"}, [Reached.INTERPRETER]),
    ({"queue": "101 Cymraeg"}, [Reached.WELSH]),
    ({"queue": "Welsh language line"}, [Reached.INTERPRETER, Reached.WELSH]),
])  # fmt: skip
def test_a_channel_is_recognised(call, reached):
    assert [way.reached for way in reached_by(**call)] == reached


@pytest.mark.parametrize("call", [
    {},
    {"channel": "101", "received": "07700 900123", "dialled": "101", "queue": "101 general"},
    {"channel": "999", "received": "+447700900123", "dialled": "999"},
    {"channel": "sms"},
    {"received": "01800 100 123"},
    {"received": "+441800112233"},
    {"received": "0118000"},
    {"label": "Relay Road surgery"},
    {"queue": "Langtree Interchange"},
    {"label": "Welshpool Road care home"},
])  # fmt: skip
def test_an_ordinary_call_proposes_nothing(call):
    assert reached_by(**call) == ()


def test_it_says_what_it_was_read_from():
    assert [way.because for way in reached_by(queue="999  BSL")] == ["the queue is called “999 BSL”"]
    assert [way.because for way in reached_by(channel="relay")] == ["the call came by Relay UK"]


@pytest.mark.parametrize("reached", Reached)
def test_what_is_proposed_can_be_kept_as_a_need(reached):
    way = proposed(reached)

    assert way.kind in NeedKind.values
    assert bool(way.language) or way.kind not in NAMES_A_LANGUAGE or reached == Reached.INTERPRETER
    assert 0 < len(way.what_helps) <= 500
    assert way.now


def test_the_channels_are_spelt_as_calls_spell_them():
    assert Channel.RELAY == "relay"


@given(st.text(max_size=300), st.text(max_size=300))
def test_no_text_raises(queue, received):
    ways = [way.reached for way in reached_by(queue=queue, received=received)]

    assert len(ways) == len(set(ways))
