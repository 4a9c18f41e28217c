"""Who may look behind the scenes of a demonstration."""

from heed.foundation.accounts.access import action
from heed.foundation.accounts.terms import Role

SEE_SCRIPTS = action(
    "see what a simulated caller says",
    Role.CALL_HANDLER,
    Role.SUPERVISOR,
    Role.NEIGHBOURHOOD_OFFICER,
    Role.ADMINISTRATOR,
)
