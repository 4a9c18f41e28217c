"""Who is still to be decided about before a call is recorded: one person must not come onto the record twice."""

import uuid
from collections.abc import Mapping

from heed.domain.calls import queries as calls
from heed.domain.calls.models import Call
from heed.domain.calls.terms import About, Decision
from heed.engines.linkage.terms import Sure
from heed.flows import proof


def still_to_decide(call: Call, named: Mapping[About, str]) -> tuple[About, str] | None:
    """
    Return the first suggestion on a call that nobody has decided about and that must not be passed over; its name.

    named: the names with which the caller, and the person they ring for, go onto the record. A suggestion of that very
    name must be decided about, and so must one that is probably them, whatever name was given.
    """
    check = calls.newest_check(call.pk)
    if check is None:
        return None
    listed = {About.CALLER: check.found.get("candidates", []), About.VICTIM: check.found.get("victims", [])}
    for about, name in named.items():
        decided = proof.decisions(call.pk, about=about)
        if Decision.SAME in decided.values():
            continue
        for candidate in listed[about]:
            asks = candidate["kind"] == Sure.PROBABLE or _plain(candidate["name"]) == _plain(name)
            if asks and uuid.UUID(candidate["person"]) not in decided:
                return about, candidate["name"]
    return None


def _plain(name: str) -> str:
    """Return a name as it is compared here: without regard to case and spaces."""
    return " ".join(name.casefold().split())
