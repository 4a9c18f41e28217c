"""The packaged lexicon: broad, sound, and every row true to its own examples."""

import re
from collections import Counter
from datetime import date
from importlib.resources import files

import pytest
from tests.engines.cues.rows import lexicon

from heed.engines.cues.examples import broken
from heed.engines.cues.lexicon import fingerprint, national, national_rules
from heed.engines.cues.terms import Category

RELEASED_ON = date(2026, 11, 23)
HOST = re.compile(r"://|\bwww\.|\b[a-z0-9-]+\.(?:org|net|dev|io|com)\b", re.IGNORECASE)


def test_there_are_many_rows_and_many_in_each_category():
    counted = Counter(rule.category for rule in national_rules())

    assert counted.total() >= 1_500
    assert {category: counted[category] for category in Category if counted[category] < 40} == {}


def test_no_two_rows_have_one_id():
    assert [row for row, times in Counter(rule.id for rule in national_rules()).items() if times > 1] == []


def test_no_two_rows_of_a_category_say_the_same():
    said = Counter((rule.category, rule.said.tree, rule.guards_before, rule.guards_after) for rule in national_rules())

    assert [category for (category, *_), times in said.items() if times > 1] == []


@pytest.mark.parametrize("category", Category)
def test_every_row_is_found_where_its_examples_say_and_nowhere_else(category):
    ids = {rule.id for rule in national_rules() if rule.category is category}

    assert [str(problem) for problem in broken(national(), ids)] == []


def test_every_row_says_who_owns_it_and_where_it_comes_from():
    assert [rule.id for rule in national_rules() if not (rule.owner and rule.source)] == []


def test_every_row_is_to_be_looked_at_again_after_the_release():
    assert [rule.id for rule in national_rules() if rule.review_by is None or rule.review_by <= RELEASED_ON] == []


@pytest.mark.parametrize("folder", ["lexicon", "context"])
def test_no_table_holds_an_address_of_the_internet(folder):
    for table in files("heed.engines.cues").joinpath(folder).iterdir():
        assert HOST.findall(table.read_text(encoding="utf-8")) == [], table.name


def test_a_row_is_found_by_its_id():
    first = national().rules[0]

    assert national().rule_of(first.id) is first
    with pytest.raises(KeyError):
        national().rule_of("DEMENTIA-never-written")


def test_the_version_is_that_of_the_rows_and_of_nothing_else():
    rules = national().rules

    assert fingerprint(rules) == fingerprint(tuple(rules)) == national().version
    assert fingerprint(rules[1:]) != national().version
    assert lexicon().version != national().version
