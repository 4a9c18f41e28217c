"""Who may see and work on problem plans, powers and evidence."""

from heed.foundation.accounts.access import action
from heed.foundation.accounts.terms import Role

SEE_PLANS = action("see problem plans", Role.NEIGHBOURHOOD_OFFICER, Role.SUPERVISOR, Role.INSPECTOR)
WORK_ON_PLANS = action("work on problem plans", Role.NEIGHBOURHOOD_OFFICER, Role.SUPERVISOR)
SEE_POWERS = action("see powers used", Role.NEIGHBOURHOOD_OFFICER, Role.SUPERVISOR, Role.INSPECTOR)
USE_POWERS = action("record powers", Role.NEIGHBOURHOOD_OFFICER, Role.SUPERVISOR)
RETURN_POWERS = action("take the return of powers used", Role.SUPERVISOR, Role.INSPECTOR)
SEE_BOTH_SIDES = action("see both sides of a history", Role.NEIGHBOURHOOD_OFFICER, Role.SUPERVISOR, Role.INSPECTOR)
SEE_EVIDENCE = action("see what evidence there is", Role.NEIGHBOURHOOD_OFFICER, Role.SUPERVISOR, Role.INSPECTOR)
KEEP_EVIDENCE = action("enter and look at evidence", Role.NEIGHBOURHOOD_OFFICER, Role.SUPERVISOR)
