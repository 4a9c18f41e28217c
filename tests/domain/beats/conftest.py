"""Squares on the Dogger Bank, where nobody lives."""

import json

import pytest


def square(west, south, size=0.1):
    """Return the ring of a square, in degrees."""
    east, north = west + size, south + size
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def feature(code, name, geometry, **more):
    """Return one feature."""
    return {"type": "Feature", "properties": {"beat_code": code, "beat_name": name} | more, "geometry": geometry}


def polygon(*rings):
    """Return a polygon."""
    return {"type": "Polygon", "coordinates": list(rings)}


def collection(*features, **more):
    """Return the bytes of a file."""
    return json.dumps({"type": "FeatureCollection", "features": list(features)} | more).encode()


CASTLE = feature("B1", "Castle", polygon(square(2.0, 54.0)))
HARBOUR = feature("B2", "Harbour", polygon(square(2.1, 54.0)))


@pytest.fixture
def imported(force, noon):
    """Return an importer: `imported(CASTLE, HARBOUR)` makes these the force's beats, and returns what that changed."""
    from heed.domain.beats import services
    from heed.domain.beats.geojson import reading
    from heed.foundation.accounts.terms import system

    def imported(*features, whole=True, to=None, at=noon):
        content = collection(*features)
        return services.import_beats(
            force=to or force,
            file=reading.read(content),
            content=content,
            file_name="beats.geojson",
            actor=system("tests"),
            now=at,
            whole=whole,
        )

    return imported
