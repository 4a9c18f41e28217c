"""Who may see that an agency counts reports, ask it about them, and keep the keys."""

from heed.foundation.accounts.access import action
from heed.foundation.accounts.terms import Role

SEE_COUNTS = action(
    "see how many reports other agencies have",
    Role.CALL_HANDLER,
    Role.NEIGHBOURHOOD_OFFICER,
    Role.SUPERVISOR,
)
ASK_ABOUT_COUNTS = action(
    "ask an agency about its reports",
    Role.CALL_HANDLER,
    Role.NEIGHBOURHOOD_OFFICER,
    Role.SUPERVISOR,
)
KEEP_COUNT_KEYS = action("keep the keys of counts across agencies", Role.DATA_PROTECTION_OFFICER, Role.ADMINISTRATOR)
SEND_COUNTS = action("send tokens for a count, and answer the police about them", Role.PARTNER_OFFICER)
