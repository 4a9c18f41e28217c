"""Who may see how near somebody is to a case review, tell them, and work on reviews."""

from heed.foundation.accounts.access import action
from heed.foundation.accounts.terms import Role

WORK = (Role.NEIGHBOURHOOD_OFFICER, Role.SUPERVISOR)

OFFER_CASE_REVIEWS = action(
    "tell people of the case review", Role.CALL_HANDLER, Role.NEIGHBOURHOOD_OFFICER, Role.SUPERVISOR
)
TAKE_APPLICATIONS = action("write down an application for a case review", *WORK, Role.CALL_HANDLER)
# Whoever takes calls is asked for news of a review, by its reference.
SEE_REVIEWS = action("see case reviews", *WORK, Role.CALL_HANDLER, Role.INSPECTOR, Role.DATA_PROTECTION_OFFICER)
WORK_ON_REVIEWS = action("work on case reviews", *WORK)
SEE_REVIEW_NUMBERS = action(
    "see the yearly numbers of case reviews",
    *WORK,
    Role.INSPECTOR,
    Role.DATA_PROTECTION_OFFICER,
    Role.ANALYST,
    Role.ADMINISTRATOR,
)
