"""HEED_MAP_TILES: none, or an address and whom to name."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from heed.config import tiles


def test_by_default_nothing_comes_from_outside():
    assert tiles.read("") is None
    assert tiles.read("  ") is None


@pytest.mark.parametrize(
    ("value", "host"),
    [
        ("https://tiles.example.police.uk/{z}/{x}/{y}.png © Crown copyright", "https://tiles.example.police.uk"),
        ("http://10.0.0.5:8080/{z}/{x}/{y} Us", "http://10.0.0.5:8080"),
        ("https://{s}.tiles.example/{z}/{x}/{y}.png?key=1 © Somebody", "https://*.tiles.example"),
    ],
)
def test_the_host_alone_joins_the_policy(value, host):
    found = tiles.read(value)

    assert found is not None
    assert (f"{found.url} {found.attribution}", found.host) == (value, host)


@pytest.mark.parametrize(
    "value",
    [
        "https://tiles.example/{z}/{x}/{y}.png",
        "https://tiles.example/{z}/{x}.png © Somebody",
        "tiles.example/{z}/{x}/{y}.png © Somebody",
        "javascript:alert(1) {z}{x}{y}",
        "https://tiles.example;script-src'*'/{z}/{x}/{y} © Somebody",
        "https://user@tiles.example/{z}/{x}/{y} © Somebody",
        "https://{z}/{x}/{y} © Somebody",
    ],
)
def test_anything_else_is_refused_in_a_sentence(value):
    with pytest.raises(ImproperlyConfigured, match="HEED_MAP_TILES must be an address"):
        tiles.read(value)
