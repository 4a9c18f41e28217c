"""Who may look a place up."""

from heed.foundation.accounts.access import action
from heed.foundation.accounts.terms import Role

SEE_PLACES = action(
    "see a place's record",
    Role.CALL_HANDLER,
    Role.SUPERVISOR,
    Role.NEIGHBOURHOOD_OFFICER,
    Role.INSPECTOR,
    Role.DATA_PROTECTION_OFFICER,
)
