"""The lexicon's pages: rows, the overlay, the difference, two people, and going back."""

from datetime import timedelta

import pytest

from heed.foundation.audit.models import Event
from heed.foundation.lexicon import queries
from heed.foundation.lexicon.models import LexiconVersion, OverlayEdit
from tests.foundation.lexicon import small

pytestmark = pytest.mark.django_db

PAGE = "/supervisor/lexicon/"
ADD = f"{PAGE}rows/"
FIRST = f"{PAGE}rows/{small.FIRST}"
PREVIEW = f"{PAGE}preview/"
ROW = "CARER-stones"
POSTED = {
    "category": "CARER",
    "slug": "stones",
    "pattern": "stones at the window",
    "examples_yes": "stones at the window\r\nbig stones at the window",
    "examples_no": "a stone wall",
    "guards_before": "no\r\nof",
    "strength": "strong",
    "why": "Heard on calls",
}


@pytest.fixture(autouse=True)
def sound(monkeypatch):
    """Go by a national lexicon of a few rows."""
    small.use(monkeypatch)


@pytest.fixture
def second(person_at_work):
    """Return Sara, the second person."""
    return person_at_work("supervisor", "sara", first_name="Sara", last_name="Lund")


@pytest.fixture
def added(as_, supervisor):
    """Let Simon have added the row; return his client."""
    client = as_(supervisor)
    assert client.post(ADD, POSTED).status_code == 302
    return client


@pytest.fixture
def proposed(added):
    """Let Simon have proposed it; return the version."""
    added.post(f"{PAGE}propose", {"note": "Stones"})
    return LexiconVersion.objects.get()


@pytest.fixture
def published(proposed, as_, second):
    """Let Sara have published it; return the version."""
    as_(second).post(f"{PAGE}versions/{proposed.label}/publish")
    proposed.refresh_from_db()
    return proposed


def test_rows_are_listed_by_category(as_, supervisor):
    text = as_(supervisor).get(PAGE, {"category": "AGE_CHILD"}).text

    assert f"Rows ({len(small.LINES)})" in text
    assert small.FIRST in text
    assert "Nothing: the national lexicon as it is" in text


def test_rows_are_found_by_words_of_any_cell(as_, supervisor):
    client = as_(supervisor)
    words = small.CELLS[1]["examples_yes"].split(";;")[0].strip().upper()
    text = client.get(PAGE, {"category": "", "q": words}).text

    assert small.CELLS[1]["id"] in text
    assert "Rows (1)" in text
    assert "No row holds that" in client.get(PAGE, {"q": "xyzzy"}).text


@pytest.mark.parametrize(
    "asked", ["?category=NONE", "?page=x", "?page=99", "?q=%00", "?q=" + "x" * 5_000, "?category=%F0%9F"]
)
def test_the_list_survives_nonsense(as_, supervisor, asked):
    assert as_(supervisor).get(PAGE + asked).status_code == 200


def test_a_row_is_added_to_the_overlay_and_not_in_force(added, supervisor, trail):
    edit = OverlayEdit.objects.get()

    assert (edit.row, edit.kind, edit.why, edit.by) == (ROW, "add", "Heard on calls", supervisor)
    assert edit.cells["examples_yes"] == "stones at the window ;; big stones at the window"
    assert edit.cells["guards_before"] == "no;of"
    assert trail("lexicon.edited")[0].subjects == [f"lexicon row:{ROW}"]
    text = added.get(PAGE).text
    assert "What your force changed (1)" in text
    assert "Not all of it is in force." in text
    assert queries.version_in_force(supervisor.force_id) is None


def test_a_row_shown_again_has_a_phrase_on_each_line(added):
    text = added.get(f"{ADD}{ROW}").text

    assert "stones at the window&#10;big stones at the window" in text
    assert "no&#10;of" in text


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"pattern": ""}, "Enter what it sounds like"),
    ({"pattern": "(stones"}, "never closed"),
    ({"examples_yes": ""}, "Enter a sentence in which it must be found"),
    ({"examples_yes": "a dog barks"}, "is not found in “a dog barks”"),
    ({"examples_no": "big stones at the window"}, "and must not be"),
    ({"category": ""}, "Select a category"),
    ({"category": "NONE"}, "Select a valid choice"),
    ({"slug": "Two Words"}, "Name must have small letters"),
    ({"slug": "é"}, "Name must have small letters"),
    ({"slug": "-x"}, "Name must have small letters"),
    ({"strength": "heavy"}, "Select a valid choice"),
    ({"role_hint": "nobody"}, "Select a valid choice"),
    ({"why": " \0 "}, "Enter why the row is changed"),
    ({"pattern": "x" * 5_000}, "4,000 characters or fewer"),
    ({"review_by-day": "31", "review_by-month": "2", "review_by-year": "2027"}, "Review date"),
    ({"category": "AGE_CHILD", "slug": small.FIRST.partition("-")[2]}, "there is such a row already"),
])  # fmt: skip
def test_a_row_that_will_not_do_is_asked_for_again(as_, supervisor, changes, sentence):
    answer = as_(supervisor).post(ADD, POSTED | changes)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "There is a problem" in answer.text
    assert not OverlayEdit.objects.exists()


