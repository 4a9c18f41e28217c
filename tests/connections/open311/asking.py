"""A council's system that reports to the police by Open311: what it sends, and its key."""

from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from tests.conftest import NOON

from heed.domain.agencies.services import make_key
from heed.foundation.accounts.terms import system

BASE = "/open311/v2/"
FIXMYSTREET = (
    "title: Shouting and threats\r\n\r\ndetail: They shout at my son every night.\r\nHe is frightened.\r\n\r\n"
    "url: https://fixmystreet.example/report/1001\r\n\r\nSubmitted via FixMyStreet\r\n"
)
REPORT = {
    "service_code": "asb_targeted",
    "description": FIXMYSTREET,
    "lat": "52.235300",
    "long": "-0.894700",
    "first_name": "Margaret",
    "last_name": "Hale",
    "email": "margaret.hale@example.org",
    "attribute[fixmystreet_id]": "1001",
    "attribute[address]": "14 Acacia Road, Mallow, ZZ1 1AA",
    "attribute[affected]": "me",
}


@pytest.fixture
def key(council: Any) -> str:
    """Return the key of the council's system."""
    return make_key(agency=council, actor=system("tests"), now=NOON)[1]


@pytest.fixture
def post(client: Any, key: str) -> Callable[..., Any]:
    """Return what posts a form as the council's system: `post("requests.xml", REPORT)`."""

    def send(path: str, form: dict[str, Any], **more: Any) -> Any:
        return client.post(BASE + path, {"api_key": key, "jurisdiction_id": "MAL"} | form, **more)

    return send


@pytest.fixture
def report(post: Callable[..., Any]) -> Callable[..., str]:
    """Return what reports something and gives the number that came back."""

    def send(**changes: Any) -> str:
        answer = post("requests.json", REPORT | changes)
        assert answer.status_code == 200, answer.content
        return str(answer.json()[0]["service_request_id"])

    return send


def xml(answer: Any) -> Element:
    """Read an answer of our own as XML, declaration and all."""
    assert answer.content.startswith(b'<?xml version="1.0" encoding="utf-8"?>'), answer.content[:80]
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    parsed: Element = fromstring(answer.content)
    return parsed


def refusal(answer: Any) -> tuple[int, str]:
    """Return the status and the sentence of an error in XML, and hold the two codes to be one."""
    root = xml(answer)
    assert root.tag == "errors"
    assert [child.tag for child in root[0]] == ["code", "description"]
    assert root.findtext("error/code") == str(answer.status_code)
    return answer.status_code, root.findtext("error/description") or ""
