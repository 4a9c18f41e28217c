"""Pages of needs, warnings, passports and reviews: two panels that never mix, and nothing on them that has run out."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from heed.domain.needs import services
from heed.domain.needs.models import Need, Passport, PassportVersion, ReviewDue, StaffWarning
from heed.domain.needs.passports import services as passports
from heed.domain.needs.reviews.services import ask_owners
from heed.domain.needs.rules import spoken
from heed.domain.people import services as people_services
from heed.domain.people.models import LineUse, Person
from tests.domain.needs.conftest import DOGS, SAID, WORDS

pytestmark = pytest.mark.django_db

PEOPLE = "/calls/people/"
NOBODY = "00000000-0000-4000-8000-000000000000"
WHY = "She rang the front counter"
UGLY = '<script>alert("x")</script> ' + "W" * 120 + " שלום 🐕"


@pytest.fixture
def jean(incident):
    """Return Jean Marlow, who rang about the stones."""
    return Person.objects.get(given_name="Jean")


@pytest.fixture
def days(now):
    """Return days as a form posts them: `days("review_on", 100)`."""

    def days(name, after):
        day = timezone.localdate(now) + timedelta(days=after)
        return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}

    return days


@pytest.fixture
def form(days):
    """Return a sound form of a need."""
    return {
        "what_helps": "Text, do not ring", "kind": "hearing", "source": "person", "basis": "consent",
        **days("consent_on", 0), **days("review_on", 100), **days("expires_on", 200),
    }  # fmt: skip


@pytest.fixture
def note(now, handler):
    """Return a writer of needs."""

    def note(whose, *, after=200, **changes):
        today = timezone.localdate(now)
        words = replace(
            WORDS, **{"review_on": today + timedelta(days=after), "expires_on": today + timedelta(days=after)} | changes
        )
        return services.note_need(person=whose, need=words, user=handler, actor=handler.actor(), now=now)

    return note


@pytest.fixture
def warn(now, handler, supervisor):
    """Return a writer of warnings that stand, or wait."""

    def warn(about, *, approve=True, **changes):
        today = timezone.localdate(now)
        soon = {"review_on": today + timedelta(days=20), "expires_on": today + timedelta(days=90)}
        made = services.propose_warning(
            about=about, warning=replace(DOGS, **soon | changes), user=handler, actor=handler.actor(), now=now
        )
        if approve:
            services.answer_warning(
                warning_id=made.pk, approved=True, why="Yes", user=supervisor, actor=supervisor.actor(), now=now
            )
        return made

    return warn


@pytest.fixture
def write(now, handler):
    """Return a writer of passports."""

    def write(whose, *, pin="", said=SAID, at=None):
        return passports.write(person=whose, said=said, pin=pin, user=handler, actor=handler.actor(), now=at or now)

    return write


@pytest.fixture
def at_work(as_):
    """Return a client of somebody who has said why: every address then takes ?why=1."""

    def at_work(user, jean):
        client = as_(user)
        client.post(f"{PEOPLE}{jean.pk}/", {"purpose": WHY})
        return client

    return at_work


def read(text):
    """Return what a page reads like, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def lists_of(text):
    """Return the inside of every list on a page."""
    return re.findall(r"<(?:ul|ol)\b[^>]*>(.*?)</(?:ul|ol)>", text, re.DOTALL)


# The two panels.


def test_needs_and_warnings_stand_in_panels_of_their_own(at_work, supervisor, jean, note, warn):
    note(jean)
    warn(jean)
    text = at_work(supervisor, jean).get(f"{PEOPLE}{jean.pk}/?why=1").text

    needs = re.search(r'<section class="heed-needs".*?</section>', text, re.DOTALL)[0]
    warnings = re.search(r'<section class="heed-warnings".*?</section>', text, re.DOTALL)[0]
    assert "Text, do not ring" in needs
    assert "Two loose dogs" not in needs
    assert "Two loose dogs" in warnings
    assert "Text, do not ring" not in warnings
    assert "What helps" in read(needs)
    assert "Warnings to staff" in read(warnings)
    assert not [inside for inside in lists_of(text) if "Text, do not ring" in inside and "Two loose dogs" in inside]


