"""Who may see, write and end the rules by which somebody is contacted safely, and who may send messages."""

from heed.foundation.accounts.access import action
from heed.foundation.accounts.terms import Role

FRONT_LINE = (Role.CALL_HANDLER, Role.SUPERVISOR, Role.NEIGHBOURHOOD_OFFICER)

SEE_SAFE_CONTACT = action("see how somebody is contacted safely", *FRONT_LINE, Role.DATA_PROTECTION_OFFICER)
WRITE_SAFE_CONTACT = action("write how somebody is contacted safely", *FRONT_LINE)
SEE_CODE_WORDS = action("see code words", *FRONT_LINE)
LOOSEN_SAFE_CONTACT = action("agree that a rule for safe contact ends", Role.SUPERVISOR, Role.NEIGHBOURHOOD_OFFICER)
SEE_MESSAGES = action("see messages that go out", *FRONT_LINE, Role.DATA_PROTECTION_OFFICER)
SEND_MESSAGES = action("send messages", *FRONT_LINE)
