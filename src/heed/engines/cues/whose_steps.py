"""
The steps by which a cue is bound to somebody: its own phrase, whom it affects, its clause's subject, its owner.

Each returns the person, the words that name them, and whether only a pronoun does; or None, and the next step is tried.
"""

from heed.engines.cues.cast import SUSPECT, Mention, Person, Scene
from heed.engines.cues.tokens import COLON, COMMA, NONE, SENTENCE

FAR = 60
"""How far back a subject is looked for, in tokens: so that the work grows with the text and no faster."""


def as_said(mention: Mention, scene: Scene) -> str:
    """Return a mention as it stands in the text, from the beginning of its phrase."""
    tokens = scene.tokens
    return tokens.text[tokens.starts[mention.phrase] : tokens.ends[mention.end - 1]]


def same_phrase(start: int, end: int, scene: Scene) -> tuple[Person, str, bool] | None:
    """Return the person whose noun phrase the cue is in: "elderly lady", "disabled son", "IP 84 yoa", "my mum (81)"."""
    cast, breaks, words = scene.cast, scene.tokens.breaks, scene.tokens.words
    for i in range(end - 1, start - 1, -1):
        number = cast.at[i]
        if number >= 0 and cast.mentions[number].noun.role not in {"pronoun", "professional", "caller"}:
            person = cast.mentions[number].person
            if person:
                return person, as_said(cast.mentions[number], scene), False
    i = end
    while i < len(words) and i - end < 3 and breaks[i] == NONE and scene.verbs[i] is None:
        number = cast.at[i]
        if number >= 0:
            mention = cast.mentions[number]
            if (
                mention.noun.role == "pronoun"
                or mention.noun.words in {"i", "we", "my", "me", "our", "us"}
                or mention.noun.role == "professional"
            ):
                return None
            if i > end and words[i - 1] in {
                "and",
                "with",
                "to",
                "at",
                "of",
                "by",
                "from",
                "for",
                "the",
                "a",
                "when",
                "then",
                "so",
                "in",
                "on",
                "or",
                "as",
                "if",
                "my",
                "his",
                "her",
                "their",
                "our",
                "after",
                "before",
                "since",
                "that",
                "this",
                "who",
            }:
                return None
            return (mention.person, as_said(mention, scene), False) if mention.person else None
        if words[i] in {
            "and",
            "with",
            "to",
            "at",
            "of",
            "by",
            "from",
            "for",
            "the",
            "a",
            "when",
            "then",
            "so",
            "in",
            "on",
            "or",
            "as",
            "if",
            "due",
            "because",
            "after",
            "before",
            "since",
            "that",
            "this",
            "who",
        }:
            break
        i += 1
    # in apposition: right after the person, through brackets, commas and other cues in figures
    i = start - 1
    steps = 0
    while i >= 0 and steps < 4:
        gap_strength = breaks[i + 1]
        colon = gap_strength == COLON and words[i + 1] in {"no", "any", "nil", words[start]} and cast.at[i] >= 0
        if (
            gap_strength >= COLON
            and not colon
            and not (
                gap_strength == COLON
                and steps == 0
                and "-" in scene.tokens.text[scene.tokens.ends[i] : scene.tokens.starts[i + 1]]
            )
        ):
            return None
        number = cast.at[i]
        if number >= 0:
            mention = cast.mentions[number]
            if mention.noun.role in {"pronoun", "professional"} or not mention.person:
                return None
            if mention.noun.role == "caller" and mention.noun.words in {"i", "we", "my", "me", "our", "us"}:
                return None
            if gap_strength == COMMA and (
                scene.clauses[start] != scene.clauses[i] or mention.phrase > scene.clauses[i] + 1
            ):
                return None
            return mention.person, as_said(mention, scene), False
        if (
            words[i]
            not in {
                "aged",
                "age",
                "is",
                "a",
                "an",
                "who",
                "approx",
                "about",
                "the",
                "of",
                "has",
                "with",
                "very",
                "also",
                "yo",
                "yoa",
            }
            and not words[i].isdigit()
        ):
            return None
        i -= 1
        steps += 1
    return None


