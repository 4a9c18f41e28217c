"""Messages, as a handler sends them; and who may neither send them nor see how somebody is contacted."""

import pytest
from django.urls import reverse

from heed.domain.contact.models import ContactRule, Message
from tests.desks.call_handler.test_contact import RULE, about, jean, noon, own, read
from tests.domain.contact.conftest import note, text

__all__ = ["jean", "noon", "note", "text"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def page(incident):
    """Return the address of an incident's messages."""
    return f"/calls/incidents/{incident.pk}/messages"


SEND = {"language": "en", "channel": "any", "word-agreed": "every Friday"}


def sent(client, page, incident, jean, **changes):
    """Read a message as it goes out, and send it."""
    address = f"{page}/contact_agreed{own(incident)}"
    shown = client.post(address, SEND | {"person": jean.pk, "show": "1"} | changes)
    words = read(shown)
    seal = words.partition('name="seen" value="')[2][:64]
    return shown, client.post(address, SEND | {"person": jean.pk, "send": "1", "seen": seal} | changes, follow=True)


@pytest.fixture
def by_day(settings):
    """Let texts go at any hour: pages read the clock themselves, and tests run at night too."""
    from heed.foundation.policy import services as policy

    pack = policy.in_use()
    hours = dict(pack.contact.default.hours)
    pack.contact.default.hours.clear()
    yield
    pack.contact.default.hours.update(hours)


def test_a_message_is_read_before_it_goes_and_then_listed(as_, handler, jean, incident, page, by_day):
    shown, done = sent(as_(handler), page, incident, jean)

    assert shown.status_code == 200
    assert "we will be in touch like this: every Friday" in read(shown)
    assert "Text message to 07700 900123" in read(shown)
    assert Message.objects.get().to == "+447700900123"
    assert "It goes out now." in read(done)
    assert "Waits to be sent" in read(done)


def test_what_was_not_read_is_not_sent(as_, handler, jean, incident, page, by_day):
    address = f"{page}/contact_agreed{own(incident)}"
    answer = as_(handler).post(address, SEND | {"person": jean.pk, "send": "1", "seen": "0" * 64})

    assert "It is not what you read before" in read(answer)
    assert not Message.objects.exists()


def test_what_is_not_safe_is_refused_with_the_reason_and_so_is_what_gives_us_away(
    as_, handler, jean, incident, page, note, now, by_day
):
    giveaway = as_(handler).post(
        f"{page}/contact_agreed{own(incident)}", SEND | {"person": jean.pk, "word-agreed": "the police ring"}
    )
    note(jean, now=now)
    shown, done = sent(as_(handler), page, incident, jean)

    assert "“police” would show" in read(giveaway)
    for answer in (shown, done):
        assert answer.status_code == 422
        assert "Do not text: a rule for contacting them safely forbids it" in read(answer)
    assert not Message.objects.exists()


def test_a_message_can_be_taken_back(as_, handler, jean, incident, page, text, by_day):
    message = text(jean, incident=incident)
    answer = as_(handler).post(f"{page}/{message.pk}/take-back{own(incident)}", follow=True)

    assert "it does not go out" in read(answer)
    assert "Taken back by Harriet Okoro" in read(answer)


def test_the_words_that_are_missing_are_asked_for(as_, handler, jean, incident, page):
    answer = as_(handler).post(f"{page}/contact_agreed{own(incident)}", {"language": "en", "channel": "any"})

    assert answer.status_code == 422
    assert "Enter: What was agreed?" in read(answer)
    assert "Select to whom" not in read(as_(handler).get(f"{page}/contact_agreed{own(incident)}"))


def test_a_stranger_to_the_force_finds_none_of_it(as_, stranger_to_the_force, jean, incident, page, note, now):
    rule = note(jean, now=now)
    client = as_(stranger_to_the_force)

    for address in (page, f"{page}/update", f"/calls/people/{jean.pk}/safe-contact"):
        assert client.get(address).status_code == 404
    for more in ("end", "stands", "code-word"):
        assert client.post(f"/calls/people/{jean.pk}/safe-contact/{rule.pk}/{more}").status_code == 404


def test_roles_that_may_not_are_turned_away(as_, person_at_work, jean, incident, page):
    analyst, officer = person_at_work("analyst"), person_at_work("data_protection_officer", "dora")

    assert as_(analyst).get(page).status_code == 403
    assert as_(analyst).get(about(jean, incident)).status_code == 403
    assert as_(officer).get(f"{page}/update").status_code == 403
    as_(officer).post(about(jean, incident), RULE)
    assert not ContactRule.rows.exists()


def test_nonsense_finds_nothing_and_the_wrong_method_is_refused(
    as_, handler, jean, incident, page, note, person_at_work, now
):
    rule = note(jean, now=now)
    client = as_(handler)

    assert client.get(f"{page}/nonsense{own(incident)}").status_code == 404
    assert client.get(about(jean, incident, f"/{rule.pk}/end")).status_code == 405
    assert client.post(about(jean, incident, f"/{rule.pk + 99}/end"), {"why": "x"}).status_code == 404
    assert client.post(about(jean, incident, f"/{10**30}/stands")).status_code == 404
    assert client.post(about(jean, incident, f"/{rule.pk}/end"), {f"end{rule.pk}-why": ""}).status_code == 422
    assert client.post(reverse("call_handler:message_take_back", args=[incident.pk, jean.pk])).status_code == 404


def test_the_pages_ask_the_database_the_same_however_much_there_is(
    as_, handler, jean, incident, page, note, text, now, by_day, django_assert_max_num_queries
):
    for _ in range(5):
        note(jean, now=now, safe_number="07700 900123")
        text(jean, incident=incident)
    client = as_(handler)

    with django_assert_max_num_queries(30):
        assert client.get(page + own(incident)).status_code == 200
    with django_assert_max_num_queries(60):
        assert client.get(about(jean, incident)).status_code == 200
