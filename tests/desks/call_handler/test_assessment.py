"""The panel on which a person judges the risk: on a call, on an incident, without a script, and with nonsense."""

import pytest

from heed.domain.calls.models import Call, Draft
from heed.domain.incidents.models import CallerSafety, Incident, IncidentLink
from heed.domain.vulnerability import services as vulnerability
from heed.domain.vulnerability.models import Assessment
from heed.domain.vulnerability.terms import SourceKind, Whose

pytestmark = pytest.mark.django_db

NASTY = '<script>alert("x")</script>'
SOUND = {"risk-vulnerable": "yes", "risk-headings": ["health"], "risk-why": "Frail, and alone"}
FRAGMENT = {"headers": {"X-Heed-Fragment": "yes"}}


@pytest.fixture
def alone(handler, now):
    def alone(call, incident=None):
        return vulnerability.note_indicator(
            call=call, incident=incident, about=Whose.VICTIM, words="lives alone", category="ALONE_ISOL",
            source_kind=SourceKind.OBSERVED, user=handler, actor=handler.actor(), now=now,
        )  # fmt: skip

    return alone


def on_call(call):
    return f"/calls/{call.pk}/assess"


def on_incident(incident):
    return f"/calls/incidents/{incident.pk}/assess"


def test_the_page_shows_what_is_known_and_that_the_points_are_unvalidated(as_, handler, taken, alone):
    alone(taken)
    page = as_(handler).get(f"/calls/{taken.pk}/").text

    assert "Who is at risk" in page
    assert "“lives alone”" in page
    assert "Unvalidated default: no force stands behind these points" in page
    assert "From “lives alone”: confirm or change" in page
    assert "THRIVE" in page


def test_an_assessment_is_kept_on_the_call_before_recording(as_, handler, taken):
    answer = as_(handler).post(on_call(taken), SOUND, follow=True)

    made = Assessment.objects.get()
    assert (made.vulnerable, made.headings, made.incident, made.instruments) == ("yes", ["health"], None, [])
    assert "Vulnerable: yes" in answer.text
    assert "The assessment is on record." in answer.text


def test_either_order_records(as_, handler, taken, filled):
    as_(handler).post(on_call(taken), SOUND)
    without = {name: value for name, value in filled.items() if not name.startswith("risk-")}

    assert as_(handler).post(f"/calls/{taken.pk}/record", without).status_code == 302
    assert Assessment.objects.get().incident == Incident.objects.get()


def test_recording_without_a_decision_is_refused_in_one_sentence(as_, handler, taken, filled):
    without = {name: value for name, value in filled.items() if not name.startswith("risk-")}
    answer = as_(handler).post(f"/calls/{taken.pk}/record", without)

    assert answer.status_code == 422
    assert "Decide whether anybody is vulnerable: yes, no or not yet known, and say why" in answer.text
    assert "Stones at the window again" in answer.text
    assert not Incident.objects.exists()


def test_what_was_only_put_in_is_nobodys_answer(as_, handler, taken, alone):
    alone(taken)
    as_(handler).post(on_call(taken), SOUND | {"risk-ram-support": "alone"})

    assert Assessment.objects.get().instruments == []


def test_what_somebody_went_through_is_kept_with_score_and_band(as_, handler, taken, alone):
    alone(taken)
    posted = SOUND | {"risk-ram-support": "alone", "risk-ram-how_often": "daily", "risk-thrive-threat-words": "A knife"}
    as_(handler).post(on_call(taken), posted)

    made = Assessment.objects.get()
    assert (made.score, made.band_decided) == (8, "STANDARD")
    assert {one["id"] for one in made.instruments} == {"ram", "thrive"}


def test_the_score_follows_without_keeping_anything(as_, handler, taken):
    posted = SOUND | {"risk-ram-how_often": "daily", "grade": "RESOLUTION_WITHOUT_DEPLOYMENT"}
    answer = as_(handler).post(on_call(taken), posted, **FRAGMENT)

    assert answer.status_code == 200
    assert "5 points: Standard" in answer.text
    assert "somebody concerned is vulnerable" in answer.text
    assert "<html" not in answer.text
    assert not Assessment.objects.exists()


def test_without_a_script_the_score_comes_with_the_page_and_nothing_is_lost(as_, handler, taken):
    posted = {"risk_look": "1", "summary": "Half a thought", "risk-ram-how_often": "daily"}
    answer = as_(handler).post(on_call(taken), posted, follow=True)

    assert "5 points: Standard" in answer.text
    assert "Half a thought" in answer.text
    assert Draft.objects.get(call=taken).content["risk-ram-how_often"] == "daily"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"risk-vulnerable": ""}, "Decide whether anybody is vulnerable"),
        ({"risk-why": " "}, "Enter why you judge the risk so"),
        ({"risk-headings": []}, "Select at least one heading"),
        ({"risk-vulnerable": "perhaps"}, "Select a valid choice"),
        ({"risk-ram-how_often": "hourly"}, "Select a valid choice"),
        ({"risk-band": "PURPLE"}, "Select a valid choice"),
        ({"risk-why": "x" * 5_001}, "5,000 characters or fewer"),
        ({"risk-ram-how_often": "daily", "risk-band": "HIGH"}, "Say why you decide otherwise"),
    ],
)
@pytest.mark.parametrize("where", ["call", "incident"])
def test_what_is_missing_is_asked_for(as_, handler, taken, incident, where, changes, sentence):
    address = on_call(taken) if where == "call" else on_incident(incident)
    before = Assessment.objects.count()
    answer = as_(handler).post(address, SOUND | changes)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert Assessment.objects.count() == before