def affected(start: int, end: int, scene: Scene) -> tuple[Person, str, bool] | None:
    """Say whom it affects: "scaring my kids", "making my wife ill"."""
    cast = scene.cast
    for i in range(start, min(end + 3, len(cast.at))):
        if i > end and scene.tokens.breaks[i] != NONE:
            break
        number = cast.at[i]
        if number >= 0 and i >= start + (1 if cast.mentions[number].subject else 0):
            mention = cast.mentions[number]
            if mention.noun.role in {"professional", "suspect"} or mention.person is None:
                return None
            if i >= end and (mention.agent or mention.subject):
                return None
            if i >= end and scene.tokens.words[end - 1] in {"of", "by", "from"}:
                return None
            if mention.person.whose is SUSPECT:
                return None
            return mention.person, as_said(mention, scene), False
        if i >= end and scene.tokens.words[i] in {
            "of",
            "by",
            "to",
            "when",
            "that",
            "if",
            "because",
            "and",
            "from",
            "about",
            "with",
        }:
            break
    return None


def subject(start: int, _end: int, scene: Scene) -> tuple[Person, str, bool] | None:
    """Return the subject of the clause the cue stands in; of several, the one nearest before the verb."""
    cast, clause = scene.cast, scene.clauses[start]
    words = scene.tokens.words
    best: Mention | None = None
    i = start - 1
    while i >= max(clause, start - FAR):
        number = cast.at[i]
        if number >= 0:
            mention = cast.mentions[number]
            if mention.noun.role == "professional":
                i = mention.start - 1
                continue
            owner = words[mention.start] in {"his", "her", "my", "our", "their", "your"} and not mention.subject
            if mention.subject and mention.person and not owner:
                best = mention
                break
            if best is None and mention.person and not owner and not mention.target:
                best = mention
            i = mention.start - 1
            continue
        i -= 1
    if best is None and clause > 0 and not _new_line(clause, scene):
        best = _carried(clause, scene)
    if best is None or best.person is None:
        return None
    return best.person, as_said(best, scene), best.weak


def _new_line(clause: int, scene: Scene) -> bool:
    return scene.tokens.breaks[clause] >= COLON + 1 and scene.tokens.breaks[clause] > SENTENCE


def _carried(clause: int, scene: Scene) -> Mention | None:
    """Take the subject of the clause before, where a clause has none: in the same sentence or the fragment after it."""
    cast = scene.cast
    at = clause - 1
    for _ in range(2):
        before = scene.clauses[at]
        for i in range(max(before, at - FAR), at + 1):
            number = cast.at[i]
            if number < 0:
                continue
            mention = cast.mentions[number]
            if (
                mention.person
                and mention.noun.role != "professional"
                and mention.subject
                and not (mention.agent and scene.tokens.breaks[clause] >= SENTENCE)
                and scene.tokens.words[mention.start] not in {"his", "her", "my", "our", "their"}
            ):
                return mention
        if before == 0 or scene.tokens.breaks[before] > SENTENCE:
            break
        at = before - 1
    return None


def possessor(start: int, end: int, scene: Scene) -> tuple[Person, str, bool] | None:
    """Say whose legs, whose nerves: the owner named inside or right before the cue."""
    cast = scene.cast
    for i in (*range(start, end), *range(start - 1, max(start - 3, -1), -1)):
        if i < start and scene.tokens.breaks[i + 1] >= COMMA:
            break
        number = cast.at[i]
        if number >= 0 and cast.mentions[number].person:
            mention = cast.mentions[number]
            if mention.noun.role == "professional":
                continue
            return mention.person, as_said(mention, scene), mention.weak
    return None
