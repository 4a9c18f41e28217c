"""Who may see and hold case conferences, and who reads of them for an agency."""

from heed.foundation.accounts.access import action
from heed.foundation.accounts.terms import Role

SEE_CONFERENCES = action("see case conferences", Role.NEIGHBOURHOOD_OFFICER, Role.SUPERVISOR)
HOLD_CONFERENCES = action("hold case conferences and write their minutes", Role.NEIGHBOURHOOD_OFFICER, Role.SUPERVISOR)
ATTEND_CONFERENCES = action("attend case conferences for an agency", Role.PARTNER_OFFICER)
