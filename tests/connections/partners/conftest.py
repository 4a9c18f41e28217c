"""A system of a partner that answers as it is told to, badly if need be, over real HTTP."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.flows.conftest import reported, ring, say
from tests.flows.exchange.conftest import agency, council, incident, letters, referred

__all__ = ["agency", "council", "incident", "letters", "referred", "reported", "ring", "say"]


class Peer:
    """Keeps what it was sent. answers: what it says next, as (status, headers, body) or a function of the handler."""

    def __init__(self) -> None:
        """Nothing came yet."""
        self.got, self.answers = [], []
        peer = self

        class Handler(BaseHTTPRequestHandler):
            """Takes one request, remembers it and answers."""

            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length).decode()
                parts = urlsplit(self.path)
                form = "urlencoded" in self.headers.get("Content-Type", "")
                fields = parse_qs(body if form else parts.query, keep_blank_values=True)
                said = {name: values[0] for name, values in fields.items()}
                peer.got.append((self.command, parts.path, said, dict(self.headers), body))
                told = peer.answers.pop(0) if peer.answers else (500, {}, b"")
                if callable(told):
                    told(self)
                    return
                status, headers, content = told
                self.send_response(status)
                for name, value in {"Content-Length": str(len(content)), "Connection": "close", **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = answer  # noqa: N815  the server's names

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()


@pytest.fixture
def peer():
    """Run a partner's system on this machine."""
    peer = Peer()
    yield peer
    peer.server.shutdown()
    peer.server.server_close()


def drip(handler) -> None:
    """Answer a byte now and then, for longer than anybody waits."""
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    try:
        for _ in range(100):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.05)
    except OSError:
        return


def break_off(handler) -> None:
    """Take the request, and say nothing."""
    handler.close_connection = True
    handler.connection.close()


def drip_head(handler) -> None:
    """Begin a head that never ends."""
    try:
        for _ in range(100):
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: " if _ == 0 else b"x")
            handler.wfile.flush()
            time.sleep(0.05)
    except OSError:
        return
