"""Map pictures from outside: none by default; where a force names a server, its host joins the content security policy."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

TEMPLATE = re.compile(r"https?://[^\s'\";,]+")
WRONG = (
    "HEED_MAP_TILES must be an address with {z}, {x} and {y}, a space, and whom to name beside the map, such as"
    " “https://tiles.example.police.uk/{z}/{x}/{y}.png © Crown copyright”."
)


@dataclass(frozen=True, slots=True)
class Tiles:
    """Where tiles come from. host: as the policy names it; attribution: whom to name beside the map."""

    url: str
    host: str
    attribution: str


def read(value: str) -> Tiles | None:
    """Read the setting; None where it is empty. Raises ImproperlyConfigured, in a sentence."""
    if not value.strip():
        return None
    url, _, attribution = value.strip().partition(" ")
    whole = TEMPLATE.fullmatch(url) and all(part in url for part in ("{z}", "{x}", "{y}")) and attribution.strip()
    # {s} stands for several hosts of one name: a, b, c.
    parts = urlsplit(url.replace("{s}.", "*.", 1))
    if not whole or not parts.netloc or "{" in parts.netloc or "@" in parts.netloc:
        raise ImproperlyConfigured(WRONG)
    return Tiles(url, f"{parts.scheme}://{parts.netloc}", attribution.strip())
