"""Relatives: whose they are, and whether they live with the victim or are the one it is done to."""

from heed.engines.cues.cast import HOUSEHOLD, OTHER, SUSPECT, VICTIM, Mention, Person, Scene, for_whom, new, predicate
from heed.engines.cues.context import words
from heed.engines.cues.deeds import OWNED_BY
from heed.engines.cues.tokens import COMMA

RELATIVES = words("relatives")
BARE_CHILD = words("bare_child")
SAME_PARENT = words("same_parent")


def relative(mention: Mention, scene: Scene, recent: list[Person]) -> Person | None:
    """Say of whom a relative is, and whether they are the one it is done to; None for a "lad" or "girl" of nobody."""
    role, noun = mention.noun.role, mention.noun
    owner = _owner(mention, scene)
    if owner is None:
        if (
            role in {"parent", "child", "partner"}
            and mention.phrase < mention.start
            and (other := predicate(mention, scene))
        ):
            return other
        for person in reversed(recent):
            if person.role == role and (person.words == noun.words or (person.gender and person.gender == noun.gender)):
                return person
        if noun.words in {"old man", "lad", "lass", "boy", "girl", "fella", "bird", "house"}:
            return None
        if role in {"child", "children"} and noun.words not in BARE_CHILD:
            return _child(mention, scene, recent)
    if (
        owner is not None
        and (owner.side in {SUSPECT, OTHER} or owner.role in {"neighbour", "public", "witness", "friend"})
        and owner is not scene.cast.caller
    ):
        return _same(scene, mention, owner) or new(scene, mention, OTHER, owner=owner, sure=True)
    owner = owner or scene.cast.caller
    if same := _same(scene, mention, owner):
        return same
    behalf = for_whom(mention, scene)
    parent = role == "parent" and not scene.cast.home and not _together(mention, scene)
    person = new(scene, mention, VICTIM if behalf or parent else HOUSEHOLD, owner=owner)
    person.sure = behalf
    return person


def _owner(mention: Mention, scene: Scene) -> Person | None:
    """Whose son, whose mother: the owner named before, or after "of"."""
    words, breaks = scene.tokens.words, scene.tokens.breaks
    for i in range(mention.start - 1, max(mention.start - 5, -1), -1):
        if breaks[i + 1] >= COMMA:
            break
        number = scene.cast.at[i]
        if words[i] in OWNED_BY:
            return scene.cast.mentions[number].person if number >= 0 else scene.cast.caller
        if words[i] == "'s" and i and scene.cast.at[i - 1] >= 0:
            return scene.cast.mentions[scene.cast.at[i - 1]].person
        if number >= 0:
            before = scene.cast.mentions[number]
            joined = i == mention.start - 1 and before.noun.role in {"victim", "caller", "suspect", "neighbour"}
            return before.person if joined and not before.noun.words.startswith(("i", "we", "us", "me")) else None
    if mention.end + 1 < len(words) and words[mention.end] == "of":
        for i in range(mention.end + 1, min(mention.end + 4, len(words))):
            if scene.cast.at[i] >= 0:
                role = scene.cast.mentions[scene.cast.at[i]].noun.role
                return Person(role, whose=SUSPECT if role in {"suspect", "neighbour"} else VICTIM, sure=True)
    return None


def _same(scene: Scene, mention: Mention, owner: Person) -> Person | None:
    noun = mention.noun
    for person in scene.cast.lately:
        if person.role != noun.role or person.owner is not owner:
            continue
        if person.words == noun.words or noun.role == "partner":
            return person
        if noun.gender and person.gender == noun.gender and {person.words, noun.words} <= SAME_PARENT:
            return person
    return None


def _together(mention: Mention, scene: Scene) -> bool:
    """Whether the relative shares the caller's home: "lives with me", "we live with"."""
    text = " ".join(scene.tokens.words[max(0, mention.start - 8) : mention.end + 14])
    return any(
        phrase in text
        for phrase in (
            "with me",
            "with us",
            "live with my",
            "lives with my",
            "living with my",
            "i care for",
            "i look after",
            "carer for my",
            "moved in with",
            "who lives here",
            "i mind",
            "sees to her",
            "sees to his",
            "looks after her",
            "looks after his",
        )
    )


def _child(mention: Mention, scene: Scene, recent: list[Person]) -> Person:
    """Children of nobody in particular: those of the house, those it is done to, or those who do it."""
    words = scene.tokens.words
    for person in reversed(recent):
        if person.role == mention.noun.role and person.words == mention.noun.words:
            return person
    before = words[max(0, mention.phrase - 2) : mention.start]
    after = words[mention.end : mention.end + 5]
    owned = any(word in {"has", "have", "'ve", "got", "with", "two", "young", "small", "of"} for word in before)
    indoors = any(
        word
        in {
            "home",
            "house",
            "bed",
            "upstairs",
            "asleep",
            "inside",
            "indoors",
            "property",
            "address",
            "sleep",
            "me",
            "her",
        }
        for word in after
    )
    coordinated = words[max(0, mention.phrase - 2) : mention.phrase] in (
        ["me", "and"],
        ["myself", "and"],
        ["her", "and"],
        ["him", "and"],
        ["i", "and"],
        ["wife", "and"],
    )
    homely = (
        mention.phrase < mention.start
        and words[mention.phrase] == "the"
        and mention.noun.words
        in {
            "baby",
            "bairn",
            "bairns",
            "kids",
            "children",
            "little one",
            "little ones",
            "babby",
            "bab",
            "wean",
            "weans",
            "twins",
            "toddler",
            "kiddies",
            "youngest",
            "eldest",
        }
    )
    if not mention.agent and (coordinated or (homely and (scene.cast.spoken or _ours(mention, scene)))):
        return new(scene, mention, HOUSEHOLD)
    if not mention.agent and (indoors or (owned and _ours(mention, scene))):
        return new(scene, mention, HOUSEHOLD)
    if mention.noun.many and (mention.subject or mention.agent):
        return new(scene, mention, SUSPECT)
    return new(scene, mention, HOUSEHOLD if number_before(mention, scene) else OTHER)


def number_before(mention: Mention, scene: Scene) -> bool:
    """Whether somebody of ours was named in the three mentions before."""
    number = scene.cast.at[mention.start]
    return any(
        before.person and before.person.side in {VICTIM, HOUSEHOLD}
        for before in scene.cast.mentions[max(0, number - 1) : number]
    )


def _ours(mention: Mention, scene: Scene) -> bool:
    """Whether the person named just before is on the victim's side."""
    number = scene.cast.at[mention.start]
    for before in reversed(scene.cast.mentions[max(0, number - 2) : number]):
        if before.person:
            return before.person.side in {VICTIM, HOUSEHOLD}
    return True
