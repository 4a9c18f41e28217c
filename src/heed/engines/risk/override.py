"""
Where a person decides otherwise than an instrument proposes: up freely, with a reason; down only a supervisor, with one.

Tools inform, and never replace judgement (College, procedure.md 3.4).
"""

from heed.engines.risk.instruments import Band


def is_lowered(proposed: Band | None, decided: Band | None) -> bool:
    """Say whether a decision lies below the proposal; without a proposal nothing can, and no band lies below every band."""
    if proposed is None:
        return False
    return decided is None or decided.at_least < proposed.at_least


def override_refused(
    proposed: Band | None, decided: Band | None, *, why: str, decided_by_supervisor: bool
) -> tuple[str, ...]:
    """
    Say what stands in the way of deciding on a band; empty when nothing does.

    decided_by_supervisor: whoever decides is a supervisor, or a supervisor who is somebody else has agreed.
    The band that was proposed needs no reason. Source: procedure.md 3.4.
    """
    if decided == proposed:
        return ()
    missing = [] if why.strip() else ["Say why you decide otherwise than the score proposes."]
    if proposed is not None and is_lowered(proposed, decided) and not decided_by_supervisor:
        below = f"“{decided.label}” is below “{proposed.label}”" if decided else f"No band is below “{proposed.label}”"
        missing.append(f"{below}: only a supervisor may decide that.")
    return tuple(missing)
