"""The layout of a log: updates with a time, headings, questions with answers, quotations."""

import pytest

from heed.engines.cues.structure import lay_out, part_updates
from heed.engines.cues.tokens import LINE, NONE, cut


def laid_out(text):
    """Return the tokens of a text and its layout."""
    tokens = cut(text)
    part_updates(tokens)
    return tokens, lay_out(tokens)


def of_word(text, word, what):
    """Return what a layout says of the first token that is a word."""
    tokens, layout = laid_out(text)
    return getattr(layout, what)[tokens.words.index(word)]


@pytest.mark.parametrize(
    "stamp",
    [
        *("14:02", "14:02:31", "14.02", "[14:02]", "(14:02)", "1402hrs", "1402 hrs", "1402h"),
        *("23/11/2026 14:02", "23-11-26 14:02", "23/11/26, 14:02", "UPD", "UPDATE:", "Update -", "FURTHER:"),
    ],
)
def test_a_line_that_begins_with_a_stamp_is_a_new_update(stamp):
    text = f"youths at door\n{stamp} deaf"

    assert [of_word(text, word, "update") for word in ("youths", "deaf")] == [0, 1]


@pytest.mark.parametrize("line", ["deaf", "40 youths", "14 of them", "at 14:02 deaf", "upstairs deaf"])
def test_any_other_line_belongs_to_the_update_before(line):
    tokens, layout = laid_out(f"14:02 youths at door\n{line}")

    assert set(layout.update) == {1}
    assert layout.line[-1] == 1
    assert len(tokens) == len(layout.update)


def test_no_phrase_runs_from_a_stamp_into_what_follows():
    tokens, _ = laid_out("14:02 deaf")

    assert tokens.breaks[tokens.words.index("deaf")] == LINE


def test_one_line_without_a_stamp_is_left_as_it_is():
    tokens, layout = laid_out("she is deaf")

    assert tokens.breaks[1:] == [NONE, NONE]
    assert (layout.update, layout.line, layout.heading) == ([0] * 3, [0] * 3, [""] * 3)


@pytest.mark.parametrize(
    ("text", "side"),
    [
        pytest.param("VICTIM: deaf", "victim", id="victim"),
        pytest.param("IP: deaf", "victim", id="IP"),
        pytest.param("Aggrieved: deaf", "victim", id="aggrieved"),
        pytest.param("Caller details: deaf", "victim", id="caller details"),
        pytest.param("VICTIM 1: deaf", "victim", id="numbered"),
        pytest.param("Vulnerabilities: deaf", "victim", id="vulnerabilities"),
        pytest.param("RAM: deaf", "victim", id="RAM"),
        pytest.param("DASH\ndeaf", "victim", id="a line of its own"),
        pytest.param("SUSPECT: deaf", "suspect", id="suspect"),
        pytest.param("Offender = deaf", "suspect", id="equals sign"),
        pytest.param("SUSPECT - deaf", "suspect", id="dash"),
        pytest.param("** SUSPECT DETAILS:\ndeaf", "suspect", id="stars"),
        pytest.param("SUSPECT:\ntall\ndeaf", "suspect", id="two lines below"),
        pytest.param("POI: deaf", "suspect", id="POI"),
        pytest.param("WITNESS: deaf", "other", id="witness"),
        pytest.param("Neighbour: deaf", "other", id="neighbour"),
        pytest.param("14:02 SUSPECT: deaf", "suspect", id="after a stamp"),
        pytest.param("youths. Suspect details: deaf", "suspect", id="within a line"),
        pytest.param("Victim reports deaf", "", id="no mark"),
        pytest.param("SUSPECT:\ntall\n\ndeaf", "", id="after an empty line"),
        pytest.param("SUSPECT:\ntall\n14:02 deaf", "", id="after a stamp in between"),
        pytest.param("SUSPECT:\ntall\nVICTIM:\ndeaf", "victim", id="under the next heading"),
        pytest.param("SUSPECT: tall\ndeaf", "", id="a heading with words is for its line"),
    ],
)
def test_a_heading_says_whose_the_words_below_are(text, side):
    assert of_word(text, "deaf", "heading") == side


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        pytest.param("Any disability? No", "no", id="no"),
        pytest.param("Any disability? N", "no", id="n"),
        pytest.param("Any disability? none known", "no", id="none known"),
        pytest.param("Any disability? Not disclosed", "no", id="not disclosed"),
        pytest.param("Any disability? Yes", "yes", id="yes"),
        pytest.param("Any disability? Yes - bad leg", "yes", id="yes, and what"),
        pytest.param("Any disability? Not known", "unknown", id="not known"),
        pytest.param("Any disability? refused", "unknown", id="refused"),
        pytest.param("Any disability? bad leg", "words", id="words"),
        pytest.param("Any disability?", "empty", id="nothing"),
        pytest.param("Any disability?\nAny illness", "empty", id="nothing, and a new line"),
        pytest.param("Any disability?\nNo", "no", id="no, on a new line"),
        pytest.param("Disability: no", "no", id="colon"),
        pytest.param("Disability - no", "no", id="dash"),
        pytest.param("Disability = no", "no", id="equals sign"),
        pytest.param("Q: disability? A: no", "no", id="with letters"),
    ],
)
def test_a_question_and_its_answer_are_a_prompt(text, answer):
    tokens, layout = laid_out(text)
    prompt = layout.prompt_at(tokens.words.index("disability"))

    assert prompt is not None
    assert prompt.answer == answer
    assert prompt.start <= tokens.words.index("disability") < prompt.mark <= prompt.end <= len(tokens)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("she has a disability", id="a statement"),
        pytest.param("location: disability centre", id="a colon and words"),
        pytest.param("?disability", id="a question mark that hedges"),
    ],
)
def test_what_is_no_question_is_no_prompt(text):
    tokens, layout = laid_out(text)

    assert layout.prompt_at(tokens.words.index("disability")) is None


def test_each_of_several_prompts_has_its_own_answer():
    _, layout = laid_out("Disability: no\nDementia: yes\nAlone? not known")

    assert [prompt.answer for prompt in layout.prompts] == ["no", "yes", "unknown"]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        pytest.param('he said "I am ill" and left', ["i", "am", "ill"], id="straight"),
        pytest.param("he said “I am ill” and left", ["i", "am", "ill"], id="curly"),
        pytest.param('he said "I am ill', [], id="never closed"),
        pytest.param('"' + "word " * 100 + '"', [], id="too long to be what somebody said"),
    ],
)
def test_what_stands_between_quotation_marks_is_quoted(text, quoted):
    tokens, layout = laid_out(text)

    assert [tokens.words[i] for i in range(len(tokens)) if layout.quote_at(i)] == quoted


def test_an_answer_that_asks_in_turn_raises_nothing():
    """Found by the bench: prompts one inside the other once left a question without words."""
    from heed.engines.cues.lexicon import national
    from heed.engines.cues.reading import read

    for text in ("Disabled: no - any? yes: no ?", "deaf: y = n: - ? no", "Any MH? no: none - nil? n: ?"):
        assert read(text, None, national()) is not None
