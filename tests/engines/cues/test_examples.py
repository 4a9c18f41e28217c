"""Every row is found where it says, and nowhere it says not; no row disturbs another."""

from tests.engines.cues.rows import ALONE, DEMENTIA, lexicon, row

from heed.engines.cues import examples
from heed.engines.cues.overlay import Edit, Kind

BEFORE = lexicon()


def added(cells):
    return Edit(Kind.ADD, cells["id"], {k: v for k, v in cells.items() if v and k != "id"})


def test_a_lexicon_whose_examples_hold_has_no_problems():
    assert list(examples.broken(BEFORE)) == []
    assert list(examples.disturbed(BEFORE, BEFORE)) == []


def test_a_yes_example_that_is_not_found_is_named():
    after = lexicon(Edit(Kind.CHANGE, ALONE["id"], {"examples_yes": "she lives by herself"}))

    assert [str(problem) for problem in examples.broken(after)] == [
        "ALONE_ISOL-lives-alone: is not found in “she lives by herself”"
    ]


def test_a_no_example_that_is_found_is_named():
    after = lexicon(Edit(Kind.CHANGE, ALONE["id"], {"examples_no": "the cat lives alone"}))

    assert [problem.sentence for problem in examples.broken(after)] == [
        "is found in “the cat lives alone”, and must not be"
    ]


def test_only_the_rows_asked_for_are_looked_at():
    after = lexicon(Edit(Kind.CHANGE, ALONE["id"], {"examples_no": "the cat lives alone"}))

    assert list(examples.broken(after, {DEMENTIA["id"]})) == []


def test_a_longer_row_of_the_same_category_may_outdo_a_shorter_one():
    longer = row("ALONE_ISOL-she-lives-alone", "she lives alone", yes="she lives alone up there", no="he lives alone")

    assert examples.check(BEFORE, lexicon(added(longer)), {longer["id"]}) == []


def test_a_row_that_takes_another_rows_company_is_a_problem():
    # An abbreviation counts only beside another cue: without that cue's row, it is found no more.
    initials = row("DIS_LEARN-ld", "^LD", yes="log: LD dementia", no="LD", strength="alone_no")
    base = (ALONE, DEMENTIA, initials)
    after = lexicon(Edit(Kind.DISABLE, DEMENTIA["id"]), base=base)

    assert [str(problem) for problem in examples.check(lexicon(base=base), after, set())] == [
        "DIS_LEARN-ld: is not found in “log: LD dementia” any more"
    ]


def test_a_row_that_gives_another_row_a_sentence_is_a_problem():
    # Without the longer row that held the words, a row is found in its own no example.
    holds = row("ALONE_ISOL-old-road", "lives alone mostly", yes="on lives alone mostly", no="lives")
    tight = ALONE | {"examples_no": "on lives alone mostly"}
    before, after = lexicon(base=(tight, holds)), lexicon(Edit(Kind.DISABLE, holds["id"]), base=(tight, holds))
    problems = examples.check(before, after, set())

    assert [problem.sentence for problem in problems] == ["is now found in “on lives alone mostly”, and must not be"]


def test_a_row_that_is_itself_changed_is_not_said_to_be_disturbed():
    after = lexicon(Edit(Kind.CHANGE, ALONE["id"], {"pattern": "dwells alone", "examples_yes": "he dwells alone"}))

    assert list(examples.disturbed(BEFORE, after)) == []


def test_an_example_that_failed_before_is_no_disturbance():
    broken = ALONE | {"examples_yes": "she lives by herself"}
    other = row("CARER-sole", "sole carer", yes="sole carer", no="sole")

    assert list(examples.disturbed(lexicon(base=(broken,)), lexicon(added(other), base=(broken,)))) == []
