"""Every kind of mistake in a pack gives one clear sentence."""

import pytest

from heed.foundation.policy.cases import run_cases
from heed.foundation.policy.checking import check
from heed.foundation.policy.packs import NATIONAL, PackRefused, load, national


def test_the_national_pack_is_sound():
    assert check(NATIONAL) == []


def test_the_tiny_pack_is_sound(tiny):
    assert check(tiny) == []


@pytest.mark.parametrize(
    "about", ["repeat", "grading", "downgrade", "closing", "silent", "instrument", "uplift", "reassess"]
)
def test_the_national_pack_brings_cases_of_every_kind(about):
    cases = national().cases

    assert len(cases) >= 20
    assert sum(case.about == about for case in cases) >= 2


MISTAKES = [
    pytest.param(
        "repeat.toml", "value = 3,", "value = ,",
        "repeat.toml cannot be read as TOML: Invalid value (at line 6, column 23).",
        id="unreadable TOML",
    ),
    pytest.param(
        "repeat.toml", "value = 7,", 'value = "a week",',
        "repeat.toml: victim.within_days.value must be a whole number, not 'a week'.",
        id="text for a number",
    ),
    pytest.param(
        "repeat.toml", "value = 7,", "value = 0,",
        "repeat.toml: victim.within_days.value must be greater than or equal to 1, not 0.",
        id="a number out of range",
    ),
    pytest.param(
        "repeat.toml", "value = 7,", "value = true,",
        "repeat.toml: victim.within_days.value must be a whole number, not True.",
        id="true is not a number",
    ),
    pytest.param(
        "repeat.toml", "says_so = { value = false,", "says_so = { value = 0,",
        "repeat.toml: victim.says_so.value must be true or false, not 0.",
        id="a number is not true or false",
    ),
    pytest.param(
        "repeat.toml", '"unvalidated default"', '"the law"',
        "repeat.toml: windows.status must be 'statute', 'national guidance', \"one force's practice\" or "
        "'unvalidated default', not 'the law'.",
        id="a status that does not exist",
    ),
    pytest.param(
        "repeat.toml", ', source = "a test"', "",
        "repeat.toml: windows.source is missing.",
        id="no source",
    ),
    pytest.param(
        "repeat.toml", 'source = "a test"', 'source = ""',
        "repeat.toml: windows.source must not be empty, not ''.",
        id="an empty source",
    ),
    pytest.param(
        "repeat.toml", "[victim]", '[victim]\nwithin_weeks = { value = 1, status = "statute", source = "x" }',
        "repeat.toml: victim.within_weeks is not a key that belongs there.",
        id="a key that does not belong",
    ),
    pytest.param(
        "repeat.toml", "[7, 14]", "[14, 7]",
        "repeat.toml: windows must grow from one to the next, not [14, 7].",
        id="windows that shrink",
    ),
    pytest.param(
        "repeat.toml", "[7, 14]", "7",
        "repeat.toml: windows.value must be a list, not 7.",
        id="a number for a list",
    ),
    pytest.param(
        "pack.toml", "in_force_from = 2026-01-01", 'in_force_from = "January"',
        "pack.toml: in_force_from must be a date, such as 2026-11-01, not 'January'.",
        id="text for a date",
    ),
    pytest.param(
        "pack.toml", "2026-12-31", "2025-12-31",
        "pack.toml: in_force_to is 2025-12-31, before in_force_from, which is 2026-01-01.",
        id="an end before the beginning",
    ),
    pytest.param(
        "pack.toml", "Europe/London", "Europe/Lundun",
        "pack.toml: time_zone 'Europe/Lundun' is not a time zone; one is 'Europe/London'.",
        id="a time zone that does not exist",
    ),
    pytest.param(
        "questions.toml", "[[question]]", "QUESTION_TWICE",
        "questions.toml: question id 'before' is used 2 times.",
        id="a question id used twice",
    ),
    pytest.param(
        "risk.toml", 'id = "go_wrong"', 'id = "before"',
        "risk.toml: question id 'before' is already used in questions.toml.",
        id="a question id used in two files",
    ),
    pytest.param(
        "questions.toml", 'value = ["no"]', 'value = ["perhaps"]',
        "questions.toml: question.“before”.detail_required_on names 'perhaps', which is not one of its answers.",
        id="detail on an answer that does not exist",
    ),
    pytest.param(
        "questions.toml", '"yes", "no", "not_asked"', '"no", "no", "not_asked"',
        "questions.toml: an answer of “before” 'no' is used 2 times.",
        id="an answer given twice",
    ),
    pytest.param(
        "grades.toml", "rank = { value = 2,", "rank = { value = 1,",
        "grades.toml: rank '1' is used 2 times.",
        id="two grades equally urgent",
    ),
    pytest.param(
        "grades.toml", "[grade.NOW]", '[grade."right now"]',
        "grades.toml: grade.right now must be letters, digits and underscores, in the case of its neighbours, "
        "not 'right now'.",
        id="a code that is no code",
    ),
    pytest.param(
        "silent.toml", '"NOW"', '"NEVER"',
        "silent.toml: watched.999.silent.grade names the grade NEVER, which does not exist; there are NOW, LATER.",
        id="a grade that does not exist",
    ),
    pytest.param(
        "silent.toml", "open_log = { value = true", "open_log = { value = false",
        "silent.toml: watched.999.silent.grade is given, but no log opens.",
        id="a grade for no log",
    ),
    pytest.param(
        "silent.toml", 'grade = { value = "NOW", status = "unvalidated default", source = "a test" }', "",
        "silent.toml: watched.999.silent.grade is missing: a log that opens has a grade.",
        id="a log without a grade",
    ),
    pytest.param(
        "silent.toml", "PUBLIC_SAFETY_CONCERN", "PUBLIC_CONCERN",
        "silent.toml: category names the category PUBLIC_CONCERN, which is neither national nor local.",
        id="a category that does not exist",
    ),
    pytest.param(
        "downgrade.toml", 'vulnerable = ["yes"]', 'new_grades = ["SOON"]',
        "downgrade.toml: rule.night.new_grades names the grade SOON, which does not exist; there are NOW, LATER.",
        id="a rule for a grade that does not exist",
    ),
    pytest.param(
        "downgrade.toml", 'vulnerable = ["yes"]', 'results = ["DONE"]',
        "downgrade.toml: rule.night.results can never hold here: take it out.",
        id="a condition that can never hold",
    ),
    pytest.param(
        "downgrade.toml", 'vulnerable = ["yes"]', 'repeat = ["nuisance"]',
        "downgrade.toml: rule.night.value.repeat.no. 1 must be 'repeat_victim', 'repeat_caller' or "
        "'repeat_location', not 'nuisance'.",
        id="a kind of repeat that does not exist",
    ),
    pytest.param(
        "downgrade.toml", 'vulnerable = ["yes"]', 'opened_as = ["ASB_ODD"]',
        "downgrade.toml: rule.night.opened_as names the category ASB_ODD, which is neither national nor local.",
        id="a rule for a category that does not exist",
    ),
    pytest.param(
        "advice.toml", 'when = ["withheld"]', 'when = ["rude_caller"]',
        "advice.toml: advice.“withheld”.value.when.no. 1 must be ",
        id="a condition of advice that does not exist",
    ),
    pytest.param(
        "advice.toml", 'id = "withheld"', 'id = "first_call"',
        "advice.toml: advice id 'first_call' is used 2 times.",
        id="an advice id used twice",
    ),
    pytest.param(
        "advice.toml", "Ask who is calling.", "Ask who is calling. " * 7,
        "advice.toml: advice.“withheld”.value.sentence must be at most 120 characters, not ",
        id="advice nobody can read in time",
    ),
    pytest.param(
        "local.toml", "ASB_NUISANCE", "ASB_NOISE",
        "local.toml: code.TINY_FIREWORKS.nicl names ASB_NOISE, which is not a category of the national list.",
        id="a local code under no national category",
    ),
    pytest.param(
        "local.toml", ', nicl = "ASB_NUISANCE"', "",
        "local.toml: code.TINY_FIREWORKS.value.nicl is missing.",
        id="a local code without a national category",
    ),
    pytest.param(
        "cases.toml", 'result = "SAME"', 'result = "OTHER"',
        "cases.toml: case.“one person may close as the same as another”.result names the result OTHER, "
        "which does not exist; there are DONE, SAME.",
        id="a case about a result that does not exist",
    ),
    pytest.param(
        "cases.toml", 'about = "repeat"', 'about = "weather"',
        "cases.toml: case.“one earlier incident makes no repeat victim here” must be 'repeat', 'counts', "
        "'case review', 'trend', 'grading', 'downgrade', 'closing', 'silent', 'instrument', 'uplift', 'reassess', "
        "not 'weather'.",
        id="a case about nothing we decide",
    ),
    pytest.param(
        "cases.toml", 'about = "repeat"\n', "",
        "cases.toml: case.“one earlier incident makes no repeat victim here” must say what it is about: "
        "'about' is missing.",
        id="a case that does not say what it is about",
    ),
    pytest.param(
        "cases.toml", "now = 2026-11-22T12:00:00Z", "now = 2026-11-22T12:00:00",
        "cases.toml: case.“one earlier incident makes no repeat victim here”.now must have a time zone, "
        "such as 2026-11-22T12:00:00Z, not ",
        id="a moment without a time zone",
    ),
    pytest.param(
        "cases.toml", "expect_repeat = false", "expect_repeat = true",
        "cases.toml: case “one earlier incident makes no repeat victim here” expects a repeat victim, "
        "and the pack decides no repeat victim.",
        id="a case that fails",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "sentence"), MISTAKES)
