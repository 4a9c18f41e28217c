"""A telephone exchange that posts events over HTTP, on one connection that stays open."""

import http.client
import json
import time
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

TIMEOUT_SECONDS = 10
PAUSES = (0.5, 1.0, 2.0)
"""Seconds before an event is sent again that Heed could not take just then."""


class Refused(Exception):
    """Heed did not take an event; the message says what it answered."""


class Exchange:
    """Posts events to the endpoint that docs/telephony.md describes."""

    def __init__(self, url: str, token: str) -> None:
        """url: where Heed is, for example http://127.0.0.1:8000. Raises ValueError when it is no http address."""
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            message = f"the address must look like http://127.0.0.1:8000, not {url}"
            raise ValueError(message)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self._connection = kind(parts.hostname, parts.port, timeout=TIMEOUT_SECONDS)
        self._path = f"{parts.path.rstrip('/')}/api/cti/v1/{token}"

    def __enter__(self) -> Self:
        """Return itself; the first event opens the connection."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connection."""
        self._connection.close()

    def post(self, event: dict[str, Any]) -> str:
        """Post one event; return the id of the call it is about. Raises Refused, or OSError when nobody listens."""
        body = json.dumps(event).encode()
        status, answer = self._send_again_if_cut(body)
        for pause in PAUSES:
            # "Send it again": the database was away, for instance.
            if status != http.client.SERVICE_UNAVAILABLE:
                break
            time.sleep(pause)
            status, answer = self._send_again_if_cut(body)
        if status != http.client.ACCEPTED:
            message = f"Heed answered {status} to {event['event']}: {answer[:200].decode('utf-8', 'replace')}"
            raise Refused(message)
        return str(json.loads(answer)["call"])

    def _send_again_if_cut(self, body: bytes) -> tuple[int, bytes]:
        """Send, twice when need be: a server may close an idle connection; the same event twice is kept once."""
        try:
            return self._send(body)
        except (http.client.HTTPException, ConnectionResetError, BrokenPipeError):
            self._connection.close()
            return self._send(body)

    def _send(self, body: bytes) -> tuple[int, bytes]:
        self._connection.request(
            "POST", self._path, body=body, headers={"Content-Type": "application/json", "Connection": "keep-alive"}
        )
        response = self._connection.getresponse()
        return response.status, response.read()
