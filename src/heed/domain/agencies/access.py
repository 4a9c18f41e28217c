"""Who keeps agencies and agreements, and who works for one."""

from heed.foundation.accounts.access import action
from heed.foundation.accounts.terms import Role

SEE_AGENCIES = action(
    "see partner agencies and agreements",
    Role.CALL_HANDLER,
    Role.NEIGHBOURHOOD_OFFICER,
    Role.SUPERVISOR,
    Role.DATA_PROTECTION_OFFICER,
    Role.ADMINISTRATOR,
    Role.INSPECTOR,
)
KEEP_AGENCIES = action("keep partner agencies and agreements", Role.DATA_PROTECTION_OFFICER, Role.ADMINISTRATOR)
WORK_FOR_AN_AGENCY = action("see what is shared with a partner agency", Role.PARTNER_OFFICER)
"""Opens the partner desk alone; which rows, their agency decides: queries.agency_of."""