def test_each_mistake_gives_one_clear_sentence(check_with, tiny, name, old, new, sentence):
    if new == "QUESTION_TWICE":
        new = (tiny / name).read_text(encoding="utf-8") + "\n[[question]]"

    problems = check_with(name, old, new)

    assert len(problems) == 1
    assert problems[0].startswith(sentence)
    assert problems[0].endswith(".")


def test_a_local_code_may_not_take_a_national_name(check_with):
    problems = check_with("local.toml", "TINY_FIREWORKS", "ASB_PERSONAL")

    assert "local.toml: code.ASB_PERSONAL is the name of a national category; a local code needs its own." in problems


def test_a_count_case_needs_a_count_for_each_window(tiny):
    with (tiny / "cases.toml").open("a", encoding="utf-8") as cases:
        cases.write(
            '\n[[case]]\nabout = "counts"\nname = "three windows"\nnow = 2026-11-22T12:00:00Z\n'
            "expect_counts = [0, 0, 0]\n"
        )

    assert check(tiny) == [
        "cases.toml: case.“three windows”.expect_counts has 3 counts, and repeat.toml has 2 windows."
    ]


def test_mistakes_in_several_files_are_reported_at_once(tiny, check_with):
    (tiny / "closing.toml").unlink()
    (tiny / "nuisance.toml").write_text("", encoding="utf-8")

    problems = check_with("repeat.toml", "[7, 14]", "[14, 7]")

    assert len(problems) == 3
    assert any(problem == "closing.toml is missing from the pack." for problem in problems)
    assert any(problem.startswith("nuisance.toml is not a file of a pack") for problem in problems)


