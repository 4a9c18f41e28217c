"""Warnings to staff: seen once a second person has approved them, and not a day too long."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError

from heed.domain.needs import queries, services
from heed.domain.needs.models import StaffWarning
from heed.domain.needs.rules import Unfit
from heed.domain.needs.services import Gone, NotASecondPerson
from heed.domain.places.models import Place
from heed.domain.places.services import place_at

pytestmark = pytest.mark.django_db


def seen(user, *, now, person=None, place=None):
    """Return the words that stand."""
    asked = {"person_ids": [person.pk] if person else [], "place_id": place.pk if place else None}
    return [warning.words for warning in queries.warnings_about(user, **asked, now=now)]


def test_nobody_sees_a_warning_before_a_second_person_has_approved_it(jean, warn, handler, supervisor, noon):
    made = warn(jean, approve=False)
    assert seen(handler, person=jean, now=noon) == []
    assert queries.warning_or_none(supervisor, made.pk, now=noon) is None
    assert queries.waiting_warnings(supervisor, now=noon).get() == made

    services.answer_warning(
        warning_id=made.pk, approved=True, why="Seen", user=supervisor, actor=supervisor.actor(), now=noon
    )

    assert seen(handler, person=jean, now=noon) == ["Two loose dogs"]
    assert not queries.waiting_warnings(supervisor, now=noon).exists()


def test_nobody_approves_their_own(jean, warn, handler, noon):
    made = warn(jean, approve=False)

    with pytest.raises(NotASecondPerson):
        services.answer_warning(
            warning_id=made.pk, approved=True, why="Me", user=handler, actor=handler.actor(), now=noon
        )


def test_a_refused_warning_is_seen_by_nobody_and_answered_once(jean, warn, handler, supervisor, noon):
    made = warn(jean, approve=False)
    answer = {"warning_id": made.pk, "why": "A guess", "user": supervisor, "actor": supervisor.actor(), "now": noon}
    services.answer_warning(approved=False, **answer)

    assert seen(handler, person=jean, now=noon) == []
    with pytest.raises(Gone):
        services.answer_warning(approved=True, **answer)


@pytest.mark.parametrize(("at", "stands"), [
    (datetime(2027, 5, 20, 22, 59, 59, tzinfo=UTC), True),
    (datetime(2027, 5, 20, 23, 0, 0, tzinfo=UTC), False),
])  # fmt: skip
def test_a_warning_is_seen_to_the_end_of_its_last_day(jean, warn, handler, at, stands):
    made = warn(jean)

    assert bool(seen(handler, person=jean, now=at)) is stands
    assert bool(queries.warning_or_none(handler, made.pk, now=at)) is stands


def test_what_ran_out_while_it_waited_is_not_approved(jean, warn, supervisor):
    made = warn(jean, approve=False)
    late = datetime(2027, 5, 21, 12, tzinfo=UTC)

    assert not queries.waiting_warnings(supervisor, now=late).exists()
    with pytest.raises(Gone):
        services.answer_warning(
            warning_id=made.pk, approved=True, why="Late", user=supervisor, actor=supervisor.actor(), now=late
        )


def test_a_reviewed_warning_stands_until_the_next_is_approved(jean, warn, handler, supervisor, noon):
    before = warn(jean)
    after = warn(jean, approve=False, follows=before, words="One dog, chained")
    assert seen(handler, person=jean, now=noon) == ["Two loose dogs"]

    services.answer_warning(
        warning_id=after.pk, approved=True, why="Seen", user=supervisor, actor=supervisor.actor(), now=noon
    )

    assert seen(handler, person=jean, now=noon) == ["One dog, chained"]


def test_an_ended_warning_is_gone_at_once(jean, warn, handler, supervisor, noon):
    made = warn(jean)
    end = {"warning_id": made.pk, "why": "Dogs gone", "user": supervisor, "actor": supervisor.actor(), "now": noon}
    services.end_warning(**end)

    assert seen(handler, person=jean, now=noon) == []
    with pytest.raises(Gone):
        services.end_warning(**end)


def test_a_warning_about_a_block_is_one_about_each_flat_and_not_the_other_way_round(force, warn, handler, noon):
    flat = place_at(force=force, address="Flat 2, Tansy Court, 38 Foxglove Avenue, ZZ1 1DN", now=noon)
    other = place_at(force=force, address="Flat 3, Tansy Court, 38 Foxglove Avenue, ZZ1 1DN", now=noon)
    block = Place.objects.get(pk=flat.parent_id)
    warn(block, words="No light on the stairs")
    warn(flat, words="Needles in the hall")

    assert sorted(seen(handler, place=flat, now=noon)) == ["Needles in the hall", "No light on the stairs"]
    assert seen(handler, place=other, now=noon) == ["No light on the stairs"]
    assert seen(handler, place=block, now=noon) == ["No light on the stairs"]


def test_a_warning_that_says_nothing_or_lasts_too_long_is_refused(jean, warn):
    for changes in (
        {"words": " "},
        {"basis": ""},
        {"expires_on": date(2027, 11, 21)},
        {"review_on": date(2026, 11, 20)},
    ):
        with pytest.raises(Unfit):
            warn(jean, **changes)


@pytest.mark.parametrize(("changes", "constraint"), [
    ({"person": None}, "a_warning_is_about_a_person_or_a_place"),
    ({"words": ""}, "a_warning_says_what_it_is"),
    ({"approved_by": "noted_by"}, "nobody_approves_their_own_warning"),
    ({"review_on": date(2030, 1, 1)}, "a_warning_is_reviewed_before_it_runs_out"),
    ({"refused_why": "x"}, "a_warning_is_refused_with_a_reason"),
    ({"ended_why": "x"}, "warning_ended_at_by_and_why_go_together"),
])  # fmt: skip
def test_the_database_refuses_it_too(jean, warn, changes, constraint):
    made = warn(jean)
    if changes.get("approved_by"):
        changes = {"approved_by": made.noted_by}

    with pytest.raises(IntegrityError, match=constraint):
        StaffWarning.rows.filter(pk=made.pk).update(**changes)
