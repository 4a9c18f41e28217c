"""
Says on a referral what a partner's system says of it, in whatever order and however often its words come.

A system that tells only how things stand never says “accepted” before “closed”, and may say both twice: what must come first is
said first, and what cannot follow as things stand is kept as an update. Nothing that a partner says is lost.
"""

from collections.abc import Mapping
from datetime import datetime

from heed.domain.referrals.models import Referral, ReferralStep
from heed.domain.referrals.rules import Unfit
from heed.domain.referrals.terms import State
from heed.flows.referrals import replies
from heed.foundation.accounts.terms import Actor
from heed.foundation.policy import services as policy

WORDS_MOST = 1800
UNANSWERED = frozenset({State.SENT, State.ASKED})
INSTEAD = {
    "accept": "They say that they have taken it on",
    "refuse": "They say that they do not take it on",
    "ask": "They ask for more",
    "return": "They give it back",
    "close": "They say that it is finished",
    "update": "They say how it stands",
    "give": "They add to it",
    "take_back": "They take it back",
}
"""What is said without words of its own, for the reader."""


def by_status(
    referral: Referral,
    status: str,
    *,
    words: str,
    own: Mapping[str, str],
    external: str,
    actor: Actor,
    now: datetime,
    finer: str = "",
) -> str:
    """
    Say on a referral what a status means, by the agency's own meanings first, then by the pack's; return what came of it.

    own: the pack's status by the agency's own. finer: a status of the agency's own beside that of the protocol; it counts where
    it is among those. An unknown status is kept in words, and moves nothing.
    """
    known = {_plain(key): value for key, value in own.items()}
    named = known.get(_plain(finer)) or known.get(_plain(status)) or status
    meaning = policy.in_use().exchange.meaning(named) if named else None
    label = f"Their status: {_readable(finer or status)}" if finer or status else ""
    said = ". ".join(part.rstrip(".") for part in (label, words.strip()) if part)
    if meaning is None:
        done = on(referral, "update", words=said, reason="", external=external, actor=actor, now=now)
        return f"{done}. The status “{status}” is not known here" if status else done
    return on(referral, meaning.said, words=said, reason=meaning.reason, external=external, actor=actor, now=now)


def on(referral: Referral, what: str, *, words: str, reason: str, external: str, actor: Actor, now: datetime) -> str:
    """Say one thing on a referral, in the form that fits as it stands; return what it became."""
    referral.refresh_from_db()
    state = State(referral.state)
    words = words.strip()[:WORDS_MOST]
    common = {"referral": referral, "actor": actor, "now": now}
    if what == "close" and state in UNANSWERED:
        replies.accept(words="", external=f"{external}:accept"[:120], **common)  # type: ignore[arg-type]
        state = State.ACCEPTED
    doing = {
        ("accept", True): replies.accept,
        ("refuse", True): replies.refuse,
        ("return", True): replies.refuse,
        ("ask", True): replies.ask_more,
        ("ask", False): replies.ask_more,
        ("refuse", False): replies.return_,
        ("return", False): replies.return_,
        ("close", False): replies.close,
    }
    do = doing.get((what, state in UNANSWERED)) if state in UNANSWERED | {State.ACCEPTED} else None
    said = words or INSTEAD.get(what, "They say how it stands")
    if do is None:
        step = replies.update(words=said, external=external, **common)  # type: ignore[arg-type]
        return _became(step)
    try:
        step = do(words=said, reason=reason, external=external, **common)  # type: ignore[arg-type]
    except Unfit as error:
        step = replies.update(words=f"{said} ({INSTEAD[what].lower()})", external=external, **common)  # type: ignore[arg-type]
        return f"{_became(step)}. {error}"
    return _became(step)


def _became(step: ReferralStep) -> str:
    """Name what something became on the referral."""
    return f"On the referral: {step.get_kind_display().lower()}"


def _plain(status: str) -> str:
    """Return a status as it is compared: capitals, spaces and hyphens do not matter."""
    return "_".join(status.upper().replace("-", " ").replace("_", " ").split())


def _readable(status: str) -> str:
    """Return a status as people read it."""
    return status.replace("_", " ").capitalize()
