"""What this desk adds to the top of the screen."""

from heed.domain.agencies.access import SEE_AGENCIES
from heed.foundation.design import navigation


def add() -> None:
    """Add the desk's pages, in this order."""
    navigation.add("Agencies", page="data_protection:agencies", asked=SEE_AGENCIES)
