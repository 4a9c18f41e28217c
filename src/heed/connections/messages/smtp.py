"""
E-mail by SMTP: the force's own server.

SMTP cannot be asked afterwards whether it has a message. What breaks off before the text was sent is certain, and tried again;
what breaks off after that may have gone out, and never is.
"""

import smtplib
import ssl
import uuid
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, parseaddr
from typing import ClassVar

from heed.domain.contact.terms import State
from heed.flows.messages.outbox import Envelope, Outcome

TIMEOUT = 20.0
"""Seconds that one answer of the server may take."""

DONE, TAKEN = 250, frozenset({250, 251})
"""Requested action completed; user not local, will forward (RFC 5321 4.2.3)."""

PERMANENT = range(500, 600)
"""Answers by which a server refuses for good (RFC 5321 4.2.1)."""


@dataclass(frozen=True, slots=True)
class Smtp:
    """An SMTP server. tls: "starttls", "tls" from the first byte, or "none" for a server on this machine."""

    host: str
    port: int
    tls: str
    user: str
    password: str
    sender: str

    name: ClassVar[str] = "smtp"
    can_be_asked: ClassVar[bool] = False

    def send(self, envelope: Envelope) -> Outcome:
        """Hand a message over."""
        try:
            server = self._connect()
        except smtplib.SMTPAuthenticationError as error:
            return Outcome("again", f"The mail server does not know us ({error.smtp_code})")
        except (smtplib.SMTPException, OSError) as error:
            return Outcome("again", f"The mail server cannot be reached ({type(error).__name__})")
        try:
            return self._hand_over(server, envelope)
        finally:
            with suppress(smtplib.SMTPException, OSError):
                server.quit()

    def find(self, message_id: uuid.UUID) -> Outcome:  # noqa: ARG002  nobody can be asked
        """Say that nobody can say."""
        return Outcome("unsure", "A mail server cannot be asked")

    def arrived(self, message_id: uuid.UUID) -> tuple[State | None, str]:  # noqa: ARG002  as above
        """Say that nobody knows: what bounces goes to the sender's mailbox, which Heed does not read."""
        return None, ""

    def _connect(self) -> smtplib.SMTP:
        """Connect, encrypt and sign in."""
        context = ssl.create_default_context()
        if self.tls == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT)
        try:
            if self.tls == "starttls":
                server.starttls(context=context)
            if self.user:
                server.login(self.user, self.password)
            server.ehlo_or_helo_if_needed()
        except BaseException:
            server.close()
            raise
        return server

    def _hand_over(self, server: smtplib.SMTP, envelope: Envelope) -> Outcome:
        """Say from whom and to whom, then what; from then on nothing is certain but an answer."""
        try:
            text = self._written(envelope)
            for answer in (server.mail(parseaddr(self.sender)[1]), server.rcpt(envelope.to)):
                if answer[0] not in TAKEN:
                    return _refusal(*answer)
        except (ValueError, smtplib.SMTPNotSupportedError):
            return Outcome("refused", "The address is not one that mail can be sent to")
        except (smtplib.SMTPException, OSError) as error:
            return Outcome("again", f"The mail server broke off before the message ({type(error).__name__})")
        words: bytes | str
        try:
            code, words = server.data(text)
        except smtplib.SMTPDataError as error:
            # The server refused to begin; what it says once it has the text comes as a code.
            code, words = error.smtp_code, error.smtp_error
        except (smtplib.SMTPException, OSError) as error:
            return Outcome("unsure", f"The mail server broke off within the message ({type(error).__name__})")
        if code == DONE:
            return Outcome("sent", provider_id=_id_of(envelope.id, self.sender)[:80])
        return _refusal(code, words)

    def _written(self, envelope: Envelope) -> bytes:
        """Write a message under the id that it has for good, without a trace of what it is about."""
        made = EmailMessage(policy=SMTP)
        made["From"], made["To"], made["Subject"] = self.sender, envelope.to, envelope.subject
        made["Message-ID"] = _id_of(envelope.id, self.sender)
        made["Date"] = formatdate()
        made["Auto-Submitted"] = "auto-generated"
        made.set_content(envelope.body, cte="quoted-printable")
        made["Content-Language"] = envelope.language
        return bytes(made)


def _id_of(message_id: uuid.UUID, sender: str) -> str:
    """Return the Message-ID: ours for good, in the domain of the sender."""
    domain = parseaddr(sender)[1].rpartition("@")[2]
    return f"<{message_id}@{domain or 'heed.invalid'}>"


def _refusal(code: int, words: bytes | str) -> Outcome:
    """Say that a server refused: for good, or for now."""
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    detail = f"The mail server refused it: {code} {' '.join(said.split())[:200]}"
    return Outcome("refused" if code in PERMANENT else "again", detail)
