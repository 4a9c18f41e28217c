"""Who may see the beats of a force, and file an incident to one."""

from heed.foundation.accounts.access import action
from heed.foundation.accounts.terms import Role

SEE_BEATS = action("see beats", Role.NEIGHBOURHOOD_OFFICER, Role.SUPERVISOR, Role.INSPECTOR)
FILE_TO_BEATS = action("file incidents to beats", Role.SUPERVISOR)
