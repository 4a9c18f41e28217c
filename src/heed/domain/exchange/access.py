"""Who sees what did not reach a partner, mends it, and says where partners' systems are."""

from heed.foundation.accounts.access import action
from heed.foundation.accounts.terms import Role

SEE_EXCHANGE = action(
    "see what went to partners' systems and came from them",
    Role.SUPERVISOR,
    Role.DATA_PROTECTION_OFFICER,
    Role.ADMINISTRATOR,
    Role.INSPECTOR,
)
MEND_EXCHANGE = action("send again, or give up, what did not reach a partner", Role.SUPERVISOR)
KEEP_ENDPOINTS = action("say where partners' systems are", Role.ADMINISTRATOR)
"""Administrators alone: an address that is set here is one that Heed sends people's names to."""
