"""What holds of every text: of logs as people write them, and of anything at all."""

import random
import re
import sys
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.engines.cues.reading_logs import LOGS, read_logs
from tests.engines.cues.said import DAY, reading

from heed.engines.cues.lexicon import national
from heed.engines.cues.reading import read

SEX_BEFORE_AGE = re.compile(r"\b[MF] \d{2}\b")
REAL = [log for path in sorted(LOGS.glob("*-dev.txt")) for log in read_logs(path)]
UNRELATED = (
    "The road was dry.",
    "Weather clear at the time.",
    "A red van is parked by the bridge.",
    "Log passed to the late shift.",
    "Nothing more at this time.",
)


@cache
def found(text, on):
    """Return the findings of a text, as often as it is asked for."""
    return read(text, on, national()).findings


def said(finding, shift=0):
    """Return what a finding says, its place moved by so many characters."""
    return (
        finding.category,
        finding.start + shift,
        finding.end + shift,
        finding.negated,
        finding.historic,
        finding.uncertain,
    )


def without_place(findings):
    """Return what each finding says, wherever it stands."""
    return [
        (one.category, one.negated, one.historic, one.uncertain, one.experiencer, one.assumed, one.rule)
        for one in findings
    ]


@pytest.mark.parametrize("log", REAL, ids=lambda log: log.id)
def test_a_sentence_added_before_takes_nothing_away(log):
    before = found(log.text, log.log_date)
    for sentence in UNRELATED:
        after = {said(finding) for finding in found(f"{sentence}\n{log.text}", log.log_date)}
        for finding in before:
            assert said(finding, len(sentence) + 1) in after, (sentence, finding)


@pytest.mark.parametrize("log", REAL, ids=lambda log: log.id)
def test_a_sentence_added_after_takes_nothing_away(log):
    before = found(log.text, log.log_date)
    stop = "" if log.text.rstrip().endswith((".", "!", "?")) else "."
    for sentence in UNRELATED:
        for gap in (f"{stop} ", f"{stop}\n"):
            after = {said(finding) for finding in found(log.text.rstrip() + gap + sentence, log.log_date)}
            for finding in before:
                assert said(finding) in after, (sentence, finding)


@pytest.mark.parametrize(
    ("plain", "other"),
    [
        pytest.param("'", "’", id="curly apostrophes"),
        pytest.param("'", "`", id="grave accents for apostrophes"),
        pytest.param(" ", "  ", id="double spaces"),
        pytest.param(" ", "\u00a0", id="spaces that do not break"),
        pytest.param("\n", "\r\n", id="line ends of another system"),
        pytest.param(" - ", " – ", id="long dashes"),
    ],
)
def test_how_it_was_typed_changes_nothing(plain, other):
    for log in REAL:
        if plain in log.text:
            typed = found(log.text.replace(plain, other), log.log_date)
            assert without_place(typed) == without_place(found(log.text, log.log_date)), log.text


def test_curly_double_quotes_change_nothing():
    for log in REAL:
        parts = log.text.split('"')
        curly = "".join(part + "“”"[number % 2] for number, part in enumerate(parts[:-1])) + parts[-1]
        assert without_place(found(curly, log.log_date)) == without_place(found(log.text, log.log_date)), log.text


@pytest.mark.parametrize("log", REAL, ids=lambda log: log.id)
def test_all_in_capitals_and_all_in_small_letters_say_the_same(log):
    small, large = found(log.text.lower(), log.log_date), found(log.text.upper(), log.log_date)

    if not SEX_BEFORE_AGE.search(log.text.upper()):
        assert [said(finding) for finding in small] == [said(finding) for finding in large]
        assert without_place(small) == without_place(large)


@pytest.mark.parametrize("log", REAL, ids=lambda log: log.id)
def test_capitals_among_small_letters_only_ever_cancel_names_and_abbreviations(log):
    """
    State what capitals may do.

    Where a text uses both, a cue that begins with a capital may be part of a name ("the Blind Beggar"), and an
    abbreviation that its row demands in capitals is none in small letters. An age after a sex and a space ("F 78") is
    one in capitals only, for "m 78" may be a distance. Nothing else may come or go.
    """
    capitals = {rule.id: bool(rule.said.capitals) for rule in national().rules}
    mixed = {said(finding)[:3] for finding in found(log.text, log.log_date)}
    small = {said(finding)[:3]: finding for finding in found(log.text.lower(), log.log_date)}
    cancelled = [small[place] for place in small.keys() - mixed]

    for finding in cancelled:
        told = capitals.get(finding.rule, False) or any(
            word[:1].isupper() for word in log.text[finding.start : finding.end].split()
        )
        assert told, finding
    for category, start, end in mixed - small.keys():
        assert SEX_BEFORE_AGE.search(log.text[start:end]) or any(
            one.category is category and one.start < end and start < one.end for one in cancelled
        ), log.text[start:end]


STRANGE = st.text(alphabet=st.characters(), max_size=40)


