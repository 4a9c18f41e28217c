"""The ring as a stream: at once on connecting, on every change, and again after the database was away."""

import asyncio
import threading
from contextlib import aclosing

import pytest
from django.db import connection
from django.test import AsyncClient

from heed.desks.call_handler import queue_views, stream
from heed.domain.calls import services
from heed.flows import take_call

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 10.0


def in_thread(function, *arguments, **named):
    """Run something of the database in a thread, and give its connection back."""

    def run():
        try:
            return function(*arguments, **named)
        finally:
            connection.close()

    return asyncio.to_thread(run)


async def next_list(messages):
    """Return the next whole list that a desk is sent."""
    async with asyncio.timeout(PATIENCE):
        async for message in messages:
            if message.startswith(b"event: waiting"):
                return message.decode()
    raise AssertionError("the stream ended")


async def list_with(messages, words):
    """Return the first list that has the words in it."""
    while words not in (found := await next_list(messages)):
        pass
    return found


def test_a_desk_gets_the_whole_list_at_once_and_on_every_change(ring, force, handler, now):
    async def watch():
        async with aclosing(stream.ring(queue_views.waiting_list).messages(force.pk)) as messages:
            assert "No call is waiting" in await next_list(messages)
            call = await in_thread(ring, now=now)
            assert str(call.pk) in await list_with(messages, "07700 900123")
            await in_thread(take_call.take, call_id=call.pk, user=handler, actor=handler.actor(), now=now)
            await list_with(messages, "No call is waiting")

    asyncio.run(watch())


def test_a_burst_is_rendered_once_for_all_desks(ring, force, now):
    rendered = []

    def render(force_id):
        rendered.append(force_id)
        return queue_views.waiting_list(force_id)

    async def watch():
        shared = stream.Ring(render)
        desks = [shared.messages(force.pk) for _ in range(20)]
        for desk in desks:
            await next_list(desk)
        await asyncio.sleep(0.5)
        before = len(rendered)
        await in_thread(lambda: [services.announce(force.pk) for _ in range(30)])
        await asyncio.gather(*(next_list(desk) for desk in desks))
        assert len(rendered) - before <= 2
        for desk in desks:
            await desk.aclose()
        assert not shared.boards

    asyncio.run(watch())


def test_another_forces_calls_are_not_in_it(ring, stranger_to_the_force, now):
    # A desk may be sent its own list at any time, for example again once the listener is connected; what it must never
    # see is another force's call. So every list is looked at, up to a change of its own that comes after that call.
    theirs, rendered = stranger_to_the_force.force_id, []

    def render(force_id):
        rendered.append(force_id)
        return f"{queue_views.waiting_list(force_id)}<!-- {'after' if changed.is_set() else 'before'} -->"

    changed = threading.Event()

    async def watch():
        async with aclosing(stream.Ring(render).messages(theirs)) as messages:
            seen = [await next_list(messages)]
            rang = await in_thread(ring, now=now)
            # Notices come in the order of their transactions: once the second is heard, the first has been.
            changed.set()
            await in_thread(services.announce, theirs)
            while "after" not in seen[-1]:
                seen.append(await next_list(messages))
        assert all("No call is waiting" in found for found in seen)
        assert not any(str(rang.pk) in found or "07700 900123" in found for found in seen)
        assert set(rendered) == {theirs}

    asyncio.run(watch())


def test_the_call_of_the_test_above_is_seen_by_its_own_force(ring, force, now):
    async def watch():
        async with aclosing(stream.Ring(queue_views.waiting_list).messages(force.pk)) as messages:
            await next_list(messages)
            rang = await in_thread(ring, now=now)
            assert str(rang.pk) in await list_with(messages, "07700 900123")

    asyncio.run(watch())


def test_a_desk_hears_again_after_the_database_was_away(ring, force, now):
    def cut():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                " WHERE query LIKE 'LISTEN%%heed_calls%%' AND datname = current_database()"
            )
            return cursor.fetchone()[0]

    async def watch():
        async with aclosing(stream.ring(queue_views.waiting_list).messages(force.pk)) as messages:
            await next_list(messages)
            await asyncio.sleep(0.3)
            assert await in_thread(cut) >= 1
            await in_thread(ring, now=now)
            await list_with(messages, "07700 900123")

    asyncio.run(watch())


def test_nothing_listens_once_the_last_desk_has_gone(force):
    async def watch():
        shared = stream.ring(queue_views.waiting_list)
        async with aclosing(shared.messages(force.pk)) as messages:
            await next_list(messages)
            tasks = list(shared._tasks)
        await asyncio.gather(*tasks, return_exceptions=True)
        assert all(task.done() for task in tasks)

    asyncio.run(watch())


def test_silence_is_filled_with_a_comment(force, monkeypatch):
    monkeypatch.setattr(stream, "HEARTBEAT", 0.2)

    async def watch():
        async with (
            aclosing(stream.ring(queue_views.waiting_list).messages(force.pk)) as messages,
            asyncio.timeout(PATIENCE),
        ):
            async for message in messages:
                if message.startswith(b":"):
                    return

    asyncio.run(watch())


def test_the_address_answers_as_a_stream_and_holds_no_pooled_connection(handler, force):
    async def watch():
        client = AsyncClient()
        await client.aforce_login(handler)
        answer = await client.get("/calls/stream")
        assert answer.status_code == 200
        assert answer["Content-Type"] == "text/event-stream"
        assert answer["Cache-Control"] == "no-store"
        assert answer["X-Accel-Buffering"] == "no"
        async with aclosing(aiter(answer.streaming_content)) as messages:
            assert "No call is waiting" in await next_list(messages)

    asyncio.run(watch())


@pytest.mark.parametrize("role", ["neighbourhood_officer", "inspector", "analyst"])
def test_a_role_that_takes_no_calls_hears_nothing(client, person_at_work, role):
    client.force_login(person_at_work(role))

    assert client.get("/calls/stream").status_code == 403


def test_a_stranger_hears_nothing_and_nobody_posts(client, handler):
    assert client.get("/calls/stream").status_code == 302
    client.force_login(handler)
    assert client.post("/calls/stream").status_code == 405


def test_a_list_of_several_lines_is_one_event():
    assert stream.event("waiting", "a\r\nb") == b"event: waiting\ndata: a\ndata: b\n\n"