def row_form(cells, **changes):
    names = ("pattern", "examples_yes", "examples_no", "guards_before", "guards_after", "strength")
    more = ("polarity_inside", "role_hint", "source", "owner", "note")
    day = dict(zip(("review_by-year", "review_by-month", "review_by-day"), cells["review_by"].split("-"), strict=True))
    return {name: cells[name] for name in (*names, *more)} | day | {"why": "Too many hits"} | changes


def test_a_national_row_is_changed_by_what_differs_alone(as_, supervisor):
    client = as_(supervisor)
    client.post(FIRST, row_form(small.CELLS[0], note="Looked at"))
    edit = OverlayEdit.objects.get()

    assert (edit.kind, edit.cells) == ("change", {"note": "Looked at"})
    assert "In the national lexicon" in client.get(FIRST).text


def test_a_change_that_changes_nothing_is_asked_for_again(as_, supervisor):
    answer = as_(supervisor).post(FIRST, row_form(small.CELLS[0]))

    assert answer.status_code == 422
    assert "This is how the national lexicon has it" in answer.text


def test_a_row_is_disabled_and_put_back(as_, supervisor):
    client = as_(supervisor)
    client.post(f"{FIRST}/disable", {"disable-why": "Too many hits"})
    assert OverlayEdit.objects.get().kind == "disable"
    assert "Disable the row" not in client.get(FIRST).text

    answer = client.post(f"{FIRST}/withdraw", {"withdraw-why": "It was needed"}, follow=True)
    assert "is put back" in answer.text
    assert queries.overlay(supervisor.force_id) == []
    answer = client.post(f"{FIRST}/withdraw", {"withdraw-why": "Again"})
    assert answer.status_code == 422
    assert "is as in the national lexicon already" in answer.text


def test_a_row_of_ones_own_is_taken_away(added, supervisor):
    added.post(f"{ADD}{ROW}/disable", {"disable-why": "No use"})

    assert queries.overlay(supervisor.force_id) == []
    assert added.get(f"{ADD}{ROW}").status_code == 404


@pytest.mark.parametrize("verb", ["disable", "withdraw"])
def test_a_reason_is_asked_for(as_, supervisor, verb):
    answer = as_(supervisor).post(f"{FIRST}/{verb}", {f"{verb}-why": ""})

    assert answer.status_code == 422
    assert "Enter why" in answer.text


def test_the_difference_marks_the_hit_and_is_a_consultation(added, incident, trail):
    text = added.get(PREVIEW).text

    assert "<mark>Stones at the window</mark> again" in text
    assert f"{ROW}: 1 more, 0 fewer" in text
    assert trail("lexicon.compared")[0].subjects == [f"incident:{incident.pk}"]


def test_what_was_said_is_escaped(added, reported, now):
    reported(now=now - timedelta(minutes=5), summary="<script>stones at the window</script>")
    text = added.get(PREVIEW).text

    assert "<script>stones" not in text
    assert "&lt;script&gt;<mark>stones at the window</mark>" in text


def test_another_forces_logs_are_not_read(added, incident, as_, stranger_to_the_force):
    stranger_to_the_force.role = "supervisor"
    stranger_to_the_force.save()
    client = as_(stranger_to_the_force)
    client.post(ADD, POSTED)

    assert "0 texts" in client.get(PREVIEW).text


def test_a_proposal_waits_for_a_second_person(proposed, as_, supervisor, second):
    assert "You proposed it: somebody else must publish it." in as_(supervisor).get(PAGE).text
    assert "Publish it" in as_(second).get(f"{PREVIEW}{proposed.label}").text
    assert queries.version_in_force(supervisor.force_id) is None


