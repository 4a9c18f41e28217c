"""
Reads a pack's folder into its shapes, and says in sentences what is wrong with it.

One sentence for each mistake: file, key, and what is wrong there.
"""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from heed.foundation.policy import (
    aftermath_schema,
    asking_schema,
    assessment_schema,
    board_schema,
    call_schema,
    case_review_schema,
    case_schema,
    clocks_schema,
    conduct_schema,
    conferences_schema,
    contact_schema,
    exchange_schema,
    identity_schema,
    manners_schema,
    open311_schema,
    powers_schema,
    problems_schema,
    referrals_schema,
    review_schema,
    right_door_schema,
    schema,
    sharing_schema,
    support_schema,
    tallies_schema,
    tasking_schema,
)
from heed.foundation.policy.leaves import Part

SHAPES: Mapping[str, type[Part]] = {
    "pack.toml": schema.About,
    "repeat.toml": schema.Repeat,
    "questions.toml": asking_schema.AskedQuestions,
    "risk.toml": schema.Questions,
    "grades.toml": schema.Grades,
    "downgrade.toml": schema.Downgrade,
    "closing.toml": schema.Closing,
    "silent.toml": call_schema.Silent,
    "caller_line.toml": call_schema.CallerLine,
    "identity.toml": identity_schema.Identity,
    "instruments.toml": assessment_schema.Instruments,
    "uplift.toml": assessment_schema.Uplift,
    "reassess.toml": assessment_schema.Reassess,
    "duplicates.toml": assessment_schema.Duplicates,
    "conduct.toml": conduct_schema.Conduct,
    "manners.toml": manners_schema.Manners,
    "problems.toml": problems_schema.Problems,
    "powers.toml": powers_schema.Powers,
    "clocks.toml": clocks_schema.Clocks,
    "contact.toml": contact_schema.Contact,
    "board.toml": board_schema.Board,
    "aftermath.toml": aftermath_schema.Aftermath,
    "case_review.toml": case_review_schema.EarlyWarning,
    "case_review_procedure.toml": review_schema.Review,
    "referrals.toml": referrals_schema.Referrals,
    "right_door.toml": right_door_schema.RightDoor,
    "support.toml": support_schema.Support,
    "tallies.toml": tallies_schema.Tallies,
    "conferences.toml": conferences_schema.Conferences,
    "tasking.toml": tasking_schema.Tasking,
    "open311.toml": open311_schema.Open311,
    "exchange.toml": exchange_schema.Exchange,
    "sharing.toml": sharing_schema.Sharing,
    "advice.toml": call_schema.Advices,
    "cases.toml": case_schema.Cases,
    "local.toml": call_schema.Local,
}
FROM_NATIONAL = frozenset(
    {
        "identity.toml",
        "instruments.toml",
        "uplift.toml",
        "reassess.toml",
        "duplicates.toml",
        "conduct.toml",
        "manners.toml",
        "problems.toml",
        "powers.toml",
        "clocks.toml",
        "contact.toml",
        "board.toml",
        "exchange.toml",
        "sharing.toml",
        "aftermath.toml",
        "case_review.toml",
        "case_review_procedure.toml",
        "referrals.toml",
        "right_door.toml",
        "support.toml",
        "tallies.toml",
        "conferences.toml",
        "tasking.toml",
        "open311.toml",
    }
)
"""What a pack made before these were read has not: it then names people and assesses risk as the national pack does."""
OPTIONAL = FROM_NATIONAL | {"local.toml"}
"""What a pack may leave out; without local.toml it has no codes of its own."""

