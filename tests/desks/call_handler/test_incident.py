"""The page of an incident, and what can be done on it."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from heed.domain.calls.models import Call, LogEntry
from heed.domain.incidents import queries
from heed.domain.incidents.models import IncidentLink
from heed.domain.incidents.services import PartyReport, add_parties
from heed.domain.incidents.terms import PartyRole
from heed.flows import decide, record, take_call
from tests.flows.conftest import REPORT

pytestmark = pytest.mark.django_db

NASTY = '<script>alert("x")</script>'


def page(incident, part="", query=""):
    """Return the address of an incident's page, or of an action on it."""
    return f"/calls/incidents/{incident.pk}/{part}{query}"


def judged():
    """Return an assessment as its form posts it."""
    return {"risk-vulnerable": "no", "risk-why": "Less than it was"}


@pytest.fixture
def grade_down(as_, handler):
    """Return a poster of the grade form that goes down, once the risk was assessed again."""

    def grade_down(incident, **more):
        as_(handler).post(page(incident, "assess"), judged())
        posted = {"grade-grade": "SCHEDULED", "grade-rationale": "They have gone home", **more}
        return as_(handler).post(page(incident, "grade"), posted)

    return grade_down


@pytest.fixture
def closing():
    """Return the close form as it is posted for a result that nobody else need agree to."""
    return {
        "close-result": "ATTENDED_RESOLVED",
        "close-closing_code": "ASB_NUISANCE",
        "close-rationale": "Officers spoke to three youths",
    }


def test_the_one_who_took_the_call_reads_it_without_being_asked_why(as_, handler, incident, trail):
    answer = as_(handler).get(page(incident))

    assert answer.status_code == 200
    text = answer.text
    for words in (
        incident.reference,
        "14 Acacia Road",
        "Jean Marlow",
        "Stones at the window again",
        "Priority",
        "07700 900123",
    ):
        assert words in text
    assert "Attend by" in text
    event = trail("incident.consulted")[0]
    assert event.purpose == f"call {incident.call_id}"
    assert f"incident:{incident.pk}" in event.subjects
    assert any(subject.startswith("person:") for subject in event.subjects)


def test_whoever_comes_from_nowhere_is_asked_why_first(as_, supervisor, incident, trail):
    client = as_(supervisor)
    asked = client.get(page(incident))

    assert "Why do you need to see this?" in asked.text
    assert "Jean" not in asked.text
    assert trail("incident.consulted") == []

    assert client.post(page(incident), {"purpose": " "}).status_code == 422
    told = client.post(page(incident), {"purpose": "Complaint C-77 about the wait"}, follow=True)

    assert told.redirect_chain[0][0].endswith("?why=1")
    assert "Jean Marlow" in told.text
    assert trail("incident.consulted")[0].purpose == "Complaint C-77 about the wait"
    assert "/calls/people/" in told.text
    assert "?why=1" in told.text


@pytest.mark.parametrize(
    "query", ["?why=9", "?why=x", "?call=nonsense", "?approval=99999999999999999999", "?notice=-1"]
)
def test_a_purpose_that_does_not_hold_is_none(as_, supervisor, incident, query):
    assert "Why do you need to see this?" in as_(supervisor).get(page(incident, query=query)).text


def test_another_persons_call_lends_no_purpose(as_, supervisor, incident):
    answer = as_(supervisor).get(page(incident, query=f"?call={incident.call_id}"))

    assert "Why do you need to see this?" in answer.text


def test_a_call_of_an_earlier_shift_lends_none_either(as_, handler, incident, now):
    Call.objects.filter(pk=incident.call_id).update(finished_at=now - timedelta(hours=13))

    assert "Why do you need to see this?" in as_(handler).get(page(incident)).text


@pytest.mark.parametrize("part", ["", "grade", "close", "qualify", "link", "log"])
def test_a_stranger_signs_in_first(client, incident, part):
    answer = client.post(page(incident, part)) if part else client.get(page(incident))

    assert answer.status_code == 302
    assert "/accounts/login/" in answer.url


@pytest.mark.parametrize("part", ["", "grade", "close", "qualify", "link", "log"])
def test_an_analyst_may_not(as_, person_at_work, incident, part):
    client = as_(person_at_work("analyst"))
    answer = client.post(page(incident, part)) if part else client.get(page(incident))

    assert answer.status_code == 403


