"""Read a text: from its characters to what it says, in the order of reference/cues.md section 3.1."""

from datetime import date

from heed.engines.cues import context
from heed.engines.cues.age import Age
from heed.engines.cues.ages import ages
from heed.engines.cues.assertion import Assertion, Surroundings, judge
from heed.engines.cues.cast import Cast, Scene, mark
from heed.engines.cues.clauses import clause_starts
from heed.engines.cues.context import words
from heed.engines.cues.findings import Finding, Reading
from heed.engines.cues.lexicon import Lexicon
from heed.engines.cues.names import named_people, part_of_name, postcodes, speaks_in_cases
from heed.engines.cues.people import resolve
from heed.engines.cues.scan import Hit, Scanned, scan
from heed.engines.cues.structure import Layout, lay_out, part_updates
from heed.engines.cues.terms import Category, Polarity, Strength
from heed.engines.cues.tokens import COLON, Tokens, cut
from heed.engines.cues.verdict import is_repeat, is_vulnerable
from heed.engines.cues.whose import Bound, bind


def read(text: str, on: date | None, lexicon: Lexicon) -> Reading:
    """
    Find every cue in a text, and say of each whose it is and whether it is denied, past or in doubt.

    on: the day the text was written; ages and "years ago" are reckoned against it. Never raises on any text.
    """
    tokens = cut(text)
    if not tokens.words:
        return Reading(lexicon=lexicon.version)
    part_updates(tokens)
    scanned = scan(tokens, lexicon)
    verb_of = context.verbs()
    verbs = [verb_of.get(word) for word in tokens.words]
    cast = mark(tokens, scanned.nouns)
    cased = speaks_in_cases(text)
    codes = postcodes(tokens)
    scanned.hits = [
        hit
        for hit in scanned.hits
        if not part_of_name(hit.start, hit.end, tokens)
        and not _of_a_title(hit, cast)
        and (not codes or codes.isdisjoint(range(hit.start, hit.end)))
    ]
    aged = ages(tokens, on, cast.at)
    if not scanned.hits and not aged:
        return Reading(lexicon=lexicon.version)
    if cased and (named := named_people(tokens, lexicon.spelling.known, verbs, cast.at)):
        cast = mark(tokens, sorted([*scanned.nouns, *named], key=lambda found: found[0]))
    clauses = clause_starts(tokens, verbs, cast.at)
    layout = lay_out(tokens)
    scene = Scene(tokens, verbs, clauses, layout, cast, [mention.start for mention in cast.mentions])
    resolve(scene)
    around = _surroundings(tokens, verbs, clauses, layout, scanned, cast.at, on, lexicon)
    hits = _in_company(scanned.hits, aged, tokens, lexicon, cast.at)
    findings = [_finding(hit, text, scene, around, lexicon) for hit in hits if not _merely_asked(hit.start, layout)]
    findings += _of_ages(aged, text, scene, around)
    findings = _once(findings, len(text))
    return Reading(tuple(findings), is_vulnerable(findings), is_repeat(findings), lexicon.version)


def _surroundings(
    tokens: Tokens,
    verbs: list[context.Verb | None],
    clauses: list[int],
    layout: Layout,
    scanned: Scanned,
    people: list[int],
    on: date | None,
    lexicon: Lexicon,
) -> Surroundings:
    cue = [False] * len(tokens)
    for hit in scanned.hits:
        if lexicon.rules[hit.rule].polarity is Polarity.DENIES:
            continue
        for i in range(hit.start, hit.end):
            cue[i] = True
    triggers = [found for found in scanned.triggers if found[2].kind not in {context.Kind.PSEUDO, context.Kind.PRESENT}]
    return Surroundings(tokens, verbs, clauses, layout, people, triggers, cue, [found[0] for found in triggers], on)


def _of_a_title(hit: Hit, cast: Cast) -> bool:
    """Whether a cue is somebody's name: "Mrs Blind rang"."""
    number = cast.at[hit.start]
    return number >= 0 and cast.mentions[number].noun.role == "titled" and hit.start > cast.mentions[number].start