@settings(max_examples=300)
@given(STRANGE, STRANGE)
@example("İstanbul İİİ ", "ﬀ ŉ ẞ")
@example("\ud800\udfff", "\udc00")
@example("e\u0301e\u0308", "👩🏽‍🦽 👨‍👩‍👧")
@example("שלום \u202e abc", "\u202c مرحبا")
@example("\x00\x00", "\x00")
@example("\u2028\u2029\x85\x0b\x0c", "\u2028")
@example("“ ‘ « ", "” ’ »")
def test_a_finding_stands_where_it_says_whatever_stands_around(before, after):
    text = f"{before}\nshe is disabled. And so on: {after}"
    findings = reading(text).findings

    assert len(f"{before}\nshe is ") in {one.start for one in findings if one.text == "disabled"}
    for finding in findings:
        assert 0 <= finding.start < finding.end <= len(text)
        assert text[finding.start : finding.end] == finding.text


PIECES = (
    *("disabled", "no", "not", "never", "he", "she", "they", "my", "mum", "IP", "suspect", "84", "M/84", "yoa", "9th"),
    *("dob", "12/03/41", "Year 9", "?", ":", "-", ".", ",", ";", '"', "(", ")", "[", "]", "'", "\n", "Ron", "lives"),
    *("alone", "LD", "MH", "poss", "used", "to", "be", "years", "ago", "deaf", "youths", "throwing", "at", "caller's"),
    *("14:02", "VICTIM:", "SUSPECT:", "and", "but", "because", "dementai", "İ", "é", "👵"),
)


@settings(max_examples=400)
@given(st.lists(st.sampled_from(PIECES), max_size=30), st.sampled_from([" ", ""]))
def test_words_of_logs_in_any_order_never_raise(words, gap):
    text = gap.join(words)
    findings = reading(text).findings

    assert [text[one.start : one.end] for one in findings] == [one.text for one in findings]
    assert [(one.start, one.end) for one in findings] == sorted((one.start, one.end) for one in findings)
    for one in findings:
        for other in findings:
            apart = one.end <= other.start or other.end <= one.start
            assert one is other or one.category is not other.category or apart


@settings(max_examples=300)
@given(st.text(alphabet=st.characters(), max_size=200))
def test_no_text_raises(text):
    for finding in reading(text).findings:
        assert text[finding.start : finding.end] == finding.text


KB = 1_000
SHAPES = {
    "no": "no ",
    "question marks": "?",
    "brackets": "(",
    "quotes": '"',
    "apostrophes": "'",
    "new lines": "\n",
    "digits": "8",
    "numbers": "84 ",
    "full stops": ".",
    "spaces": " ",
    "dashes": " - ",
    "one cue": "disabled ",
    "one cue, one person": "disabled lady ",
    "one name": "Ron ",
    "one person": "he ",
    "one possessive": "her ",
    "one relative": "mum's ",
    "one negation": "not she ",
    "one hedge": "poss ",
    "prompts": "Disability: no\n",
    "prompts without answer": "Disability? ",
    "questions in a row": "disabled? no ",
    "stamps": "14:02 deaf\n",
    "headings": "SUSPECT:\n",
    "ages": "IP 84 yoa, ",
    "dates": "dob 12/03/41 ",
    "decades": "in her seventies ",
    "no space": "disabled",
    "slashes": "a/",
    "dots": "a.",
    "stars": "f*",
    "quoted": '"I am deaf" ',
    "surrogates": "\ud800",
    "emoji": "👵 ",
    "capital İ": "İ ",
    "right to left": "שלום ",
    "NUL": "\x00",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_100_kb_of_one_thing_is_read(shape):
    piece = SHAPES[shape]
    text = (piece * (100 * KB // len(piece) + 1))[: 100 * KB]
    findings = read(text, DAY, national()).findings

    assert all(text[one.start : one.end] == one.text for one in findings)


@pytest.mark.parametrize("seed", range(3))
def test_100_kb_of_anything_is_read(seed):
    chance = random.Random(seed)
    text = "".join(chr(chance.randrange(sys.maxunicode + 1)) for _ in range(100 * KB))
    findings = read(text, DAY, national()).findings

    assert all(text[one.start : one.end] == one.text for one in findings)


def work(text):
    """Count the lines of code run to read a text."""
    count = 0

    def step(frame, event, argument):
        nonlocal count
        count += 1
        return step

    earlier = sys.gettrace()
    sys.settrace(step)
    try:
        read(text, DAY, national())
    finally:
        sys.settrace(earlier)
    return count


LOGS_IN_A_ROW = "\n".join(log.text for log in REAL[:60])
GROWING = {
    "logs": LOGS_IN_A_ROW,
    "one line": LOGS_IN_A_ROW.replace("\n", " "),
    "one cue": "disabled ",
    "one cue, one person": "disabled lady ",
    "one person": "he ",
    "cues and negations": "not deaf ",
    "prompts": "Disability: no\n",
    "questions": "disabled? ",
    "ages": "IP 84 yoa, ",
    "quoted": '"I am deaf" ',
    "names": "then Ron said he is deaf, ",
}


@pytest.mark.parametrize("shape", GROWING)
def test_twice_the_text_is_twice_the_work(shape):
    piece = GROWING[shape]

    def of(size):
        return (piece * (size // len(piece) + 1))[:size]

    read(of(80 * KB), DAY, national())  # what is worked out once is worked out before it is counted
    counted = [work(of(size * KB)) for size in (10, 20, 40, 80)]

    for half, whole in pairwise(counted):
        assert whole <= 2.5 * half, counted
