"""
Asks systems of partners over HTTP, so that none of them can do harm by how it answers.

One request, one answer: to the address that was set and to no other (no redirect, no proxy of the environment, no name that
leads back into our own network), encrypted, with a time after which it is over whatever trickles in, and a length after which
nothing more is read.
"""

import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from ipaddress import ip_address
from threading import Timer
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from heed.domain.exchange.rules import is_this_machine, why_not_address, why_not_number

AGENT = "Heed"
SHORT = 65_536
"""Bytes of an answer that are read at once."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds that connecting and the whole request may take, and bytes that are read of an answer."""

    connect: float
    answer: float
    largest: int


@dataclass(frozen=True, slots=True)
class Reply:
    """What a partner's system answered. wait: how long it asks us to wait (Retry-After)."""

    status: int
    content_type: str
    body: bytes
    wait: timedelta | None = None


class NotAnswered(Exception):
    """
    No whole answer came; the message says why, for a supervisor.

    sent: whether the request may have arrived. silent: whether the system could not be reached at all.
    """

    def __init__(self, why: str, *, sent: bool, silent: bool) -> None:
        """Keep why."""
        super().__init__(why)
        self.sent, self.silent = sent, silent


class NotAllowed(Exception):
    """Nothing is sent to this address; the message says why."""


def ask(
    method: str,
    url: str,
    *,
    limits: Limits,
    base: str,
    fields: Mapping[str, str] | None = None,
    query: Mapping[str, str] | None = None,
    content: bytes | None = None,
    content_type: str = "",
) -> Reply:
    """
    Ask once. base: the address that was set, by which the request is judged; url begins with it.

    Raises NotAnswered, NotAllowed.
    """
    if why := why_not_address(base, without_tls=settings.HEED_PARTNERS_WITHOUT_TLS):
        raise NotAllowed(why)
    if not url.startswith(base):
        raise NotAllowed("The address is not under the one that was set")
    wire = _Wire()
    watch = Timer(limits.answer, wire.cut)
    watch.daemon = True
    until = time.monotonic() + limits.answer
    try:
        target, host = _to_number(url)
        headers = {"Host": host, "User-Agent": AGENT, "Accept-Encoding": "identity"}
        if content_type:
            headers["Content-Type"] = content_type
        watch.start()
        with _client(limits) as client:
            request = client.build_request(
                method, target, headers=headers, data=dict(fields) if fields is not None else None, content=content,
                params=dict(query) if query else None,
                extensions={"sni_hostname": urlsplit(url).hostname, "trace": wire.trace},
            )  # fmt: skip
            answer = client.send(request, stream=True)
            try:
                return Reply(
                    status=answer.status_code,
                    content_type=answer.headers.get("Content-Type", ""),
                    body=_read(answer, most=limits.largest, until=until),
                    wait=_wait(answer.headers.get("Retry-After", "")),
                )
            finally:
                answer.close()
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        raise NotAnswered(_connecting(error), sent=False, silent=True) from error
    except httpx.UnsupportedProtocol as error:
        raise NotAllowed("Heed speaks to partners by http and https alone") from error
    except (httpx.HTTPError, OSError, ssl.SSLError) as error:
        why = "No whole answer within the time" if wire.was_cut else "The connection broke off before the answer came"
        raise NotAnswered(why, sent=True, silent=wire.was_cut) from error
    finally:
        watch.cancel()


class _Wire:
    """The socket of one request, so that it can be cut when the time is over, whatever trickles in."""

    def __init__(self) -> None:
        """Nothing is connected yet."""
        self.socket: socket.socket | None = None
        self.was_cut = False

    def trace(self, name: str, found: Mapping[str, Any]) -> None:
        """Remember the socket when there is one (httpcore's trace extension)."""
        if name in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self.socket = found["return_value"].get_extra_info("socket")

    def cut(self) -> None:
        """End the connection under whoever reads from it."""
        self.was_cut = True
        if self.socket is not None:
            with suppress(OSError):
                # On the bare socket: through TLS it would wait for the other side.
                socket.socket.shutdown(self.socket, socket.SHUT_RDWR)


@contextmanager
def _client(limits: Limits) -> Iterator[httpx.Client]:
    """Return a client for one request: it follows nowhere, keeps no cookies, and reads nothing of the environment."""
    time_out = httpx.Timeout(limits.answer, connect=limits.connect)
    with httpx.Client(verify=_trusted(), trust_env=False, follow_redirects=False, timeout=time_out) as client:
        yield client


@cache
def _trusted() -> ssl.SSLContext:
    """Return whom this machine trusts: its own store, where a force keeps the authorities of government networks."""
    return ssl.create_default_context()


def _to_number(url: str) -> tuple[str, str]:
    """
    Return the address with the host as a number that may be spoken to, and the host as it is called.

    Asked once and used as answered: a name that leads somewhere else a moment later leads nowhere.
    Raises NotAllowed, NotAnswered.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotAnswered(
            "The name of the partner's system is not known on the network", sent=False, silent=True
        ) from error
    numbers = [ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    if not is_this_machine(host):
        for number in numbers:
            if why := why_not_number(number):
                raise NotAllowed(why)
    # Where a name has numbers of both kinds, the older kind is there in more networks.
    number = min(numbers, key=lambda one: one.version)
    written = f"[{number}]" if number.version == 6 else str(number)  # noqa: PLR2004  IPv6
    named = f"[{host}]" if ":" in host else host
    own_port = f":{parts.port}" if parts.port else ""
    return parts._replace(netloc=f"{written}:{port}").geturl(), f"{named}{own_port}"


def _read(answer: httpx.Response, *, most: int, until: float) -> bytes:
    """Read an answer up to a length and a moment. Raises NotAnswered beyond either."""
    body = b""
    for part in answer.iter_raw(SHORT):
        body += part
        if len(body) > most:
            raise NotAnswered("The answer is longer than any answer may be", sent=True, silent=False)
        if time.monotonic() > until:
            raise NotAnswered("No whole answer within the time", sent=True, silent=True)
    return body


def _wait(said: str) -> timedelta | None:
    """Read Retry-After in seconds; a date is not worth trusting another machine's clock for."""
    return timedelta(seconds=int(said)) if said.isascii() and said.isdigit() and len(said) < 7 else None  # noqa: PLR2004


def _connecting(error: Exception) -> str:
    """Say why no connection came about."""
    if "CERTIFICATE" in str(error).upper():
        return "The partner's system does not prove that it is itself: its certificate is not trusted here"
    if isinstance(error, httpx.ConnectTimeout):
        return "The partner's system does not answer: no connection within the time"
    return "The partner's system cannot be reached"
