"""Who may see, write and end needs, warnings and passports."""

from heed.foundation.accounts.access import action
from heed.foundation.accounts.terms import Role

FRONT_LINE = (Role.CALL_HANDLER, Role.SUPERVISOR, Role.NEIGHBOURHOOD_OFFICER)

SEE_NEEDS = action("see needs", *FRONT_LINE, Role.DATA_PROTECTION_OFFICER)
WRITE_NEEDS = action("write needs", *FRONT_LINE)
END_NEEDS = action("end needs", *FRONT_LINE, Role.DATA_PROTECTION_OFFICER)
SEE_WARNINGS = action("see warnings to staff", *FRONT_LINE, Role.DATA_PROTECTION_OFFICER)
PROPOSE_WARNINGS = action("propose warnings to staff", *FRONT_LINE)
APPROVE_WARNINGS = action("approve warnings to staff", Role.SUPERVISOR)
END_WARNINGS = action("end warnings to staff", Role.SUPERVISOR, Role.DATA_PROTECTION_OFFICER)
WRITE_PASSPORTS = action("write passports with people", *FRONT_LINE)
FIND_PASSPORTS = action("find somebody by their passport", *FRONT_LINE)
REVIEW = action("review needs, warnings and passports", *FRONT_LINE, Role.DATA_PROTECTION_OFFICER)
REVIEW_FOR_ALL = action("review what others own", Role.SUPERVISOR, Role.DATA_PROTECTION_OFFICER)
