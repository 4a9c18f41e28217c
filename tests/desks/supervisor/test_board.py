"""The supervisor's board: notices, requests for a second person, the room."""

from datetime import timedelta

import pytest

from heed.domain.calls.models import Call
from heed.domain.incidents import queries
from heed.domain.incidents.models import Approval, Notice
from heed.domain.incidents.services import notify_supervisor
from heed.domain.incidents.terms import NoticeKind
from heed.domain.vulnerability.assessments.services import Judgement
from heed.domain.vulnerability.terms import Judged
from heed.flows import assess, decide, take_call

pytestmark = pytest.mark.django_db

BOARD = "/supervisor/"
NASTY = "<script>alert(1)</script>"


@pytest.fixture
def asked(incident, handler, now):
    """Return Harriet's request to lower the grade of the stones."""
    return lower(incident, handler, now)


def lower(incident, user, now, rationale="They have gone home"):
    """Ask for a lower grade; return the request."""
    assess.assess(
        call=incident.call, incident=incident, judgement=Judgement(Judged.NO, "Less"), user=user, actor=user.actor(),
        now=now - timedelta(seconds=1),
    )  # fmt: skip
    graded = decide.grade_again(
        incident=incident, grade="SCHEDULED", rationale=rationale, rural=False, user=user, actor=user.actor(), now=now
    )
    return graded.approval


@pytest.fixture
def notice(incident, now):
    """Return a notice that nobody has seen."""
    return notify_supervisor(
        incident=incident, kind=NoticeKind.SILENT_CALL, because=["the line is watched"], now=now - timedelta(minutes=4)
    )


def answer_to(request, **fields):
    """Return the form of a request as the board posts it."""
    return {f"a{request.pk}-{name}": value for name, value in fields.items()}


def test_the_board_shows_notices_requests_and_the_room(as_, supervisor, handler, notice, asked, ring, now):
    ring(now=now - timedelta(minutes=2))
    held = ring("07700 900777", now=now - timedelta(minutes=9))
    take_call.take(call_id=held.pk, user=handler, actor=handler.actor(), now=now - timedelta(minutes=8))

    text = as_(supervisor).get(BOARD).text

    assert text.index("Silent call from a flagged line") < text.index("Waiting for a second person (1)")
    assert "the line is watched" in text
    assert "Grade it scheduled" in text
    assert "the grade goes down" in text
    assert "Harriet Okoro says: They have gone home" in text
    assert "07700 900777" in text
    assert "8 minutes ago" in text
    assert "<dd>1</dd>" in text


def test_an_empty_board_says_so(as_, supervisor):
    text = as_(supervisor).get(BOARD).text

    assert "Nothing waits for a second person." in text
    assert "Nothing. Somebody at risk, and silent and abandoned calls" in text
    assert "Nothing waits to be assessed again." in text


def test_agreeing_makes_the_grade_stand(as_, supervisor, asked, incident, trail):
    answer = as_(supervisor).post(
        f"/supervisor/approvals/{asked.pk}", answer_to(asked, agreed="yes", why="Patrol has been"), follow=True
    )

    assert f"You agreed: {incident.reference}." in answer.text
    assert queries.standing_grade(incident).grade == "SCHEDULED"
    assert trail("approval.agreed")


def test_refusing_leaves_the_grade_before_it(as_, supervisor, asked, incident):
    as_(supervisor).post(f"/supervisor/approvals/{asked.pk}", answer_to(asked, agreed="no", why="She is alone"))

    assert queries.standing_grade(incident).grade == "PRIORITY"
    assert Approval.objects.get().why == "She is alone"


@pytest.mark.parametrize(("fields", "sentence"), [
    ({"agreed": "yes"}, "Enter why you agree or refuse"),
    ({"agreed": "yes", "why": "  "}, "Enter why you agree or refuse"),
    ({"agreed": "maybe", "why": "x"}, "Select a valid choice"),
    ({"agreed": "yes", "why": "x" * 501}, "must be 500 characters or fewer"),
])  # fmt: skip
def test_it_asks_again(as_, supervisor, asked, fields, sentence):
    answer = as_(supervisor).post(f"/supervisor/approvals/{asked.pk}", answer_to(asked, **fields))

    assert answer.status_code == 422
    assert sentence in answer.text
    assert Approval.objects.get().answered_at is None


