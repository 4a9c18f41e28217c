"""Safe contact and messages, as a handler meets them."""

from datetime import timedelta

import pytest

from heed.domain.contact import queries
from heed.domain.contact.models import ContactRule, Loosening
from heed.domain.tasking.models import Task
from tests.domain.contact.conftest import merge, note, text

__all__ = ["merge", "note", "text"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def noon(now):
    """Pages read the clock themselves: what happened before, happened just now."""
    return now


@pytest.fixture
def jean(incident):
    """Return Jean, who reported the stones."""
    return incident.parties.get(role="victim").person


def read(answer):
    """Return the words of a page."""
    return " ".join(answer.content.decode().split())


def own(incident):
    """Return what the address carries: the call that reported it, which Harriet took."""
    return f"?call={incident.call_id}"


def about(jean, incident, more=""):
    """Return the page of Jean's safe contact."""
    return f"/calls/people/{jean.pk}/safe-contact{more}{own(incident)}"


RULE = {"forbidden": ["text"], "days": ["0", "4"], "start": "9am", "end": "15.00", "voicemail": ["no"],
        "code_word": "acorn", "words": "He reads her messages", "source": "person", "basis": "law_enforcement",
        "review_on": "2027-05-20"}  # fmt: skip


def test_what_was_said_on_the_call_is_saved_with_the_record(as_, handler, taken, filled):
    more = {"safe-text": "no", "safe-voicemail": "no", "safe-days": ["0", "1"], "safe-start": "9", "safe-end": "3pm"}

    answer = as_(handler).post(f"/calls/{taken.pk}/record", filled | more)

    rule = ContactRule.rows.get()
    assert answer.status_code == 302
    assert (rule.forbidden, rule.voicemail, rule.call) == (["text"], False, taken.pk)
    assert rule.hours == [[0, "09:00", "15:00"], [1, "09:00", "15:00"]]
    assert (rule.person.name, rule.source) == ("Jean Marlow", "person")
    assert "Contacting Jean Marlow safely: Do not text." in read(as_(handler).get(answer.url))


def test_nothing_said_and_yes_to_all_writes_no_rule(as_, handler, taken, filled):
    as_(handler).post(f"/calls/{taken.pk}/record", filled | {"safe-text": "yes", "safe-ring": "yes"})

    assert not ContactRule.rows.exists()


def test_half_an_hour_is_asked_for_again_and_nothing_is_recorded(as_, handler, taken, filled):
    answer = as_(handler).post(
        f"/calls/{taken.pk}/record", filled | {"safe-text": "no", "safe-start": "9", "safe-number": "x"}
    )

    assert answer.status_code == 422
    for sentence in ("Select the days to which", "Enter both from when", "Enter a telephone number"):
        assert sentence in read(answer)
    assert not ContactRule.rows.exists()


def test_whoever_answers_the_next_call_reads_it_first_and_is_advised(as_, handler, jean, note, ring, say, now, card):
    from heed.flows import take_call

    note(jean, now=now, forbidden=("text",))
    call, _ = take_call.take(call_id=ring(now=now).pk, user=handler, actor=handler.actor(), now=now)
    before = read(as_(handler).get(f"/calls/{call.pk}/"))
    say(call, jean.pk, now=now)
    after = read(as_(handler).get(f"/calls/{call.pk}/"))

    assert "Do not text." not in before
    assert "Do not text." in after
    assert after.index("read this before you ring") < after.index("What helps")
    assert "There is a rule for contacting them safely" in after


def test_an_incident_and_a_record_show_it_first(as_, handler, jean, incident, note, now, trail):
    rule = note(jean, now=now, safe_number="07700 900123", words="He reads her messages")

    shown = read(as_(handler).get(f"/calls/incidents/{incident.pk}/"))
    person = read(as_(handler).get(f"/calls/people/{jean.pk}/{own(incident)}"))

    for page in (shown, person):
        assert "Use no number but 07700 900123." in page
        assert "He reads her messages" in page
    assert person.index("read this before you ring") < person.index("Incidents")
    assert f"contact_rule:{rule.pk}" in trail("needs.consulted")[0].subjects


def test_a_rule_is_written_with_the_person(as_, handler, jean, incident):
    answer = as_(handler).post(about(jean, incident), RULE, follow=True)

    rule = ContactRule.rows.get()
    assert (rule.code_word, rule.hours) == ("acorn", [[0, "09:00", "15:00"], [4, "09:00", "15:00"]])
    assert "Only 09:00 to 15:00 on Mondays and Fridays." in read(answer)
    assert "acorn" not in read(answer)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"start": "25"}, "From must be a time of day"),
        ({"number": "hers"}, "Enter a telephone number"),
        ({"review_on": "2020-01-01"}, "must be in the future"),
        (
            {"forbidden": [], "days": [], "start": "", "end": "", "voicemail": [], "code_word": "", "words": ""},
            "Say what is safe",
        ),
        ({"source": ""}, "Select who told us"),
    ],
)
def test_a_rule_that_cannot_be_kept_is_asked_for_again(as_, handler, jean, incident, changes, sentence):
    answer = as_(handler).post(about(jean, incident), RULE | changes)

    assert answer.status_code == 422
    assert sentence in read(answer)
    assert not ContactRule.rows.exists()


