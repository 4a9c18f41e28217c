"""What tells one file from another."""

import hashlib
from pathlib import Path
from typing import Final

_READ_AT_ONCE: Final = 1 << 20


def fingerprint(path: Path) -> str:
    """Return the SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(_READ_AT_ONCE):
            digest.update(part)
    return digest.hexdigest()
