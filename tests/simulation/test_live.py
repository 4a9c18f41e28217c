"""Live calls: every way a call can come about, posted as an exchange would, with the truth written down."""

import json
import uuid
from collections.abc import Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from threading import Thread
from typing import Any, ClassVar

import pytest
from tests.simulation.test_world import UNTIL

from heed.simulation import drama, loading
from heed.simulation.choosing import WEIGHTS, Choosing
from heed.simulation.exchange import Exchange, Refused
from heed.simulation.live import Callers, ring_on
from heed.simulation.models import SimulatedCall, SimulatedForce
from heed.simulation.terms import Scenario
from heed.simulation.world import Order

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(db: None, noon: datetime) -> SimulatedForce:
    return loading.load(Order(people=1_500, years=2, seed=2, until=UNTIL, incidents=700), now=noon)


class Heard(BaseHTTPRequestHandler):
    """A listener that answers as Heed does; the real endpoint is rung in tests/journeys."""

    protocol_version = "HTTP/1.1"
    events: ClassVar[list[dict[str, Any]]] = []
    ids: ClassVar[dict[str, str]] = {}

    def do_POST(self) -> None:
        event = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if not self.path.endswith("/good"):
            self.answer(404, {"error": "this token is not known here"})
            return
        self.events.append(event)
        self.answer(202, {"call": self.ids.setdefault(event["callId"], str(uuid.uuid4()))})

    def answer(self, status: int, body: dict[str, str]) -> None:
        written = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(written)))
        self.end_headers()
        self.wfile.write(written)

    def log_message(self, *args: Any) -> None:
        """Stay quiet."""


@pytest.fixture
def listener() -> Iterator[str]:
    Heard.events.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Heard)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_every_scenario_turns_up_live(made: SimulatedForce, noon: datetime) -> None:
    choosing = Choosing(Random(1), made, now=noon)

    assert {choosing.next().scenario for _ in range(600)} == set(Scenario) == set(WEIGHTS)


def test_a_live_call_is_what_its_label_says(made: SimulatedForce, noon: datetime) -> None:
    choosing = Choosing(Random(2), made, now=noon)
    for _ in range(400):
        call = choosing.next()
        assert drama.is_drama(call.e164)
        match call.scenario:
            case Scenario.OWN_NUMBER:
                assert call.e164 == call.caller.mobile
                assert call.caller.known
            case Scenario.SHARED_LANDLINE:
                assert call.e164 == call.caller.landline
            case Scenario.NEW_CALLER:
                assert not call.caller.known
                assert not call.household_known
            case Scenario.NEW_CALLER_KNOWN_HOUSEHOLD:
                assert not call.caller.known
                assert call.household_known
            case Scenario.THIRD_PARTY:
                assert call.caller.household not in {victim.household for victim in call.victims}
            case Scenario.MOVED_HOUSE:
                assert call.caller.earlier_address
                assert call.caller.moved_on
            case Scenario.SILENT | Scenario.ABANDONED:
                assert call.script == ()


def test_a_call_rings_and_hangs_up_and_the_truth_has_the_id_that_came_back(
    made: SimulatedForce, noon: datetime, listener: str
) -> None:
    rng = Random(3)
    with Exchange(listener, "good") as exchange:
        callers = Callers(made, exchange, Choosing(rng, made, now=noon), rng, patience=0.001)
        tally = ring_on(callers, rate=500, seconds=1.0, rng=rng)

    rang = [event for event in Heard.events if event["event"] == "newCall"]
    ended = {event["callId"] for event in Heard.events if event["event"] == "hangup"}
    assert tally.calls == len(rang) > 3
    assert ended == {event["callId"] for event in rang}
    assert {str(pk) for pk in SimulatedCall.objects.filter(live=True).values_list("pk", flat=True)} == {
        Heard.ids[event["callId"]] for event in rang
    }


def test_a_withheld_101_call_carries_no_number(made: SimulatedForce, noon: datetime, listener: str) -> None:
    rng = Random(4)
    with Exchange(listener, "good") as exchange:
        callers = Callers(made, exchange, Choosing(rng, made, now=noon), rng)
        for _ in range(120):
            callers.ring()
        callers.hang_up_all()

    withheld = [e for e in Heard.events if e.get("x_privacy") == "id" and e["to"] == "101"]
    assert withheld
    assert all(event["x_network_number"] == event["x_presentation_number"] == "" for event in withheld)
    assert not any(prefix in json.dumps(event) for event in withheld for prefix in drama.ALL)


def test_an_unknown_token_is_a_sentence(made: SimulatedForce, noon: datetime, listener: str) -> None:
    rng = Random(5)
    with Exchange(listener, "bad") as exchange, pytest.raises(Refused, match=r"404.*token"):
        ring_on(Callers(made, exchange, Choosing(rng, made, now=noon), rng), rate=1, seconds=1, rng=rng)


@pytest.mark.parametrize("url", ["", "localhost:8000", "ftp://127.0.0.1", "http://"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="address"):
        Exchange(url, "t")
