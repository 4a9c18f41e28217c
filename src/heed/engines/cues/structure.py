"""
What a log's layout says: updates with a time, headings, prompts with answers, quotations.

Everything is in tokens of the whole text. Works on lines, so its work grows with the text alone.
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from heed.engines.cues.context import words
from heed.engines.cues.tokens import COLON, COMMA, LINE, SENTENCE, Tokens

STAMP = re.compile(
    r"^[\s\[(*-]*(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}[\s,@-]+)?"
    r"(?:\d{1,2}[:.]\d{2}(?::\d{2})?|[0-2]\d[0-5]\d\s?(?:hrs?|h)\b)"
    r"|^[\s*-]*(?:upd|update|updates|further|add|addition|supp)\b[\s:.-]",
    re.IGNORECASE,
)
HEADING = re.compile(
    r"^[\s*#>=-]*(?:(?P<victim>victims?|vic|ips?|i\.p\.?|injured party|aggrieved|agg|complainant|caller|infmt|informant|inft|"
    r"reporting person|vulnerabilit(?:y|ies)|vuln(?:erability)?s?(?: factors)?|risk(?: assessment| factors| to victim)?|"
    r"dash|ram|thrive|needs|"
    r"support needs|health|household)|(?P<suspect>suspects?|susps?|offenders?|offr|perps?|perpetrators?|poi|nominal|"
    r"other party|alleged offender|subject|suspect details|offender details)|"
    r"(?P<other>witness(?:es)?|wits?|wit details|neighbours?|third party|other(?: persons)?))"
    r"(?:\s+(?:\d{1,2}|details?|info|info:|one|two|a|b))?\s*(?P<mark>[:=>]|\s-\s|$)",
    re.IGNORECASE,
)
INLINE = re.compile(
    r"\b(?:(?P<victim>victim|ip|informant|infmt|caller|aggrieved|complainant)|(?P<suspect>suspect|susp|offender|perp)|(?P<other>witness))"
    r"\s+(?:block|details|info|section|box)\s*[-–—:=]",
    re.IGNORECASE,
)
YES = words("yes")
NO = words("no")
UNKNOWN = words("unknown")
NO_PHRASES = (
    ("not", "disclosed"),
    ("none", "disclosed"),
    ("none", "known"),
    ("not", "known"),
    ("not", "applicable"),
    ("no", "concerns"),
    ("not", "that"),
    ("no", "answer"),
)
UNKNOWN_PHRASES = (
    ("not", "known"),
    ("not", "sure"),
    ("not", "asked"),
    ("not", "stated"),
    ("not", "established"),
    ("dont", "know"),
    ("did", "not"),
    ("would", "not"),
    ("didnt", "say"),
)
ASKS = words("asks")


@dataclass(slots=True)
class Prompt:
    """
    A question and its answer, in tokens: question from start to mark, answer from mark to end.

    answer: yes, no, unknown, words, empty.
    """

    start: int
    mark: int
    end: int
    answer: str
    answered_to: int = 0


@dataclass(slots=True)
class Layout:
    """
    Of each token: its line and update, and under whose heading it stands (empty for none).

    prompts, quoted: in order, by the token they begin with.
    """

    line: list[int]
    update: list[int]
    heading: list[str]
    prompts: list[Prompt] = field(default_factory=list)
    quoted: list[tuple[int, int]] = field(default_factory=list)

    def prompt_at(self, token: int) -> Prompt | None:
        """Return the prompt, with its answer, that a token stands in."""
        at = bisect_right(self.prompts, token, key=lambda prompt: prompt.start) - 1
        return self.prompts[at] if at >= 0 and token < self.prompts[at].end else None

    def quote_at(self, token: int) -> tuple[int, int] | None:
        """Return the quotation that a token stands in."""
        at = bisect_right(self.quoted, token, key=lambda quote: quote[0]) - 1
        return self.quoted[at] if at >= 0 and token < self.quoted[at][1] else None


def part_updates(tokens: Tokens) -> None:
    """Part the time stamp of each line from the words after it, so that no phrase runs over it."""
    at = 0
    text = tokens.text
    if "\n" not in text and not STAMP.match(text):
        return
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if stamp := STAMP.match(text[at:end]):
            first = bisect_left(tokens.starts, at + stamp.end())
            if first < len(tokens) and tokens.starts[first] < end:
                tokens.breaks[first] = max(tokens.breaks[first], LINE)
        at = end + 1


MARKED = re.compile(r"[?:=>\"“\]–—]| - ")
"""Without any of these, and in one line, a text has no layout to speak of."""


def lay_out(tokens: Tokens) -> Layout:
    """Read the layout of a text."""
    count = len(tokens)
    if "\n" not in tokens.text and not MARKED.search(tokens.text):
        return Layout([0] * count, [0] * count, [""] * count)
    line_of, update_of, heading_of = [0] * count, [0] * count, [""] * count
    at = update = token = 0
    standing = ""
    text = tokens.text
    for number, raw in enumerate(text.split("\n")):
        first = token
        end = at + len(raw)
        token = bisect_left(tokens.starts, end, token)
        stamp = STAMP.match(raw)
        heading = HEADING.match(raw[stamp.end() :].lstrip(" -:") if stamp else raw)
        if stamp:
            update += 1
            standing = ""
        if not raw.strip():
            standing = ""
        role = ""
        if heading:
            role = next((name for name in ("victim", "suspect", "other") if heading.group(name)), "")
            standing = role if not raw[heading.end() :].strip() and not stamp else ""
            role = role if heading.group("mark").strip() or standing else ""
        for i in range(first, token):
            line_of[i], update_of[i], heading_of[i] = number, update, role or standing
        at = end + 1
    layout = Layout(line_of, update_of, heading_of)
    for found in INLINE.finditer(text):
        role = next(name for name in ("victim", "suspect", "other") if found.group(name))
        first = bisect_left(tokens.starts, found.end())
        stop = text.find("\n", found.end())
        last = bisect_left(tokens.starts, len(text) if stop < 0 else stop)
        heading_of[first:last] = [role] * (last - first)
    if MARKED.search(text):
        layout.prompts = _prompts(tokens)
    if '"' in text or "“" in text:
        layout.quoted = _quotes(tokens)
    return layout


def _prompts(tokens: Tokens) -> list[Prompt]:
    """Pieces that end in a question mark or a colon, with what answers them."""
    found: list[Prompt] = []
    text, words, breaks = tokens.text, tokens.words, tokens.breaks
    count = len(tokens)
    start = 0
    for mark in range(1, count + 1):
        gap = text[tokens.ends[mark - 1] : tokens.starts[mark] if mark < count else len(text)]
        asks = ("?" in gap and not gap.endswith("?")) or (gap.rstrip() == "?" and mark == count)
        colon = ":" in gap or "=" in gap or (gap.strip() in {"-", ">", "->", "--"})
        if asks or (colon and mark < count and breaks[mark] == COLON):
            question = words[start:mark]
            if start < mark <= start + 25 and (asks or mark - start <= 9):
                prompt = _answer(tokens, start, mark)
                interrogative = asks and (
                    question[0] in ASKS
                    or (len(question) > 1 and question[1] in ASKS)
                    or prompt.answer in {"yes", "no", "unknown"}
                    or mark - start <= 4
                )
                if interrogative or (colon and prompt.answer in {"yes", "no", "unknown"}):
                    found.append(prompt)
        if (mark < count and breaks[mark] >= SENTENCE) or asks:
            start = mark
        elif mark < count and colon and found and found[-1].end > mark:
            start = found[-1].end
        elif mark < count and breaks[mark] == COMMA and found and found[-1].answered_to == mark:
            start = mark
    return found


def _answer(tokens: Tokens, start: int, mark: int) -> Prompt:
    """Read the answer to a prompt that ends before a token."""
    words, breaks, count = tokens.words, tokens.breaks, len(tokens)
    lettered = mark + 1 < count and words[mark] == "a" and breaks[mark + 1] == COLON  # "Q: disabled? A: no"
    mark_to = mark + 1 if lettered else mark
    if mark_to >= count:
        return Prompt(start, mark, mark, "empty", mark)
    end = mark_to + 1
    while end < count and breaks[end] < SENTENCE:
        end += 1
    pair = tuple(words[mark_to : mark_to + 2])
    alone = mark_to + 1 >= count or breaks[mark_to + 1] >= COMMA
    word = words[mark_to]
    if pair in UNKNOWN_PHRASES or word in UNKNOWN:
        return Prompt(start, mark, end, "unknown", min(mark_to + (2 if pair in UNKNOWN_PHRASES else 1), end))
    if pair in NO_PHRASES:
        return Prompt(start, mark, end, "no", mark_to + 2)
    if word in NO and (alone or end - mark_to <= 3 or word in {"none", "nil", "nope"}):
        return Prompt(start, mark, end, "no", mark_to + 1)
    if word in YES and (alone or word not in {"n", "y"} or end - mark_to <= 4):
        return Prompt(start, mark, end, "yes", mark_to + 1)
    if breaks[mark_to] == LINE and not word.isdigit():
        return Prompt(start, mark, mark, "empty", mark)
    return Prompt(start, mark, end, "words", mark_to)


def _quotes(tokens: Tokens) -> list[tuple[int, int]]:
    """Stretches between quotation marks, in tokens."""
    marks = [found.start() for found in re.finditer('["“”]', tokens.text)]
    return [
        (bisect_left(tokens.starts, one), bisect_left(tokens.starts, other))
        for one, other in zip(marks[::2], marks[1::2], strict=False)
        if other - one < 400
    ]