@pytest.mark.parametrize("part", ["grade", "close", "qualify", "link", "log"])
def test_an_inspector_reads_and_changes_nothing(as_, person_at_work, incident, part):
    client = as_(person_at_work("inspector"))
    client.post(page(incident), {"purpose": "Sample 4"})

    assert client.post(page(incident, part)).status_code == 403
    seen = client.get(page(incident, query="?why=1")).text
    assert "Jean Marlow" in seen
    assert "/calls/people/" not in seen
    assert "Grade again" not in seen


@pytest.mark.parametrize("part", ["", "grade", "close", "qualify", "link", "log"])
def test_another_force_finds_nothing(as_, stranger_to_the_force, incident, part):
    client = as_(stranger_to_the_force)
    answer = client.post(page(incident, part)) if part else client.get(page(incident))

    assert answer.status_code == 404


@pytest.mark.parametrize("pk", ["0", "99999999", "9" * 30, "x"])
def test_a_nonsense_id_is_not_found(as_, handler, pk):
    assert as_(handler).get(f"/calls/incidents/{pk}/").status_code == 404


@pytest.mark.parametrize("part", ["grade", "close", "qualify", "link", "log"])
def test_an_action_is_posted(as_, handler, incident, part):
    assert as_(handler).get(page(incident, part)).status_code == 405
    assert as_(handler).delete(page(incident)).status_code == 405


def test_a_lower_grade_waits_for_a_second_person_and_says_so_before_and_after(as_, handler, incident, grade_down):
    before = as_(handler).get(page(incident)).text
    assert "Needs a second person: the grade goes down" in before

    answer = grade_down(incident)

    assert answer.url.startswith(page(incident))
    after = as_(handler).get(answer.url).text
    assert "once a second person has agreed" in after
    assert "Waits for a second person" in after
    assert 'id="grade"' not in after, "nothing else can be done to the grade meanwhile"
    assert queries.standing_grade(incident).grade == "PRIORITY"


def test_going_down_without_assessing_the_risk_again_is_refused(as_, handler, incident):
    posted = {"grade-grade": "SCHEDULED", "grade-rationale": "Gone"}
    answer = as_(handler).post(page(incident, "grade"), posted)

    assert answer.status_code == 422
    assert "Assess the risk again before the grade goes down" in answer.text


def test_an_assessment_that_is_begun_is_finished(as_, handler, incident):
    unfinished = as_(handler).post(page(incident, "assess"), judged() | {"risk-why": ""})

    assert unfinished.status_code == 422
    assert "Enter why you judge the risk so" in unfinished.text


def test_a_higher_grade_stands_at_once(as_, handler, incident):
    posted = {"grade-grade": "EMERGENCY", "grade-rationale": "They are at the door"}
    answer = as_(handler).post(page(incident, "grade"), posted, follow=True)

    assert "is graded emergency." in answer.text
    assert queries.standing_grade(incident).grade == "EMERGENCY"


def test_an_overdue_incident_says_so_in_words(as_, handler, reported, now):
    late = reported(now=now - timedelta(hours=3))

    assert "Overdue: that was 2 hours ago, and the incident is still open" in as_(handler).get(page(late)).text


@pytest.mark.parametrize(("part", "sentence"), [
    ("grade", "Select how soon somebody must attend"),
    ("close", "Select what came of it"),
    ("qualify", "Select at least one qualifier"),
    ("link", "Enter the reference of the other incident"),
    ("log", "Enter the entry"),
])  # fmt: skip
def test_an_empty_form_asks_again(as_, handler, incident, part, sentence):
    answer = as_(handler).post(page(incident, part), {})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "There is a problem" in answer.text
    assert "<title>Error: " in answer.text
    assert "open>" in answer.text


@pytest.fixture
def litter(reported, now):
    """Return an incident aimed at nobody, which one person may close."""
    return reported(now=now - timedelta(minutes=20), opening_code="ASB_ENVIRONMENTAL")


def test_both_codes_are_kept_when_it_closes(as_, handler, litter, closing):
    answer = as_(handler).post(page(litter, "close"), closing, follow=True)

    assert f"{litter.reference} is closed as" in answer.text
    assert queries.standing_closing(litter).closing_code == "ASB_NUISANCE"
    litter.refresh_from_db()
    assert litter.opening_code == "ASB_ENVIRONMENTAL"
    assert "Attended and resolved" in answer.text
    assert 'id="close"' not in answer.text


def test_closing_twice_is_said_in_one_sentence(as_, handler, litter, closing):
    client = as_(handler)
    client.post(page(litter, "close"), closing)
    answer = client.post(page(litter, "close"), closing)

    assert answer.status_code == 422
    assert f"{litter.reference} is closed already: nothing was changed." in answer.text


