"""What partners hold and said, as the neighbourhood team reads it."""

from datetime import timedelta

import pytest

from heed.flows.referrals import replies
from heed.foundation.accounts.terms import Role
from tests.flows.referring import CALM, OFFICER, agency, council, olu, referred

__all__ = ["agency", "council", "olu", "referred"]


@pytest.fixture
def officer(person_at_work):
    return person_at_work(Role.NEIGHBOURHOOD_OFFICER, "nadia", rank="constable")


@pytest.fixture
def made(reported, council, referred, now):
    return referred(reported(now=now - timedelta(minutes=20), report=CALM), council, now=now)


def test_what_came_back_stands_first_and_what_was_said_below(as_, officer, made, reported, council, referred, now):
    other = referred(reported("07700 900456", now=now, report=CALM, parties=()), council, now=now)
    replies.refuse(referral=other, reason="other_area", words="North of the river", actor=OFFICER, now=now)

    page = as_(officer).get("/patch/partners/?whose=all").content.decode()

    assert page.index(other.incident.reference) < page.index(made.incident.reference)
    assert "It is outside our area" in page
    assert "North of the river" in page


def test_an_officer_reads_first_what_is_on_their_beats(as_, officer, made):
    page = as_(officer).get("/patch/partners/").content.decode()

    assert "Nothing is with a partner, and nothing came back on your beats" in page


def test_another_force_reads_nothing(as_, stranger_to_the_force, made):
    page = as_(stranger_to_the_force).get("/patch/partners/").content.decode()

    assert made.incident.reference not in page


def test_it_reads_in_a_bounded_number_of_statements(as_, supervisor, made, council, now, django_assert_max_num_queries):
    for number in range(30):
        replies.update(referral=made, words=f"Visit {number}", actor=OFFICER, now=now)

    with django_assert_max_num_queries(30):
        as_(supervisor).get("/patch/partners/")
