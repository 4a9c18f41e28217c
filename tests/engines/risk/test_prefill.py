"""What is known goes in where it follows plainly, and nowhere else."""

import pytest

from heed.engines.risk.prefill import Noted, headings, prefill
from heed.foundation.policy.packs import national

INSTRUMENTS = tuple(national().assessment.instruments.values())
ALONE = Noted("ALONE_ISOL", "S", "lives alone")


def put(**known):
    given = {"noted": (), "answers": {}} | known
    found = prefill(INSTRUMENTS, **given)
    return {f"{name}.{item}": one.value for name, items in found.items() for item, one in items.items()}


def test_nothing_known_puts_nothing_in():
    assert put() == {}


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"noted": (ALONE,)}, {"ram.support": "alone", "vaf.environment": "yes"}),
        ({"noted": (Noted("HATE", "I", "go home"),)}, {"ram.hate": "yes", "vaf.danger": "yes"}),
        ({"noted": (Noted("DIS_PHYS", "P", "in a wheelchair"),)}, {"ram.personal_risk": "yes"}),
        ({"answers": {"before": "yes"}}, {"ram.linked": "yes"}),
        ({"answers": {"before": "no"}}, {"ram.linked": "no", "ram.how_often": "first_time"}),
        ({"answers": {"before": "no"}, "incidents": 3}, {"ram.linked": "yes"}),
        ({"closer_together": True}, {"ram.worse": "yes"}),
        ({"answers": {"disability": "yes"}}, {}),
    ],
)
def test_what_follows_plainly_is_put_in(known, expected):
    assert put(**known) == expected


def test_it_says_what_from():
    found = prefill(INSTRUMENTS, noted=(ALONE,), answers={}, incidents=4)

    assert found["ram"]["support"].source == "“lives alone”"
    assert found["ram"]["linked"].source == "4 incidents on record"


def test_an_instrument_that_asks_otherwise_is_left_alone():
    assert prefill((), noted=(ALONE,), answers={"before": "yes"}) == {}


def test_headings_follow_from_categories_and_nonsense_from_none():
    assert headings((ALONE, Noted("NO_SUCH", "", "x"), Noted("", "P", "y"))) == {"personal": "“lives alone”"}
