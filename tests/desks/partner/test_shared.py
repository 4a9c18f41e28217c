"""What was shared with an agency, on its own officers' pages."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from heed.domain.agencies import services as agencies
from heed.domain.agencies.terms import Purpose, SharedPart
from heed.domain.contact.services import RuleWords, note_rule
from heed.domain.incidents.terms import PartyRole
from heed.domain.needs.terms import Basis, Source
from heed.domain.sharing.locking import services as locking
from heed.domain.sharing.locking.services import Locked
from heed.domain.sharing.models import Disclosure, Opening
from heed.flows.sharing import share
from heed.foundation.accounts.terms import system
from tests import partners
from tests.partners import agreement, council, council_officer

__all__ = ["agreement", "council", "council_officer"]

LIST = "/partner/shared/"


@pytest.fixture
def shared(incident, council, agreement, handler, now):
    def shared(*parts, **changes):
        terms = {
            "incident": incident,
            "agency": council,
            "agreement": agreement,
            "parts": parts or [SharedPart.VICTIM, SharedPart.PLACE],
            "purpose": Purpose.SOLVE,
            "necessity": "They hold the tenancy next door",
            "until": localdate(now) + timedelta(days=30),
            "user": handler,
            "actor": handler.actor(),
            "now": now,
        } | changes
        return share.share(**terms)

    return shared


def test_the_list_gives_the_number_and_the_record_what_was_shared(as_, council_officer, shared, incident, trail):
    made = shared()
    listed = as_(council_officer).get(LIST)
    read = as_(council_officer).get(f"{LIST}{made.pk}/")

    assert incident.reference in listed.text
    assert "Jean" not in listed.text
    assert "Jean Marlow" in read.text
    assert "Stones" not in read.text
    assert "no-store" in read["Cache-Control"]
    assert [(one.by_name, one.disclosure) for one in Opening.objects.all()] == [("Carol Adeyemi", made)]
    assert trail("disclosure.opened")[0].recipient == "Carol Adeyemi, Mallow Council"


def test_an_officer_of_another_agency_finds_nothing(as_, force, shared, now):
    made = shared()
    other = partners.add_officer(partners.add_agency(force, now=now, name="Mallow Homes"), now=now, username="norman")

    assert as_(other).get(f"{LIST}{made.pk}/").status_code == 404
    assert "Nothing is shared with Mallow Homes now" in as_(other).get(LIST).text


def test_the_forces_own_people_have_no_business_here(as_, handler, shared):
    made = shared()

    assert as_(handler).get(LIST).status_code == 403
    assert as_(handler).get(f"{LIST}{made.pk}/").status_code == 403


def test_nothing_is_there_once_agency_or_agreement_has_ended(as_, council_officer, council, agreement, shared, now):
    made = shared()
    agencies.end_agreement(agreement=agreement, why="Not renewed", actor=system("tests"), now=now)
    assert as_(council_officer).get(f"{LIST}{made.pk}/").status_code == 404

    agencies.end_agency(agency=council, why="Merged", actor=system("tests"), now=now)
    assert as_(council_officer).get(LIST).status_code == 403
    assert as_(council_officer).get(f"{LIST}{made.pk}/").status_code == 403


def test_past_its_last_day_it_is_gone(as_, council_officer, shared, now):
    made = shared(now=now - timedelta(days=3), until=localdate(now - timedelta(days=1)))

    assert as_(council_officer).get(f"{LIST}{made.pk}/").status_code == 404


def test_of_what_is_held_back_only_that_it_exists_is_said(as_, council_officer, supervisor, shared, incident, now):
    made = shared()
    locking.lock_by_hand(
        what=Locked(incident=incident), why="A colleague", ask="Inspector Hale", owner=supervisor,
        actor=supervisor.actor(), now=now,
    )  # fmt: skip
    listed = as_(council_officer).get(LIST)

    assert "<strong>More exists:</strong> 1 of what was shared with you is held back now" in listed.text
    assert incident.reference not in listed.text
    assert "Hale" not in listed.text
    assert as_(council_officer).get(f"{LIST}{made.pk}/").status_code == 404


def test_a_number_that_is_not_safe_any_more_is_never_read_again(as_, council_officer, shared, incident, handler, now):
    made = shared(SharedPart.CONTACT)
    assert "07700 900123" in as_(council_officer).get(f"{LIST}{made.pk}/").text
    words = RuleWords(
        forbidden=("call", "text"), source=Source.PERSON, basis=Basis.CONSENT, consent_at=now,
        review_on=localdate(now) + timedelta(days=90),
    )  # fmt: skip
    person = incident.parties.get(role=PartyRole.VICTIM).person
    note_rule(person=person, rule=words, call=None, user=handler, actor=handler.actor(), now=now)

    stopped = as_(council_officer).get(f"{LIST}{made.pk}/")
    assert stopped.status_code == 410
    assert "900123" not in stopped.text
    assert "Do not use a number or address that you noted from it" in stopped.text
    assert Disclosure.objects.get(pk=made.pk).withdrawn_at is not None
    assert as_(council_officer).get(f"{LIST}{made.pk}/").status_code == 404


def test_the_list_takes_as_many_statements_for_ten_as_for_one(
    as_, council_officer, shared, reported, now, django_assert_max_num_queries
):
    shared()
    for number in range(3):
        shared(incident=reported(f"07700 90020{number}", now=now))

    client = as_(council_officer)
    with django_assert_max_num_queries(10):
        assert client.get(LIST).text.count("HD-") == 4