def test_nothing_changes_while_a_second_person_is_asked(as_, handler, incident, grade_down, closing):
    grade_down(incident)
    answer = as_(handler).post(page(incident, "close"), closing)

    assert answer.status_code == 422
    assert "waits for a second person" in answer.text
    assert queries.standing_closing(incident) is None


def test_a_closing_that_needs_a_second_person_leaves_it_open(as_, handler, incident, closing):
    answer = as_(handler).post(page(incident, "close"), closing | {"close-result": "CALLER_WITHDREW"}, follow=True)

    assert "closes once a second person has agreed. Until then it is open." in answer.text
    assert queries.standing_closing(incident) is None


def test_the_form_that_is_shown_again_keeps_what_was_typed(as_, handler, incident, closing):
    answer = as_(handler).post(page(incident, "close"), closing | {"close-result": ""})

    assert "Officers spoke to three youths" in answer.text


def test_qualifiers_are_added_once_and_said_in_the_log(as_, handler, incident):
    client = as_(handler)
    answer = client.post(page(incident, "qualify"), {"qualify-codes": ["REPEAT_VICTIM"]}, follow=True)

    assert "The qualifiers are on record." in answer.text
    assert [row.code for row in incident.qualifiers.all()] == ["REPEAT_VICTIM"]
    assert "Qualified: Repeat victim." in answer.text
    assert client.post(page(incident, "qualify"), {"qualify-codes": ["REPEAT_VICTIM"]}).status_code == 422
    assert client.post(page(incident, "qualify"), {"qualify-codes": ["OLYMPICS"]}).status_code == 422


def test_two_incidents_are_linked_and_both_pages_say_so(as_, handler, incident, reported, now):
    main = reported(now=now - timedelta(minutes=10))
    posted = {"link-reference": main.reference, "link-kind": "duplicate", "link-why": "Same stones"}
    answer = as_(handler).post(page(incident, "link"), posted, follow=True)

    assert "The same event as the main log" in answer.text
    assert "Link, do not close" in answer.text
    assert "Main log of the same event, also reported as" in as_(handler).get(page(main)).text
    assert IncidentLink.objects.count() == 1
    again = as_(handler).post(page(incident, "link"), posted)
    assert again.status_code == 422
    assert f"{incident.reference} is a duplicate already." in again.text


@pytest.mark.parametrize("reference", ["HD-26-9999999", "nothing", "9" * 30, "🙂"])
def test_a_link_to_nowhere_is_refused(as_, handler, incident, reference):
    posted = {"link-reference": reference, "link-kind": "linked", "link-why": "Same people"}
    answer = as_(handler).post(page(incident, "link"), posted)

    assert answer.status_code == 422
    assert "in your force" in answer.text


def test_a_link_to_itself_is_refused(as_, handler, incident):
    posted = {"link-reference": incident.reference, "link-kind": "linked", "link-why": "Same"}

    assert "An incident cannot be linked to itself." in as_(handler).post(page(incident, "link"), posted).text


def test_an_incident_of_another_force_cannot_be_linked(as_, stranger_to_the_force, handler, incident):
    from heed.domain.incidents.models import Incident

    Incident.objects.filter(pk=incident.pk).update(force=stranger_to_the_force.force)
    mine = Incident.objects.create(
        force=handler.force, call=incident.call, channel="101", opening_code="ASB_PERSONAL",
        recorded_at=timezone.now(), recorded_by_name="Harriet", policy_version="x",
    )  # fmt: skip
    posted = {"link-reference": incident.reference, "link-kind": "linked", "link-why": "Same"}

    assert as_(handler).post(page(mine, "link"), posted).status_code == 422
    assert not IncidentLink.objects.exists()


def test_a_correction_is_a_new_entry_and_the_old_one_stays(as_, handler, incident, trail):
    client = as_(handler)
    client.post(page(incident, "log"), {"note-text": "Two youths"})
    wrong = LogEntry.objects.filter(call=incident.call_id).order_by("-seq").first()
    answer = client.post(page(incident, "log"), {"note-text": "Three youths", "note-corrects": wrong.seq}, follow=True)

    assert "Two youths" in answer.text
    assert f"Corrected by entry {wrong.seq + 1}" in answer.text
    assert f"corrects entry {wrong.seq}" in answer.text
    assert trail("log_entry.corrected")[0].subjects[0] == f"incident:{incident.pk}"
    assert client.post(page(incident, "log"), {"note-text": "x", "note-corrects": "9999"}).status_code == 422


