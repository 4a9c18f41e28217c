"""Signs in a log's words: every phrase by its own examples, denial, and that no text makes it fail."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.engines.risk.conduct_signs import phrase, rows, signs
from heed.engines.risk.conduct_terms import Sign


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row['sign']}: {row['yes']}")
def test_each_phrase_finds_its_example_and_not_its_counter_example(row):
    assert Sign(row["sign"]) in signs(row["yes"])
    assert phrase(row["phrase"]).search(row["yes"].casefold())
    assert not phrase(row["phrase"]).search(row["no"].casefold())


@pytest.mark.parametrize(
    "text",
    [
        "No threats made", "He has not threatened her", "Denies he threatened him", "Never threatened her before",
        "Made threats: no", "verbal threats - nil",
    ],
)  # fmt: skip
def test_what_is_denied_is_no_sign(text):
    assert Sign.THREAT not in signs(text)


@pytest.mark.parametrize(
    "text",
    [
        "No injuries. He threatened her with a bat", "Not the first time but he threatened her",
        "Caller is no longer calm as he threatened her", "no damage however he threatened her",
    ],
)  # fmt: skip
def test_denial_ends_with_its_clause(text):
    assert Sign.THREAT in signs(text)


@given(st.text(max_size=400))
def test_no_text_makes_it_fail_and_case_is_nothing(text):
    assert signs(text) <= set(Sign)
    assert signs("He threatened her. " + text) >= {Sign.THREAT}