WRONG = {
    "missing": "is missing",
    "extra_forbidden": "is not a key that belongs there",
    "int_type": "must be a whole number",
    "float_type": "must be a number, such as 0.5",
    "bool_type": "must be true or false",
    "string_type": "must be text",
    "tuple_type": "must be a list",
    "dict_type": "must be a table",
    "model_type": "must be a table",
    "date_type": "must be a date, such as 2026-11-01",
    "datetime_type": "must be a date and time, such as 2026-11-22T12:00:00Z",
    "timezone_aware": "must have a time zone, such as 2026-11-22T12:00:00Z",
    "union_tag_not_found": "must say what it is about: 'about' is missing",
}
"""pydantic's kinds of error, in words that need no Python."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in a folder: the files that are sound, by name, what they say, and the problems of the others.

    texts: the sound files as they stand, comments included.
    """

    files: dict[str, Part] = field(default_factory=dict)
    content: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """Give the SHA-256 of what the files say, in hexadecimal; comments and layout do not change it."""
        text = json.dumps(self.content, sort_keys=True, default=str, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def read(folder: Path) -> Reading:
    """Read every file of a pack; never raises for what a pack's author can get wrong."""
    reading = Reading()
    if not folder.is_dir():
        reading.problems.append(f"{folder} is not a folder.")
        return reading
    present = {path.name for path in folder.glob("*.toml")}
    reading.problems.extend(
        f"{name} is not a file of a pack; a pack has {', '.join(SHAPES)}." for name in sorted(present - set(SHAPES))
    )
    for name, shape in SHAPES.items():
        if name in present:
            _read_file(folder / name, shape, reading)
        elif name not in OPTIONAL:
            reading.problems.append(f"{name} is missing from the pack.")
    return reading


def _read_file(path: Path, shape: type[Part], reading: Reading) -> None:
    """Read one file into the reading: its content if it is sound, its problems if not."""
    name = path.name
    try:
        text = path.read_text(encoding="utf-8")
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        reading.problems.append(f"{name} cannot be read as TOML: {error}.")
        return
    except (OSError, UnicodeDecodeError) as error:
        reading.problems.append(f"{name} cannot be read: {error}.")
        return
    try:
        reading.files[name] = shape.model_validate(_with_tuples(content))
    except ValidationError as errors:
        reading.problems.extend(
            f"{name}: {_sentence(error, content)}" for error in errors.errors() if not _follows(error)
        )
    else:
        reading.content[name] = content
        reading.texts[name] = text


def _with_tuples(content: object) -> object:
    """Turn lists into tuples all the way down: a pack never changes once it is read."""
    if isinstance(content, dict):
        return {key: _with_tuples(member) for key, member in content.items()}
    if isinstance(content, list):
        return tuple(_with_tuples(member) for member in content)
    return content


def _follows(error: ErrorDetails) -> bool:
    """Say whether an error only follows from another: a list is called empty when all its members are wrong."""
    return error["type"] == "too_short" and bool(error["input"])


def _sentence(error: ErrorDetails, content: object) -> str:
    """Say which key is wrong and how."""
    key = _key(error["loc"], content)
    kind, given, context = error["type"], error["input"], error.get("ctx", {})
    if kind in {"missing", "extra_forbidden", "union_tag_not_found"}:
        return f"{key} {WRONG[kind]}."
    if kind == "string_pattern_mismatch":
        wrong = "must be letters, digits and underscores, in the case of its neighbours"
    elif kind in {"literal_error", "enum", "union_tag_invalid"}:
        wrong = f"must be {context.get('expected') or context.get('expected_tags')}"
        given = context.get("tag", given)
    elif kind == "string_too_long":
        wrong = f"must be at most {context['max_length']} characters"
    elif kind in {"too_short", "string_too_short"}:
        wrong = "must not be empty"
    else:
        message = error["msg"]
        wrong = WRONG.get(kind) or message.replace("Input should", "must", 1)
    return f"{key} {wrong}, not {given!r}."


def _key(loc: tuple[int | str, ...], content: object) -> str:
    """Write the place of an error as it stands in the file, a member of a list by its id or name."""
    parts: list[str] = []
    for step in loc:
        if step == "[key]":
            continue
        if isinstance(content, dict) and step in content:
            content = content[step]
            parts.append(str(step))
        elif isinstance(step, int) and isinstance(content, list) and step < len(content):
            content = content[step]
            title = content.get("id") or content.get("name") if isinstance(content, dict) else None
            parts.append(f"“{title}”" if title else f"no. {step + 1}")
        elif not (isinstance(content, dict) and step == content.get("about")):
            parts.append(str(step))
    return ".".join(parts)
