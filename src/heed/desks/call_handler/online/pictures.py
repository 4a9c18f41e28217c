"""A picture made small enough for a page, without what the telephone wrote into it of where and when it was taken."""

import io
from typing import Final

from PIL import Image, ImageOps

SMALL: Final = 900
"""Points of the longer side."""


def small(content: bytes) -> bytes:
    """Return a picture as a JPEG of at most SMALL points, the right way up."""
    with Image.open(io.BytesIO(content)) as opened:
        # Of a JPEG only as much is unpacked as is shown.
        opened.draft("RGB", (SMALL, SMALL))
        upright = ImageOps.exif_transpose(opened)
        upright.thumbnail((SMALL, SMALL))
        made = io.BytesIO()
        upright.convert("RGB").save(made, "JPEG", quality=80)
    return made.getvalue()
