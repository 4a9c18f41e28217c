"""Two handlers press at once, on two real connections: one gets the call."""

import threading
import uuid

import pytest
from django.db import connection, transaction
from tests.domain.calls.test_services import LINE

from heed.domain.calls import services
from heed.domain.calls.models import Call
from heed.domain.calls.terms import Channel, EntryKind
from heed.foundation.accounts.terms import system


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_press_at_once_one_gets_it(person_at_work, force, noon):
    with transaction.atomic():
        call = services.open_call(
            call_id=uuid.uuid4(),
            force=force,
            unit=None,
            channel=Channel.NON_EMERGENCY,
            queue="",
            line=LINE,
            actor=system("t"),
            now=noon,
        )
    people = [person_at_work(username=f"handler{n}") for n in range(8)]
    start, results = threading.Barrier(8), []

    def press(user):
        start.wait()
        try:
            services.take(call_id=call.pk, user=user, actor=user.actor(), now=noon)
            results.append("got it")
        except services.CallTaken as taken:
            results.append(str(taken))
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[user]) for user in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    winner = Call.objects.get().taken_by.display_name
    assert sorted(results) == sorted(["got it"] + [winner] * 7)


@pytest.mark.django_db(transaction=True)
def test_entries_written_at_once_keep_one_unbroken_chain(handler, force, noon):
    from heed.domain.calls import queries

    with transaction.atomic():
        call = services.open_call(
            call_id=uuid.uuid4(),
            force=force,
            unit=None,
            channel=Channel.NON_EMERGENCY,
            queue="",
            line=LINE,
            actor=system("t"),
            now=noon,
        )

    def write(number):
        for n in range(10):
            services.append_entry(
                call_id=call.pk, kind=EntryKind.SAID, text=f"{number}.{n}", actor=handler.actor(), now=noon
            )
        connection.close()

    threads = [threading.Thread(target=write, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [entry.seq for entry in queries.log_of(call.pk)] == list(range(1, 42))
    assert list(queries.log_breaks()) == []
