"""Who he, she and they are: the last person of fitting gender and number, as a careful reader would take it."""

from heed.engines.cues.cast import FIRST, HOUSEHOLD, OTHER, SUSPECT, VICTIM, Mention, Person, Scene, for_whom, new
from heed.engines.cues.context import Noun, Verb
from heed.engines.cues.tokens import COMMA, SENTENCE


def pronoun(mention: Mention, scene: Scene, recent: list[Person]) -> Person | None:
    """Who he, she or they are: the last person of fitting gender and number."""
    noun = mention.noun
    mention.weak = True
    if scene.layout.heading[mention.start] == "suspect":
        return next((p for p in reversed(scene.cast.lately) if p.role == "suspect"), None) or new(
            scene, mention, SUSPECT, sure=True
        )
    if noun.many:
        return _they(mention, scene, recent)
    fitting = [
        person
        for person in reversed(recent)
        if _fits(person, noun) and (person is not scene.cast.caller or scene.cast.third)
    ]
    if (said := _says_of_self(mention, scene)) and _fits(said, noun):
        said.gender = said.gender or noun.gender
        return said
    if for_whom(mention, scene):
        known = [person for person in fitting if person is not scene.cast.caller and person.side is not SUSPECT]
        if known:
            known[0].whose, known[0].sure = VICTIM, True
            return known[0]
    if mention.target:
        fitting.sort(key=lambda person: person.side is SUSPECT)
    elif mention.agent:
        fitting.sort(
            key=lambda person: (
                person.side not in {SUSPECT, OTHER} and person.role not in {"neighbour", "person", "named"}
            )
        )
        if fitting and fitting[0].role in {"caller", "victim"}:
            fitting = []
    elif any(person.gender for person in fitting):
        # whose gender is told is meant before whose is not, unless those came much later
        first = next(i for i, person in enumerate(fitting) if person.gender)
        if first == 1 and fitting[0].role in {"caller", "victim", "neighbour"} and not fitting[0].gender:
            fitting.insert(0, fitting.pop(first))
    if fitting:
        person = fitting[0]
        if not person.gender and not person.many:
            person.gender = noun.gender
        return person
    person = new(scene, mention, SUSPECT if mention.agent or (scene.cast.spoken and noun.gender == "m") else VICTIM)
    person.role = "unknown"
    return person


def _says_of_self(mention: Mention, scene: Scene) -> Person | None:
    """Read "caller says he is" and "Says she's" of whoever says it, where nobody else was named in the sentence."""
    at = mention.start - 1
    if at >= 0 and scene.tokens.words[at] in {"that", "how"}:
        at -= 1
    if at < 0 or scene.verbs[at] is not Verb.REPORT or scene.tokens.breaks[at + 1] >= SENTENCE or not mention.subject:
        return None
    if at == 0 or scene.tokens.breaks[at] >= COMMA:
        return (
            scene.cast.caller if scene.cast.third or (scene.cast.caller.last == 0 and not scene.cast.spoken) else None
        )
    number = scene.cast.at[at - 1]
    if number < 0:
        return None
    speaker = scene.cast.mentions[number]
    return speaker.person if speaker.noun.role in {"caller", "victim"} and speaker.noun.words not in FIRST else None


def _they(mention: Mention, scene: Scene, recent: list[Person]) -> Person:
    """Read "they" of those who do the anti-social behaviour, unless people of ours were named last."""
    if mention.agent:
        for person in reversed(recent):
            if person.side is SUSPECT:
                return person
    for person in reversed(recent):
        if person.many and not (mention.agent and person.side in {VICTIM, HOUSEHOLD}):
            return person
    for person in reversed(recent):
        if person.side is SUSPECT:
            return person
    person = new(scene, mention, SUSPECT)
    person.role = "suspect"
    return person


def _fits(person: Person, noun: Noun) -> bool:
    if person.gender and noun.gender and person.gender != noun.gender:
        return False
    return not person.many
