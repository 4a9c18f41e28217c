"""The ASB case review on the call page and the incident page: how near, what to say, and one press for the answer."""

from datetime import timedelta

import pytest

from heed.domain.case_review.models import Offer
from heed.domain.case_review.terms import How, Said
from heed.domain.incidents.models import Party
from heed.domain.incidents.terms import PartyRole
from heed.flows import take_call
from heed.flows.case_review import standing as case_review
from heed.flows.record import Someone
from tests.flows.conftest import HOME, JEAN

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
TWO, THREE = "2 of 3 complaints", "3 of 3 complaints"


@pytest.fixture
def suffered(reported, now):
    """Return who reports so many incidents of Jean's in the last weeks; returns the incidents."""
    return lambda count: [reported(now=now - (30 - 7 * number) * DAY) for number in range(count)]


@pytest.fixture
def on_call(ring, handler, say, now):
    """Return a call in Harriet's hand on which she has confirmed who it is."""

    def on_call(person):
        call, _ = take_call.take(call_id=ring(now=now).pk, user=handler, actor=handler.actor(), now=now)
        say(call, person.pk, now=now)
        return call

    return on_call


def jean(incident):
    return incident.parties.get(role=PartyRole.VICTIM).person


def test_nothing_is_shown_before_somebody_is_confirmed(as_, handler, suffered, ring, now):
    suffered(3)
    call, _ = take_call.take(call_id=ring(now=now).pk, user=handler, actor=handler.actor(), now=now)

    assert "ASB case review:" not in as_(handler).get(f"/calls/{call.pk}/").content.decode()


@pytest.mark.parametrize(("earlier", "shown"), [(0, None), (1, TWO), (2, THREE)])
def test_the_handler_reads_how_near_they_are_with_this_call_and_what_to_say(
    as_, handler, suffered, reported, on_call, now, earlier, shown
):
    incidents = suffered(earlier) or [reported(now=now - 300 * DAY)]
    call = on_call(jean(incidents[0]))
    text = as_(handler).get(f"/calls/{call.pk}/").content.decode()

    assert ("with this call" in text) is bool(shown)
    if shown:
        assert shown in text
        assert ("You may ask for an ASB case review now" in text) is (shown == THREE)


def test_one_press_records_that_it_was_offered_and_what_they_said(as_, handler, suffered, on_call):
    first, _ = suffered(2)
    call = on_call(jean(first))
    client = as_(handler)
    client.post(f"/calls/{call.pk}/case-review", {"case_review": "not_now", "summary": "Stones again"})

    made = Offer.objects.get()
    assert (made.line, made.how, made.said, made.by) == ("three", "call", "not_now", handler)
    text = client.get(f"/calls/{call.pk}/").content.decode()
    assert "A case review may be asked for: not now, on the call" in text
    assert "Stones again" in text, "what was typed is kept"


def test_why_somebody_was_not_told_is_asked_for(as_, handler, suffered, on_call):
    first, _ = suffered(2)
    call = on_call(jean(first))
    client = as_(handler)

    answer = client.post(f"/calls/{call.pk}/case-review", {"case_review": "not_told"}, follow=True)
    assert "Say why they have not been told yet" in answer.content.decode()
    assert not Offer.objects.exists()
    client.post(f"/calls/{call.pk}/case-review", {"case_review": "not_told", "case_review_why": "Her son came in"})
    assert Offer.objects.get().why == "Her son came in"


def test_nonsense_keeps_nothing(as_, handler, suffered, on_call):
    first, _ = suffered(2)
    call = on_call(jean(first))

    answer = as_(handler).post(f"/calls/{call.pk}/case-review", {"case_review": "no_answer_yet"}, follow=True)
    assert "Nothing was kept" in answer.content.decode()
    assert not Offer.objects.exists()


