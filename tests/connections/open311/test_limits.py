"""A request that only turns out to be too long, before Django has the whole of it."""

from typing import Any

import pytest
from asgiref.sync import async_to_sync
from defusedxml.ElementTree import fromstring

from heed.connections.open311 import limits


async def _gives_up(scope: Any, receive: Any, send: Any) -> None:
    """Read to the end as Django does: it says nothing to whoever is gone."""
    del scope, send
    while (part := await receive())["type"] != "http.disconnect" and part["more_body"]:
        pass


async def _answers(scope: Any, receive: Any, send: Any) -> None:
    await _gives_up(scope, receive, send)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})


@pytest.mark.parametrize(
    ("pages", "pieces", "statuses"), [(_gives_up, 7, [413]), (_answers, 7, [200]), (_answers, 2, [200])]
)
def test_a_form_in_pieces_that_has_no_end_is_broken_off_and_answered(
    monkeypatch: pytest.MonkeyPatch, pages: Any, pieces: int, statuses: list[int]
) -> None:
    monkeypatch.setattr(limits, "LONGEST_BODY", 50)
    parts = [{"type": "http.request", "body": b"x" * 10, "more_body": left > 0} for left in reversed(range(pieces))]
    sent: list[dict[str, Any]] = []

    async def receive() -> Any:
        return parts.pop(0)

    async def send(part: Any) -> None:
        sent.append(part)

    scope = {"type": "http", "path": "/open311/v2/requests.xml", "headers": []}
    async_to_sync(limits.within)(pages, scope, receive, send)

    assert [part["status"] for part in sent if part["type"] == "http.response.start"] == statuses
    if statuses == [413]:
        assert fromstring(sent[1]["body"]).findtext("error/code") == "413"
