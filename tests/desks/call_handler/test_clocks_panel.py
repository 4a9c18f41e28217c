"""The clocks on an incident's page: what is late first, whose number each is, and what may be said to have been done."""

from datetime import timedelta

import pytest

from heed.desks.call_handler.clocks import page as clocks_page
from heed.domain.timers import queries
from heed.domain.timers.models import CodeEvent, CodeStatus
from heed.domain.vulnerability.assessments.services import Judgement
from heed.domain.vulnerability.terms import Judged
from heed.engines.risk.factors import Heading
from heed.flows.clocks import follow as clocks_follow

pytestmark = pytest.mark.django_db

NASTY = '<script>alert("x")</script>'


def page(incident, part=""):
    """Return the address of an incident's page, or of an action on it."""
    return f"/calls/incidents/{incident.pk}/{part}"


@pytest.fixture
def late(reported, now):
    """Return an incident whose hour to attend has passed a while ago."""
    return reported(now=now - timedelta(hours=3))


def test_the_panel_shows_each_clock_with_its_time_and_whose_it_is_late_ones_first(as_, handler, late):
    text = as_(handler).get(page(late)).text
    panel = text[text.index('id="clocks"') :]

    assert "It was to be done by" in panel
    assert panel.index("Attend: Priority") < panel.index("Tell the victim how it stands")
    assert panel.index(">Late</strong>") < panel.index("Attend: Priority")
    assert "The grade: the force&#39;s policy" in panel
    assert "procedure.md 3.7" in panel
    assert "Unvalidated default" in panel


def test_the_contact_that_a_clock_asks_for_is_said_once(as_, handler, reported, now):
    alone = Judgement(vulnerable=Judged.YES, why="Alone", headings=(Heading.PERSONAL,))
    text = as_(handler).get(page(reported(now=now - timedelta(minutes=20), judgement=alone))).text

    assert "<strong>Speak to the victim</strong>" in text
    assert "to them by" not in text


def test_an_arrival_is_put_down_and_the_page_says_so(as_, handler, incident, now):
    client = as_(handler)
    answer = client.post(page(incident, "arrived"), {"clock_arrived-words": f"PC 114 {NASTY}"}, follow=True)

    assert "Arrival at" in answer.text
    assert "Somebody arrived" in answer.text
    assert NASTY not in answer.text
    assert "attend" not in {timer.kind for timer in queries.running_of(incident)}
    text = client.get(page(incident)).text
    assert "Somebody arrived" in text[: text.index('id="clocks"')], "the head of the page says it too"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"at": "25:00"}, "The time must be like 14:30"),
        ({"at": "soon"}, "The time must be like 14:30"),
        ({"on-day": "1", "on-month": "13", "on-year": "2026"}, "The day must be a real date"),
        ({"on-day": "1", "on-month": "1", "on-year": "2020"}, "Enter the time on that day"),
        ({"on-day": "1", "on-month": "1", "on-year": "2020", "at": "10:00"}, "Nobody arrived before it was recorded"),
        ({"on-day": "1", "on-month": "1", "on-year": "2999", "at": "10:00"}, "The time must not be in the future"),
    ],
)
def test_a_time_that_cannot_be_is_asked_again_with_what_is_wrong(as_, handler, incident, typed, sentence):
    answer = as_(handler).post(page(incident, "arrived"), {f"clock_arrived-{k}": v for k, v in typed.items()})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "govuk-error-summary" in answer.text
    assert '<details class="heed-record__do" id="clock_arrived" open>' in answer.text


def test_what_was_done_meets_its_clock(as_, handler, incident):
    [needs] = [timer for timer in queries.running_of(incident) if timer.kind == "asb_needs"]
    posted = {"clock_done-clock": str(needs.pk), "clock_done-words": "Asked her; she wants victim support"}
    answer = as_(handler).post(page(incident, "done"), posted, follow=True)

    assert "On the log: ask about the victim" in answer.text
    needs.refresh_from_db()
    assert needs.met_how == "Asked her; she wants victim support"
    again = as_(handler).post(page(incident, "done"), posted)
    assert again.status_code == 422
    assert "Select a clock that still runs" in again.text


def test_something_done_needs_what_and_how(as_, handler, incident):
    answer = as_(handler).post(page(incident, "done"), {})

    assert answer.status_code == 422
    assert "Select what was done" in answer.text
    assert "Enter how it was done" in answer.text


def test_what_the_victim_must_be_told_starts_a_clock_and_telling_them_meets_it(as_, handler, incident):
    client = as_(handler)
    answer = client.post(page(incident, "happened"), {"clock_happened-kind": "arrest"}, follow=True)
    assert "Tell the victim by the end of" in answer.text
    assert "Not told yet" in answer.text
    [timer] = [timer for timer in queries.running_of(incident) if timer.kind == "asb_told"]
    posted = {"clock_done-clock": str(timer.pk), "clock_done-words": "Rang her sister, as agreed"}
    answer = client.post(page(incident, "done"), posted, follow=True)

    assert "Rang her sister, as agreed" in answer.text
    assert CodeEvent.objects.get().told_how == "Rang her sister, as agreed"


def test_rights_are_decided_with_a_reason(as_, handler, incident):
    client = as_(handler)
    assert client.post(page(incident, "rights"), {"clock_rights-categories": "vulnerable"}).status_code == 422
    posted = {"clock_rights-categories": ["vulnerable", "persistent"], "clock_rights-why": "Told me so"}
    answer = client.post(page(incident, "rights"), posted, follow=True)

    assert "Enhanced rights. Persistently targeted; Vulnerable" in answer.text
    assert CodeStatus.objects.get().categories == ["persistent", "vulnerable"]


def test_a_review_is_offered_only_to_a_rank_that_owes_it(as_, handler, supervisor, person_at_work, incident, now):
    text = as_(supervisor).get(page(incident) + "?purpose=x").text
    assert 'id="clock_review"' not in text
    answer = as_(supervisor).post(page(incident, "review"), {"clock_review-words": "Fine"})
    assert answer.status_code == 422
    assert "No review is owed" in answer.text
    assert as_(handler).post(page(incident, "review"), {"clock_review-words": "Fine"}).status_code == 403


@pytest.mark.parametrize("part", ["arrived", "done", "review", "happened", "rights"])
def test_strangers_nonsense_and_other_methods_are_turned_away(
    as_, supervisor, stranger_to_the_force, person_at_work, incident, part
):
    registrar = person_at_work("crime_registrar")
    stranger = person_at_work("supervisor", "sonia", force=stranger_to_the_force.force)

    assert as_(registrar).post(page(incident, part), {}).status_code == 403
    assert as_(stranger).post(page(incident, part), {}).status_code == 404
    assert as_(supervisor).post(f"/calls/incidents/{10**18}/{part}", {}).status_code == 404
    assert as_(supervisor).get(page(incident, part)).status_code == 405


def test_the_panel_of_an_incident_without_clocks_says_so(as_, handler, reported, now):
    incident = reported(now=now, opening_code="ASB_NUISANCE", grade="RESOLUTION_WITHOUT_DEPLOYMENT")

    assert "No clock runs." in as_(handler).get(page(incident)).text


def test_the_panel_costs_a_bounded_number_of_queries(as_, handler, incident, now, django_assert_max_num_queries):
    as_(handler).get(page(incident))
    with django_assert_max_num_queries(24):
        clocks_page.panel(handler, incident, again={}, now=now)


def test_following_an_incident_that_has_its_clocks_costs_few_queries(incident, now, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        clocks_follow.follow(incident=incident, now=now)
