"""What goes out, what is stopped at the last moment, and what nobody can know."""

from datetime import datetime, timedelta

import pytest
from tests.domain.contact.conftest import other_party

from heed.connections.messages import jobs, sending
from heed.domain.contact import queries
from heed.domain.contact.models import Message, Outgoing
from heed.domain.contact.outbox import services as places
from heed.domain.tasking.models import Task
from heed.flows.messages import outbox

pytestmark = pytest.mark.django_db


class Clock:
    """A clock that is set by hand."""

    def __init__(self, at) -> None:
        """Stand still."""
        self.at = at

    def __call__(self) -> datetime:
        """Say what it is."""
        return self.at


@pytest.fixture
def clock(noon):
    """Return a clock at noon."""
    return Clock(noon)


def states(message):
    """Return what became of a message, in order."""
    return list(message.events.order_by("pk").values_list("state", flat=True))


def task():
    """Return the one task that was made."""
    return Task.objects.get(kind="message")


@pytest.fixture
def mail(jean, note, text, mailbox, set_up):
    """Return an e-mail to Jean that waits."""
    set_up(mailbox=mailbox)
    note(jean, safe_email="jean@example.org")
    return text(jean, channel="email")


@pytest.fixture
def sms(jean, text, peer, set_up):
    """Return a text to Jean that waits."""
    set_up(peer=peer)
    return text(jean)


def test_an_email_goes_out_once_however_often_the_job_runs(mail, mailbox, clock, trail):
    for _ in range(3):
        sending.send(mail.pk, clock=clock)
    sending.sweep(clock=clock)

    assert len(mailbox.taken) == 1
    assert states(mail) == ["queued", "sending", "sent"]
    assert not Outgoing.objects.exists()
    assert trail("message.sent")[0].recipient == f"person:{mail.person_id}"


def test_a_do_not_text_that_is_recorded_after_queueing_stops_it(sms, jean, note, peer, clock, handler):
    note(jean)

    sending.send(sms.pk, clock=clock)
    sending.sweep(clock=clock)

    assert not peer.taken
    assert states(sms) == ["queued", "refused"]
    assert task().owner == handler
    assert task().key == f"message:{sms.pk}:failed"
    assert "not safe any more" in task().words
    assert task().due_by == clock.at + timedelta(hours=24)


def test_a_rule_that_comes_by_a_merge_after_queueing_stops_it(sms, jean, person, note, merge, peer, clock):
    other = person("J", "Marlow")
    note(other)
    merge(jean, other)

    sending.send(sms.pk, clock=clock)

    assert not peer.taken
    assert states(sms)[-1] == "refused"


def test_whoever_became_the_other_party_after_queueing_is_not_written_to(
    reported, person, text, merge, peer, set_up, clock, handler
):
    """By a merge as much as by being named: the sender asks again of whom, not of where to alone."""
    set_up(peer=peer)
    incident = reported(now=clock.at)
    message = text(
        incident.parties.get(role="victim").person, incident=incident, template="incident_recorded", contact="x"
    )
    rex = person("Rex", "Vane")
    other_party(incident, handler, clock.at, rex)
    merge(message.person, rex)

    sending.send(message.pk, clock=clock)

    assert not peer.taken
    assert states(message) == ["queued", "refused"]
    assert "other party" in task().words


def test_another_safe_number_that_is_recorded_after_queueing_stops_it(sms, jean, note, peer, clock):
    note(jean, safe_number="07700 900999")

    sending.send(sms.pk, clock=clock)

    assert not peer.taken
    assert "addressed elsewhere" in queries.newest_event(sms).detail


def test_hours_that_are_recorded_after_queueing_hold_it_and_then_it_goes(sms, jean, note, peer, clock):
    note(jean, hours=((0, "09:00", "15:00"),))

    sending.send(sms.pk, clock=clock)
    assert states(sms) == ["queued", "held"]
    clock.at += timedelta(days=2)
    sending.sweep(clock=clock)
    assert not peer.taken
    clock.at = clock.at.replace(hour=9) + timedelta(days=1)
    sending.sweep(clock=clock)

    assert len(peer.taken) == 1
    assert states(sms) == ["queued", "held", "sending", "sent"]


def test_what_cannot_be_held_long_enough_becomes_a_task(sms, jean, note, peer, clock):
    clock.at += timedelta(days=6)
    note(jean, hours=((0, "09:00", "09:01"), (3, "09:00", "09:01")), now=clock.at)
    clock.at += timedelta(days=2)

    sending.sweep(clock=clock)

    assert states(sms) == ["queued", "failed"]
    assert "more than 8 days" in task().words


def test_without_a_provider_it_is_kept_and_somebody_is_told(jean, text, set_up, clock):
    set_up()
    message = text(jean)

    sending.send(message.pk, clock=clock)

    assert states(message) == ["queued", "failed"]
    assert "No provider for text message is set up" in task().words


