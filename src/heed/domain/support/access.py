"""Who may promise, offer, plan and keep in touch."""

from heed.foundation.accounts.access import action
from heed.foundation.accounts.terms import Role

SEE_HELP = action(
    "see what was promised and offered",
    Role.CALL_HANDLER,
    Role.SUPERVISOR,
    Role.NEIGHBOURHOOD_OFFICER,
    Role.INSPECTOR,
)
GIVE_HELP = action("promise and offer help", Role.CALL_HANDLER, Role.SUPERVISOR, Role.NEIGHBOURHOOD_OFFICER)
PLAN_HELP = action("write support plans", Role.SUPERVISOR, Role.NEIGHBOURHOOD_OFFICER)
SIGN_PLANS = action("sign support plans", Role.SUPERVISOR, Role.NEIGHBOURHOOD_OFFICER)
"""Of officers only from sergeant upwards: see rules.may_sign."""
