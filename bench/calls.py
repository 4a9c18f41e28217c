"""
The path of a call under load: event posted until 202, and until its card is ready to show.

A whole Heed (web server, worker, embedded PostgreSQL) with 200,000 people and a million past incidents; twenty handlers
hold the ring open. Latencies run from the moment an event was due, so that a slow server cannot hide behind a waiting
client. The load generator and its watcher share the two cores with everything they measure.
"""

import asyncio
import json
import os
import random
import time
from dataclasses import dataclass, field
from typing import Any

import httpx
import psycopg
from tests.live import Live

from bench.client import Connection
from bench.figures import spread

SECONDS = float(os.environ.get("HEED_BENCH_SECONDS", "60"))
RATES = (1, 20, 50)
HANDLERS = 20
POOL = 32
WATCH_EVERY = 0.005
"""Seconds between two looks for finished cards: the resolution of that figure."""


@dataclass
class Run:
    """What one rate showed."""

    accepted: list[float] = field(default_factory=list)
    cards: list[float] = field(default_factory=list)
    refused: int = 0
    events: int = 0
    posted: dict[str, float] = field(default_factory=dict)
    ring_messages: int = 0


def run(live: Live, token: str, sessions: list[str]) -> list[dict[str, Any]]:
    """Measure every rate in turn."""
    return [asyncio.run(_measure(live, token, sessions, rate)) for rate in RATES]


async def _measure(live: Live, token: str, sessions: list[str], rate: int) -> dict[str, Any]:
    """Place calls at a steady rate and watch what comes of them."""
    seen = Run()
    numbers = [row[0] for row in live.query("SELECT e164 FROM people_lineuse ORDER BY random() LIMIT 5000")]
    before = live.query("SELECT count(*) FROM telephony_event")[0][0]
    handlers = [asyncio.create_task(_listen(live, cookie, seen)) for cookie in sessions[:HANDLERS]]
    watcher = asyncio.create_task(_watch(live, seen))
    await asyncio.sleep(2)
    await _load(live, token, rate, numbers, seen)
    await asyncio.sleep(5)
    watcher.cancel()
    for task in handlers:
        task.cancel()
    await asyncio.gather(watcher, *handlers, return_exceptions=True)
    kept = live.query("SELECT count(*) FROM telephony_event")[0][0] - before
    return {
        "rate_calls_per_second": rate,
        "seconds": SECONDS,
        "calls": len(seen.posted),
        "events_acknowledged": seen.events,
        "events_kept": kept,
        "events_refused": seen.refused,
        "handlers_listening": len(handlers),
        "ring_messages_received": seen.ring_messages,
        "accepted_ms": spread(seen.accepted),
        "card_ms": spread(seen.cards),
        "calls_the_watcher_missed": len(seen.posted) - len(seen.cards),
        "calls_without_a_card": live.query(
            "SELECT count(*) FROM unnest(%s::uuid[]) AS call WHERE NOT EXISTS"
            " (SELECT FROM calls_check WHERE call_id = call)",
            list(seen.posted),
        )[0][0],
    }


async def _load(live: Live, token: str, rate: int, numbers: list[str], seen: Run) -> None:
    """Post three events for each call: ring, answer a second later, hang up two seconds later."""
    path = f"/api/cti/v1/{token}"
    free: asyncio.Queue[Connection] = asyncio.Queue()
    for _ in range(POOL):
        free.put_nowait(Connection("127.0.0.1", live.port))
    chance = random.Random(rate)
    start = time.perf_counter() + 0.5
    tasks: list[asyncio.Task[None]] = []

    async def post(event: dict[str, str], due: float) -> None:
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        connection = await free.get()
        try:
            status, body = await connection.post(path, json.dumps(event).encode())
        finally:
            free.put_nowait(connection)
        taken = (time.perf_counter() - due) * 1000
        if status != 202:
            seen.refused += 1
            return
        seen.events += 1
        seen.accepted.append(taken)
        if event["event"] == "newCall":
            seen.posted[json.loads(body)["call"]] = due

    for index in range(int(SECONDS * rate)):
        due = start + index / rate
        known = chance.random() < 0.7
        number = chance.choice(numbers) if known else f"0770090{chance.randrange(10_000):04d}"
        common = {"callId": f"bench-{rate}-{time.time_ns()}-{index}", "direction": "in", "to": "101", "from": number}
        tasks += [
            asyncio.create_task(post(common | {"event": name}, due + later))
            for name, later in (("newCall", 0.0), ("answer", 1.0), ("hangup", 2.0))
        ]
    await asyncio.gather(*tasks)


async def _watch(live: Live, seen: Run) -> None:
    """Note when each call's card can be read from the database."""
    async with await psycopg.AsyncConnection.connect(live.database_url, autocommit=True) as connection:
        row = await (await connection.execute("SELECT coalesce(max(id), 0) FROM calls_check")).fetchone()
        last = row[0] if row else 0
        waiting: dict[str, float] = {}
        while True:
            rows = await (
                await connection.execute("SELECT id, call_id FROM calls_check WHERE id > %s ORDER BY id", [last])
            ).fetchall()
            now = time.perf_counter()
            for number, call in rows:
                last = number
                waiting[str(call)] = now
            for call in [call for call in waiting if call in seen.posted]:
                seen.cards.append((waiting.pop(call) - seen.posted[call]) * 1000)
            await asyncio.sleep(WATCH_EVERY)


async def _listen(live: Live, cookie: str, seen: Run) -> None:
    """Hold one desk's ring open."""
    async with (
        httpx.AsyncClient(base_url=live.url, cookies={"heed_session": cookie}, timeout=SECONDS + 60) as client,
        client.stream("GET", "/calls/stream") as ring,
    ):
        ring.raise_for_status()
        async for part in ring.aiter_bytes():
            seen.ring_messages += part.count(b"\n\n")


def sessions(live: Live) -> list[str]:
    """Make twenty handlers and sign each in; return their session cookies."""
    cookies = []
    for number in range(HANDLERS):
        name = f"bench{time.time_ns() % 10**9}-{number:02d}"
        live.add_account(name, "call_handler")
        client = live.sign_in(name)
        cookies.append(client.cookies["heed_session"])
        client.close()
    return cookies
