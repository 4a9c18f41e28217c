"""What stands in the way of closing an incident that is, or is said to be, with somebody else. Reads only."""

from heed.domain.incidents.models import Incident
from heed.domain.referrals import queries
from heed.domain.referrals.models import Referral
from heed.domain.referrals.terms import State
from heed.flows.referrals.danger import kept_by_police, kept_for_its_kind
from heed.foundation.policy import services as policy

NOBODY_HAS = (
    "Nobody else has accepted it: it is ours until somebody does. Refer it, or close it with what the police did."
)
RISK_STAYS = (
    "What stays with the police is not closed by handing over the rest. Close it with what the police did about it."
)


def missing(incident: Incident, result: str) -> tuple[str, ...]:
    """
    Say what is missing before an incident may be closed with a result; empty where nothing is.

    Nobody closes a case that an agency is still being asked to take, nor closes it as somebody else's before they have
    accepted it, or while the risk is the police's.
    """
    referrals = queries.of_incident(incident)
    closes = policy.in_use().referrals.closes
    waiting = [one for one in referrals if one.state in {State.SENT, State.ASKED}]
    said = [f"{one.agency.name} has not answered yet. Wait for them, or take it back first." for one in waiting]
    if result not in closes:
        return tuple(said)
    kinds = closes[result].value
    if not waiting and not any(_has_it(one, kinds) for one in referrals[:1]):
        said.append(NOBODY_HAS)
    if kept := dict.fromkeys([*kept_by_police(incident), *kept_for_its_kind(referrals)]):
        said += [*kept, RISK_STAYS]
    return tuple(said)


def _has_it(referral: Referral, kinds: tuple[str, ...]) -> bool:
    """Say whether an agency of a kind that counts holds the case, or has finished with it."""
    return referral.state in {State.ACCEPTED, State.CLOSED} and (not kinds or referral.agency.kind in kinds)
