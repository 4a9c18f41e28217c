"""
Hash chains: each entry's digest covers its own content and the digest before it.

A changed, removed or inserted entry breaks every later digest, and the first break names the place.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

FIRST = "0" * 64
"""What stands before the first entry of a chain."""


def moment(at: datetime) -> str:
    """Write a moment as it is hashed: UTC, to the microsecond, whatever zone it came in."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def digest(previous: str, content: Mapping[str, Any]) -> str:
    """Return the SHA-256 digest, 64 hexadecimal digits, of content chained to previous. Key order does not matter."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{previous}\n{canonical}".encode("utf-8", "surrogatepass")).hexdigest()