def test_an_email_goes_by_notify_where_the_force_has_no_mail_server(jean, note, text, peer, set_up, clock):
    set_up(peer=peer)
    note(jean, safe_email="jean@example.org")
    message = text(jean, channel="email")

    sending.send(message.pk, clock=clock)

    assert peer.taken[0]["email_address"] == "jean@example.org"


def test_what_is_refused_for_now_is_tried_again_and_what_is_refused_for_good_is_not(mail, mailbox, clock):
    mailbox.rcpt = "450 Try later"
    sending.send(mail.pk, clock=clock)
    sending.send(mail.pk, clock=clock)
    assert states(mail) == ["queued", "sending", "queued"]
    assert Outgoing.objects.get().due_at == clock.at + timedelta(seconds=30)

    mailbox.rcpt = "550 No such user"
    clock.at += timedelta(seconds=30)
    sending.sweep(clock=clock)

    assert states(mail)[-2:] == ["sending", "failed"]
    assert "550 No such user" in task().words


def test_after_enough_tries_somebody_is_told(mail, mailbox, clock):
    mailbox.rcpt = "450 Try later"
    for _ in range(10):
        sending.sweep(clock=clock)
        clock.at += timedelta(hours=1)

    assert states(mail).count("sending") == 8
    assert states(mail)[-1] == "failed"
    assert "Tried 8 times" in task().words


def test_an_email_that_broke_off_may_have_gone_out_and_never_goes_twice(mail, mailbox, clock):
    mailbox.break_off = True
    sending.send(mail.pk, clock=clock)
    mailbox.break_off = False
    clock.at += timedelta(days=1)
    sending.sweep(clock=clock)

    assert len(mailbox.taken) == 1
    assert states(mail) == ["queued", "sending", "unknown"]
    assert "may have gone out" in task().words


def die_while_sending(message, provider, clock):
    """Claim a message, and never come back: what a worker that is killed leaves."""
    assert outbox.claim(message_id=message.pk, provider=provider, can_be_asked=["notify"], now=clock())


def test_an_email_left_by_a_killed_worker_is_not_sent_again_and_somebody_is_told(mail, mailbox, clock):
    die_while_sending(mail, "smtp", clock)
    sending.sweep(clock=clock)
    assert states(mail) == ["queued", "sending"]

    clock.at += places.LEFT_AFTER
    sending.sweep(clock=clock)

    assert not mailbox.taken
    assert states(mail) == ["queued", "sending", "unknown"]
    assert "may have gone out" in task().words


@pytest.mark.parametrize("arrived", [True, False])
def test_notify_is_asked_about_a_text_left_by_a_killed_worker(sms, peer, clock, arrived):
    die_while_sending(sms, "notify", clock)
    if arrived:
        peer.notify.send(outbox._envelope(sms))
    for _ in range(3):
        clock.at += timedelta(seconds=61)
        sending.sweep(clock=clock)

    assert len(peer.taken) == 1
    assert states(sms) == ["queued", "sending", *([] if arrived else ["queued", "sending"]), "sent"]
    assert not Task.objects.exists()


def test_a_text_that_went_by_a_provider_that_is_gone_is_never_sent_by_another(mail, mailbox, peer, set_up, clock):
    """The mail server was killed in the middle, and Notify set up in its place: Notify knows nothing of it."""
    die_while_sending(mail, "smtp", clock)
    set_up(peer=peer)
    clock.at += timedelta(hours=1)
    sending.sweep(clock=clock)

    assert not peer.taken
    assert states(mail)[-1] == "unknown"


def test_a_text_that_notify_did_not_answer_is_asked_about_before_it_goes_again(sms, peer, clock):
    peer.hang_up = True
    sending.send(sms.pk, clock=clock)
    peer.hang_up = False
    for _ in range(2):
        clock.at += timedelta(seconds=61)
        sending.sweep(clock=clock)

    assert len(peer.taken) == 1
    assert states(sms) == ["queued", "sending", "sent"]


@pytest.mark.parametrize(("status", "state"), [("delivered", "delivered"), ("permanent-failure", "failed")])
def test_what_notify_says_of_arriving_is_kept_and_a_failure_becomes_a_task(sms, peer, clock, status, state):
    sending.send(sms.pk, clock=clock)
    clock.at += timedelta(minutes=1)
    sending.receipts(clock=clock)
    assert states(sms)[-1] == "sent"
    peer.status = status
    clock.at += timedelta(minutes=1)
    for _ in range(2):
        sending.receipts(clock=clock)

    assert states(sms)[-2:] == ["sent", state]
    assert Task.objects.count() == (state == "failed")
    assert not Outgoing.objects.exists()


def test_after_three_days_nobody_asks_any_more(sms, peer, clock):
    sending.send(sms.pk, clock=clock)
    clock.at += timedelta(days=4)
    sending.receipts(clock=clock)

    assert states(sms)[-1] == "sent"
    assert not Outgoing.objects.exists()


def test_a_job_of_a_message_that_was_rolled_back_does_nothing(db):
    jobs.send_message("00000000-0000-0000-0000-000000000001")

    assert not Message.objects.exists()