def test_down_is_a_supervisors(as_, handler, supervisor, incident):
    high = dict.fromkeys(("risk-ram-linked", "risk-ram-worse", "risk-ram-hate", "risk-ram-personal_risk"), "yes")
    posted = SOUND | high | {"risk-ram-how_often": "daily", "risk-band": "STANDARD", "risk-override": "He moved away"}

    refused = as_(handler).post(on_incident(incident), posted)
    assert refused.status_code == 422
    assert "only a supervisor may decide that" in refused.text
    assert as_(supervisor).post(on_incident(incident), posted).status_code == 302
    assert Assessment.objects.order_by("-id").first().lowered


def test_the_history_says_who_decided_what_and_what_changed(as_, handler, incident):
    client = as_(handler)
    client.post(on_incident(incident), SOUND)
    page = client.get(f"/calls/incidents/{incident.pk}/").text

    assert "2 assessments: who decided what, when" in page
    assert "Changed vulnerable: No to Yes; headings: none to Health." in page
    assert "Harriet Okoro" in page


def test_words_of_the_public_are_escaped(as_, handler, incident):
    client = as_(handler)
    client.post(on_incident(incident), SOUND | {"risk-why": NASTY})

    assert NASTY not in client.get(f"/calls/incidents/{incident.pk}/").text


@pytest.mark.parametrize("where", ["call", "incident"])
def test_strangers_are_refused(client, as_, person_at_work, stranger_to_the_force, taken, incident, where):
    address = on_call(taken) if where == "call" else on_incident(incident)

    assert client.post(address, SOUND).status_code == 302
    assert as_(person_at_work("analyst")).post(address, SOUND).status_code == 403
    assert as_(stranger_to_the_force).post(address, SOUND).status_code == 404
    assert as_(person_at_work("supervisor")).get(address).status_code == 405


def test_another_handlers_call_is_theirs_and_a_finished_one_is_finished(as_, handler, person_at_work, taken, now):
    assert as_(person_at_work("call_handler", "carol")).post(on_call(taken), SOUND).status_code == 403
    Call.objects.filter(pk=taken.pk).update(finished_at=now, finished_as="no_incident")
    assert as_(handler).post(on_call(taken), SOUND).status_code == 409


@pytest.fixture
def linked(as_, handler, incident, reported, now):
    """Return two logs of one event, the second linked to the first."""
    second = reported("07700 900124", now=now)
    posted = {"link-reference": incident.reference, "link-kind": "duplicate", "link-why": "Same stones"}
    as_(handler).post(f"/calls/incidents/{second.pk}/link", posted)
    return second


def test_each_caller_is_asked_on_the_page_of_a_duplicate(as_, handler, linked):
    client = as_(handler)
    assert "Is each caller safe?" in client.get(f"/calls/incidents/{linked.pk}/").text
    address = f"/calls/incidents/{linked.pk}/safe/{linked.call_id}"

    assert client.post(address, {}).status_code == 422
    client.post(address, {"safe0-safe": "yes", "safe0-words": "She says so"})
    assert CallerSafety.objects.get().call_id == linked.call_id
    assert client.post(f"/calls/incidents/{linked.pk}/safe/{'0' * 8}-0000-4000-8000-{'0' * 12}").status_code == 404


def test_a_wrong_link_is_taken_back_on_the_page(as_, handler, linked):
    link = IncidentLink.objects.get()
    client = as_(handler)
    address = f"/calls/incidents/{linked.pk}/unlink/{link.pk}"

    assert client.post(address, {}).status_code == 422
    answer = client.post(address, {f"unlink{link.pk}-why": "Another house"}, follow=True)
    assert "The link is taken back." in answer.text
    assert client.post(address, {f"unlink{link.pk}-why": "x"}).status_code == 404


def test_a_delay_is_put_down_and_the_supervisor_sees_what_must_be_assessed(as_, handler, supervisor, incident):
    as_(handler).post(f"/calls/incidents/{incident.pk}/delay", {"delay-why": "Nobody is free"})

    board = as_(supervisor).get("/supervisor/").text
    assert "Assess again 1" in board
    assert "Nobody can attend in time." in board
    demand = incident.demands.get()
    assert "Jean Marlow" in as_(supervisor).get(f"/calls/incidents/{incident.pk}/?demand={demand.pk}").text
