"""The supervisor's board: what waits by risk, notices, requests for a second person, missed calls, the room."""

import re
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from heed.domain.beats.models import Beat
from heed.domain.calls.models import Call, CallReturn
from heed.domain.incidents import queries, services
from heed.domain.incidents.models import Approval, Notice
from heed.domain.incidents.services import notify_supervisor
from heed.domain.incidents.terms import LinkKind, NoticeKind
from heed.domain.vulnerability.assessments.services import Judgement
from heed.domain.vulnerability.terms import Judged
from heed.flows import assess, decide, take_call, unheard
from heed.foundation.accounts.models import CommandUnit

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


def test_the_number_of_queries_does_not_grow(as_, supervisor, handler, reported, ring, now):
    client = as_(supervisor)

    def four(first):
        for minute in range(4):
            made = reported(f"07700 90010{first + minute}", now=now - timedelta(hours=2, minutes=minute))
            lower(made, handler, now)
            notify_supervisor(incident=made, kind=NoticeKind.SILENT_CALL, because=["watched"], now=now)
            gone = ring(f"07700 90020{first + minute}", now=now - timedelta(minutes=minute + 1))
            unheard.follow_up_abandoned(call_id=gone.pk, now=now)

    four(0)
    client.get(BOARD)
    with CaptureQueriesContext(connection) as few:
        client.get(BOARD)
    four(4)
    with CaptureQueriesContext(connection) as many:
        client.get(BOARD)
    assert len(few) == len(many) <= 38
    assert Notice.objects.filter(kind=NoticeKind.SILENT_CALL).count() == 8
    assert Call.objects.count() == 16


def test_the_supervisor_finds_the_board_at_the_top_of_the_screen(as_, supervisor, handler):
    assert "Supervisor board" in as_(supervisor).get(BOARD).text
    assert "Supervisor board" not in as_(handler).get("/calls/search/").text


# The live list


def fragment(client, tag="", address=BOARD):
    """Ask for the live part, as the page's script does."""
    return client.get(address, headers={"X-Heed-Fragment": "yes", **({"If-None-Match": tag} if tag else {})})


def test_the_live_part_comes_without_the_page_and_says_when_nothing_has_changed(as_, supervisor, ring, now):
    client = as_(supervisor)
    ring(now=now - timedelta(minutes=1))
    first = fragment(client)

    assert "<html" not in first.text
    assert "data-board-live" in first.text
    assert "csrfmiddlewaretoken" not in first.text
    assert fragment(client, first["ETag"]).status_code == 304
    ring("07700 900777", now=now)
    again = fragment(client, first["ETag"])
    assert (again.status_code, again["ETag"] != first["ETag"]) == (200, True)
    assert "no-store" in again["Cache-Control"]


def test_a_row_keeps_its_version_while_only_minutes_pass(as_, supervisor, ring, now, monkeypatch):
    ring(now=now - timedelta(seconds=30))
    client = as_(supervisor)
    first = fragment(client)
    later = timezone.now() + timedelta(seconds=61)
    monkeypatch.setattr(timezone, "now", lambda: later)

    assert fragment(client, first["ETag"]).status_code == 304


def test_each_row_says_why_it_stands_there_who_has_it_and_where_it_leads(as_, supervisor, reported, now):
    late = reported(now=now - timedelta(hours=2))
    text = as_(supervisor).get(BOARD).text

    assert f'href="/calls/incidents/{late.pk}/?waiting={late.pk}"' in text
    assert "The time has passed." in text
    assert "No visit on record; recorded by Harriet Okoro" in text
    assert "and that has passed" in text
    assert "Overdue (1)" in text


def test_an_incident_that_waits_is_reason_enough_to_open_it_and_a_closed_one_is_not(
    as_, supervisor, reported, now, trail
):
    late = reported(now=now - timedelta(hours=2))
    client = as_(supervisor)
    client.get(f"/calls/incidents/{late.pk}/?waiting={late.pk}")
    assert trail("incident.consulted")[0].purpose == f"waiting {late.pk}"

    type(late).objects.update(closed_at=now)
    assert "Why do you need" in client.get(f"/calls/incidents/{late.pk}/?waiting={late.pk}").text


def test_the_board_is_narrowed_by_unit_and_by_beat_and_nonsense_narrows_nothing(
    as_, supervisor, reported, ring, now, force
):
    unit = CommandUnit.objects.create(force=force, code="N", name="North")
    CommandUnit.objects.create(force=force, code="S", name="South")
    beat = Beat.objects.create(
        force=force, code="N1", name="Mallow North", shape={}, west=0, south=0, east=1, north=1, added_at=now
    )
    late = reported(now=now - timedelta(hours=2))
    type(late).objects.update(unit=unit, beat=beat)
    ring("07700 900777", now=now)
    client = as_(supervisor)

    assert "07700 900777" not in client.get(BOARD, {"unit": unit.pk}).text
    by_beat = client.get(BOARD, {"beat": beat.pk}).text
    assert late.reference in by_beat
    assert "has no beat: calls are left out" in by_beat
    assert "selected" in by_beat
    for nonsense in ("x", "-1", "9" * 40, "²"):
        assert "07700 900777" in client.get(BOARD, {"unit": nonsense, "beat": nonsense}).text