def test_a_pack_needs_no_codes_of_its_own(tiny):
    (tiny / "local.toml").unlink()
    cases = (tiny / "cases.toml").read_text(encoding="utf-8")
    (tiny / "cases.toml").write_text(cases.replace("TINY_FIREWORKS", "ASB_NUISANCE"), encoding="utf-8")

    assert check(tiny) == []


def test_a_file_that_is_not_text_is_said_to_be_so(tiny):
    (tiny / "risk.toml").write_bytes(b"\xff\xfe")

    (problem,) = check(tiny)

    assert problem.startswith("risk.toml cannot be read: 'utf-8' codec")


def test_a_folder_that_is_not_there_is_one_problem(tmp_path):
    assert check(tmp_path / "nowhere") == [f"{tmp_path / 'nowhere'} is not a folder."]


def test_loading_an_unsound_pack_is_refused_with_every_problem(tiny):
    (tiny / "risk.toml").unlink()
    (tiny / "grades.toml").unlink()

    with pytest.raises(PackRefused, match="tiny is not a sound policy pack") as refused:
        load(tiny)

    assert refused.value.problems == [
        "risk.toml is missing from the pack.",
        "grades.toml is missing from the pack.",
    ]


def test_a_failing_case_does_not_keep_a_pack_from_loading(check_with, tiny):
    check_with("cases.toml", "expect_repeat = false", "expect_repeat = true")

    (failure,) = run_cases(load(tiny))

    assert failure.name == "one earlier incident makes no repeat victim here"
