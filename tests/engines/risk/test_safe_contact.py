"""When somebody may be contacted: the strictest rule wins, at every edge of the clock."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.engines.risk.safe_contact import Channel, Default, Known, Rule, Span, may_contact, widens
from heed.engines.risk.safe_contact_words import in_words

LONDON = ZoneInfo("Europe/London")
HERS, HIS = "+447700900123", "+447700900456"
FRIDAY_NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
ANY = Default()
AT_HERS = [Known(HERS, confirmed=True)]
SCHOOL_HOURS = Rule(hours=tuple(Span(day, time(9), time(15)) for day in range(5)))
NIGHT_SHIFT = Rule(hours=(Span(0, time(22), time(2)),))


def ask(*rules, channel=Channel.TEXT, at=FRIDAY_NOON, default=ANY, known=AT_HERS, to=""):
    """Ask the gate."""
    return may_contact(rules, channel, at, LONDON, default, known=known, to=to)


def local(day, clock):
    """Return a moment by the clock on the wall in November 2026; the 23rd is a Monday."""
    return datetime.combine(date(2026, 11, day), time.fromisoformat(clock), LONDON)


def test_without_rules_a_text_goes_to_a_number_that_was_confirmed():
    assert ask() == replace(ask(), allowed=True, to=HERS)


@pytest.mark.parametrize(
    ("known", "why"),
    [
        ([Known(HERS)], "Nothing that we have was confirmed as theirs"),
        ([Known(HERS, confirmed=True, unsafe="The line is shared: Oak House")], "The line is shared: Oak House"),
        ([], "We know nowhere to text"),
    ],
)
def test_without_rules_a_text_goes_to_no_other(known, why):
    found = ask(known=known)

    assert (found.allowed, found.reasons, found.to) == (False, (why,), "")


def test_a_call_may_be_made_to_a_number_that_nobody_confirmed():
    assert ask(channel=Channel.CALL, known=[Known(HERS)]).allowed


def test_do_not_text_forbids_a_text_and_nothing_else():
    rule = Rule(forbidden=frozenset({Channel.TEXT}))

    assert not ask(rule).allowed
    assert ask(rule, channel=Channel.CALL).allowed


def test_only_letters_forbids_everything_else():
    rule = Rule(only=frozenset({Channel.LETTER}))

    assert not any(ask(rule, channel=c).allowed for c in Channel if c != Channel.LETTER)
    assert ask(rule, channel=Channel.LETTER).allowed


def test_the_safe_number_is_used_whatever_else_is_known():
    assert ask(Rule(number=HIS)).to == HIS


def test_two_rules_that_name_different_numbers_leave_none():
    found = ask(Rule(number=HIS), Rule(number=HERS))

    assert not found.allowed
    assert "Two rules name different places" in found.reasons[0]


def test_a_message_addressed_to_another_number_than_the_safe_one_is_stopped():
    assert not ask(Rule(number=HERS), to=HIS).allowed
    assert ask(Rule(number=HERS), to=HERS).allowed


def test_a_message_may_go_where_it_is_addressed_although_something_better_is_known_since():
    known = [Known(HIS, confirmed=True), Known(HERS, confirmed=True)]

    assert ask(known=known, to=HERS).to == HERS
    assert not ask(known=[Known(HIS, confirmed=True), Known(HERS)], to=HERS).allowed


def test_an_email_address_is_the_same_in_any_case():
    rule = Rule(email="Jean@Example.org")

    assert ask(rule, channel=Channel.EMAIL, to="jean@example.org").allowed


@pytest.mark.parametrize(
    ("at", "allowed"),
    [
        (local(23, "08:59"), False),
        (local(23, "09:00"), True),
        (local(23, "14:59"), True),
        (local(23, "15:00"), False),
        (local(21, "10:00"), False),
    ],
)
def test_hours_begin_on_the_minute_and_end_before_it(at, allowed):
    assert ask(SCHOOL_HOURS, at=at).allowed is allowed


def test_outside_the_hours_it_says_when():
    found = ask(SCHOOL_HOURS, at=local(20, "16:00"))

    assert found.later
    assert found.not_before == local(23, "09:00")
    assert found.reasons == ("Not now: it is safe to text from 09:00 on Monday 23 November",)
    assert found.to == HERS


@pytest.mark.parametrize(
    ("at", "allowed"),
    [
        (local(23, "21:59"), False),
        (local(23, "22:00"), True),
        (local(24, "01:59"), True),
        (local(24, "02:00"), False),
        (local(23, "01:00"), False),
    ],
)
def test_hours_over_midnight_belong_to_the_day_on_which_they_begin(at, allowed):
    assert ask(NIGHT_SHIFT, at=at).allowed is allowed


def test_a_sunday_over_midnight_reaches_into_monday():
    assert ask(Rule(hours=(Span(6, time(23), time(1)),)), at=local(23, "00:30")).allowed


def test_midnight_to_midnight_is_the_whole_day():
    rule = Rule(hours=(Span(0, time(0), time(0)),))

    assert ask(rule, at=local(23, "00:00")).allowed
    assert ask(rule, at=local(23, "23:59")).allowed
    assert not ask(rule, at=local(24, "00:00")).allowed


def test_hours_that_a_clock_change_skips_begin_when_the_clock_has_jumped():
    """On 29 March 2026 there is no 01:30 in London: 01:00 UTC is 02:00 on the wall."""
    rule = Rule(hours=(Span(6, time(1, 30), time(2, 30)),))
    before = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)

    assert ask(rule, at=before).not_before == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert ask(rule, at=datetime(2026, 3, 29, 1, 29, tzinfo=UTC)).allowed
    assert not ask(rule, at=datetime(2026, 3, 29, 1, 30, tzinfo=UTC)).allowed


def test_hours_that_a_clock_change_repeats_hold_twice():
    """On 25 October 2026 it is 01:30 twice in London."""
    rule = Rule(hours=(Span(6, time(1), time(2)),))

    assert ask(rule, at=datetime(2026, 10, 25, 0, 30, tzinfo=UTC)).allowed
    assert ask(rule, at=datetime(2026, 10, 25, 1, 30, tzinfo=UTC)).allowed
    assert not ask(rule, at=datetime(2026, 10, 25, 2, 0, tzinfo=UTC)).allowed


def test_the_hour_is_that_of_the_force_in_summer_too():
    rule = Rule(hours=(Span(0, time(9), time(10)),))

    assert ask(rule, at=datetime(2026, 6, 1, 8, 30, tzinfo=UTC)).allowed


def test_two_rules_with_hours_leave_what_both_leave():
    late = Rule(hours=(Span(4, time(14), time(20)),))

    assert ask(SCHOOL_HOURS, late, at=local(20, "14:30")).allowed
    assert ask(SCHOOL_HOURS, late, at=local(20, "15:30")).not_before == local(27, "14:00")


def test_hours_that_never_meet_leave_none():
    found = ask(SCHOOL_HOURS, NIGHT_SHIFT, at=local(20, "14:30"))

    assert not found.later
    assert found.reasons == ("There is no hour at which it is safe to text",)


def test_a_rule_of_the_night_does_not_open_the_hours_that_the_pack_keeps_closed():
    default = Default(hours={Channel.TEXT: (time(8), time(21))})

    assert not ask(NIGHT_SHIFT, at=local(23, "22:30"), default=default).allowed
    assert ask(NIGHT_SHIFT, at=local(23, "22:30"), default=default, channel=Channel.CALL).allowed


def test_the_post_knows_no_hours():
    assert ask(SCHOOL_HOURS, at=local(21, "03:00"), channel=Channel.LETTER).allowed


def test_at_no_time_means_no_letter_either():
    found = ask(Rule(hours=()), at=local(21, "03:00"), channel=Channel.LETTER)

    assert (found.allowed, found.later) == (False, False)


@pytest.mark.parametrize("rule", [Rule(code_word=True), Rule(who_may_answer="her sister Ann")])
def test_a_machine_cannot_ask_for_a_code_word_so_it_writes_only_to_where_a_rule_names(rule):
    assert not ask(rule).allowed
    assert not ask(rule, channel=Channel.EMAIL, known=[Known("jean@example.org", confirmed=True)]).allowed
    assert ask(rule, channel=Channel.CALL).allowed
    assert ask(rule, Rule(number=HERS)).to == HERS


def test_whoever_rings_is_told_what_to_keep_to():
    rule = Rule(voicemail=False, code_word=True, who_may_answer="Jean herself")

    assert ask(rule, channel=Channel.CALL).conditions == (
        "Leave no voicemail",
        "Ask for the code word before you say who you are",
        "Speak to nobody but Jean herself",
    )
    assert ask(rule).conditions == ()


def test_a_rule_is_said_as_a_tired_person_reads_it():
    rule = Rule(forbidden=frozenset({Channel.TEXT}), hours=SCHOOL_HOURS.hours[:2], voicemail=False)

    assert in_words(rule) == (
        "Do not text.",
        "Only 09:00 to 15:00 on Mondays and Tuesdays.",
        "Leave no voicemail.",
    )


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (range(5), "Mondays to Fridays"),
        (range(2), "Mondays and Tuesdays"),
        ((0, 2, 4), "Mondays, Wednesdays and Fridays"),
        ((6,), "Sundays"),
        (range(7), "any day"),
    ],
)
def test_days_in_a_row_are_said_as_such(days, words):
    rule = Rule(hours=tuple(Span(day, time(9), time(15)) for day in days))

    assert in_words(rule) == (f"Only 09:00 to 15:00 on {words}.",)


whole_minutes = st.times().map(lambda t: t.replace(second=0, microsecond=0))
spans = st.builds(Span, st.integers(0, 6), whole_minutes, whole_minutes)
channels = st.sampled_from(Channel)
narrowing = st.builds(
    Rule,
    only=st.none() | st.frozensets(channels),
    forbidden=st.frozensets(channels),
    hours=st.none() | st.lists(spans, max_size=3).map(tuple),
    voicemail=st.sampled_from([None, False]),
    code_word=st.booleans(),
)
naming = st.builds(replace, narrowing, number=st.sampled_from(["", HERS, HIS]))
moments = st.integers(0, 2 * 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@given(rules=st.lists(naming, max_size=3), more=narrowing, channel=channels, at=moments)
def test_a_rule_more_never_allows_more(rules, more, channel, at):
    known = [Known(HERS, confirmed=True)]
    if may_contact([*rules, more], channel, at, LONDON, ANY, known=known).allowed:
        assert may_contact(rules, channel, at, LONDON, ANY, known=known).allowed


@given(rules=st.lists(naming, max_size=3), more=naming, at=moments)
def test_a_rule_that_names_a_number_opens_no_other(rules, more, at):
    """It may tell us a number that we had not; it never lets a message to another one through that was stopped before."""
    found = may_contact([*rules, more], Channel.TEXT, at, LONDON, ANY, known=AT_HERS, to=HERS)
    if found.allowed and more.number != HERS:
        assert may_contact(rules, Channel.TEXT, at, LONDON, ANY, known=AT_HERS, to=HERS).allowed


@given(rules=st.lists(narrowing, min_size=1, max_size=2), at=moments)
def test_the_moment_that_is_named_is_allowed_and_the_minute_before_is_not(rules, at):
    found = may_contact(rules, Channel.CALL, at, LONDON, ANY, known=AT_HERS)
    if found.not_before:
        assert may_contact(rules, Channel.CALL, found.not_before, LONDON, ANY, known=AT_HERS).allowed
        before = found.not_before - timedelta(minutes=1)
        assert before < at or not may_contact(rules, Channel.CALL, before, LONDON, ANY, known=AT_HERS).allowed


@given(before=naming, after=naming, channel=channels, at=moments)
def test_what_does_not_widen_allows_nothing_that_was_not_allowed(before, after, channel, at):
    if not widens(before, after) and may_contact([after], channel, at, LONDON, ANY, known=AT_HERS, to=HERS).allowed:
        assert may_contact([before], channel, at, LONDON, ANY, known=AT_HERS, to=HERS).allowed


@pytest.mark.parametrize(
    ("before", "after", "wider"),
    [
        (Rule(forbidden=frozenset({Channel.TEXT})), Rule(), True),
        (Rule(), Rule(forbidden=frozenset({Channel.TEXT})), False),
        (Rule(number=HERS), Rule(number=HIS), True),
        (Rule(number=HERS), Rule(number=HERS, voicemail=False), False),
        (Rule(voicemail=False), Rule(), True),
        (Rule(code_word=True), Rule(), True),
        (Rule(code_word=True), Rule(code_word=True, number=HERS), True),
        (Rule(who_may_answer="Jean"), Rule(who_may_answer="Jean", email="jean@example.org"), True),
        (Rule(), Rule(number=HERS), False),
        (Rule(who_may_answer="Jean"), Rule(who_may_answer="Jean or Ann"), True),
        (Rule(hours=(Span(0, time(9), time(15)),)), Rule(hours=(Span(0, time(10), time(15)),)), False),
        (Rule(hours=(Span(0, time(9), time(15)),)), Rule(hours=(Span(0, time(9), time(15, 1)),)), True),
        (Rule(hours=(Span(6, time(22), time(2)),)), Rule(hours=(Span(6, time(22), time(1)),)), False),
        (Rule(hours=()), Rule(), True),
    ],
)
def test_what_permits_more_than_before_is_known(before, after, wider):
    assert widens(before, after) is wider
