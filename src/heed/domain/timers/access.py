"""Who may say what became of a clock, record a review, and decide on enhanced rights."""

from heed.foundation.accounts.access import action
from heed.foundation.accounts.terms import Role

MEET_CLOCKS = action(
    "say what was done about an incident", Role.CALL_HANDLER, Role.SUPERVISOR, Role.NEIGHBOURHOOD_OFFICER
)
RECORD_REVIEWS = action("record reviews of risk", Role.SUPERVISOR, Role.NEIGHBOURHOOD_OFFICER)
DECIDE_CODE_STATUS = action(
    "decide on rights under the Victims' Code", Role.CALL_HANDLER, Role.SUPERVISOR, Role.NEIGHBOURHOOD_OFFICER
)
