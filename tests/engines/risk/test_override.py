"""A person decides: up with a reason, down as a supervisor with one."""

import pytest

from heed.engines.risk.instruments import Band
from heed.engines.risk.override import is_lowered, override_refused

LOW, HIGH = Band("LOW", "Standard", 0), Band("HIGH", "High", 25)
NO_REASON = "Say why you decide otherwise than the score proposes."
NO_BAND = "No band is below “High”: only a supervisor may decide that."
SUPERVISOR = "“Standard” is below “High”: only a supervisor may decide that."


@pytest.mark.parametrize(
    ("proposed", "decided", "why", "supervisor", "refused"),
    [
        pytest.param(LOW, LOW, "", False, (), id="as proposed needs no reason"),
        pytest.param(None, None, "", False, (), id="neither proposed nor decided"),
        pytest.param(LOW, HIGH, "She is terrified", False, (), id="up with a reason"),
        pytest.param(LOW, HIGH, "", False, (NO_REASON,), id="up without one"),
        pytest.param(LOW, HIGH, "  ", True, (NO_REASON,), id="spaces are no reason, for a supervisor neither"),
        pytest.param(HIGH, LOW, "He is in prison", True, (), id="down as a supervisor"),
        pytest.param(HIGH, LOW, "", True, (NO_REASON,), id="down as a supervisor without a reason"),
        pytest.param(HIGH, LOW, "He is in prison", False, (SUPERVISOR,), id="down by anybody else"),
        pytest.param(HIGH, LOW, "", False, (NO_REASON, SUPERVISOR), id="down, and no reason either"),
        pytest.param(None, LOW, "Told by the warden", False, (), id="a band where nothing was scored"),
        pytest.param(HIGH, None, "x", False, (NO_BAND,), id="no band where one was proposed"),
    ],
)  # fmt: skip
def test_what_is_refused(proposed, decided, why, supervisor, refused):
    assert override_refused(proposed, decided, why=why, decided_by_supervisor=supervisor) == refused


@pytest.mark.parametrize(
    ("proposed", "decided", "lowered"),
    [
        (LOW, LOW, False),
        (LOW, HIGH, False),
        (HIGH, LOW, True),
        (HIGH, None, True),
        (None, LOW, False),
        (None, None, False),
    ],
)
def test_what_lies_below(proposed, decided, lowered):
    assert is_lowered(proposed, decided) is lowered
