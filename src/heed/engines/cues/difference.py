"""What one lexicon finds in texts and another does not, counted by row, with samples that anybody can draw again."""

import hashlib
import heapq
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from heed.engines.cues.findings import Finding, Reading
from heed.engines.cues.lexicon import Lexicon
from heed.engines.cues.reading import read

SAMPLES = 20
TELL_EVERY = 1_000


@dataclass(frozen=True, slots=True)
class Text:
    """One text to compare on. key: what it is known by, such as `entry:12`; it decides which texts become samples."""

    key: str
    text: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """One hit that is new or gone, in its text: characters from start to end."""

    key: str
    text: str
    start: int
    end: int
    because: tuple[str, ...] = ()


@dataclass(slots=True)
class OfRule:
    """How many hits of one row came or went, and some of them."""

    rule: str
    added: int = 0
    lost: int = 0
    added_samples: list[Sample] = field(default_factory=list)
    lost_samples: list[Sample] = field(default_factory=list)


@dataclass(slots=True)
class Difference:
    """All that differs. flagged, unflagged: texts of which the verdict “vulnerable” came or went."""

    texts: int = 0
    added: int = 0
    lost: int = 0
    flagged: int = 0
    unflagged: int = 0
    rules: list[OfRule] = field(default_factory=list)


def compare(
    texts: Iterable[Text],
    before: Lexicon,
    after: Lexicon,
    *,
    limit: int = SAMPLES,
    tell: Callable[[int], None] = lambda _: None,
) -> Difference:
    """
    Read every text with both lexicons.

    A hit is a row and a span. limit: samples for each row and direction, chosen by the hash of key and span: the same
    texts give the same samples in whatever order they come. tell: called now and then with how many have been read.
    """
    found = Difference()
    drawn: dict[str, tuple[OfRule, _Draw, _Draw]] = {}
    for text in texts:
        found.texts += 1
        if found.texts % TELL_EVERY == 0:
            tell(found.texts)
        was, now = read(text.text, text.on, before), read(text.text, text.on, after)
        if was.findings == now.findings and was.vulnerable is now.vulnerable:
            continue
        found.flagged += now.vulnerable and not was.vulnerable
        found.unflagged += was.vulnerable and not now.vulnerable
        hits_was, hits_now = _hits(was), _hits(now)
        for hit in hits_now.keys() - hits_was.keys():
            of, added, _ = drawn.setdefault(hit[0], (OfRule(hit[0]), _Draw(limit), _Draw(limit)))
            of.added += 1
            added.offer(text, hits_now[hit])
        for hit in hits_was.keys() - hits_now.keys():
            of, _, lost = drawn.setdefault(hit[0], (OfRule(hit[0]), _Draw(limit), _Draw(limit)))
            of.lost += 1
            lost.offer(text, hits_was[hit])
    for of, added, lost in drawn.values():
        of.added_samples, of.lost_samples = added.drawn(), lost.drawn()
        found.added += of.added
        found.lost += of.lost
        found.rules.append(of)
    found.rules.sort(key=lambda of: (-of.added - of.lost, of.rule))
    return found


def _hits(reading: Reading) -> dict[tuple[str, int, int], Finding]:
    return {(finding.rule, finding.start, finding.end): finding for finding in reading.findings}


class _Draw:
    """A fixed number of samples, those of the smallest hashes: a fair draw that can be repeated."""

    def __init__(self, size: int) -> None:
        """Begin with none."""
        self.size = size
        self.heap: list[tuple[int, str, int, Sample]] = []

    def offer(self, text: Text, finding: Finding) -> None:
        """Consider one hit."""
        if not self.size:
            return
        digest = hashlib.blake2b(f"{text.key} {finding.start} {finding.rule}".encode(), digest_size=8).digest()
        sample = Sample(text.key, text.text, finding.start, finding.end, finding.because)
        entry = (-int.from_bytes(digest), text.key, finding.start, sample)
        if len(self.heap) < self.size:
            heapq.heappush(self.heap, entry)
        elif entry[:3] > self.heap[0][:3]:
            heapq.heapreplace(self.heap, entry)

    def drawn(self) -> list[Sample]:
        """Return what was drawn, in the order of the keys."""
        return [entry[3] for entry in sorted(self.heap, key=lambda entry: (entry[1], entry[2]))]
