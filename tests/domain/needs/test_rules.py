"""Days, numbers that are said aloud, PINs and tries: each edge a case."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.domain.needs import rules
from heed.domain.needs.rules import Unfit
from heed.domain.needs.terms import Basis, NeedKind

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
NUMBERS = st.integers(10_000_000, 99_999_999).map(str).map(rules.with_check_digit)


@pytest.mark.parametrize(("day", "months", "after"), [
    (date(2026, 5, 20), 6, date(2026, 11, 20)),
    (date(2026, 8, 31), 6, date(2027, 2, 28)),
    (date(2027, 8, 31), 6, date(2028, 2, 29)),
    (date(2028, 2, 29), 12, date(2029, 2, 28)),
    (date(2028, 2, 29), 48, date(2032, 2, 29)),
    (date(2026, 12, 31), 1, date(2027, 1, 31)),
    (date(2026, 6, 30), 6, date(2026, 12, 30)),
])  # fmt: skip
def test_months_on(day, months, after):
    assert rules.months_after(day, months) == after


@pytest.mark.parametrize(("today", "ended", "stands"), [
    (date(2028, 2, 28), False, True),
    (date(2028, 2, 29), False, True),
    (date(2028, 3, 1), False, False),
    (date(2028, 2, 28), True, False),
])  # fmt: skip
def test_something_stands_to_the_end_of_its_last_day(today, ended, stands):
    assert rules.stands(expires_on=date(2028, 2, 29), ended=ended, today=today) is stands


@pytest.mark.parametrize(("review_on", "expires_on", "ask_on"), [
    (date(2026, 12, 1), date(2027, 12, 1), date(2026, 12, 1)),
    (date(2026, 12, 1), date(2026, 12, 1), date(2026, 11, 17)),
    (date(2026, 12, 1), date(2026, 12, 15), date(2026, 12, 1)),
])  # fmt: skip
def test_owners_are_asked_at_the_review_or_two_weeks_before_it_runs_out(review_on, expires_on, ask_on):
    assert rules.ask_on(review_on=review_on, expires_on=expires_on) == ask_on


TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(("review_on", "expires_on", "says"), [
    (TODAY, date(2027, 1, 1), "must be in the future"),
    (date(2027, 1, 2), date(2027, 1, 1), "before it is reviewed"),
    (date(2027, 1, 1), date(2027, 11, 21), "within 12 months"),
])  # fmt: skip
def test_days_that_let_something_run_out_unseen_are_refused(review_on, expires_on, says):
    with pytest.raises(Unfit, match=says):
        rules.check_days(review_on=review_on, expires_on=expires_on, today=TODAY, months_most=12)


def test_the_last_day_allowed_and_a_review_on_the_last_day_are_allowed():
    day = date(2027, 11, 20)
    rules.check_days(review_on=day, expires_on=day, today=TODAY, months_most=12)


@pytest.mark.parametrize(("changes", "says"), [
    ({"what_helps": " "}, "what helps"),
    ({"kind": NeedKind.INTERPRETER}, "which language"),
    ({"kind": NeedKind.LANGUAGE, "language": " "}, "which language"),
    ({"basis": Basis.CONSENT}, "when they agreed"),
    ({"consent_at": NOON}, "when they agreed"),
])  # fmt: skip
def test_a_need_that_nobody_could_act_on_is_refused(changes, says):
    sound = {
        "kind": NeedKind.SPEECH, "language": "", "what_helps": "Wait", "basis": Basis.SAFEGUARDING, "consent_at": None,
    }  # fmt: skip
    rules.check_need(**sound)

    with pytest.raises(Unfit, match=says):
        rules.check_need(**sound | changes)


def test_a_passport_is_confirmed_by_six_months_and_shown_a_month_longer():
    assert rules.confirm_by(date(2026, 8, 31)) == date(2027, 2, 28)
    assert rules.shown_until(date(2026, 8, 31)) == date(2027, 3, 30)


def test_the_check_digit_is_damms():
    assert rules.with_check_digit("572") == "5724"


@given(NUMBERS)
def test_a_number_is_read_however_it_is_said(number):
    for said in (number, rules.spoken(number), rules.spoken(number).replace(" ", "-"), f"\u00a0{number} "):
        assert rules.passport_number(said) == number
    assert rules.passport_number(number.replace("0", "O").replace("1", "l")) == number


@given(NUMBERS, st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_never_passes(number, place, step):
    wrong = str((int(number[place]) + step) % 10)

    assert rules.passport_number(number[:place] + wrong + number[place + 1 :]) == ""


@given(NUMBERS, st.integers(0, 7))
def test_two_neighbours_swapped_never_pass(number, place):
    a, b = number[place], number[place + 1]
    swapped = number[:place] + b + a + number[place + 2 :]

    assert rules.passport_number(swapped) == (number if a == b else "")


@given(st.integers(10_000_000, 99_999_999), st.integers(0, 6), st.integers(3, 9))
def test_thirteen_heard_as_thirty_never_passes(start, place, unit):
    digits = str(start)
    teen = digits[:place] + f"1{unit}" + digits[place + 2 :]
    number = rules.with_check_digit(teen)
    heard = number[:place] + f"{unit}0" + number[place + 2 :]

    assert rules.passport_number(heard) == ""


@pytest.mark.parametrize(
    "said",
    [
        "",
        "abc",
        "41290736",
        "4129073688",
        "012345678",
        "412 907 36x",
        "\uff14\uff11\uff12\uff19\uff10\uff17\uff13\uff16\uff18",
        "\u00b2\u00b3",
    ],
)
def test_what_is_no_number_is_none(said):
    assert rules.passport_number(said) == ""


@given(st.text(max_size=200))
def test_nothing_that_is_typed_raises(said):
    assert len(rules.passport_number(said)) in {0, rules.NUMBER_DIGITS}


def test_it_is_written_in_threes():
    assert rules.spoken("412907368") == "412 907 368"


@pytest.mark.parametrize("pin", ["2468", "90210", "194207"])
def test_a_pin_of_four_to_six_digits_is_a_pin(pin):
    rules.check_pin(pin)


@pytest.mark.parametrize("pin", ["", "123", "1234567", "12a4", "1111", "1234", "654321", "٢٤٦٨"])
def test_a_pin_that_the_first_guess_opens_is_refused(pin):
    with pytest.raises(Unfit):
        rules.check_pin(pin)


@pytest.mark.parametrize(("ago", "waits"), [
    ([1, 2, 3, 4], False),
    ([1, 2, 3, 4, 5], True),
    ([1, 2, 3, 4, 900], False),
    ([1, 2, 3, 4, 899], True),
])  # fmt: skip
def test_five_wrong_tries_within_fifteen_minutes_are_enough(ago, waits):
    wrong = [NOON - timedelta(seconds=seconds) for seconds in ago]

    assert rules.must_wait(wrong, most=rules.TRIES, now=NOON) is waits
