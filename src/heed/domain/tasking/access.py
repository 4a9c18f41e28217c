"""Who may see and do tasks, record visits, answer the public, and say who is named and who is at work."""

from heed.foundation.accounts.access import action
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Rank, Role

NEIGHBOURHOOD = (Role.NEIGHBOURHOOD_OFFICER, Role.SUPERVISOR)

# Whoever takes calls promises to ring back: that is a task of theirs, and they must be able to read it.
SEE_TASKS = action("see tasks", *NEIGHBOURHOOD, Role.CALL_HANDLER)
DO_TASKS = action("do tasks and give them to others", *NEIGHBOURHOOD, Role.CALL_HANDLER)
RECORD_VISITS = action("record visits", *NEIGHBOURHOOD)
ANSWER_QUERIES = action("answer queries of the public", *NEIGHBOURHOOD)
SEE_PATCH = action("see what waits on a beat", *NEIGHBOURHOOD)
SEE_NAMED_OFFICERS = action("see the named officers of beats", *NEIGHBOURHOOD, Role.CALL_HANDLER)
NAME_OFFICERS = action("name the officers of beats", *NEIGHBOURHOOD)
KEEP_ROTA = action("keep leave and shifts", *NEIGHBOURHOOD)

ABOVE_CONSTABLE = frozenset(Rank.values) - {Rank.CONSTABLE}


def answers_for_others(user: User) -> bool:
    """Say whether somebody names officers and keeps the rota of others: supervisors, and whoever is sergeant or above."""
    return bool(user.role == Role.SUPERVISOR or user.rank in ABOVE_CONSTABLE)
