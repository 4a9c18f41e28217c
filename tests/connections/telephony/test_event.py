"""What a telephone system may post, twice, late, out of order, or wrongly."""

import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from django.utils import timezone

from heed.connections.telephony.models import Event, Leg
from heed.connections.telephony.services import add_source
from heed.domain.calls.models import Call, LogEntry
from heed.foundation.accounts.terms import system

pytestmark = pytest.mark.django_db

MOBILE = "07700 900123"
RING = {"event": "newCall", "callId": "c1@sbc1", "direction": "in", "from": MOBILE, "to": "101"}


@pytest.fixture
def post(client, source):
    """Return a poster of events to the test exchange."""
    _, token = source

    def send(body, *, to=token, content_type="application/json", **headers):
        raw = body if isinstance(body, (bytes, str)) else json.dumps(body)
        return client.post(f"/api/cti/v1/{to}", raw, content_type=content_type, headers=headers)

    return send


def test_a_ring_opens_a_call_its_log_and_a_job(post):
    answer = post(RING)

    assert answer.status_code == 202
    call = Call.objects.get(pk=answer.json()["call"])
    assert (call.e164, call.channel, call.line_class, call.may_show) == ("+447700900123", "101", "available", True)
    assert [entry.text for entry in call.entries.all()] == ["101 rang. 07700 900123."]


def test_the_same_event_twice_is_one_call_and_one_event(post):
    first, second = post(RING), post(RING)

    assert first.json() == second.json()
    assert (Call.objects.count(), Event.objects.count(), LogEntry.objects.count()) == (1, 1, 1)


def test_a_hangup_before_its_ring_opens_the_call_and_the_ring_adds_the_line(post):
    ended = post({"event": "hangup", "callId": "c1@sbc1", "cause": "cancel"})
    rang = post(RING)

    assert ended.json() == rang.json()
    call = Call.objects.get()
    assert call.ended_as == "cancel"
    assert call.e164 == "+447700900123"


def test_a_late_ring_does_not_reopen_an_ended_call(post):
    post({"event": "hangup", "callId": "c1@sbc1", "cause": "normalClearing"})
    ended_at = Call.objects.get().ended_at

    post(RING)

    assert Call.objects.get().ended_at == ended_at


def test_an_update_may_bring_a_better_number_and_each_update_is_kept(post):
    post(RING | {"from": "anonymous", "to": "999"})
    post({"event": "update", "callId": "c1@sbc1", "x_network_number": "+447700900123", "to": "999", "x_at": "1"})
    post({"event": "update", "callId": "c1@sbc1", "x_network_number": "+447700900124", "to": "999", "x_at": "2"})
    post({"event": "update", "callId": "c1@sbc1", "x_network_number": "+447700900124", "to": "999", "x_at": "2"})

    assert Call.objects.get().e164 == "+447700900124"
    assert Event.objects.filter(event="update").count() == 2


def test_updates_without_a_time_are_told_apart_by_their_bodies(post):
    post(RING)
    for number in ("07700900124", "07700900125", "07700900125"):
        post({"event": "update", "callId": "c1@sbc1", "from": number})

    assert Event.objects.filter(event="update").count() == 2
    assert Call.objects.get().e164 == "+447700900125"


def test_an_update_that_knows_nothing_takes_nothing_away(post):
    post(RING)
    post({"event": "update", "callId": "c1@sbc1", "from": ""})

    assert Call.objects.get().e164 == "+447700900123"


def test_an_answer_before_its_ring_gives_no_number_because_it_carries_no_privacy(post):
    post({"event": "answer", "callId": "c1@sbc1", "from": MOBILE, "to": "101"})
    assert Call.objects.get().e164 == ""

    post(RING | {"from": "anonymous", "x_network_number": "+447700900123", "x_privacy": "id"})

    call = Call.objects.get()
    assert (call.line_class, call.e164, call.may_show) == ("withheld", "", False)
    assert "900123" not in "".join(entry.text for entry in call.entries.all())


def test_nothing_that_comes_later_shows_a_number_that_was_hidden(post):
    post(RING | {"from": "anonymous", "x_network_number": "+447700900123", "x_privacy": "id", "to": "999"})
    post({"event": "update", "callId": "c1@sbc1", "from": "+447700900123", "to": "999"})

    call = Call.objects.get()
    assert (call.line_class, call.may_show, call.shown_e164) == ("withheld", False, "")


def test_an_update_that_asks_for_privacy_is_obeyed(post):
    post(RING)
    post({"event": "update", "callId": "c1@sbc1", "from": MOBILE, "x_privacy": "id"})

    call = Call.objects.get()
    assert (call.line_class, call.e164, call.may_show) == ("withheld", "", False)


def test_a_ring_that_comes_late_says_which_number_was_dialled(post):
    post({"event": "hangup", "callId": "c1@sbc1", "cause": "cancel"})
    post(RING | {"to": "999"})

    assert Call.objects.get().channel == "999"


def test_what_follows_a_call_going_out_opens_no_call(post):
    post(RING | {"direction": "out"})
    answer = post({"event": "answer", "callId": "c1@sbc1"})

    assert (answer.status_code, answer.json()) == (202, {"call": None})
    assert Call.objects.count() == 0


def test_another_source_may_use_the_same_call_id_for_another_call(post, client, force, noon):
    _, token, _ = add_source(force=force, name="other exchange", actor=system("tests"), now=noon)

    first = post(RING)
    second = post(RING, to=token)

    assert first.json()["call"] != second.json()["call"]
    assert Leg.objects.count() == 2


