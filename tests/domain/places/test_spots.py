"""When two points on a map are one spot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.domain.places.spots.rules import SAME_POINT, cells_about, metres

LATITUDES = st.floats(49.8, 60.9)
LONGITUDES = st.floats(-8.7, 1.8)


def test_a_degree_of_latitude_is_a_hundred_and_eleven_kilometres():
    assert metres(52.0, -1.0, 53.0, -1.0) == pytest.approx(111_195, abs=1)
    assert metres(52.0, -1.0, None, -1.0) == float("inf")


@given(LATITUDES, LONGITUDES, st.floats(-0.0004, 0.0004), st.floats(-0.0004, 0.0004))
def test_whatever_is_near_enough_lies_in_a_cell_that_is_looked_at(latitude, longitude, north, east):
    near = (latitude + north, longitude + east)
    if metres(latitude, longitude, *near) <= SAME_POINT:
        assert cells_about(*near)[0] in cells_about(latitude, longitude)
