"""What somebody does in a clause: subject of its verb, doing harm, or the one it is done to."""

from heed.engines.cues.cast import Mention, Scene
from heed.engines.cues.context import Verb, words
from heed.engines.cues.tokens import COLON, COMMA, NONE

OWNED_BY = {"my": "first", "our": "first", "his": "m", "her": "f", "their": "many", "your": "first", "whose": "any"}
ARTICLES = words("articles")
TARGETING = words("targeting")
TOWARDS = words("towards")
BREAKS_PHRASE = words("breaks_phrase")
OWN_THINGS = (
    "park",
    "play",
    "rid",
    "thr",
    "dump",
    "chuck",
    "rev",
    "swing",
    "wav",
    "brand",
    "rac",
    "blast",
    "smok",
    "drink",
    "refus",
    "shout",
    "scream",
)
"""What people do with things of their own: "parked his car" has nobody for its target."""


def part(mention: Mention, scene: Scene) -> None:
    """Say what a mention does in its clause: subject, agent of harm, target of harm."""
    words, breaks, at = scene.tokens.words, scene.tokens.breaks, mention.start
    while (
        at
        and mention.start - at < 4
        and breaks[at] == NONE
        and scene.verbs[at - 1] is None
        and words[at - 1] not in BREAKS_PHRASE
        and words[at - 1] not in TOWARDS
        and not words[at - 1].isdigit()
        and (scene.cast.at[at - 1] < 0 or words[at - 1] in OWNED_BY)
    ):
        at -= 1
        if words[at] in OWNED_BY or words[at] in ARTICLES or words[at] == "the":
            break
    mention.phrase = at
    before = words[at - 1] if at and breaks[at] == NONE else ""
    two = words[at - 2] if at > 1 and breaks[at - 1] == NONE else ""
    if before in {"by", "from"} and two not in {"stopped", "away", "protect", "call", "report", "safe", "down"}:
        mention.agent = before == "by" or mention.noun.role in {"neighbour", "suspect", "person", "children"}
    elif before in TARGETING:
        mention.target = True
    elif before in TOWARDS:
        from_ = max(scene.clauses[mention.start], at - 7)
        mention.target = any(scene.verbs[i] is Verb.INCIDENT for i in range(from_, at)) or (
            before in {"at", "towards", "against"}
            and two
            in {
                "abuse",
                "comments",
                "abusive",
                "language",
                "insults",
                "aggressive",
                "fireworks",
                "eggs",
                "stones",
                "aimed",
                "directed",
            }
        )
    elif (
        before == "of"
        and two
        in {
            "video",
            "videos",
            "pictures",
            "picture",
            "photo",
            "photos",
            "filming",
            "fun",
            "advantage",
            "mickey",
            "piss",
        }
    ) or (
        before in {"calling", "called", "calls", "call"}
        and mention.end < len(words)
        and words[mention.end] in {"a", "an", "names", "the", "all", "every"}
    ):
        mention.target = True
    elif (
        scene.verbs[at - 1] is Verb.INCIDENT
        and at
        and breaks[at] == NONE
        and before.endswith(("ing", "ed", "t", "s"))
        and before not in {"drinking", "smoking", "playing", "parking", "fighting", "drinks"}
    ):
        own = words[mention.start] in OWNED_BY and before.startswith(OWN_THINGS)
        mention.target = (
            mention.noun.role != "suspect" and not own and not words[mention.start].endswith(("self", "selves"))
        )
    _after(mention, scene)


def _after(mention: Mention, scene: Scene) -> None:
    """Look for the verb that a mention is the subject of."""
    words, breaks, count = scene.tokens.words, scene.tokens.breaks, len(scene.tokens)
    if mention.noun.role == "pronoun" and words[mention.end - 1] in {
        "him",
        "them",
        "himself",
        "herself",
        "themselves",
        "em",
    }:
        return
    clause = scene.clauses[mention.start]
    copula = False
    for i in range(mention.end, min(mention.end + 7, count)):
        if breaks[i] >= COLON or scene.clauses[i] != clause:
            return
        if breaks[i] == COMMA and i > mention.end and not copula and not _participle(i, scene):
            return
        verb = scene.verbs[i]
        if verb is None:
            if scene.cast.at[i] >= 0 and i > mention.end:
                return
            continue
        mention.subject = True
        if verb is Verb.BE:
            copula = True
        elif verb is Verb.INCIDENT:
            passive = copula or words[i - 1] in {"being", "been", "getting", "got", "gets", "had"}
            if passive and not words[i].endswith("ing"):
                mention.target = True
            elif not mention.target and words[i] not in {
                "argued",
                "laughing",
                "laughed",
                "laughs",
                "jump",
                "jumped",
                "follow",
                "break",
                "broke",
                "fight",
                "fighting",
            }:
                mention.agent = True
            return
        elif verb is Verb.REPORT:
            return


def _participle(i: int, scene: Scene) -> bool:
    """Whether what follows a comma is what the person before it does: ", shouting", ", aggressively begging"."""
    return any(
        scene.verbs[j] is Verb.INCIDENT and scene.tokens.words[j].endswith("ing")
        for j in range(i, min(i + 3, len(scene.tokens)))
    )
