"""What follows a silent or abandoned call."""

import pytest

from heed.engines.risk.silent import CallKind, Service, SilentCall, SilentPolicy, SilentRule, decide

KINDS = [(service, kind) for service in Service for kind in CallKind]
POLICY = SilentPolicy(
    watch_incidents=3,
    watch_within_days=90,
    category="ABANDONED",
    watched=dict.fromkeys(KINDS, SilentRule(open_log=True, grade="NOW", tell_supervisor=True)),
    unwatched=dict.fromkeys(KINDS, SilentRule(open_log=False, grade=None, tell_supervisor=False)),
)


def call(**changes: object) -> SilentCall:
    """Ring 999 and say nothing."""
    values: dict[str, object] = {"kind": CallKind.SILENT, "service": Service.EMERGENCY, "flagged": False}
    return SilentCall(**(values | changes))  # type: ignore[arg-type]


def test_a_flagged_line_opens_a_log_and_tells_a_supervisor_why():
    decision = decide(call(flagged=True, reasons=("high-risk marker on the address",)), policy=POLICY)

    assert (decision.open_log, decision.category, decision.grade) == (True, "ABANDONED", "NOW")
    assert decision.tell_supervisor
    assert decision.because == ("silent call to 999", "high-risk marker on the address")


def test_a_flag_without_a_reason_still_holds():
    decision = decide(call(flagged=True), policy=POLICY)

    assert decision.open_log
    assert decision.because == ("silent call to 999", "a person has flagged this line")


def test_a_reason_without_a_flag_is_not_a_flag():
    assert not decide(call(flagged=False, reasons=("expired marker",)), policy=POLICY).open_log


@pytest.mark.parametrize(("incidents", "watched"), [(0, False), (2, False), (3, True), (4, True)])
def test_the_count_that_makes_a_line_watched_is_included(incidents, watched):
    assert decide(call(incidents={30: 0, 90: incidents}), policy=POLICY).open_log is watched


def test_flag_and_count_are_both_said():
    decision = decide(call(flagged=True, reasons=("flag",), incidents={90: 5}), policy=POLICY)

    assert decision.because == ("silent call to 999", "flag", "5 incidents on this line in 90 days")


def test_an_unwatched_line_is_said_to_be_so_with_what_was_counted():
    decision = decide(call(kind=CallKind.ABANDONED, service=Service.NON_EMERGENCY, incidents={90: 1}), policy=POLICY)

    assert (decision.open_log, decision.category, decision.grade) == (False, None, None)
    assert decision.because == ("abandoned call to 101", "no flag", "1 incident on this line in 90 days")


def test_a_call_without_a_number_says_that_nothing_was_counted():
    assert decide(call(), policy=POLICY).because == ("silent call to 999", "no flag", "no number to count by")


def test_counts_for_another_window_are_refused():
    with pytest.raises(ValueError, match="counted over 30, 180 days; 90 is needed"):
        decide(call(incidents={30: 9, 180: 9}), policy=POLICY)


@pytest.mark.parametrize(("service", "kind"), KINDS)
def test_each_kind_of_call_has_a_rule_of_its_own(service, kind):
    rule = SilentRule(open_log=True, grade=f"{service}-{kind}", tell_supervisor=False)
    policy = SilentPolicy(3, 90, "ABANDONED", POLICY.watched, {**POLICY.unwatched, (service, kind): rule})

    assert decide(call(service=service, kind=kind), policy=policy).grade == f"{service}-{kind}"