def test_what_helps_comes_before_everything_else_of_a_need(at_work, handler, jean, note):
    note(jean, what="Hears little", diagnosis="Presbycusis")
    text = read(at_work(handler, jean).get(f"{PEOPLE}{jean.pk}/?why=1").text)

    order = [
        text.index(words) for words in ("What helps", "Text, do not ring", "Hearing", "Hears little", "Presbycusis")
    ]
    assert order == sorted(order)


def test_what_they_read_is_on_the_trail(at_work, handler, jean, note, warn, write, trail):
    need, warning, passport = note(jean), warn(jean), write(jean)
    at_work(handler, jean).get(f"{PEOPLE}{jean.pk}/?why=1")

    event = trail("needs.consulted")[0]
    assert set(event.subjects) == {f"need:{need.pk}", f"passport:{passport.pk}", f"warning:{warning.pk}"}
    assert event.purpose == WHY


def test_a_place_shows_its_warnings_and_no_need_of_anybody(at_work, handler, incident, jean, note, warn):
    note(jean)
    warn(incident.place)
    text = at_work(handler, jean).get(f"/calls/places/{incident.place_id}/?why=1").text

    assert "Two loose dogs" in text
    assert "Text, do not ring" not in text


def test_words_of_the_public_are_words(at_work, handler, jean, note, warn, write):
    note(jean, what_helps=UGLY, what=UGLY)
    warn(jean, words=UGLY, basis=UGLY)
    write(jean, said=replace(SAID, what_helps=UGLY, own_words=UGLY))
    client = at_work(handler, jean)

    for page in ("", "passport/", "passport/number"):
        text = client.get(f"{PEOPLE}{jean.pk}/{page}?why=1").text
        assert "<script>alert" not in text
        assert "&lt;script&gt;" in text


SENTINEL = "Zebra"


@pytest.mark.parametrize("role", ["call_handler", "supervisor", "neighbourhood_officer", "data_protection_officer"])
@pytest.mark.parametrize("how", ["ran out", "ended"])
def test_what_ran_out_or_ended_is_on_no_page(
    at_work, person_at_work, handler, incident, jean, note, warn, write, now, role, how
):
    need = note(jean, what_helps=SENTINEL, what=SENTINEL, diagnosis=SENTINEL)
    warning = warn(jean, words=SENTINEL, basis=SENTINEL)
    at_place = warn(incident.place, words=SENTINEL)
    passport = write(jean, said=replace(SAID, what_helps=SENTINEL, own_words=SENTINEL))
    yesterday = timezone.localdate(now) - timedelta(days=1)
    if how == "ran out":
        Need.rows.update(review_on=yesterday, expires_on=yesterday)
        StaffWarning.rows.update(review_on=yesterday, expires_on=yesterday)
        Passport.rows.update(confirm_by=yesterday, shown_until=yesterday)
    else:
        ended = {"ended_at": now, "ended_by": handler, "ended_why": SENTINEL}
        Need.rows.update(**ended)
        StaffWarning.rows.update(**ended)
        Passport.rows.update(revoked_at=now, revoked_by=handler, revoked_why=SENTINEL)
    ask_owners(now=now)
    client = at_work(person_at_work(role, "somebody"), jean)

    for page in (
        f"{PEOPLE}{jean.pk}/?why=1",
        f"{PEOPLE}{jean.pk}/needs/{need.pk}/?why=1",
        f"{PEOPLE}{jean.pk}/needs/add?why=1",
        f"{PEOPLE}{jean.pk}/passport/?why=1",
        f"{PEOPLE}{jean.pk}/passport/number?why=1",
        f"/calls/warnings/{warning.pk}/?why=1",
        f"/calls/places/{incident.place_id}/?why=1",
        f"/calls/warnings/{at_place.pk}/?why=1",
        "/calls/reviews/?whose=all",
        "/supervisor/warnings/",
    ):
        assert SENTINEL not in client.get(page, follow=True).text, page
    answer = client.post("/calls/passports/?why=1", {"number": passport.number, "pin": "", "purpose": WHY})
    assert SENTINEL not in answer.text


