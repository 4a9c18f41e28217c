"""The Open311 client against a server that speaks well, badly, and to do harm."""

from datetime import UTC, datetime

import pytest

from heed.connections.open311 import client
from heed.connections.open311.client import fetch
from heed.domain.exchange.models import Endpoint
from heed.domain.exchange.queries import endpoint_of
from heed.domain.exchange.terms import Result
from heed.flows.exchange.polling import Update
from heed.flows.referrals import replies

XML = {"Content-Type": "text/xml; charset=utf-8"}
MADE = b"""<?xml version="1.0" encoding="utf-8"?><service_requests><request><service_request_id>4711</service_request_id>
<service_notice/></request></service_requests>"""
BOMB = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]>
<service_requests><request><service_request_id>&lol2;</service_request_id></request></service_requests>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<service_requests><request><service_request_id>&x;</service_request_id></request></service_requests>"""


@pytest.fixture
def council(agency, peer):
    return agency(
        address=peer.address, jurisdiction="mallow", codes={"ASB_NUISANCE": "noise"}, attributes={"team": "asb"}
    )


@pytest.fixture
def sent(council, incident, referred, letters):
    """Return a referral's message, and what comes of handing it over."""
    made = referred(incident, council)
    endpoint = Endpoint.objects.get()
    return lambda number=0: client.hand_over(endpoint, letters()[number]), made


def test_a_referral_becomes_a_request_of_the_force_with_its_own_number(sent, peer, incident):
    peer.answers.append((200, XML, MADE))

    answer = sent[0]()

    assert (answer.result, answer.case) == (Result.TAKEN, "4711")
    _, path, said, _, _ = peer.got[0]
    assert path == "/requests.xml"
    assert (said["api_key"], said["jurisdiction_id"], said["service_code"]) == ("k3y", "mallow", "noise")
    assert (said["first_name"], said["last_name"]) == ("Mallowshire Police", incident.reference)
    assert said["attribute[team]"] == "asb"
    assert said["attribute[fixmystreet_id]"]
    assert said["address_string"] == "14 Acacia Road, Mallow, ZZ1 1AA"
    assert said["description"].startswith(
        f"title: Referral by Mallowshire Police, {incident.reference}\r\n\r\ndetail: "
    )
    assert not {"email", "phone"} & said.keys()


def test_the_same_message_sent_again_has_the_same_number(sent, peer):
    peer.answers += [(503, {}, b""), (200, XML, MADE)]
    sent[0]()
    sent[0]()

    first, second = (said for _, _, said, _, _ in peer.got)
    assert first == second


def test_a_token_is_asked_for_its_number(sent, peer, monkeypatch):
    monkeypatch.setattr(client, "TOKEN_WAIT", 0)
    token = MADE.replace(b"service_request_id>4711</service_request_id", b"token>t-1</token")
    peer.answers += [(200, XML, token), (404, {}, b""), (200, XML, MADE)]

    assert sent[0]().case == "4711"
    assert [path for _, path, *_ in peer.got] == ["/requests.xml", "/tokens/t-1.xml", "/tokens/t-1.xml"]


def test_a_token_whose_number_is_late_is_asked_for_again_before_the_next_message(
    sent, peer, monkeypatch, handler, noon, council, letters
):
    from heed.flows.exchange import outbox

    monkeypatch.setattr(client, "TOKEN_WAIT", 0)
    token = MADE.replace(b"service_request_id>4711</service_request_id", b"token>t-1</token")
    peer.answers += [(200, XML, token), *[(404, {}, b"")] * 5]
    replies.give_more(referral=sent[1], words="More", actor=handler.actor(), now=noon)
    ticking = {"clock": lambda: noon, "chance": lambda: 0.0, "hand_over": client.hand_over, "agency_id": council.pk}
    outbox.send_next(**ticking)

    peer.answers += [(404, {}, b"")]
    assert outbox.send_next(**ticking).result == Result.AGAIN
    peer.answers += [(200, XML, MADE), (200, XML, b"<r><request_update><update_id>9</update_id></request_update></r>")]
    answer = client.hand_over(endpoint_of(council.pk), letters()[1])

    assert (answer.result, answer.case, answer.receipt) == (Result.TAKEN, "4711", "9")
    assert peer.got[-1][2]["update_id"] == str(letters()[1].pk)


@pytest.mark.parametrize("body", [BOMB, OUTSIDE, b"", b"\xff\xfe\x00", b"<open", b"{}", b"<a>" * 100_000])
def test_an_answer_that_is_no_number_leaves_it_open_whether_it_was_taken(sent, peer, body):
    peer.answers.append((200, XML, body))

    answer = sent[0]()

    assert (answer.result, answer.case) == (Result.UNSURE, "")


@pytest.mark.parametrize(
    ("status", "result"),
    [(400, "refused"), (401, "refused"), (403, "refused"), (404, "refused"), (302, "refused"), (408, "again"),
     (429, "again"), (500, "again"), (502, "again"), (503, "again")],
)  # fmt: skip
def test_what_a_status_means(sent, peer, status, result):
    error = b"<errors><error><code>1</code><description>service_code is wrong</description></error></errors>"
    peer.answers.append((status, XML | {"Location": "https://elsewhere.example/"}, error))

    answer = sent[0]()

    assert (answer.result, answer.status) == (result, status)
    assert answer.words.endswith("service_code is wrong")


def updates(*rows):
    parts = "".join(
        "<request_update>" + "".join(f"<{name}>{value}</{name}>" for name, value in row.items()) + "</request_update>"
        for row in rows
    )
    return f"<?xml version='1.0'?><service_requests_updates>{parts}</service_requests_updates>".encode()


def test_updates_are_asked_for_between_two_moments_and_what_cannot_be_read_is_counted(council, peer):
    good = {
        "update_id": "7", "service_request_id": "4711", "status": "FIXED", "updated_datetime": "2026-11-20T12:00:00+01:00",
        "description": "Spoke to the tenant &amp; warned them",
    }  # fmt: skip
    bad = [
        {**good, "update_id": ""},
        {**good, "updated_datetime": "yesterday"},
        {**good, "updated_datetime": "0001-01-01T00:00:00+14:00"},
        {**good, "updated_datetime": "9999-12-31T23:59:59-14:00"},
        {**good, "service_request_id": "x" * 101},
    ]
    peer.answers.append((200, XML, updates(good, *bad)))

    told = fetch(
        endpoint_of(council.pk), datetime(2026, 11, 20, 10, tzinfo=UTC), datetime(2026, 11, 20, 12, tzinfo=UTC)
    )

    _, path, said, _, _ = peer.got[0]
    assert path == "/servicerequestupdates.xml"
    assert (said["start_date"], said["end_date"]) == ("2026-11-20T10:00:00Z", "2026-11-20T12:00:00Z")
    assert said["api_key"] == "k3y"
    at = datetime(2026, 11, 20, 11, tzinfo=UTC)
    assert list(told.updates) == [Update("7", "4711", "FIXED", "Spoke to the tenant & warned them", at)]
    assert (told.unread, told.why_not) == (5, "")


@pytest.mark.parametrize("answer", [(200, XML, BOMB), (200, XML, b"no xml"), (401, {}, b""), (500, {}, b"")])
def test_a_system_that_does_not_tell_says_why_it_did_not(council, peer, answer):
    peer.answers.append(answer)

    told = fetch(endpoint_of(council.pk), datetime(2026, 11, 20, tzinfo=UTC), datetime(2026, 11, 21, tzinfo=UTC))

    assert told.why_not
    assert not told.updates
