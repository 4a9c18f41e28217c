"""What this desk adds to the top of the screen."""

from heed.domain.conduct.access import LIST_CRIME_PROMPTS, REVIEW_WORDING
from heed.domain.exchange.access import SEE_EXCHANGE
from heed.domain.incidents.access import BE_THE_SECOND_PERSON
from heed.domain.needs.access import APPROVE_WARNINGS
from heed.domain.people.access import DECIDE_IDENTITY, KEEP_LINES
from heed.domain.vulnerability.access import SEE_RULE_COUNTS
from heed.foundation.design import navigation
from heed.foundation.lexicon.access import EDIT_LEXICON


def add() -> None:
    """Add the desk's pages, in this order."""
    navigation.add("Supervisor board", page="supervisor:board", asked=BE_THE_SECOND_PERSON)
    navigation.add("Lines", page="supervisor:lines", asked=KEEP_LINES)
    navigation.add("Same person?", page="supervisor:proposals", asked=DECIDE_IDENTITY)
    navigation.add("Warnings", page="supervisor:warnings", asked=APPROVE_WARNINGS)
    navigation.add("Crime decisions", page="supervisor:crime", asked=LIST_CRIME_PROMPTS)
    navigation.add("Wording", page="supervisor:wording", asked=REVIEW_WORDING)
    navigation.add("Cues right?", page="supervisor:manners", asked=SEE_RULE_COUNTS)
    navigation.add("Lexicon", page="supervisor:lexicon", asked=EDIT_LEXICON)
    navigation.add("Partner exchange", page="supervisor:exchange", asked=SEE_EXCHANGE)
