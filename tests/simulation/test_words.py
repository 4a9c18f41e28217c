"""Every template can be filled in, for everybody."""

from random import Random

import pytest

from heed.simulation import phrases, words
from heed.simulation.phrases import TROUBLES, Trouble
from heed.simulation.terms import Need, Relation


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda trouble: trouble.code)
@pytest.mark.parametrize("relation", list(Relation))
def test_every_trouble_can_be_told_by_everybody(trouble: Trouble, relation: Relation) -> None:
    rng = Random(1)
    for number in range(40):
        told = words.Telling(
            trouble=trouble,
            other_party=words.other_party(rng, trouble, street="Tansy Rise", door=4),
            relation=relation,
            victim="Mavis Birtwhistle",
            victim_is_woman=bool(number % 2),
            needs=(list(Need)[number % len(Need)],),
            nth=number,
            worse=bool(number % 3),
            first_call=bool(number % 5),
            address="3 Tansy Rise, Ostrelley, ZZ1 0AA",
            age=(9, 40, 86)[number % 3],
        )
        lines = words.script(rng, told)
        assert 3 <= len(lines) <= 8
        assert not any("{" in line or "  " in line for line in (*lines, words.typed(rng, told)))


def test_every_need_has_words() -> None:
    assert set(phrases.NEED_SAID) == set(phrases.NEED_SAID_OF) == set(Need)


def test_qualifiers_are_published_ones() -> None:
    from heed.foundation.reference import codes

    assert {code for trouble in TROUBLES for code in trouble.qualifiers} <= {found.code for found in codes.qualifiers()}
    assert {trouble.opening_code for trouble in TROUBLES} == {found.code for found in codes.asb_categories()}
