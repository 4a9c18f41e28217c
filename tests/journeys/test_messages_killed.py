"""Workers killed in the middle of sending: nothing goes out twice, nothing is lost, and what nobody knows is a task."""

import asyncio
import random
import re
import socket
import time
from collections import Counter

import pytest
from aiosmtpd.controller import Controller
from tests.journeys.conftest import copy_of

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("kill")]

MESSAGES, KILLS, SLOWLY = 30, 3, 0.12
"""Messages queued; workers killed; seconds that the mail server takes over each, so that a kill falls into one."""

QUEUE = f"""
from django.utils import timezone
from django.db import transaction
from heed.domain.contact.services import RuleWords, note_rule
from heed.domain.people.services import record_person
from heed.flows.messages.gate import send
from heed.foundation.accounts.models import User
from datetime import timedelta
now = timezone.now()
harriet = User.objects.get(username="harriet")
actor = harriet.actor()
with transaction.atomic():
    for n in range({MESSAGES}):
        jean = record_person(
            force=harriet.force, given_name="Jean", family_name=f"Marlow {{n}}", born_on=None, actor=actor, now=now
        )
        rule = RuleWords(
            source="person", basis="law_enforcement", review_on=now.date() + timedelta(days=30),
            safe_email=f"jean{{n}}@example.org",
        )
        note_rule(person=jean, rule=rule, user=harriet, actor=actor, now=now)
        send(
            person_id=jean.pk, template="contact_agreed", words={{"agreed": "weekly"}}, incident=None, actor=actor,
            now=now, channel="email",
        )
"""

STATES = """
    SELECT m.id::text, (SELECT state FROM contact_messageevent e WHERE e.message_id = m.id ORDER BY e.id DESC LIMIT 1),
           EXISTS (SELECT FROM tasking_task t WHERE t.key = 'message:' || m.id || ':failed')
      FROM contact_message m
"""
SWEEP = """
    INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)
    VALUES ('messages', 'sweep_messages', '{"timestamp": 0}', 'todo') RETURNING id
"""


class Mailbox:
    """Counts what it took, by our id of each message."""

    def __init__(self) -> None:
        """Nothing came yet."""
        self.taken: Counter[str] = Counter()
        self.in_hand = 0

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  aiosmtpd's name
        self.in_hand += 1
        await asyncio.sleep(SLOWLY)
        self.taken[re.search(rb"Message-ID: <([0-9a-f-]+)@", envelope.content)[1].decode()] += 1
        await asyncio.sleep(SLOWLY)
        self.in_hand -= 1
        return "250 OK"


@pytest.fixture
def mailbox():
    """Run a slow mail server on this machine."""
    box = Mailbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        box.port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=box.port)
    server.start()
    yield box
    server.stop()


def wait_for_mail(mailbox, *, seconds=15):
    """Wait until a message is just being handed over."""
    until = time.monotonic() + seconds
    while not mailbox.in_hand and time.monotonic() < until:
        time.sleep(0.01)


def test_no_message_goes_out_twice_or_is_lost_however_workers_die(mailbox, furnished, tmp_path):
    chance = random.Random(16)
    with copy_of(furnished, tmp_path) as live:
        live.env |= {
            "HEED_SMTP_HOST": "127.0.0.1", "HEED_SMTP_PORT": str(mailbox.port), "HEED_SMTP_TLS": "none",
            "HEED_SMTP_FROM": "team@example.org",
        }  # fmt: skip
        live.run("shell", "-c", QUEUE)
        workers = ["first", "second"]
        try:
            for name in workers:
                live.start(name, "work", "--concurrency", "2")
            for kill in range(KILLS):
                wait_for_mail(mailbox)
                if kill:
                    time.sleep(chance.uniform(0, 2 * SLOWLY))
                # At first both, at once: one of them has a message in hand. Then one, at any moment.
                for name in workers if kill == 0 else [chance.choice(workers)]:
                    live.kill(name)
                    live.start(name, "work", "--concurrency", "2")
            settled = {"sent", "unknown"}
            until = time.monotonic() + 45
            while not all(state in settled for _, state, _ in live.query(STATES)) and time.monotonic() < until:
                live.query(SWEEP)
                time.sleep(1)
        finally:
            live.stop()

        found = live.query(STATES)
        assert len(found) == MESSAGES
        assert {state for _, state, _ in found} <= settled
        assert max(mailbox.taken.values()) == 1
        assert {pk for pk, state, _ in found if state == "sent"} <= set(mailbox.taken)
        assert set(mailbox.taken) | {pk for pk, state, _ in found if state == "unknown"} == {pk for pk, _, _ in found}
        assert all(has_task == (state == "unknown") for _, state, has_task in found)
        assert any(state == "unknown" for _, state, _ in found), "no kill fell into a sending: nothing was shown"