def test_what_stands_is_on_those_pages(at_work, supervisor, incident, jean, note, warn, write):
    """Or the test above would not fail."""
    need, warning = note(jean, what_helps=SENTINEL), warn(jean, words=SENTINEL)
    warn(incident.place, words=SENTINEL)
    passport = write(jean, said=replace(SAID, what_helps=SENTINEL))
    warn(jean, words=SENTINEL, approve=False)
    client = at_work(supervisor, jean)

    for page in (
        f"{PEOPLE}{jean.pk}/?why=1",
        f"{PEOPLE}{jean.pk}/needs/{need.pk}/?why=1",
        f"{PEOPLE}{jean.pk}/passport/?why=1",
        f"{PEOPLE}{jean.pk}/passport/number?why=1",
        f"/calls/warnings/{warning.pk}/?why=1",
        f"/calls/places/{incident.place_id}/?why=1",
        "/supervisor/warnings/",
    ):
        assert SENTINEL in client.get(page).text, page
    answer = client.post("/calls/passports/", {"number": passport.number, "pin": "", "purpose": WHY})
    assert SENTINEL in answer.text


# Adding, reviewing and ending a need.


def test_a_need_is_added(at_work, handler, jean, form, now):
    answer = at_work(handler, jean).post(f"{PEOPLE}{jean.pk}/needs/add?why=1", form, follow=True)

    assert "On record: hearing, of Jean Marlow." in answer.text
    need = Need.rows.get()
    assert (need.what_helps, need.owner, need.call) == ("Text, do not ring", handler, None)
    assert need.consent_at >= now


def test_from_a_call_it_begins_with_the_channel_and_goes_back_to_the_call(as_, handler, taken, jean, form):
    client = as_(handler)
    text = client.get(f"{PEOPLE}{jean.pk}/needs/add?call={taken.pk}&channel=text_relay").text
    assert "go ahead" in text
    answer = client.post(f"{PEOPLE}{jean.pk}/needs/add?call={taken.pk}", form)

    assert answer.url == f"/calls/{taken.pk}/"
    assert Need.rows.get().call == taken.pk


@pytest.mark.parametrize(("changes", "says"), [
    ({"what_helps": " "}, "Enter what helps"),
    ({"what_helps": "x" * 501}, "500 characters or fewer"),
    ({"kind": "nonsense"}, "Select a valid choice"),
    ({"kind": "interpreter"}, "Enter which language"),
    ({"basis": ""}, "Select why we may keep it"),
    ({"consent_on-day": "", "consent_on-month": "", "consent_on-year": ""}, "Enter when they agreed"),
    ({"consent_on-year": "2099"}, "must not be in the future"),
    ({"review_on-day": "31", "review_on-month": "2"}, "must be a real date"),
    ({"review_on-year": "2020"}, "The day of the review must be in the future"),
    ({"expires_on-year": "2099"}, "It must run out within 60 months"),
])  # fmt: skip
def test_it_asks_again(at_work, handler, jean, form, changes, says):
    answer = at_work(handler, jean).post(f"{PEOPLE}{jean.pk}/needs/add?why=1", form | changes)

    assert answer.status_code == 422
    assert says in answer.text
    assert not Need.rows.exists()


def test_a_need_is_reviewed_and_ended(at_work, handler, jean, note, form):
    need = note(jean)
    client = at_work(handler, jean)
    assert "Text, do not ring" in client.get(f"{PEOPLE}{jean.pk}/needs/{need.pk}/?why=1").text
    client.post(f"{PEOPLE}{jean.pk}/needs/{need.pk}/?why=1", form | {"what_helps": "Ring after nine"})
    made = Need.rows.get(ended_at=None)
    assert made.what_helps == "Ring after nine"

    answer = client.post(f"{PEOPLE}{jean.pk}/needs/{made.pk}/end?why=1", {"end-why": ""})
    assert answer.status_code == 422
    client.post(f"{PEOPLE}{jean.pk}/needs/{made.pk}/end?why=1", {"end-why": "Moved away"})
    again = client.post(f"{PEOPLE}{jean.pk}/needs/{made.pk}/end?why=1", {"end-why": "Twice"}, follow=True)

    assert "It had ended already" in again.text
    assert not Need.rows.filter(ended_at=None).exists()


