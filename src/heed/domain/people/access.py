"""Who may look members of the public up."""

from heed.foundation.accounts.access import action
from heed.foundation.accounts.terms import Role

SEARCH_PEOPLE = action(
    "search for people", Role.CALL_HANDLER, Role.SUPERVISOR, Role.NEIGHBOURHOOD_OFFICER, Role.DATA_PROTECTION_OFFICER
)
SEE_PEOPLE = action(
    "see a person's record",
    Role.CALL_HANDLER,
    Role.SUPERVISOR,
    Role.NEIGHBOURHOOD_OFFICER,
    Role.DATA_PROTECTION_OFFICER,
)
KEEP_LINES = action("keep the list of shared and watched lines", Role.SUPERVISOR, Role.ADMINISTRATOR)
