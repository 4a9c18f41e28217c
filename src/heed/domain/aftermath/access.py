"""Who may see and ask who is to be asked, and who may read what came of it."""

from heed.foundation.accounts.access import action
from heed.foundation.accounts.terms import Role

ASK_FOLLOW_UPS = action("ask whether it has stopped", Role.NEIGHBOURHOOD_OFFICER, Role.SUPERVISOR, Role.CALL_HANDLER)
SEE_RESULTS = action("see what victims said afterwards", Role.SUPERVISOR, Role.ANALYST, Role.INSPECTOR)
