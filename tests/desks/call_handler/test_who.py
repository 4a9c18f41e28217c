"""Who it may be, on the page: what is asked as the handler types, what is told, and what is held back until it is them."""

import re
import uuid
from datetime import date, timedelta

import pytest
from django.utils import timezone

from heed.domain.calls.models import CallerDecision, Draft
from heed.domain.incidents.models import Incident
from heed.domain.people.models import Person
from heed.flows import suggest
from tests.flows.conftest import HOME
from tests.flows.test_suggest import caller

pytestmark = pytest.mark.django_db

PART = {"X-Heed-Fragment": "yes"}
QUERIES = 29
"""Of one pause in the typing that finds something new: locking the call, searching, keeping the proof, logging the showing."""

DAY = timedelta(days=1)
WORDS = {"given_name": "Margaret", "family_name": "Fetherston", "home": "ZZ1 1AA"}
STORY = "Stones at the window again"


@pytest.fixture
def known(reported, now):
    """Return Margaret Featherstone, who reported stones five days ago from a telephone of her own."""
    reported("07700 900777", now=now - 5 * DAY, parties=(caller("Margaret", "Featherstone"),))
    return Person.objects.get()


@pytest.fixture
def withheld(ring, as_, handler, now):
    """Return a call without a number that Harriet has taken."""
    call = ring("", now=now, x_cli_status="withheld")
    as_(handler).post(f"/calls/{call.pk}/take")
    return call


@pytest.fixture
def refine(as_, handler):
    """Return what the page's script gets for what is typed."""

    def refine(call, **typed):
        return as_(handler).post(f"/calls/{call.pk}/refine", typed, headers=PART)

    return refine


def press(as_, handler, call, label, page, **typed):
    """Press the button of that name, as the page's script does."""
    found = re.search(rf'name="decide" value="([^"]*)"[^>]*>{label}', page)
    return as_(handler).post(f"/calls/{call.pk}/caller", typed | {"decide": found[1]}, headers=PART).content.decode()


def test_a_suggestion_says_who_why_and_what_to_ask_and_nothing_else(known, withheld, refine):
    page = refine(withheld, **WORDS).content.decode()

    assert "Margaret Featherstone</strong>, born 1942" in page
    assert "same postcode, last name alike" in page
    assert "Not asked yet: date of birth or age" in page
    assert "All of it" in page
    for history in ("Victim in", STORY, "Acacia", Incident.objects.get().reference, "as victim", "07700"):
        assert history not in page
    assert str(known.pk) in page


def test_the_whole_page_holds_back_what_the_fragment_holds_back(known, withheld, refine, as_, handler):
    refine(withheld, **WORDS)

    page = as_(handler).get(f"/calls/{withheld.pk}/").content.decode()

    assert "Margaret Featherstone" in page
    for history in ("Victim in", STORY, "Acacia", Incident.objects.get().reference, "as victim"):
        assert history not in page


def test_people_of_a_line_are_named_without_what_they_suffered_or_where_they_live(known, ring, as_, handler, now):
    call = ring("07700 900777", now=now)
    as_(handler).post(f"/calls/{call.pk}/take")

    page = as_(handler).get(f"/calls/{call.pk}/").content.decode()

    assert "Margaret Featherstone" in page
    assert "The address of this line: 1 incident in 12 months" in page
    assert "1 person is on record at the address of this line" in page
    assert "1 incident from this line is still open" in page
    for history in ("Victim in", STORY, "Acacia", Incident.objects.get().reference):
        assert history not in page


def test_once_it_is_them_their_history_and_what_is_open_are_on_the_page(known, withheld, refine, as_, handler):
    page = refine(withheld, **WORDS).content.decode()

    page = press(as_, handler, withheld, "Same person", page, **WORDS)

    assert "Victim in 1 incident in 12 months" in page
    assert STORY in page
    assert Incident.objects.get().reference in page
    assert f"/calls/people/{known.pk}/?call={withheld.pk}" in page


def test_others_at_home_are_counted_and_named_only_once_somebody_is_known(
    known, withheld, refine, reported, as_, handler, now
):
    reported("07700 900778", now=now - DAY, parties=(caller("Tim", "Featherstone", born=date(2015, 1, 1)),))
    words = WORDS | {"home": HOME}

    before = refine(withheld, **words).content.decode()
    after = press(as_, handler, withheld, "Same person", before, **words)

    assert "2 people are on record at this address" in before
    assert "Others at home" not in before
    assert "Others at home" in after
    assert re.search(r"Child, 1[01].*Tim Featherstone", after, re.DOTALL)


def test_several_are_refused_with_one_button_and_taken_back_with_another(
    known, withheld, refine, reported, as_, handler, now
):
    reported("07700 900888", now=now - DAY, parties=(caller("Margaret", "Featherstone", home="", born=None),))
    words = {"given_name": "Margaret", "family_name": "Featherstone"}

    page = press(as_, handler, withheld, "None of these", refine(withheld, **words).content.decode(), **words)
    assert "Same person" not in page
    assert page.count("Margaret Featherstone") >= 2
    assert "Not the same person: Margaret Featherstone, Margaret Featherstone" in page
    page = press(as_, handler, withheld, "Undo", page, **words)

    assert "Same person" in page
    assert [row.decision for row in CallerDecision.objects.order_by("id")] == ["different"] * 2 + ["unsure"] * 2


