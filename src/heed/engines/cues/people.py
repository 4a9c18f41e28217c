"""
Who is spoken of in a log: a table of persons, filled as the text is read.

Each word for a person becomes a mention; mentions of one person are held together by words, owners and pronouns. What a
person does, over the whole log, decides more than what they are called: who throws is a suspect, who is thrown at is
the one it is aimed at.
"""

from heed.engines.cues.cast import (
    FIRST,
    HOUSEHOLD,
    OTHER,
    SUSPECT,
    VICTIM,
    Mention,
    Person,
    Scene,
    for_whom,
    known,
    new,
    predicate,
)
from heed.engines.cues.context import words
from heed.engines.cues.deeds import TARGETING, part
from heed.engines.cues.pronouns import pronoun
from heed.engines.cues.relatives import RELATIVES, relative
from heed.engines.cues.tokens import NONE, SENTENCE

HOME = words("home")
NEARBY = words("nearby")


def resolve(scene: Scene) -> None:
    """Say of each mention who it is, reading forward once; then settle on whose side everybody is."""
    scene.cast.spoken = any(mention.noun.words in FIRST for mention in scene.cast.mentions)
    scene.cast.home = _own_home(scene)
    recent: list[Person] = []
    for mention in scene.cast.mentions:
        part(mention, scene)
        person = _who(mention, scene, recent)
        mention.person = person
        if person is None:
            continue
        person.last = mention.start
        person.did += mention.agent
        person.suffered += mention.target
        if mention.noun.role == "caller" and mention.noun.words not in FIRST:
            scene.cast.third = True
        owns = (
            mention.noun.role != "pronoun"
            and scene.tokens.words[mention.end : mention.end + 1] == ["'s"]
            and _is_owner(mention, scene)
        )
        if owns and person not in recent:
            recent.insert(0, person)
            continue
        if person in recent:
            recent.remove(person)
        recent.append(person)
        del recent[:-8]
    _settle(scene)


def _is_owner(mention: Mention, scene: Scene) -> bool:
    """Whether the "'s" after a mention is an owner's ("the neighbour's alarm") and no verb ("the neighbour's shouting")."""
    after = mention.end + 1
    if after >= len(scene.tokens) or scene.tokens.breaks[after] != NONE:
        return False
    word = scene.tokens.words[after]
    return (
        scene.verbs[after] is None
        and not word.endswith("ing")
        and word
        not in {
            "a",
            "an",
            "the",
            "not",
            "very",
            "in",
            "on",
            "always",
            "been",
            "deaf",
            "blind",
            "disabled",
            "autistic",
            "old",
            "scared",
        }
    )


def _settle(scene: Scene) -> None:
    """Everybody whose role does not say it is on the side their deeds put them, or where people of their kind usually are."""
    doers = any(person.side is SUSPECT and (person.sure or person.did) for person in scene.cast.persons)
    callers = scene.cast.caller.last > 0 or any(person.role == "victim" for person in scene.cast.persons)
    for person in scene.cast.persons:
        if person.sure:
            continue
        if person.did != person.suffered:
            person.whose = person.side
        elif person.role == "neighbour":
            person.whose = OTHER if doers and not person.did else SUSPECT
        elif person.role == "settled":
            person.whose = OTHER if person.near or (person.vague and callers) else VICTIM
        elif person.role in {"person", "named"} and person.whose is VICTIM:
            person.vague = callers or person.many
            if callers:
                person.whose = OTHER if doers else SUSPECT
        elif person.role == "unknown" and person.whose is VICTIM:
            person.vague = callers


def _own_home(scene: Scene) -> bool:
    """Whether the caller speaks of their own home, or of themselves as the one it is done to."""
    words = scene.tokens.words
    for i in range(len(words) - 1):
        if words[i] in {"my", "our"} and any(word in HOME for word in words[i + 1 : i + 4]):
            return True
        if words[i + 1] in {"me", "us"} and (words[i] in TARGETING or words[i] in {"at", "towards", "on"}):
            return True
    return False


