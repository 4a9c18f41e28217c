"""Real SIP calls through a real proxy reach a desk: Kamailio relays and posts, SIPp rings and answers."""

import json
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest
from tests.live import Live, fresh_database
from tests.server import migrated

HERE = Path(__file__).parent

pytestmark = [pytest.mark.telephony, pytest.mark.xdist_group("telephony")]


def free_port() -> int:
    """Return a UDP port nobody uses now."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture(scope="module")
def heed(tmp_path_factory):
    """Run a whole Heed with one force, one handler and one exchange."""
    with fresh_database(os.environ["DATABASE_URL"], template=migrated()) as url:
        live = Live(url, tmp_path_factory.mktemp("heed"))
        live.run("accounts", "add-force", "MAL", "Mallowshire Police")
        live.add_account("harriet", "call_handler")
        live.token = json.loads(live.run("telephony", "add-source", "kamailio", "--json").stdout)["token"]
        live.serve()
        live.work()
        yield live
        live.stop()


class Exchange:
    """Kamailio, with a callee behind it."""

    def __init__(self, heed: Live, folder: Path) -> None:
        """Write the configuration; nothing runs yet."""
        self.folder = folder
        self.port, self.callee = free_port(), free_port()
        text = (HERE / "kamailio.cfg").read_text("utf-8")
        for name, value in {
            "@PORT@": str(self.port),
            "@CALLEE@": str(self.callee),
            "@HEED@": f"{heed.url}/api/cti/v1/{heed.token}",
        }.items():
            text = text.replace(name, value)
        self.config = folder / "kamailio.cfg"
        self.config.write_text(text, encoding="utf-8")
        self.processes: list[subprocess.Popen[bytes]] = []

    def start(self, callee: str) -> None:
        """Start the callee and the proxy."""
        self._start("sipp", "-sf", str(HERE / callee), "-i", "127.0.0.1", "-p", str(self.callee), "-nostdin")
        self._start(
            shutil.which("kamailio", path=f"{os.environ['PATH']}:/usr/sbin"),
            *("-f", str(self.config), "-m", "64", "-M", "8", "-DD", "-E"),
            *("-Y", str(self.folder), "-P", str(self.folder / "pid")),
        )
        time.sleep(1)

    def ring(self, *, calls: int, rate: int = 2, talk_ms: int = 300, dial: str = "101") -> int:
        """Place calls; return SIPp's exit code: 0 when every call went as the scenario says."""
        words = ["sipp", "-sf", str(HERE / "caller.xml"), "-inf", str(HERE / "callers.csv"), "-i", "127.0.0.1"]
        words += ["-p", str(free_port()), "-s", dial, "-m", str(calls), "-r", str(rate), "-d", str(talk_ms)]
        done = subprocess.run(
            [*words, "-nostdin", f"127.0.0.1:{self.port}"],
            check=False,
            cwd=self.folder,
            capture_output=True,
            timeout=60,
        )
        return done.returncode

    def stop(self) -> None:
        """End both by pid."""
        for process in self.processes:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _start(self, *words: str | None) -> None:
        log = (self.folder / f"{Path(str(words[0])).name}.log").open("wb")
        self.processes.append(subprocess.Popen([str(w) for w in words], cwd=self.folder, stdout=log, stderr=log))


@pytest.fixture
def exchange(heed, tmp_path):
    """Return an exchange that is stopped afterwards."""
    made = Exchange(heed, tmp_path)
    yield made
    made.stop()


def wait_for(heed: Live, statement: str, expected: int) -> list[tuple]:
    """Ask until as many rows came as expected, for at most fifteen seconds."""
    deadline = time.monotonic() + 15
    rows = heed.query(statement)
    while len(rows) < expected and time.monotonic() < deadline:
        time.sleep(0.1)
        rows = heed.query(statement)
    assert len(rows) == expected, (rows, (heed.data_dir / "serve.log").read_text()[-2000:])
    return rows


def since(heed: Live) -> int:
    """Return the number of the newest event: what comes later belongs to this test."""
    return heed.query("SELECT coalesce(max(id), 0) FROM telephony_event")[0][0]


def calls_since(mark: int, condition: str = "true") -> str:
    """Return the statement for the calls that rang after a mark."""
    return (
        "SELECT c.line_class, c.e164, c.shown_e164, c.may_match, c.may_show, c.ended_as FROM calls_call c"
        " JOIN telephony_leg l ON l.call_id = c.id"
        f" WHERE EXISTS (SELECT FROM telephony_event e WHERE e.call_key = l.call_key AND e.id > {mark})"
        f" AND ({condition}) ORDER BY c.rang_at"
    )


def test_four_calls_ring_at_the_desk_are_answered_and_end(heed, exchange):
    """Number shown, withheld, unavailable, and a presentation number that differs from the network's."""
    mark = since(heed)
    exchange.start("callee.xml")
    desk = heed.sign_in("harriet")
    with desk.stream("GET", "/calls/stream") as ring:
        assert exchange.ring(calls=4, talk_ms=1500) == 0
        heard = ""
        for part in ring.iter_text():
            heard += part
            if "07700 900123" in heard and "Number withheld" in heard:
                break
    assert "+447700900456" not in heard
    assert "07700 900456" not in heard

    ended = wait_for(heed, calls_since(mark, "ended_as = 'normalClearing' AND answered_at IS NOT NULL"), 4)
    assert [row[:4] for row in ended] == [
        ("available", "+447700900123", "+447700900123", True),
        ("withheld", "", "", False),
        ("unavailable", "", "", False),
        ("available", "+441632960001", "+448081570000", True),
    ]
    per_call = heed.query(
        f"SELECT array_agg(event ORDER BY id) FROM telephony_event WHERE id > {mark} GROUP BY call_key ORDER BY min(id)"
    )
    assert [events for (events,) in per_call] == [["newCall", "answer", "hangup"]] * 4


def test_a_withheld_999_call_is_matched_and_not_shown(heed, exchange):
    mark = since(heed)
    exchange.start("callee.xml")

    assert exchange.ring(calls=2, dial="999") == 0

    rows = wait_for(heed, calls_since(mark, "ended_at IS NOT NULL"), 2)
    assert rows[1][:5] == ("withheld", "+447700900456", "", True, False)


def test_an_engaged_line_ends_the_ring_as_busy(heed, exchange):
    mark = since(heed)
    exchange.start("busy.xml")

    exchange.ring(calls=1)

    wait_for(heed, calls_since(mark, "ended_as = 'busy'"), 1)


def test_events_are_kept_while_heed_is_away_and_come_in_order(heed, exchange):
    mark = since(heed)
    exchange.start("callee.xml")
    heed.kill("serve")

    assert exchange.ring(calls=2) == 0
    heed.serve()

    wait_for(heed, f"SELECT 1 FROM telephony_event WHERE id > {mark}", 6)
    per_call = heed.query(
        f"SELECT array_agg(event ORDER BY id) FROM telephony_event WHERE id > {mark} GROUP BY call_key"
    )
    assert [events for (events,) in per_call] == [["newCall", "answer", "hangup"]] * 2
