"""A handler writes down what was said: mostly right, sometimes not, never anything but a description."""

from collections import Counter
from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.simulation.test_world import UNTIL

from heed.engines.linkage.said import Said
from heed.simulation import addresses, births, slips, sounds
from heed.simulation.mentions import home_told
from heed.simulation.nicknames import SHORT_FORMS
from heed.simulation.population import Household, Person
from heed.simulation.recording import EVERYTHING, HARDER, Recorder, email_of
from heed.simulation.world import Order, World, make_world

DRAWS = 20_000
HOUSE = "12 Tansy Rise, Ostrelley, ZZ1 0AB"
FLAT = "Flat 3, Teasel Court, 12 Tansy Rise, Ostrelley, ZZ1 0AB"
TODAY = UNTIL.date().toordinal()
MAVIS = Person(
    index=0,
    given="Mavis",
    family="Birtwhistle",
    woman=True,
    born=date(1961, 5, 2).toordinal(),
    household=0,
    origin="british",
)


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(Order(people=20_000, years=2, seed=4, until=UNTIL))


@pytest.fixture(scope="module")
def drawn(world: World) -> list[tuple[Person, Said]]:
    recorder = Recorder(Random(1))
    people = [person for person in world.population.people if person.age(TODAY) >= 18]
    return [
        (person, recorder.said(person, day=TODAY, home=FLAT if number % 4 == 0 else HOUSE))
        for number, person in enumerate((people * 2)[:DRAWS])
    ]


def share(found: list[bool]) -> float:
    return sum(found) / len(found)


def of(drawn: list[tuple[Person, Said]], *origins: str) -> list[tuple[Person, Said]]:
    return [pair for pair in drawn if pair[0].origin in origins]


def test_the_same_chance_writes_the_same() -> None:
    def twenty(seed: int) -> list[Said]:
        recorder = Recorder(Random(seed))
        return [recorder.said(MAVIS, day=TODAY, home=FLAT) for _ in range(20)]

    assert twenty(1) == twenty(1) != twenty(2)


@pytest.mark.parametrize(
    ("what", "low", "high"),
    [
        ("no birth and no age", 0.33, 0.37),
        ("an age alone", 0.23, 0.27),
        ("a whole date", 0.36, 0.40),
        ("no address at all", 0.07, 0.09),
        ("no postcode", 0.22, 0.32),
        ("an e-mail address", 0.12, 0.18),
        ("an initial", 0.008, 0.025),
    ],
)
def test_what_is_given_is_given_as_often_as_assumed(
    drawn: list[tuple[Person, Said]], what: str, low: float, high: float
) -> None:
    shares = {
        "no birth and no age": share([not said.born and said.age is None for _, said in drawn]),
        "an age alone": share([said.age is not None for _, said in drawn]),
        "a whole date": share([len(said.born) == 10 for _, said in drawn]),
        "no address at all": share([not said.address and not said.postcode for _, said in drawn]),
        "no postcode": share([not said.postcode and "zz" not in said.address.lower() for _, said in drawn]),
        "an e-mail address": share([bool(said.email) for _, said in drawn]),
        "an initial": share([len(said.given) == 1 for _, said in drawn]),
    }

    assert low <= shares[what] <= high


def test_family_names_of_british_people_are_written_as_they_are_spelt_by_most(drawn: list[tuple[Person, Said]]) -> None:
    wrong = share([said.family != person.family_on(TODAY) for person, said in of(drawn, "british")])

    assert 0.07 <= wrong <= 0.15


def test_names_foreign_to_the_handler_are_written_otherwise_more_often(
    drawn: list[tuple[Person, Said]],
) -> None:
    def wrong(*origins: str) -> float:
        return share(
            [sounds.plain(said.family) != sounds.plain(person.family_on(TODAY)) for person, said in of(drawn, *origins)]
        )

    foreign = wrong("polish", "romanian", "south_asian_muslim", "south_asian_hindu_sikh", "west_african", "chinese")

    assert 1.25 <= foreign / wrong("british") <= 2.2


