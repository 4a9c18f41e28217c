"""The people of a log as they are being made out: persons, the words that mention them, and the scene they stand in."""

from collections import deque
from dataclasses import dataclass, field

from heed.engines.cues.context import Noun, Verb, words
from heed.engines.cues.structure import Layout
from heed.engines.cues.terms import Experiencer
from heed.engines.cues.tokens import COLON, NONE, Tokens

VICTIM, HOUSEHOLD, SUSPECT, OTHER = Experiencer.VICTIM, Experiencer.HOUSEHOLD, Experiencer.SUSPECT, Experiencer.OTHER
FIRST = words("first")
PREPOSITIONS = frozenset(
    {"at", "to", "towards", "against", "on", "of", "by", "from", "for", "with", "past", "near", "in"}
)
FOR_WHOM = frozenset((
    "behalf of", "calling for", "ringing for", "calling about", "ringing about", "concerned for", "concerned about",
    "worried about", "worried for", "concern for", "reporting for", "rang for", "rings for", "phoning for",
    "phoning about", "rang re", "rings re", "calling re", "its about", "'s for", "is for", "is about", "'s about",
    "welfare of",
))  # fmt: skip


@dataclass(slots=True, eq=False)
class Person:
    """
    Somebody in the log, as far as it tells.

    whose: on whose side they are, once settled. sure: their role says so by itself. did, suffered: how often they do
    harm, or have it done to them, in the whole log.
    """

    role: str
    gender: str = ""
    many: bool = False
    whose: Experiencer = VICTIM
    sure: bool = False
    words: str = ""
    owner: "Person | None" = None
    last: int = 0
    did: int = 0
    suffered: int = 0
    near: bool = False
    vague: bool = False
    names: tuple[str, ...] = ()

    @property
    def side(self) -> Experiencer:
        """On whose side they are, as far as is known by now."""
        if self.sure or self.did == self.suffered:
            return self.whose
        if self.did > self.suffered:
            return SUSPECT if self.role != "parent" else self.whose
        return VICTIM if self.role not in {"public", "witness"} else OTHER


@dataclass(slots=True, eq=False)
class Mention:
    """
    A word for a person, in tokens, and who it is.

    phrase: the token its noun phrase begins with. subject: it stands before its verb. agent, target: it does harm here,
    or has it done to it. weak: only a pronoun tells who it is.
    """

    start: int
    end: int
    noun: Noun
    phrase: int = 0
    person: Person | None = None
    subject: bool = False
    agent: bool = False
    target: bool = False
    weak: bool = False


@dataclass(slots=True, eq=False)
class Cast:
    """Everybody in a log. at: for each token the number of the mention that covers it, or -1."""

    mentions: list[Mention]
    at: list[int]
    persons: list[Person] = field(default_factory=list)
    lately: deque[Person] = field(default_factory=lambda: deque(maxlen=40))
    caller: Person = field(default_factory=lambda: Person("caller", sure=True))
    spoken: bool = False
    home: bool = False
    third: bool = False


@dataclass(slots=True, eq=False)
class Scene:
    """
    A text while its people are made out, by token: words, verbs, the first token of the clause, layout.

    starts: the first token of each mention.
    """

    tokens: Tokens
    verbs: list[Verb | None]
    clauses: list[int]
    layout: Layout
    cast: Cast
    starts: list[int]


def mark(tokens: Tokens, nouns: list[tuple[int, int, Noun]]) -> Cast:
    """Put the words for people where they stand; who they are comes later. nouns: in the order of the text."""
    at = [-1] * len(tokens)
    mentions: list[Mention] = []
    for start, end, noun in nouns:
        if noun.role == "animal" or (
            noun.words == "ex" and tokens.text[tokens.ends[start] : tokens.ends[start] + 1] == "-"
        ):
            continue
        stop = end
        if noun.role == "titled":
            if end >= len(tokens) or tokens.breaks[end] != NONE:
                continue
            stop = end + 1
        for i in range(start, stop):
            at[i] = len(mentions)
        mentions.append(Mention(start, stop, noun, start))
    return Cast(mentions, at)


def known(scene: Scene, mention: Mention) -> Person | None:
    """Somebody of that role already met, of fitting gender."""
    noun = mention.noun
    for person in reversed(scene.cast.lately):
        if person.role == noun.role and (not noun.gender or person.gender in {"", noun.gender}):
            return person
    return None


def new(
    scene: Scene, mention: Mention, whose: Experiencer, *, owner: Person | None = None, sure: bool = False
) -> Person:
    """Meet somebody for the first time."""
    noun = mention.noun
    person = Person(noun.role, noun.gender, noun.many, whose, sure, noun.words, owner, mention.start)
    scene.cast.persons.append(person)
    scene.cast.lately.append(person)
    return person


def for_whom(mention: Mention, scene: Scene) -> bool:
    """Whether the caller rings for this person."""
    at = mention.phrase
    return at >= 2 and " ".join(scene.tokens.words[at - 2 : at]) in FOR_WHOM


def predicate(mention: Mention, scene: Scene) -> Person | None:
    """Say who is so called: in "caller is an elderly lady" the caller, in "IP, 84 year old female" the victim."""
    words, breaks = scene.tokens.words, scene.tokens.breaks
    at = mention.phrase
    for i in range(at - 1, max(at - 4, -1), -1):
        if breaks[i + 1] >= COLON or scene.verbs[i] not in {None, Verb.BE} or words[i] in PREPOSITIONS:
            return None
        number = scene.cast.at[i]
        if words[i] in {"is", "'s", "was", "am", "'m", "are", "as", "be", "called", "named"} and number < 0:
            for j in range(i - 1, max(i - 4, -1), -1):
                if scene.cast.at[j] >= 0:
                    return scene.cast.mentions[scene.cast.at[j]].person if breaks[j + 1] == NONE else None
                if (
                    words[j] not in {"is", "believed", "to", "thought", "known", "also", "now", "be", "only", "just"}
                    and not words[j].isdigit()
                ):
                    return None
            return None
        if number >= 0:
            other = scene.cast.mentions[number]
            close = (
                i == at - 1
                and other.noun.words not in FIRST
                and (
                    other.noun.role in {"caller", "victim", "suspect"}
                    or (mention.noun.role == "named" and other.noun.role != "pronoun")
                )
            )
            return other.person if close else None
    return None
