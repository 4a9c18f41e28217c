"""Who may work with calls."""

from heed.foundation.accounts.access import action
from heed.foundation.accounts.terms import Role

TAKE_CALLS = action("take calls", Role.CALL_HANDLER, Role.SUPERVISOR)
SEE_CALLS = action(
    "see calls and their logs", Role.CALL_HANDLER, Role.SUPERVISOR, Role.NEIGHBOURHOOD_OFFICER, Role.INSPECTOR
)
WRITE_LOGS = action("write in logs", Role.CALL_HANDLER, Role.SUPERVISOR, Role.NEIGHBOURHOOD_OFFICER)
