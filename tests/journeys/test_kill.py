"""Kill it in the middle: no acknowledged event, saved text or committed record is lost, and it comes back by itself."""

import contextlib
import json
import os
import signal
import threading
import time
import uuid
from typing import Self

import httpx
import psycopg
import pytest
from tests.journeys.conftest import furnish
from tests.live import Live

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("kill")]


class Load:
    """Posts rings from four threads until told to stop, and remembers every call that was acknowledged."""

    def __init__(self, live: Live) -> None:
        """Nothing is posted yet."""
        self.live, self.stop = live, threading.Event()
        self.acknowledged: dict[str, str] = {}
        self.refused = 0
        self.threads = [threading.Thread(target=self._post) for _ in range(4)]

    def _post(self) -> None:
        with httpx.Client(timeout=5) as client:
            while not self.stop.is_set():
                key = str(uuid.uuid4())
                event = {"event": "newCall", "callId": key, "from": "07700900123", "to": "101"}
                with contextlib.suppress(httpx.HTTPError):
                    answer = client.post(f"{self.live.url}/api/cti/v1/{self.live.token}", json=event)
                    if answer.status_code == 202:
                        self.acknowledged[key] = answer.json()["call"]
                        continue
                self.refused += 1
                time.sleep(0.05)

    def __enter__(self) -> Self:
        """Begin."""
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End."""
        self.stop.set()
        for thread in self.threads:
            thread.join()


def kept(live: Live) -> dict[str, str]:
    """Return what the database holds: the exchange's call id and the call it stands for."""
    rows = live.query(
        "SELECT e.call_key, l.call_id::text FROM telephony_event e JOIN telephony_leg l USING (source_id, call_key)"
        " JOIN calls_call c ON c.id = l.call_id JOIN calls_logentry g ON g.call_id = c.id AND g.seq = 1"
    )
    return dict(rows)


def test_killing_the_server_under_load_loses_no_acknowledged_event(heed):
    with Load(heed) as load:
        for _ in range(3):
            time.sleep(1)
            heed.kill("serve")
            heed.serve()
        time.sleep(1)

    stored = kept(heed)
    assert len(load.acknowledged) > 20
    assert {key: stored.get(key) for key in load.acknowledged} == load.acknowledged
    assert heed.run("audit", "verify").returncode == 0


def test_killing_the_worker_loses_no_recognition(heed):
    heed.kill("work")
    event = {"event": "newCall", "callId": "while the worker is dead", "from": "07700900123", "to": "101"}
    call = httpx.post(f"{heed.url}/api/cti/v1/{heed.token}", json=event).json()["call"]

    heed.work()

    deadline = time.monotonic() + 30
    while not heed.query("SELECT 1 FROM calls_check WHERE call_id = %s", call):
        assert time.monotonic() < deadline, "the card never came"
        time.sleep(0.1)


def taken(live: Live, client: httpx.Client, key: str) -> str:
    """Ring, take the call, and return it."""
    event = {"event": "newCall", "callId": key, "from": "07700900123", "to": "101"}
    call = httpx.post(f"{live.url}/api/cti/v1/{live.token}", json=event).json()["call"]
    answer = client.post(f"/calls/{call}/take", data={"csrfmiddlewaretoken": client.cookies["heed_csrf"]})
    assert answer.status_code == 200
    return call


def test_text_that_was_saved_is_there_after_the_server_is_killed(heed):
    client = heed.sign_in("harriet")
    call = taken(heed, client, "saved text")
    words = "They are at the door again and she is on her own"
    saved = client.post(f"/calls/{call}/draft", json={"revision": 1, "fields": {"summary": words}})
    assert saved.status_code == 200

    heed.kill("serve")
    heed.serve()

    assert words in client.get(f"/calls/{call}/").text


def test_the_database_killed_under_load_comes_back_and_loses_nothing(tmp_path):
    """With the embedded database: its server process is killed, recovers, and desks and events go on."""
    live = Live("", tmp_path)
    del live.env["DATABASE_URL"]
    live.env["HEED_DATA_DIR"] = str(tmp_path)
    try:
        furnish(live)
        live.serve()
        live.work()
        client = live.sign_in("harriet")
        call = taken(live, client, "before")
        assert (
            client.post(f"/calls/{call}/draft", json={"revision": 1, "fields": {"summary": "kept"}}).status_code == 200
        )
        with Load(live) as load:
            time.sleep(1)
            os.kill(postmaster(tmp_path), signal.SIGKILL)
            wait_until_answered(live, "after the kill")
            time.sleep(1)
        exported = live.run("audit", "export", "--from", "2000-01-01", "--to", "2100-01-01").stdout.splitlines()
        stored = {record for line in exported for record in json.loads(line)["labels"]["records"]}
        assert len(load.acknowledged) > 5
        assert {f"call:{call}" for call in load.acknowledged.values()} <= stored
        assert "kept" in client.get(f"/calls/{call}/").text
        assert live.run("audit", "verify").returncode == 0
    finally:
        live.stop()


def postmaster(folder) -> int:
    """Return the process of the embedded server."""
    found = next(folder.glob("**/postmaster.pid"))
    return int(found.read_text().splitlines()[0])


def wait_until_answered(live: Live, key: str) -> None:
    """Wait until an event is taken again."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        event = {"event": "newCall", "callId": key, "from": "07700900123", "to": "101"}
        with contextlib.suppress(httpx.HTTPError):
            if httpx.post(f"{live.url}/api/cti/v1/{live.token}", json=event, timeout=5).status_code == 202:
                return
        time.sleep(0.1)
    raise AssertionError((live.data_dir / "serve.log").read_text()[-2000:])


def test_an_outside_database_that_cuts_every_connection_is_survived(heed):
    """What a restart of an outside server does to Heed: every connection goes away at once."""
    client = heed.sign_in("harriet")
    with Load(heed) as load:
        for _ in range(3):
            time.sleep(0.7)
            with psycopg.connect(heed.database_url, autocommit=True) as connection:
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
        time.sleep(1)

    stored = kept(heed)
    assert len(load.acknowledged) > 20
    assert {key: stored.get(key) for key in load.acknowledged} == load.acknowledged
    assert client.get("/calls/").status_code == 200