def test_a_proposal_says_what_it_is_for(added):
    answer = added.post(f"{PAGE}propose", {"note": " "})

    assert answer.status_code == 422
    assert "Enter what it is for" in answer.text
    assert not LexiconVersion.objects.exists()


def test_nothing_is_proposed_that_changes_nothing(as_, supervisor):
    answer = as_(supervisor).post(f"{PAGE}propose", {"note": "Nothing"})

    assert answer.status_code == 409
    assert "Nothing differs from the lexicon in force" in answer.text


def test_the_proposer_may_not_publish(proposed, as_, supervisor):
    client = as_(supervisor)
    text = client.get(f"{PREVIEW}{proposed.label}").text
    assert "/publish" not in text

    answer = client.post(f"{PAGE}versions/{proposed.label}/publish")
    assert answer.status_code == 409
    assert "a second person must" in answer.text
    assert queries.version_in_force(supervisor.force_id) is None


def test_a_second_person_publishes(published, second):
    assert published.published_by == second
    assert queries.in_use(second.force_id).version == published.label


def test_publishing_twice_is_refused_in_words(published, as_, second):
    answer = as_(second).post(f"{PAGE}versions/{published.label}/publish")

    assert answer.status_code == 409
    assert "has been published already" in answer.text


def test_one_person_goes_back_with_a_reason(published, as_, supervisor):
    client = as_(supervisor)
    address = f"{PAGE}versions/national/back"
    refused = client.post(address, {"backnational-why": ""})
    assert refused.status_code == 422
    assert "Enter why" in refused.text

    client.post(address, {"backnational-why": "It finds too much"})
    assert queries.in_use(supervisor.force_id).version == small.lexicon().version
    text = client.get(PAGE).text
    assert "Gone back to by Simon Price" in text
    assert f"Go back to {published.label}" in text

    client.post(f"{PAGE}versions/{published.label}/back", {f"back{published.label}-why": "It was right"})
    assert queries.in_use(supervisor.force_id).version == published.label
    again = client.post(f"{PAGE}versions/{published.label}/back", {f"back{published.label}-why": "Again"})
    assert again.status_code == 409
    assert "is in force now" in again.text


@pytest.mark.parametrize("address", ["rows/NOTHING-x", "rows/x%00", "rows/" + "x" * 500, "preview/nothing"])
def test_what_is_not_there_is_not_found(as_, supervisor, address):
    assert as_(supervisor).get(PAGE + address).status_code == 404


def test_an_unknown_version_is_refused_in_words(as_, supervisor):
    client = as_(supervisor)

    assert "has no version nothing" in client.post(f"{PAGE}versions/nothing/publish").text
    assert "has no version nothing" in client.post(f"{PAGE}versions/nothing/back", {"backnothing-why": "x"}).text


GETS = [PAGE, ADD, FIRST, PREVIEW]
POSTS = [
    f"{PAGE}propose",
    f"{PAGE}versions/x/publish",
    f"{PAGE}versions/x/back",
    f"{FIRST}/disable",
    f"{FIRST}/withdraw",
]


@pytest.mark.parametrize("address", [*GETS, *POSTS])
def test_strangers_and_handlers_may_not(client, as_, handler, address):
    ask = client.post if address in POSTS else client.get
    assert "/accounts/login/" in ask(address).url
    client = as_(handler)
    assert (client.post if address in POSTS else client.get)(address).status_code == 403


def test_wrong_methods_are_refused(as_, supervisor):
    client = as_(supervisor)

    assert {client.post(address).status_code for address in (PAGE, PREVIEW)} == {405}
    assert {client.get(address).status_code for address in POSTS} == {405}


def test_the_number_of_queries_does_not_grow_with_the_overlay(as_, supervisor, now, django_assert_max_num_queries):
    for n in range(30):
        OverlayEdit.objects.create(
            force=supervisor.force, row=f"CARER-x{n}", kind="add", cells={}, why="w", by=supervisor, at=now
        )
    client = as_(supervisor)
    client.get(PAGE)
    with django_assert_max_num_queries(16):
        client.get(PAGE)


def test_nothing_of_a_log_is_on_the_trail(added, incident):
    added.get(PREVIEW)

    assert not Event.objects.filter(action="lexicon.compared", purpose__icontains="stones at").exists()
    event = Event.objects.get(action="lexicon.compared")
    assert "window" not in str((event.subjects, event.detail, event.purpose))
