"""Counter-allegations are marked, and words that make two victims into one dispute are asked about."""

from datetime import UTC, datetime, timedelta

import pytest

from heed.engines.risk.both_sides import Said, Side, counter_allegations, reconsider

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def said(*sides_and_days):
    return [Said(n, NOW + days * DAY, side) for n, (side, days) in enumerate(sides_and_days, 1)]


def test_a_report_from_the_other_side_answers_the_newest_before_it():
    reports = said((Side.ONE, 0), (Side.ONE, 5), (Side.OTHER, 6))

    assert counter_allegations(reports, within_days=30) == {3: 2}


def test_whoever_reported_before_goes_on_reporting_and_answers_nothing():
    reports = said((Side.ONE, 0), (Side.OTHER, 6), (Side.ONE, 7), (Side.OTHER, 8), (Side.ONE, 30))

    assert counter_allegations(reports, within_days=30) == {2: 1}


def test_a_side_that_was_silent_for_longer_answers_anew():
    reports = said((Side.ONE, 0), (Side.OTHER, 25), (Side.ONE, 31))

    assert counter_allegations(reports, within_days=30) == {2: 1, 3: 2}
    assert counter_allegations(said((Side.ONE, 0), (Side.OTHER, 25), (Side.ONE, 30)), within_days=30) == {2: 1}


def test_either_may_have_rung_first():
    assert counter_allegations(said((Side.OTHER, 0), (Side.ONE, 1)), within_days=30) == {2: 1}


def test_exactly_so_many_days_still_count():
    assert counter_allegations(said((Side.ONE, 0), (Side.OTHER, 30)), within_days=30) == {2: 1}
    over = [Said(1, NOW, Side.ONE), Said(2, NOW + 30 * DAY + timedelta(seconds=1), Side.OTHER)]
    assert counter_allegations(over, within_days=30) == {}


def test_what_lies_beside_the_two_answers_nothing():
    assert counter_allegations(said((Side.BESIDE, 0), (Side.ONE, 1), (Side.BESIDE, 2)), within_days=30) == {}


@pytest.mark.parametrize(
    "text",
    [
        "A neighbour dispute about a fence",
        "Ongoing dispute between the two",
        "Six of one and the rest",
        "tit for tat, as before",
        "They are both to blame",
        "They fell out in May",
        "long running feud",
    ],
)
def test_words_that_make_two_victims_into_one_dispute_are_asked_about(text):
    [first, *_] = reconsider(text)

    assert first.words.casefold() in text.casefold()
    assert first.sentence.startswith("You wrote “")


@pytest.mark.parametrize(
    "text",
    ["Dean Pike threw stones at her window on three nights", "She says “it is a neighbour dispute”", "", "Undisputed"],
)
def test_who_did_what_to_whom_is_not(text):
    assert reconsider(text) == []


def test_each_phrase_is_asked_about_once():
    assert len(reconsider("a dispute, a dispute", "another dispute")) == 1
