"""The incident transfer over HTTP: taken at once, answered with a receipt, refused in words; and the client of it."""

import json
import uuid

import pytest

from heed.connections.transfer import client
from heed.domain.agencies.services import make_key
from heed.domain.exchange.models import Endpoint, Received
from heed.domain.exchange.terms import Protocol, Result
from heed.domain.incidents.models import Incident
from heed.flows.exchange import applying
from heed.foundation.accounts.terms import system

SHARED = "6f0c2c80-31b4-4e0e-9d0e-64d57b3f5a11"


@pytest.fixture
def homes(agency):
    return agency("Acacia Homes", protocol=None)


@pytest.fixture
def key(homes, noon):
    _, key = make_key(agency=homes, actor=system("tests", force="MAL"), now=noon)
    return key


@pytest.fixture
def create():
    """Return a message by which a case is handed over; more: what is different."""

    def create(**more):
        return {
            "format": "heed-incident-transfer/1", "messageType": "create", "messageId": str(uuid.UUID(int=1)),
            "sentAt": "2026-11-20T12:00:00Z", "sender": {"agency": "homes:1"}, "recipient": {"agency": "police:MAL"},
            "incident": {"sharedRef": SHARED, "type": "ASB_NUISANCE", "summary": "Shouting"},
        } | more  # fmt: skip

    return create


def post(web, key, body, **more):
    body = body if isinstance(body, (bytes, str)) else json.dumps(body)
    return web.post(f"/api/transfer/v1/{key}", body, content_type=more.pop("content_type", "application/json"), **more)


def test_a_message_is_answered_with_a_receipt_by_which_its_fate_can_be_asked(
    client_of_nobody, key, create, homes, noon
):
    answer = post(client_of_nobody, key, create())

    assert answer.status_code == 202
    receipt = f"/api/transfer/v1/{key}/receipts/{answer.json()['receipt']}"
    assert client_of_nobody.get(receipt).json()["state"] == "waiting"
    applying.apply(received_id=Received.objects.get().pk, now=noon)
    told = client_of_nobody.get(receipt).json()
    assert (told["state"], told["ref"]) == ("taken_in", Incident.objects.get().reference)


def test_a_message_that_comes_again_gets_the_same_receipt_and_another_under_its_number_is_refused(
    client_of_nobody, key, create
):
    first, again = (post(client_of_nobody, key, create()) for _ in range(2))

    assert (again.status_code, again.json()["receipt"]) == (202, first.json()["receipt"])
    assert (first.json()["duplicate"], again.json()["duplicate"]) == (False, True)
    assert post(client_of_nobody, key, create(asked={"words": "Another"})).status_code == 409
    assert Received.objects.count() == 1


def test_what_cannot_be_taken_in_is_rejected_afterwards_with_a_reason(client_of_nobody, key, create, noon):
    wrong = create(incident={"sharedRef": SHARED, "type": "ROWDY"})
    receipt = post(client_of_nobody, key, wrong).json()["receipt"]
    applying.apply(received_id=Received.objects.get().pk, now=noon)

    told = client_of_nobody.get(f"/api/transfer/v1/{key}/receipts/{receipt}").json()
    assert told["state"] == "rejected"
    assert "“ROWDY” is not known here" in told["reason"]


def test_the_message_of_the_design_is_taken_in_as_it_stands(client_of_nobody, key, noon):
    """As interop.md 3.1 has it: without a format, of a type that nobody has agreed on more nearly than that it is ASB."""
    message = {
        "messageType": "create", "messageId": str(uuid.uuid4()), "sentAt": "2026-11-20T11:43:12Z",
        "sender": {"agency": "police:northamptonshire", "system": "asb"},
        "recipient": {"agency": "la:E06000062", "team": "asb"},
        "incident": {
            "ref": "NP-2026-1122-0417", "sharedRef": str(uuid.uuid4()), "type": "asb.noise",
            "openedAt": "2026-11-20T11:40:00Z", "status": "open", "summary": "Music through the wall every night",
            "location": {
                "uprn": "100031000001", "wgs84": [-0.8947, 52.2353], "text": "14 Acacia Road, Mallow", "accuracyM": 14
            },
            "people": [{
                "role": "victim", "name": "Ann Lee", "dob": None, "contact": {"tel": "+447700900123"},
                "consent": "yes", "markers": ["repeat", "vulnerable"],
            }],
            "log": [{"at": "2026-11-20T11:41:00Z", "by": "Desk", "text": "She is on her own"}],
            "sharing": {"basis": "CDA1998 s115", "marking": "OFFICIAL-SENSITIVE", "retainUntil": "2027-11-22"},
        },
    }  # fmt: skip
    receipt = post(client_of_nobody, key, message).json()["receipt"]
    applying.apply(received_id=Received.objects.get().pk, now=noon)

    told = client_of_nobody.get(f"/api/transfer/v1/{key}/receipts/{receipt}").json()
    assert told["state"] != "rejected", told
    assert Incident.objects.get().opening_code == "ASB_NUISANCE"