def test_a_code_word_is_shown_on_asking_and_the_trail_says_to_whom(as_, handler, jean, incident, note, now, trail):
    rule = note(jean, now=now, code_word="acorn")

    hidden = read(as_(handler).get(about(jean, incident)))
    shown = as_(handler).post(about(jean, incident, f"/{rule.pk}/code-word"))

    assert "acorn" not in hidden
    assert "acorn" in read(shown)
    assert "no-store" in shown["Cache-Control"]
    assert trail("code_word.shown")[0].actor_name == handler.display_name


def test_a_rule_ends_when_two_people_say_so(as_, handler, supervisor, jean, incident, note, now):
    rule = note(jean, now=now)
    as_(handler).post(about(jean, incident, f"/{rule.pk}/end"), {f"end{rule.pk}-why": "He has moved out"})
    assert Task.objects.get(key__startswith="loosening:").person == jean
    own_answer = as_(handler).post(
        about(jean, incident, f"/{rule.pk}/answer"), {f"answer{rule.pk}-why": "Yes", "agreed": "yes"}
    )
    assert own_answer.status_code == 403

    as_(supervisor).post(
        about(jean, incident, f"/{rule.pk}/answer"), {f"answer{rule.pk}-why": "Rang her", "agreed": "yes"}
    )

    assert not queries.has_rules([jean.pk])


def test_a_supervisor_does_not_agree_with_themselves(as_, supervisor, jean, incident, note, now):
    rule = note(jean, now=now)
    as_(supervisor).post(about(jean, incident, f"/{rule.pk}/end"), {f"end{rule.pk}-why": "It is over"})

    answer = as_(supervisor).post(
        about(jean, incident, f"/{rule.pk}/answer"), {f"answer{rule.pk}-why": "Yes", "agreed": "yes"}
    )

    assert answer.status_code == 422
    assert "You asked for it yourself" in read(answer)
    assert Loosening.objects.get().answered_at is None


def test_what_permits_more_waits_for_a_second_person(as_, handler, jean, incident, note, now):
    rule = note(jean, now=now)
    wider = RULE | {"forbidden": [], "instead_of": str(rule.pk), "why": "She says texts are safe now"}

    answer = as_(handler).post(about(jean, incident), wider, follow=True)

    assert "that one stands as well until a second person agrees" in read(answer)
    assert "Do not text." in read(answer)


def test_a_rule_that_was_gone_through_stands_on(as_, handler, jean, incident, note, now):
    rule = note(jean, now=now)
    as_(handler).post(about(jean, incident, f"/{rule.pk}/stands"))

    assert queries.standing_rules([jean.pk]).get().follows == rule


def test_a_due_review_makes_a_task_and_ends_nothing(jean, note, handler, now):
    from heed.flows.messages import safe_contact

    note(jean, now=now, review_on=now.date() + timedelta(days=30))
    later = now + timedelta(days=31)
    for _ in range(2):
        safe_contact.ask_for_reviews(now=later)

    assert Task.objects.get(key__startswith="contact_rule:").owner == handler
    assert queries.safe_contact_of([jean.pk], on=later.date()).rows


def test_a_rule_that_names_nothing_of_the_caller_is_of_the_victim_they_ring_for(as_, handler, taken, filled):
    other = {
        "victim": "someone", "relation": "Daughter", "party-0-role": "victim", "party-0-given_name": "Ida",
        "party-0-family_name": "Poole", "safe-ring": "no",
    }  # fmt: skip
    answer = as_(handler).post(f"/calls/{taken.pk}/record", filled | other)

    assert answer.status_code == 302
    rule = ContactRule.rows.get()
    assert (rule.person.name, rule.source) == ("Ida Poole", "family")
