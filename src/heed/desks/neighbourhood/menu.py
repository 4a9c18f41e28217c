"""What this desk adds to the top of the screen."""

from heed.domain.aftermath.access import ASK_FOLLOW_UPS, SEE_RESULTS
from heed.domain.beats.access import SEE_BEATS
from heed.domain.case_review.access import SEE_REVIEWS
from heed.domain.conferences.access import SEE_CONFERENCES
from heed.domain.problems.access import SEE_EVIDENCE, SEE_PLANS, SEE_POWERS
from heed.domain.referrals.access import SEE_REFERRALS
from heed.domain.tasking.access import SEE_PATCH, SEE_TASKS
from heed.foundation.design import navigation


def add() -> None:
    """Add the desk's pages, in this order."""
    navigation.add("My patch", page="neighbourhood:patch_mine", asked=SEE_PATCH)
    navigation.add("Tasks", page="neighbourhood:tasks", asked=SEE_TASKS)
    navigation.add("With partners", page="neighbourhood:partners", asked=SEE_REFERRALS)
    navigation.add("Map", page="neighbourhood:map", asked=SEE_BEATS)
    navigation.add("Follow-ups", page="neighbourhood:follow_ups", asked=ASK_FOLLOW_UPS)
    navigation.add("Did it stop?", page="neighbourhood:follow_up_results", asked=SEE_RESULTS)
    navigation.add("Plans", page="neighbourhood:plans", asked=SEE_PLANS)
    navigation.add("Powers", page="neighbourhood:powers", asked=SEE_POWERS)
    navigation.add("Evidence", page="neighbourhood:evidence", asked=SEE_EVIDENCE)
    navigation.add("Case reviews", page="neighbourhood:reviews", asked=SEE_REVIEWS)
    navigation.add("Conferences", page="neighbourhood:conferences", asked=SEE_CONFERENCES)