def test_form_bodies_are_read_as_asterisk_sends_them(post):
    body = "event=newCall&callId=17&direction=in&from=%3Csip%3A%2B447700900123%40sbc%3E&to=999&user%5B%5D=One"

    answer = post(body, content_type="application/x-www-form-urlencoded")

    assert answer.status_code == 202
    call = Call.objects.get()
    assert (call.e164, call.channel) == ("+447700900123", "999")


def test_a_call_going_out_is_kept_and_does_not_ring(post):
    answer = post(RING | {"direction": "out"})

    assert (answer.status_code, answer.json()) == (202, {"call": None})
    assert (Event.objects.count(), Call.objects.count()) == (1, 0)


def test_a_withheld_number_on_101_is_not_kept_on_the_call(post):
    post(RING | {"from": "anonymous", "x_network_number": "+447700900123", "x_privacy": "id"})

    call = Call.objects.get()
    assert (call.line_class, call.e164, call.shown_e164, call.may_match) == ("withheld", "", "", False)
    assert call.line_in_words == "Number withheld"


def test_a_withheld_number_on_999_may_be_matched(post):
    post(RING | {"from": "anonymous", "x_network_number": "+447700900123", "x_privacy": "id", "to": "999"})

    call = Call.objects.get()
    assert (call.line_class, call.e164, call.may_match) == ("withheld", "+447700900123", True)


@pytest.mark.parametrize("number", ["", "0", "unknown", "unavailable", "\u202e", "☎️", "x" * 10_000])
def test_what_is_no_number_is_not_available(post, number):
    answer = post(RING | {"from": number})

    assert answer.status_code == 202
    assert Call.objects.get().e164 == ""


def test_a_sender_whose_clock_is_an_hour_wrong_is_believed_about_everything_else(post):
    before = timezone.now()
    post(RING | {"x_at": str((before + timedelta(hours=1)).timestamp())})

    call = Call.objects.get()
    assert before <= call.rang_at <= timezone.now()
    assert Event.objects.get().said_at > before + timedelta(minutes=59)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("{not json", "not JSON at line 1 column 2"),
        ("[1]", "one JSON object"),
        ("null", "one JSON object"),
        (b"\xff\xfe", "not UTF-8: byte 0"),
        ("[" * 30_000, "not JSON"),
        ('{"event": "newCall", "callId": "1", "n": ' + "9" * 5_000 + "}", "not JSON"),
        ({"callId": "1"}, "event must be one of newCall, answer, hangup, update"),
        ({"event": "transfer", "callId": "1"}, "not “transfer”"),
        ({"event": "newCall"}, "callId is missing"),
        ({"event": "newCall", "callId": ""}, "callId is missing"),
        ({"event": "newCall", "callId": {"a": 1}}, "callId is missing"),
        ({"event": "newCall", "callId": "x" * 251}, "callId has 251 characters; at most 250"),
        ({"event": "newCall", "callId": "1", "direction": "sideways"}, "direction must be in or out"),
    ],
)
def test_nonsense_is_refused_with_one_sentence_and_leaves_nothing(post, body, says):
    answer = post(body)

    assert answer.status_code == 400
    assert says in answer.json()["error"]
    assert Event.objects.count() == Call.objects.count() == 0


def test_control_characters_and_names_of_ten_thousand_characters_do_no_harm(post):
    answer = post(RING | {"queue": "aé\x00b\x1b" + "x" * 10_000, "callId": "c\u00001", "user": ["x" * 10_000]})

    assert answer.status_code == 202
    assert Call.objects.get().queue.startswith("aébx")


def test_lone_surrogates_do_no_harm(post):
    assert post(r'{"event": "newCall", "callId": "1", "queue": "\ud800q"}').status_code == 202


def test_a_body_of_a_megabyte_is_too_large(post):
    answer = post(RING | {"queue": "x" * 1_048_576})

    assert answer.status_code == 413
    assert "at most 65536" in answer.json()["error"]


def test_an_unknown_token_is_not_found(post):
    answer = post(RING, to="guess")

    assert (answer.status_code, answer.json()) == (404, {"error": "this token is not known here"})


def test_an_ended_source_is_not_known_any_more(post, source, noon):
    made, _ = source
    made.ended_at = noon
    made.save()

    assert post(RING).status_code == 404


def test_another_method_is_refused(client, source):
    assert client.get(f"/api/cti/v1/{source[1]}").status_code == 405


@pytest.fixture
def signed(force, noon):
    """Return the token and secret of an exchange that signs."""
    _, token, secret = add_source(force=force, name="signing exchange", actor=system("tests"), now=noon, signed=True)
    return token, secret


def test_a_signed_source_is_believed_when_the_signature_is_right(post, signed):
    token, secret = signed
    body = json.dumps(RING)
    signature = hmac.new(secret.encode(), body.encode(), hashlib.sha256).hexdigest()

    assert post(body, to=token, **{"X-Heed-Signature": signature}).status_code == 202
    assert post(body, to=token, **{"X-Heed-Signature": f"sha256={signature.upper()}"}).status_code == 202


@pytest.mark.parametrize("signature", ["", "0" * 64, "sha256=", "é"])
def test_a_signed_source_is_refused_without_its_signature(post, signed, signature):
    answer = post(RING, to=signed[0], **{"X-Heed-Signature": signature})

    assert answer.status_code == 401
    assert Event.objects.count() == 0
