"""Measuring recognition: intervals, outcomes, and that the register in memory answers as the database does."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.config import cli
from heed.domain.people import queries as people
from heed.domain.people import services
from heed.domain.people.terms import LinkSource
from heed.engines.linkage.choice import Choice, Suggestion
from heed.engines.linkage.keys import looked_up
from heed.engines.linkage.national import national, stock
from heed.engines.linkage.said import Said
from heed.engines.linkage.scoring import Score, Step
from heed.engines.linkage.standard import read
from heed.engines.linkage.terms import ChoiceRule, Sure
from heed.foundation.accounts.terms import system
from heed.foundation.policy.packs import national as pack
from heed.simulation.evaluation import running, tables
from heed.simulation.evaluation.asking import Answered, Stage, by_telephone_only, judge, keys_of, said_at
from heed.simulation.evaluation.outcomes import Outcome, Share, shares
from heed.simulation.evaluation.register import Register
from heed.simulation.examination import Question, examine

RULE = ChoiceRule(on_file=0.5, at_home=0.25, probable=0.98, possible=0.05, at_most=3)


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [
        pytest.param(0, 0, 0.0, 1.0, id="nothing asked says nothing"),
        pytest.param(0, 10, 0.0, 0.2775, id="none of ten"),
        pytest.param(5, 10, 0.2366, 0.7634, id="half of ten"),
        pytest.param(10, 10, 0.7225, 1.0, id="all of ten"),
        pytest.param(2, 1000, 0.00055, 0.00726, id="two in a thousand"),
    ],
)
def test_the_interval_is_wilsons(count, of, low, high):
    """Figures from Wilson 1927 as statsmodels 0.14 gives them."""
    assert Share(count, of).interval == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


@given(st.integers(0, 500), st.integers(0, 500))
def test_an_interval_holds_its_share(one, other):
    share = Share(min(one, other), max(one, other))
    low, high = share.interval

    assert 0 <= low <= share.value + 1e-12
    assert share.value - 1e-12 <= high <= 1


def question(*, known: bool = True, person: int = 1, e164: str = "+447700900123") -> Question:
    """Make a question of which only the truth matters."""
    return Question("own_number", person, known, known, Said(), e164, "available", "british", 40, frozenset())


def suggestion(who: int, sure: Sure | None, chance: float) -> Suggestion[int]:
    """Make a suggestion."""
    return Suggestion(who, chance, sure, Score(9.0, (Step("given_name", "same", "", 9.0),)))


@pytest.mark.parametrize(
    ("known", "candidates", "outcome"),
    [
        pytest.param(True, [(1, Sure.PROBABLE, 0.99)], Outcome.RIGHT, id="probable and right"),
        pytest.param(True, [(2, Sure.PROBABLE, 0.99)], Outcome.WRONG, id="probable and wrong"),
        pytest.param(
            True, [(2, Sure.POSSIBLE, 0.5), (1, Sure.POSSIBLE, 0.3)], Outcome.PROPOSED, id="among those shown"
        ),
        pytest.param(True, [(2, Sure.POSSIBLE, 0.5)], Outcome.MISSED, id="somebody else shown"),
        pytest.param(True, [(1, None, 0.01)], Outcome.MISSED, id="found and not shown"),
        pytest.param(True, [], Outcome.MISSED, id="nobody found"),
        pytest.param(False, [(2, Sure.PROBABLE, 0.99)], Outcome.TAKEN, id="a stranger taken for somebody"),
        pytest.param(False, [(2, Sure.POSSIBLE, 0.5)], Outcome.ASKED, id="a stranger, somebody suggested"),
        pytest.param(False, [], Outcome.LEFT, id="a stranger left alone"),
    ],
)
def test_what_came_of_a_question(known, candidates, outcome):
    choice = Choice(tuple(suggestion(*one) for one in candidates), 0.0, 0.0)

    assert judge(question(known=known), choice, rule=RULE).outcome == outcome


def test_in_2012_whoever_used_the_number_last_was_taken_for_the_caller():
    register = Register([], shared=[])
    register._last["+447700900123"] = (5, 2)

    assert by_telephone_only(question(person=2), register).outcome == Outcome.RIGHT
    assert by_telephone_only(question(person=1), register).outcome == Outcome.WRONG
    assert by_telephone_only(question(known=False), register).outcome == Outcome.TAKEN
    assert by_telephone_only(question(e164=""), register).outcome == Outcome.MISSED


def test_shares_are_of_those_on_file_or_of_strangers():
    found = shares([Outcome.RIGHT, Outcome.MISSED, Outcome.TAKEN, Outcome.LEFT, Outcome.LEFT], in_first_three=1)

    assert (found[Outcome.RIGHT].count, found[Outcome.RIGHT].of) == (1, 2)
    assert (found[Outcome.TAKEN].count, found[Outcome.TAKEN].of) == (1, 3)
    assert math.isclose(found["among the first three"].value, 0.5)


def test_a_group_is_unfair_only_when_chance_does_not_explain_it():
    few = {Outcome.WRONG: Share(1, 20), Outcome.TAKEN: Share(0, 20)}
    many = {Outcome.WRONG: Share(50, 1000), Outcome.TAKEN: Share(50, 1000)}
    overall = {Outcome.WRONG: Share(60, 10_000), Outcome.TAKEN: Share(60, 10_000)}

    assert tables.unfair({"all": overall, "small": few, "large": many}) == ["large"]


def test_the_curve_never_rises_with_the_threshold():
    asked = [
        tables.Asked(
            question(known=number % 2 == 0), {"x": Answered(Outcome.RIGHT, number / 100, number % 3 == 0, True)}
        )
        for number in range(100)
    ]

    rights = [row["right"]["count"] for row in tables.curve(asked, method="x")]

    assert rights == sorted(rights, reverse=True)


def test_the_register_in_memory_finds_whom_the_database_finds(force, noon):
    examination = examine(people=150, seed=5, questions=60)
    questions = list(examination.questions)
    register = Register({key for one in questions for key in keys_of(one)}, shared=examination.shared_lines)
    register.take_in(examination.register)
    persons = {}
    for recorded in examination.register:
        said = register.as_known(recorded.said)
        if recorded.person not in persons:
            persons[recorded.person] = services.record_person(
                force=force, given_name=said.given, family_name=said.family, born_on=None, actor=system("t"), now=noon
            )
        services.mention(
            person=persons[recorded.person], said=said, place=None, call=None, source=LinkSource.SAID, now=noon
        )
    indices = {person.pk: index for index, person in persons.items()}

    for one in questions:
        keys = looked_up(read(register.as_known(said_at(Stage.BIRTH, one))))
        in_memory = {(who, tuple(record.as_row())) for who, record in register.under(keys)}
        in_database = {(indices[lead], tuple(record.as_row())) for _, _, lead, record in people.under(force.pk, keys)}
        assert in_memory == in_database


def test_an_evaluation_is_the_same_each_time_and_counts_every_question():
    rule = pack().identity.suggest.rule

    def run():
        found = running.evaluate(
            examine(people=300, seed=7, questions=200),
            seed=7,
            scorer=national(),
            stock=stock(),
            rule=rule,
            progress=lambda _: None,
        )
        return running.as_json(found) | {"seconds": 0}

    first = run()

    assert first == run()
    assert first["people"] == 300
    for method in (*map(str, Stage), running.TELEPHONE, running.STOCK):
        every = first["methods"][method]["all"]
        assert every[Outcome.RIGHT]["of"] + every[Outcome.TAKEN]["of"] == 200
    assert first["methods"][str(Stage.RING)]["all"][Outcome.RIGHT]["count"] == 0, "a number never identifies a person"


def test_the_command_prints_tables_or_json_alone(capsys):
    assert cli.run(["evaluate", "recognition", "--seed", "3", "--people", "200", "--questions", "60", "--json"]) in (
        0,
        None,
    )
    found = json.loads(capsys.readouterr().out)
    assert set(found) >= {"seed", "people", "questions", "methods", "groups", "curve", "unfair"}

    cli.run(["evaluate", "recognition", "--seed", "3", "--people", "200", "--questions", "60"])
    assert "### After door number and birth or age" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["--people", "3"], ["--questions", "1"], ["--model", "/nowhere/model.json"]])
def test_an_evaluation_that_cannot_be_run_says_why(capsys, words):
    with pytest.raises(SystemExit) as end:
        raise SystemExit(cli.run(["evaluate", "recognition", "--seed", "3", *words]))

    assert end.value.code == 2
    assert len(capsys.readouterr().err.strip().splitlines()) >= 1
