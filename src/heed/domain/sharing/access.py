"""Who shares, who withdraws, who locks, who breaks the glass, and who looks at all of it afterwards."""

from heed.foundation.accounts.access import action
from heed.foundation.accounts.terms import Role

SHARE = action(
    "share an incident with a partner agency", Role.CALL_HANDLER, Role.NEIGHBOURHOOD_OFFICER, Role.SUPERVISOR
)
SEE_SHARED_FROM_INCIDENT = action(
    "see with whom an incident is shared",
    Role.CALL_HANDLER,
    Role.NEIGHBOURHOOD_OFFICER,
    Role.SUPERVISOR,
    Role.INSPECTOR,
    Role.DATA_PROTECTION_OFFICER,
)
WITHDRAW = action(
    "withdraw what is shared with a partner agency",
    Role.CALL_HANDLER,
    Role.NEIGHBOURHOOD_OFFICER,
    Role.SUPERVISOR,
    Role.DATA_PROTECTION_OFFICER,
)
SEE_REGISTER = action("see the register of disclosures", Role.DATA_PROTECTION_OFFICER, Role.INSPECTOR)
LOCK = action("lock an incident or a person", Role.SUPERVISOR, Role.DATA_PROTECTION_OFFICER)
BREAK_GLASS = action("break the glass", Role.CALL_HANDLER, Role.NEIGHBOURHOOD_OFFICER, Role.SUPERVISOR)
SEE_LOCKS = action("see what is locked and who broke the glass", Role.DATA_PROTECTION_OFFICER, Role.INSPECTOR)
KEEP_LOCKS = action("lift locks and let people in", Role.DATA_PROTECTION_OFFICER)
REVIEW_GLASS = action("review broken glass", Role.DATA_PROTECTION_OFFICER)
KEEP_STAFF_LIST = action("keep the staff list", Role.DATA_PROTECTION_OFFICER, Role.ADMINISTRATOR)
