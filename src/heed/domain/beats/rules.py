"""
Decisions about areas on the ground: in which one a point lies, which overlap, and what an import changes.

Coordinates are degrees of WGS 84, longitude before latitude, as GeoJSON has them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import cos, radians
from typing import Any

import shapely
from shapely import Geometry, Point, STRtree

METRES_A_DEGREE = 111_320
"""Of latitude, and of longitude at the equator: near enough to say how large an overlap is."""
SQUARE_METRES_A_HECTARE = 10_000
OVERLAP_LEAST = 0.1
"""Hectares from which two areas are said to overlap: below that it is how finely the border was drawn. Unvalidated default."""

Box = tuple[float, float, float, float]
"""West, south, east, north."""


@dataclass(frozen=True, slots=True)
class Area:
    """One area as a file draws it: a Polygon or MultiPolygon that is sound, and the box around it."""

    code: str
    name: str
    shape: Geometry

    @property
    def drawn(self) -> dict[str, Any]:
        """Return the shape as GeoJSON, in lists as JSON has them."""
        found = shapely.geometry.mapping(self.shape)
        return {"type": found["type"], "coordinates": _lists(found["coordinates"])}

    @property
    def box(self) -> Box:
        """Return the box around it."""
        west, south, east, north = self.shape.bounds
        return west, south, east, north


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two areas that share ground. A point there belongs to the first, whose code is the lower."""

    one: Area
    other: Area
    hectares: float


@dataclass(frozen=True, slots=True)
class Changes:
    """What an import does to the beats that stand, by code. returned: retired before, and in the file again."""

    added: list[str] = field(default_factory=list)
    returned: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)

    @property
    def any(self) -> bool:
        """Say whether anything is other than before."""
        return bool(self.added or self.returned or self.changed or self.retired)


class Layout:
    """
    A force's areas, laid out so that the one a point lies in is found in microseconds.

    A point on a border, or in two areas that overlap, belongs to the one whose code is the lower in the alphabet: the
    answer never depends on the order in which the areas were given.
    """

    def __init__(self, codes: Sequence[str], shapes: Sequence[Geometry]) -> None:
        """Lay them out; answers are places in these two sequences."""
        order = sorted(range(len(codes)), key=codes.__getitem__)
        self._order = order
        ordered = [shapes[number] for number in order]
        shapely.prepare(ordered)
        self._tree = STRtree(ordered)

    def at(self, latitude: float, longitude: float) -> int | None:
        """Return which area a point lies in, or None."""
        found = self._tree.query(Point(longitude, latitude), predicate="intersects")
        return self._order[int(found.min())] if found.size else None

    def at_each(self, latitudes: Sequence[float], longitudes: Sequence[float]) -> list[int | None]:
        """Return which area each of many points lies in, or None."""
        lowest: dict[int, int] = {}
        points, areas = self._tree.query(shapely.points(longitudes, latitudes), predicate="intersects")
        for point, area in zip(points.tolist(), areas.tolist(), strict=True):
            lowest[point] = min(area, lowest.get(point, area))
        return [self._order[lowest[point]] if point in lowest else None for point in range(len(latitudes))]


def overlaps(areas: Sequence[Area]) -> list[Overlap]:
    """Return which areas share more ground than a border drawn coarsely does, the largest first."""
    ordered = sorted(areas, key=lambda area: area.code)
    shapes = [area.shape for area in ordered]
    found = []
    for one, other in STRtree(shapes).query(shapes, predicate="intersects").T.tolist():
        if one < other and (size := hectares(shapely.intersection(shapes[one], shapes[other]))) >= OVERLAP_LEAST:
            found.append(Overlap(ordered[one], ordered[other], size))
    return sorted(found, key=lambda overlap: (-overlap.hectares, overlap.one.code, overlap.other.code))


def same_names(areas: Iterable[Area]) -> dict[str, list[str]]:
    """Return the codes of areas that share a name, by that name: such a name alone finds neither."""
    codes: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for area in sorted(areas, key=lambda area: area.code):
        codes.setdefault(area.name.casefold(), []).append(area.code)
        names.setdefault(area.name.casefold(), area.name)
    return {names[name]: shared for name, shared in sorted(codes.items()) if len(shared) > 1}


def hectares(shape: Geometry) -> float:
    """Say how large a shape is, to about one in a hundred within a county."""
    if shape.is_empty:
        return 0.0
    middle = (shape.bounds[1] + shape.bounds[3]) / 2
    return float(shape.area * METRES_A_DEGREE**2 * cos(radians(middle)) / SQUARE_METRES_A_HECTARE)


def changes(
    areas: Iterable[Area],
    *,
    standing: Mapping[str, tuple[str, Mapping[str, Any]]],
    retired: Iterable[str],
    whole: bool,
) -> Changes:
    """
    Say what an import changes.

    standing: name and shape (GeoJSON) of each beat that stands, by code. retired: codes of those that no longer do.
    whole: the file holds all beats of the force, so that what it leaves out is retired.
    """
    made, gone, named = Changes(), set(retired), set()
    for area in sorted(areas, key=lambda area: area.code):
        named.add(area.code)
        before = standing.get(area.code)
        if before is None:
            (made.returned if area.code in gone else made.added).append(area.code)
        elif before == (area.name, area.drawn):
            made.unchanged.append(area.code)
        else:
            made.changed.append(area.code)
    if whole:
        made.retired.extend(sorted(set(standing) - named))
    return made


def _lists(coordinates: Any) -> Any:
    """Turn shapely's tuples into the lists that come back from the database."""
    return [_lists(part) for part in coordinates] if isinstance(coordinates, (tuple, list)) else float(coordinates)
