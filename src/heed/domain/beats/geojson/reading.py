"""
Reads the areas of a GeoJSON file (RFC 7946), and says in one sentence for each mistake what is wrong and where.

Nothing is guessed about where an area lies: a file in eastings and northings is refused, not converted.
"""

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from shapely import Geometry
from shapely.errors import ShapelyError

from heed.domain.beats.rules import Area

CODE_LONGEST, NAME_LONGEST = 40, 160
SAID_MOST = 60
"""Characters of a name that a sentence about its feature says."""
POSITIONS_LEAST = 4
"""Positions of a ring: three corners, and the first again (RFC 7946 3.1.6)."""

CODES = re.compile(
    r"(wd|beat|ward|nbhd|neighbourhood|lsoa|msoa|oa|lad|area|zone)?_?(\d\d)?_?(cd|code|ref|reference)|id", re.IGNORECASE
)
NAMES = re.compile(
    r"(wd|beat|ward|nbhd|neighbourhood|lsoa|msoa|lad|area|zone)?_?(\d\d)?_?(nm|name)|title", re.IGNORECASE
)
FIRST = re.compile(r"beat|nbhd|neighbourhood|wd|ward|code|name", re.IGNORECASE)
"""What a force calls its own areas is likelier meant than the district or output area that a row also names."""

WORLD_WIDE = re.compile(r"CRS84|EPSG:+(\d*\.?\d*:)?4326$", re.IGNORECASE)
BRITISH = re.compile(r"EPSG:+(\d*\.?\d*:)?27700$", re.IGNORECASE)
CONVERT = "convert the file to WGS 84 first, for example with `ogr2ogr -t_srs EPSG:4326`"


class Unreadable(Exception):
    """A file cannot be imported. problems: one sentence each, in the order of the file."""

    def __init__(self, *problems: str) -> None:
        """Keep the sentences; the first stands for all."""
        super().__init__(problems[0])
        self.problems = problems


@dataclass(frozen=True, slots=True)
class BeatFile:
    """What a file holds. mended: areas whose border crossed itself, in words. attribution: whom to name beside a map."""

    areas: tuple[Area, ...]
    mended: tuple[str, ...]
    attribution: str
    code_property: str
    name_property: str


class Wrong(Exception):
    """One feature cannot be read; the words complete “feature 17: …”."""


def read(content: bytes, *, code_property: str = "", name_property: str = "") -> BeatFile:
    """Read a file. code_property, name_property: which properties to go by; guessed where empty. Raises Unreadable."""
    collection = _collection(content)
    features = collection["features"]
    rows = [feature.get("properties") if isinstance(feature, Mapping) else None for feature in features]
    properties = [row if isinstance(row, Mapping) else {} for row in rows]
    code_property = _named(properties, code_property, "code") or _guess(properties, CODES, unique=True)
    name_property = _named(properties, name_property, "name") or _guess(properties, NAMES, unique=False)
    if not code_property:
        raise Unreadable(f"{_no_property(properties, 'code')}: say which it is with --code-property")
    if not name_property:
        raise Unreadable(f"{_no_property(properties, 'name')}: say which it is with --name-property")
    areas: list[Area] = []
    problems: list[str] = []
    mended: list[str] = []
    seen: dict[str, int] = {}
    for number, (feature, row) in enumerate(zip(features, properties, strict=True), 1):
        name = _text(row.get(name_property))
        where = f"feature {number}" + (f" “{name[:SAID_MOST]}{'…' if len(name) > SAID_MOST else ''}”" if name else "")
        try:
            _refuse_other_than_feature(feature)
            code = _code(row, code_property, seen)
            seen[code.casefold()] = number
            _refuse_name(name, name_property)
            shape, was_sound = _shape(feature)
        except Wrong as wrong:
            problems.append(f"{where}: {wrong}")
            continue
        areas.append(Area(code, name, shape))
        if not was_sound:
            mended.append(f"{where}: its border crosses itself; it was mended")
    if problems:
        raise Unreadable(*problems)
    return BeatFile(tuple(areas), tuple(mended), _attribution(collection), code_property, name_property)


