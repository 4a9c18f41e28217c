"""What the state of a plan or of a power allows."""

import pytest

from heed.domain.problems import rules
from heed.domain.problems.terms import PlanFormat, PowerStatus, Section

S = PowerStatus


@pytest.mark.parametrize(
    ("before", "after", "may"),
    [
        (None, S.CONSIDERED, True),
        (None, S.ISSUED, False),
        (S.CONSIDERED, S.ISSUED, True),
        (S.CONSIDERED, S.REFUSED, True),
        (S.CONSIDERED, S.BREACHED, False),
        (S.ISSUED, S.VARIED, True),
        (S.ISSUED, S.BREACHED, True),
        (S.BREACHED, S.BREACHED, True),
        (S.BREACHED, S.DISCHARGED, True),
        (S.ISSUED, S.ISSUED, False),
        (S.ISSUED, S.REFUSED, False),
        (S.REFUSED, S.ISSUED, False),
        (S.REFUSED, S.BREACHED, False),
        (S.DISCHARGED, S.BREACHED, True),
        (S.EXPIRED, S.BREACHED, True),
        (S.DISCHARGED, S.ISSUED, False),
        (S.EXPIRED, S.VARIED, False),
    ],
)
def test_which_state_follows_which(before, after, may):
    assert (rules.refused_to_follow(before, after) == "") is may


def test_nothing_is_written_into_a_closed_plan():
    assert rules.refused_to_write(PlanFormat.SARA, Section.ANALYSIS, closed=True, has_due=False)


def test_sections_belong_to_a_format():
    assert rules.refused_to_write(PlanFormat.SARA, Section.REASSURANCE, closed=False, has_due=False)
    assert not rules.refused_to_write(PlanFormat.PIER, Section.REASSURANCE, closed=False, has_due=True)
    assert rules.refused_to_write(PlanFormat.PIER, Section.RESPONSE, closed=False, has_due=False)
    assert not rules.refused_to_write(PlanFormat.SARA, Section.REVIEW, closed=False, has_due=True)


def test_only_what_is_done_has_a_day():
    assert rules.refused_to_write(PlanFormat.SARA, Section.ANALYSIS, closed=False, has_due=True)
    assert not rules.refused_to_write(PlanFormat.SARA, Section.RESPONSE, closed=False, has_due=True)


def test_a_sergeant_who_did_not_ask_signs_off():
    def sign(**changes):
        return rules.refused_to_sign_off(
            **({"rank": "sergeant", "least": "sergeant", "asked_by": 1, "signs": 2} | changes)
        )

    assert sign() == ""
    assert sign(rank="inspector") == ""
    assert sign(rank="constable") == "A sergeant or above signs off a plan."
    assert sign(rank="") == "A sergeant or above signs off a plan."
    assert sign(signs=1).startswith("You asked for it")
