"""
The ring: one place in each process that hears of changes and hands every desk the whole list of waiting calls.

One LISTEN connection serves all desks of the process. A list is rendered at most once for each burst of changes and
force, and always whole: a desk that was away misses nothing, whatever it missed.
"""

import asyncio
import contextvars
import random
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from weakref import WeakKeyDictionary

import psycopg
import structlog
from asgiref.sync import sync_to_async
from django.db import connection
from psycopg import sql

from heed.domain.calls.services import CHANGED

COALESCE = 0.25
"""Seconds that changes are gathered before a list is rendered: a burst of rings is one message."""
HEARTBEAT = 15.0
"""Seconds of silence after which a comment is sent, so that no proxy takes the stream for dead."""
LONGEST_STREAM = 900.0
"""Seconds after which a stream ends; the browser comes back at once, and whoever may no longer look is refused."""
FIRST_RETRY, LAST_RETRY = 0.2, 5.0
"""Seconds between attempts to reach a database that is away: doubled from the first to the last."""
LISTENER_OPTIONS = {"autocommit": True, "connect_timeout": 5, "keepalives_idle": 20, "keepalives_interval": 5}
NOT_LIBPQ = frozenset({"cursor_factory", "context", "prepare_threshold"})

log = structlog.get_logger(__name__)
Render = Callable[[int], str]


@dataclass(eq=False)
class Board:
    """The waiting list of one force as its desks see it now; version counts up with every change."""

    html: str = ""
    version: int = 0
    desks: int = 0
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def wake(self) -> None:
        """Tell every desk that waits; those who come later wait for the next change."""
        told, self.changed = self.changed, asyncio.Event()
        told.set()

    def show(self, html: str) -> None:
        """Put a new list up."""
        self.html, self.version = html, self.version + 1
        self.wake()


class Ring:
    """Everything one event loop needs: started by its first desk, stopped when the last has gone."""

    def __init__(self, render: Render) -> None:
        """Nothing runs yet."""
        self.render = render
        self.boards: dict[int, Board] = {}
        self.stale: set[int] = set()
        self.hears = self.lost = False
        self._work = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    async def messages(self, force_id: int) -> AsyncGenerator[bytes, None]:
        """Yield one desk's messages until it goes, or until the stream is old enough to be asked for again."""
        loop = asyncio.get_running_loop()
        # Spread out, so that desks which came back together do not come back together for ever.
        ends = loop.time() + LONGEST_STREAM * random.uniform(0.8, 1.0)  # noqa: S311  no secret
        board = self._join(force_id)
        try:
            yield b"retry: 1000\n\n" + event("clock", datetime.now(UTC).isoformat(timespec="milliseconds"))
            seen, said_lost = 0, False
            while loop.time() < ends:
                changed = board.changed
                if said_lost != self.lost:
                    said_lost = self.lost
                    yield event("deaf" if said_lost else "listening", "")
                if board.version != seen and self.hears:
                    seen = board.version
                    yield event("waiting", board.html)
                try:
                    await asyncio.wait_for(changed.wait(), HEARTBEAT)
                except TimeoutError:
                    yield b": still here\n\n"
        finally:
            self._leave(force_id, board)

    def _join(self, force_id: int) -> Board:
        board = self.boards.setdefault(force_id, Board())
        board.desks += 1
        if not board.version:
            self._mark({force_id})
        if not self._tasks:
            # In a context of their own: these outlive the request that happened to come first.
            for part in (self._listen(), self._render_stale()):
                self._tasks.append(asyncio.create_task(part, context=contextvars.Context()))
        return board

    def _leave(self, force_id: int, board: Board) -> None:
        board.desks -= 1
        if not board.desks:
            self.boards.pop(force_id, None)
        if not self.boards:
            for task in self._tasks:
                task.cancel()
            self._tasks.clear()
            self.hears = self.lost = False

    def _mark(self, force_ids: set[int]) -> None:
        self.stale |= force_ids
        self._work.set()

    async def _listen(self) -> None:
        """Hear of changes for as long as there is a desk; come back whenever the database does."""
        pause = FIRST_RETRY
        while True:
            try:
                async with await _connect() as listener:
                    await listener.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANGED)))
                    # What changed before this moment nobody heard: every list is read again.
                    self.hears, self.lost, pause = True, False, FIRST_RETRY
                    self._mark(set(self.boards))
                    async for heard in listener.notifies():
                        if heard.payload.isdigit() and int(heard.payload) in self.boards:
                            self._mark({int(heard.payload)})
            except (psycopg.Error, OSError) as error:
                log.warning("the ring does not hear", why=type(error).__name__, again_in=pause)
            self.hears, self.lost = False, True
            for board in self.boards.values():
                board.wake()
            await asyncio.sleep(pause)
            pause = min(pause * 2, LAST_RETRY)

    async def _render_stale(self) -> None:
        """Render each list that has changed: at once after a quiet time, and else once for all that came meanwhile."""
        clock, drawn = asyncio.get_running_loop().time, -COALESCE
        while True:
            await self._work.wait()
            await asyncio.sleep(max(0.0, drawn + COALESCE - clock()))
            drawn = clock()
            self._work.clear()
            stale, self.stale = self.stale, set()
            for force_id in stale & set(self.boards):
                try:
                    html = await sync_to_async(self._render, thread_sensitive=False)(force_id)
                except Exception as error:  # noqa: BLE001  whatever it was, desks must not go on with an old list unawares
                    log.warning("the ring could not be drawn", why=type(error).__name__)
                    await asyncio.sleep(FIRST_RETRY)
                    self._mark({force_id})
                    continue
                if board := self.boards.get(force_id):
                    board.show(html)

    def _render(self, force_id: int) -> str:
        """Render in a thread of the pool, and give its database connection back at once."""
        try:
            return self.render(force_id)
        finally:
            connection.close()


_rings: WeakKeyDictionary[asyncio.AbstractEventLoop, Ring] = WeakKeyDictionary()


def ring(render: Render) -> Ring:
    """Return the ring of this event loop: a server process has one loop, so one ring."""
    loop = asyncio.get_running_loop()
    if loop not in _rings:
        _rings[loop] = Ring(render)
    return _rings[loop]


def event(name: str, text: str) -> bytes:
    """Write one server-sent event; a text of several lines is several data lines."""
    lines = "".join(f"data: {line}\n" for line in text.splitlines() or [""])
    return f"event: {name}\n{lines}\n".encode()


async def _connect() -> psycopg.AsyncConnection[tuple[object, ...]]:
    """Open a connection outside the pool: one that listens is never given back."""
    params = {key: value for key, value in connection.get_connection_params().items() if key not in NOT_LIBPQ}
    return await psycopg.AsyncConnection.connect(**{**params, **LISTENER_OPTIONS})
