"""The templates' environment: names, filters, macros, and the frame of every page."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import engines
from django.test import RequestFactory
from jinja2 import Environment, UndefinedError

from heed.foundation.design import dates, errors
from heed.foundation.design.static_files import HashedFiles

NOON = datetime(2026, 6, 21, 12, 0, tzinfo=UTC)


@pytest.fixture
def env() -> Environment:
    """Return the environment as Django built it."""
    return engines["jinja2"].env


def written(env: Environment, source: str, **context: object) -> str:
    """Return what a template writes, on one line."""
    return " ".join(env.from_string(source).render(**context).split())


def test_a_misspelt_name_stops_the_page(env: Environment):
    with pytest.raises(UndefinedError):
        written(env, "{{ calller }}")
    with pytest.raises(UndefinedError):
        written(env, "{% if calller %}x{% endif %}")


def test_a_misspelt_attribute_stops_the_page(env: Environment):
    with pytest.raises(UndefinedError):
        written(env, "{{ at.yaer }}", at=NOON)


def test_an_option_that_is_not_given_to_a_component_is_empty(env: Environment):
    assert written(env, "{{ params.hint.text }}", params={}) == ""


def test_what_a_page_writes_is_escaped(env: Environment):
    assert written(env, "{{ name }}", name="<b>") == "&lt;b&gt;"


def test_components_need_no_import(env: Environment):
    assert 'class="govuk-button"' in written(env, '{{ govukButton({"text": "Record incident"}) }}')


def test_no_component_writes_an_inline_style_or_script(env: Environment):
    html = written(env, '{{ govukButton({"text": "Go"}) }}{{ keyed_button("Go", "g") }}{{ tag("New", "urgent") }}')

    assert "style=" not in html
    assert "<script" not in html
    assert "onclick" not in html


def test_a_tag_says_its_meaning_in_words_and_with_a_sign(env: Environment):
    html = written(env, '{{ tag("Immediate", "urgent") }}')

    assert "heed-tag--urgent" in html
    assert "▲" in html
    assert "Immediate" in html


def test_a_keyed_button_names_its_key_for_people_and_for_the_script(env: Environment):
    html = written(env, '{{ keyed_button("Take <call>", "t") }}')

    assert 'data-key="t"' in html
    assert 'data-key-label="Take &lt;call&gt;"' in html
    assert '<kbd class="heed-kbd" aria-hidden="true">T</kbd>' in html
    assert "Take &lt;call&gt;" in html
    assert "<call>" not in html


def test_a_summary_card_lists_pairs_and_names_itself_in_its_actions(env: Environment):
    html = written(env, '{{ summary_card("Caller", [("Name", "M <Hale>")], [{"href": "/x", "text": "Change"}]) }}')

    assert "M &lt;Hale&gt;" in html
    assert 'Change<span class="govuk-visually-hidden"> (Caller)</span>' in html


def test_a_telephone_number_reads_as_people_say_it(env: Environment):
    assert written(env, "{{ '+441632960181' | telephone }}") == "01632 960181"


def test_moments_are_british_and_in_the_forces_own_time(env: Environment):
    context = {"at": NOON, "on": date(2026, 11, 22)}

    assert written(env, "{{ at | moment }}", **context) == "Sunday 21 June 2026, 13:00"
    assert written(env, "{{ at | brief_moment }}", **context) == "21 Jun 13:00"
    assert written(env, "{{ at | clock }}", **context) == "13:00"
    assert written(env, "{{ on | day }}", **context) == "22 November 2026"
    assert written(env, "{{ at | machine_time }}", **context) == "2026-06-21T13:00:00+01:00"


def test_a_page_that_says_when_it_is_tells_one_time(env: Environment):
    assert written(env, "{{ at | ago }}", at=NOON - timedelta(weeks=7), now=NOON) == "7 weeks ago"
    assert written(env, "{{ at | ago }}", at=NOON - timedelta(weeks=7), opened_at=NOON) == "7 weeks ago"


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(seconds=59), "just now"),
        (timedelta(seconds=-59), "just now"),
        (timedelta(seconds=60), "1 minute ago"),
        (timedelta(minutes=59, seconds=59), "59 minutes ago"),
        (timedelta(hours=1), "1 hour ago"),
        (timedelta(days=1), "1 day ago"),
        (timedelta(days=13), "13 days ago"),
        (timedelta(days=14), "2 weeks ago"),
        (timedelta(weeks=7), "7 weeks ago"),
        (timedelta(weeks=14), "3 months ago"),
        (timedelta(days=729), "23 months ago"),
        (timedelta(days=731), "2 years ago"),
        (timedelta(minutes=-20), "in 20 minutes"),
    ],
)
def test_how_long_ago_is_told_in_the_largest_fitting_unit(before: timedelta, words: str):
    assert dates.ago(NOON - before, now=NOON) == words


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        (errors.bad_request, 400, "Nothing was saved"),
        (errors.permission_denied, 403, "You may not open this"),
        (errors.page_not_found, 404, "Page not found"),
        (errors.server_error, 500, "write on paper"),
        (errors.csrf_failure, 403, "open for too long"),
    ],
)
def test_error_pages_need_no_database_and_say_what_to_do(answer: object, status: int, words: str):
    response = answer(RequestFactory().get("/"))  # type: ignore[operator]

    assert response.status_code == status
    assert words in response.content.decode()
    assert "OFFICIAL-SENSITIVE" in response.content.decode()


def test_a_refusal_says_why_and_nothing_in_it_becomes_markup():
    response = errors.permission_denied(RequestFactory().get("/"), PermissionError("Not <you>."))

    assert "Not &lt;you&gt;." in response.content.decode()


def test_a_file_that_was_never_collected_keeps_its_name_instead_of_breaking_the_page():
    assert HashedFiles().stored_name("heed/not-collected.css") == "heed/not-collected.css"