def test_short_forms_are_given_by_about_one_in_seven_who_have_one(drawn: list[tuple[Person, Said]]) -> None:
    have = [(p, said) for p, said in of(drawn, "british", "irish") if p.given in SHORT_FORMS]

    assert 0.11 <= share([said.given in SHORT_FORMS[person.given] for person, said in have]) <= 0.18


def test_whoever_goes_by_a_short_form_does_so_each_time() -> None:
    maggie = replace(MAVIS, given="Margaret", key=1 << 8)
    recorder = Recorder(Random(2))
    told = Counter(recorder.said(maggie, day=TODAY, home=HOUSE).given for _ in range(500))

    assert told["Maggie"] > 400
    assert told["Margaret"] == 0


def test_names_are_changed_over_seldom_and_chinese_ones_more_often(drawn: list[tuple[Person, Said]]) -> None:
    def swapped(pairs: list[tuple[Person, Said]]) -> float:
        return share([said.given == p.family != said.family == p.given for p, said in pairs])

    assert 0.002 <= swapped(of(drawn, "british")) <= 0.012
    assert swapped(of(drawn, "chinese")) > 3 * swapped(of(drawn, "british"))


def test_an_accent_is_mostly_left_out() -> None:
    recorder, gosia = Recorder(Random(3)), replace(MAVIS, given="Małgorzata", family="Wójcik", origin="polish")
    told = [recorder.said(gosia, day=TODAY, home=HOUSE) for _ in range(2_000)]

    assert 0.75 <= share([said.family.isascii() for said in told]) <= 0.95


def test_the_name_before_a_marriage_is_still_given_for_a_time_and_the_later_one_never_before() -> None:
    bride = replace(MAVIS, later_family="Tremlett", changes=TODAY)

    def gives_the_old(day: int) -> float:
        recorder = Recorder(Random(4))
        return share([recorder.said(bride, day=day, home=HOUSE).family == "Birtwhistle" for _ in range(2_000)])

    assert gives_the_old(TODAY - 1) > 0.85
    assert gives_the_old(TODAY + 30) > gives_the_old(TODAY + 800) > gives_the_old(TODAY + 5_000)
    assert gives_the_old(TODAY + 5_000) == 0


def test_a_double_name_is_given_whole_in_halves_and_without_its_hyphen() -> None:
    recorder, joined = Recorder(Random(5)), replace(MAVIS, family="Tremlett-Gibbs")
    told = Counter(recorder.said(joined, day=TODAY, home=HOUSE).family for _ in range(2_000))

    assert told["Tremlett-Gibbs"] > told["Tremlett Gibbs"] > told["Gibbs"] > 50


@pytest.mark.parametrize(
    ("born", "age"),
    [(date(1926, 11, 22), 100), (date(2026, 11, 21), 0), (date(2004, 2, 29), 22), (date(1900, 1, 1), 126)],
)
def test_a_date_of_birth_is_always_a_real_one(born: date, age: int) -> None:
    rng = Random(6)
    for _ in range(3_000):
        text, years = births.described(rng, born, age)
        assert not (text and years is not None)
        assert years is None or abs(years - age) <= 1 <= years + 1
        if len(text) == 10:
            assert date.fromisoformat(text).isoformat() == text
        else:
            assert len(text) in {0, 4, 7}


def test_a_day_is_taken_for_the_month_one_digit_is_wrong_and_1_january_stands_in() -> None:
    rng = Random(7)
    told = Counter(births.typed(rng, date(1961, 5, 2)) for _ in range(DRAWS))

    assert 0.85 <= told["1961-05-02"] / DRAWS <= 0.95
    assert 0.012 <= told["1961-02-05"] / DRAWS <= 0.022
    assert 0.005 <= told["1961-01-01"] / DRAWS <= 0.013
    assert told["1962-05-02"]
    assert told["1951-05-02"]
    assert told["1961-05"]
    assert told["1961"]


