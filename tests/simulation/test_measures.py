"""The history resembles the published figures; measures.py says whom each of them is about."""

import pytest
from tests.simulation.test_world import UNTIL

from heed.simulation.measures import measure
from heed.simulation.world import Order, make_world


@pytest.fixture(scope="module", params=[1, 2])
def likeness(request: pytest.FixtureRequest) -> object:
    world = make_world(Order(people=60_000, years=3, seed=request.param, until=UNTIL))
    return measure(world.calls(), ends=int(UNTIL.timestamp()))


@pytest.mark.parametrize(
    ("share", "lowest", "highest"),
    [
        ("six_or_more", 0.20, 0.30),
        ("eleven_or_more", 0.11, 0.20),
        ("vulnerable_and_ten", 0.05, 0.13),
        ("vulnerable_callers", 0.18, 0.29),
        ("vulnerable_victims", 0.16, 0.25),
    ],
)
def test_a_share_is_near_what_was_published(likeness: object, share: str, lowest: float, highest: float) -> None:
    assert lowest <= getattr(likeness, share) <= highest


def test_48_incidents_for_each_thousand_people_and_year(likeness: object) -> None:
    assert likeness.incidents == 60_000 * 3 * 48 // 1000