def test_what_is_null_is_what_was_not_said(client_of_nobody, key, create, noon):
    nothing = {"openedAt": None, "status": None, "location": None, "sharing": None}
    person = {"role": "victim", "name": "Ann Lee", "dob": None, "contact": None, "consent": None}
    incident = create()["incident"] | nothing | {"people": [person]}

    for message in (
        create(asked=None, said=None, inReplyTo=None, incident=incident),
        create(messageType="update", messageId=str(uuid.UUID(int=2)), said=None, incident=incident),
    ):
        assert post(client_of_nobody, key, message).status_code == 202
        applying.apply(received_id=Received.objects.latest("pk").pk, now=noon)

    assert Received.objects.filter(applied_at=noon).count() == 2
    assert not Incident.objects.get().online_report.updates.get().status


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b" ", "not JSON"),
        (b"[]", "not a JSON object"),
        (b"\xff\xfe{}", "not UTF-8"),
        (b'{"a": NaN}', "NaN is no number"),
        (b"[" * 50_000, "not JSON|nested too deeply"),
        (b'{"a":' * 50 + b"1" + b"}" * 50, "nested too deeply"),
        (b'{"a": 1e999}', "number is too large"),
        (b'{"a": "\\u0000"}', "no text"),
        (b'{"a": "\\ud800"}', "no text"),
        (b"{}", "messageType: Field required"),
    ],
)
def test_what_is_no_message_is_refused_in_words(client_of_nobody, key, body, says):
    import re

    answer = post(client_of_nobody, key, body)

    assert answer.status_code == 400
    assert re.search(says, answer.json()["error"])
    assert not Received.objects.exists()


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({"messageType": "delete"}, "messageType"),
        ({"messageId": "1"}, "messageId"),
        ({"incident": {"sharedRef": SHARED}}, "incident.type"),
        ({"incident": {"sharedRef": "x", "type": "ASB"}}, "incident.sharedRef"),
        ({"incident": {"sharedRef": SHARED, "type": "ASB", "location": {"wgs84": [0, 91]}}}, "incident.location.wgs84"),
        ({"incident": {"sharedRef": SHARED, "type": "ASB", "people": [{"role": "king"}]}}, "incident.people.0.role"),
        ({"messageType": "ack"}, "inReplyTo"),
        ({"messageType": "reject", "inReplyTo": SHARED}, "reason"),
        ({"said": {"what": "explode"}}, "said.what"),
        # Kept as a year before the first, it could never be read again.
        ({"sentAt": "0001-01-01T00:00:00+14:00"}, "sentAt"),
        ({"incident": {"sharedRef": SHARED, "type": "ASB", "openedAt": "9999-12-31T23:59:59-14:00"}}, "openedAt"),
        (
            {"incident": {"sharedRef": SHARED, "type": "ASB", "log": [{"at": "1969-12-31T00:00:00Z", "text": ""}]}},
            "log.0",
        ),
    ],
)
def test_every_place_that_is_wrong_is_named_and_nothing_that_stood_there(client_of_nobody, key, create, change, names):
    answer = post(client_of_nobody, key, create(**change))

    assert answer.status_code == 400
    assert any(names in sentence for sentence in answer.json()["errors"])
    assert "king" not in str(answer.json())


def test_who_is_unknown_or_has_ended_learns_nothing(client_of_nobody, key, create, homes, noon):
    assert post(client_of_nobody, "guess", create()).status_code == 404
    receipt = post(client_of_nobody, key, create()).json()["receipt"]
    other = make_key(agency=homes, actor=system("tests", force="MAL"), now=noon)[1]
    assert client_of_nobody.get(f"/api/transfer/v1/{other}/receipts/{receipt}").status_code == 200
    homes.ended_at, homes.ended_by_name = noon, "Dana"
    homes.save()

    assert post(client_of_nobody, key, create()).status_code == 404
    assert client_of_nobody.get(f"/api/transfer/v1/{key}/receipts/{receipt}").status_code == 404


def test_another_agencys_receipt_is_not_known(client_of_nobody, key, create, agency, noon):
    receipt = post(client_of_nobody, key, create()).json()["receipt"]
    other = make_key(agency=agency("Other"), actor=system("tests", force="MAL"), now=noon)[1]

    assert client_of_nobody.get(f"/api/transfer/v1/{other}/receipts/{receipt}").status_code == 404


def test_other_methods_and_other_forms_are_refused(client_of_nobody, key, create):
    assert client_of_nobody.get(f"/api/transfer/v1/{key}").status_code == 405
    assert post(client_of_nobody, key, "a=b", content_type="application/x-www-form-urlencoded").status_code == 415
    assert post(client_of_nobody, key, b"x" * 1_100_000).status_code == 413


def test_the_schema_is_there_for_whoever_builds_the_other_side(client_of_nobody):
    answer = client_of_nobody.get("/api/transfer/v1/incident-transfer-1.schema.json")

    assert answer.json()["title"] == "Heed incident transfer, version 1"
    assert answer["Content-Type"] == "application/schema+json"


@pytest.fixture
def client_of_nobody(client):
    """Return a client that is not signed in and has no cookie: a machine."""
    client.handler.enforce_csrf_checks = True
    return client


@pytest.mark.parametrize(
    ("status", "body", "result", "words"),
    [
        (202, b'{"receipt": "r-1"}', Result.TAKEN, ""),
        (202, b"[1]", Result.TAKEN, ""),
        (400, b'{"error": "incident.type: Field required"}', Result.REFUSED, "incident.type: Field required"),
        (409, b"", Result.REFUSED, "another message under this number"),
        (503, b"<html>", Result.AGAIN, "closed for now"),
    ],
)
def test_what_a_partner_answers_to_a_message_of_ours(
    agency, incident, referred, letters, peer, status, body, result, words
):
    agency("Acacia Homes", protocol=Protocol.TRANSFER, address=peer.address)
    referred(incident, Endpoint.objects.get().agency)
    peer.answers.append((status, {"Content-Type": "application/json"}, body))

    answer = client.hand_over(Endpoint.objects.get(), letters()[0])

    assert (answer.result, answer.status) == (result, status)
    assert words in answer.words
    method, path, _, headers, sent = peer.got[0]
    assert (method, path, headers["Content-Type"]) == ("POST", "/k3y", "application/json")
    assert json.loads(sent) == letters()[0].content
