"""Attempts to go round the gate through which every message goes."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.domain.contact.conftest import HERS, other_party

from heed.domain.contact import queries
from heed.domain.contact.models import Message, MessageEvent, Outgoing
from heed.domain.contact.outbox import services as outbox
from heed.domain.contact.outbox.services import NotPassed, Passed
from heed.domain.people import services as people
from heed.engines.linkage.said import Said
from heed.engines.risk.messages import Unfit
from heed.engines.risk.safe_contact import Channel, Verdict
from heed.flows.messages.gate import NotSafe, known_template, preview
from heed.flows.messages.safe_contact import gate
from heed.foundation.accounts.models import Force

pytestmark = pytest.mark.django_db


def test_a_message_that_is_safe_is_queued_with_its_verdict_and_its_job(jean, text, noon, trail):
    message = text(jean)

    assert (message.to, message.channel, message.language) == (HERS, "text", "en")
    assert message.body == (
        "As we agreed, we will be in touch like this: every Friday. "
        "If that changes, tell us: use the number that we gave you."
    )
    assert message.gate["passed"]
    assert queries.newest_event(message).state == "queued"
    assert ProcrastinateJob.objects.filter(task_name="send_message", args={"message_id": str(message.pk)}).exists()
    assert trail("message.queued")[0].subjects == [f"message:{message.pk}", f"person:{jean.pk}"]
    assert HERS not in str(trail("message.queued")[0].detail)


def test_a_message_in_welsh_is_welsh_throughout(jean, text):
    assert "defnyddiwch y rhif a roesom i chi" in text(jean, language="cy", agreed="bob dydd Gwener").body


def test_do_not_text_stops_a_text_and_says_why(jean, note, text):
    note(jean)

    with pytest.raises(NotSafe, match="Do not text") as refused:
        text(jean)
    assert refused.value.reasons == ("Do not text: a rule for contacting them safely forbids it",)
    assert not Message.objects.exists()


def test_a_rule_on_another_record_of_the_same_person_stops_it(jean, person, note, text, merge):
    other = person("J", "Marlow")
    note(other)
    merge(jean, other)

    for one in (jean, other):
        with pytest.raises(NotSafe, match="Do not text"):
            text(one)


def test_a_rule_of_somebody_else_on_the_same_line_stops_it_on_that_line(jean, person, note, text):
    """A rule is a person's; but the line is one telephone, and it lies where they both see it."""
    daughter = person("Ann", number="+447700900555")
    people.use_line(person=daughter, e164=HERS, confirmed_by=None, now=jean.first_known_at)
    note(daughter)
    note(jean, safe_number="07700 900123")

    with pytest.raises(NotSafe, match="Somebody else who uses this line"):
        text(jean)


def test_hours_of_somebody_else_on_the_same_line_hold_for_it_too(jean, person, note, noon):
    """He is at home after three: the telephone they share rings for him as well."""
    daughter = person("Ann", number="+447700900555")
    people.use_line(person=daughter, e164=HERS, confirmed_by=None, now=jean.first_known_at)
    note(daughter, hours=tuple((day, "09:00", "15:00") for day in range(7)), voicemail=False)

    early, late = (gate(person=jean, channel=Channel.CALL, now=noon.replace(hour=hour)).verdict for hour in (10, 16))

    assert (early.allowed, early.conditions) == (True, ("Leave no voicemail",))
    assert (late.allowed, late.later) == (False, True)


def test_an_email_goes_to_the_address_that_was_given_last(jean, text, noon):
    for days, email in enumerate(("old@example.org", "new@example.org")):
        said = Said(given="Jean", family="Marlow", on=noon.date(), email=email)
        people.mention(
            person=jean, said=said, place=None, call=None, source="said", now=noon - timedelta(days=2 - days)
        )

    assert text(jean, channel="email").to == "new@example.org"


def test_nobody_writes_to_people_of_another_force(person, text):
    elsewhere = Force.objects.create(code="BOR", name="Borsetshire Police")

    with pytest.raises(NotSafe, match="another force"):
        text(person("Ida", of=elsewhere))


def test_a_rule_of_a_housemate_on_another_line_stops_nothing(jean, person, note, text):
    note(person("Ann", number="+447700900555"))

    assert text(jean).to == HERS


@pytest.mark.parametrize("written", ["07700 900999", "+44 7700 900999", "0044 7700900999", "(0)7700-900-999"])
def test_the_safe_number_is_one_number_however_it_is_written(jean, note, text, written):
    note(jean, safe_number=written)

    assert text(jean).to == "+447700900999"


def test_a_text_never_goes_to_a_number_that_nobody_confirmed_or_that_others_use(person, text, handler, noon):
    unsure, shared = person("A"), person("B", number="+447700900002")
    people.use_line(person=unsure, e164="+447700900001", confirmed_by=None, now=noon)
    person("C", number="+447700900002")
    listed, house, withheld = person("D", number="+447700900003"), person("E", number="+441632960001"), person("F")
    people.list_line(
        force=listed.force, e164="+447700900003", known_as="payphone", label="High Street box", actor=handler.actor(), now=noon
    )  # fmt: skip
    people.use_line(person=withheld, e164="+447700900004", confirmed_by=handler, now=noon)

    for one, why in (
        (unsure, "confirmed as theirs"), (shared, "Others use the same line"), (listed, "High Street box"),
        (house, "cannot take a text"), (withheld, "was withheld"), (person("Nobody"), "We know nowhere to text"),
    ):  # fmt: skip
        with pytest.raises(NotSafe, match=why):
            text(one)


