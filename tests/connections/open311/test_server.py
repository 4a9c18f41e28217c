"""Open311 as a server, as a council's FixMyStreet uses it (interop.md 3.3)."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.handlers.asgi import ASGIRequest
from django.utils import timezone
from tests.conftest import NOON
from tests.connections.open311.asking import BASE, REPORT, key, post, refusal, report, xml
from tests.partners import add_agency, council

from heed.config.logging import without_tokens
from heed.connections.open311.asked import asked_in_form
from heed.domain.agencies.services import make_key
from heed.domain.incidents.models import Incident
from heed.domain.incidents.online.models import OnlineReport
from heed.foundation.accounts.models import Force
from heed.foundation.accounts.terms import system
from heed.foundation.policy.packs import national

pytestmark = pytest.mark.django_db
__all__ = ["council", "key", "post", "report"]


def test_a_report_is_answered_with_its_number(post: Any) -> None:
    answer = post("requests.xml", REPORT)

    root = xml(answer)
    incident = Incident.objects.get()
    assert (answer.status_code, root.tag, root[0].tag) == (200, "service_requests", "request")
    assert root.findtext("request/service_request_id") == incident.reference
    assert root.find("request/token") is None
    assert "999" in (root.findtext("request/service_notice") or "")
    kept = incident.online_report
    assert (kept.words, kept.external_id) == (
        "Shouting and threats\n\nThey shout at my son every night.\nHe is frightened.",
        "1001",
    )
    assert (incident.channel, incident.opening_code) == ("web", "ASB_PERSONAL")
    assert incident.place
    assert incident.place.address == "14 Acacia Road, Mallow, ZZ1 1AA"
    assert sorted(incident.parties.values_list("role", "family_name")) == [("caller", "Hale"), ("victim", "Hale")]


def test_the_same_report_sent_again_gives_the_same_number_and_is_counted_once(report: Any) -> None:
    assert report() == report() == report(description="Written otherwise, under the same number")
    assert Incident.objects.count() == 1


@pytest.mark.parametrize("changes", [{}, {"description": "And again tonight"}])
def test_a_report_without_a_number_of_its_own_is_the_same_where_every_word_is(
    report: Any, changes: dict[str, str]
) -> None:
    nameless = {"attribute[fixmystreet_id]": ""}

    same = report(**nameless) == report(**nameless, **changes)

    assert same is not bool(changes)


def test_each_service_is_private_and_its_definition_says_what_is_asked(client: Any, force: Any) -> None:
    listed = xml(client.get(f"{BASE}services.xml"))
    as_json = client.get(f"{BASE}services.json", {"jurisdiction_id": "mal"}).json()

    assert [service.findtext("service_code") for service in listed] == [row["service_code"] for row in as_json]
    for service in as_json:
        assert "private" in service["keywords"].split(",")
        code = service["service_code"]
        definition = xml(client.get(f"{BASE}services/{code}.xml"))
        assert definition.findtext("service_code") == code
        orders = [int(found.findtext("order") or 0) for found in definition.findall("attributes/attribute")]
        assert orders == list(range(1, len(orders) + 1))
    automated = {
        found.findtext("code"): found.findtext("automated") for found in definition.findall("attributes/attribute")
    }
    assert (automated["fixmystreet_id"], automated["uprn"], automated["address"]) == (
        "server_set",
        "hidden_field",
        None,
    )


def test_discovery_names_the_endpoint_and_both_forms(client: Any, force: Any) -> None:
    root = xml(client.get(f"{BASE}discovery.xml"))

    assert root.findtext("endpoints/endpoint/url") == "http://testserver/open311/v2"
    assert [form.text for form in root.findall("endpoints/endpoint/formats/format")] == ["text/xml", "application/json"]
    assert client.get(f"{BASE}discovery.json").json()["endpoints"][0]["type"] == "production"


def test_nobody_without_a_key_is_told_of_any_report(client: Any, report: Any) -> None:
    number = report()

    assert client.get(f"{BASE}requests.json").json() == []
    assert client.get(f"{BASE}requests.json", {"service_request_id": number}).json() == []
    assert refusal(client.get(f"{BASE}requests/{number}.xml"))[0] == 404
    assert refusal(client.get(f"{BASE}servicerequestupdates.xml"))[0] == 403


def test_an_agency_sees_its_own_reports_and_no_other_agencys(client: Any, report: Any, key: str, force: Any) -> None:
    number = report()
    other = add_agency(force, now=NOON, name="Other Council")
    others_key = make_key(agency=other, actor=system("tests"), now=NOON)[1]

    mine = client.get(f"{BASE}requests.json", {"api_key": key}).json()
    assert [row["service_request_id"] for row in mine] == [number]
    assert (mine[0]["status"], mine[0]["lat"], mine[0]["long"]) == ("open", 52.2353, -0.8947)
    assert "Hale" not in str(mine)
    assert "example.org" not in str(mine)
    assert client.get(f"{BASE}requests.json", {"api_key": others_key}).json() == []
    assert client.get(f"{BASE}requests/{number}.json", {"api_key": others_key}).status_code == 404
    answer = client.post(
        f"{BASE}servicerequestupdates.json",
        {"api_key": others_key, "service_request_id": number, "status": "OPEN", "update_id": "1"},
    )
    assert answer.status_code == 404
    assert client.get(f"{BASE}requests/{number}.xml", {"api_key": key}).status_code == 200


@pytest.mark.parametrize(
    ("path", "form", "status", "says"),
    [
        ("requests.xml", {"api_key": ""}, 403, "api_key was not provided"),
        ("requests.xml", {"api_key": "wrong"}, 403, "not known"),
        ("requests.xml", {"service_code": ""}, 400, "service_code was not provided"),
        ("requests.xml", {"service_code": "potholes"}, 404, "service_code"),
        ("requests.xml", {"jurisdiction_id": "nowhere.example"}, 404, "jurisdiction_id"),
        ("requests.xml", {"lat": "", "attribute[address]": ""}, 400, "lat and long must both"),
        ("requests.xml", {"lat": "", "long": "", "attribute[address]": ""}, 400, "location"),
        ("requests.xml", {"lat": "nan"}, 400, "lat must be"),
        ("requests.xml", {"lat": "91"}, 400, "lat must be"),
        ("requests.xml", {"long": "1e999"}, 400, "long from"),
        ("requests.xml", {"attribute[affected]": "my cat"}, 400, "attribute[affected]"),
        ("requests.xml", {"description": "x" * 20_001}, 400, "20000"),
        ("requests.xml", {"attribute[fixmystreet_id]": "9" * 251}, 400, "250"),
        ("servicerequestupdates.xml", {"service_request_id": ""}, 400, "service_request_id"),
        ("servicerequestupdates.xml", {"service_request_id": "HD-26-9999999"}, 404, "created first"),
        ("servicerequestupdates.xml", {"service_request_id": "9" * 400}, 404, "service_request_id"),
        ("servicerequestupdates.xml", {"service_request_id": "²"}, 404, "service_request_id"),
    ],
)
def test_what_cannot_be_carried_out_is_refused_in_a_sentence(
    post: Any, path: str, form: dict[str, str], status: int, says: str
) -> None:
    answer = post(path, REPORT | {"status": "OPEN"} | form)

    found, sentence = refusal(answer)
    assert found == status
    assert says in sentence
    assert not Incident.objects.exists()


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"description=caf%E9&service_code=asb_noise", "application/x-www-form-urlencoded", 400),
        (b"description=caf\xe9", "application/x-www-form-urlencoded; charset=iso-8859-1", 400),
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded", 400),
        (b"a=1&" * 500, "application/x-www-form-urlencoded", 400),
        (b"description=" + b"a" * 2_000_000, "application/x-www-form-urlencoded", 413),
        (
            b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]><l>&b;</l>',
            "text/xml",
            400,
        ),
        (b'{"service_code": "asb_noise"}', "application/json", 400),
        (b"no boundary", "multipart/form-data", 400),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x", 403),
        (
            b'--x\r\nContent-Disposition: form-data; name="description"\r\n\r\ncaf\xe9\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
            400,
        ),
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_breaks(
    client: Any, force: Any, body: bytes, content_type: str, status: int
) -> None:
    answer = client.generic("POST", f"{BASE}requests.xml", body, content_type=content_type)

    assert refusal(answer)[0] == status


def test_text_of_every_kind_is_kept_and_comes_back_as_well_formed_xml(client: Any, report: Any, key: str) -> None:
    words = "Zo\u00eb \U0001f622 <b>&amp;</b> ]]> \u202eabc \x00\x0b\ufffe \u0645\u0631\u062d\u0628\u0627"
    number = report(description=words, first_name="Zo\u00eb\x00", last_name="O'Hale <x>")

    root = xml(client.get(f"{BASE}requests/{number}.xml", {"api_key": key}))

    assert (root.findtext("request/description") or "").startswith("Zo\u00eb \U0001f622 <b>&amp;</b> ]]> \u202eabc")
    assert OnlineReport.objects.get().given_name == "Zo\u00eb"


def test_a_wrong_key_is_told_to_wait_after_many_tries_and_a_right_one_still_gets_through(
    client: Any, post: Any
) -> None:
    most = national().open311.wrong_keys.value.most
    for number in range(most):
        assert client.get(f"{BASE}servicerequestupdates.xml", {"api_key": f"guess {number}"}).status_code == 403

    answer = client.get(f"{BASE}servicerequestupdates.xml", {"api_key": "one more"})

    assert refusal(answer)[0] == 429
    assert int(answer["Retry-After"]) == 600
    assert post("requests.xml", REPORT).status_code == 200


def test_a_date_needs_a_zone_and_a_window_an_order(client: Any, key: str) -> None:
    def asked(**window: str) -> int:
        return int(client.get(f"{BASE}requests.xml", {"api_key": key} | window).status_code)

    assert asked(start_date="2026-11-20T12:00:00Z", end_date="2026-11-21T12:00:00+01:00") == 200
    assert asked(start_date="2026-11-20", end_date="2026-11-20") == 200
    assert asked(start_date="2026-11-20T12:00:00") == 400
    assert asked(start_date="yesterday") == 400
    assert asked(start_date="2026-11-21T12:00:00Z", end_date="2026-11-20T12:00:00Z") == 400
    assert asked(start_date="2026-01-01T00:00:00Z", end_date="2026-11-20T12:00:00Z") == 400
    assert asked(end_date="0001-01-01T00:00:00Z") == 400
    assert asked(start_date="9999-12-31T23:59:59.999999Z") == 400
    assert asked(end_date="2026-11-20T12:00:00 01:00") == 200
    assert asked(status="shut") == 400


def test_requests_are_chosen_by_number_time_state_and_service(client: Any, report: Any, key: str) -> None:
    first = report()
    second = report(**{"attribute[fixmystreet_id]": "1002", "service_code": "asb_noise"})
    Incident.objects.filter(online_report__external_id="1002").update(closed_at=timezone.now())
    tomorrow = (timezone.now() + timedelta(days=1)).isoformat()

    def numbers(**asked: str) -> list[str]:
        rows = client.get(f"{BASE}requests.json", {"api_key": key} | asked).json()
        return sorted(row["service_request_id"] for row in rows)

    assert numbers() == [first, second]
    assert numbers(status="closed") == [second]
    assert numbers(status="open,closed") == [first, second]
    assert numbers(service_code="asb_targeted,nonsense") == [first]
    assert numbers(service_request_id=f"{second},HD-26-9999999,nonsense", status="open") == [second]
    assert numbers(start_date=tomorrow) == []


def test_a_token_stands_for_a_number_and_a_service_may_answer_with_one(client: Any, report: Any) -> None:
    number = report()
    token = OnlineReport.objects.get().token

    root = xml(client.get(f"{BASE}tokens/{token}.xml"))

    assert root.findtext("request/service_request_id") == number
    assert root.findtext("request/token") == str(token)
    assert refusal(client.get(f"{BASE}tokens/nonsense.xml"))[0] == 404


def test_several_forces_need_a_jurisdiction_and_a_key_is_of_one(
    client: Any, post: Any, key: str, settings: Any
) -> None:
    Force.objects.create(code="OTH", name="Othershire Police")
    settings.HEED_OPEN311_JURISDICTIONS = {"mallow.police.example": "MAL"}

    assert refusal(client.get(f"{BASE}services.xml"))[0] == 400
    assert client.get(f"{BASE}services.xml", {"jurisdiction_id": "mallow.police.example"}).status_code == 200
    assert client.get(f"{BASE}requests.xml", {"api_key": key}).status_code == 200
    assert refusal(post("requests.xml", REPORT | {"jurisdiction_id": "OTH"}))[0] == 403
    assert post("requests.xml", REPORT | {"jurisdiction_id": ""}).status_code == 200


def test_every_other_method_and_address_is_answered_in_the_form_that_was_asked_for(client: Any, force: Any) -> None:
    answer = client.put(f"{BASE}requests.json")
    assert (answer.status_code, answer["Allow"], answer.json()[0]["code"]) == (405, "GET, POST", 405)
    assert refusal(client.delete(f"{BASE}services.xml"))[0] == 405
    assert refusal(client.get(f"{BASE}nothing/here"))[0] == 404
    assert client.get(f"{BASE}nothing.json").json()[0]["code"] == 404
    assert client.head(f"{BASE}services.xml").status_code == 200


def test_the_dash_that_fixmystreet_writes_for_a_last_name_is_no_name(post: Any, report: Any) -> None:
    number = report(first_name="Ann", last_name="-")
    update = {"service_request_id": number, "update_id": "5", "status": "OPEN", "first_name": "Ann", "last_name": "-"}

    assert post("servicerequestupdates.json", update).status_code == 200
    kept = OnlineReport.objects.get()
    assert (kept.given_name, kept.family_name, kept.updates.get().family_name) == ("Ann", "", "")
    assert {party.family_name for party in kept.incident.parties.all()} == {""}


def test_a_number_of_thousands_of_digits_is_one_that_is_not_known(client: Any, report: Any, key: str) -> None:
    report()

    assert refusal(client.get(f"{BASE}requests/{'9' * 5000}.xml", {"api_key": key}))[0] == 404
    assert client.get(f"{BASE}requests.json", {"api_key": key, "service_request_id": "9" * 5000}).json() == []


@pytest.mark.parametrize("path", ["/services.xml", "services.xml/", "//services.xml", "/services/asb_noise.xml"])
def test_a_slash_too_many_is_passed_over(client: Any, force: Any, path: str) -> None:
    answer = client.get(BASE + path)

    assert (answer.status_code, xml(answer).tag) in [(200, "services"), (200, "service_definition")]
    assert refusal(client.get(f"{BASE}/nothing//here"))[0] == 404
    assert refusal(client.get(f"{BASE}//"))[0] == 404
    assert client.put(f"{BASE}/requests.json").status_code == 405


def test_a_report_is_taken_under_an_address_with_a_slash_too_many(post: Any) -> None:
    assert post("/requests.json", REPORT).status_code == 200


def test_a_form_that_is_sent_in_pieces_is_read_whole() -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="api_key"\r\n\r\nabc\r\n--x--\r\n'
    headers = [(b"content-type", b"multipart/form-data; boundary=x"), (b"transfer-encoding", b"chunked")]
    scope = {"type": "http", "method": "POST", "path": f"{BASE}requests.xml", "headers": headers}

    asked = asked_in_form(ASGIRequest(scope, BytesIO(body)))

    assert asked.line("api_key") == "abc"


def test_a_key_stands_in_no_log() -> None:
    event = {"request": "GET /open311/v2/requests.xml?api_key=s3cret&x=1", "path": "/open311/v2/tokens/abc-def.xml"}
    cleaned = without_tokens(None, "", event)

    assert "s3cret" not in str(cleaned)
    assert "abc-def" not in str(cleaned)
    assert re.search(r"x=1", str(cleaned))
