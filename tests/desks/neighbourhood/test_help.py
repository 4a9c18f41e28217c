"""The page of help: everything promised, agreed, offered and planned for one incident, and the forms beside it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from heed.domain.support.models import ContactAgreed, ContactMade, Offer, Promise, SupportPlan
from heed.domain.support.terms import PromiseKind
from heed.domain.tasking.models import Task
from heed.flows.support import promises
from heed.foundation.accounts.terms import Role

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
UGLY = '<script>alert("x")</script> ' + "W" * 120 + " שלום"


@pytest.fixture
def officer(person_at_work):
    return person_at_work(Role.NEIGHBOURHOOD_OFFICER, "nadia", rank="constable")


@pytest.fixture
def sergeant(person_at_work):
    return person_at_work(Role.NEIGHBOURHOOD_OFFICER, "sam", rank="sergeant")


@pytest.fixture
def at(incident):
    """Return the address of the page, or of one of its forms."""
    return lambda rest="": f"/patch/incidents/{incident.pk}/help/{rest}"


@pytest.fixture
def late(incident, handler, now):
    return promises.promise(
        incident=incident, kind=PromiseKind.VISIT, words=UGLY, due_by=now - timedelta(minutes=1), user=handler,
        actor=handler.actor(), now=now - timedelta(minutes=10),
    )  # fmt: skip


def boxes(name, days):
    on = timezone.localdate() + timedelta(days=days)
    return {f"{name}-day": on.day, f"{name}-month": on.month, f"{name}-year": on.year}


PLAN = {
    "plan-aims": "She sleeps at home again",
    "plan-with_victim": "agreed",
    "plan-words1": "Fit a camera",
    "plan-who1": "beat",
}
PROMISE = {"promise-kind": "visit", "promise-words": "Come", "promise-by": "today", "promise-who": "beat"}
MADE = {"made-channel": "telephone", "made-result": "reached", "made-words": "She is better"}


def test_the_page_shows_what_was_not_kept_and_that_it_was_read(
    as_, officer, at, late, trail, django_assert_max_num_queries
):
    as_(officer).get(at())
    with django_assert_max_num_queries(60):
        answer = as_(officer).get(at())

    page = answer.content.decode()
    assert "1 not kept" in page
    assert "<script>alert" not in page
    assert answer["Cache-Control"] == "no-store"
    assert f"promise:{late.pk}" in trail("promises.consulted")[0].subjects


def test_a_stranger_an_analyst_and_nonsense_are_turned_away(as_, at, stranger_to_the_force, person_at_work, late):
    for address in (at(), at(f"promises/{late.pk}/settle")):
        method = "get" if address == at() else "post"
        assert getattr(as_(stranger_to_the_force), method)(address).status_code == 404
    assert as_(person_at_work("analyst")).get(at()).status_code == 403
    officer = person_at_work(Role.NEIGHBOURHOOD_OFFICER, "nadia")
    assert as_(officer).get("/patch/incidents/9999999999999999999999/help/").status_code == 404
    assert as_(officer).post(at("promises/99/settle")).status_code == 404
    assert as_(officer).get(at("promise")).status_code == 405


def test_whoever_may_only_read_has_no_form(as_, at, late, person_at_work):
    page = as_(person_at_work("inspector")).get(at()).content.decode()

    assert "1 not kept" in page
    assert "/help/promise" not in page
    assert as_(person_at_work("inspector", "ines")).post(at("promise"), PROMISE).status_code == 403


def test_a_promise_is_made_and_settled_here(as_, officer, at, incident):
    assert as_(officer).post(at("promise"), PROMISE | {"promise-by": "tomorrow"}).url == at()
    made = Promise.objects.get()
    settled = {f"settle{made.pk}-settled_as": "kept", f"settle{made.pk}-how": "Saw her"}

    assert as_(officer).post(at(f"promises/{made.pk}/settle"), settled).url == at()
    again = as_(officer).post(at(f"promises/{made.pk}/settle"), settled)

    assert made.settlements.get().settled_as == "kept"
    assert (again.status_code, "It is settled already: kept" in again.content.decode()) == (422, True)


@pytest.mark.parametrize(
    ("part", "sent", "sentence"),
    [
        ("promise", PROMISE | {"promise-words": " "}, "Enter what you promised, in your words"),
        ("promise", PROMISE | {"promise-by": "day"}, "Enter by which day"),
        ("offer", {"offer-kind": "victim_support"}, "Enter why you offer it"),
        ("offer", {"offer-kind": "flowers", "offer-because": "x"}, "flowers is not one of the available choices"),
        ("contact", {"contact-every_days": "soon"}, "Days must be a whole number, like 14"),
        ("contact/made", MADE | {"made-done_at": "25:00"}, "Enter a time, like 17:00 or 5pm"),
        ("contact/made", MADE | boxes("made-done_on", 2), "must be in the past"),
        ("plan", PLAN, "Enter by which day, for line 1"),
        ("plan", PLAN | {"plan-words1": ""}, "Enter at least one thing to be done"),
        ("plan", PLAN | {"plan-with_victim": "not_agreed"}, "Enter why it could not be agreed with them"),
    ],
)
def test_a_form_that_is_wrong_is_shown_again_with_what_is_wrong(as_, officer, at, part, sent, sentence):
    answer = as_(officer).post(at(part), sent)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "There is a problem" in answer.content.decode()


def test_what_the_rules_propose_is_offered_at_one_press_and_followed_to_its_end(as_, officer, at, incident):
    incident.indicators.create(
        call=incident.call, about="victim", category="DEMENTIA", words="Forgets", source_kind="observed",
        noted_at=incident.recorded_at, noted_by=officer,
    )  # fmt: skip
    browser = as_(officer)
    assert "Public Protection Notice (PPN)</strong>, because:" in browser.get(at()).content.decode()

    browser.post(at("offer"), {"offer-kind": "safeguarding", "offer-because": "Proposed", "offer-ground": "adult"})
    made = Offer.objects.get()
    answered = {f"answer{made.pk}-said": "could_not_ask"}
    browser.post(at(f"offers/{made.pk}/answer"), answered)
    referred = {f"outcome{made.pk}-stage": "referred", f"outcome{made.pk}-to": "Central safeguarding"}
    assert browser.post(at(f"offers/{made.pk}/outcome"), referred).status_code == 302

    assert (made.rules, made.outcomes.get().to) == (["safeguarding_signs"], "Central safeguarding")


def test_an_acceptance_asks_how_they_agreed(as_, officer, at):
    as_(officer).post(at("offer"), {"offer-kind": "victim_support", "offer-because": "She asked"})
    made = Offer.objects.get()

    answer = as_(officer).post(at(f"offers/{made.pk}/answer"), {f"answer{made.pk}-said": "accepted"})

    assert (answer.status_code, "Select how they agreed" in answer.content.decode()) == (422, True)
    assert not made.answers.exists()


def test_contact_is_agreed_and_had_here(as_, officer, at):
    agreed = {
        "contact-every_days": "14", "contact-channel": "visit", "contact-with_victim": "yes", "contact-because": "Asked",
        **boxes("contact-starts_on", 1),
    }  # fmt: skip
    assert as_(officer).post(at("contact"), agreed).status_code == 302
    assert as_(officer).post(at("contact/made"), MADE | {"made-update": "yes"}).status_code == 302

    page = as_(officer).get(at()).content.decode()
    assert (ContactAgreed.objects.get().every_days, ContactMade.objects.get().result) == (14, "reached")
    assert "every 14 days" in page
    assert "She is better" in page


def test_a_plan_is_written_by_one_and_signed_by_another_whose_press_makes_it_work(as_, officer, sergeant, at):
    as_(officer).post(at("plan"), PLAN | boxes("plan-on1", 7))
    plan = SupportPlan.objects.get()

    assert "You wrote it: somebody else must sign" in as_(officer).get(at()).content.decode()
    as_(officer).post(at(f"plans/{plan.pk}/sign"))
    assert not Task.objects.filter(key__startswith="plan-line:").exists()
    assert "Sign the plan" in as_(sergeant).get(at()).content.decode()
    as_(sergeant).post(at(f"plans/{plan.pk}/sign"))
    assert Task.objects.get(key__startswith="plan-line:").words == "Fit a camera"
    closed = as_(officer).post(at(f"plans/{plan.pk}/close"), {f"close{plan.pk}-why": "It stopped"})

    assert closed.status_code == 302
    assert SupportPlan.objects.get().closed_by == officer
