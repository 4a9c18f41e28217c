"""The 146 wards of Northamptonshire (2013), and 15,548 postcodes of which the ward is known."""

import csv
import gzip
from pathlib import Path

import pytest

from heed.domain.beats.geojson import reading
from heed.domain.beats.rules import Layout, overlaps

GEO = Path(__file__).parents[4] / "shared" / "data" / "geo"
WARDS, POSTCODES = GEO / "northamptonshire_wards_2013.geojson", GEO / "nn_postcode_oa_lsoa_ward_lad_derived.csv.gz"


@pytest.mark.skipif(not WARDS.exists(), reason=f"the shared wards of Northamptonshire are absent: {WARDS}")
def test_every_postcode_of_northamptonshire_lies_in_the_ward_it_is_known_to_lie_in():
    file = reading.read(WARDS.read_bytes())
    with gzip.open(POSTCODES, "rt", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))

    areas = file.areas
    found = Layout([area.code for area in areas], [area.shape for area in areas]).at_each(
        [float(row["lat"]) for row in rows], [float(row["long"]) for row in rows]
    )

    assert (len(areas), file.code_property, file.name_property) == (146, "wardcd", "wardnm")
    assert file.attribution.startswith("Contains National Statistics and OS data")
    assert (file.mended, overlaps(areas)) == ((), [])
    known = [(row["ward13cd"], row["ward13nm"]) for row in rows]
    lies = [None if area is None else (areas[area].code, areas[area].name) for area in found]
    wrong = [(row["postcode"], ward, beat) for row, ward, beat in zip(rows, known, lies, strict=True) if ward != beat]
    assert wrong == []
