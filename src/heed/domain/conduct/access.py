"""Who may see that a sequence may be a crime, who decides, who may decide again, and who reads for wording."""

from heed.foundation.accounts.access import action
from heed.foundation.accounts.terms import Role

SEE_CRIME_PROMPTS = action(
    "see whether a sequence may be a crime",
    Role.CALL_HANDLER,
    Role.SUPERVISOR,
    Role.NEIGHBOURHOOD_OFFICER,
    Role.CRIME_REGISTRAR,
    Role.INSPECTOR,
)
DECIDE_CRIME = action("decide whether it is a crime", Role.CALL_HANDLER, Role.SUPERVISOR, Role.CRIME_REGISTRAR)
DECIDE_AS_REGISTRAR = action("decide again as the crime registrar", Role.CRIME_REGISTRAR)
LIST_CRIME_PROMPTS = action("list crime decisions", Role.SUPERVISOR, Role.CRIME_REGISTRAR)
REVIEW_WORDING = action("read log entries for their wording", Role.SUPERVISOR)
