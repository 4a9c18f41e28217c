"""What a partner's system can answer, and what it cannot make of us."""

import re
import socket
import time
from pathlib import Path

import pytest
from tests.connections.partners.conftest import break_off, drip, drip_head

import heed
from heed.connections import outward
from heed.connections.outward import Limits, NotAllowed, NotAnswered

SOON = Limits(connect=1, answer=0.4, largest=2000)


def ask(url, *, base=None, limits=SOON):
    return outward.ask("POST", url, base=base or url, limits=limits, fields={"words": "für Jean"})


def test_one_request_comes_back_with_one_answer(peer):
    peer.answers.append((200, {"Content-Type": "text/xml"}, b"<ok/>"))

    reply = ask(peer.address)

    assert (reply.status, reply.content_type, reply.body) == (200, "text/xml", b"<ok/>")
    (method, path, said, headers, _) = peer.got[0]
    assert (method, path, said) == ("POST", "/", {"words": "für Jean"})
    assert headers["Host"] == peer.address.removeprefix("http://").rstrip("/")


def test_a_redirect_is_an_answer_and_is_not_followed(peer):
    peer.answers.append((302, {"Location": f"{peer.address}elsewhere"}, b""))

    assert ask(peer.address).status == 302
    assert len(peer.got) == 1


@pytest.mark.parametrize("slowly", [drip, drip_head])
def test_an_answer_that_trickles_in_is_cut_off_when_the_time_is_over(peer, slowly):
    peer.answers.append(slowly)
    began = time.monotonic()

    with pytest.raises(NotAnswered, match="within the time") as error:
        ask(peer.address)

    assert error.value.sent
    assert error.value.silent
    assert time.monotonic() - began < 5


def test_an_answer_that_is_too_long_is_not_read_to_its_end(peer):
    peer.answers.append((200, {}, b"x" * 100_000))

    with pytest.raises(NotAnswered, match="longer than any answer"):
        ask(peer.address)


def test_what_broke_off_may_have_arrived_and_what_never_connected_has_not(peer):
    peer.answers.append(break_off)
    with pytest.raises(NotAnswered) as broken:
        ask(peer.address)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        with pytest.raises(NotAnswered) as away:
            ask(f"http://127.0.0.1:{free.getsockname()[1]}/")

    assert (broken.value.sent, broken.value.silent) == (True, False)
    assert (away.value.sent, away.value.silent) == (False, True)


def test_an_answer_packed_to_burst_is_not_unpacked(peer):
    import gzip

    bomb = gzip.compress(b"0" * 1_000_000)
    assert len(bomb) < SOON.largest
    peer.answers.append((200, {"Content-Encoding": "gzip"}, bomb))

    assert ask(peer.address).body == bomb
    assert peer.got[0][3]["Accept-Encoding"] == "identity"


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://example.org/", "must begin with https"),
        ("https://169.254.169.254/", "leads to no partner"),
        ("https://[::ffff:169.254.169.254]/", "leads to no partner"),
        ("https://0.0.0.0/", "leads back to this machine"),
        ("https://224.0.0.1/", "leads to no partner"),
    ],
)
def test_nothing_is_sent_where_no_partner_can_be(address, why):
    with pytest.raises(NotAllowed, match=why):
        ask(address)


@pytest.mark.parametrize(
    ("number", "why"), [("127.0.0.1", "back to this machine"), ("::1", "back"), ("169.254.1.1", "no partner")]
)
def test_a_name_that_leads_back_into_our_own_network_is_not_followed(monkeypatch, number, why):
    family = socket.AF_INET6 if ":" in number else socket.AF_INET
    found = [(family, socket.SOCK_STREAM, 6, "", (number, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)

    with pytest.raises(NotAllowed, match=why):
        ask("https://partner.example/")


def test_an_address_beside_the_one_that_was_set_is_not_asked(peer):
    with pytest.raises(NotAllowed, match="not under the one"):
        ask(f"{peer.address}b/", base=f"{peer.address}a/")


def test_a_proxy_of_the_environment_sees_nothing(peer, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    peer.answers.append((200, {}, b"ok"))

    assert ask(peer.address).body == b"ok"


def test_nothing_but_the_guarded_way_speaks_to_other_systems():
    source = Path(heed.__file__).parent
    wild = re.compile(
        r"^\s*(?:import|from) (?:httpx|requests|urllib3|aiohttp|urllib\.request|http\.client)\b", re.MULTILINE
    )
    # Commands and the simulation ring at a Heed, their own: nothing of anybody's goes out by them.
    rooms = (*(source / name for name in ("foundation", "domain", "flows", "desks", "connections", "backrecord")),)
    paths = [path for room in rooms for path in room.rglob("*.py")]
    found = {str(path.relative_to(source)) for path in paths if wild.search(path.read_text("utf-8"))}

    assert found == {"connections/outward.py"}