def _who(mention: Mention, scene: Scene, recent: list[Person]) -> Person | None:
    """Who a mention is."""
    role = mention.noun.role
    if role == "professional":
        return None
    if role == "caller":
        if mention.noun.words in FIRST and scene.layout.quoted and (other := _quoted(mention, scene)):
            return other
        return scene.cast.caller
    if role == "victim":
        return known(scene, mention) or new(scene, mention, VICTIM, sure=True)
    if role == "pronoun":
        return pronoun(mention, scene, recent)
    if role in {"suspect", "ex"}:
        return known(scene, mention) or new(scene, mention, SUSPECT, sure=True)
    if role in RELATIVES and (found := relative(mention, scene, recent)) is not None:
        return found
    return somebody(mention, scene, recent)


def _quoted(mention: Mention, scene: Scene) -> Person | None:
    """Whoever is quoted, where the first person stands inside quotation marks after somebody who says it."""
    quote = scene.layout.quote_at(mention.start)
    for i in range(quote[0] - 1, max(quote[0] - 6, -1), -1) if quote else ():
        number = scene.cast.at[i]
        if number >= 0:
            return scene.cast.mentions[number].person
        if scene.tokens.breaks[i] >= SENTENCE:
            return None
    return None


def somebody(mention: Mention, scene: Scene, recent: list[Person]) -> Person | None:
    """Say who a man, a lady, the neighbour, a passer-by, Mrs Tunnard is, by how they are brought in."""
    role, noun, words = mention.noun.role, mention.noun, scene.tokens.words
    heading = scene.layout.heading[mention.start]
    if heading == "suspect":
        return next((p for p in reversed(scene.cast.lately) if p.role == "suspect"), None) or new(
            scene, mention, SUSPECT, sure=True
        )
    if role == "named":
        for person in scene.cast.lately:
            if noun.words in person.names:
                return person
    if (other := predicate(mention, scene)) is not None:
        if role == "named":
            other.names += (noun.words,)
        return other
    article = words[mention.phrase] if mention.phrase < mention.start else ""
    if role == "titled":
        named = " ".join(words[mention.start : mention.end])
        for person in scene.cast.lately:
            if person.words == named:
                return person
        if mention.phrase and _reporter(mention, scene):
            return scene.cast.caller
        person = new(scene, mention, VICTIM)
        person.words, person.role = named, "settled"
        return person
    if article not in {"a", "an", "another", "some"}:
        for person in reversed(recent):
            if person.role == role and (
                person.words == noun.words
                or (role == "person" and person.gender == noun.gender and person.many == noun.many)
            ):
                return person
    if _reporter(mention, scene):
        scene.cast.caller.gender = scene.cast.caller.gender or noun.gender
        scene.cast.third = True
        return scene.cast.caller
    person = new(scene, mention, OTHER if role in {"public", "witness", "friend"} else VICTIM)
    if role == "named":
        person.names = (noun.words,)
        if article in {"our", "my"}:
            person.whose, person.role, person.owner = HOUSEHOLD, "kin", scene.cast.caller
        return person
    if (role == "person" and article in {"the", "that"} and not noun.many) or (
        noun.words in {"lad", "boy", "girl", "lass", "fella"} and article in {"the", "that"}
    ):
        person.whose = SUSPECT
    person.near = role == "settled" and any(word in NEARBY for word in words[mention.end : mention.end + 2])
    person.vague = article in {"a", "an", "another", "some"}
    person.sure = for_whom(mention, scene)
    return person


def _reporter(mention: Mention, scene: Scene) -> bool:
    """Whether it is the caller: "elderly female reporting", "84yo male caller", "call from a lady"."""
    words = scene.tokens.words
    after = words[mention.end : mention.end + 2]
    if any(
        word
        in {
            "caller",
            "infmt",
            "informant",
            "reporting",
            "reports",
            "rings",
            "rang",
            "ringing",
            "calling",
            "phoning",
            "rptg",
            "rpts",
            "rep",
        }
        for word in after
    ):
        return True
    if tuple(after) == ("on", "line") or (after[:1] == ["on"] and "line" in words[mention.end : mention.end + 4]):
        return True
    before = words[max(0, mention.phrase - 2) : mention.phrase]
    return before[-1:] == ["from"] and before[:1] in (["call"], ["tc"], ["report"], ["contact"], ["999"], ["101"])