def test_a_need_is_not_reached_through_somebody_else(at_work, handler, jean, note, noon):
    other = people_services.record_person(
        force=jean.force, given_name="Ann", family_name="Other", born_on=None, actor=handler.actor(), now=noon
    )
    need = note(other)

    assert at_work(handler, jean).get(f"{PEOPLE}{jean.pk}/needs/{need.pk}/?why=1").status_code == 404


def test_a_data_protection_officer_ends_and_writes_nothing(at_work, person_at_work, jean, note, form):
    need = note(jean)
    client = at_work(person_at_work("data_protection_officer", "eleri"), jean)

    assert client.get(f"{PEOPLE}{jean.pk}/needs/add?why=1").status_code == 403
    client.post(f"{PEOPLE}{jean.pk}/needs/{need.pk}/?why=1", form | {"what_helps": "Changed"})
    assert not Need.rows.filter(what_helps="Changed").exists()
    client.post(f"{PEOPLE}{jean.pk}/needs/{need.pk}/end?why=1", {"end-why": "No basis"})
    assert not Need.rows.filter(ended_at=None).exists()


# Warnings.


@pytest.fixture
def warning_form(days):
    """Return a sound form of a warning."""
    return {
        "kind": "dogs", "words": "Two loose dogs", "basis": "PC 2210 saw them", "source": "handler",
        **days("review_on", 30), **days("expires_on", 90),
    }  # fmt: skip


@pytest.mark.parametrize("about", ["person", "place"])
def test_a_warning_is_proposed_approved_and_only_then_seen(
    at_work, handler, supervisor, incident, jean, warning_form, about
):
    page = f"{PEOPLE}{jean.pk}/" if about == "person" else f"/calls/places/{incident.place_id}/"
    client = at_work(handler, jean)
    answer = client.post(f"{page}warnings/add?why=1", warning_form, follow=True)
    assert "A supervisor must approve this warning" in answer.text
    assert "Two loose dogs" not in client.get(f"{page}?why=1").text

    made = StaffWarning.rows.get()
    client = at_work(supervisor, jean)
    assert "Two loose dogs" in client.get("/supervisor/warnings/").text
    refused = client.post(f"/supervisor/warnings/{made.pk}", {f"a{made.pk}-agreed": "yes", f"a{made.pk}-why": ""})
    assert refused.status_code == 422
    client.post(f"/supervisor/warnings/{made.pk}", {f"a{made.pk}-agreed": "yes", f"a{made.pk}-why": "I saw them too"})

    assert "Two loose dogs" in client.get(f"{page}?why=1").text


def test_a_supervisor_does_not_answer_their_own(at_work, supervisor, jean, warning_form):
    client = at_work(supervisor, jean)
    client.post(f"{PEOPLE}{jean.pk}/warnings/add?why=1", warning_form)
    made = StaffWarning.rows.get()

    assert "You proposed this yourself" in client.get("/supervisor/warnings/").text
    answer = client.post(f"/supervisor/warnings/{made.pk}", {f"a{made.pk}-agreed": "yes", f"a{made.pk}-why": "Me"})
    assert answer.status_code == 422
    assert "another supervisor must answer it" in answer.text


def test_a_warning_is_reviewed_by_another_and_ended_by_a_supervisor(
    at_work, handler, supervisor, jean, warn, warning_form
):
    made = warn(jean)
    client = at_work(handler, jean)
    assert "End this warning" not in client.get(f"/calls/warnings/{made.pk}/?why=1").text
    client.post(f"/calls/warnings/{made.pk}/?why=1", warning_form | {"words": "One dog"})
    assert StaffWarning.rows.get(words="One dog").follows_id == made.pk
    assert client.post(f"/calls/warnings/{made.pk}/end?why=1", {"end-why": "x"}).status_code == 403

    client = at_work(supervisor, jean)
    assert client.post(f"/calls/warnings/{made.pk}/end?why=1", {"end-why": ""}).status_code == 422
    client.post(f"/calls/warnings/{made.pk}/end?why=1", {"end-why": "Dogs gone"})
    assert client.get(f"/calls/warnings/{made.pk}/?why=1").status_code == 404


