"""Orphan evidence: whose clock runs, and when it has run out."""

from datetime import UTC, datetime, timedelta

from heed.engines.risk.evidence import Item, Orphan, OrphanRule, clocks

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
RULE = OrphanRule(case_hours=24, look_hours=72)
HOUR = timedelta(hours=1)


def running(hours, *, now=NOW, **state):
    whole = {"live": False, "looked_at": False} | state
    return clocks(Item(NOW - hours * HOUR, **whole), rule=RULE, now=now)


def test_an_item_in_a_live_case_that_was_looked_at_has_no_clock():
    assert running(500, live=True, looked_at=True) == []


def test_both_clocks_run_the_sooner_first():
    assert [one.reason for one in running(1)] == [Orphan.NO_CASE, Orphan.NOT_LOOKED_AT]


def test_a_clock_is_late_after_the_very_moment():
    assert not running(24, looked_at=True)[0].late
    assert running(24, looked_at=True, now=NOW + timedelta(seconds=1))[0].late
    assert not running(72, live=True)[0].late
    assert running(73, live=True)[0].late


def test_the_clock_runs_from_receipt_over_a_change_of_clocks():
    received = datetime(2026, 10, 24, 20, 0, tzinfo=UTC)
    [clock] = clocks(Item(received, live=False, looked_at=True), rule=RULE, now=received)

    assert clock.due_at == received + timedelta(hours=24)


def test_what_was_set_aside_has_no_clock():
    assert running(500, set_aside=True) == []
