"""The wording review: what is drawn, about whom, when, and that nothing anywhere counts by person."""

import ast
import inspect
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext

from heed.domain.conduct import models
from heed.domain.conduct.models import Drawn, Marked
from heed.domain.conduct.terms import Mark
from heed.domain.conduct.wording import queries, services
from heed.domain.incidents.models import Incident
from heed.flows import wording
from heed.foundation.accounts.terms import Sensitivity

pytestmark = pytest.mark.django_db

WEEK = wording.WEEK
RUDE = "Regular time waster, usual nonsense"


@pytest.fixture
def drawn(reported, noon, force):
    """Return a drawer: what Harriet writes in calls of last week, and what is drawn from it on Monday."""

    def drawn(*texts, number="07700 900123"):
        reported(number, now=noon - 40 * timedelta(days=1), log_text="Stones")
        for hour, text in enumerate(texts):
            # As if each were closed at once: what is open is judged again with every report, and that is not asked here.
            Incident.objects.update(closed_at=noon)
            reported(number, now=noon + timedelta(hours=hour), log_text=text)
        return wording.draw(force=force, week=wording.monday_of(noon.date()), now=noon + WEEK)

    return drawn


def test_an_entry_about_a_repeat_caller_with_a_phrase_is_drawn(drawn):
    [one] = drawn(RUDE, "Stones thrown at the window")

    assert one.entry.text == RUDE
    assert one.phrases == ["time_waster", "usual_nonsense"]


def test_what_is_quoted_is_left_alone(drawn):
    assert drawn('He called her "a nutter, a time waster"') == []


def test_a_first_call_is_not_about_a_repeat_caller(reported, noon, force):
    reported(now=noon, log_text=RUDE)

    assert wording.draw(force=force, week=wording.monday_of(noon.date()), now=noon + WEEK) == []


def test_another_week_is_another_draw(drawn, force, noon):
    assert len(drawn(RUDE)) == 1
    assert wording.draw(force=force, week=wording.monday_of(noon.date()) - WEEK, now=noon + WEEK) == []


def test_a_week_is_drawn_once_and_no_more_than_the_pack_says(drawn, force, noon):
    first = drawn(*[f"{RUDE} {number}" for number in range(22)])

    assert len(first) == 20
    assert wording.draw(force=force, week=first[0].week, now=noon + WEEK) == []


def test_the_job_draws_the_week_that_has_ended(reported, noon):
    reported(now=noon - 40 * timedelta(days=1))
    reported(now=noon, log_text=RUDE)

    assert wording.draw_last_week(now=noon) == 0, "this week has not ended"
    assert wording.draw_last_week(now=noon + WEEK) == 1


def test_marks_are_appended_and_neither_can_be_changed(drawn, supervisor, noon):
    [one] = drawn(RUDE)
    for what in (Mark.COACH, Mark.DISCUSSED):
        wording.mark(drawn=one, what=what, note="", user=supervisor, actor=supervisor.actor(), now=noon)

    assert Marked.objects.count() == 2
    for rows, change in ((Drawn.objects, {"position": 9}), (Marked.objects, {"note": "never"})):
        with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
            rows.update(**change)


def test_no_query_reads_groups_or_counts_by_who_wrote_it(drawn, supervisor, noon):
    [one] = drawn(RUDE)
    with CaptureQueriesContext(
        connection,
    ) as ran:
        wording.read_week(user=supervisor, week=one.week, actor=supervisor.actor(), now=noon)
        queries.weeks(supervisor)
        wording.mark(drawn=one, what=Mark.COACH, note="", user=supervisor, actor=supervisor.actor(), now=noon)
    read = " ".join(query["sql"] for query in ran).lower()

    assert "calls_logentry" in read
    assert "author" not in read
    assert "group by" not in read
    assert "taken_by" not in read.replace('"calls_call"."taken_by_id"', "")


def test_no_code_of_it_counts_and_no_table_of_it_names_a_writer():
    for module in (wording, queries, services):
        called = {
            node.attr for node in ast.walk(ast.parse(inspect.getsource(module))) if isinstance(node, ast.Attribute)
        }
        assert not called & {"annotate", "aggregate", "Count", "count", "Counter"}, module.__name__
    for table in (models.Drawn, models.Marked):
        staff = {name for name, level in table.handling.fields.items() if level == Sensitivity.STAFF}
        assert staff <= {"marked_by"}