def test_somebody_else_at_home_is_said_of_all_of_that_home_at_once(
    known, withheld, refine, reported, as_, handler, now
):
    reported("07700 900888", now=now - DAY, parties=(caller("Margaret", "Featherstone", born=None),))
    words = {"given_name": "Margaret", "family_name": "Featherstone"}

    page = refine(withheld, **words).content.decode()
    assert "Someone else in the household (of these 2)" in page
    press(as_, handler, withheld, "Someone else in the household", page, **words)

    assert {row.decision for row in CallerDecision.objects.all()} == {"same_household"}
    assert CallerDecision.objects.count() == 2


def test_for_whom_they_ring_has_a_panel_of_its_own(known, withheld, refine, as_, handler):
    words = {
        "given_name": "Winifred",
        "victim": "someone",
        "party-0-given_name": "Margaret",
        "party-0-family_name": "Fetherston",
        "party-0-address": "ZZ1 1AA",
    }

    page = refine(withheld, **words).content.decode()
    assert "For whom they ring" in page
    assert "Victim in" not in page
    page = press(as_, handler, withheld, "Same person", page, **words)

    assert CallerDecision.objects.get().about == "victim"
    assert "For Margaret Featherstone, born 1942" in page
    assert "Victim in 1 incident in 12 months" in page


def test_a_row_of_a_witness_is_nobody_they_ring_for(known, withheld, refine):
    page = refine(
        withheld,
        victim="someone",
        **{"party-0-role": "witness", "party-0-given_name": "Margaret", "party-0-family_name": "Featherstone"},
    ).content.decode()

    assert "nobody on file fits yet" in page
    assert "Margaret" not in page


def test_without_a_script_looking_up_loses_nothing_that_is_typed(known, withheld, as_, handler):
    client = as_(handler)
    typed = WORDS | {"summary": "Half a thought", "look_up": "1", "party-1-description": "A man in red"}

    answer = client.post(f"/calls/{withheld.pk}/refine", typed)
    page = client.get(answer.url).content.decode()

    assert answer.url == f"/calls/{withheld.pk}/"
    for kept in ("Half a thought", 'value="Fetherston"', 'value="ZZ1 1AA"', "A man in red", "Margaret Featherstone"):
        assert kept in page
    assert "look_up" not in Draft.objects.get().content


def test_without_a_script_deciding_loses_nothing_that_is_typed(known, withheld, refine, as_, handler):
    refine(withheld, **WORDS)
    client = as_(handler)

    answer = client.post(
        f"/calls/{withheld.pk}/caller", WORDS | {"summary": "Half a thought", "decide": f"caller same {known.pk}"}
    )
    page = client.get(answer.url).content.decode()

    assert "Half a thought" in page
    assert "confirmed on this call" in page


def test_enter_without_a_script_presses_the_button_that_only_keeps(known, withheld, refine, as_, handler):
    refine(withheld, **WORDS)

    page = as_(handler).get(f"/calls/{withheld.pk}/").content.decode()

    submits = re.findall(r'<button[^>]*type="submit"[^>]*>', page)
    of_the_form = [tag for tag in submits if 'form="report"' in tag or "formaction" in tag or 'name="keep"' in tag]
    assert 'name="keep"' in of_the_form[0]


def test_recording_asks_about_somebody_probable_whom_nobody_decided_about(known, withheld, filled, as_, handler):
    form = filled | {"given_name": "Maggie", "family_name": "Featherstone", "home": HOME, "born": "1942-02-03"}
    client = as_(handler)

    answer = client.post(f"/calls/{withheld.pk}/record", form)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Margaret Featherstone may be the caller: say first whether it is them" in page
    assert "Same person" in page
    client.post(f"/calls/{withheld.pk}/caller", form | {"decide": f"caller same {known.pk}"})
    assert client.post(f"/calls/{withheld.pk}/record", form).status_code == 302
    assert Person.objects.count() == 1


def test_a_recognition_that_fails_keeps_no_call_from_being_recorded(withheld, filled, as_, handler, monkeypatch):
    def fails(*args, **more):
        raise RuntimeError("no model")

    monkeypatch.setattr(suggest, "suggest", fails)

    answer = as_(handler).post(
        f"/calls/{withheld.pk}/record", filled | {"given_name": "Zebedee", "family_name": "Quill"}
    )

    assert answer.status_code == 302
    assert Incident.objects.count() == 1