@pytest.mark.parametrize(("changes", "says"), [
    ({"words": ""}, "Enter what happened and what to do"), ({"basis": ""}, "Enter what it rests on"),
    ({"kind": ""}, "Select what staff are warned of"), ({"expires_on-year": "2099"}, "within 12 months"),
])  # fmt: skip
def test_a_warning_asks_again(at_work, handler, jean, warning_form, changes, says):
    answer = at_work(handler, jean).post(f"{PEOPLE}{jean.pk}/warnings/add?why=1", warning_form | changes)

    assert answer.status_code == 422
    assert says in answer.text


# Passports.


def test_a_passport_is_written_its_number_read_out_and_found_by_it(at_work, handler, jean, trail):
    client = at_work(handler, jean)
    typed = {
        "what_helps": "Speak slowly", "own_words": "I am not drunk", "agreed": "telephone", "pin": "2468",
        "number": "07700 900987",
    }  # fmt: skip
    text = client.post(f"{PEOPLE}{jean.pk}/passport/?why=1", typed, follow=True).text
    made = Passport.rows.get()

    assert spoken(made.number) in text
    assert spoken(made.number) not in client.get(f"{PEOPLE}{jean.pk}/passport/?why=1").text
    assert trail("passport.number_given")[0].act == "disclosure"
    assert LineUse.objects.get(e164="+447700900987").confirmed_by == handler
    wrong = client.post("/calls/passports/", {"number": made.number, "pin": "1357", "purpose": WHY})
    assert wrong.status_code == 422
    assert "No passport answers" in wrong.text
    found = client.post("/calls/passports/", {"number": spoken(made.number), "pin": "2468", "purpose": WHY})
    assert made.number not in found.text
    assert spoken(made.number) not in found.text
    assert "Jean Marlow" in found.text
    assert "Speak slowly" in found.text
    assert trail("passport.looked_up")[0].purpose == WHY


def test_a_slip_in_the_number_is_heard_at_once_and_is_no_try(at_work, handler, jean, write):
    made = write(jean)
    slip = made.number[:-1] + str((int(made.number[-1]) + 1) % 10)
    answer = at_work(handler, jean).post("/calls/passports/", {"number": slip, "purpose": WHY})

    assert answer.status_code == 422
    assert "three digits at a time" in answer.text


def test_too_many_tries_must_wait(at_work, handler, jean, write):
    made = write(jean, pin="2468")
    client = at_work(handler, jean)
    for _ in range(5):
        client.post("/calls/passports/", {"number": made.number, "pin": "1", "purpose": WHY})

    answer = client.post("/calls/passports/", {"number": made.number, "pin": "2468", "purpose": WHY})
    assert answer.status_code == 422
    assert "Wait 15 minutes" in answer.text


def test_from_a_call_no_reason_is_asked_and_the_way_back_is_there(as_, handler, taken, jean, write):
    made = write(jean)
    client = as_(handler)
    assert "Why are you looking" not in client.get(f"/calls/passports/?call={taken.pk}").text
    text = client.post(f"/calls/passports/?call={taken.pk}", {"number": made.number}).text

    assert "Speak slowly" in text
    assert f'href="/calls/{taken.pk}/"' in text


@pytest.mark.parametrize(("changes", "says"), [
    ({"what_helps": ""}, "Enter what helps them first"), ({"agreed": ""}, "Select how they agreed"),
    ({"pin": "1234"}, "Choose digits"), ({"pin": "12"}, "4 to 6 digits"), ({"number": "nobody"}, "Enter a telephone number"),
])  # fmt: skip
def test_a_passport_asks_again(at_work, handler, jean, changes, says):
    sound = {"what_helps": "Speak slowly", "agreed": "in_person"}
    answer = at_work(handler, jean).post(f"{PEOPLE}{jean.pk}/passport/?why=1", sound | changes)

    assert answer.status_code == 422
    assert says in answer.text
    assert not Passport.rows.exists()


def test_it_is_confirmed_and_what_it_said_before_is_kept(at_work, handler, jean, write):
    write(jean, pin="2468")
    client = at_work(handler, jean)
    typed = {"what_helps": "Let me finish", "agreed": "in_person", "drop_pin": "yes"}
    assert "another six months" in client.post(f"{PEOPLE}{jean.pk}/passport/?why=1", typed, follow=True).text

    text = read(client.get(f"{PEOPLE}{jean.pk}/passport/?why=1").text)
    assert text.index("Let me finish") < text.index("What it said before (1)") < text.index("Speak slowly")
    assert Passport.rows.get().pin == ""
    assert PassportVersion.objects.count() == 2


