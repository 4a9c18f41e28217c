"""
Every row says in which sentences it must, and must not, be found: here they are put to the lexicon.

Read without a day: an example must not depend on when it is read.
"""

from collections.abc import Collection, Iterable, Iterator

from heed.engines.cues.lexicon import Lexicon
from heed.engines.cues.reading import read
from heed.engines.cues.rules import Rule
from heed.engines.cues.scan import scan
from heed.engines.cues.tables import Problem
from heed.engines.cues.tokens import cut


def broken(lexicon: Lexicon, only: Collection[str] | None = None) -> Iterator[Problem]:
    """Yield a problem for each example that fails, row by row. only: ids of the rows to look at; all unless given."""
    for rule in lexicon.rules:
        if only is None or rule.id in only:
            yield from _broken(rule, lexicon)


def disturbed(before: Lexicon, after: Lexicon) -> Iterator[Problem]:
    """
    Yield a problem for each example that held before and fails now, of rows that stayed as they were.

    Whoever changes one row must not change what another finds: neither take a sentence from it, nor give it one.
    """
    stood = {rule.id: rule for rule in before.rules}
    for rule in after.rules:
        if stood.get(rule.id) != rule:
            continue
        for sentence, wanted in _examples(rule):
            if _holds(rule, sentence, after, wanted=wanted) or not _holds(rule, sentence, before, wanted=wanted):
                continue
            yield Problem(rule.id, _said(sentence, wanted=wanted, since=True) + _instead(rule, sentence, after))


def check(before: Lexicon, after: Lexicon, touched: Collection[str]) -> list[Problem]:
    """List what is wrong with a change to a lexicon: examples of the touched rows that fail, and of others that changed."""
    return [*broken(after, touched), *disturbed(before, after)]


def _examples(rule: Rule) -> Iterable[tuple[str, bool]]:
    """Each sentence of a row, and whether the row is to be found in it."""
    yield from ((sentence, True) for sentence in rule.yes)
    yield from ((sentence, False) for sentence in rule.no)


def _broken(rule: Rule, lexicon: Lexicon) -> Iterator[Problem]:
    for sentence, wanted in _examples(rule):
        if not _holds(rule, sentence, lexicon, wanted=wanted):
            yield Problem(rule.id, _said(sentence, wanted=wanted) + _instead(rule, sentence, lexicon))


def _holds(rule: Rule, sentence: str, lexicon: Lexicon, *, wanted: bool) -> bool:
    """
    Whether an example is as it should be.

    A row that must be found may be outdone by a longer one of its own category: its words are there, and so is a finding.
    """
    findings = read(sentence, None, lexicon).findings
    if any(finding.rule == rule.id for finding in findings):
        return wanted
    if not wanted:
        return True
    hits = scan(cut(sentence), lexicon, outdone=True).hits
    matched = any(lexicon.rules[hit.rule].id == rule.id for hit in hits)
    return matched and any(finding.category is rule.category for finding in findings)


def _said(sentence: str, *, wanted: bool, since: bool = False) -> str:
    """Say what is wrong with one example. since: it held before the change."""
    if wanted:
        return f"is not found in “{sentence}”" + (" any more" if since else "")
    return f"is {'now ' if since else ''}found in “{sentence}”, and must not be"


def _instead(rule: Rule, sentence: str, lexicon: Lexicon) -> str:
    """Name what of the same category stands in the sentence, for a row may be outdone by a longer one."""
    others = [
        f"{finding.rule} in “{sentence[finding.start : finding.end]}”"
        for finding in read(sentence, None, lexicon).findings
        if finding.category is rule.category and finding.rule != rule.id
    ]
    return f" (found there: {', '.join(others)})" if others else ""
