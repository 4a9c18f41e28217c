"""What this desk adds to the top of the screen."""

from heed.domain.agencies.access import SEE_AGENCIES
from heed.domain.sharing.access import KEEP_STAFF_LIST, SEE_LOCKS, SEE_REGISTER
from heed.domain.tallies.access import KEEP_COUNT_KEYS
from heed.foundation.design import navigation


def add() -> None:
    """Add the desk's pages, in this order."""
    navigation.add("Agencies", page="data_protection:agencies", asked=SEE_AGENCIES)
    navigation.add("Disclosures", page="data_protection:disclosures", asked=SEE_REGISTER)
    navigation.add("Counts", page="data_protection:counts", asked=KEEP_COUNT_KEYS)
    navigation.add("Broken glass", page="data_protection:glass", asked=SEE_LOCKS)
    navigation.add("Locks", page="data_protection:locks", asked=SEE_LOCKS)
    navigation.add("Staff list", page="data_protection:staff_list", asked=KEEP_STAFF_LIST)