def test_a_flat_is_written_in_many_ways_and_sometimes_left_out() -> None:
    rng = Random(8)
    told = [addresses.described(rng, FLAT) for _ in range(DRAWS)]
    given = [address for address, code in told if address or code]

    assert 0.05 <= share(["3" not in address.replace("ZZ1", "") for address in given]) <= 0.13
    assert {shape for shape in ("Flat 3", "Flt 3", "Apt 3", "3 Teasel", "3/12") if any(shape in a for a in given)} == {
        "Flat 3",
        "Flt 3",
        "Apt 3",
        "3 Teasel",
        "3/12",
    }


def test_the_number_of_a_house_is_always_right() -> None:
    rng = Random(9)
    told = [addresses.described(rng, HOUSE, careless=5) for _ in range(5_000)]

    assert all(address.startswith("12") for address, _ in told if address)


def test_a_wrong_postcode_and_an_o_for_a_0_are_about_as_often_as_assumed() -> None:
    rng = Random(10)
    codes = [
        code.upper().replace(" ", "") for _, code in (addresses.described(rng, HOUSE) for _ in range(DRAWS)) if code
    ]

    assert 0.012 <= share(["O" in code for code in codes]) <= 0.03
    assert 0.015 <= share([code.replace("O", "0") != "ZZ10AB" for code in codes]) <= 0.045


def test_whoever_moved_lately_sometimes_says_where_they_lived_before() -> None:
    moved = Household(index=0, kind="alone", home=7, later_home=9, moves=TODAY)

    def says_the_old(day: int) -> float:
        rng = Random(11)
        return share([home_told(rng, moved, day) == (7, -1) for _ in range(5_000)])

    assert says_the_old(TODAY - 1) == 1
    assert 0.08 <= says_the_old(TODAY) <= 0.12
    assert says_the_old(TODAY + 2 * 365) == 0
    assert home_told(Random(1), replace(moved, site=3), TODAY) == (-1, 3)


def test_what_was_not_asked_is_not_there() -> None:
    recorder = Recorder(Random(12))
    for _ in range(500):
        said = recorder.said(MAVIS, day=TODAY, home=HOUSE, fields=frozenset({"family"}))
        assert said == Said(family=said.family)


def test_an_email_address_belongs_to_a_person_and_to_a_domain_for_examples() -> None:
    one, other = replace(MAVIS, key=12345678901234567890), replace(MAVIS, key=98765432109876543210)

    assert email_of(one) == email_of(one) != email_of(other)
    assert email_of(one).rpartition("@")[2].startswith(("example.", "mail.example.", "post.example."))


def test_a_name_that_sounds_alike_is_not_the_same_one() -> None:
    assert all(name not in others and others for name, others in sounds.VARIANTS.items())


WORDS = st.text(max_size=40)


@settings(max_examples=300, deadline=None)
@given(
    given_name=WORDS, family=WORDS, later=WORDS, middles=st.lists(WORDS, max_size=2), home=WORDS, seed=st.integers(0, 10**6),
    born=st.integers(date(1900, 1, 1).toordinal(), TODAY), day=st.integers(date(1990, 1, 1).toordinal(), TODAY),
    origin=st.sampled_from(sorted(HARDER)), fields=st.frozensets(st.sampled_from(sorted(EVERYTHING))),
    careless=st.floats(0, 50),
)  # fmt: skip
def test_nothing_that_can_be_said_stops_a_handler(
    given_name: str, family: str, later: str, middles: list[str], home: str, seed: int, born: int, day: int, origin: str,
    fields: frozenset[str], careless: float,
) -> None:  # fmt: skip
    person = replace(
        MAVIS, given=given_name, family=family, later_family=later, changes=day - 100 if later else 0, middles=tuple(middles),
        origin=origin, born=born, key=seed << 40,
    )  # fmt: skip
    said = Recorder(Random(seed)).said(person, day=max(day, born), home=home, fields=fields, careless=careless)

    assert type(said) is Said
    assert (said.age is None) == (said.on is None)


@given(text=st.text(max_size=30), seed=st.integers(0, 10**6))
def test_a_slip_leaves_something_and_changes_one_place(text: str, seed: int) -> None:
    slipped = slips.slip(Random(seed), text)

    assert bool(slipped) == bool(text)
    assert abs(len(slipped) - len(text)) <= 2