def test_a_passport_is_revoked_with_a_reason(at_work, handler, jean, write):
    write(jean)
    client = at_work(handler, jean)
    assert client.post(f"{PEOPLE}{jean.pk}/passport/revoke?why=1", {"end-why": ""}).status_code == 422
    client.post(f"{PEOPLE}{jean.pk}/passport/revoke?why=1", {"end-why": "She asked"})

    assert Passport.rows.get().revoked_why == "She asked"


# Reviews.


def test_a_review_leads_to_what_it_is_about_and_gives_the_reason(as_, handler, jean, note, now):
    note(jean, after=10)
    ask_owners(now=now)
    client = as_(handler)
    text = client.get("/calls/reviews/").text
    address = re.search(r'href="(/calls/people/[^"]+needs[^"]+)"', text)[1]

    assert "Text, do not ring" in client.get(address).text


def test_what_ran_out_is_let_go(as_, handler, jean, note, now):
    note(jean, after=10)
    ask_owners(now=now)
    due = ReviewDue.objects.get()
    client = as_(handler)
    assert "It has not run out" in client.post(f"/calls/reviews/{due.pk}/let-go", follow=True).text
    yesterday = timezone.localdate(now) - timedelta(days=1)
    ReviewDue.objects.update(runs_out_on=yesterday)

    assert "nobody sees it" in client.get("/calls/reviews/").text
    assert "Nothing is due" in client.post(f"/calls/reviews/{due.pk}/let-go", follow=True).text


def test_a_review_of_somebody_else_is_not_ones_own(as_, person_at_work, jean, note, now):
    note(jean, after=10)
    ask_owners(now=now)
    other = as_(person_at_work("neighbourhood_officer", "nora"))

    assert "Nothing is due" in other.get("/calls/reviews/?whose=all").text
    assert other.post(f"/calls/reviews/{ReviewDue.objects.get().pk}/let-go").status_code == 404


# Strangers.

PAGES = (
    f"{PEOPLE}{{person}}/needs/add", f"{PEOPLE}{{person}}/needs/1/", f"{PEOPLE}{{person}}/warnings/add",
    f"{PEOPLE}{{person}}/passport/", f"{PEOPLE}{{person}}/passport/number", "/calls/places/{place}/warnings/add",
)  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_to_the_force_finds_nothing(as_, stranger_to_the_force, incident, jean, page):
    address = page.format(person=jean.pk, place=incident.place_id)

    assert as_(stranger_to_the_force).get(address).status_code == 404


@pytest.mark.parametrize(
    "page", [*PAGES, "/calls/passports/", "/calls/reviews/", "/calls/warnings/1/", "/supervisor/warnings/"]
)
@pytest.mark.parametrize("role", ["analyst", "partner_officer", "administrator"])
def test_who_may_not(as_, person_at_work, incident, jean, page, role):
    address = page.format(person=jean.pk, place=incident.place_id)

    assert as_(person_at_work(role, "somebody")).get(address).status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_nobody_reads_without_a_reason(as_, supervisor, incident, jean, note, page):
    text = as_(supervisor).get(page.format(person=jean.pk, place=incident.place_id)).text

    assert "Why do you need to see this?" in text


@pytest.mark.parametrize("page", [page for page in PAGES if "{person}" in page])
def test_a_nonsense_person_is_404(as_, supervisor, page):
    assert as_(supervisor).get(page.format(person=NOBODY)).status_code == 404


@pytest.mark.parametrize("address", ["reviews/1/let-go", f"people/{NOBODY}/needs/1/end", "warnings/1/end"])
def test_wrong_method(as_, supervisor, address):
    assert as_(supervisor).get(f"/calls/{address}").status_code == 405


def test_the_number_of_queries_does_not_grow_with_the_needs(
    at_work, handler, jean, note, warn, django_assert_max_num_queries
):
    client = at_work(handler, jean)
    for _ in range(12):
        note(jean)
        warn(jean)

    with django_assert_max_num_queries(50):
        assert client.get(f"{PEOPLE}{jean.pk}/?why=1").text.count("Text, do not ring") == 12
