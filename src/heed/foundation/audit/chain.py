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


def canonical(content: Mapping[str, Any]) -> str:
    """Write content as it is hashed. The order of keys does not matter; anything JSON holds may be in it."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def digest(previous: str, seq: int, content: Mapping[str, Any]) -> str:
    """Return the SHA-256 digest, 64 hexadecimal digits, of entry number seq of a chain, which follows previous."""
    return hashlib.sha256(f"{previous}\n{seq}\n{canonical(content)}".encode("ascii")).hexdigest()


IN_SQL = "encode(sha256(convert_to({previous} || E'\\n' || {seq} || E'\\n' || {content}, 'UTF8')), 'hex')"
"""The same digest in SQL, so that an entry is chained and written in one statement; a test holds the two together."""
