"""How well cues are read: the development logs, and logs nobody looked at while building, each by style."""

import re
from collections import Counter
from math import sqrt
from pathlib import Path
from typing import Any

from tests.engines.cues.reading_logs import Log, Marked, read_logs

from heed.engines.cues.findings import Finding
from heed.engines.cues.lexicon import Lexicon, national
from heed.engines.cues.reading import read

ROOT = Path(__file__).parents[1]
DEVELOPMENT = ROOT / "tests" / "engines" / "cues" / "logs"
UNSEEN = ROOT / "bench" / "logs"
OURS = {"victim_or_caller", "household"}


def run() -> dict[str, Any]:
    """Score every set by hand and style, with the packaged lexicon."""
    lexicon = national()
    return {
        "lexicon": lexicon.version,
        "development": scored(sorted(DEVELOPMENT.glob("*.txt")), lexicon),
        "unseen": scored(sorted(UNSEEN.glob("*.txt")), lexicon),
    }


def scored(files: list[Path], lexicon: Lexicon) -> dict[str, dict[str, Any]]:
    """Score the logs of some files, by style and together."""
    counted: dict[str, Counter[str]] = {}
    for log in (log for file in files for log in read_logs(file)):
        found = read(log.text, log.log_date, lexicon)
        marks = Counter(logs=1, flagged_without_cause=int(found.vulnerable and not log.vulnerable))
        marks += verdict("vulnerable", said=found.vulnerable, true=log.vulnerable)
        marks += verdict("repeat", said=found.repeat, true=log.repeat)
        marks += compared(log, list(found.findings))
        for style in (log.style, "all"):
            counted.setdefault(style, Counter()).update(marks)
    return {style: figures(marks) for style, marks in counted.items()}


def verdict(name: str, *, said: bool, true: bool) -> Counter[str]:
    """Count one verdict."""
    kind = ("tp" if true else "fp") if said else ("fn" if true else "tn")
    return Counter({f"{name}_{kind}": 1})


def compared(log: Log, found: list[Finding]) -> Counter[str]:
    """Pair findings with what was marked: same category, and they overlap."""
    marks: Counter[str] = Counter()
    left = list(log.marked)
    for finding in found:
        best = max(left, key=lambda span: _overlap(span, finding), default=None)
        span = best if best and _overlap(best, finding) > 0 else None
        acts = finding.experiencer in OURS and not finding.negated and not finding.historic
        if span is None:
            marks.update(spans_fp=1, actionable_fp=int(acts))
            continue
        left.remove(span)
        really = span.experiencer in OURS and not span.negated and not span.historic
        marks.update(spans_tp=1, whose_right=int(finding.experiencer == span.experiencer))
        marks += verdict("actionable", said=acts, true=really)
        for name, said, true in (
            ("negated", finding.negated, span.negated),
            ("historic", finding.historic, span.historic),
            ("uncertain", finding.uncertain, span.uncertain),
            ("not_ours", finding.experiencer not in OURS, span.experiencer not in OURS),
        ):
            marks += verdict(name, said=said, true=bool(true))
    for span in left:
        really = span.experiencer in OURS and not span.negated and not span.historic
        marks.update(
            spans_fn=1,
            actionable_fn=int(really),
            negated_fn=int(span.negated),
            not_ours_fn=int(span.experiencer not in OURS),
        )
    return marks


def _overlap(span: Marked, finding: Finding) -> int:
    if span.category != finding.category:
        return 0
    return max(0, min(span.end, finding.end) - max(span.start, finding.start))


def figures(marks: Counter[str]) -> dict[str, Any]:
    """Precision, recall and F1 of everything counted, with Wilson intervals of 95 % for precision and recall."""
    out: dict[str, Any] = {"logs": marks["logs"], "flagged_without_cause": marks["flagged_without_cause"]}
    for name in ("vulnerable", "repeat", "spans", "actionable", "negated", "historic", "uncertain", "not_ours"):
        right, wrong, missed = (marks[f"{name}_{kind}"] for kind in ("tp", "fp", "fn"))
        out[name] = {
            "precision": wilson(right, right + wrong),
            "recall": wilson(right, right + missed),
            "f1": round(2 * right / (2 * right + wrong + missed), 3) if right + wrong + missed else None,
        }
    out["whose_right"] = wilson(marks["whose_right"], marks["spans_tp"])
    return out


def wilson(right: int, of: int) -> list[float] | None:
    """Give a share with the interval that holds the true one in 95 of 100 samples."""
    if not of:
        return None
    share, z = right / of, 1.96
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    reach = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return [round(share, 3), round(middle - reach, 3), round(middle + reach, 3)]


def sentences(files: list[Path]) -> list[str]:
    """List the sentences of some logs, for making texts of a given length."""
    texts = (log.text for file in files for log in read_logs(file))
    return [part for text in texts for part in re.split(r"(?<=[.!?])\s+|\n", text) if part.strip()]
