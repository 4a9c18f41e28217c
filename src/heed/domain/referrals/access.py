"""Who refers, and who sees what became of it."""

from heed.foundation.accounts.access import action
from heed.foundation.accounts.terms import Role

REFER = action("refer incidents to partner agencies", Role.CALL_HANDLER, Role.NEIGHBOURHOOD_OFFICER, Role.SUPERVISOR)
REFER_AGAIN = action("refer again what partners sent back", Role.SUPERVISOR)
"""Whoever answers for the room: nobody else sends the same case round."""
SEE_REFERRALS = action(
    "see what partners said",
    Role.CALL_HANDLER,
    Role.NEIGHBOURHOOD_OFFICER,
    Role.SUPERVISOR,
    Role.INSPECTOR,
)
