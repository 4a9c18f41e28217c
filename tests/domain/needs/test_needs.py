"""Needs: shown while they stand, and not a moment longer; everything that is done to one is on the trail."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError
from tests.domain.needs.conftest import WORDS

from heed.domain.needs import queries, services
from heed.domain.needs.models import Need, ReviewDue
from heed.domain.needs.reviews.services import StillShown, ask_owners, let_go
from heed.domain.needs.rules import Unfit
from heed.domain.needs.services import Gone
from heed.domain.needs.terms import Basis, NeedKind
from heed.domain.people.identity import services as identity
from heed.domain.people.identity.services import Basis as DecisionBasis
from heed.domain.people.terms import Judgement
from heed.foundation.accounts.models import Force
from heed.foundation.audit.models import Event

pytestmark = pytest.mark.django_db


def shown(user, *people, now, **more):
    """Return what helps, as whoever asks would read it."""
    found = queries.needs_of(user, [person.pk for person in people], now=now, **more)
    return [need.what_helps for needs in found.values() for need in needs]


@pytest.mark.parametrize(("expires_on", "at", "stands"), [
    # The day itself, to its last second.
    (date(2026, 12, 24), datetime(2026, 12, 24, 23, 59, 59, tzinfo=UTC), True),
    (date(2026, 12, 24), datetime(2026, 12, 25, 0, 0, 0, tzinfo=UTC), False),
    # In summer the force's day begins an hour before London's midnight is Greenwich's.
    (date(2027, 6, 30), datetime(2027, 6, 30, 22, 59, 59, tzinfo=UTC), True),
    (date(2027, 6, 30), datetime(2027, 6, 30, 23, 0, 0, tzinfo=UTC), False),
    # Clocks go forward on 28 March 2027 at 01:00, and back on 31 October 2027 at 02:00.
    (date(2027, 3, 27), datetime(2027, 3, 27, 23, 59, 59, tzinfo=UTC), True),
    (date(2027, 3, 27), datetime(2027, 3, 28, 0, 0, 0, tzinfo=UTC), False),
    (date(2027, 3, 28), datetime(2027, 3, 28, 22, 59, 59, tzinfo=UTC), True),
    (date(2027, 3, 28), datetime(2027, 3, 28, 23, 0, 0, tzinfo=UTC), False),
    (date(2027, 10, 30), datetime(2027, 10, 30, 23, 0, 0, tzinfo=UTC), False),
    (date(2027, 10, 31), datetime(2027, 10, 31, 23, 59, 59, tzinfo=UTC), True),
    (date(2027, 10, 31), datetime(2027, 11, 1, 0, 0, 0, tzinfo=UTC), False),
    # A leap day is a day like any other, and the next is not it.
    (date(2028, 2, 29), datetime(2028, 2, 29, 23, 59, 59, tzinfo=UTC), True),
    (date(2028, 2, 29), datetime(2028, 3, 1, 0, 0, 0, tzinfo=UTC), False),
    (date(2028, 2, 28), datetime(2028, 2, 29, 0, 0, 0, tzinfo=UTC), False),
])  # fmt: skip
def test_a_need_is_shown_to_the_end_of_its_last_day_in_the_forces_own_time(jean, note, handler, expires_on, at, stands):
    need = note(jean, review_on=expires_on, expires_on=expires_on)

    assert bool(shown(handler, jean, now=at)) is stands
    assert bool(queries.need_or_none(handler, need.pk, now=at)) is stands
    assert bool(queries.standing_needs(jean.force_id, [jean.pk], now=at)) is stands


def test_an_ended_need_is_gone_at_once(jean, note, handler, noon):
    need = note(jean)
    services.end_need(need_id=need.pk, why="He can hear now", user=handler, actor=handler.actor(), now=noon)

    assert shown(handler, jean, now=noon) == []
    with pytest.raises(Gone):
        services.end_need(need_id=need.pk, why="Again", user=handler, actor=handler.actor(), now=noon)
    assert Event.objects.get(action="need.ended").purpose == "He can hear now"


def test_a_review_puts_what_holds_now_in_the_place_of_what_did(jean, note, handler, supervisor, noon):
    need = note(jean)
    made = services.review_need(
        need_id=need.pk, need=replace(WORDS, what_helps="Ring after nine"), user=supervisor, actor=supervisor.actor(), now=noon,
    )  # fmt: skip

    assert shown(handler, jean, now=noon) == ["Ring after nine"]
    assert (made.follows_id, made.owner, made.noted_by) == (need.pk, handler, supervisor)


def test_what_has_run_out_is_neither_reviewed_nor_ended(jean, note, handler):
    need = note(jean, review_on=date(2026, 12, 1), expires_on=date(2026, 12, 24))
    late = datetime(2026, 12, 25, 12, tzinfo=UTC)

    with pytest.raises(Gone):
        services.review_need(need_id=need.pk, need=WORDS, user=handler, actor=handler.actor(), now=late)
    with pytest.raises(Gone):
        services.end_need(need_id=need.pk, why="Old", user=handler, actor=handler.actor(), now=late)


def test_whoever_is_one_with_somebody_has_their_needs(person, jean, note, handler, supervisor, noon):
    joan = person("Joan", "Hale")
    note(joan)
    assert shown(handler, jean, now=noon) == []

    identity.decide(
        one=jean.pk, other=joan.pk, judgement=Judgement.SAME, basis=DecisionBasis(why="Maiden name"), user=supervisor,
        actor=supervisor.actor(), now=noon,
    )  # fmt: skip

    assert shown(handler, jean, now=noon) == ["Text, do not ring"]
    assert shown(handler, jean, joan, now=noon) == ["Text, do not ring"] * 2


def test_nobody_sees_the_needs_of_another_force(person, note, person_at_work, noon):
    other = Force.objects.create(code="HAR", name="Harshire Police")
    otto = person_at_work("call_handler", "otto", force=other)
    theirs = person("Jane", of=other)
    note(theirs, by=otto)
    handler = person_at_work("call_handler", "harry")

    assert shown(handler, theirs, now=noon) == []
    assert shown(otto, theirs, now=noon) == ["Text, do not ring"]


@pytest.mark.parametrize(("role", "sees"), [
    ("call_handler", True), ("supervisor", True), ("neighbourhood_officer", True), ("data_protection_officer", True),
    ("partner_officer", False), ("analyst", False), ("inspector", False), ("administrator", False),
])  # fmt: skip
def test_who_sees_needs(jean, note, person_at_work, noon, role, sees):
    note(jean)

    assert bool(shown(person_at_work(role, "somebody"), jean, now=noon)) is sees


def test_how_somebody_is_kept_safe_is_not_shown_for_a_call_from_their_home(jean, note, handler, noon):
    note(jean, kind=NeedKind.SAFE_CONTACT, what_helps="Ring her at work alone")
    note(jean)

    assert shown(handler, jean, now=noon, in_household=True) == ["Text, do not ring"]
    assert len(shown(handler, jean, now=noon)) == 2


@pytest.mark.parametrize("changes", [
    {"what_helps": ""}, {"kind": NeedKind.LANGUAGE}, {"basis": Basis.CONSENT}, {"review_on": date(2026, 11, 20)},
    {"expires_on": date(2032, 1, 1)}, {"expires_on": date(2027, 11, 19)},
])  # fmt: skip
def test_a_need_that_does_not_hold_together_is_not_kept(jean, note, changes):
    with pytest.raises(Unfit):
        note(jean, **changes)


@pytest.mark.parametrize(("changes", "constraint"), [
    ({"what_helps": ""}, "a_need_says_what_helps"),
    ({"kind": "language"}, "a_need_of_a_language_says_which"),
    ({"basis": "consent"}, "a_need_kept_by_consent_says_since_when"),
    ({"review_on": date(2030, 1, 1)}, "a_need_is_reviewed_before_it_runs_out"),
    ({"ended_why": "x"}, "need_ended_at_by_and_why_go_together"),
])  # fmt: skip
def test_the_database_refuses_it_too(jean, note, changes, constraint):
    need = note(jean)

    with pytest.raises(IntegrityError, match=constraint):
        Need.rows.filter(pk=need.pk).update(**changes)


# Reviews.


def test_its_owner_is_asked_before_a_need_runs_out_once(jean, note, handler, noon):
    need = note(jean, review_on=date(2026, 12, 4), expires_on=date(2026, 12, 4))

    assert ask_owners(now=datetime(2026, 11, 19, 12, tzinfo=UTC)) == 0
    assert [ask_owners(now=noon) for _ in range(2)] == [1, 0]
    due = queries.reviews(handler).get()
    assert (due.row, due.about, due.due_on, due.runs_out_on) == (need.pk, "Hearing", noon.date(), date(2026, 12, 4))


def test_what_ran_out_while_nothing_ran_is_asked_about_all_the_same(jean, note, handler):
    note(jean, review_on=date(2026, 12, 1), expires_on=date(2026, 12, 4))

    assert ask_owners(now=datetime(2027, 6, 1, 12, tzinfo=UTC)) == 1
    assert queries.reviews(handler).count() == 1


def test_a_review_and_an_end_settle_what_was_asked(jean, note, handler, noon):
    need = note(jean, review_on=date(2026, 11, 21), expires_on=date(2026, 12, 4))
    ask_owners(now=noon)
    made = services.review_need(need_id=need.pk, need=WORDS, user=handler, actor=handler.actor(), now=noon)
    assert not queries.reviews(handler).exists()
    assert ask_owners(now=noon) == 0

    ask_owners(now=datetime(2027, 11, 20, 12, tzinfo=UTC))
    assert queries.reviews(handler).get().row == made.pk
    services.end_need(need_id=made.pk, why="Moved", user=handler, actor=handler.actor(), now=noon)
    assert not queries.reviews(handler).exists()
    assert list(ReviewDue.objects.order_by("pk").values_list("settled_as", flat=True)) == ["Reviewed", "Ended"]


def test_only_what_has_run_out_is_let_go(jean, note, handler, noon):
    note(jean, review_on=date(2026, 11, 21), expires_on=date(2026, 12, 4))
    ask_owners(now=noon)
    due = queries.reviews(handler).get()

    with pytest.raises(StillShown):
        let_go(review_id=due.pk, user=handler, actor=handler.actor(), now=datetime(2026, 12, 4, 12, tzinfo=UTC))
    let_go(review_id=due.pk, user=handler, actor=handler.actor(), now=datetime(2026, 12, 5, 12, tzinfo=UTC))
    assert not queries.reviews(handler).exists()


def test_supervisors_see_what_others_look_after(jean, note, handler, supervisor, noon):
    note(jean, review_on=date(2026, 11, 21), expires_on=date(2026, 12, 4))
    ask_owners(now=noon)
    due = queries.reviews(handler).get()

    assert not queries.reviews(supervisor).exists()
    assert queries.reviews(supervisor, everybodys=True).exists()
    assert queries.lends_purpose(supervisor, due.pk)
    assert not queries.lends_purpose(handler, due.pk + 1)


def test_a_handler_asks_for_everybodys_in_vain(jean, note, supervisor, handler, noon):
    note(jean, by=supervisor, review_on=date(2026, 11, 21), expires_on=date(2026, 12, 4))
    ask_owners(now=noon)

    assert not queries.reviews(handler, everybodys=True).exists()
