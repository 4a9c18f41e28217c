"""What of a disclosure may go into a partner's own system: only what the agreement lets go without a person reading it first."""

from datetime import datetime
from typing import Any

from heed.domain.sharing import queries
from heed.domain.sharing.models import Disclosure
from heed.domain.sharing.rules import sheet_of
from heed.flows.sharing.opened import NotShared
from heed.flows.sharing.put import SAFETY
from heed.flows.sharing.safety import stop_if_unsafe


def for_the_wire(disclosure: Disclosure, *, now: datetime) -> dict[str, Any]:
    """
    Return the parts of a disclosure that the agreement names for the wire, as they were shared, and how to handle them.

    What is sent is a list of sections as on the partner's page, each with its part, title and lines of label and value. The
    section on safety always goes along. Vulnerability is in it only where the agreement names it for the wire, by name.
    Raises NotShared where the disclosure does not stand any more: ask at the moment of sending.
    """
    found = queries.visible_to_agency(disclosure.agency, now=now).filter(pk=disclosure.pk).first()
    if found is None or stop_if_unsafe(found, now=now):
        raise NotShared
    named = {*found.agreement.on_the_wire, SAFETY}
    sheet = sheet_of(found.sheet)
    return {
        "reference": sheet.title,
        "marking": sheet.marking,
        "basis": found.basis,
        "purpose": found.purpose,
        "until": found.until_on.isoformat(),
        "sections": [
            {
                "part": section.part,
                "title": section.title,
                "lines": [{"label": line.label, "value": line.value} for line in section.lines],
            }
            for section in sheet.sections
            if section.part in named
        ],
        "more": sheet.more,
    }
