"""What is said of a report since, read out of the form that was posted."""

import hashlib
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from heed.connections.open311.asked import Asked, Problem, moment_asked
from heed.connections.open311.incoming import LONGEST_ID
from heed.connections.open311.pictures import pictures
from heed.flows.exchange.pushed import Pushed
from heed.flows.online_people import Reporter
from heed.flows.online_updates import OnlineUpdate
from heed.foundation.policy.open311_schema import Open311

SHORT_ID: Final = 120
"""Characters of a number in the exchange of referrals."""


def update_asked(asked: Asked, policy: Open311, *, zone: ZoneInfo, now: datetime) -> tuple[OnlineUpdate, str]:
    """Read an update, and the status of the sender's own beside that of the protocol. Raises Problem."""
    words, status = asked.description(), asked.line("status", longest=40).upper()
    if not words and not status:
        raise Problem(400, "Neither status nor description was provided.")
    kept, links, not_kept = pictures(asked.files, asked.every("media_url"), policy=policy)
    update = OnlineUpdate(
        external_id=_own_number(asked, words, status),
        words=words,
        said_at=moment_asked(asked, "updated_datetime", zone=zone) or now,
        status=status,
        who=Reporter(
            given_name=asked.named("first_name"),
            family_name=asked.named("last_name"),
            email=asked.line("email", longest=254),
            telephone=asked.line("phone", longest=40),
        ),
        links=links,
        pictures=kept,
        not_kept=not_kept,
    )
    return update, asked.line("external_status_code", longest=80)


def as_pushed(update: OnlineUpdate, number: str, own_status: str) -> Pushed:
    """Put an update as the exchange of referrals has it. number: the partner's own of the case."""
    return Pushed(
        # Cut, two long numbers with one beginning would be one update, and the second lost.
        id=update.external_id if len(update.external_id) <= SHORT_ID else _digest(update.external_id),
        case=number[:SHORT_ID],
        status=update.status,
        own_status=own_status,
        words=update.words,
        at=update.said_at,
    )


def _own_number(asked: Asked, words: str, status: str) -> str:
    """Return the sender's own number of an update; of one without, what the very same update would have again."""
    number = asked.line("update_id") or asked.line("update_id_ext")
    if len(number) > LONGEST_ID:
        raise Problem(400, f"update_id has more than {LONGEST_ID} characters.")
    said = "\n".join((words, status, asked.line("updated_datetime"), asked.line("email")))
    return number or _digest(said)


def _digest(said: str) -> str:
    return f"sha256:{hashlib.sha256(said.encode('utf-8', 'replace')).hexdigest()}"
