"""The victim's page: opened by the link in a message, without signing in, and showing nothing of anybody."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from heed.domain.aftermath import services
from heed.domain.aftermath.models import Answer, AnswerLink, FollowUp, LinkTry
from heed.domain.contact.models import Message
from heed.domain.incidents.queries import standing_closing
from heed.flows import decide
from heed.flows.aftermath import follow_ups as aftermath
from heed.foundation.policy import services as policy

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def asked(reported, handler, now):
    """Return a follow-up that was asked by message a day ago."""
    at = now - 35 * DAY
    incident = reported(now=at)
    decide.close(
        incident=incident, closing_code="ASB_PERSONAL", result="ATTENDED_RESOLVED", rationale="Spoke to them",
        user=handler, actor=handler.actor(), now=at + timedelta(minutes=20),
    )  # fmt: skip
    aftermath.plan(now=at + DAY)
    aftermath.ask(now=now - DAY, address="https://ask.example.org")
    return FollowUp.objects.get()


@pytest.fixture
def page(asked):
    """Return the address in the message, as a telephone opens it: without an account, and without cookies."""
    [address] = re.findall(r"https://ask\.example\.org(/answer/[0-9a-f]{32})", Message.objects.get().body)
    return address


@pytest.fixture
def phone():
    """Return a browser that refuses forms from elsewhere, as in earnest."""
    return Client(enforce_csrf_checks=True)


def test_the_first_page_says_nothing_of_the_police_of_anybody_or_of_what_happened(phone, page, asked):
    answer = phone.get(page)
    text = answer.content.decode()

    assert answer.status_code == 200
    assert "<title>A few short questions</title>" in text
    for word in ("police", "Heed", "OFFICIAL", "Jean", "Marlow", "Acacia", asked.incident.reference, "Mallowshire"):
        assert word not in text.split("</title>")[0] + re.sub(r"<link[^>]*>", "", text.split("</title>")[1]), word
    assert 'href="https://www.bbc.co.uk/weather"' in text


def test_nobody_else_learns_the_address_and_nobody_keeps_the_page(phone, page):
    answer = phone.get(page)

    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]
    assert "<script" not in answer.content.decode()


def test_the_questions_name_nobody_either(phone, page, asked):
    text = phone.get(f"{page}?start=1").content.decode()

    assert "Has what you told us about stopped?" in text
    for word in ("Jean", "Marlow", "Acacia", asked.incident.reference):
        assert word not in text


def test_an_answer_opens_the_incident_again_and_leaves_a_page_that_tells_nothing(phone, page, asked):
    answer = phone.post(f"{page}?start=1", {"stopped": "worse", "informed": "very_dissatisfied"}, follow=True)

    assert "Thank you" in answer.content.decode()
    kept = Answer.objects.get()
    assert (kept.stopped, kept.informed, kept.overall, kept.asked_by) == ("worse", "very_dissatisfied", "", None)
    assert standing_closing(asked.incident) is None


def test_it_is_asked_in_welsh(phone, page):
    text = phone.get(f"{page}?start=1&language=cy").content.decode()
    phone.post(f"{page}?start=1&language=cy", {"stopped": "stopped"})

    assert '<html lang="cy"' in text
    assert "Mae wedi dod i ben" in text
    assert Answer.objects.get().language == "cy"


def test_the_same_sent_twice_is_kept_once(phone, page):
    phone.post(f"{page}?start=1", {"stopped": "stopped"})
    again = phone.post(f"{page}?start=1", {"stopped": "worse"}, follow=True)

    assert "Thank you" in again.content.decode()
    assert Answer.objects.get().stopped == "stopped"


def test_whoever_answers_late_is_heard_although_we_had_given_up(phone, page, asked):
    FollowUp.objects.filter(pk=asked.pk).update(ended_at=asked.asked_at, ended_as="no_answer")
    phone.post(f"{page}?start=1", {"stopped": "same"})

    asked.refresh_from_db()
    assert asked.ended_as == "answered"


def test_it_asks_again_where_the_one_answer_is_missing(phone, page):
    answer = phone.post(f"{page}?start=1", {"overall": "very_satisfied"})

    assert answer.status_code == 422
    assert "Select whether it has stopped" in answer.content.decode()
    assert not Answer.objects.exists()


@pytest.mark.parametrize("token", ["0" * 32, "nonsense", "%00", "é", "0" * 400])
def test_a_nonsense_token_opens_nothing_and_leaves_nothing(phone, asked, token):
    answer = phone.get(f"/answer/{token}")

    assert answer.status_code == 404
    assert "does not open any more" in answer.content.decode()
    assert not LinkTry.objects.exists()


def test_a_link_that_has_run_out_is_as_good_as_nonsense(phone, page, now):
    expired = phone.get("/answer/" + "0" * 32).content
    AnswerLink.objects.update(expires_at=now - DAY)

    answer = phone.post(f"{page}?start=1", {"stopped": "worse"})
    assert (answer.status_code, answer.content) == (404, expired)
    assert not Answer.objects.exists()


def test_one_link_is_opened_only_so_often_within_an_hour(phone, page, now):
    most = policy.in_use().aftermath.link_tries_an_hour.value
    link = AnswerLink.objects.get()
    LinkTry.objects.bulk_create([LinkTry(link=link, at=now) for _ in range(most)])

    assert phone.get(page).status_code == 429
    assert phone.post(f"{page}?start=1", {"stopped": "worse"}).status_code == 429
    LinkTry.objects.update(at=now - timedelta(hours=2))
    assert phone.get(page).status_code == 200


def test_the_token_is_kept_as_a_hash_and_is_hard_to_guess(page):
    token = page.rpartition("/")[2]

    assert AnswerLink.objects.get().token_hash == services.hashed(token)
    assert len(bytes.fromhex(token)) * 8 >= 128


def test_no_token_stands_in_a_log(page):
    from heed.config.logging import without_tokens

    logged = without_tokens(None, "", {"event": f"Not Found: {page}", "request": f"GET {page}?start=1", "code": 404})
    assert page.rpartition("/")[2] not in str(logged)
    assert logged["code"] == 404


def test_another_method_is_refused(phone, page):
    assert phone.delete(page).status_code == 405


def test_whoever_is_signed_in_sees_the_same_page(as_, supervisor, page):
    text = as_(supervisor).get(page).content.decode()

    assert "Simon" not in text
    assert "Sign out" not in text
