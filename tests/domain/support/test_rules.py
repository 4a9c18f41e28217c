"""By when, who may sign, who may be referred, and when somebody is next spoken to."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.domain.support import rules
from heed.domain.support.rules import Agreement, Unfit
from heed.domain.support.terms import Ground, Said
from heed.foundation.accounts.terms import Rank, Role

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("17:00", time(17)), ("17.30", time(17, 30)), ("9", time(9)), ("5pm", time(17)), ("5.30 PM", time(17, 30)),
        ("12am", time(0)), ("12pm", time(12)), ("00:00", time(0)), (" ", None),
    ],
)  # fmt: skip
def test_a_time_is_read_as_people_write_it(typed, at):
    assert rules.clock_of(typed) == at


@pytest.mark.parametrize("typed", ["24:00", "9:60", "13pm", "0pm", "noon", "\uff15pm", "9:5", "-1"])
def test_what_is_no_time_is_refused(typed):
    with pytest.raises(Unfit):
        rules.clock_of(typed)


@pytest.mark.parametrize(
    ("today", "weekday", "found"),
    [
        (date(2026, 11, 20), 4, date(2026, 11, 27)),
        (date(2026, 11, 19), 4, date(2026, 11, 20)),
        (date(2026, 11, 21), 4, date(2026, 11, 27)),
        (date(2028, 2, 28), 1, date(2028, 2, 29)),
    ],
)
def test_by_friday_is_the_next_one_and_never_today(today, weekday, found):
    assert rules.next_weekday(today, weekday) == found


def test_the_end_of_a_day_is_said_as_the_day_also_when_the_clocks_change():
    assert rules.by_when(rules.end_of_day(date(2026, 10, 25), zone=LONDON), zone=LONDON) == "Sunday 25 October"
    assert rules.by_when(datetime(2026, 6, 1, 16, tzinfo=UTC), zone=LONDON) == "Monday 1 June, 17:00"


@pytest.mark.parametrize(
    ("role", "rank", "is_writer", "may"),
    [
        (Role.SUPERVISOR, "", False, True),
        (Role.SUPERVISOR, "", True, False),
        (Role.NEIGHBOURHOOD_OFFICER, Rank.CONSTABLE, False, False),
        (Role.NEIGHBOURHOOD_OFFICER, Rank.SERGEANT, False, True),
        (Role.NEIGHBOURHOOD_OFFICER, Rank.SERGEANT, True, False),
        (Role.NEIGHBOURHOOD_OFFICER, Rank.SUPERINTENDENT, False, True),
        (Role.NEIGHBOURHOOD_OFFICER, "", False, False),
        (Role.CALL_HANDLER, Rank.SERGEANT, False, False),
        (Role.NEIGHBOURHOOD_OFFICER, "general", False, False),
    ],
)
def test_a_plan_is_signed_by_a_second_person_who_answers_for_others(role, rank, is_writer, may):
    assert (rules.may_sign(role=role, rank=rank, is_writer=is_writer) == "") is may


@pytest.mark.parametrize(
    ("said", "ground", "needs_consent", "may"),
    [
        ("", "", True, False),
        (Said.ACCEPTED, "", True, True),
        (Said.DECLINED, "", True, False),
        (Said.LATER, "", True, False),
        (Said.COULD_NOT_ASK, "", True, False),
        (Said.COULD_NOT_ASK, Ground.ADULT, True, True),
        (Said.DECLINED, Ground.CHILD, True, True),
        ("", "because I say so", True, False),
        (Said.DECLINED, "", False, True),
    ],
)
def test_nobody_is_referred_without_consent_or_the_laws_ground(said, ground, needs_consent, may):
    assert (rules.may_refer(said=said, ground=ground, needs_consent=needs_consent) == "") is may


def test_the_laws_ground_is_for_safeguarding_alone():
    rules.check_safeguarding(ground=Ground.ADULT, is_safeguarding=True)
    with pytest.raises(Unfit):
        rules.check_safeguarding(ground=Ground.ADULT, is_safeguarding=False)


FIRST = datetime(2026, 3, 20, 23, 59, tzinfo=LONDON)
FROM = datetime(2026, 3, 20, tzinfo=LONDON)
WEEKLY = Agreement(FIRST, FROM, 7)


@pytest.mark.parametrize(
    ("spoke_at", "by"),
    [
        (None, FIRST),
        (FROM - timedelta(seconds=1), FIRST),
        (FROM, datetime(2026, 3, 27, 23, 59, tzinfo=LONDON)),
        # The clocks go forward on 29 March: the end of the day stays the end of the day.
        (datetime(2026, 3, 25, 23, 30, tzinfo=LONDON), datetime(2026, 4, 1, 23, 59, tzinfo=LONDON)),
        (datetime(2026, 3, 31, 23, 30, tzinfo=UTC), datetime(2026, 4, 8, 23, 59, tzinfo=LONDON)),
        (datetime(2028, 2, 22, 9, tzinfo=LONDON), datetime(2028, 2, 29, 23, 59, tzinfo=LONDON)),
    ],
)
def test_contact_comes_round_by_the_forces_own_days(spoke_at, by):
    assert rules.next_contact(WEEKLY, spoke_at=spoke_at, zone=LONDON) == by


@given(
    spoke_at=st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    days=st.integers(1, 365),
)
def test_the_next_contact_is_never_sooner_than_a_day_less_nor_later_than_a_day_more(spoke_at, days):
    by = rules.next_contact(Agreement(FIRST, FROM, days), spoke_at=spoke_at, zone=LONDON)

    if spoke_at >= FROM:
        assert timedelta(days=days - 1) < by - spoke_at < timedelta(days=days + 1, hours=2)
