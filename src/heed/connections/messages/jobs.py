"""Jobs of messages: safe to run twice, by as many workers as there are."""

import uuid

from django.utils import timezone
from procrastinate.contrib.django import app

from heed.connections.messages import sending

MESSAGES = "messages"
"""A queue of its own: a slow mail server keeps nobody waiting who is on the telephone."""


@app.task(name="send_message", queue=MESSAGES)
def send_message(message_id: str) -> None:
    """Send one message, if it is due and safe. What fails is taken up by the sweep."""
    sending.send(uuid.UUID(message_id), clock=timezone.now)


@app.periodic(cron="* * * * *")
@app.task(name="sweep_messages", queue=MESSAGES, queueing_lock="sweep_messages")
def sweep_messages(timestamp: int) -> None:  # noqa: ARG001  procrastinate passes when it was due
    """Send what was held until now, what is tried again, and what a worker left behind."""
    sending.sweep(clock=timezone.now)


@app.periodic(cron="* * * * *")
@app.task(name="ask_for_receipts", queue=MESSAGES, queueing_lock="ask_for_receipts")
def ask_for_receipts(timestamp: int) -> None:  # noqa: ARG001  as above
    """Ask the providers that know whether messages arrived."""
    sending.receipts(clock=timezone.now)
