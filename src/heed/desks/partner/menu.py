"""What this desk adds to the top of the screen."""

from heed.domain.agencies.access import WORK_FOR_AN_AGENCY
from heed.domain.conferences.access import ATTEND_CONFERENCES
from heed.domain.tallies.access import SEND_COUNTS
from heed.foundation.design import navigation


def add() -> None:
    """Add the desk's pages, in this order."""
    navigation.add("What waits", page="partner:desk", asked=WORK_FOR_AN_AGENCY)
    navigation.add("Referrals", page="partner:referrals", asked=WORK_FOR_AN_AGENCY)
    navigation.add("Shared with you", page="partner:shared", asked=WORK_FOR_AN_AGENCY)
    navigation.add("To do", page="partner:tasks", asked=WORK_FOR_AN_AGENCY)
    navigation.add("Case reviews", page="partner:reviews", asked=WORK_FOR_AN_AGENCY)
    navigation.add("Conferences", page="partner:conferences", asked=ATTEND_CONFERENCES)
    navigation.add("Counts", page="partner:counts", asked=SEND_COUNTS)
