"""
Slowing down whoever tries keys. A right key always gets through, so that one badly set system does not silence its neighbours.

Keys have 256 bits and cannot be guessed: what is kept down here is noise, and the log that it would make.
"""

from datetime import datetime

from django.db import transaction

from heed.connections.open311.models import WrongKey
from heed.foundation.policy import services as policy


class TooManyWrongKeys(Exception):
    """So many wrong keys came from one address that no more are counted for a while."""


@transaction.atomic
def note_wrong_key(device: str, *, now: datetime) -> None:
    """Count a wrong key. Raises TooManyWrongKeys once as many have come from this address as the pack allows."""
    tries = policy.in_use().open311.wrong_keys.value
    since = now - tries.within
    WrongKey.objects.filter(at__lt=since).delete()
    if WrongKey.objects.filter(device=device[:64], at__gte=since).count() >= tries.most:
        raise TooManyWrongKeys
    WrongKey.objects.create(device=device[:64], at=now)
