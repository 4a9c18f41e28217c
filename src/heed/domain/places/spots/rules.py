"""When two points on a map are one spot. Points are WGS 84 degrees."""

from math import asin, cos, radians, sin, sqrt
from typing import Final

SAME_POINT: Final = 15.0
"""Metres within which two pins mean one spot: a telephone outdoors is right to 5 to 10. Heed's choice, unvalidated."""

EARTH: Final = 6_371_008.8
"""Mean radius of the earth in metres."""

CELL: Final = 5_000
"""Cells to a degree: 22 m from south to north, 11 to 14 m from west to east within Great Britain."""

AROUND: Final = 2
"""Cells on each side of a point's own that can hold a point within SAME_POINT."""


def metres(latitude: float, longitude: float, other_latitude: float | None, other_longitude: float | None) -> float:
    """Return how far apart two points are, along the ground; endless where one is not known."""
    if other_latitude is None or other_longitude is None:
        return float("inf")
    north, east = radians(other_latitude - latitude) / 2, radians(other_longitude - longitude) / 2
    share = sin(north) ** 2 + cos(radians(latitude)) * cos(radians(other_latitude)) * sin(east) ** 2
    return 2 * EARTH * asin(sqrt(min(1.0, share)))


def cells_about(latitude: float, longitude: float) -> list[str]:
    """Return the keys of the cell that a point lies in, which comes first, and of those about it."""
    row, column = round(latitude * CELL), round(longitude * CELL)
    steps = sorted(range(-AROUND, AROUND + 1), key=abs)
    return [f"POINT {row + north} {column + east}" for north in steps for east in steps]
