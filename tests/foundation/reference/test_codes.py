"""The national lists."""

import pytest

from heed.foundation.reference import codes


def test_the_list_has_every_category_of_the_standard_by_theme():
    counted = {theme.code: sum(found.theme == theme.code for found in codes.categories()) for theme in codes.themes()}

    assert counted == {"TRANSPORT": 5, "ASB": 3, "PUBLIC_SAFETY": 18, "ADMINISTRATION": 9}


def test_there_are_three_asb_categories():
    assert [found.code for found in codes.asb_categories()] == ["ASB_PERSONAL", "ASB_NUISANCE", "ASB_ENVIRONMENTAL"]


def test_only_administration_is_optional():
    assert [theme.code for theme in codes.themes() if theme.optional] == ["ADMINISTRATION"]


@pytest.mark.parametrize("found", [*codes.categories(), *codes.qualifiers()], ids=lambda found: found.code)
def test_every_code_has_a_label_a_meaning_and_a_source(found):
    assert found.label
    assert found.meaning.endswith(".")
    assert found.source


@pytest.mark.parametrize("listed", [codes.themes, codes.categories, codes.qualifiers, codes.sub_types])
def test_no_code_is_used_twice(listed):
    names = [found.code for found in listed()]

    assert len(names) == len(set(names))


def test_every_category_stands_in_a_theme():
    assert {found.theme for found in codes.categories()} == {theme.code for theme in codes.themes()}


def test_the_five_prejudice_qualifiers_are_a_matter_of_perception_and_no_other_is():
    prejudice = {found.code for found in codes.qualifiers() if found.group == "prejudice"}

    assert len(prejudice) == 5
    assert {found.code for found in codes.qualifiers() if found.perception_based} == prejudice


def test_qualifiers_have_three_groups():
    counted = {group: sum(found.group == group for found in codes.qualifiers()) for group in
               ("prejudice", "national", "optional")}  # fmt: skip

    assert counted == {"prejudice": 5, "national": 5, "optional": 17}


def test_only_the_olympics_are_over():
    assert [found.code for found in codes.qualifiers() if found.obsolete] == ["OLYMPICS"]


def test_the_thirteen_older_headings_stand_beneath_each_asb_category_and_hoax_calls_beneath_their_own():
    asb = tuple(found.code for found in codes.asb_categories())
    beneath = {found.code: found.under for found in codes.sub_types()}

    assert beneath.pop("HOAX_CALLS") == ("PUBLIC_SAFETY_HOAX_CALL",)
    assert len(beneath) == 13
    assert set(beneath.values()) == {asb}


def test_a_code_finds_its_category_and_its_qualifier():
    assert codes.category("ADMINISTRATION_DUPLICATE").label == "Duplicate"
    assert codes.qualifier("PERSISTENT_CALLER").group == "optional"


@pytest.mark.parametrize("find", [codes.category, codes.qualifier])
def test_a_code_that_does_not_exist_is_said_not_to(find):
    with pytest.raises(codes.NoSuchCode, match="ASB_ODD"):
        find("ASB_ODD")
