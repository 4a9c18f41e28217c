"""Both providers against real servers on this machine."""

import socket
import uuid
from dataclasses import replace
from email import message_from_string, policy

import pytest

from heed.flows.messages.outbox import Envelope

MAIL = Envelope(
    uuid.UUID(int=7), "email", "jean@example.org", "Eich cyfeirnod", "Dywedwch wrthym: tŷ\n.\nDiwedd", "cy", "update"
)
TEXT = replace(MAIL, channel="text", to="+447700900123", subject="")


def test_an_email_arrives_as_it_was_written_under_an_id_of_its_own(mailbox):
    came = mailbox.smtp.send(MAIL)

    ((to, raw),) = mailbox.taken
    read = message_from_string(raw, policy=policy.default)
    assert came.came == "sent"
    assert to == ["jean@example.org"]
    assert read["Message-ID"] == came.provider_id == f"<{MAIL.id}@example.org>"
    assert (read["Subject"], read["From"], read["Content-Language"]) == (
        MAIL.subject,
        "The team <team@example.org>",
        "cy",
    )
    assert read.get_content().split() == MAIL.body.split()


@pytest.mark.parametrize(
    ("changes", "came"),
    [
        ({"rcpt": "550 No such user"}, "refused"),
        ({"rcpt": "450 Try later"}, "again"),
        ({"data": "554 Spam"}, "refused"),
        ({"data": "451 Busy"}, "again"),
        ({"break_off": True}, "unsure"),
    ],
)
def test_what_a_mail_server_answers_says_whether_it_is_certain(mailbox, changes, came):
    for name, value in changes.items():
        setattr(mailbox, name, value)

    assert mailbox.smtp.send(MAIL).came == came


def test_a_mail_server_that_is_not_there_is_tried_again(mailbox):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        gone = replace(mailbox.smtp, port=closed.getsockname()[1])

    assert gone.send(MAIL).came == "again"


def test_a_server_that_cannot_encrypt_is_told_nothing(mailbox):
    assert replace(mailbox.smtp, tls="starttls").send(MAIL).came == "again"
    assert not mailbox.taken


def test_an_address_that_is_none_is_refused_before_anything_is_said(mailbox):
    assert mailbox.smtp.send(replace(MAIL, to="jean@exämple.org")).came == "refused"
    assert mailbox.smtp.send(replace(MAIL, subject="One\r\nBcc: rex@example.org")).came == "refused"
    assert not mailbox.taken


def test_notify_is_handed_the_words_under_our_reference(peer):
    came = peer.notify.send(TEXT)

    (taken,) = peer.taken
    assert (came.came, came.provider_id) == ("sent", taken["id"])
    assert taken["reference"] == str(TEXT.id)
    assert (taken["phone_number"], taken["template_id"]) == ("+447700900123", "t-text")
    assert taken["personalisation"] == {"body": TEXT.body}
    assert peer.notify.send(MAIL).came == "sent"
    assert peer.taken[1]["personalisation"] == {"subject": MAIL.subject, "body": MAIL.body}


def test_the_nearest_of_notifys_templates_is_used(peer):
    near = replace(peer.notify, templates={"text": "a", "update.text": "b", "update.text.cy": "c"})

    near.send(TEXT)
    near.send(replace(TEXT, language="en"))
    near.send(replace(TEXT, template="other"))
    assert [one["template_id"] for one in peer.taken] == ["c", "b", "a"]
    assert near.send(MAIL).came == "refused"


@pytest.mark.parametrize(("answer", "came"), [(400, "refused"), (403, "refused"), (429, "again"), (500, "unsure")])
def test_what_notify_answers_says_whether_it_is_certain(peer, answer, came):
    peer.answer = answer
    said = peer.notify.send(TEXT)

    assert said.came == came
    assert TEXT.to not in said.detail


def test_a_wrong_key_is_refused(peer):
    stolen = replace(peer.notify, key=peer.notify.key[:-1] + "9")

    assert stolen.send(TEXT).came == "refused"
    assert not peer.taken


def test_notify_is_asked_for_what_it_did_not_answer(peer):
    peer.hang_up = True
    assert peer.notify.send(TEXT).came == "unsure"
    assert peer.notify.find(TEXT.id).provider_id == peer.taken[0]["id"]
    assert peer.notify.find(uuid.UUID(int=8)).came == "again"

    peer.answer = 500
    assert peer.notify.find(TEXT.id).came == "unsure"


@pytest.mark.parametrize(
    ("status", "state"),
    [("delivered", "delivered"), ("permanent-failure", "failed"), ("technical-failure", "failed"), ("sending", None)],
)
def test_notify_says_what_became_of_a_text(peer, status, state):
    peer.notify.send(TEXT)
    peer.status = status

    assert peer.notify.arrived(TEXT.id)[0] == state
