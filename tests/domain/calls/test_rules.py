"""What may stand in a log."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.domain.calls.rules import LONGEST_ENTRY, readable


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("plain", "plain"),
        ("two\r\nlines\rthree", "two\nlines\nthree"),
        ("nul\x00 bell\x07", "nul bell"),
        ("lone \ud800 surrogate", "lone  surrogate"),
        ("crying \U0001f622", "crying \U0001f622"),
        ("\u202eright to left", "\u202eright to left"),
        ("  spaces  ", "spaces"),
        ("tab\tkept", "tab\tkept"),
        ("", ""),
    ],
)
def test_what_is_typed_is_kept_readable(typed, kept):
    assert readable(typed) == kept


def test_text_past_the_longest_is_cut():
    assert len(readable("x" * (LONGEST_ENTRY + 1))) == LONGEST_ENTRY


@given(st.text())
def test_any_text_can_be_encoded_and_reading_twice_changes_nothing(text):
    once = readable(text)

    once.encode("utf-8")
    assert readable(once) == once
    assert "\x00" not in once
