"""A real mail server, and a peer that speaks as GOV.UK Notify does."""

import json
import socket
import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlparse

import jwt
import pytest
from aiosmtpd.controller import Controller
from tests.desks.conftest import trail
from tests.domain.contact.conftest import jean, merge, note, person, text
from tests.flows.conftest import REPORT, reported, ring, say

from heed.connections.messages.notify import Notify
from heed.connections.messages.providers import providers
from heed.connections.messages.smtp import Smtp

__all__ = ["REPORT", "jean", "merge", "note", "person", "reported", "ring", "say", "text", "trail"]

SERVICE, SECRET = str(uuid.UUID(int=1)), str(uuid.UUID(int=2))
KEY = f"heed_test-{SERVICE}-{SECRET}"


class Mailbox:
    """Takes mail, and answers as it is told to. Its methods' names are aiosmtpd's."""

    def __init__(self) -> None:
        """Nothing came yet, and everything is welcome."""
        self.taken, self.rcpt, self.data, self.break_off = [], "250 OK", "250 OK", False

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):  # noqa: N802
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.data.startswith("250"):
            self.taken.append((envelope.rcpt_tos, envelope.content.decode()))
        if self.break_off:
            server.transport.abort()
        return self.data


@pytest.fixture
def mailbox():
    """Return a mail server on this machine; `mailbox.smtp` sends to it."""
    box = Mailbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        box.port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=box.port)
    server.start()
    box.smtp = Smtp("127.0.0.1", box.port, "none", "", "", "The team <team@example.org>")
    yield box
    server.stop()


class Peer(ThreadingHTTPServer):
    """What Notify's API answers, as far as we use it. Every request must be signed with the key's own secret."""

    def __init__(self) -> None:
        """Nothing was taken; answer 201, and say that what was taken is on its way."""
        super().__init__(("127.0.0.1", 0), Api)
        self.taken, self.answer, self.status, self.hang_up = [], 201, "sending", False


class Api(BaseHTTPRequestHandler):
    """One request."""

    server: Peer

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if not self.signed():
            return self.reply(403, {"errors": [{"error": "AuthError", "message": "Invalid token"}]})
        if self.server.answer != 201:
            wrong = {"error": "ValidationError", "message": f"{body.get('phone_number')} is wrong"}
            return self.reply(self.server.answer, {"status_code": self.server.answer, "errors": [wrong]})
        made = {"id": str(uuid.uuid4()), **body, "path": self.path}
        self.server.taken.append(made)
        if self.server.hang_up:
            return self.connection.close()
        return self.reply(201, made)

    def do_GET(self):
        if not self.signed():
            return self.reply(403, {"errors": [{"error": "AuthError", "message": "Invalid token"}]})
        if self.server.answer == 500:
            return self.reply(500, {})
        (wanted,) = parse_qs(urlparse(self.path).query)["reference"]
        found = [one | {"status": self.server.status} for one in self.server.taken if one["reference"] == wanted]
        return self.reply(200, {"notifications": found, "links": {}})

    def signed(self):
        """Say whether the token is the service's, made with its secret."""
        try:
            token = self.headers["Authorization"].removeprefix("Bearer ")
            return jwt.decode(token, SECRET, algorithms=["HS256"], options={"verify_aud": False})["iss"] == SERVICE
        except (jwt.PyJWTError, KeyError):
            return False

    def reply(self, code, body):
        """Answer with JSON."""
        raw = json.dumps(body).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def peer():
    """Return the peer; `peer.notify` sends to it."""
    server = Peer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    server.notify = Notify(KEY, f"http://127.0.0.1:{server.server_port}", {"text": "t-text", "email": "t-mail"})
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def set_up(settings):
    """Return what an administrator sets: `set_up(mailbox, peer)`; what is not given is not set up."""

    def set_up(*, mailbox=None, peer=None):
        settings.HEED_SMTP_HOST = "127.0.0.1" if mailbox else ""
        settings.HEED_SMTP_TLS, settings.HEED_SMTP_FROM = "none", "The team <team@example.org>"
        settings.HEED_SMTP_PORT = mailbox.port if mailbox else 25
        settings.HEED_NOTIFY_KEY = KEY if peer else ""
        settings.HEED_NOTIFY_URL = f"http://127.0.0.1:{peer.server_port}" if peer else ""
        settings.HEED_NOTIFY_TEMPLATES = {"text": "t-text", "email": "t-mail"}
        providers.cache_clear()

    yield set_up
    providers.cache_clear()
