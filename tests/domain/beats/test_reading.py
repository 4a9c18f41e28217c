"""Reading a file of beats: every mistake is one sentence that says where."""

import json
import random
from contextlib import suppress

import pytest
from tests.domain.beats.conftest import CASTLE, HARBOUR, collection, feature, polygon, square

from heed.domain.beats.geojson import reading
from heed.domain.beats.geojson.reading import Unreadable
from heed.domain.beats.rules import hectares

GRID = "British National Grid"
CONVERT = "convert the file to WGS 84 first, for example with `ogr2ogr -t_srs EPSG:4326`"
NATIONAL_GRID = [[475320, 261359], [476320, 261359], [476320, 262359], [475320, 261359]]


def refused(content, **options):
    """Return why a file is refused."""
    with pytest.raises(Unreadable) as found:
        reading.read(content, **options)
    return list(found.value.problems)


def test_polygons_and_islands_are_read_with_code_and_name():
    islands = {"type": "MultiPolygon", "coordinates": [[square(3.0, 54.0)], [square(3.4, 54.0)]]}

    file = reading.read(collection(CASTLE, feature("B3", " The  Isles ", islands)))

    assert [(area.code, area.name) for area in file.areas] == [("B1", "Castle"), ("B3", "The Isles")]
    assert file.areas[1].drawn["type"] == "MultiPolygon"
    assert file.areas[1].box == pytest.approx((3.0, 54.0, 3.5, 54.1))
    assert file.mended == ()


def test_heights_are_left_out_and_a_byte_order_mark_does_no_harm():
    high = [[*position, 12.5] for position in square(2.0, 54.0)]

    file = reading.read(b"\xef\xbb\xbf" + collection(feature("B1", "Castle", polygon(high))))

    assert file.areas[0].drawn["coordinates"] == [square(2.0, 54.0)]


@pytest.mark.parametrize(
    ("properties", "code", "name"),
    [
        ({"wardcd": "E1", "wardnm": "Castle", "lad13cd": "E07", "lad13nm": "Corby"}, "wardcd", "wardnm"),
        ({"WD13CD": "E1", "WD13NM": "Castle"}, "WD13CD", "WD13NM"),
        ({"lad13cd": "E07", "lad13nm": "Corby", "lsoa11cd": "E1", "lsoa11nm": "Corby 1"}, "lsoa11cd", "lad13nm"),
        ({"OBJECTID": 1, "name": "Castle", "id": 12.0}, "id", "name"),
        ({"BEAT_CODE": "B1", "Beat_Name": "Castle", "name": "x", "ref": "y"}, "BEAT_CODE", "Beat_Name"),
    ],
)
def test_properties_are_guessed_from_common_names(properties, code, name):
    other = properties | {key: f"{value} 2" for key, value in properties.items() if key == code}
    made = [
        {"type": "Feature", "properties": row, "geometry": polygon(square(2.0, 54.0))} for row in (properties, other)
    ]

    file = reading.read(collection(*made))

    assert (file.code_property, file.name_property) == (code, name)


def test_properties_can_be_named_in_either_case():
    made = feature("B1", "Castle", polygon(square(2.0, 54.0)), LABEL="C/1", Town="Mallow")

    file = reading.read(collection(made), code_property="label", name_property="town")

    assert [(area.code, area.name) for area in file.areas] == [("C/1", "Mallow")]
    assert refused(collection(made), code_property="nsa") == [
        "no feature has a property nsa for its code; there is beat_code, beat_name, LABEL, Town"
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<kml/>", "this is not JSON: line 1, column 1"),
        (b" \n", "the file is empty"),
        (b"\xff\xfe{", "this is not JSON in UTF-8: line 1; save it again as UTF-8"),
        (
            b'{"type":\n"name": "Caf\xe9"}',
            'this is not JSON in UTF-8: line 2, after “"name": "Caf”; save it again as UTF-8',
        ),
        (b"[" + b"9" * 5_000 + b"]", "this is not JSON"),
        (b"[" * 200_000, "this is not JSON"),
        (b"[]", "this is other JSON, not a GeoJSON FeatureCollection"),
        (b'{"type": "Topology"}', "this is TopoJSON, not a GeoJSON FeatureCollection"),
        (json.dumps(CASTLE).encode(), "this is a Feature, not a GeoJSON FeatureCollection"),
        (collection(), "there are no features in it"),
        (
            collection(CASTLE, crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}),
            f"its coordinates are in the British National Grid: {CONVERT}",
        ),
        (
            collection({"type": "Feature", "properties": {"colour": "red"}, "geometry": polygon(square(2, 54))}),
            "no property looks like a code (there is colour): say which it is with --code-property",
        ),
        (
            collection({"type": "Feature", "properties": None, "geometry": polygon(square(2, 54))}),
            "no feature has a code: say which it is with --code-property",
        ),
        (
            collection({"type": "Feature", "properties": {"ref": 1}, "geometry": polygon(square(2, 54))}),
            "no property looks like a name (there is ref): say which it is with --name-property",
        ),
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_refused_in_a_sentence(content, sentence):
    assert refused(content) == [sentence]