def test_an_email_goes_only_to_an_address_that_was_given(jean, text, noon):
    with pytest.raises(NotSafe, match="We know nowhere to e-mail"):
        text(jean, channel="email")

    said = Said(given="Jean", family="Marlow", on=noon.date(), email="jean@example.org")
    people.mention(person=jean, said=said, place=None, call=None, source="said", now=noon)
    assert text(jean, channel="email").to == "jean@example.org"


def test_a_message_takes_the_channel_that_is_safe(jean, note, text, noon):
    note(jean, forbidden=("text",), safe_email="jean@example.org")

    message = text(jean, channel=None)

    assert (message.channel, message.to, message.subject) == ("email", "jean@example.org", "How we will keep in touch")


def test_a_message_that_is_not_written_for_a_channel_is_not_sent_by_it(jean, text):
    for channel in ("letter", "call", "visit"):
        with pytest.raises(NotSafe, match="is not written for"):
            text(jean, channel=channel)
    with pytest.raises(Unfit, match="no message called other"):
        text(jean, template="other")


def test_what_would_give_us_away_is_refused_with_the_word(jean, text):
    with pytest.raises(Unfit, match="“police” would show"):
        text(jean, agreed="the police ring on Fridays")


def test_outside_the_hours_it_is_held_until_then(jean, note, text, noon):
    note(jean, hours=((0, "09:00", "15:00"),))

    message = text(jean)

    held = queries.newest_event(message)
    assert (held.state, held.detail) == ("held", "Not now: it is safe to text from 09:00 on Monday 23 November")
    assert message.outgoing.due_at == noon.replace(day=23, hour=9)
    job = ProcrastinateJob.objects.get(task_name="send_message", args={"message_id": str(message.pk)})
    assert job.scheduled_at == message.outgoing.due_at


def test_a_message_about_an_incident_goes_only_to_those_in_it_and_never_to_the_other_party(
    reported, person, text, noon, handler
):
    incident = reported(now=noon)
    jean = incident.parties.get(role="victim").person
    neighbour, stranger = person("Rex", number="+447700900777"), person("Ida", number="+447700900778")
    other_party(incident, handler, noon, neighbour)

    message = text(jean, incident=incident, template="incident_recorded", contact="01632 960100")
    assert incident.reference in message.body
    with pytest.raises(NotSafe, match="the other party"):
        text(neighbour, incident=incident)
    with pytest.raises(NotSafe, match="no part in this incident"):
        text(stranger, incident=incident)


def test_a_preview_writes_nothing(jean, noon):
    made, asked = preview(
        person=jean, template="contact_agreed", words={"agreed": "weekly"}, incident=None, language="en", channel=None,
        now=noon,
    )  # fmt: skip

    assert asked.verdict.allowed
    assert "weekly" in made.body
    assert not Message.objects.exists()


def forged(jean, noon, **changes):
    """Write a message past the gate, as no code of ours does."""
    fields = {
        "force": jean.force, "person": jean, "template": "update", "template_version": "1", "language": "en",
        "channel": "text", "to": HERS, "body": "Hello", "made_at": noon, "made_by_name": "x", "purpose": "x",
        "gate": {}, "policy_version": "x",
    }  # fmt: skip
    return Message.objects.create(**fields | changes)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({}, "a_message_has_passed_the_gate"),
        ({"gate": {"passed": False, "to": HERS, "channel": "text"}}, "a_message_has_passed_the_gate"),
        ({"gate": {"passed": True, "to": "+447700900999", "channel": "text"}}, "a_message_has_passed_the_gate"),
        ({"gate": {"passed": True, "to": HERS, "channel": "email"}}, "a_message_has_passed_the_gate"),
        (
            {"channel": "letter", "gate": {"passed": True, "to": HERS, "channel": "letter"}},
            "a_message_goes_by_text_or_email",
        ),
    ],
)
def test_the_database_takes_no_message_that_did_not_pass_the_gate(jean, noon, changes, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        forged(jean, noon, **changes)


def test_a_message_is_not_queued_with_a_verdict_that_says_no(jean, noon, handler):
    said_no = Passed(Channel.TEXT, Verdict(False, ("No",), to=HERS), (), "x")
    with pytest.raises(NotPassed):
        outbox.queue(
            person=jean, incident=None, template=known_template("update"), language="en", made=None, passed=said_no,
            purpose="x", actor=handler.actor(), now=noon,
        )  # fmt: skip


@pytest.mark.parametrize("change", [{"to": "+447700900999"}, {"body": "Else"}, {"channel": "email"}, {"gate": {}}])
def test_the_database_refuses_to_change_a_message_or_to_delete_what_became_of_it(jean, text, change):
    message = text(jean)

    for act in (
        lambda: Message.objects.filter(pk=message.pk).update(**change),
        lambda: MessageEvent.objects.filter(message=message).delete(),
        lambda: MessageEvent.objects.filter(message=message).update(state="sent"),
    ):
        with pytest.raises(ProgrammingError, match="pgtrigger: Cannot"), transaction.atomic():
            act()


def test_a_message_can_be_taken_back_until_it_is_sent(jean, text, handler, noon):
    message = text(jean)
    assert outbox.cancel(message_id=message.pk, why="Wrong person", actor=handler.actor(), now=noon)
    assert not outbox.cancel(message_id=message.pk, why="Again", actor=handler.actor(), now=noon)

    assert queries.newest_event(message).state == "cancelled"
    assert not Outgoing.objects.exists()


def test_a_message_goes_back_with_what_gave_rise_to_it(jean, text):
    with transaction.atomic():
        text(jean)
        transaction.set_rollback(True)

    assert not Message.objects.exists()
    assert not ProcrastinateJob.objects.filter(task_name="send_message").exists()
