"""The same other party: what makes two descriptions one, and what keeps them apart."""

import pytest

from heed.engines.risk.conduct_party import Described, is_former_partner, marks, same

DEAN = Described(given="Dean", family="Pike", address="16 Acacia Road, ZZ1 1AA")


@pytest.mark.parametrize(
    ("one", "other", "words", "strong"),
    [
        pytest.param(Described(person="a"), Described(person="a"), "on record", True, id="record"),
        pytest.param(DEAN, Described(given="deano", family="PIKE"), "name", True, id="short form"),
        pytest.param(
            Described(given="Mike", family="Pike"),
            Described(given="Michael", family="Pike"),
            "name",
            True,
            id="nickname",
        ),
        pytest.param(DEAN, Described(address="16 Acacia Rd ZZ1 1AA"), "door", True, id="door"),
        pytest.param(
            Described(words="next door"), Described(words="man next-door"), "next door", False, id="next door"
        ),
        pytest.param(Described(words="no 14"), Described(words="lad at number 14"), "number 14", False, id="number"),
        pytest.param(Described(words="her ex"), Described(words="ex-husband"), "former partner", False, id="ex"),
        pytest.param(Described(words="youths"), Described(words="same lads"), "same group", False, id="group again"),
        pytest.param(Described(words="youths"), Described(words="lads", again=True), "same group", False, id="by word"),
        pytest.param(Described(family="Pike"), DEAN, "last name", False, id="last name at one home"),
    ],
)
def test_taken_for_one(one, other, words, strong):
    found = same(one, other, same_home=True)

    assert (found is None) == (words is None)
    if found:
        assert words in found.words
        assert found.strong == strong


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(Described(person="a", apart=frozenset({"b"}), given="Dean", family="Pike"),
                     Described(person="b", given="Dean", family="Pike"), id="decided to be two"),
        pytest.param(DEAN, Described(given="Sue", family="Pike", address=DEAN.address), id="another first name"),
        pytest.param(DEAN, Described(given="Dean", family="Marsh", address=DEAN.address), id="another last name"),
        pytest.param(Described(given="Dean", family="Pike", born="1980-01-01"),
                     Described(given="Dean", family="Pike", born="2008-01-01"), id="another birthday"),
        pytest.param(Described(words="man next door"), Described(words="woman next door"), id="a man and a woman"),
        pytest.param(Described(words="next door at 12, number 12"), Described(words="next door, number 16"), id="two numbers"),
        pytest.param(Described(words="youths"), Described(words="youths"), id="groups"),
        pytest.param(Described(words="a man"), Described(words="a man"), id="anybody"),
        pytest.param(Described(), Described(), id="nobody"),
    ],
)  # fmt: skip
def test_kept_apart(one, other):
    assert same(one, other, same_home=True) is None
    assert same(other, one, same_home=True) is None


def test_words_from_one_home_mean_nothing_at_another():
    assert same(Described(words="next door"), Described(words="next door"), same_home=False) is None
    assert same(Described(words="her ex"), Described(words="her ex"), same_home=False) is None


@pytest.mark.parametrize("words", ["ex", "ex-partner", "Ex husband", "former boyfriend", "estranged wife", "his ex gf"])
def test_former_partners(words):
    assert is_former_partner(words)


@pytest.mark.parametrize("words", ["exasperated neighbour", "next door", "expert", "partner", "the Exeter tenant"])
def test_no_former_partners(words):
    assert not is_former_partner(words)


def test_marks_of_a_description():
    assert marks("her ex-partner, next door at number 14b") == {"former partner", "next door", "number 14B"}
