"""In which area a point lies, what overlaps, and what an import changes."""

import itertools

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from heed.domain.beats.rules import Area, Layout, changes, hectares, overlaps


def box(code, west, south, east, north):
    """Return a rectangle."""
    return Area(code, f"Beat {code}", shapely.box(west, south, east, north))


A, B = box("A", 2.0, 54.0, 2.1, 54.1), box("B", 2.1, 54.0, 2.2, 54.1)
LAPS = box("C", 2.05, 54.0, 2.15, 54.1)


def code_at(areas, latitude, longitude):
    """Return the code of the area that a point lies in."""
    found = Layout([area.code for area in areas], [area.shape for area in areas]).at(latitude, longitude)
    return None if found is None else areas[found].code


@pytest.mark.parametrize(
    ("longitude", "code"),
    [(2.05, "A"), (2.15, "B"), (2.1, "A"), (2.0, "A"), (2.2, "B"), (2.2000001, None), (1.9999999, None)],
    ids=["inside", "in the other", "on the border of two", "on an edge", "on the far edge", "outside", "before"],
)
def test_a_point_lies_in_one_area_and_on_a_border_in_that_of_the_lower_code(longitude, code):
    assert code_at([A, B], 54.05, longitude) == code
    assert code_at([B, A], 54.05, longitude) == code


def test_a_hole_belongs_to_nobody_or_to_whoever_fills_it():
    ring = Area("A", "Ring", shapely.box(2.0, 54.0, 2.1, 54.1).difference(shapely.box(2.04, 54.04, 2.06, 54.06)))
    town = box("T", 2.04, 54.04, 2.06, 54.06)

    assert code_at([ring], 54.05, 2.05) is None
    assert code_at([ring, town], 54.05, 2.05) == "T"


def test_each_island_of_an_area_is_the_area():
    isles = Area("I", "Isles", shapely.union_all([shapely.box(2, 54, 2.1, 54.1), shapely.box(2.3, 54, 2.4, 54.1)]))

    assert [code_at([isles], 54.05, longitude) for longitude in (2.05, 2.2, 2.35)] == ["I", None, "I"]


def test_without_areas_no_point_lies_anywhere():
    assert Layout([], []).at(54.05, 2.05) is None
    assert Layout([], []).at_each([54.05], [2.05]) == [None]


@given(
    st.lists(st.tuples(st.floats(53.9, 54.2), st.floats(1.9, 2.3)), max_size=30),
    st.permutations([A, B, LAPS]),
)
def test_many_points_at_once_are_each_point_alone_in_whatever_order_the_areas_come(points, areas):
    layout = Layout([area.code for area in areas], [area.shape for area in areas])
    together = layout.at_each([point[0] for point in points], [point[1] for point in points])

    for (latitude, longitude), found in zip(points, together, strict=True):
        containing = [area.code for area in areas if area.shape.intersects(shapely.Point(longitude, latitude))]
        code = None if found is None else areas[found].code
        assert layout.at(latitude, longitude) == found
        assert code == min(containing, default=None)


def test_areas_that_share_ground_are_told_with_how_much_of_it_and_neighbours_are_not():
    found = overlaps([LAPS, B, A])

    assert [(lap.one.code, lap.other.code) for lap in found] == [("A", "C"), ("B", "C")]
    assert found[0].hectares == pytest.approx(hectares(A.shape) / 2, rel=0.01)


@pytest.mark.parametrize(("metres", "told"), [(0, False), (0.05, False), (0.2, True)])
def test_a_border_drawn_coarsely_is_no_overlap(metres, told):
    # The two share a strip along 0.1 degrees of latitude, some 11 km.
    degrees = metres / 65_000
    assert bool(overlaps([A, box("B", 2.1 - degrees, 54.0, 2.2, 54.1)])) is told


def test_a_hectare_is_a_hectare():
    # 100 metres by 100 metres at 54 north.
    assert hectares(shapely.box(2.0, 54.0, 2.0 + 100 / 65_433, 54.0 + 100 / 111_320)) == pytest.approx(1, rel=0.01)


def test_an_import_says_of_every_code_what_becomes_of_it():
    standing = {"A": (A.name, A.drawn), "B": ("Other name", B.drawn), "X": ("Gone", A.drawn)}

    made = changes([LAPS, B, A, box("R", 3, 54, 3.1, 54.1)], standing=standing, retired=["R"], whole=True)

    assert (made.added, made.returned, made.changed, made.unchanged, made.retired) == (
        ["C"],
        ["R"],
        ["B"],
        ["A"],
        ["X"],
    )
    assert changes([A, B], standing=standing, retired=[], whole=False).retired == []


def test_an_import_of_what_stands_changes_nothing():
    standing = {area.code: (area.name, area.drawn) for area in (A, B)}
    assert not changes([B, A], standing=standing, retired=[], whole=True).any


def test_no_order_of_a_file_changes_what_an_import_does():
    made = {
        str(changes(order, standing={"X": ("Gone", A.drawn)}, retired=["B"], whole=True))
        for order in itertools.permutations([A, B, LAPS])
    }
    assert len(made) == 1
