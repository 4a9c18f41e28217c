"""What this desk adds to the top of the screen."""

from heed.domain.calls.access import TAKE_CALLS
from heed.domain.needs.access import REVIEW
from heed.domain.people.access import SEARCH_PEOPLE
from heed.foundation.design import navigation


def add() -> None:
    """Add the desk's pages, in this order."""
    navigation.add("Calls", page="call_handler:queue", asked=TAKE_CALLS)
    navigation.add("Search", page="call_handler:search", asked=SEARCH_PEOPLE)
    navigation.add("To review", page="call_handler:reviews", asked=REVIEW)