@pytest.mark.parametrize("crs", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4326"])
def test_a_file_that_says_it_is_in_wgs_84_is_read(crs):
    assert reading.read(collection(CASTLE, crs={"type": "name", "properties": {"name": crs}})).areas


@pytest.mark.parametrize(
    ("geometry", "sentence"),
    [
        (None, "it has no shape"),
        ({"type": "Point", "coordinates": [2, 54]}, "it is a Point, not a Polygon or MultiPolygon"),
        (polygon(), "it has no shape"),
        ({"type": "MultiPolygon", "coordinates": []}, "it has no shape"),
        (polygon([[2, 54], [2.1, 54], [2, 54]]), "its border has fewer than four positions"),
        (polygon([[2, 54], [2.1, 54], [2.2, 54], [2, 54]]), "its border encloses no ground"),
        (polygon([[2, "54"], [2.1, 54], [2.1, 54.1], [2, 54]]), "[2, '54'] is no position"),
        (polygon([[2], [2.1, 54], [2.1, 54.1], [2, 54]]), "[2] is no position"),
        (polygon([[float("nan"), 54], [2.1, 54], [2.1, 54.1], [2, 54]]), "[nan, 54] is no position"),
        (polygon([[10**400, 54], [2.1, 54], [2.1, 54.1], [2, 54]]), f"[1{'0' * 58} is no position"),
        (
            polygon(NATIONAL_GRID),
            f"475320, 261359 is no longitude and latitude but looks like easting and northing of the {GRID}: {CONVERT}",
        ),
        (
            polygon([[-100_000, 6_800_000], *NATIONAL_GRID]),
            f"-100000, 6800000 is no longitude and latitude: {CONVERT}",
        ),
        (
            polygon([[52.2, -0.9], [52.3, -0.9], [52.3, -0.8], [52.2, -0.9]]),
            "52.2, -0.9 has latitude first; GeoJSON has longitude first",
        ),
    ],
)
def test_a_wrong_shape_names_its_feature(geometry, sentence):
    assert refused(collection(CASTLE, feature("B2", "Harbour", geometry))) == [f"feature 2 “Harbour”: {sentence}"]


def test_every_mistake_of_a_file_is_told_at_once():
    nameless = feature("B4", None, polygon(square(2.3, 54.0)))
    assert refused(
        collection(CASTLE, HARBOUR, feature("B1", "Again", polygon(square(2.2, 54.0))), nameless, feature("", "No code", None))
    ) == [
        "feature 3 “Again”: its code B1 is that of feature 1 already",
        "feature 4: beat_name is empty",
        "feature 5 “No code”: beat_code is empty",
    ]  # fmt: skip


def test_what_is_no_feature_is_told_as_that():
    assert refused(collection(CASTLE, "Harbour", {"type": "Polygon"})) == [
        "feature 2: it is not a Feature",
        "feature 3: it is a Polygon, not a Feature",
    ]


def test_codes_that_differ_in_capitals_alone_are_one_code():
    assert refused(collection(CASTLE, feature("b1", "Quay", polygon(square(2.2, 54.0))))) == [
        "feature 2 “Quay”: its code b1 is that of feature 1 already"
    ]


def test_characters_that_no_database_keeps_are_left_out():
    file = reading.read(
        collection(feature("B\0 1", "Quay \ud800", polygon(square(2.2, 54.0))), attribution="OS\0 \udc00")
    )
    assert [(area.code, area.name) for area in file.areas] == [("B 1", "Quay ?")]
    assert file.attribution == "OS ?"


def test_a_code_or_name_too_long_to_keep_is_refused():
    assert refused(collection(feature("B" * 41, "Castle", polygon(square(2.0, 54.0))))) == [
        "feature 1 “Castle”: its code is longer than 40 characters"
    ]
    assert "longer than 160 characters" in refused(collection(feature("B", "C" * 161, polygon(square(2.0, 54.0)))))[0]


def test_a_border_that_crosses_itself_is_mended_and_said():
    bow_tie = [[2.0, 54.0], [2.1, 54.1], [2.1, 54.0], [2.0, 54.1], [2.0, 54.0]]

    file = reading.read(collection(feature("B1", "Castle", polygon(bow_tie))))

    assert file.mended == ("feature 1 “Castle”: its border crosses itself; it was mended",)
    assert file.areas[0].shape.is_valid
    assert hectares(file.areas[0].shape) == pytest.approx(
        hectares(reading.read(collection(CASTLE)).areas[0].shape) / 2, rel=0.01
    )


def test_whom_to_name_is_kept_from_the_file():
    assert reading.read(collection(CASTLE, attribution="Contains  OS data")).attribution == "Contains OS data"
    assert reading.read(collection(CASTLE, attribution={"odd": 1})).attribution == ""


def test_no_file_broken_anywhere_makes_anything_but_a_sentence():
    whole, chance = collection(CASTLE, HARBOUR), random.Random(5)
    told = []
    for _ in range(300):
        at = chance.randrange(len(whole))
        broken = whole[:at] + bytes([chance.randrange(32, 127)]) + whole[at + chance.randrange(3) :]
        with suppress(Unreadable):
            reading.read(broken)
            continue
        told.append(refused(broken))

    assert len(told) > 100
    assert all(problem and "\n" not in problem for problems in told for problem in problems)