def test_the_log_shows_the_beginning_of_each_digest(as_, handler, incident):
    text = as_(handler).get(page(incident)).text

    for entry in LogEntry.objects.filter(call=incident.call_id):
        assert entry.hash[:8] in text
        assert entry.hash not in text


def test_the_proof_of_check_is_written_by_heed_and_says_who_saw_it(as_, handler, incident):
    text = as_(handler).get(page(incident)).text

    assert "Heed searched the line at" in text
    assert "shown to Harriet Okoro at" in text
    assert "Nobody can type or change it" in text


def test_a_call_back_shows_with_its_own_log(as_, handler, incident, ring, now):
    call, _ = take_call.take(call_id=ring(now=now).pk, user=handler, actor=handler.actor(), now=now)
    record.add_to_incident(
        call=call, incident=incident, text="When will they come?", user=handler, actor=handler.actor(), now=now
    )
    Call.objects.filter(pk=incident.call_id).update(finished_at=now - timedelta(days=3))
    text = as_(handler).get(page(incident)).text

    assert "Call-back" in text
    assert "so not counted as another" in text
    assert "When will they come?" in text


def test_a_number_that_was_withheld_is_matched_and_not_shown(as_, handler, ring, now):
    call = ring(to="999", x_privacy="id", now=now)
    call, _ = take_call.take(call_id=call.pk, user=handler, actor=handler.actor(), now=now)
    hidden = record.record_incident(call=call, report=REPORT, user=handler, actor=handler.actor(), now=now)
    text = as_(handler).get(page(hidden)).text

    assert call.e164 == "+447700900123"
    assert "900123" not in text
    assert "Number withheld" in text


def test_names_and_words_of_the_public_are_escaped(as_, handler, reported, incident, now):
    add_parties(
        incident=incident,
        parties=[PartyReport(role=PartyRole.OTHER_PARTY, given_name=NASTY, description=NASTY, address=NASTY, relation=NASTY)],
        actor=handler.actor(),
        now=now,
    )  # fmt: skip
    client = as_(handler)
    client.post(page(incident, "log"), {"note-text": NASTY})
    text = client.get(page(incident)).text

    assert NASTY not in text
    assert "&lt;script&gt;" in text


def test_an_approval_is_reason_enough_for_the_supervisor(as_, supervisor, incident, grade_down, trail):
    grade_down(incident)
    approval = incident.approvals.get()
    answer = as_(supervisor).get(page(incident, query=f"?approval={approval.pk}"))

    assert "Jean Marlow" in answer.text
    assert trail("incident.consulted")[0].purpose == f"approval {approval.pk}"


def test_a_refused_grade_stays_on_the_page_with_its_reason(as_, handler, supervisor, incident, grade_down, now):
    grade_down(incident)
    decide.answer_as_second_person(
        approval_id=incident.approvals.get().pk, agreed=False, why="She is alone", user=supervisor,
        actor=supervisor.actor(), now=now,
    )  # fmt: skip
    text = as_(handler).get(page(incident)).text

    assert "Refused" in text
    assert "She is alone" in text
    assert "Grade again" in text


def test_the_number_of_queries_does_not_grow_with_the_record(
    as_, handler, incident, now, django_assert_max_num_queries
):
    client = as_(handler)
    client.get(page(incident))
    for number in range(8):
        add_parties(
            incident=incident,
            parties=[PartyReport(role=PartyRole.WITNESS, given_name=f"W{number}")],
            actor=handler.actor(),
            now=now,
        )
        client.post(page(incident, "log"), {"note-text": f"Entry {number}"})
    client.get(page(incident))
    with django_assert_max_num_queries(120):
        client.get(page(incident))


def test_an_answer_is_shown_in_the_words_it_was_given_to(as_, handler, incident, now):
    from heed.domain.incidents.models import Answer
    from heed.foundation.policy.models import PackVersion

    old = PackVersion.objects.create(
        label="old+1", version="old", digest="1", first_used_at=now,
        files={"questions.toml": '[[question]]\nid = "before"\nwording = { value = "Was it like this before?" }\n'},
    )  # fmt: skip
    Answer.objects.create(
        incident=incident, question="before", given="yes", at=now, asked_by_name="Harriet", policy_version=old.label
    )

    assert "Was it like this before?" in as_(handler).get(page(incident)).text


def test_a_person_id_in_the_address_of_an_incident_is_not_found(as_, handler):
    assert as_(handler).get(f"/calls/incidents/{uuid.uuid4()}/").status_code == 404