COMPANY = words("company")
LABELS_OF = words("labels_of")


def _in_company(hits: list[Hit], aged: list[Age], tokens: Tokens, lexicon: Lexicon, people: list[int]) -> list[Hit]:
    """Drop abbreviations of few letters that stand alone: they count beside another cue, an age, or somebody who has it."""
    shouted = tokens.text.islower() or tokens.text.isupper()
    alone = [_needs_company(hit, lexicon, shouted=shouted) for hit in hits]
    if not any(alone):
        return hits
    ages_at = {i for age in aged for i in range(age.start - 3, age.end + 4)}
    return [
        hit
        for number, hit in enumerate(hits)
        if not alone[number]
        or hit.start in ages_at
        or _beside_cue(number, hits, lexicon)
        or _had_by_somebody(hit, tokens, people)
    ]


def _needs_company(hit: Hit, lexicon: Lexicon, *, shouted: bool) -> bool:
    """Whether a hit does not stand by itself. shouted: the text is all in one case, so that capitals say nothing."""
    rule = lexicon.rules[hit.rule]
    return rule.strength is Strength.ALONE_NO or (shouted and bool(rule.said.capitals))


def _beside_cue(number: int, hits: list[Hit], lexicon: Lexicon) -> bool:
    """Whether another cue, other than repeat, stands within three tokens. Hits are in order, so few need be looked at."""
    hit = hits[number]
    for other in hits[max(0, number - 6) : number + 7]:
        if (
            other is hit
            or lexicon.rules[other.rule].category is Category.REPEAT
            or (other.start, other.end) == (hit.start, hit.end)
        ):
            continue
        if 0 <= _apart(hit, other) <= 3:
            return True
    return False


def _had_by_somebody(hit: Hit, tokens: Tokens, people: list[int]) -> bool:
    """Whether somebody has it: "IP NFA", "suffers with MS", "vulnerabilities: LD"."""
    before = range(max(0, hit.start - 4), hit.start)
    words = {tokens.words[i] for i in before}
    if not words.isdisjoint(LABELS_OF) or (
        hit.start and people[hit.start - 1] >= 0 and tokens.breaks[hit.start] < COLON
    ):
        return True
    return any(people[i] >= 0 for i in before) and not words.isdisjoint(COMPANY)


def _apart(hit: Hit, other: Hit) -> int:
    return other.start - hit.end if other.start >= hit.end else hit.start - other.end


def _merely_asked(start: int, layout: Layout) -> bool:
    """Whether a cue stands in a question that neither yes, no nor not known answers."""
    prompt = layout.prompt_at(start) if layout.prompts else None
    return prompt is not None and start < prompt.mark and prompt.answer in {"words", "empty"}


def _finding(hit: Hit, text: str, scene: Scene, around: Surroundings, lexicon: Lexicon) -> Finding:
    rule = lexicon.rules[hit.rule]
    tokens = scene.tokens
    said = judge(hit.start, hit.end, rule.category, around, rule.polarity)
    bound = bind(hit.start, hit.end, rule.category, rule.hint, scene)
    if rule.polarity is Polarity.DENIES:
        said.negated = not said.negated
        said.negated_by = "the words say the opposite"
    start, end = tokens.starts[hit.start], tokens.ends[hit.end - 1]
    start, end = _with_answer(hit, start, end, scene.layout, tokens)
    return Finding(
        category=rule.category,
        start=start,
        end=end,
        text=text[start:end],
        experiencer=bound.whose,
        negated=said.negated,
        historic=said.historic,
        uncertain=said.uncertain,
        rule=rule.id,
        strength=rule.strength,
        words=bound.words,
        read_as=hit.read_as,
        assumed=bound.assumed,
        because=_because(rule.category, rule.pattern, said, bound, hit.read_as),
    )


