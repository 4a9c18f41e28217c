"""What may be decided about a sequence, by whom, and what a decision must say."""

from collections.abc import Collection

from heed.domain.conduct.terms import Outcome
from heed.engines.risk.conduct_terms import Test

WAITS = "This waits for the crime registrar, who alone can decide it now."
DECIDED = "This has been decided. Only the crime registrar may decide it again."


def refused(
    *, outcome: Outcome, recorded_as: str, tests: Collection[str], decided: Outcome | None, is_registrar: bool
) -> str:
    """
    Say why this decision cannot be taken by this person; empty when it can.

    tests: those met. decided: the decision that holds now. What waits for the registrar, or was decided, is the
    registrar's alone; and with a former partner anything but stalking is, too.
    Source: procedure.md 1.7 (CRR26 p.50-58); the registrar's part is the force's practice.
    """
    if recorded_as and recorded_as not in tests:
        return "Choose one of the rules that are met."
    if is_registrar:
        return "You are the crime registrar: decide it." if outcome == Outcome.REGISTRAR else ""
    if decided is not None:
        return WAITS if decided == Outcome.REGISTRAR else DECIDED
    return _of_a_former_partner(outcome, recorded_as) if Test.STALKING in tests else ""


def _of_a_former_partner(outcome: Outcome, recorded_as: str) -> str:
    """Say why only the registrar may decide so about a former partner."""
    if outcome == Outcome.CRIME and recorded_as != Test.STALKING:
        return (
            "A former partner: record it as stalking, or leave it to the crime registrar,"
            " who alone may be satisfied that it is not."
        )
    return (
        "A former partner: only the crime registrar may decide that this is no stalking."
        if outcome == Outcome.STAYS
        else ""
    )


def is_open(decided: str | None) -> bool:
    """Say whether a prompt still asks for a decision: nobody has decided, or it was left to the registrar."""
    return decided in {None, "", Outcome.REGISTRAR}