def _collection(content: bytes) -> Mapping[str, Any]:
    """Return the feature collection."""
    if not content.strip():
        raise Unreadable("the file is empty")
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Unreadable(_not_utf_8(content, error)) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of figures is a ValueError of its own
        at = f": line {error.lineno}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        raise Unreadable(f"this is not JSON{at}") from error
    kind = found.get("type") if isinstance(found, Mapping) else None
    if not isinstance(found, Mapping) or kind != "FeatureCollection":
        what = "TopoJSON" if kind == "Topology" else f"a {kind}" if isinstance(kind, str) else "other JSON"
        raise Unreadable(f"this is {what}, not a GeoJSON FeatureCollection")
    features = found.get("features")
    if not isinstance(features, list) or not features:
        raise Unreadable("there are no features in it")
    _refuse_other_reference(found.get("crs"))
    return found


def _not_utf_8(content: bytes, error: UnicodeDecodeError) -> str:
    """Say where a file stops being UTF-8, and how to make it so."""
    at = content.rfind(b"\n", 0, error.start) + 1
    line, before = content.count(b"\n", 0, error.start) + 1, content[at : error.start].decode(errors="replace")[-30:]
    where = f": line {line}, after “{before}”" if before.isprintable() and before else f": line {line}"
    return f"this is not JSON in UTF-8{where}; save it again as UTF-8"


def _refuse_other_reference(crs: Any) -> None:
    """Refuse a file that says itself that it is not in WGS 84 (GeoJSON of before 2016 could)."""
    named = crs.get("properties") if isinstance(crs, Mapping) else None
    name = str(named.get("name", "")) if isinstance(named, Mapping) else ""
    if name and not WORLD_WIDE.search(name):
        what = "the British National Grid" if BRITISH.search(name) else f"“{name[:80]}”"
        raise Unreadable(f"its coordinates are in {what}: {CONVERT}")


def _named(properties: Sequence[Mapping[str, Any]], asked: str, what: str) -> str:
    """Return the property that was asked for, however its letters are cased. Raises Unreadable where no feature has it."""
    if not asked:
        return ""
    known = list(dict.fromkeys(key for row in properties for key in row))
    found = next((key for key in known if key == asked), None)
    found = found or next((key for key in known if key.casefold() == asked.casefold()), None)
    if found is None:
        raise Unreadable(f"no feature has a property {asked} for its {what}; there is {_listed(known)}")
    return found


def _guess(properties: Sequence[Mapping[str, Any]], pattern: re.Pattern[str], *, unique: bool) -> str:
    """
    Return the property that looks right by its name; empty where none does.

    unique: one whose value is another in each feature is preferred, because a row of a ward names its district too.
    """
    known = [key for key in dict.fromkeys(key for row in properties for key in row) if pattern.fullmatch(key)]
    known.sort(key=lambda key: FIRST.match(key) is None)
    told = {key: [_text(row.get(key)) for row in properties] for key in known}
    filled = [key for key in known if all(told[key])]
    apart = [key for key in filled if len(set(told[key])) == len(properties)]
    return next(iter([*(apart if unique else ()), *filled, *known]), "")


def _no_property(properties: Sequence[Mapping[str, Any]], what: str) -> str:
    known = list(dict.fromkeys(key for row in properties for key in row))
    return f"no property looks like a {what} (there is {_listed(known)})" if known else f"no feature has a {what}"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:12]) + (" …" if len(names) > 12 else "") if names else "none"  # noqa: PLR2004  one line of the screen


def _code(row: Mapping[str, Any], named: str, seen: Mapping[str, int]) -> str:
    """Return the code of a feature, which no other has."""
    code = _text(row.get(named))
    if not code:
        raise Wrong(f"{named} is empty")
    if len(code) > CODE_LONGEST:
        raise Wrong(f"its code is longer than {CODE_LONGEST} characters")
    # B1 and b1 are one: whoever asks for a beat on the command line may type either.
    if code.casefold() in seen:
        raise Wrong(f"its code {code} is that of feature {seen[code.casefold()]} already")
    return code


def _refuse_other_than_feature(feature: Any) -> None:
    kind = feature.get("type") if isinstance(feature, Mapping) else None
    if kind != "Feature":
        raise Wrong(f"it is a {kind[:SAID_MOST]}, not a Feature" if isinstance(kind, str) else "it is not a Feature")


def _refuse_name(name: str, named: str) -> None:
    if not name:
        raise Wrong(f"{named} is empty")
    if len(name) > NAME_LONGEST:
        raise Wrong(f"its name is longer than {NAME_LONGEST} characters")