def test_nobody_else_offers_on_a_call_in_hand(as_, suffered, on_call, supervisor, stranger_to_the_force):
    first, _ = suffered(2)
    call = on_call(jean(first))

    assert as_(supervisor).post(f"/calls/{call.pk}/case-review", {"case_review": "wants"}).status_code == 403
    assert as_(stranger_to_the_force).post(f"/calls/{call.pk}/case-review").status_code == 404


def test_the_officer_tells_them_at_the_incident(as_, person_at_work, suffered):
    *_, last = suffered(3)
    client = as_(person_at_work("neighbourhood_officer"))
    client.post(f"/calls/incidents/{last.pk}/", {"purpose": "a visit to the victim today"})
    answer = client.post(
        f"/calls/incidents/{last.pk}/case-review", {"case_review": "wants", "case_review_how": "visit"}
    )

    made = Offer.objects.get()
    assert answer.status_code == 302
    assert (made.how, made.said, made.incident) == ("visit", "wants", last)


def test_what_they_say_to_a_message_is_asked_for_and_a_change_of_mind_is_kept(
    as_, person_at_work, handler, suffered, now
):
    *_, last = suffered(3)
    case_review.make_offer(
        person=jean(last), said=Said.NO_ANSWER_YET, how=How.MESSAGE, incident=last, actor=handler.actor(), now=now
    )
    client, page = as_(person_at_work("neighbourhood_officer")), f"/calls/incidents/{last.pk}/"

    def shown():
        return client.post(page, {"purpose": "a visit to the victim today"}, follow=True).content.decode()

    def press(said):
        pressed = {"case_review": said, "case_review_how": "visit", "case_review_person": str(jean(last).lead_id)}
        assert client.post(f"{page}case-review", pressed).status_code == 302

    assert "Ask what they say to it" in shown()
    assert "3 of 3 complaints, Jean Marlow" in shown()
    press("not_now")
    assert "They say something else now" in shown()
    press("wants")
    assert [offer.said for offer in Offer.objects.order_by("pk")] == ["no_answer_yet", "not_now", "wants"]


def test_a_second_press_is_about_whom_the_page_named(as_, person_at_work, reported, now):
    dean = Someone((PartyRole.VICTIM,), given_name="Dean", family_name="Pike", address=HOME)
    rows = [reported(now=now - days * DAY, parties=(JEAN, dean)) for days in (20, 13, 6)]
    last = rows[-1]
    known = last.parties.get(given_name="Dean").person
    Party.objects.filter(incident__in=rows, given_name="Dean").update(person=known)
    client = as_(person_at_work("neighbourhood_officer"))
    client.post(f"/calls/incidents/{last.pk}/", {"purpose": "a visit to the victim today"})
    named = str(known.lead_id)
    for _ in range(2):
        client.post(
            f"/calls/incidents/{last.pk}/case-review",
            {"case_review": "wants", "case_review_how": "visit", "case_review_person": named},
        )

    assert {str(offer.person.lead_id) for offer in Offer.objects.all()} == {named}
    assert Offer.objects.count() == 2


def test_an_incident_of_another_force_is_not_there(as_, suffered, stranger_to_the_force):
    *_, last = suffered(3)

    assert as_(stranger_to_the_force).post(f"/calls/incidents/{last.pk}/case-review").status_code == 404


def test_an_incident_that_was_opened_again_says_so(as_, incident, handler, now):
    from heed.domain.incidents import services
    from heed.domain.incidents.reopenings.services import reopen

    services.close(
        incident=incident, closing_code="ASB_PERSONAL", result="ATTENDED_RESOLVED", rationale="Spoke to them",
        approval=None, policy_version="x", actor=handler.actor(), now=now,
    )  # fmt: skip
    reopen(
        incident=incident, why="They were asked: it is worse", counts=True, policy_version="x", actor=handler.actor(),
        now=now,
    )  # fmt: skip
    text = as_(handler).get(f"/calls/incidents/{incident.pk}/?call={incident.call_id}").content.decode()

    assert "Opened again" in text
    assert "They were asked: it is worse" in text
    assert "Close incident" in text
