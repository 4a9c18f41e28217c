"""What this desk adds to the top of the screen."""

from heed.domain.incidents.access import BE_THE_SECOND_PERSON
from heed.domain.people.access import DECIDE_IDENTITY, KEEP_LINES
from heed.foundation.design import navigation


def add() -> None:
    """Add the desk's pages, in this order."""
    navigation.add("Supervisor board", page="supervisor:board", asked=BE_THE_SECOND_PERSON)
    navigation.add("Lines", page="supervisor:lines", asked=KEEP_LINES)
    navigation.add("Same person?", page="supervisor:proposals", asked=DECIDE_IDENTITY)
