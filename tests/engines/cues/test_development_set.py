"""The development set can be read, covers every category, and names nobody who could be rung."""

import re

import pytest
from tests.engines.cues.reading_logs import LOGS, BadMark, read_logs, unmark

from heed.engines.cues.terms import Category, Experiencer

FILES = sorted(LOGS.glob("*-dev.txt"))
PHONE = re.compile(r"(?<!\d)(?:\+44|0044|0)[\d ]{8,13}\d(?!\d)")
OFCOM = re.compile(r"(?:\+44|0044|0)(?:7700900|1632960|8081570|3069990|2079460|1\d{2}4960)")


def test_there_are_logs_by_several_hands():
    assert {path.name for path in FILES} >= {"A-dev.txt", "B-dev.txt", "C-dev.txt", "E-dev.txt"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_log_of_a_file_can_be_read(path):
    logs = read_logs(path)

    assert len(logs) == path.read_text(encoding="utf-8").count("### ")
    assert len({log.id for log in logs}) == len(logs)
    assert all(log.text.strip() for log in logs)
    assert all(0 <= mark.start < mark.end <= len(log.text) for log in logs for mark in log.marked)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_two_marks_of_one_category_cross(path):
    for log in read_logs(path):
        for one in log.marked:
            for other in log.marked:
                crossing = one.start < other.start < one.end < other.end
                assert not (crossing and one.category is other.category), (log.id, one, other)


def test_every_category_and_everybody_whose_it_may_be_occurs():
    marked = [mark for path in FILES for log in read_logs(path) for mark in log.marked]

    assert {mark.category for mark in marked} == set(Category)
    assert {mark.experiencer for mark in marked} == set(Experiencer)
    assert any(mark.negated for mark in marked)
    assert any(mark.historic for mark in marked)
    assert any(mark.uncertain for mark in marked)


def test_both_verdicts_occur_both_ways():
    logs = [log for path in FILES for log in read_logs(path)]

    assert {log.vulnerable for log in logs} == {log.repeat for log in logs} == {True, False}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_log_holds_a_number_that_could_be_somebodys(path):
    for log in read_logs(path):
        for found in PHONE.findall(log.text):
            assert OFCOM.match(found.replace(" ", "")), (log.id, found)


def test_marks_inside_each_other_are_read():
    text, marked = unmark("on {{ALONE_ISOL v|her own since {{BEREAVED h p|he died}}}}.", "here")

    assert text == "on her own since he died."
    assert [(mark.category, text[mark.start : mark.end], mark.historic) for mark in marked] == [
        (Category.ALONE_ISOL, "her own since he died", False),
        (Category.BEREAVED, "he died", True),
    ]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        pytest.param("{{DEMENTIA v|confused", "never closed", id="open"),
        pytest.param("confused}}", "never opened", id="closed twice"),
        pytest.param("{{DEMENTIA x|confused", "cannot be read", id="nobody's"),
        pytest.param("{{DEMENTIA v z|confused", "cannot be read", id="unknown flag"),
    ],
)
def test_a_bad_mark_is_named_with_its_log(body, why):
    with pytest.raises(BadMark, match=f"here: .*{why}"):
        unmark(body, "here")


def test_a_category_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="SADNESS"):
        unmark("{{SADNESS v|sad}}", "here")
