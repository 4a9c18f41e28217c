"""
Texts and e-mails by GOV.UK Notify, through its makers' client.

Notify wants templates of its own: one for texts whose whole content is ((body)), and one for e-mails with the subject ((subject))
and the content ((body)). Our reference is the message's id, by which Notify is asked whether it has a message.
Not tried against the service itself: no key was at hand (docs/contact.md).
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import structlog
from notifications_python_client.errors import APIError
from notifications_python_client.notifications import NotificationsAPIClient

from heed.domain.contact.terms import Channel, State
from heed.flows.messages.outbox import Envelope, Outcome

logger = structlog.get_logger(__name__)

TIMEOUT = 30
TOO_MANY = 429
REFUSALS = range(400, 500)

STATES: Mapping[str, State | None] = {
    "created": None,
    "sending": None,
    "pending": None,
    "sent": None,  # Abroad nobody says more: it stays sent.
    "delivered": State.DELIVERED,
    "permanent-failure": State.FAILED,
    "temporary-failure": State.FAILED,
    "technical-failure": State.FAILED,
}
"""What Notify says of a message (its API documentation, “Message status descriptions”)."""

WORDS = {
    "permanent-failure": "The number or address does not exist",
    "temporary-failure": "It could not be delivered: the telephone was off or the mailbox full",
    "technical-failure": "Notify could not send it",
}


@dataclass(frozen=True, slots=True)
class Notify:
    """
    GOV.UK Notify. templates: ids of Notify's templates by what they are for.

    The nearest wins: "incident_recorded.text.cy", "incident_recorded.text", then "text".
    """

    key: str
    url: str
    templates: Mapping[str, str] = field(default_factory=dict)

    name: ClassVar[str] = "notify"
    can_be_asked: ClassVar[bool] = True

    def send(self, envelope: Envelope) -> Outcome:
        """Hand a message over, under our reference."""
        template = self._template(envelope)
        if not template:
            return Outcome("refused", f"Notify has no template set up for {envelope.channel}")
        reference = str(envelope.id)
        try:
            if envelope.channel == Channel.TEXT:
                taken = self._client().send_sms_notification(
                    envelope.to, template, personalisation={"body": envelope.body}, reference=reference
                )
            else:
                words = {"subject": envelope.subject, "body": envelope.body}
                taken = self._client().send_email_notification(
                    envelope.to, template, personalisation=words, reference=reference
                )
        except APIError as error:
            return _failed(error)
        return Outcome("sent", provider_id=str(taken.get("id", "")))

    def find(self, message_id: uuid.UUID) -> Outcome:
        """Ask Notify whether it has a message under our reference."""
        try:
            found = self._client().get_all_notifications(reference=str(message_id))
        except APIError as error:
            return Outcome("unsure", f"Notify cannot be asked ({error.status_code})")
        taken = found.get("notifications") or []
        if taken:
            return Outcome("sent", "Found at Notify after the sending broke off", str(taken[0].get("id", "")))
        return Outcome("again", "Sending broke off, and Notify does not have it")

    def arrived(self, message_id: uuid.UUID) -> tuple[State | None, str]:
        """Ask what became of a message that Notify took; None while it does not know, or cannot be asked."""
        try:
            found = self._client().get_all_notifications(reference=str(message_id)).get("notifications") or []
        except APIError as error:
            logger.warning("notify.receipt_unknown", status=error.status_code)
            return None, ""
        status = str(found[0].get("status", "")) if found else ""
        return STATES.get(status), WORDS.get(status, "")

    def _client(self) -> Any:
        """Return a client: its makers say that it must not be shared between threads."""
        client: Any = NotificationsAPIClient
        return client(self.key, base_url=self.url, timeout=TIMEOUT)

    def _template(self, envelope: Envelope) -> str:
        """Return the id of the nearest of Notify's templates."""
        one = f"{envelope.template}.{envelope.channel}"
        names = (f"{one}.{envelope.language}", one, f"{envelope.channel}.{envelope.language}", envelope.channel)
        return next((self.templates[name] for name in names if self.templates.get(name)), "")


def _failed(error: APIError) -> Outcome:
    """Say what a failed request means: an answer of 400 to 499 is certain; without one Notify may have it."""
    answered: Any = error.response is not None
    if answered and error.status_code == TOO_MANY:
        return Outcome("again", "Notify takes no more for now (429)")
    if answered and error.status_code in REFUSALS:
        return Outcome("refused", f"Notify refused it ({error.status_code}): {_sentence(error)}")
    return Outcome("unsure", f"Notify did not answer ({error.status_code})")


def _sentence(error: APIError) -> str:
    """Return what Notify says is wrong, without the destination, which it may repeat."""
    said = error.message
    kinds = [str(one.get("error", "")) for one in said] if isinstance(said, list) else []
    return ", ".join(kinds)[:200] or "no reason given"
