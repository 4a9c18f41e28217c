"""The page of the wording review: phrases marked, a better way, marks; no name, no number about a person; who may not."""

import re
from datetime import timedelta

import pytest

from heed.domain.conduct.models import Marked
from heed.flows import wording

pytestmark = pytest.mark.django_db

PAGE = "/supervisor/wording/"
NASTY = "<b>Regular time waster</b> & usual nonsense " + "w" * 400


@pytest.fixture
def drawn(reported, now, force):
    """Return an entry of Harriet's that was drawn."""
    reported(now=now - timedelta(days=40))
    reported(now=now, log_text=NASTY)
    [one] = wording.draw(force=force, week=wording.monday_of(now.date()), now=now)
    return one


def test_nothing_drawn_says_so(as_, supervisor):
    assert "Nothing has been drawn yet" in as_(supervisor).get(PAGE).text


def test_the_phrase_is_marked_explained_and_escaped(as_, supervisor, drawn, trail):
    text = as_(supervisor).get(PAGE).text

    assert '<mark class="heed-wording__phrase">time waster</mark>' in text
    assert "Better:" in text
    assert "&lt;b&gt;Regular" in text
    assert trail("wording_sample.read")[0].subjects == [f"log_entry:{drawn.entry_id}"]


def test_whoever_wrote_it_is_nowhere_on_the_page(as_, supervisor, handler, drawn):
    main = re.search(r"<main.*</main>", as_(supervisor).get(PAGE).text, re.DOTALL)[0]

    for word in (handler.first_name, handler.last_name, handler.username, f"user:{handler.pk}"):
        assert word not in main
    assert not re.search(r"\b(score|rank|total|worst|most often|league)\b", main, re.IGNORECASE)


def test_an_entry_is_marked(as_, supervisor, drawn):
    fields = {f"m{drawn.pk}-mark": "coach", f"m{drawn.pk}-note": "Talked about writing what was said"}
    answer = as_(supervisor).post(f"{PAGE}entries/{drawn.pk}", fields, follow=True)

    assert "Marked: coach." in answer.text
    assert "Talked about writing what was said" in answer.text
    assert Marked.objects.get().mark == "coach"


@pytest.mark.parametrize("mark", ["", "fire them"])
def test_what_is_wrong_is_asked_again(as_, supervisor, drawn, mark):
    answer = as_(supervisor).post(f"{PAGE}entries/{drawn.pk}", {f"m{drawn.pk}-mark": mark})

    assert answer.status_code == 422
    assert not Marked.objects.exists()


def test_others_are_refused_and_nonsense_is_not_found(as_, handler, person_at_work, stranger_to_the_force, drawn):
    for role in ("call_handler", "inspector", "crime_registrar", "administrator"):
        user = handler if role == "call_handler" else person_at_work(role)
        assert as_(user).get(PAGE).status_code == 403
    olga = as_(person_at_work("supervisor", "olga", force=stranger_to_the_force.force))
    assert "time waster" not in olga.get(PAGE).text
    assert olga.get(f"{PAGE}{drawn.week.isoformat()}/").status_code == 404
    assert olga.post(f"{PAGE}entries/{drawn.pk}", {}).status_code == 404
    assert olga.get(f"{PAGE}yesterday/").status_code == 404
    assert olga.get(f"{PAGE}entries/{drawn.pk}").status_code == 405
