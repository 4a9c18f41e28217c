"""What the database refuses, whoever asks."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from tests.flows.conftest import reported, ring, say

from heed.domain.support.models import (
    ContactAgreed,
    ContactMade,
    Offer,
    OfferAnswer,
    OfferOutcome,
    Promise,
    PromiseSettled,
    SupportPlan,
)

__all__ = ["reported", "ring", "say"]

DAY = timedelta(days=1)


@pytest.fixture
def incident(reported, noon):
    return reported(now=noon)


def shared(incident, handler, noon):
    return {"incident": incident, "by": handler, "by_name": "Harriet", "at": noon}


def made(incident, noon, **changes):
    fields = {"kind": "visit", "words": "Come", "due_by": noon + DAY, "made_at": noon, "made_by_name": "Harriet"}
    return Promise.objects.create(force=incident.force, incident=incident, policy_version="1", **fields | changes)


def offer(incident, handler, noon, **changes):
    fields = {"kind": "victim_support", "because": "Twice now", "made_at": noon, "made_by": handler} | changes
    return Offer.objects.create(incident=incident, made_by_name="Harriet", policy_version="1", **fields)


def plan(incident, handler, noon, **changes):
    fields = {"aims": "Sleep", "with_victim": "agreed", "written_at": noon, "written_by": handler} | changes
    return SupportPlan.objects.create(incident=incident, **fields)


def settled(promise, handler, noon, **changes):
    fields = {"settled_as": "kept", "done_at": noon, "by": handler, "how": "Seen", "at": noon} | changes
    return PromiseSettled.objects.create(promise=promise, by_name="Harriet", **fields)


def test_what_was_promised_cannot_be_changed_or_deleted(incident, noon):
    promise = made(incident, noon)

    for change in (lambda: Promise.objects.update(due_by=noon + 9 * DAY), lambda: Promise.objects.all().delete()):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()
    assert Promise.objects.get(pk=promise.pk).due_by == noon + DAY


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"words": ""}, "a_promise_says_what"),
        ({"due_by": None}, "due_by"),
        ({"at_once": True}, "a_promise_is_for_later"),
    ],
)
def test_a_promise_says_what_and_is_for_later(incident, noon, changes, refused):
    if changes.pop("at_once", False):
        changes["due_by"] = noon
    with pytest.raises(IntegrityError, match=refused):
        made(incident, noon, **changes)


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"how": ""}, "a_settled_promise_says_how"),
        ({"done_at": None}, "what_was_done_says_when"),
        ({"settled_as": "broken"}, "what_was_done_says_when"),
        ({"settled_as": "released", "done_at": None, "by": None}, "only_the_clock_breaks_a_promise_without_a_person"),
    ],
)
def test_how_a_promise_was_settled_is_whole(incident, handler, noon, changes, refused):
    with pytest.raises(IntegrityError, match=refused):
        settled(made(incident, noon), handler, noon, **changes)


def test_a_broken_promise_can_be_done_after_all_once_and_nothing_else(incident, handler, noon):
    promise = made(incident, noon)
    settled(promise, handler, noon, settled_as="broken", done_at=None, by=None)
    settled(promise, handler, noon, settled_as="done_after")

    for again in ("done_after", "broken", "kept"):
        with pytest.raises(IntegrityError), transaction.atomic():
            settled(promise, handler, noon, settled_as=again, done_at=None if again == "broken" else noon)
    with pytest.raises(ProgrammingError), transaction.atomic():
        PromiseSettled.objects.filter(settled_as="broken").delete()


def test_consent_stands_with_an_acceptance_and_with_nothing_else(incident, handler, noon):
    offered = offer(incident, handler, noon)
    fields = {"offer": offered, "at": noon, "by": handler, "by_name": "Harriet"}

    for said, consent in (("accepted", ""), ("declined", "spoken")):
        with pytest.raises(IntegrityError, match="an_accepted_offer_says_how_they_agreed"), transaction.atomic():
            OfferAnswer.objects.create(said=said, consent=consent, **fields)
    for stage in ("referred", "result"):
        with pytest.raises(IntegrityError), transaction.atomic():
            OfferOutcome.objects.create(stage=stage, **fields)


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"with_victim": "not_agreed"}, "a_plan_that_was_not_agreed_says_why"),
        ({"sign": True}, "a_plan_is_signed_by_a_second_person"),
        ({"closed_why": "Done"}, "plan_closed_at_by_and_why_go_together"),
        ({"aims": ""}, "a_plan_says_what_it_is_for"),
    ],
)
def test_a_plan_is_signed_by_somebody_else_and_says_why(incident, handler, noon, changes, refused):
    if changes.pop("sign", False):
        changes |= {"signed_at": noon, "signed_by": handler}
    with pytest.raises(IntegrityError, match=refused):
        plan(incident, handler, noon, **changes)


def test_one_plan_of_a_person_stands_also_where_nobody_is_named(incident, handler, noon):
    plan(incident, handler, noon)

    with pytest.raises(IntegrityError, match="one_support_plan_of_a_person_stands"):
        plan(incident, handler, noon)


def test_contact_comes_round_and_nobody_notes_tomorrows(incident, handler, noon):
    fields = shared(incident, handler, noon)
    with pytest.raises(IntegrityError, match="agreed_contact_comes_round"), transaction.atomic():
        ContactAgreed.objects.create(
            every_days=0, channel="visit", starts_on=noon.date(), with_victim=True, because="x", policy_version="1",
            **fields,
        )  # fmt: skip
    with pytest.raises(IntegrityError, match="contact_was_made_before_it_was_noted"):
        ContactMade.objects.create(channel="visit", result="reached", noted_at=noon - DAY, **fields)
