"""What goes to partners' systems: in the transaction of its cause, in order, again under the same number, and never lost."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from heed.domain.agencies.terms import Purpose, SharedPart
from heed.domain.exchange import queries
from heed.domain.exchange.models import Attempt, Case, Letter, Waiting
from heed.domain.exchange.outbox import services as box
from heed.domain.exchange.terms import Kind, Protocol, Result
from heed.domain.tasking.models import Task
from heed.flows.exchange import applying, outbox
from heed.flows.exchange.outbox import Answer
from heed.flows.referrals import keeping, replies
from heed.flows.sharing.share import share, withdraw
from heed.foundation.policy import services as policy
from tests.flows.exchange.conftest import DOWN

REFUSED = Answer(Result.REFUSED, status=401, words="The partner's system does not know our key (401)")


def test_a_referral_goes_into_the_outbox_with_what_may_go_onto_the_wire_alone(incident, council, referred, letters):
    made = referred(incident, council, parts=[*SharedPart.values])

    (letter,) = letters()
    said = letter.content
    assert (letter.kind, letter.about, letter.place) == (Kind.CREATE, f"referral:{made.pk}", 1)
    assert said["messageId"] == str(letter.pk)
    assert said["incident"]["ref"] == incident.reference
    assert said["incident"]["sharing"]["parts"] == ["place", "pointer", "words"]
    assert said["incident"]["location"]["text"] == "14 Acacia Road, Mallow, ZZ1 1AA"
    assert said["asked"]["words"] == "Please visit the tenant"
    assert "Marlow" not in str(said)


def test_nothing_of_vulnerability_goes_out_unless_the_agreement_names_it(incident, agency, referred, letters):
    everything = referred(incident, agency(wire=SharedPart.values), parts=[*SharedPart.values])

    assert {"needs", "risk"} <= {one["part"] for one in letters()[0].content["incident"]["sections"]}
    assert letters()[0].content["incident"]["people"] == [{"role": "victim", "name": "Jean Marlow"}]
    assert everything.disclosure.agreement.on_the_wire == SharedPart.values


def test_words_go_only_where_the_agreement_lets_words_onto_the_wire(incident, agency, referred, letters):
    referred(incident, agency(wire=[SharedPart.POINTER]))

    said = letters()[0].content
    assert said["asked"]["words"] == "The words are on the pages of Mallowshire Police: sign in there to read them."
    assert not {"summary", "location", "people"} & said["incident"].keys()
    assert "tenant" not in str(said)


def test_an_agency_without_a_system_gets_no_message(incident, agency, referred):
    referred(incident, agency(protocol=None))

    assert not Letter.objects.exists()


def test_what_is_rolled_back_is_not_sent(incident, council, referred):
    with transaction.atomic():
        referred(incident, council)
        transaction.set_rollback(True)

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'send_by_open311'")
        assert (cursor.fetchone(), Letter.objects.count()) == ((0,), 0)


def test_what_the_force_says_later_follows_in_order_and_what_the_agency_said_does_not_go_back(
    incident, council, referred, handler, letters, noon
):
    made = referred(incident, council)
    replies.accept(referral=made, words="Ours", actor=handler.actor(), now=noon)
    replies.give_more(referral=made, words="The dog bites", actor=handler.actor(), now=noon)
    keeping.take_back(referral=made, words="Solved", stop_sharing=False, actor=handler.actor(), now=noon)

    sent = letters()
    assert [(one.kind, one.place) for one in sent] == [(Kind.CREATE, 1), (Kind.UPDATE, 2), (Kind.CLOSE, 3)]
    assert [one.content["said"]["what"] for one in sent[1:]] == ["give", "take_back"]
    assert sent[1].content["said"]["words"] == "The dog bites"


def test_a_later_message_waits_for_an_earlier_one_and_other_cases_do_not(
    incident, reported, council, referred, handler, post, noon
):
    from tests.flows.exchange.conftest import CALM

    first = referred(incident, council)
    replies.give_more(referral=first, words="More", actor=handler.actor(), now=noon)
    other = referred(reported("07700 900456", now=noon, report=CALM), council)

    got = post(council, DOWN)

    # The first failed and waits; what follows it in its case waits behind it; the other case went.
    assert [one.about for one in got] == [f"referral:{first.pk}", f"referral:{other.pk}"]
    assert [one.kind for one in post(council, now=noon + timedelta(seconds=31))] == [Kind.CREATE, Kind.UPDATE]
    assert not Waiting.objects.exists()


def test_a_message_is_tried_again_later_each_time_and_dead_after_the_packs_tries(
    incident, council, referred, post, noon
):
    made = referred(incident, council)
    rule = policy.in_use().exchange.sending
    now, waits = noon, []
    for _ in range(rule.tries.value):
        assert len(post(council, DOWN, now=now)) == 1
        place = Waiting.objects.get()
        waits.append((place.due_at - now).total_seconds())
        now = place.due_at

    assert waits[:4] == [30, 60, 120, 240]
    assert waits[-2] == 3600
    assert place.dead_why == "The partner's system cannot be reached. Tried 24 times"
    assert post(council, now=now + timedelta(days=30)) == []
    assert [one.message.about for one in queries.dead_letters(incident.force_id)] == [f"referral:{made.pk}"]


def test_what_trying_again_cannot_mend_is_dead_at_once_and_somebodys_task(
    incident, council, referred, post, handler, noon
):
    made = referred(incident, council)

    post(council, REFUSED)

    task = Task.objects.get(key=f"exchange:{Letter.objects.get().pk}:dead")
    assert queries.dead_letters(incident.force_id).get().dead_why == REFUSED.words
    assert (task.owner, task.due_by) == (handler, noon + timedelta(hours=4))
    assert task.words.startswith(
        "The referral did not reach Mallow Borough Council: The partner's system does not know our key"
    )
    assert made.state == "sent"


def test_a_dead_letter_sent_again_by_hand_arrives_and_takes_its_task_back(
    incident, council, referred, post, supervisor, noon
):
    referred(incident, council)
    post(council, REFUSED)
    letter = Letter.objects.get()

    assert outbox.try_again(message=letter, actor=supervisor.actor(), now=noon)
    post(council)

    assert [one.result for one in queries.attempts(letter.pk)] == ["refused", "by_hand", "taken"]
    assert Task.objects.get(key=f"exchange:{letter.pk}:dead").outcome == "not_needed"
    assert not outbox.try_again(message=letter, actor=supervisor.actor(), now=noon)


def test_giving_up_a_first_word_gives_up_what_waits_behind_it_and_makes_one_task(
    incident, council, referred, handler, post, supervisor, noon
):
    made = referred(incident, council)
    replies.give_more(referral=made, words="More", actor=handler.actor(), now=noon)
    post(council, REFUSED)
    dead = queries.dead_letters(incident.force_id).get()

    given = outbox.give_up(message=dead.message, why="They closed their desk", actor=supervisor.actor(), now=noon)

    assert (dead.behind, len(given)) == (1, 2)
    assert not Waiting.objects.exists()
    task = Task.objects.get(key=f"exchange:{dead.pk}:given_up")
    assert task.words == (
        "The referral was given up: They closed their desk. What waited behind it went with it."
        " Tell Mallow Borough Council in another way."
    )
    assert outbox.give_up(message=dead.message, why="again", actor=supervisor.actor(), now=noon) == []


def test_a_worker_that_is_killed_while_sending_leaves_a_message_that_goes_out_again_under_the_same_number(
    incident, council, referred, post, noon
):
    referred(incident, council)
    lease = policy.in_use().exchange.sending.lease
    held = box.take(agency_id=council.pk, lease=lease, now=noon)

    assert post(council, now=noon + lease - timedelta(seconds=1)) == []
    again = post(council, now=noon + lease + timedelta(seconds=1))

    assert [one.pk for one in again] == [held.message.pk]


def test_two_workers_that_both_reach_the_partner_write_once_that_it_arrived(incident, council, referred, post, noon):
    referred(incident, council)
    lease = policy.in_use().exchange.sending.lease
    slow = box.take(agency_id=council.pk, lease=lease, now=noon)
    post(council, now=noon + lease + timedelta(seconds=1))

    taken = Answer(Result.TAKEN, status=200)
    assert outbox.came(held=slow, answer=taken, chance=0, now=noon + timedelta(minutes=10)) == Result.TAKEN
    assert Attempt.objects.filter(result=Result.TAKEN).count() == 1


def test_what_was_withdrawn_before_it_was_sent_does_not_go_out(incident, council, referred, post, handler, noon):
    made = referred(incident, council)
    withdraw(disclosure=made.disclosure, why="Wrong victim", actor=handler.actor(), now=noon)

    assert post(council) == []
    assert "not shared with the agency any more" in queries.dead_letters(incident.force_id).get().dead_why


def test_what_was_shared_anew_at_less_depth_does_not_go_out_in_the_old_words(
    incident, council, referred, post, handler, noon
):
    referred(incident, council)
    share(
        incident=incident, agency=council, agreement=council.agreements.get(), parts=[SharedPart.POINTER],
        purpose=Purpose.SOLVE, necessity="That it exists is enough for them", until=date(2027, 1, 20), user=handler,
        actor=handler.actor(), now=noon,
    )  # fmt: skip

    assert post(council) == []
    assert "Part of what it says" in queries.dead_letters(incident.force_id).get().dead_why


def test_that_a_case_is_taken_back_reaches_the_partner_although_nothing_is_shared_any_more(
    incident, council, referred, post, handler, noon
):
    made = referred(incident, council)
    post(council)
    keeping.take_back(referral=made, words="Wrong door", stop_sharing=True, actor=handler.actor(), now=noon)

    assert [one.kind for one in post(council)] == [Kind.CLOSE]


def test_the_partners_number_is_kept_with_the_case_and_the_referral_and_another_changes_neither(
    incident, council, referred, post, noon
):
    made = referred(incident, council)
    post(council, Answer(Result.TAKEN, status=200, receipt="4711", case="4711"))

    applying.name(case_id=Case.objects.get().pk, now=noon)

    made.refresh_from_db()
    assert (Case.objects.get().external_id, made.external_id) == ("4711", "4711")


@pytest.mark.parametrize("asked", [timedelta(seconds=600), timedelta(days=3)])
def test_a_partner_that_asks_us_to_wait_is_waited_for_up_to_an_hour(incident, council, referred, post, noon, asked):
    referred(incident, council)
    post(council, Answer(Result.AGAIN, status=429, words="Too many", wait=asked))

    assert Waiting.objects.get().due_at - noon == min(asked, timedelta(hours=1))


def test_each_message_that_reached_a_partner_is_a_disclosure_on_the_trail(incident, council, referred, post, trail):
    referred(incident, council)
    assert not trail("exchange_message.sent")

    post(council)

    (event,) = trail("exchange_message.sent")
    assert (event.act, event.recipient) == ("disclosure", f"agency:{council.pk}")
    assert event.detail == {"kind": "create", "parts": ["place", "pointer", "safety", "words"]}


def test_the_endpoint_of_another_agency_is_never_used(incident, agency, council, referred, post):
    homes = agency("Acacia Homes", protocol=Protocol.TRANSFER)
    referred(incident, council)

    assert post(homes) == []


def test_a_message_that_may_have_been_taken_goes_out_again_under_the_same_number(
    incident, council, referred, post, noon
):
    referred(incident, council)
    unsure = Answer(Result.UNSURE, words="No whole answer within the time", silent=True)

    first = post(council, unsure)
    again = post(council, now=noon + timedelta(seconds=31))

    assert [one.pk for one in first] == [one.pk for one in again]
    assert [one.result for one in queries.attempts(first[0].pk)] == ["unsure", "taken"]
