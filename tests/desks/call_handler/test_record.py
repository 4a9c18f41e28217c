"""How a call ends: recorded, added, nothing, silent."""

import pytest

from heed.domain.calls.models import Call, Draft, LogEntry
from heed.domain.calls.terms import Finished
from heed.domain.incidents.models import Answer, Incident, Notice
from heed.domain.incidents.terms import Given, PartyRole
from heed.domain.people.models import Person
from heed.flows import record as flow
from heed.foundation.policy import services as policy

pytestmark = pytest.mark.django_db

NASTY = '<script>alert("x")</script>'


@pytest.fixture
def record(as_, handler, taken, filled):
    """Return a poster of the form, sound but for what is given."""

    def record(**changes):
        sent = {name: value for name, value in (filled | changes).items() if value is not None}
        return as_(handler).post(f"/calls/{taken.pk}/record", sent)

    return record


def finished(call):
    """Return how a call was finished."""
    return Call.objects.get(pk=call.pk).finished_as


def test_a_filled_form_is_an_incident(record, taken):
    answer = record(qualifiers=["ALCOHOL", "REPEAT_VICTIM"])

    incident = Incident.objects.get()
    assert answer.url == f"/calls/incidents/{incident.pk}/"
    assert incident.opening_code == "ASB_PERSONAL"
    assert {party.role for party in incident.parties.all()} == {"caller", "victim"}
    assert set(incident.qualifiers.values_list("code", flat=True)) == {"ALCOHOL", "REPEAT_VICTIM"}
    assert incident.answers.count() == 9
    assert finished(taken) == Finished.RECORDED


def test_the_answers_keep_what_was_said_and_how(record):
    record(**{"q-before-given": "not_asked", "q-before-text": "She hung up", "q-how_likely-given": "medium"})

    given = {answer.question: (answer.given, answer.text) for answer in Answer.objects.all()}
    assert given["before"] == (Given.NOT_ASKED, "She hung up")
    assert given["how_likely"] == (Given.MEDIUM, "")
    assert given["go_wrong"] == (Given.WORDS, "She could be hurt")
    assert LogEntry.objects.filter(text="What can go wrong? She could be hurt").exists()


def test_seven_people_fit_in_one_incident(record):
    others = {f"party-{row}-given_name": f"Witness {row}" for row in range(6)}
    roles = {f"party-{row}-role": "witness" for row in range(6)}

    record(**others, **roles)

    assert Incident.objects.get().parties.filter(role=PartyRole.WITNESS).count() == 6


def test_one_more_row_needs_no_script_and_loses_nothing(record):
    answer = record(**{"more": "1", "party-2-given_name": "Third"})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="party-3-given_name"' in page
    assert 'value="Third"' in page
    assert "Stones at the window again" in page
    assert not Incident.objects.exists()


def test_somebody_who_is_only_described_is_a_party_without_a_name(record):
    record(**{"party-0-role": "other_party", "party-0-description": "Boy in a red hood"})

    assert Incident.objects.get().parties.get(role=PartyRole.OTHER_PARTY).person is None


def test_calling_for_somebody_makes_them_the_victim(record):
    record(victim="someone", relation="Daughter", **{"party-0-given_name": "May", "party-0-role": "victim"})

    parties = {party.role: party for party in Incident.objects.get().parties.all()}
    assert parties["victim"].given_name == "May"
    assert parties["caller"].relation == "Daughter"


def test_a_caller_who_would_not_say_is_recorded_all_the_same(record):
    record(given_name="", family_name="", refused="yes")

    assert Incident.objects.get().parties.get(role="caller").description == "Would not give their details."
    assert not Person.objects.exists()


def test_another_category_needs_no_questions_of_asb(record):
    unasked = {f"q-{question.id}-given": None for question in policy.in_use().questions}

    record(opening_code="other", other_code="PUBLIC_SAFETY_CONCERN", **unasked)

    assert Incident.objects.get().opening_code == "PUBLIC_SAFETY_CONCERN"


