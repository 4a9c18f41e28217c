"""National rows, and what a force adds, changes and disables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engines.cues.rows import ALONE, BASE, DEMENTIA, lexicon, row

from heed.engines.cues.lexicon import national_rules
from heed.engines.cues.overlay import Edit, Kind, as_csv, difference, lay, read_edits
from heed.engines.cues.reading import read
from heed.engines.cues.rules import COLUMNS
from heed.engines.cues.tables import NotATable, national_cells, national_lines

CARER = row("CARER-sole", "sole carer", yes="she is the sole carer", no="the sole of a shoe")


def added(cells, why="heard on calls"):
    return Edit(Kind.ADD, cells["id"], {k: v for k, v in cells.items() if v and k != "id"}, why)


def found(text, *edits):
    return {finding.rule for finding in read(text, None, lexicon(*edits)).findings}


def test_without_an_overlay_the_rows_are_the_national_ones():
    laid = lay(BASE, ())

    assert [rule.id for rule in laid.rules] == [ALONE["id"], DEMENTIA["id"]]
    assert (laid.touched, laid.problems) == (frozenset(), ())


def test_a_row_is_added():
    assert found("she is the sole carer") == set()
    assert found("she is the sole carer", added(CARER)) == {"CARER-sole"}


def test_a_row_is_changed_and_keeps_the_cells_that_are_not_named():
    edit = Edit(Kind.CHANGE, ALONE["id"], {"pattern": "lives (alone|solo)"})
    laid = lay(BASE, [edit])

    assert laid.cells[0]["examples_yes"] == ALONE["examples_yes"]
    assert found("she lives solo", edit) == {ALONE["id"]}
    assert laid.touched == {ALONE["id"]}


def test_a_dash_empties_a_cell():
    base = (ALONE | {"guards_after": "with"}, DEMENTIA)

    assert lay(base, [Edit(Kind.CHANGE, ALONE["id"], {"guards_after": "-"})]).cells[0]["guards_after"] == ""


def test_a_row_is_disabled():
    assert found("she lives alone", Edit(Kind.DISABLE, ALONE["id"])) == set()


def test_the_base_is_never_changed():
    before = [dict(cells) for cells in BASE]
    lay(BASE, [Edit(Kind.CHANGE, ALONE["id"], {"pattern": "x"}), Edit(Kind.DISABLE, DEMENTIA["id"])])

    assert [dict(cells) for cells in BASE] == before


@pytest.mark.parametrize(("edit", "sentence"), [
    (added(ALONE), "there is such a row already"),
    (Edit(Kind.CHANGE, "CARER-none", {"pattern": "x"}), "there is no such row to change"),
    (Edit(Kind.DISABLE, "CARER-none"), "there is no such row to disable"),
    (Edit(Kind.CHANGE, ALONE["id"]), "changes nothing"),
    (Edit(Kind.CHANGE, ALONE["id"], {"pattern": "(lives"}), "never closed"),
    (Edit(Kind.CHANGE, ALONE["id"], {"examples_no": "-"}), "needs a sentence"),
    (Edit(Kind.CHANGE, ALONE["id"], {"strength": "heavy"}), "strength 'heavy'"),
    (Edit(Kind.ADD, "NOTHING-x", {"category": "NOTHING"}), "category 'NOTHING'"),
    (Edit(Kind.ADD, "CARER-x", {}), "category ''"),
])  # fmt: skip
def test_an_edit_that_cannot_be_applied_is_named_and_left_out(edit, sentence):
    laid = lay(BASE, [edit])

    assert [problem.id for problem in laid.problems] == [edit.id]
    assert sentence in laid.problems[0].sentence
    assert laid.cells == BASE


def test_a_file_is_read_with_file_and_line():
    text = "kind,id,category,pattern,why\nadd,CARER-x,CARER,y,because\n\ndisable,CARER-z,,,\n"
    edits, problems = read_edits(text, "mal.csv")

    assert problems == []
    assert edits[0] == Edit(Kind.ADD, "CARER-x", {"category": "CARER", "pattern": "y"}, "because", "mal.csv, line 2")
    assert edits[1] == Edit(Kind.DISABLE, "CARER-z", {}, "", "mal.csv, line 4")


@pytest.mark.parametrize(("rows", "sentence"), [
    ("remove,CARER-x", "kind is add or change or disable, not 'remove'"),
    ("disable,", "must name the row"),
    ("disable,CARER-x\ndisable,CARER-x", "stands twice, first in mal.csv, line 2"),
])  # fmt: skip
def test_a_row_of_a_file_that_is_no_edit_is_named(rows, sentence):
    _, problems = read_edits(f"kind,id\n{rows}\n", "mal.csv")

    assert len(problems) == 1
    assert sentence in str(problems[0])


@pytest.mark.parametrize("text", ["", "id,pattern\n", "\0", "kind\n"])
def test_a_file_that_is_no_table_is_refused(text):
    with pytest.raises(NotATable, match=r"mal\.csv"):
        read_edits(text, "mal.csv")


def test_what_excel_writes_first_is_not_part_of_the_first_column():
    assert read_edits("\ufeffkind,id\ndisable,CARER-x\n", "mal.csv")[0][0].id == "CARER-x"


@given(st.lists(st.sampled_from(COLUMNS[3:]), unique=True), st.text(st.characters(codec="utf-8"), min_size=1))
def test_an_overlay_written_is_the_overlay_read(columns, text):
    cell = text.replace("\0", "").replace("\r", "").strip()
    edit = Edit(Kind.CHANGE, "CARER-x", {name: cell for name in columns if cell}, "why")
    again, problems = read_edits(as_csv([edit]), "")

    assert problems == []
    assert (again[0].kind, again[0].id, again[0].cells, again[0].why) == (edit.kind, edit.id, edit.cells, edit.why)


@given(st.dictionaries(st.sampled_from(["pattern", "guards_after", "note"]), st.sampled_from(["", "a", "b c"])))
def test_a_difference_laid_on_the_first_gives_the_second(changes):
    base = ALONE | {"guards_after": "with", "note": "n"}
    after = base | {name: text for name, text in changes.items() if text or name != "pattern"}
    differs = difference(base, after)
    laid = lay((base,), [Edit(Kind.CHANGE, base["id"], differs)] if differs else [])

    assert laid.problems == ()
    assert dict(laid.cells[0]) == after


def test_the_packaged_rows_read_here_are_those_in_use():
    assert lay(national_cells(), ()).rules == national_rules()
    assert national_lines()[0].where == "AGE_CHILD.csv, line 2"
