"""Passports: written with the person, found by what they say, out of view unless confirmed, guessed by nobody."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.hashers import check_password
from django.db import DatabaseError

from heed.domain.needs import queries as needs
from heed.domain.needs.models import Passport, PassportTry, PassportVersion
from heed.domain.needs.passports import queries, services
from heed.domain.needs.passports.services import HasOne, MustWait, NotFound, Revoked, Said
from heed.domain.needs.reviews.services import ask_owners
from heed.domain.needs.rules import GUESSES, Unfit, passport_number, spoken
from heed.domain.needs.terms import Agreed
from heed.foundation.audit.models import Event

pytestmark = pytest.mark.django_db

NEW = Said("Let me finish", Agreed.IN_PERSON)


@pytest.fixture
def find(handler, noon):
    """Return a look-up: `find(number, pin)`."""

    def find(number, pin="", *, now=noon, by=handler):
        return services.find(number=number, pin=pin, purpose="call 1", user=by, actor=by.actor(), now=now)

    return find


def reads(user, person, *, now):
    """Return what the passport says to whoever asks about the person."""
    said = queries.shown_of(user, [person.pk], now=now).get(person.pk)
    return said.what_helps if said else None


def test_it_is_found_by_its_number_however_it_is_said(jean, write, find, handler, noon):
    made = write(jean)

    assert re.fullmatch(r"[1-9]\d{8}", made.number)
    assert find(spoken(made.number)) == made
    assert reads(handler, jean, now=noon) == "Speak slowly"


def test_the_pin_is_hashed_and_asked_for(jean, write, find):
    made = write(jean, pin="2468")

    assert "2468" not in made.pin
    assert check_password("2468", made.pin)
    for wrong in ("", "2469", "2468 "):
        with pytest.raises(NotFound):
            find(made.number, wrong)
    assert find(made.number, "2468") == made


def test_every_look_up_is_a_consultation_that_keeps_no_number(jean, write, find):
    made = write(jean)
    find(made.number)
    with pytest.raises(NotFound):
        find("123456789")

    found, wrong = Event.objects.filter(action="passport.looked_up").order_by("id")
    assert (found.act, found.purpose, found.subjects) == (
        "consultation", "call 1", [f"person:{jean.pk}", f"passport:{made.pk}"],
    )  # fmt: skip
    assert (wrong.subjects, wrong.detail) == ([], {"outcome": "wrong"})
    assert made.number not in str([event.__dict__ for event in Event.objects.all()])


def test_five_wrong_pins_close_it_for_everybody_and_the_right_one_too(jean, write, find, supervisor, noon):
    made = write(jean, pin="2468")
    for _ in range(5):
        with pytest.raises(NotFound):
            find(made.number, "1357")

    with pytest.raises(MustWait):
        find(made.number, "2468")
    with pytest.raises(MustWait):
        find(made.number, "2468", by=supervisor)
    assert find(made.number, "2468", now=noon + timedelta(minutes=15)) == made


def test_whoever_guesses_numbers_must_wait(jean, write, find, supervisor):
    made = write(jean)
    for _ in range(GUESSES):
        with pytest.raises(NotFound):
            find("111111111")

    with pytest.raises(MustWait):
        find(made.number)
    assert find(made.number, by=supervisor) == made


def test_a_wrong_try_is_kept_though_it_raises(jean, write, find):
    with pytest.raises(NotFound):
        find(write(jean, pin="2468").number, "1")

    assert list(PassportTry.objects.values_list("right", flat=True)) == [False]


@pytest.mark.parametrize(("at", "stands"), [
    # Written on 20 November 2026: to be confirmed by 20 May 2027, shown until 19 June.
    (datetime(2027, 5, 21, 12, tzinfo=UTC), True),
    (datetime(2027, 6, 19, 22, 59, 59, tzinfo=UTC), True),
    (datetime(2027, 6, 19, 23, 0, 0, tzinfo=UTC), False),
])  # fmt: skip
def test_a_passport_that_nobody_confirmed_goes_out_of_view(jean, write, find, handler, at, stands):
    made = write(jean)

    assert bool(reads(handler, jean, now=at)) is stands
    assert bool(queries.shown_or_none(handler, made.pk, now=at)) is stands
    assert bool(queries.versions_of(handler, made.pk, now=at)) is stands
    if not stands:
        with pytest.raises(NotFound):
            find(made.number, now=at)


def test_it_comes_back_when_it_is_gone_through_again(jean, write, find, handler):
    made, late = write(jean), datetime(2027, 9, 1, 12, tzinfo=UTC)
    held = queries.held_by(handler, jean.pk, now=late)
    assert (held.shown, held.confirm_by, held.has_pin) == (False, date(2027, 5, 20), False)

    services.confirm(passport_id=made.pk, said=NEW, user=handler, actor=handler.actor(), now=late)

    assert reads(handler, jean, now=late) == "Let me finish"
    assert find(made.number, now=late) == made
    assert [said.what_helps for said in queries.versions_of(handler, made.pk, now=late)] == [
        "Let me finish", "Speak slowly",
    ]  # fmt: skip


def test_a_pin_is_left_changed_or_dropped(jean, write, find, handler, noon):
    made = write(jean, pin="2468")
    again = {"passport_id": made.pk, "said": NEW, "user": handler, "actor": handler.actor(), "now": noon}

    services.confirm(**again)
    assert find(made.number, "2468")
    services.confirm(**again, pin="8642")
    assert find(made.number, "8642")
    services.confirm(**again, pin="")
    assert find(made.number)
    with pytest.raises(Unfit):
        services.confirm(**again, pin="1111")


def test_what_it_said_is_never_changed(jean, write):
    write(jean)

    with pytest.raises(DatabaseError, match="Cannot update"):
        PassportVersion.objects.update(what_helps="Shout")


def test_a_revoked_passport_opens_nothing_and_its_number_is_not_given_again(jean, write, find, handler, noon):
    made = write(jean)
    services.revoke(passport_id=made.pk, why="She asked", user=handler, actor=handler.actor(), now=noon)

    assert reads(handler, jean, now=noon) is None
    assert queries.held_by(handler, jean.pk, now=noon) is None
    with pytest.raises(NotFound):
        find(made.number)
    with pytest.raises(Revoked):
        services.confirm(passport_id=made.pk, said=NEW, user=handler, actor=handler.actor(), now=noon)
    assert write(jean).number != made.number


def test_a_person_has_one_passport(jean, write):
    write(jean)

    with pytest.raises(HasOne):
        write(jean)


def test_numbers_are_sound_and_differ(force):
    numbers = {services.new_number(force.pk) for _ in range(200)}

    assert len(numbers) == 200
    assert all(passport_number(number) == number for number in numbers)


def test_its_owner_is_asked_two_weeks_before_it_is_due(jean, write, handler):
    made = write(jean)

    assert ask_owners(now=datetime(2027, 5, 5, 12, tzinfo=UTC)) == 0
    assert ask_owners(now=datetime(2027, 5, 6, 12, tzinfo=UTC)) == 1
    assert needs.reviews(handler).get().row == made.pk
    services.confirm(
        passport_id=made.pk, said=NEW, user=handler, actor=handler.actor(), now=datetime(2027, 5, 7, 12, tzinfo=UTC)
    )
    assert not needs.reviews(handler).exists()


def test_nobody_of_another_force_finds_it(jean, write, find, person_at_work):
    from heed.foundation.accounts.models import Force

    otto = person_at_work("call_handler", "otto", force=Force.objects.create(code="HAR", name="Harshire Police"))
    made = write(jean)

    with pytest.raises(NotFound):
        find(made.number, by=otto)
    assert queries.shown_or_none(otto, made.pk, now=datetime(2026, 11, 20, tzinfo=UTC)) is None
    assert Passport.rows.count() == 1