def _with_answer(hit: Hit, start: int, end: int, layout: Layout, tokens: Tokens) -> tuple[int, int]:
    """In a question with its answer, the span covers both."""
    prompt = layout.prompt_at(hit.start) if layout.prompts else None
    if prompt and hit.start < prompt.mark and prompt.answered_to > prompt.mark:
        return start, tokens.ends[prompt.answered_to - 1]
    return start, end


def _because(category: Category, pattern: str, said: Assertion, bound: Bound, read_as: str) -> tuple[str, ...]:
    """Say what a person is told: the words, how they were read, and what set each attribute."""
    lines = [f"{category.label}: “{pattern}”"]
    if read_as:
        lines.append(f"read as “{read_as}”")
    whose = {
        "victim_or_caller": "the victim or caller",
        "household": "the household",
        "suspect": "the suspect",
        "other": "somebody else",
    }[bound.whose]
    lines.append(
        f"{whose}: {bound.step}"
        + (f" (“{bound.words}”)" if bound.words else "")
        + (", assumed" if bound.assumed else "")
    )
    lines += [
        f"{word}: “{by}”"
        for word, by in (("denied", said.negated_by), ("past", said.historic_by), ("in doubt", said.uncertain_by))
        if by
    ]
    return tuple(lines)


def _of_ages(aged: list[Age], text: str, scene: Scene, around: Surroundings) -> list[Finding]:
    """Ages under 18 and of 65 and over."""
    tokens = scene.tokens
    out: list[Finding] = []
    for age in aged:
        category = Category.AGE_CHILD if age.is_child else Category.AGE_ELDER if age.is_elder else None
        if category is None:
            continue
        said = judge(age.start, age.end, category, around, Polarity.PLAIN)
        bound = bind(age.start, age.end, category, "", scene)
        start, end = tokens.starts[age.start], tokens.ends[age.end - 1]
        said.historic = said.historic and bool(said.historic_by) and "ago" not in said.historic_by
        out.append(
            Finding(
                category=category,
                start=start,
                end=end,
                text=text[start:end],
                experiencer=bound.whose,
                negated=False,
                historic=_then(age, tokens),
                uncertain=said.uncertain or _guessed(age, tokens),
                rule=f"{category}-age",
                words=bound.words,
                assumed=bound.assumed,
                because=(f"{category.label}: {age.words}", *_because(category, "age", said, bound, "")[1:]),
            )
        )
    return out


def _then(age: Age, tokens: Tokens) -> bool:
    """Whether an age is that of another time: "when she was 16"."""
    before = tokens.words[max(0, age.start - 4) : age.start + 1]
    return "when" in before and not {"was", "were"}.isdisjoint(before)


def _guessed(age: Age, tokens: Tokens) -> bool:
    """Whether an age is somebody's guess: "seventy-odd", "looked about twelve", "no more than sixteen"."""
    around = tokens.words[max(0, age.start - 3) : age.end]
    return not age.exact and any(
        word in {"approx", "about", "around", "odd", "looked", "looks", "than", "reckons"} for word in around
    )


def _once(findings: list[Finding], length: int) -> list[Finding]:
    """Of one category, no two that overlap: the longer stays. length: characters of the text."""
    if len(findings) < MANY:
        return _apart_by_span(findings)
    taken: dict[Category, bytearray] = {}
    kept: list[Finding] = []
    for finding in sorted(findings, key=lambda one: (one.start - one.end, one.start)):
        spots = taken.setdefault(finding.category, bytearray(length))
        if not any(spots[finding.start : finding.end]):
            spots[finding.start : finding.end] = b"\x01" * (finding.end - finding.start)
            kept.append(finding)
    return sorted(kept, key=lambda one: (one.start, one.end, one.category))


MANY = 40
"""From here on a map of the text is cheaper than comparing every pair."""


def _apart_by_span(findings: list[Finding]) -> list[Finding]:
    kept: list[Finding] = []
    for finding in sorted(findings, key=lambda one: (one.start - one.end, one.start)):
        if all(
            one.category is not finding.category or finding.end <= one.start or finding.start >= one.end for one in kept
        ):
            kept.append(finding)
    return sorted(kept, key=lambda one: (one.start, one.end, one.category))
