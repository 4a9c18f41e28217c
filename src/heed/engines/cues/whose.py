"""
Whose it is: each cue is bound to a person, by the first rule that applies, and the rule is kept with it.

The order is that of reference/cues.md section 3.5: the head of the same noun phrase; the subject of the clause; the
owner; a heading or prompt; the person the update is about; and only then the victim, marked as assumed.
"""

from bisect import bisect_left
from dataclasses import dataclass

from heed.engines.cues.cast import HOUSEHOLD, OTHER, SUSPECT, VICTIM, Person, Scene
from heed.engines.cues.context import words
from heed.engines.cues.terms import Category, Experiencer
from heed.engines.cues.tokens import COMMA
from heed.engines.cues.whose_steps import affected, as_said, possessor, same_phrase, subject

OF_THE_EVENT = frozenset({Category.REPEAT, Category.HATE})
OF_A_SUSPECT = frozenset({Category.SUBSTANCE, Category.HOMELESS, Category.MENTAL_HEALTH})
CAUSES = frozenset({Category.FEAR_HEALTH})
OF_ONESELF = frozenset({Category.CARER, Category.ALONE_ISOL})
"""Cues that often name somebody else: "I care for my husband", "on her own since her husband went"."""
OWNERS = words("owners")


@dataclass(frozen=True, slots=True)
class Bound:
    """Whose a cue is, by which step, and in whose words; assumed: nothing said so."""

    whose: Experiencer
    step: str
    words: str = ""
    assumed: bool = False


def bind(start: int, end: int, category: Category, hint: str, scene: Scene) -> Bound:
    """Say whose a cue is, in tokens."""
    if hint == "speaker":
        return _hinted(start, scene) or Bound(VICTIM, "the wording", assumed=False)
    if hint in {"victim", "household", "suspect", "other"} and category not in OF_THE_EVENT:
        found = same_phrase(start, end, scene)
        if not found or hint != "household":
            return Bound(
                {"victim": VICTIM, "household": HOUSEHOLD, "suspect": SUSPECT, "other": OTHER}[hint], "the wording"
            )
    if category in OF_THE_EVENT:
        return _event(start, end, category, scene)
    if category is Category.BEREAVED and (left := _mourner(start, end, scene)):
        return left
    if category is Category.DOMESTIC:
        return _abused(start, end, scene)
    if scene.tokens.words[start] in OWNERS and (found := possessor(start, start + 1, scene)):
        return Bound(side_of(found[0], category), STEPS[possessor], found[1])
    for step, name in STEPS.items():
        if (step is affected and category not in CAUSES) or (step is same_phrase and category in OF_ONESELF):
            continue
        found = step(start, end, scene)
        if found and not (category in CAUSES and found[0].whose is SUSPECT and found[2]):
            return Bound(side_of(found[0], category), name, found[1])
    heading = scene.layout.heading[start]
    if heading:
        return Bound({"victim": VICTIM, "suspect": SUSPECT, "other": OTHER}[heading], "heading")
    if scene.layout.prompts and scene.layout.prompt_at(start):
        return Bound(VICTIM, "an answer about the victim")
    topic = _topic(start, category, scene)
    if topic:
        return topic
    return Bound(VICTIM, "nobody else is named", assumed=True)


def side_of(person: Person, category: Category) -> Experiencer:
    """On whose side somebody is. Of a man or woman who neither does harm nor suffers it, the category tells most."""
    unknown = person.role in {"person", "named"} or (person.role == "unknown" and person.vague)
    if unknown and not person.sure and person.did == person.suffered and category in OF_A_SUSPECT:
        return SUSPECT
    return person.whose


STEPS = {
    same_phrase: "same phrase",
    affected: "whom it affects",
    subject: "subject of the clause",
    possessor: "whose",
}
"""In the order in which they are tried."""


def _hinted(start: int, scene: Scene) -> Bound | None:
    """First-person wording inside somebody else's quoted words is theirs."""
    quote = scene.layout.quote_at(start)
    for i in range(*quote) if quote else ():
        number = scene.cast.at[i]
        if number >= 0 and scene.cast.mentions[number].noun.role == "caller":
            person = scene.cast.mentions[number].person
            return Bound(person.whose, "their own words") if person else None
    return None


def _event(start: int, end: int, category: Category, scene: Scene) -> Bound:
    """Take what happens to happen to the victim; unless it is aimed at somebody else, by name."""
    if category is Category.HATE:
        cast = scene.cast
        for i in range(end, min(end + 5, len(cast.at))):
            number = cast.at[i]
            if number >= 0:
                mention = cast.mentions[number]
                if mention.target and mention.person and mention.person.whose in {OTHER, HOUSEHOLD}:
                    return Bound(mention.person.whose, "whom it is aimed at", as_said(mention, scene))
                break
            if scene.tokens.breaks[i] >= COMMA:
                break
    heading = scene.layout.heading[start]
    if heading == "other":
        return Bound(OTHER, "heading")
    return Bound(VICTIM, "what happens, happens to the victim")


def _mourner(start: int, end: int, scene: Scene) -> Bound | None:
    """Take the one who is left: whose husband it was, not the husband."""
    cast = scene.cast
    for i in range(max(start - 4, scene.clauses[start]), end):
        number = cast.at[i]
        if number >= 0 and cast.mentions[number].noun.role in {
            "parent",
            "partner",
            "child",
            "sibling",
            "kin",
            "children",
            "friend",
        }:
            person = cast.mentions[number].person
            owner = person.owner if person else None
            if owner is not None:
                return Bound(owner.whose, "whose loss it is", as_said(cast.mentions[number], scene))
    return None


def _abused(start: int, end: int, scene: Scene) -> Bound:
    """Abuse at home is the victim's, unless the heading or a passive subject says whose: "he was battered by his dad"."""
    heading = scene.layout.heading[start]
    if heading in {"suspect", "other"}:
        return Bound(SUSPECT if heading == "suspect" else OTHER, "heading")
    found = subject(start, end, scene)
    if found and not found[2] and found[0].whose is OTHER:
        return Bound(OTHER, STEPS[subject], found[1])
    if (
        found
        and found[0].sure
        and found[0].whose is SUSPECT
        and scene.tokens.words[start] in {"battered", "beaten", "abused", "hit"}
    ):
        return Bound(SUSPECT, STEPS[subject], found[1])
    return Bound(VICTIM, "the one who suffers it")


def _topic(start: int, category: Category, scene: Scene) -> Bound | None:
    """Take the person the update is about: the last one named in it who is not doing harm."""
    cast = scene.cast
    update = scene.layout.update[start]
    for number in range(bisect_left(scene.starts, start) - 1, -1, -1):
        mention = cast.mentions[number]
        if scene.layout.update[mention.start] != update or start - mention.end > 40:
            return None
        if mention.person is None or mention.noun.role == "professional":
            continue
        whose = mention.person.whose
        if category in CAUSES and whose is SUSPECT:
            continue
        if whose is SUSPECT and category in OF_A_SUSPECT:
            return Bound(SUSPECT, "whom the words are about", as_said(mention, scene), assumed=True)
        if mention.agent or (whose is SUSPECT and not mention.subject):
            continue
        if scene.tokens.words[mention.start] in {"his", "her", "my", "our", "their"}:
            continue
        return Bound(
            side_of(mention.person, category), "whom the words are about", as_said(mention, scene), assumed=True
        )
    return None
