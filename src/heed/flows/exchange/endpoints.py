"""Where partners' systems are: what may be set is checked here, and what waits for one that ends is not forgotten."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from heed.domain.agencies.models import Agency
from heed.domain.exchange import services
from heed.domain.exchange.models import Endpoint, Waiting
from heed.domain.exchange.rules import why_not_address
from heed.domain.exchange.services import Settings
from heed.domain.exchange.terms import Protocol
from heed.flows.exchange import outbox, sending
from heed.foundation.accounts.terms import Actor
from heed.foundation.policy import services as policy

PAIRS_MOST, PAIR_LONGEST, KEY_LONGEST = 50, 120, 200
HAS_ENDED = "The agency has no system any more to send it to"


class Unfit(ValueError):
    """It cannot be set like this. field: which part of Settings is wrong; the sentence says how."""

    def __init__(self, field: str, sentence: str) -> None:
        """Keep both."""
        super().__init__(sentence)
        self.field = field


@transaction.atomic
def set_up(*, agency: Agency, settings: Settings, without_tls: bool, actor: Actor, now: datetime) -> Endpoint:
    """
    Set where an agency's system is, and send what waits for it there.

    without_tls: whether this installation lets names go over the network unencrypted. Raises Unfit, AgencyLeft.
    """
    if why := why_not_address(settings.address, without_tls=without_tls):
        raise Unfit("address", why)
    if len(settings.key) > KEY_LONGEST or not settings.key.isprintable() or any(one.isspace() for one in settings.key):
        raise Unfit("key", f"The key must be one word of at most {KEY_LONGEST} characters")
    if settings.protocol == Protocol.TRANSFER and any(one in settings.key for one in "/?#%"):
        raise Unfit("key", "The key stands in the address of each message: it must have no / ? # or %")
    known = policy.in_use().exchange
    for theirs, ours in settings.statuses.items():
        if known.meaning(ours) is None:
            names = ", ".join(sorted(known.statuses))
            raise Unfit("statuses", f"“{theirs}” is said to mean “{ours}”, which is none of: {names}")
    made = services.set_endpoint(agency=agency, settings=settings, actor=actor, now=now)
    sending.soon(made)
    return made


@transaction.atomic
def end(*, endpoint: Endpoint, why: str, actor: Actor, now: datetime) -> bool:
    """
    Say that an agency's system is not used any more; False where that was said before.

    What waits for it lies among the dead letters at once, each a task: nothing waits for a system that does not come back.
    """
    if not services.end_endpoint(endpoint=endpoint, why=why, actor=actor, now=now):
        return False
    waits = Waiting.objects.select_for_update(of=("self",)).filter(agency=endpoint.agency_id, dead_at=None)
    for place in waits.select_related("message__case__agency", "message__case__referral", "message__case__force"):
        outbox.die(place, place.message, why=HAS_ENDED, now=now)
    return True


def pairs(text: str, *, field: str) -> dict[str, str]:
    """Read lines of `this = that`. Raises Unfit, with the line, for what is none."""
    found: dict[str, str] = {}
    for number, line in enumerate((line.strip() for line in text.splitlines()), 1):
        if not line:
            continue
        name, equals, value = (part.strip() for part in line.partition("="))
        if not (name and equals and value) or max(len(name), len(value)) > PAIR_LONGEST or not line.isprintable():
            raise Unfit(field, f"Line {number} must be two words with = between them")
        if name in found:
            raise Unfit(field, f"Line {number} has “{name}” a second time")
        found[name] = value
    if len(found) > PAIRS_MOST:
        raise Unfit(field, f"There must be at most {PAIRS_MOST} lines")
    return found


def lines(found: Mapping[str, str]) -> str:
    """Write pairs as lines of `this = that`."""
    return "\n".join(f"{name} = {value}" for name, value in found.items())
