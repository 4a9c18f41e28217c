import pytest

from heed.engines.linkage.levels import ABSENT, BIRTH, HOUSEHOLD, NAME, NO_LEVEL, PERSON, level_of
from heed.engines.linkage.said import Said
from heed.engines.linkage.standard import Standard, read


def named(comparison, one, other):
    held = level_of(comparison)(read(one), read(other))
    return {ABSENT: "left out", NO_LEVEL: "otherwise"}.get(held) or comparison.levels[held - 1].name


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Stephen", "Stephen", "same"),
        ("Stephen", "Steve", "nickname"),
        ("Stephen", "Stephne", "slip"),
        ("Stephen", "S", "initial"),
        ("Stephen", "Margaret", "otherwise"),
        ("Stephen", "", "left out"),
    ],
)
def test_first_names_are_compared(one, other, level):
    assert named(NAME, Said(given=one, family="Walker"), Said(given=other, family="Walker")) == level


def test_names_that_were_exchanged_are_seen_through_a_slip():
    assert named(NAME, Said(given="Okafor", family="Chidi"), Said(given="Chidi", family="Okafro")) == "exchanged"


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("1961-05-02", "1961-05-02", "same"),
        ("1961-05-02", "1961-02-05", "exchanged"),
        ("1961-05-02", "1961-05-03", "slip"),
        ("1961-05-02", "1961-05-19", "two_parts"),
        ("1961-05-02", "1961", "fits"),
        ("1961-05-02", "1987-10-30", "otherwise"),
        ("1961-05-02", "", "left out"),
    ],
)
def test_births_are_compared(one, other, level):
    assert named(BIRTH, Said(given="A", born=one), Said(given="A", born=other)) == level


HOME = {"address": "14 Acacia Road", "postcode": "NN1 1AA"}


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        (Said("Ann", "Walker", **HOME), Said("Bob", "Walker", **HOME), "door_surname"),
        (Said("Ann", "Walker", **HOME), Said("Bob", "Okafor", **HOME), "door"),
        (Said("Ann", "Walker", e164="+447700900001", **HOME), Said("Bob", "Walker", e164="+447700900001", **HOME),
         "number_door_surname"),
        (Said("Ann", "Walker", **HOME), Said("Ann", "Walker", address="Flat 2, 14 Acacia Road", postcode="NN1 1AA"),
         "postcode_surname"),
        (Said("Ann", "Walker"), Said("Bob", "Walker"), "surname"),
    ],
)  # fmt: skip
def test_a_home_is_one_comparison(one, other, level):
    assert named(HOUSEHOLD, one, other) == level


@pytest.mark.parametrize("comparison", PERSON, ids=lambda c: c.name)
def test_nothing_said_is_neither_for_nor_against(comparison):
    assert level_of(comparison)(Standard(), Standard()) == ABSENT


def test_no_two_levels_of_a_ladder_share_a_name():
    assert all(len({level.name for level in c.levels}) == len(c.levels) for c in PERSON)
