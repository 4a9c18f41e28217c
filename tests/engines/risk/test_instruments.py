"""Instruments score alike every time, and say how."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.engines.risk.gates import Answer
from heed.engines.risk.instruments import Band, Choice, Instrument, Item, NoSuchAnswer, NoSuchQuestion, assess
from heed.foundation.policy.packs import national

LOW, MEDIUM, HIGH = Band("LOW", "Low", 0), Band("MEDIUM", "Medium", 3), Band("HIGH", "High", 6)
OFTEN = Item(
    "often", "How often", (Choice("daily", "Daily", 5), Choice("weekly", "Weekly", 3), Choice("first", "First", 0))
)
ALONE = Item("alone", "Lives alone", (Choice("yes", "Yes", 1), Choice("no", "No", 0)))
MATRIX = Instrument("matrix", "Matrix", "1", unvalidated=True, items=(OFTEN, ALONE), bands=(LOW, MEDIUM, HIGH))
THREAT = Item("threat", "Threat", (Choice("low", "Low"), Choice("high", "High")), words=True)
ENGAGEMENT = Item("engagement", "Engagement", words=True)
TOLD = Instrument("told", "Told", "1", unvalidated=False, items=(THREAT, ENGAGEMENT))


@pytest.mark.parametrize(
    ("often", "alone", "score", "band"),
    [
        ("first", "no", 0, "LOW"),
        ("first", "yes", 1, "LOW"),
        ("weekly", "no", 3, "MEDIUM"),
        ("daily", "no", 5, "MEDIUM"),
        ("daily", "yes", 6, "HIGH"),
    ],
)
def test_a_band_holds_from_its_least_score_to_the_next(often, alone, score, band):
    outcome = assess(MATRIX, {"often": Answer(often), "alone": Answer(alone)})

    assert (outcome.score, outcome.band.code, outcome.is_complete) == (score, band, True)


def test_there_is_a_line_for_each_answer_that_counted_in_the_order_asked():
    outcome = assess(MATRIX, {"alone": Answer("yes", "since May"), "often": Answer("weekly")})

    assert outcome.explanation == ("How often: Weekly (3 points).", "Lives alone: Yes (1 point). since May")
    assert assess(MATRIX, {"often": Answer("first"), "alone": Answer("no")}).explanation == ()


def test_the_unit_says_what_is_counted():
    vaf = assess(national().assessment.instruments["vaf"], {"danger": Answer("yes")})

    assert vaf.explanation[0].endswith("Of concern (1 area of concern).")


def test_what_is_unanswered_is_named_and_so_is_what_it_could_come_to():
    outcome = assess(MATRIX, {"alone": Answer("yes")})

    assert (outcome.unanswered, outcome.band, outcome.could_be) == (("often",), LOW, HIGH)
    assert not outcome.is_complete


def test_no_answers_at_all_are_the_lowest_band():
    assert assess(MATRIX, {}).band is LOW
    assert assess(MATRIX, {}).unanswered == ("often", "alone")


def test_a_question_that_is_not_asked_is_refused():
    with pytest.raises(NoSuchQuestion, match="Matrix does not ask 'shoe_size'; it asks often, alone"):
        assess(MATRIX, {"shoe_size": Answer("9")})


@pytest.mark.parametrize("value", ["hourly", "Daily", " daily"])
def test_an_answer_that_does_not_exist_is_refused(value):
    with pytest.raises(NoSuchAnswer, match="often has no answer"):
        assess(MATRIX, {"often": Answer(value)})


def test_a_choice_for_words_alone_is_refused():
    with pytest.raises(NoSuchAnswer, match="it has words alone"):
        assess(TOLD, {"engagement": Answer("high", "x")})


def test_what_is_told_has_neither_score_nor_band():
    outcome = assess(TOLD, {"threat": Answer("high", "He has a key."), "engagement": Answer("", "Ring after six.")})

    assert (outcome.score, outcome.band, outcome.could_be, outcome.unanswered) == (None, None, None, ())
    assert outcome.explanation == ("Threat: High. He has a key.", "Engagement: Ring after six.")


@pytest.mark.parametrize("answer", [Answer("high"), Answer("high", "  "), Answer("", "He has a key.")])
def test_an_element_needs_its_level_and_its_words(answer):
    assert "threat" in assess(TOLD, {"threat": answer}).unanswered


RAM = national().assessment.instruments["ram"]


EACH = [(item.id, choice.id, choice.points) for item in RAM.items for choice in item.choices]


@pytest.mark.parametrize(("question", "answer", "points"), EACH)
def test_each_answer_of_the_matrix_gives_its_own_points(question, answer, points):
    assert assess(RAM, {question: Answer(answer)}).score == points


def test_the_matrix_is_that_of_procedure_3_4_and_says_that_nobody_has_tested_it():
    assert RAM.unvalidated
    assert [(band.code, band.at_least) for band in RAM.bands] == [("STANDARD", 0), ("MEDIUM", 15), ("HIGH", 25)]
    assert [max(choice.points for choice in item.choices) for item in RAM.items] == [5, 2, 2, 2, 6, 4, 3, 3, 5, 5, 3, 2]


ANSWERED = st.fixed_dictionaries(
    {}, optional={item.id: st.sampled_from([choice.id for choice in item.choices]) for item in RAM.items}
)


@given(answers=ANSWERED)
def test_a_score_is_the_same_in_whatever_order_the_answers_come(answers):
    given_ = {question: Answer(value) for question, value in answers.items()}

    assert assess(RAM, given_) == assess(RAM, dict(reversed(given_.items())))


@given(answers=ANSWERED, more=ANSWERED)
def test_another_answer_never_takes_anything_away(answers, more):
    fewer = {question: Answer(value) for question, value in answers.items()}
    both = fewer | {question: Answer(value) for question, value in more.items() if question not in fewer}

    before, after = assess(RAM, fewer), assess(RAM, both)
    assert after.score >= before.score
    assert after.band.at_least >= before.band.at_least
    assert after.could_be.at_least <= before.could_be.at_least


@given(answers=ANSWERED)
def test_the_explanation_adds_up(answers):
    outcome = assess(RAM, {question: Answer(value) for question, value in answers.items()})

    assert sum(int(line.rpartition("(")[2].split()[0]) for line in outcome.explanation) == outcome.score


@pytest.mark.parametrize(
    ("variant", "elements"),
    [
        ("thrive", 6),
        ("thrive_plus", 8),
        ("thriives", 8),
        ("thrive_sp", 8),
    ],
)
def test_every_variant_of_thrive_has_the_six_and_its_own(variant, elements):
    asked = [item.id for item in national().assessment.instruments[variant].items]

    assert len(asked) == elements
    assert {"threat", "harm", "risk", "investigation", "vulnerability", "engagement"} <= set(asked)
