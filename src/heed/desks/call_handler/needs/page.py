"""What the two panels show, needs and warnings to staff, and what may be done there: for every page that includes them."""

import uuid
from typing import Any

from heed.domain.needs import access
from heed.domain.people.models import Person
from heed.domain.places.models import Place
from heed.flows.needs_shown import Shown
from heed.foundation.accounts.access import allowed
from heed.foundation.accounts.models import User


def panels(
    shown: Shown,
    *,
    user: User,
    carried: str,
    person: Person | None = None,
    place: Place | None = None,
    level: int = 2,
    own_calls: uuid.UUID | None = None,
) -> dict[str, Any]:
    """
    Return what needs_panel.jinja and warnings_panel.jinja read.

    person: to whom a need may be added here; place: about which a warning may be proposed. carried: the reason that the links
    carry on, "?" included. level: of the panels' headings. own_calls: the call in hand, for a page of a call.
    """
    return {
        "needs": shown,
        "needs_person": person,
        "needs_place": place,
        "needs_carried": carried,
        "needs_level": level,
        "needs_call": own_calls,
        "may_see_needs": allowed(user, access.SEE_NEEDS),
        "may_write_needs": allowed(user, access.WRITE_NEEDS),
        "may_end_needs": allowed(user, access.END_NEEDS),
        "may_see_warnings": allowed(user, access.SEE_WARNINGS),
        "may_propose_warnings": allowed(user, access.PROPOSE_WARNINGS),
        "may_end_warnings": allowed(user, access.END_WARNINGS),
        "may_write_passports": allowed(user, access.WRITE_PASSPORTS),
    }
