"""A partner opens what was shared: read back as it was kept, logged with who read it, and only as long as it stands."""

from datetime import datetime

from heed.domain.agencies.models import Agency
from heed.domain.sharing import queries, services
from heed.domain.sharing.models import Disclosure
from heed.domain.sharing.rules import Sheet, sheet_of
from heed.flows.sharing.safety import stop_if_unsafe
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor


class NotShared(Exception):
    """There is nothing that this agency may see here, or not any more."""


def read(disclosure: Disclosure, *, agency: Agency, user: User | None, actor: Actor, now: datetime) -> Sheet:
    """
    Return what was shared, exactly as it was previewed, and keep who of which agency read it.

    user: None where the agency's own system reads it. Raises NotShared for anything but what stands for the agency now. In no
    transaction of its own: what is stopped here stays stopped, though nothing is shown.
    """
    found = queries.visible_to_agency(agency, now=now).filter(pk=disclosure.pk).first()
    if found is None or stop_if_unsafe(found, now=now):
        raise NotShared
    services.note_opened(disclosure=found, user=user, actor=actor, now=now)
    return sheet_of(found.sheet)
