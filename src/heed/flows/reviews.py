"""Reviews of risk: who may record whose, what is put on the log, and which clocks it meets."""

from datetime import datetime

from django.db import transaction

from heed.domain.calls import services as calls
from heed.domain.calls.terms import EntryKind
from heed.domain.incidents.models import Incident
from heed.domain.timers import queries
from heed.domain.timers.models import Timer
from heed.domain.timers.rules import may_review
from heed.engines.clocks.terms import Done
from heed.flows.clocks import running as clocks
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Rank


class NotTheirReview(Exception):
    """No review of this incident is owed by somebody of this rank, or of a lower one; the message says so."""


@transaction.atomic
def record_review(*, incident: Incident, user: User, words: str, now: datetime) -> list[Timer]:
    """
    Keep a review: on the log, in words, and as what meets the reviews of the person's rank and of those below it.

    Each of those is owed again, counted from now. Raises NotTheirReview.
    """
    actor = user.actor()
    rank = clocks.rank_of(actor)
    owed = [timer for timer in queries.running_of(incident) if timer.rank]
    if not any(may_review(needed=timer.rank, rank=rank) for timer in owed):
        raise NotTheirReview(refusal(owed, rank=rank))
    calls.append_entry(
        call_id=incident.call_id,
        kind=EntryKind.STATE,
        text=f"{Rank(rank).label}'s review: {words}",
        actor=actor,
        now=now,
        detail={"review": rank},
    )
    return clocks.met(incident=incident, event=Done.REVIEW, how=words, actor=actor, now=now)


def refusal(owed: list[Timer], *, rank: str) -> str:
    """Say why somebody of a rank may not record a review."""
    if not owed:
        return "No review is owed: the risk stands in no band that asks for one."
    ranks = [Rank(name).label.lower() for name in dict.fromkeys(timer.rank for timer in owed)]
    who = " or ".join(ranks)
    yours = f"You are recorded as {Rank(rank).label.lower()}" if rank else "Your account has no rank"
    return f"This review is for a {who}, or somebody above. {yours}."
