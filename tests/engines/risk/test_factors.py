"""Where the categories of cues belong."""

import pytest

from heed.engines.cues.terms import Category
from heed.engines.risk.factors import CATEGORIES, Axis, Factor, Group, Heading, of_group, place


def test_every_category_has_its_place_and_nothing_else_has():
    assert CATEGORIES.keys() == {category.value for category in Category}


@pytest.mark.parametrize("category", Category)
def test_an_axis_is_the_one_that_the_category_itself_names(category):
    axis = place(category).axis

    assert (axis.value if axis else "") == category.psi


def test_the_list_is_bedfordshires():
    assert [len(of_group(group)) for group in Group] == [4, 6, 3, 7]
    assert sum(len(of_group(group)) for group in Group) == len(Factor)


@pytest.mark.parametrize(
    ("category", "factor", "axis", "heading"),
    [
        ("AGE_ELDER", Factor.AGE, Axis.PERSONAL, Heading.EQUALITY),
        ("ALONE_ISOL", Factor.ISOLATION, Axis.SITUATIONAL, Heading.PERSONAL),
        ("FEAR_HEALTH", Factor.EFFECT_OF_ASB, Axis.INCIDENTAL, Heading.PERSONAL),
        ("REPEAT", None, Axis.INCIDENTAL, Heading.REPEAT_VICTIM),
        ("HATE", None, Axis.INCIDENTAL, Heading.EQUALITY),
        ("VULN_FLAG", None, None, Heading.PERSONAL),
    ],
)
def test_a_category_is_placed(category, factor, axis, heading):
    placed = place(category)

    assert (placed.factor, placed.axis, placed.heading) == (factor, axis, heading)


def test_a_category_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="no category of cues 'NUISANCE'"):
        place("NUISANCE")


def test_everything_has_a_name_that_people_read():
    for one in (*Factor, *Group, *Heading, *Axis):
        assert one.label
        assert one.label != one.value