@pytest.mark.parametrize(
    ("recorded", "typed"),
    [
        (("Siobhán", "Ó Néill"), ("Siobhan", "O'Neill")),
        (("Sean", "O'Neill"), ("Seán", "Ó Néill")),
        (("Maria", "D'Souza"), ("Maria", "dsouza")),
        (("Jan", "van der Berg"), ("Jan", "Vanderberg")),
        (("Linh", "Nguyễn"), ("Linh", "Nguyen")),
        (("Wei", "李"), ("Wei", "李")),
        (("A" * 200, "B" * 200), ("A" * 200, "B" * 200)),
        (("J", "Featherstone"), ("Jean", "Featherstone")),
    ],
)
def test_names_of_every_kind_find_the_person_on_record(recorded, typed, reported, withheld, refine, now):
    given, family = recorded
    reported("07700 900777", now=now - DAY, parties=(caller(given, family),))

    answer = refine(withheld, given_name=typed[0], family_name=typed[1], home=HOME, **{"born-year": "1942"})

    assert answer.status_code == 200
    assert f'data-who="{Person.objects.get().pk}"' in answer.content.decode()


@pytest.mark.parametrize("postcode", ["ZZ1 1AA", "zz11aa", "ZZI 1AA", "Z Z 1 1 A A"])
def test_postcodes_find_the_person_however_they_are_typed(postcode, known, withheld, refine):
    page = refine(withheld, given_name="Margaret", family_name="Featherstone", home=postcode).content.decode()

    assert f'data-who="{known.pk}"' in page


def test_an_o_for_a_nought_in_a_postcode_finds_the_person(reported, withheld, refine, now):
    reported("07700 900777", now=now - DAY, parties=(caller("Jo", "Quillfeather", home="2 Elm Close, ZZ10 0AA"),))

    page = refine(withheld, given_name="Jo", family_name="Quilfeather", home="ZZ1O OAA").content.decode()

    assert f'data-who="{Person.objects.get().pk}"' in page


@pytest.mark.parametrize("born", [date(1900, 1, 1), date(1904, 2, 29), date(1940, 2, 29)])
def test_old_dates_and_leap_days_find_the_person(born, reported, withheld, refine, now):
    reported("07700 900777", now=now - DAY, parties=(caller("Jo", "Quillfeather", born=born),))
    boxes = {"born-day": str(born.day), "born-month": str(born.month), "born-year": str(born.year)}

    page = refine(withheld, given_name="Jo", family_name="Quilfeather", **boxes).content.decode()

    assert "date of birth agrees" in page


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"given_name": "x"},
        {"given_name": "\0\x07", "family_name": "\u202e"},
        {"given_name": "<script>alert(1)</script>", "family_name": '"><img>'},
        {"given_name": "W" * 10_000, "family_name": "é" * 10_000, "home": "Q" * 10_000, "email": "@" * 10_000},
        {"home": "NFA"},
        {"home": "no fixed abode", "given_name": "Jo"},
        {"born-day": "31", "born-month": "2", "born-year": "1961"},
        {"born-day": "29", "born-month": "2", "born-year": "1900"},
        {"born-day": "3", "born-month": "", "born-year": "19"},
        {"born": "nonsense"},
        {"born": ["1942-02-03", "x"]},
        {"age": "-1"},
        {"age": "999"},
        {"age": "٣"},
        {"age": "²"},
        {"age": "6.5"},
        {"victim": "dog"},
        {"victim": "someone"},
        {"victim": "someone", "party-0-role": "dog", "party-0-given_name": "Jo", "party-19-age": "x"},
        {"email": "not an address", "given_name": "李"},
        {"decide": "caller same " + str(uuid.uuid4()), "nonsense": "x" * 1000},
    ],
)
def test_whatever_is_typed_there_is_an_answer(typed, known, withheld, refine):
    answer = refine(withheld, **typed)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count('class="heed-who"') == 1
    assert "<script" not in page
    assert "<img" not in page


def test_a_keystroke_costs_a_bounded_number_of_queries(
    known, withheld, refine, reported, as_, handler, now, django_assert_max_num_queries
):
    for day in range(1, 4):
        reported(f"07700 90080{day}", now=now - day * DAY, parties=(caller("Margaret", "Feather" + "sx"[day % 2]),))
    refine(withheld, **WORDS)  # what each process reads once
    client = as_(handler)

    with django_assert_max_num_queries(QUERIES):
        client.post(f"/calls/{withheld.pk}/refine", WORDS | {"family_name": "Feathers", "age": "84"}, headers=PART)


def test_a_call_that_is_finished_is_refined_no_more(withheld, refine, as_, handler):
    as_(handler).post(f"/calls/{withheld.pk}/nothing", {"why": "No"})

    assert refine(withheld, **WORDS).status_code == 409
    assert (
        as_(handler).post(f"/calls/{withheld.pk}/caller", {"decide": f"caller same {uuid.uuid4()}"}).status_code == 409
    )


def test_the_days_of_an_age_are_reckoned_from_today(known, withheld, refine):
    age = timezone.localdate().year - 1942
    page = refine(withheld, given_name="Margaret", family_name="Featherstone", age=str(age)).content.decode()

    assert re.search("age fits", page)
