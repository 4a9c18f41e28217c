"""What speaks for enhanced rights under the Victims' Code."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.engines.clocks.enhanced import Category, EnhancedRule, Victim, grounds

RULE = EnhancedRule(
    incidents=2,
    within_days=365,
    serious=frozenset({"HATE", "DOMESTIC"}),
    serious_qualifiers=frozenset({"DOMESTIC_ABUSE"}),
    vulnerable=frozenset({"DEMENTIA"}),
    intimidated=frozenset({"FEAR_HEALTH"}),
)
CUES = ["HATE", "DOMESTIC", "DEMENTIA", "FEAR_HEALTH", "CARER"]


def categories(victim):
    """Return the categories for which something speaks."""
    return [ground.category for ground in grounds(victim, rule=RULE)]


@pytest.mark.parametrize(
    ("victim", "found"),
    [
        (Victim(), []),
        (Victim(incidents=2), [Category.PERSISTENT]),
        (Victim(ages=(17,)), [Category.VULNERABLE]),
        (Victim(ages=(18,)), []),
        (Victim(ages=(40, 9)), [Category.VULNERABLE]),
        (Victim(vulnerable=True), [Category.VULNERABLE]),
        (Victim(cues=frozenset({"DEMENTIA"})), [Category.VULNERABLE]),
        (Victim(cues=frozenset({"HATE"})), [Category.SERIOUS]),
        (Victim(qualifiers=frozenset({"DOMESTIC_ABUSE"})), [Category.SERIOUS]),
        (Victim(cues=frozenset({"FEAR_HEALTH"})), [Category.INTIMIDATED]),
        (Victim(cues=frozenset({"CARER"})), []),
        (
            Victim(incidents=3, ages=(80,), cues=frozenset({"HATE", "FEAR_HEALTH"})),
            [Category.SERIOUS, Category.PERSISTENT, Category.INTIMIDATED],
        ),
    ],
)
def test_what_is_known_speaks_for_these_categories(victim, found):
    assert categories(victim) == found


def test_the_ground_says_how_many_incidents_in_what_time():
    assert grounds(Victim(incidents=4), rule=RULE)[0].because == "4 incidents in 365 days"


@given(
    st.integers(1, 10),
    st.lists(st.integers(0, 100), max_size=3).map(tuple),
    st.booleans(),
    st.frozensets(st.sampled_from(CUES)),
    st.sampled_from(CUES),
)
def test_more_of_anything_never_gives_fewer_grounds(incidents, ages, vulnerable, cues, more):
    victim = Victim(incidents=incidents, ages=ages, vulnerable=vulnerable, cues=cues)
    worse = replace(victim, incidents=incidents + 1, ages=(*ages, 10), vulnerable=True, cues=cues | {more})

    assert set(categories(victim)) <= set(categories(worse))