def test_what_stands_in_the_box_of_the_log_goes_with_the_record(record, taken):
    record(log_text="Never added")

    assert LogEntry.objects.filter(call=taken, kind="said", text="Never added").exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"summary": ""}, "Enter what happened"),
        ({"summary": "x" * 20_001}, "What happened must be 20,000 characters or fewer"),
        ({"address": ""}, "Enter where it happened, or tick that the place is not known"),
        ({"opening_code": None}, "Select what kind of incident it is"),
        ({"opening_code": "other"}, "Choose the category"),
        ({"opening_code": "ASB_HAPPY"}, "Select a valid choice"),
        ({"grade": None}, "Select how soon we must attend"),
        ({"rationale": " "}, "Enter why you chose this grade"),
        ({"given_name": "", "family_name": ""}, "Enter the caller&#39;s name"),
        ({"given_name": "x" * 10_000}, "First name must be 200 characters or fewer"),
        ({"born-day": "31", "born-month": "2", "born-year": "1958"}, "Caller&#39;s date of birth must be a real date"),
        ({"age": "121"}, "must be a number from 0 to 120"),
        ({"victim": None}, "Select whether the caller is the victim"),
        ({"victim": "someone"}, "Name or describe the victim"),
        ({"party-0-age": "ten", "party-0-role": "witness"}, "Age must be a number from 0 to 120"),
        ({"q-before-given": None}, "Answer this question, or say why it was not asked."),
        ({"q-before-given": "not_asked"}, "Say why it was not asked."),
        ({"q-before-given": "yes"}, "Say more about this answer."),
        ({"q-go_wrong-text": ""}, "Answer this question"),
        ({"qualifiers": ["OLYMPICS"]}, "Select a valid choice"),
    ],
)
def test_what_is_missing_is_asked_for_and_nothing_is_lost(record, taken, changes, sentence):
    answer = record(**changes)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "There is a problem" in page
    assert changes.get("rationale") or "Alone and frightened" in page
    assert not Incident.objects.exists()
    assert not finished(taken)


@pytest.mark.parametrize("name", [NASTY, "😀", "عائشة", "\u202eevil", "a\0b", "x\x07y", "\udc00z"])
def test_a_name_of_any_kind_is_kept_as_far_as_it_can_be_read(record, as_, handler, name):
    answer = record(given_name=name.encode("utf-8", "surrogatepass"))

    assert answer.status_code == 302
    page = as_(handler).get(answer.url).content.decode()
    assert NASTY not in page


def test_the_same_call_is_recorded_once(record, filled):
    record()

    assert record().status_code == 409
    assert Incident.objects.count() == 1


def test_a_call_about_an_open_incident_is_added_to_it(as_, handler, incident, taken):
    answer = as_(handler).post(f"/calls/{taken.pk}/add/{incident.pk}", {"log_text": "It is back"})

    assert answer.url == f"/calls/incidents/{incident.pk}/"
    assert finished(taken) == Finished.ADDED
    assert Incident.objects.count() == 1


@pytest.mark.parametrize("incident", ["0", "999999", "9" * 40])
def test_a_call_is_not_added_to_an_incident_that_is_not_there(as_, handler, taken, incident):
    assert as_(handler).post(f"/calls/{taken.pk}/add/{incident}").status_code == 404


def test_a_call_with_nothing_to_record_says_why(as_, handler, taken):
    asked = as_(handler).post(f"/calls/{taken.pk}/nothing", {"why": "", "summary": "Half a thought"})
    answer = as_(handler).post(f"/calls/{taken.pk}/nothing", {"why": "Wanted the opening hours"})

    assert asked.status_code == 422
    assert "Enter why there is nothing to record" in asked.content.decode()
    assert "Half a thought" in asked.content.decode()
    assert answer.url == "/calls/"
    assert finished(taken) == Finished.NO_INCIDENT
    assert not Draft.objects.exists()


def test_a_silent_call_is_finished_as_the_pack_says(as_, handler, taken):
    answer = as_(handler).post(f"/calls/{taken.pk}/silent")

    assert answer.status_code == 302
    assert finished(taken) == Finished.SILENT
    assert Notice.objects.count() == 0
    assert as_(handler).post(f"/calls/{taken.pk}/silent").status_code == 409


def test_the_rule_asks_the_questions_of_a_code_that_is_not_in_the_list():
    missing = flow.answers_missing(opening_code="", answers={})

    assert "before" in missing
    assert "go_wrong" in missing
