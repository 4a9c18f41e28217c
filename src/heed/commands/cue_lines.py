"""
`heed cues`, without Django: JSON lines in, JSON lines out, in the same order.

The console script calls `run` before it reads any settings: a batch of small files must not pay for a web framework.
"""

import json
import re
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

from heed.engines.cues.findings import Finding
from heed.engines.cues.lexicon import Lexicon, compile_rules, national
from heed.engines.cues.overlay import lay, read_edits
from heed.engines.cues.reading import read
from heed.engines.cues.tables import NotATable, national_cells

DONE: Final = 0
FOUND_WRONG: Final = 1
UNUSABLE: Final = 2
OUR_FAULT: Final = 70
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
SUMMARY = "Find cues of vulnerability in texts"


class Unusable(Exception):
    """The lexicon asked for cannot be used: nothing was read."""


class BadLine(ValueError):
    """One line that cannot be read as a log; the message says why."""


@dataclass(slots=True)
class Tally:
    """What was read: lines refused, faults of our own, and how long each text took, in seconds."""

    bad: int = 0
    faults: int = 0
    characters: int = 0
    took: list[float] = field(default_factory=list)


def add_arguments(parser: ArgumentParser) -> None:
    """Say what may be asked for."""
    parser.add_argument("--stats", action="store_true", help="throughput, to standard error")
    parser.add_argument(
        "--lexicon", metavar="OVERLAY.csv", type=Path, help="rows added, changed and disabled in the national lexicon"
    )


def run(words: list[str]) -> int:
    """Run the command with the words after `heed cues`, and return its exit code."""
    parser = ArgumentParser(prog="heed cues", description=f"{SUMMARY}: JSON lines in, JSON lines out.")
    add_arguments(parser)
    return answer(parser.parse_args(words))


def answer(options: Namespace) -> int:
    """Read standard input to its end."""
    try:
        lexicon = lexicon_of(options.lexicon)
    except Unusable as error:
        _say(str(error))
        return UNUSABLE
    tally = Tally()
    begun = time.perf_counter()
    for found in findings_of(sys.stdin.buffer, lexicon, tally):
        # One write and one flush a line: whoever feeds us one log at a time waits for its answer.
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()
    if options.stats:
        _say(_throughput(tally, time.perf_counter() - begun))
    if tally.bad:
        _say(f"{tally.bad:,} of {len(tally.took) + tally.bad + tally.faults:,} lines could not be read.")
    return OUR_FAULT if tally.faults else FOUND_WRONG if tally.bad else DONE


def lexicon_of(overlay: Path | None) -> Lexicon:
    """Compile the national lexicon, with an overlay on it where one is given. Raises Unusable."""
    return _with_overlay(overlay) if overlay else national()


def _with_overlay(overlay: Path) -> Lexicon:
    try:
        edits, problems = read_edits(overlay.read_text(encoding="utf-8"), overlay.name)
    except FileNotFoundError:
        raise Unusable(f"There is no file {overlay}.") from None
    except (OSError, UnicodeDecodeError, NotATable) as error:
        raise Unusable(f"{overlay} cannot be used as a lexicon: {error}.") from None
    laid = lay(national_cells(), edits)
    problems = [*problems, *laid.problems]
    if problems:
        more = f" (and {len(problems) - 1} more: heed lexicon check {overlay})" if len(problems) > 1 else ""
        raise Unusable(f"{problems[0]}{more}.")
    return compile_rules(laid.rules)


def findings_of(lines: Iterable[bytes], lexicon: Lexicon, tally: Tally) -> Iterator[dict[str, Any]]:
    """Yield one answer for each line that holds anything; a line that cannot be read is answered with its error."""
    clock = time.perf_counter
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        key: Any = None
        try:
            asked = _asked(line)
            key = asked.get("id")
            text, on = _text_of(asked), _day_of(asked)
            begun = clock()
            reading = read(text, on, lexicon)
            tally.took.append(clock() - begun)
        except BadLine as error:
            tally.bad += 1
            _say(f"Line {number}: {error}.")
            yield {"id": key, "error": f"line {number}: {error}"}
            continue
        except Exception as error:  # noqa: BLE001  The other lines must not be lost to a fault of ours in this one.
            tally.faults += 1
            _say(f"Line {number}: Heed failed on this text ({type(error).__name__}: {error}).")
            yield {"id": key, "error": f"line {number}: Heed failed on this text"}
            continue
        tally.characters += len(text)
        yield {
            "id": key,
            "vulnerable": reading.vulnerable,
            "repeat": reading.repeat,
            "spans": [_span(finding) for finding in reading.findings],
            "lexicon": reading.lexicon,
        }


def _asked(line: bytes) -> dict[str, Any]:
    try:
        asked = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadLine("it is not UTF-8") from None
    except (ValueError, RecursionError):
        raise BadLine("it is not JSON") from None
    if not isinstance(asked, dict):
        raise BadLine("it is not a JSON object")
    return asked


def _text_of(asked: dict[str, Any]) -> str:
    if not isinstance(asked.get("id"), str):
        raise BadLine("it has no id" if asked.get("id") is None else "its id is not a string")
    text = asked.get("text")
    if not isinstance(text, str):
        raise BadLine("it has no text" if text is None else "its text is not a string")
    return text


def _day_of(asked: dict[str, Any]) -> date | None:
    day = asked.get("log_date")
    if day is None:
        return None
    try:
        if isinstance(day, str) and DAY.fullmatch(day):
            return date.fromisoformat(day)
    except ValueError:
        pass
    raise BadLine(f"its log_date {json.dumps(day)[:40]} is no date such as 2026-11-20")


def _span(finding: Finding) -> dict[str, Any]:
    return {
        "category": finding.category,
        "start": finding.start,
        "end": finding.end,
        "text": finding.text,
        "experiencer": finding.experiencer,
        "negated": finding.negated,
        "historic": finding.historic,
        "uncertain": finding.uncertain,
        "rule": finding.rule,
        "because": list(finding.because),
    }


def _throughput(tally: Tally, seconds: float) -> str:
    """Say how fast it went: in all, with the JSON, and of the reading alone."""
    count, reading = len(tally.took), sum(tally.took)
    if not count:
        return "No texts."
    slowest = sorted(tally.took)
    p99 = slowest[min(count - 1, count * 99 // 100)]
    return (
        f"{count:,} texts, {tally.characters:,} characters, in {seconds:.3f} s: {count / seconds:,.0f} texts a second;"
        f" reading alone {count / reading:,.0f} a second, p99 {p99 * 1000:.3f} ms, longest {slowest[-1] * 1000:.3f} ms."
    )


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)  # noqa: T201
