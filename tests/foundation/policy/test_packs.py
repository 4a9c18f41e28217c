"""What a pack gives to those who decide by it; other numbers give other decisions, and no code changes."""

import re
from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime, timedelta

import pytest

from heed.engines.risk.advice import choose
from heed.engines.risk.case_review import CaseReviewRule, standing
from heed.engines.risk.gates import (
    Answer,
    Circumstances,
    RepeatKind,
    Vulnerable,
    answers_missing,
    second_person_for_closing,
    second_person_for_downgrade,
)
from heed.engines.risk.grading import attend_by
from heed.engines.risk.repeat import RepeatRule, Report, is_repeat
from heed.engines.risk.silent import CallKind, Service, SilentCall, decide
from heed.foundation.policy.leaves import STATUSES
from heed.foundation.policy.packs import Pack, load, national

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
YESTERDAY = Report("A", NOON - timedelta(days=1), extra=False)
PLAIN = Circumstances(grade="PRIORITY", opened_as="ASB_NUISANCE", vulnerable=Vulnerable.NO)


@pytest.fixture
def other(tiny) -> Pack:
    """Load the tiny pack."""
    return load(tiny)


def test_the_national_pack_says_which_version_it_is():
    pack = national()

    assert (pack.name, pack.version) == ("national", "national-2026.11")
    assert re.fullmatch("[0-9a-f]{64}", pack.digest)
    assert national() is pack


def test_one_earlier_incident_makes_a_repeat_victim_in_one_pack_and_not_in_the_other(other):
    assert national().repeat.victim.rule == RepeatRule(365, 2, says_so=True)
    assert is_repeat([YESTERDAY], now=NOON, rule=national().repeat.victim.rule)
    assert not is_repeat([YESTERDAY], now=NOON, rule=other.repeat.victim.rule)


def test_the_case_review_line_lies_elsewhere(other):
    reports = [YESTERDAY, Report("B", NOON, extra=False)]

    rule = national().case_review
    assert rule == CaseReviewRule(
        count=3,
        months=6,
        report_within_months=1,
        explain_at=2,
        follow_ups_count=True,
        not_complaints=rule.not_complaints,
    )
    assert {code.partition("_")[0] for code in rule.not_complaints} == {"TRANSPORT", "PUBLIC", "ADMINISTRATION"}
    for pack, reached in ((national(), False), (other, True)):
        assert standing(reports, now=NOON, zone=pack.zone, rule=pack.case_review).reached is reached


def test_grades_come_most_urgent_first_and_have_their_own_minutes(other):
    assert list(national().grades) == ["EMERGENCY", "PRIORITY", "SCHEDULED", "RESOLUTION_WITHOUT_DEPLOYMENT"]
    assert attend_by(other.grades["NOW"], graded_at=NOON, rural=True) == NOON + timedelta(minutes=7)
    assert attend_by(other.grades["LATER"], graded_at=NOON, rural=True) is None


def test_one_person_may_lower_a_grade_where_the_pack_says_so(other):
    grades, gate = other.grades, other.gates.downgrade

    assert second_person_for_downgrade(grades["NOW"], grades["LATER"], incident=PLAIN, policy=gate) == ()
    assert second_person_for_downgrade(
        national().grades["EMERGENCY"], national().grades["PRIORITY"], incident=PLAIN, policy=national().gates.downgrade
    ) == ("the grade goes down",)


def test_a_duplicate_needs_a_second_person_in_one_pack_and_not_in_the_other(other):
    closing = national().gates.closing

    assert second_person_for_closing("DUPLICATE", incident=PLAIN, policy=closing)
    assert second_person_for_closing("SAME", incident=PLAIN, policy=other.gates.closing) == ()
    assert national().results["DUPLICATE"].nicl == "ADMINISTRATION_DUPLICATE"
    assert national().results["DUPLICATE"].asks_each_caller


def test_the_national_pack_never_holds_repeat_calls_against_a_caller():
    again = Circumstances("PRIORITY", "ASB_NUISANCE", frozenset({RepeatKind.CALLER}), Vulnerable.NO)
    closing = national().gates.closing

    for result in national().results:
        before = second_person_for_closing(result, incident=PLAIN, policy=closing)
        assert second_person_for_closing(result, incident=again, policy=closing) == before


def test_an_answer_is_complete_in_one_pack_and_not_in_the_other(other):
    reasonless = {"before": Answer("not_asked")}

    assert answers_missing(other.questions, reasonless) == {}
    assert answers_missing(national().questions[:1], reasonless) == {"before": "Say why it was not asked."}


