"""Who may see how near somebody is to a case review, and tell them."""

from heed.foundation.accounts.access import action
from heed.foundation.accounts.terms import Role

OFFER_CASE_REVIEWS = action(
    "tell people of the case review", Role.CALL_HANDLER, Role.NEIGHBOURHOOD_OFFICER, Role.SUPERVISOR
)