def test_workload_is_shown_and_compares_nobody(as_, supervisor, handler, reported, now):
    reported(now=now - timedelta(minutes=5))
    text = as_(supervisor).get(BOARD).text

    assert "1 incident recorded this shift" in text
    assert "This compares nobody" in text
    assert not re.search(r"\b(rank|score|target|average|best|worst)\b", text, re.IGNORECASE)


# What a second person needs


def test_a_request_shows_what_holds_now_the_history_and_the_risk(as_, supervisor, asked, incident):
    text = as_(supervisor).get(BOARD).text

    assert "Lower the grade" in text
    assert "Graded priority, and open" in text
    assert "this one included: 1 in 30 days" in text
    assert "Vulnerable: no" in text
    assert "If you refuse, the grade stays." in text


def test_a_closing_and_a_link_taken_back_are_asked_in_words_of_their_own(as_, supervisor, reported, handler, now):
    for minutes in (40, 30):
        made = reported(now=now - timedelta(minutes=minutes))
    assess.assess(
        call=made.call, incident=made, judgement=Judgement(Judged.NO, "Less"), user=handler, actor=handler.actor(),
        now=now - timedelta(minutes=1),
    )  # fmt: skip
    decide.close(
        incident=made, closing_code="ASB_PERSONAL", result="ADVICE_GIVEN", rationale="Told them", user=handler,
        actor=handler.actor(), now=now,
    )  # fmt: skip
    other = reported("07700 900555", now=now - timedelta(minutes=20))
    main = reported("07700 900556", now=now - timedelta(minutes=21))
    link = services.link(
        incident=other, other=main, kind=LinkKind.DUPLICATE, why="Same bang", actor=handler.actor(), now=now
    )
    waits = services.ask_second_person(incident=other, because=["the force asks for it"], asked_by=handler, now=now)
    with transaction.atomic():
        services.unlink(link_id=link.pk, why="Two bangs", approval=waits, actor=handler.actor(), now=now)

    text = as_(supervisor).get(BOARD).text
    assert "If you agree, the incident is closed." in text
    assert f"Take back its link with {main.reference}" in text
    assert "If you agree, the two logs count as two again." in text
    assert "Harriet Okoro says: Two bangs" in text


# Missed calls


@pytest.fixture
def missed(ring, now):
    """Return a call that nobody answered."""
    call = ring("07700 900321", now=now - timedelta(minutes=10), call_id="gone")
    ring("07700 900321", now=now - timedelta(minutes=9), event="hangup", call_id="gone", cause="cancel")
    unheard.follow_up_abandoned(call_id=call.pk, now=now - timedelta(minutes=9))
    return call


def test_a_missed_call_is_rung_back_from_the_board(as_, supervisor, missed, trail):
    client = as_(supervisor)
    assert f'href="/supervisor/missed/{missed.pk}/"' in client.get(BOARD).text

    page = client.get(f"/supervisor/missed/{missed.pk}/")
    assert "07700 900321" in page.text
    assert trail("missed_call.opened")[0].purpose == f"ringing back call {missed.pk}"
    answer = client.post(f"/supervisor/missed/{missed.pk}/", {"came": "reached", "words": "All well"}, follow=True)
    assert "On record: reached." in answer.text
    assert f"/supervisor/missed/{missed.pk}/" not in answer.text
    assert "All well" in client.get(f"/supervisor/missed/{missed.pk}/").text


@pytest.mark.parametrize(("fields", "sentence"), [
    ({}, "Select what came of ringing back"),
    ({"came": "eaten"}, "Select a valid choice"),
    ({"came": "reached", "words": "x" * 301}, "must be 300 characters or fewer"),
])  # fmt: skip
def test_ringing_back_asks_again(as_, supervisor, missed, fields, sentence):
    answer = as_(supervisor).post(f"/supervisor/missed/{missed.pk}/", fields)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert not CallReturn.objects.exists()


def test_a_missed_call_is_nobodys_of_another_force_and_nonsense_is_not_found(
    as_, person_at_work, missed, ring, supervisor, stranger_to_the_force, now
):
    theirs = as_(person_at_work("supervisor", "sven", force=stranger_to_the_force.force))
    assert theirs.get(f"/supervisor/missed/{missed.pk}/").status_code == 404
    ours = as_(supervisor)
    assert ours.get(f"/supervisor/missed/{ring('07700 900999', now=now).pk}/").status_code == 404  # it still rings
    assert ours.get("/supervisor/missed/00000000-0000-4000-8000-000000000000/").status_code == 404
    assert ours.get("/supervisor/missed/nonsense/").status_code == 404
    assert ours.delete(f"/supervisor/missed/{missed.pk}/").status_code == 405
    assert as_(person_at_work("inspector")).get(f"/supervisor/missed/{missed.pk}/").status_code == 403
