"""Who may work with incidents."""

from heed.foundation.accounts.access import action
from heed.foundation.accounts.terms import Role

SEE_INCIDENTS = action(
    "see incidents",
    Role.CALL_HANDLER,
    Role.SUPERVISOR,
    Role.NEIGHBOURHOOD_OFFICER,
    Role.CRIME_REGISTRAR,
    Role.INSPECTOR,
)
RECORD_INCIDENTS = action("record incidents", Role.CALL_HANDLER, Role.SUPERVISOR)
GRADE_INCIDENTS = action("grade incidents", Role.CALL_HANDLER, Role.SUPERVISOR)
CLOSE_INCIDENTS = action("close incidents", Role.CALL_HANDLER, Role.SUPERVISOR)
BE_THE_SECOND_PERSON = action("be the second person", Role.SUPERVISOR)
SEE_NOTICES = action("see notices to supervisors", Role.SUPERVISOR)