def test_the_national_questions_are_the_six_and_the_three():
    pack = national()

    assert [question.id for question in pack.questions] == [
        "before", "disability", "impact", "targeted", "support", "vulnerable",
    ]  # fmt: skip
    assert [question.id for question in pack.risk_questions] == ["go_wrong", "how_likely", "consequences"]
    assert all(question.not_asked_needs_reason for question in pack.questions)
    assert all("not_asked" in question.answers for question in pack.questions)
    assert all(question.wording_cy != question.wording for question in (*pack.questions, *pack.risk_questions))


def test_a_silent_call_from_an_unknown_line_opens_a_log_in_one_pack_and_not_in_the_other(other):
    call = SilentCall(CallKind.SILENT, Service.EMERGENCY, flagged=False)

    assert decide(call, policy=national().silent).open_log
    assert not decide(call, policy=other.silent).open_log


@pytest.mark.parametrize(
    ("number_class", "service", "show", "match"),
    [
        ("available", Service.NON_EMERGENCY, True, True),
        ("withheld", Service.NON_EMERGENCY, False, False),
        ("withheld", Service.EMERGENCY, False, True),
        ("unavailable", Service.EMERGENCY, False, False),
        ("payphone", Service.EMERGENCY, True, False),
        ("own-force", Service.NON_EMERGENCY, True, False),
        ("international", Service.NON_EMERGENCY, True, True),
    ],
)
def test_showing_a_number_and_matching_it_are_two_permissions(number_class, service, show, match):
    assert national().caller_line.may_show(number_class, service) is show
    assert national().caller_line.may_match(number_class, service) is match


def test_a_class_of_number_that_does_not_exist_is_refused():
    with pytest.raises(KeyError, match="carrier-pigeon"):
        national().caller_line.may_show("carrier-pigeon", Service.EMERGENCY)


@pytest.mark.parametrize("line", national().advice, ids=lambda line: line.id)
def test_every_national_sentence_can_reach_the_card(line):
    assert line in choose(national().advice, line.when, at_most=len(national().advice))


def test_the_card_of_the_other_pack_has_room_for_one_sentence(other):
    assert (national().advice_at_most, other.advice_at_most) == (3, 1)


def test_local_codes_name_their_national_category(other):
    code = other.local_codes["TINY_FIREWORKS"]

    assert (code.label, code.kind, code.nicl) == ("Fireworks", "sub-type", "ASB_NUISANCE")


def test_every_value_can_be_shown_with_its_status_and_source():
    values = {value.name: value for value in national().values()}

    assert values["repeat.case_review.count"].status == "statute"
    assert values["repeat.trend.percent"].status == "unvalidated default"
    assert values["caller_line.classes.own-force.match_on_101"].value is False
    assert values["questions.question.before.wording_cy"].status == "unvalidated default"
    assert values["local.code.REPEAT_VICTIM"].value == {
        "label": "Repeat victim",
        "kind": "qualifier",
        "nicl": "ASB_PERSONAL",
    }
    assert {value.status for value in values.values()} <= set(STATUSES)
    assert all(value.source for value in values.values())
    assert len(values) == len(list(national().values()))


def test_only_what_the_statute_says_is_called_statute():
    statute = {value.name for value in national().values() if value.status == "statute"}

    assert statute == {
        "repeat.case_review.count",
        "repeat.case_review.months",
        "repeat.case_review.report_within_months",
    }


def test_the_first_and_last_day_are_in_force(other):
    assert [
        other.is_in_force(day) for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1))
    ] == [False, True, True, False]
    assert national().is_in_force(date(2099, 1, 1))


def test_a_comment_changes_the_text_and_not_the_digest(tiny, other):
    path = tiny / "repeat.toml"
    path.write_text(f"# why\n{path.read_text(encoding='utf-8')}", encoding="utf-8")

    assert load(tiny).digest == other.digest
    assert load(tiny).files["repeat.toml"].startswith("# why")


def test_a_number_changes_the_digest(check_with, tiny, other):
    check_with("repeat.toml", "value = 7,", "value = 8,")

    assert load(tiny).digest != other.digest


def test_nothing_in_a_pack_can_be_changed(other):
    with pytest.raises(FrozenInstanceError):
        other.digest = ""  # type: ignore[misc]
    with pytest.raises(ValueError, match="frozen"):
        other.repeat.victim.incidents.value = 1
    with pytest.raises(TypeError):
        other.results["DONE"] = other.results["SAME"]  # type: ignore[index]
