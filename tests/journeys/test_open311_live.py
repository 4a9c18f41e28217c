"""
The Open311 server as it runs: asked by a client that knows its description alone, and sent the same again while it works.

The requests are made from what the server says of itself, in ways that nobody thought of (schemathesis).
"""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

REPORT = {
    "jurisdiction_id": "MAL",
    "service_code": "asb_targeted",
    "description": "They shout at my son every night",
    "lat": "52.2353",
    "long": "-0.8947",
    "first_name": "Margaret",
    "last_name": "Hale",
    "email": "margaret.hale@example.org",
    "attribute[fixmystreet_id]": "1001",
}
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
FEW = settings(
    max_examples=6,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def key(heed: Any) -> str:
    """Return the key of a council that is added as whoever sets Heed up adds one."""
    added = heed.run("agency", "add", "Mallow Council", "--api-key", "--json").stdout
    return str(json.loads(added)["api_key"])


def test_nothing_that_the_description_allows_or_forbids_breaks_the_server(heed: Any, key: str) -> None:
    base = f"{heed.url}/open311/v2"
    described = schemathesis.openapi.from_dict(httpx.get(f"{base}/openapi.json").json())
    asked: list[tuple[str, int]] = []

    def ask(operation: Any, mode: GenerationMode) -> Callable[[], None]:
        @FEW
        @given(case=operation.as_strategy(generation_mode=mode))
        def one(case: Any) -> None:
            if isinstance(case.body, dict):
                case.body["api_key"] = key
            if case.query and "api_key" in case.query:
                case.query["api_key"] = key
            answer = case.call(base_url=base, timeout=20)
            asked.append((operation.label, answer.status_code))
            case.validate_response(answer, checks=CHECKS)

        return one

    for found in described.get_all_operations():
        operation = found.ok()
        for mode in GenerationMode if operation.label.startswith("POST") else (GenerationMode.POSITIVE,):
            ask(operation, mode)()

    assert {label for label, _ in asked} == {found.ok().label for found in described.get_all_operations()}
    assert ("POST /requests.{form}", 200) in asked


def test_the_same_report_sent_eight_times_at_once_is_one_incident(heed: Any, key: str) -> None:
    def send(_: int) -> str:
        answer = httpx.post(f"{heed.url}/open311/v2/requests.json", data=REPORT | {"api_key": key}, timeout=30)
        return str(answer.json()[0]["service_request_id"])

    with ThreadPoolExecutor(8) as pool:
        numbers = set(pool.map(send, range(8)))

    assert len(numbers) == 1
    assert heed.query("SELECT count(*) FROM incidents_onlinereport WHERE external_id = '1001'") == [(1,)]


def test_a_picture_of_20_mb_loses_no_report_and_a_form_of_a_gigabyte_is_refused_unread(heed: Any, key: str) -> None:
    url = f"{heed.url}/open311/v2/requests.xml"
    big = {"photo1": ("door.jpg", b"\xff\xd8\xff" + b"x" * 20_000_000, "image/jpeg")}
    answer = httpx.post(url, data=REPORT | {"api_key": key, "attribute[fixmystreet_id]": "1002"}, files=big, timeout=60)
    assert (answer.status_code, b"service_request_id" in answer.content) == (200, True)

    unread = HTTPConnection("127.0.0.1", heed.port, timeout=20)
    head = {"Content-Type": "multipart/form-data; boundary=x", "Content-Length": str(2**30)}
    unread.request("POST", "/open311/v2/requests.xml", headers=head)
    refused = unread.getresponse()
    assert (refused.status, b"<code>413</code>" in refused.read()) == (413, True)
    unread.close()


def test_no_key_stands_in_the_log(heed: Any, key: str) -> None:
    httpx.get(f"{heed.url}/open311/v2/requests.json", params={"api_key": key})
    httpx.get(f"{heed.url}/open311/v2/requests.json", params={"api_key": "a-wrong-key-of-somebodys"})

    words = (heed.data_dir / "serve.log").read_text()
    assert "open311" in words
    assert key not in words
    assert "a-wrong-key-of-somebodys" not in words
