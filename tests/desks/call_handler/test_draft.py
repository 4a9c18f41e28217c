"""What is being typed: kept at every pause, and shown again."""

import json

import pytest

from heed.domain.calls.models import Draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def save(as_, handler, taken):
    """Return a sender of drafts, as the page's script sends them."""

    def save(body, user=handler):
        raw = body if isinstance(body, (bytes, str)) else json.dumps(body)
        return as_(user).post(f"/calls/{taken.pk}/draft", raw, content_type="application/json")

    return save


def test_a_draft_is_kept_and_says_when(save):
    answer = save({"revision": 1_700_000_000_000, "fields": {"summary": "Stones"}})

    assert answer.status_code == 200
    assert answer.json().keys() == {"saved_at", "revision"}
    assert Draft.objects.get().content == {"summary": "Stones"}


def test_a_late_save_does_not_replace_a_newer_one(save):
    save({"revision": 20, "fields": {"summary": "Newer"}})
    answer = save({"revision": 10, "fields": {"summary": "Older"}})

    assert answer.json()["revision"] == 20
    assert Draft.objects.get().content == {"summary": "Newer"}


def test_what_was_typed_is_on_the_page_again(save, as_, handler, taken):
    fields = {
        "summary": "Stones <b>again</b>",
        "party-3-given_name": "Fourth",
        "qualifiers": ["ALCOHOL"],
        "born-year": "1958",
        "q-impact-given": "yes",
        "opening_code": "ASB_NUISANCE",
        "log_text": "Crying\nnow",
    }
    save({"revision": 5, "fields": fields})

    page = as_(handler).get(f"/calls/{taken.pk}/").content.decode()

    assert "Restored what you had typed at" in page
    assert "Stones &lt;b&gt;again&lt;/b&gt;" in page
    assert 'value="Fourth"' in page
    assert 'value="1958"' in page
    assert "Crying&#10;now" in page
    assert 'value="ALCOHOL" checked' in page
    assert page.count(" checked") >= 3
    assert "There is a problem" not in page


def test_what_cannot_be_shown_is_left_out(save):
    save('{"revision": 1, "fields": {"summary": "a\\u0000b \\ud800 😀 \\u202e\\u0007c"}}')

    assert Draft.objects.get().content == {"summary": "ab  😀 \u202ec"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        "[]",
        "null",
        '"text"',
        {"revision": 0, "fields": {}},
        {"revision": -1, "fields": {}},
        {"revision": True, "fields": {}},
        {"revision": 1.5, "fields": {}},
        {"revision": 2**63, "fields": {}},
        {"revision": "1", "fields": {}},
        {"fields": {}},
        {"revision": 1},
        {"revision": 1, "fields": []},
        {"revision": 1, "fields": {"summary": None}},
        {"revision": 1, "fields": {"summary": {"deep": "er"}}},
        {"revision": 1, "fields": {"summary": [1]}},
        {"revision": 1, "fields": {"Bad name!": "x"}},
        {"revision": 1, "fields": {"n" * 81: "x"}},
        {"revision": 1, "fields": {f"f{number}": "x" for number in range(401)}},
        "[" * 100_000,
    ],
    ids=repr,
)
def test_nonsense_is_refused_in_a_sentence(save, body):
    answer = save(body)

    assert answer.status_code == 400
    assert answer.json()["error"]
    assert not Draft.objects.exists()


@pytest.mark.parametrize("characters", [300_000, 2_000_000])
def test_more_than_a_call_can_hold_is_refused(save, characters):
    answer = save({"revision": 1, "fields": {"summary": "x" * characters}})

    assert answer.status_code == 413
    assert "add part of it to the log" in answer.json()["error"]


def test_only_whoever_has_the_call_saves_on_it(save, person_at_work, stranger_to_the_force, supervisor):
    body = {"revision": 1, "fields": {}}

    assert save(body, user=supervisor).status_code == 403
    assert save(body, user=person_at_work("analyst")).status_code == 403
    assert save(body, user=stranger_to_the_force).status_code == 404


def test_nothing_is_saved_on_a_finished_call(save, as_, handler, taken):
    as_(handler).post(f"/calls/{taken.pk}/nothing", {"why": "Wrong number"})

    answer = save({"revision": 1, "fields": {}})

    assert answer.status_code == 409
    assert "finished" in answer.json()["error"]


def test_saving_costs_few_queries(save, django_assert_max_num_queries):
    save({"revision": 1, "fields": {}})

    with django_assert_max_num_queries(16):
        save({"revision": 2, "fields": {"summary": "Stones"}})
