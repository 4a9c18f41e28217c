"""The queue: what rings, and nothing of who it may be."""

import uuid
from datetime import timedelta

import pytest

from heed.domain.calls.models import Call
from heed.domain.calls.terms import Channel

pytestmark = pytest.mark.django_db

QUEUE = "/calls/"


def test_a_waiting_call_shows_its_line_and_nothing_of_whoever_used_it(as_, handler, reported, ring, now):
    reported(now=now - timedelta(days=3))
    ring(now=now)

    page = as_(handler).get(QUEUE).content.decode()

    assert "07700 900123" in page
    assert "Marlow" not in page
    assert "incident" not in page.lower()


def test_the_first_call_has_the_key_and_a_999_call_is_first(as_, handler, ring, now):
    ring("07700 900001", now=now - timedelta(minutes=2))
    ring("07700 900002", now=now, to="999", service="999")

    page = as_(handler).get(QUEUE).content.decode()

    assert page.index("07700 900002") < page.index("07700 900001")
    assert page.count('data-key="t"') == 1


def test_a_withheld_number_is_said_in_words(as_, handler, ring, now):
    ring("", now=now, x_cli_status="withheld")

    assert "Number withheld" in as_(handler).get(QUEUE).content.decode()


def test_a_queue_is_named_as_text(as_, handler, ring, now):
    ring(now=now, queue="<script>alert(1)</script>")

    page = as_(handler).get(QUEUE).content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_whoever_takes_a_call_sees_its_page(as_, handler, ring, now):
    call = ring(now=now)

    answer = as_(handler).post(f"/calls/{call.pk}/take")

    assert answer.status_code == 302
    assert answer.url == f"/calls/{call.pk}/"
    assert Call.objects.get(pk=call.pk).taken_by == handler


def test_whoever_comes_second_is_told_who_has_the_call(as_, handler, person_at_work, taken):
    answer = as_(person_at_work("call_handler", "jo")).post(f"/calls/{taken.pk}/take")

    assert answer.status_code == 409
    assert "Harriet Okoro has this call" in answer.content.decode()


def test_a_call_of_ones_own_is_listed_until_it_is_finished(as_, handler, taken):
    assert f"/calls/{taken.pk}/" in as_(handler).get(QUEUE).content.decode()


@pytest.mark.parametrize("channel", [Channel.COUNTER, Channel.LETTER, Channel.PATROL, Channel.WEB])
def test_a_report_that_came_another_way_is_a_call_in_hand(as_, handler, channel):
    answer = as_(handler).post("/calls/contact", {"channel_used": channel})

    call = Call.objects.get()
    assert answer.url == f"/calls/{call.pk}/"
    assert (call.channel, call.taken_by, call.line_class) == (channel, handler, "unavailable")


@pytest.mark.parametrize("channel", ["", "101", "<script>", "x" * 10_000, "a\0b"])
def test_a_contact_without_a_way_is_asked_again(as_, handler, channel):
    answer = as_(handler).post("/calls/contact", {"channel_used": channel})

    assert answer.status_code == 422
    assert "Choose how the report came" in answer.content.decode()
    assert not Call.objects.exists()


def test_a_call_of_another_force_is_not_there(as_, stranger_to_the_force, ring, now):
    call = ring(now=now)

    assert as_(stranger_to_the_force).post(f"/calls/{call.pk}/take").status_code == 404
    assert "07700 900123" not in as_(stranger_to_the_force).get(QUEUE).content.decode()


@pytest.mark.parametrize("role", ["neighbourhood_officer", "inspector", "analyst", "partner_officer"])
def test_only_those_who_take_calls_see_the_queue(as_, person_at_work, role):
    assert as_(person_at_work(role)).get(QUEUE).status_code == 403


def test_a_stranger_is_sent_to_sign_in(client, db):
    answer = client.get(QUEUE)

    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/")


def test_the_queue_is_not_posted_to_and_taking_is_not_got(as_, handler, taken):
    assert as_(handler).post(QUEUE).status_code == 405
    assert as_(handler).get(f"/calls/{taken.pk}/take").status_code == 405
    assert as_(handler).get("/calls/contact").status_code == 405


def test_a_nonsense_call_cannot_be_taken(as_, handler):
    assert as_(handler).post(f"/calls/{uuid.uuid4()}/take").status_code == 404
    assert as_(handler).post("/calls/12/take").status_code == 404


def test_thirty_waiting_calls_cost_no_more_queries_than_one(as_, handler, ring, now, django_assert_max_num_queries):
    for number in range(30):
        ring(f"07700 9001{number:02}", now=now)
    client = as_(handler)

    with django_assert_max_num_queries(7):
        client.get(QUEUE)
