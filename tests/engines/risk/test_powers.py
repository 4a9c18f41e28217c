"""Powers: each limit at its edge, ages on the day, the step before, ranks, and law that has not begun."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.engines.risk.powers import (
    RANKS,
    Earlier,
    Issue,
    Respondent,
    age_on,
    is_of_rank,
    latest_end,
    not_open,
    refusals,
    refused_to_vary,
    reviews_due,
)
from heed.foundation.accounts.terms import Rank
from heed.foundation.policy.packs import national

LONDON = ZoneInfo("Europe/London")
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
RULES = national().powers.rules
CPW = Earlier("cpw", "issued", NOON - timedelta(days=1))
NOTICE = Earlier("closure_notice", "issued", NOON - timedelta(hours=1))


def issue(kind, *, age=30, against="person", at=NOON, ends=None, earlier=(), rule=None, **changes):
    """Return why a power cannot be issued, everything else being in order."""
    rule = rule or RULES[kind]
    whole = Issue(
        at, ends, rank="superintendent", confirmed=frozenset(rule.confirm), proportionate="Two warnings failed",
        needs="Asked, none", equality="Nothing known", authorised_by="Supt Ade Bello",
    )  # fmt: skip
    found = refusals(rule, Respondent(against, age), replace(whole, **changes), earlier=earlier, zone=LONDON)
    return [one.words for one in found]


def test_the_pack_has_every_power_of_the_list():
    assert set(RULES) == {
        "warning_letter", "abc", "mediation", "community_remedy", "community_resolution", "cpw", "cpn", "dispersal",
        "injunction", "cbo", "pspo", "closure_notice", "closure_order", "respect_order",
    }  # fmt: skip


def test_ranks_are_those_of_the_accounts():
    assert list(RANKS) == Rank.values


@pytest.mark.parametrize(
    ("kind", "least"), [("cpw", 16), ("cpn", 16), ("dispersal", 10), ("injunction", 10), ("cbo", 10)]
)
def test_the_least_age_is_reached_on_the_birthday(kind, least):
    at = NOON
    ends = {"dispersal": at + timedelta(hours=1), "injunction": at + timedelta(days=30)}.get(kind)
    ends = datetime(2028, 11, 20, 12, tzinfo=UTC) if kind == "cbo" else ends
    too_young = f"{least - 1}: "

    assert issue(kind, age=least, ends=ends, earlier=[CPW]) == []
    assert any(too_young in words for words in issue(kind, age=least - 1, ends=ends, earlier=[CPW]))


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (date(2010, 11, 20), date(2026, 11, 20), 16),
        (date(2010, 11, 21), date(2026, 11, 20), 15),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2024, 2, 29), 16),
    ],
)
def test_ages_turn_on_the_birthday_and_on_the_first_of_march_without_a_leap_day(born, on, age):
    assert age_on(born, on) == age


def test_nobody_knows_how_old_they_are():
    assert issue("cpw", age=None) == [
        "Nobody knows how old they are: CPW: community protection warning needs 16 or over."
    ]
    assert issue("cpw", age=None, against="body") == []
    assert issue("warning_letter", age=None) == []


def test_a_cpn_needs_an_earlier_cpw_against_the_same():
    missing = ["CPN: community protection notice needs an earlier CPW, and none is on record."]

    assert issue("cpn") == missing
    assert issue("cpn", earlier=[replace(CPW, status="considered", issued_at=None)]) == missing
    assert issue("cpn", earlier=[replace(CPW, status="refused", issued_at=None)]) == missing
    assert issue("cpn", earlier=[replace(CPW, issued_at=NOON + timedelta(minutes=1))]) == missing
    assert issue("cpn", earlier=[replace(CPW, kind="abc")]) == missing
    assert issue("cpn", earlier=[CPW]) == []
    assert issue("cpn", earlier=[replace(CPW, issued_at=NOON)]) == []
    assert issue("cpn", earlier=[replace(CPW, status="expired")]) == []


def test_an_inspector_authorises_a_dispersal():
    ends = NOON + timedelta(hours=48)

    assert issue("dispersal", ends=ends, rank="inspector") == []
    assert issue("dispersal", ends=ends, rank="sergeant") == ["Dispersal is authorised by an inspector or above."]
    assert issue("dispersal", ends=ends, rank="") == ["Dispersal is authorised by an inspector or above."]
    assert issue("cpw", rank="") == []


@given(st.sampled_from(RANKS), st.sampled_from(RANKS))
def test_a_rank_is_of_another_or_the_other_of_it(one, other):
    assert is_of_rank(one, least=other) or is_of_rank(other, least=one)
    assert not is_of_rank("", least=one)


def test_a_dispersal_lasts_48_hours_that_pass_when_the_clocks_go_back():
    friday = datetime(2026, 10, 23, 20, 0, tzinfo=LONDON)
    sunday = friday.astimezone(UTC) + timedelta(hours=48)

    assert latest_end(RULES["dispersal"], friday, age=20, zone=LONDON) == sunday
    assert sunday.astimezone(LONDON).hour == 19
    assert issue("dispersal", at=friday, ends=sunday) == []
    assert issue("dispersal", at=friday, ends=sunday + timedelta(minutes=1)) == ["It lasts at most 48 hours."]


@pytest.mark.parametrize(
    ("at", "last"),
    [
        (datetime(2027, 11, 30, 12, tzinfo=UTC), datetime(2028, 2, 29, 12, tzinfo=UTC)),
        (datetime(2026, 11, 30, 12, tzinfo=UTC), datetime(2027, 2, 28, 12, tzinfo=UTC)),
        (datetime(2026, 12, 31, 12, tzinfo=UTC), datetime(2027, 3, 31, 11, tzinfo=UTC)),
    ],
)
def test_a_closure_order_lasts_three_months_to_the_same_date_or_the_last_day(at, last):
    earlier = [replace(NOTICE, issued_at=at)]

    assert issue("closure_order", against="place", at=at, ends=last, earlier=earlier) == []
    late = issue("closure_order", against="place", at=at, ends=last + timedelta(minutes=1), earlier=earlier)
    assert late == ["It lasts at most 3 months."]


def test_a_closure_notice_lasts_48_hours_and_is_for_a_place():
    ends = NOON + timedelta(hours=48)

    assert issue("closure_notice", against="place", ends=ends) == []
    assert issue("closure_notice", against="place", ends=ends + timedelta(seconds=1)) != []
    assert "Closure notice cannot be used against a person." in issue("closure_notice", ends=ends)


def test_a_pspo_lasts_three_years():
    leap = datetime(2028, 2, 29, 12, tzinfo=UTC)
    last = datetime(2031, 2, 28, 12, tzinfo=UTC)

    assert issue("pspo", against="place", at=leap, ends=last) == []
    assert issue("pspo", against="place", at=leap, ends=last + timedelta(days=1)) == ["It lasts at most 36 months."]


def test_an_injunction_of_somebody_under_18_lasts_at_most_12_months():
    year = datetime(2027, 11, 20, 12, tzinfo=UTC)

    assert issue("injunction", age=17, ends=year) == []
    assert issue("injunction", age=17, ends=year + timedelta(minutes=1)) == [
        "It lasts at most 12 months for somebody under 18."
    ]
    assert issue("injunction", age=17, ends=None) == ["Say when it ends: it lasts at most 12 months."]
    assert issue("injunction", age=18, ends=year + timedelta(days=400)) == []
    assert issue("injunction", age=18, ends=None) == []


@pytest.mark.parametrize(
    ("age", "years", "refused"),
    [(18, 2, False), (18, 10, False), (17, 1, False), (17, 3, False)],
)
def test_a_cbo_lasts_between_its_limits(age, years, refused):
    ends = NOON.replace(year=NOON.year + years)

    assert bool(issue("cbo", age=age, ends=ends)) is refused


def test_a_cbo_beyond_its_limits_is_refused():
    minute = timedelta(minutes=1)

    day = timedelta(days=1)
    assert issue("cbo", age=18, ends=NOON.replace(year=2028) - 2 * day) == ["It lasts at least 24 months for an adult."]
    assert issue("cbo", age=17, ends=NOON.replace(year=2027) - 2 * day) == [
        "It lasts at least 12 months for somebody under 18."
    ]
    assert issue("cbo", age=17, ends=NOON.replace(year=2029) + minute) == [
        "It lasts at most 36 months for somebody under 18."
    ]


def test_two_years_from_a_day_run_to_the_day_before_the_same_date():
    midnight = NOON.replace(year=2028, hour=0) - timedelta(days=1)

    assert issue("cbo", age=18, ends=midnight) == []
    assert issue("cbo", age=18, ends=midnight - timedelta(seconds=1)) == ["It lasts at least 24 months for an adult."]


def test_a_cbo_of_an_adult_may_have_no_end():
    assert issue("cbo", age=40, ends=None) == []


def test_nothing_ends_before_it_is_issued():
    assert issue("warning_letter", ends=NOON) == ["It cannot end before it is issued."]


def test_a_respect_order_is_not_in_force_until_the_pack_says_from_when():
    rule = RULES["respect_order"]
    begun = replace(rule, in_force_from=date(2026, 11, 20))

    assert issue("respect_order")[0].startswith("Not in force: that the law on respect order has begun")
    assert issue("respect_order", rule=begun) == []
    assert issue("respect_order", rule=begun, at=datetime(2026, 11, 20, 0, 0, tzinfo=UTC)) == []
    before = issue("respect_order", rule=begun, at=datetime(2026, 11, 19, 23, 59, tzinfo=UTC))
    assert before == ["Not in force: respect order is in force from 2026-11-20."]
    assert issue("respect_order", rule=begun, age=17) == ["They are 17: respect order needs 18 or over."]


def test_a_power_that_was_taken_away_is_in_force_to_its_last_day():
    rule = replace(RULES["cpw"], in_force_to=date(2026, 11, 20))

    assert rule.is_in_force(date(2026, 11, 20))
    assert not rule.is_in_force(date(2026, 11, 21))
    assert issue("cpw", rule=rule, at=NOON + timedelta(days=1))[0].endswith("was in force until 2026-11-20.")


@pytest.mark.parametrize("missing", ["proportionate", "needs", "equality", "authorised_by"])
def test_what_must_be_considered_is_said(missing):
    assert len(issue("warning_letter", **{missing: "  "})) == 1


def test_each_test_of_a_power_is_ticked():
    rule = RULES["cpw"]

    assert issue("cpw", confirmed=frozenset(rule.confirm[1:])) == [
        f"Nobody has said that this is so: {rule.confirm[0]}"
    ]
    assert len(issue("community_resolution", confirmed=frozenset())) == 2


def test_every_refusal_names_its_source():
    rule = RULES["dispersal"]
    found = refusals(rule, Respondent("person", 9), Issue(NOON, None), zone=LONDON)

    assert len(found) >= 7
    assert all(one.source for one in found)
    assert any("Portsmouth" in one.source for one in found)


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        refusals(RULES["cpw"], Respondent("person", 30), Issue(datetime(2026, 11, 20), None), zone=LONDON)  # noqa: DTZ001


def test_the_ladder_says_what_stands_in_the_way_before_anybody_types():
    on = date(2026, 11, 20)

    assert not_open(RULES["warning_letter"], Respondent("person", None), on=on) == []
    assert len(not_open(RULES["cpn"], Respondent("person", 12), on=on)) == 2


def vary(kind, *, to, issued_at=NOON, ends_at=None, age=30):
    found = refused_to_vary(RULES[kind], issued_at=issued_at, ends_at=ends_at, to=to, age=age, zone=LONDON)
    return [one.words for one in found]


def test_a_dispersal_cannot_be_extended():
    assert vary("dispersal", ends_at=NOON + timedelta(hours=24), to=NOON + timedelta(hours=48)) == []
    assert vary("dispersal", ends_at=NOON + timedelta(hours=48), to=NOON + timedelta(hours=49)) == [
        "It cannot be extended: it lasts at most 48 hours."
    ]


def test_a_closure_order_is_extended_to_six_months_in_all():
    start = datetime(2026, 1, 15, 12, tzinfo=UTC)
    first = datetime(2026, 4, 15, 11, tzinfo=UTC)
    last = datetime(2026, 7, 15, 11, tzinfo=UTC)

    assert vary("closure_order", issued_at=start, ends_at=first, to=last) == []
    assert vary("closure_order", issued_at=start, ends_at=first, to=last + timedelta(minutes=1)) == [
        "An extension is of at most 3 months.",
        "With all extensions it lasts at most 6 months.",
    ]


def test_a_pspo_is_renewed_again_and_again():
    assert vary("pspo", ends_at=datetime(2035, 1, 1, tzinfo=UTC), to=datetime(2038, 1, 1, tzinfo=UTC)) == []
    assert vary("pspo", ends_at=datetime(2035, 1, 1, tzinfo=UTC), to=datetime(2038, 1, 2, tzinfo=UTC)) != []


def test_a_cbo_of_somebody_under_18_is_reviewed_every_year_before_it_ends():
    issued_at, ends_at = datetime(2024, 2, 29, 12, tzinfo=UTC), datetime(2027, 2, 28, 12, tzinfo=UTC)

    def due(until, age=16):
        return reviews_due(RULES["cbo"], issued_at=issued_at, ends_at=ends_at, age=age, zone=LONDON, until=until)

    assert due(datetime(2025, 2, 27, 23, tzinfo=UTC)) == []
    assert due(datetime(2025, 2, 28, 1, tzinfo=UTC)) == [date(2025, 2, 28)]
    assert due(datetime(2030, 1, 1, tzinfo=UTC)) == [date(2025, 2, 28), date(2026, 2, 28)]
    assert due(datetime(2030, 1, 1, tzinfo=UTC), age=18) == []
    assert due(datetime(2030, 1, 1, tzinfo=UTC), age=None) == []


MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(MOMENTS, st.sampled_from(["dispersal", "closure_notice", "closure_order", "pspo"]))
def test_the_latest_end_is_allowed_and_a_minute_more_is_not(at, kind):
    last = latest_end(RULES[kind], at, age=30, zone=LONDON)
    against = "person" if kind == "dispersal" else "place"
    earlier = [replace(NOTICE, issued_at=at)]

    assert issue(kind, against=against, at=at, ends=last, earlier=earlier) == []
    assert issue(kind, against=against, at=at, ends=last + timedelta(minutes=1), earlier=earlier) != []