def test_ones_own_request_is_for_somebody_else(as_, supervisor, incident, now):
    own = lower(incident, supervisor, now)
    client = as_(supervisor)

    assert "You asked for this yourself." in client.get(BOARD).text
    answer = client.post(f"/supervisor/approvals/{own.pk}", answer_to(own, agreed="yes", why="I think so"))

    assert answer.status_code == 422
    assert "another supervisor must answer it" in answer.text
    assert queries.standing_grade(incident).grade == "PRIORITY"


def test_the_second_answer_changes_nothing(as_, supervisor, person_at_work, asked):
    as_(supervisor).post(f"/supervisor/approvals/{asked.pk}", answer_to(asked, agreed="yes", why="Yes"))
    other = as_(person_at_work("supervisor", "susan"))
    answer = other.post(f"/supervisor/approvals/{asked.pk}", answer_to(asked, agreed="no", why="No"), follow=True)

    assert "Somebody has just answered" in answer.text
    assert Approval.objects.get().agreed is True


def test_a_notice_once_seen_leaves_the_board(as_, supervisor, notice):
    answer = as_(supervisor).post(f"/supervisor/notices/{notice.pk}", follow=True)

    assert "Seen: silent call from a flagged line." in answer.text
    notice.refresh_from_db()
    assert notice.seen_by == supervisor
    assert "the line is watched" not in answer.text


def test_a_notice_is_reason_enough_to_open_its_incident(as_, supervisor, notice, incident, trail):
    client = as_(supervisor)
    client.get(f"/calls/incidents/{incident.pk}/?notice={notice.pk}")

    assert trail("incident.consulted")[0].purpose == f"notice {notice.pk}"


@pytest.mark.parametrize("address", [BOARD, "/supervisor/approvals/1", "/supervisor/notices/1"])
def test_strangers_and_other_roles_may_not(client, as_, handler, address):
    ask = client.get if address == BOARD else client.post
    assert "/accounts/login/" in ask(address).url
    as_(handler)
    assert ask(address).status_code == 403


@pytest.mark.parametrize("address", [
    "/supervisor/approvals/0", "/supervisor/approvals/" + "9" * 30, "/supervisor/notices/0", "/supervisor/notices/" + "9" * 30,
])  # fmt: skip
def test_nonsense_is_not_found(as_, supervisor, address):
    assert as_(supervisor).post(address).status_code == 404


def test_another_force_sees_and_answers_nothing(as_, person_at_work, asked, notice, stranger_to_the_force):
    client = as_(person_at_work("supervisor", "sven", force=stranger_to_the_force.force))

    assert "Nothing waits for a second person." in client.get(BOARD).text
    assert client.post(f"/supervisor/approvals/{asked.pk}", answer_to(asked, agreed="yes", why="x")).status_code == 404
    assert client.post(f"/supervisor/notices/{notice.pk}").status_code == 404


@pytest.mark.parametrize(
    ("address", "method"), [(BOARD, "post"), ("/supervisor/approvals/1", "get"), ("/supervisor/notices/1", "get")]
)
def test_wrong_methods(as_, supervisor, address, method):
    assert getattr(as_(supervisor), method)(address).status_code == 405


def test_what_people_typed_is_escaped(as_, supervisor, handler, incident, now):
    lower(incident, handler, now, rationale=NASTY)
    notify_supervisor(incident=incident, kind=NoticeKind.ABANDONED_CALL, because=[NASTY], now=now)

    assert NASTY not in as_(supervisor).get(BOARD).text


def test_the_number_of_queries_does_not_grow(as_, supervisor, handler, reported, now, django_assert_max_num_queries):
    client = as_(supervisor)
    for minute in range(4):
        made = reported("07700 90010" + str(minute), now=now - timedelta(minutes=20 + minute))
        lower(made, handler, now)
        notify_supervisor(incident=made, kind=NoticeKind.SILENT_CALL, because=["watched"], now=now)
    client.get(BOARD)
    with django_assert_max_num_queries(14):
        client.get(BOARD)
    assert Notice.objects.count() == 4
    assert Call.objects.count() == 4


def test_the_supervisor_finds_the_board_at_the_top_of_the_screen(as_, supervisor, handler):
    assert "Supervisor board" in as_(supervisor).get(BOARD).text
    assert "Supervisor board" not in as_(handler).get("/calls/search/").text
