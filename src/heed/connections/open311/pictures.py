"""
Pictures that come with a report: looked at before they are kept, and never fetched from anywhere.

A report is never refused for its pictures. What is not kept is said in its log, so that somebody can ask for it.
"""

import base64
import binascii
import io
import warnings
from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import unquote_to_bytes, urlsplit

from django.core.files.uploadedfile import UploadedFile
from PIL import Image, UnidentifiedImageError

from heed.domain.calls.rules import readable
from heed.domain.incidents.online.services import Picture
from heed.foundation.policy.open311_schema import Open311

TYPES: Final = {"JPEG": "image/jpeg", "PNG": "image/png", "GIF": "image/gif", "WEBP": "image/webp"}
PIXELS_MOST: Final = 80_000_000
"""Pixels of a picture that is kept: twice what telephones of 2026 make. A small file can claim to be endless."""

MB: Final = 1024 * 1024
LINK: Final = 1000


class NotKept(Exception):
    """A picture is not kept; the sentence says why, for the log."""


def pictures(
    files: "Iterable[UploadedFile[Any]]", media: Iterable[str], *, policy: Open311
) -> tuple[tuple[Picture, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the pictures that may be kept, the addresses of those that were only named, and why others are not kept."""
    kept: list[Picture] = []
    links: list[str] = []
    not_kept: list[str] = []
    most = policy.photo_most_mb.value * MB
    sources = [(file.name or "", file) for file in files] + [("", value) for value in media]
    for name, source in sources:
        if isinstance(source, str) and not source.startswith("data:"):
            _link(source, links, not_kept)
            continue
        try:
            content = _content(source, most=most if len(kept) < policy.photos_most.value else 0)
            kept.append(Picture(content=content, media_type=_media_type(content), name=readable(name)[:120]))
        except NotKept as why:
            not_kept.append(f"A picture came and was not kept: {why}. Ask whoever reported it to keep it.")
    return tuple(kept), tuple(links), tuple(not_kept)


def _link(address: str, links: list[str], not_kept: list[str]) -> None:
    """Note where a picture is said to be. Heed asks no other machine for it: an address could lead anywhere."""
    try:
        sound = urlsplit(address).scheme in {"http", "https"} and len(address) <= LINK
    except ValueError:
        sound = False
    if sound:
        links.append(readable(address))
    else:
        not_kept.append("A picture was named by what is no address of a page.")


def _content(source: "UploadedFile[Any] | str", *, most: int) -> bytes:
    """Return the bytes of a file, or of a `data:` address. Raises NotKept where there are too many, or none."""
    if isinstance(source, str):
        head, _, data = source.partition(",")
        try:
            content = base64.b64decode(data, validate=True) if head.endswith(";base64") else unquote_to_bytes(data)
        except (binascii.Error, ValueError):
            raise NotKept("it cannot be read") from None
        size = len(content)
    else:
        size = source.size or 0
        content = source.read() if size <= most else b""
    if not most:
        raise NotKept("too many came with it")
    if size > most:
        raise NotKept(f"it has {size / MB:.1f} MB, and at most {most // MB} are kept")
    if not content:
        raise NotKept("it is empty")
    return content


def _media_type(content: bytes) -> str:
    """Return what a picture is, by its bytes and not by its name. Raises NotKept for what is none, or claims to be endless."""
    try:
        with warnings.catch_warnings():
            # Its own limit is ours, below.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=list(TYPES)) as picture:
                width, height = picture.size
                kind = picture.format or ""
    except Image.DecompressionBombError:
        raise NotKept("it claims to have more points than any telephone takes") from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise NotKept("it is no picture that can be shown (JPEG, PNG, GIF, WebP)") from None
    if width * height > PIXELS_MOST:
        raise NotKept(f"it claims to have {width} by {height} points")
    return TYPES[kind]