def _text(value: Any) -> str:
    """Return a property as text; whole numbers without a point."""
    if value is None or isinstance(value, (bool, list, dict)):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return _kept(str(value))


def _kept(words: str) -> str:
    """Return words as the database can keep them: without NUL, and without half of a pair of surrogates."""
    return " ".join(words.replace("\0", " ").encode(errors="replace").decode().split())


def _shape(feature: Any) -> tuple[Geometry, bool]:
    """Return a feature's shape, sound, and whether it was so in the file. Raises Wrong."""
    geometry = feature.get("geometry") if isinstance(feature, Mapping) else None
    kind = geometry.get("type") if isinstance(geometry, Mapping) else None
    if not isinstance(geometry, Mapping) or kind not in {"Polygon", "MultiPolygon"}:
        raise Wrong(f"it is a {kind}, not a Polygon or MultiPolygon" if isinstance(kind, str) else "it has no shape")
    polygons = geometry.get("coordinates")
    polygons = [polygons] if kind == "Polygon" else polygons
    if not isinstance(polygons, list) or not polygons:
        raise Wrong("it has no shape")
    drawn = [[_ring(ring) for ring in _rings(polygon)] for polygon in polygons]
    _refuse_swapped([position for polygon in drawn for ring in polygon for position in ring])
    try:
        parts = [shapely.Polygon(rings[0], rings[1:]) for rings in drawn]
        shape = parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)
        sound = bool(shape.is_valid)
        mended = shape if sound else _polygons(shapely.make_valid(shape))
    except (ShapelyError, ValueError) as error:
        raise Wrong("its border cannot be read") from error
    if mended.is_empty or not mended.area:
        raise Wrong("its border encloses no ground")
    return mended, sound


def _polygons(mended: Geometry) -> Geometry:
    """Return what has an area of what a mended shape came to; lines and points fall away."""
    flat = [part for part in shapely.get_parts(mended) if part.geom_type in {"Polygon", "MultiPolygon"}]
    return shapely.union_all(flat)


def _rings(polygon: Any) -> list[Any]:
    if not isinstance(polygon, list) or not polygon:
        raise Wrong("it has no shape")
    return polygon


def _ring(ring: Any) -> list[tuple[float, float]]:
    """Return the positions of a ring; heights are left out."""
    if not isinstance(ring, list) or len(ring) < POSITIONS_LEAST:
        raise Wrong("its border has fewer than four positions")
    return list(_positions(ring))


def _positions(ring: list[Any]) -> Iterator[tuple[float, float]]:
    for position in ring:
        pair = position[:2] if isinstance(position, list) else ()
        if len(pair) != 2 or not all(_is_number(value) for value in pair):  # noqa: PLR2004  longitude and latitude
            raise Wrong(f"{str(position)[:60]} is no position")
        longitude, latitude = float(pair[0]), float(pair[1])
        if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):  # noqa: PLR2004  the world
            raise Wrong(f"{_out_of_range(longitude, latitude)}: {CONVERT}")
        yield longitude, latitude


def _is_number(value: Any) -> bool:
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number of hundreds of figures
        return False


def _out_of_range(easting: float, northing: float) -> str:
    """Say what numbers that are no longitude and latitude look like."""
    said = f"{easting:.10g}, {northing:.10g} is no longitude and latitude"
    in_britain = 0 <= easting <= 700_000 and 0 <= northing <= 1_300_000  # noqa: PLR2004  the extent of the grid
    return f"{said} but looks like easting and northing of the British National Grid" if in_britain else said


def _refuse_swapped(positions: Sequence[tuple[float, float]]) -> None:
    """Refuse latitude before longitude, which in this country can be told: 49 to 61 north, 9 west to 3 east."""
    if all(49 <= one <= 61 and -9 <= other <= 3 for one, other in positions):  # noqa: PLR2004  the United Kingdom
        one, other = positions[0]
        raise Wrong(f"{one:.10g}, {other:.10g} has latitude first; GeoJSON has longitude first")


def _attribution(collection: Mapping[str, Any]) -> str:
    """Return whom the file asks to be named: a member that many publishers add."""
    found = next((collection[key] for key in ("attribution", "copyright", "license") if collection.get(key)), "")
    return _kept(found)[:500] if isinstance(found, str) else ""
