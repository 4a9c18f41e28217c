"""What a provider of messages does: one interface, and which provider sends by which channel on this installation."""

import uuid
from functools import cache
from typing import ClassVar, Protocol

from django.conf import settings

from heed.connections.messages.smtp import Smtp
from heed.domain.contact.terms import Channel, State
from heed.flows.messages.outbox import Envelope, Outcome


class Provider(Protocol):
    """Takes messages to people. Neither method raises for what a provider, or the way to it, can get wrong."""

    name: ClassVar[str]
    can_be_asked: ClassVar[bool]

    def send(self, envelope: Envelope) -> Outcome:
        """Hand a message over."""

    def find(self, message_id: uuid.UUID) -> Outcome:
        """Say what came of a message whose sending broke off: sent, again (it has none such), or unsure."""

    def arrived(self, message_id: uuid.UUID) -> tuple[State | None, str]:
        """Say what became of a message that it took, and why; None while it does not know."""


@cache
def providers() -> dict[str, Provider]:
    """Return the providers that are set up here, by name; none without settings."""
    found: list[Provider] = []
    if settings.HEED_SMTP_HOST and settings.HEED_SMTP_FROM:
        found.append(
            Smtp(
                host=settings.HEED_SMTP_HOST,
                port=settings.HEED_SMTP_PORT,
                tls=settings.HEED_SMTP_TLS,
                user=settings.HEED_SMTP_USER,
                password=settings.HEED_SMTP_PASSWORD,
                sender=settings.HEED_SMTP_FROM,
            )
        )
    if settings.HEED_NOTIFY_KEY:
        # Its client takes a tenth of a second to load, in every command: only where there is a key.
        from heed.connections.messages.notify import Notify  # noqa: PLC0415

        found.append(
            Notify(key=settings.HEED_NOTIFY_KEY, url=settings.HEED_NOTIFY_URL, templates=settings.HEED_NOTIFY_TEMPLATES)
        )
    return {provider.name: provider for provider in found}


def for_channel(channel: str) -> Provider | None:
    """Return who sends by a channel: texts go by Notify, e-mail by the force's own server, or by Notify where it has none."""
    here = providers()
    if channel == Channel.EMAIL and "smtp" in here:
        return here["smtp"]
    return here.get("notify")
