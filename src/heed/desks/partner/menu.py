"""What this desk adds to the top of the screen."""

from heed.domain.agencies.access import WORK_FOR_AN_AGENCY
from heed.foundation.design import navigation


def add() -> None:
    """Add the desk's pages, in this order."""
    navigation.add("What waits", page="partner:desk", asked=WORK_FOR_AN_AGENCY)
