"""The referrals of an agency: what waits, what is shared, and everything that can be said to it."""

from datetime import timedelta

import pytest

from heed.domain.agencies.models import Officer
from heed.domain.agencies.terms import AgencyKind
from heed.domain.referrals.models import Referral
from heed.domain.sharing.models import Opening
from heed.flows.referrals import keeping, replies
from heed.foundation.accounts.terms import Role
from tests.flows.referring import CALM, agency, council, olu, referred

__all__ = ["agency", "council", "olu", "referred"]

LIST = "/partner/referrals/"


@pytest.fixture
def incident(reported, now):
    return reported(now=now - timedelta(minutes=20), report=CALM)


@pytest.fixture
def made(incident, council, referred, now):
    return referred(incident, council, now=now - timedelta(minutes=10))


def test_the_agency_sees_what_it_is_asked_and_what_is_shared_and_that_is_kept(as_, olu, made):
    listed = as_(olu).get(LIST).content.decode()
    page = as_(olu).get(f"{LIST}{made.pk}/").content.decode()

    assert "Please visit the tenant" in listed
    assert "Music till two in the morning" in page
    assert "14 Acacia Road" in page
    assert "Jean" not in page
    assert "07700 900123" not in page
    assert Opening.objects.get().user == olu


def test_accepting_it_makes_it_theirs(as_, olu, made):
    answer = as_(olu).post(f"{LIST}{made.pk}/accept", {"accepted-words": "We visit on Monday"}, follow=True)

    assert "You hold the case" in answer.content.decode()
    assert Referral.objects.get().holder == "agency"


@pytest.mark.parametrize(
    ("posted", "says"),
    [
        ({}, "Select why"),
        ({"refused-reason": "made_up"}, "Select a valid choice"),
        ({"refused-reason": "other", "refused-words": "   "}, "needs words: say more"),
    ],
)
def test_a_refusal_without_a_reason_is_asked_again(as_, olu, made, posted, says):
    answer = as_(olu).post(f"{LIST}{made.pk}/refuse", posted)

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert Referral.objects.get().state == "sent"


def test_what_was_answered_already_says_so(as_, olu, made, now):
    replies.accept(referral=made, words="", actor=olu.actor(), now=now)

    answer = as_(olu).post(f"{LIST}{made.pk}/refuse", {"refused-reason": "not_ours"})

    assert answer.status_code == 422
    assert "Once accepted it is given back, not refused" in answer.content.decode()


@pytest.mark.parametrize("address", [f"{LIST}9999999/", f"{LIST}9999999/accept", f"{LIST}1/fly"])
def test_nonsense_is_not_found(as_, olu, made, address):
    client = as_(olu)

    assert (client.post(address) if not address.endswith("/") else client.get(address)).status_code == 404


def test_another_agency_finds_nothing(as_, person_at_work, agency, made, noon):
    other = person_at_work(Role.PARTNER_OFFICER, "pat")
    Officer.objects.create(user=other, agency=agency("Acacia Homes", AgencyKind.HOUSING), since_at=noon)

    assert as_(other).get(f"{LIST}{made.pk}/").status_code == 404
    assert as_(other).post(f"{LIST}{made.pk}/accept").status_code == 404
    assert "Nothing waits for you" in as_(other).get(LIST).content.decode()


def test_what_is_taken_back_is_gone_at_once(as_, olu, made, handler, now):
    keeping.take_back(referral=made, words="Wrong door", stop_sharing=True, actor=handler.actor(), now=now)

    assert as_(olu).get(f"{LIST}{made.pk}/").status_code == 404
    assert "Nothing has been referred to you" in as_(olu).get(f"{LIST}?which=all").content.decode()


@pytest.mark.parametrize("user", ["handler", "supervisor"])
def test_the_force_has_no_business_on_the_agencys_pages(request, as_, made, user):
    assert as_(request.getfixturevalue(user)).get(f"{LIST}{made.pk}/").status_code == 403


def test_the_number_of_statements_does_not_grow_with_what_was_said(
    as_, olu, made, handler, now, django_assert_max_num_queries
):
    replies.accept(referral=made, words="", actor=olu.actor(), now=now)
    for number in range(30):
        replies.update(referral=made, words=f"Visit {number}", actor=olu.actor(), now=now)

    with django_assert_max_num_queries(40):
        page = as_(olu).get(f"{LIST}{made.pk}/")
    assert "Visit 29" in page.content.decode()
