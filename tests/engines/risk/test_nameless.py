"""Words that can be read without knowing of whom they speak."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.engines.risk.nameless import STRUCK, nameless

RULE = ("lives", "alone", "LD", "carer's", "with")


@pytest.mark.parametrize(("text", "left"), [
    ("lives alone", "lives alone"),
    ("LIVES ALONE", "LIVES ALONE"),
    ("Lives  alone\n", "Lives alone"),
    ("LD", "LD"),
    ("jean lives alone", "… lives alone"),
    ("JEAN lives alone", "… lives alone"),
    ("jean's alone", "… alone"),
    ("lives with Okoro", "lives with …"),
    ("LIVES WITH OKORO", "LIVES WITH …"),
    ("lives with Smith-Okoro", "lives with …"),
    ("lives with O'Hara", "lives with …"),
    ("84", "84"),
    ("84 yoa", "84 yoa"),
    ("84f", "84f"),
    ("dob 12/03/1942", "dob …"),
    ("dob 12 03 42", "dob …"),
    ("born 1942", "born …"),
    ("on 07700 900123", "on …"),
    ("on +447700900123", "on …"),
    ("write to jean.m@example.org", "write to …"),
    ("", ""),
])  # fmt: skip
def test_what_is_left(text, left):
    assert nameless(text, names=["Jean Marlow"], known=RULE) == left


def test_a_name_goes_even_where_the_rule_holds_the_word():
    assert nameless("Grace lives alone", names=["Grace"], known=("grace", *RULE)) == "… lives alone"


@given(st.text(max_size=80), st.sampled_from(["Jean", "Marlow", "Zoë"]))
def test_a_name_never_stays(text, name):
    left = nameless(f"{text} {name} {text}", names=[name], known=RULE)

    assert name not in left.replace(STRUCK, " ").split()
