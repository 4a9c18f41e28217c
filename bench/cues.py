"""
How fast cues are read, on one core, beside spaCy with negspacy on the same logs in the same run.

spaCy gets the same phrases as far as it can hold them: kinds of words and gaps are left out, so it looks for less.
"""

import gc
import random
import time
from collections.abc import Callable
from itertools import islice, product
from typing import Any

from bench.cues_quality import DEVELOPMENT, sentences
from bench.cues_quality import run as quality
from bench.figures import spread
from heed.engines.cues.lexicon import Lexicon, compile_rules, national, national_rules
from heed.engines.cues.patterns import Choice, Part, Word
from heed.engines.cues.reading import read

WORDS = 66
LOGS = 5000
LENGTHS = (1_000, 5_500, 11_000, 22_000, 50_000, 100_000)
DAY = None


def run() -> dict[str, Any]:
    """Measure compiling, throughput, single logs, long logs; then the same logs with spaCy; then quality."""
    began = time.perf_counter()
    compile_rules(national_rules())
    compiled = time.perf_counter() - began
    lexicon = national()
    logs = made_logs(LOGS)
    for log in logs:
        read(log, DAY, lexicon)
    gc.collect()
    single = []
    for log in logs:
        start = time.perf_counter()
        read(log, DAY, lexicon)
        single.append((time.perf_counter() - start) * 1000)
    best = [throughput(lambda log: read(log, DAY, lexicon), logs) for _ in range(5)]
    return {
        "cues": {
            "rules": len(lexicon.rules),
            "compile_s": round(compiled, 2),
            "words": WORDS,
            "logs_per_second": {"best": max(best), "worst": min(best)},
            "ms_a_log": spread(single),
            "long_ms": {str(length): long_log(length, lexicon) for length in LENGTHS},
            "spacy": beside(logs),
            "quality": quality(),
        }
    }


def made_logs(count: int) -> list[str]:
    """Put logs of 66 words together from sentences of the development set: real enough to cost what real ones cost."""
    chance = random.Random(4)
    pool = sentences(sorted(DEVELOPMENT.glob("*.txt")))
    logs = []
    for _ in range(count):
        words: list[str] = []
        while len(words) < WORDS:
            words += chance.choice(pool).split()
        logs.append(" ".join(words[:WORDS]))
    return logs


def throughput(reader: Callable[[str], object], logs: list[str]) -> int:
    """Count logs a second, one after the other on one core."""
    start = time.perf_counter()
    for log in logs:
        reader(log)
    return round(len(logs) / (time.perf_counter() - start))


def long_log(length: int, lexicon: Lexicon) -> float:
    """Milliseconds for one log of so many characters; the best of five."""
    text = "\n".join(made_logs(length // 300 + 1))[:length]
    best = float("inf")
    for _ in range(5):
        start = time.perf_counter()
        read(text, DAY, lexicon)
        best = min(best, time.perf_counter() - start)
    return round(best * 1000, 1)


def beside(logs: list[str]) -> dict[str, Any]:
    """Send the same logs through spaCy's tokeniser, sentence splitter, entity ruler and negspacy."""
    try:
        import negspacy.negation  # noqa: F401, PLC0415 - the bench group alone installs it; importing registers the pipe
        import spacy  # noqa: PLC0415
    except ImportError:
        return {"left_out": "spaCy and negspacy are not installed: make bench installs them"}
    began = time.perf_counter()
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    ruler = nlp.add_pipe("entity_ruler")
    patterns = [
        {"label": str(rule.category), "pattern": [{"LOWER": word} for word in phrase]}
        for rule in national_rules()
        for phrase in islice(plain_phrases(rule.said.tree), 3)
    ]
    ruler.add_patterns(patterns)  # type: ignore[attr-defined]
    nlp.add_pipe("negex")
    built = time.perf_counter() - began
    some = logs[:1000]
    for log in some[:50]:
        nlp(log)
    best = max(throughput(nlp, some) for _ in range(3))
    return {
        "versions": spacy.__version__,
        "phrases": len(patterns),
        "build_s": round(built, 2),
        "logs_per_second": best,
    }


def plain_phrases(tree: Part) -> Any:
    """Phrases of a pattern that hold plain words only."""
    if isinstance(tree, Word):
        if tree.text and not tree.text.startswith("<"):
            yield (tree.text,)
        return
    if isinstance(tree, Choice):
        for part in tree.parts:
            yield from plain_phrases(part)
        return
    if not tree.parts:
        yield ()
        return
    for parts in product(*(list(islice(plain_phrases(part), 3)) for part in tree.parts)):
        yield tuple(word for part in parts for word in part)
