"""Who may record whose review, and which clocks one deed meets."""

from heed.foundation.accounts.terms import Rank

ORDER = {rank.value: place for place, rank in enumerate(Rank)}


def may_review(*, needed: str, rank: str) -> bool:
    """
    Say whether somebody of a rank may record the review that another rank owes: their own, or one from below it.

    rank: empty for whoever has none; they review nothing. A rank that does not exist is none.
    """
    return rank in ORDER and ORDER[rank] >= ORDER.get(needed, 0)
