"""How often the public form may be sent and a reading link opened, without keeping anybody's address."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from heed.domain.case_review.applications.models import Application, Knock, ReadingLink

TOKEN_BYTES = 16
"""Random bytes of a link: 128 bits, in figures and letters that no filter takes for a word."""


class NoSuchLink(Exception):
    """No link has this token, or the one that had has run out."""


class TooOften(Exception):
    """A link was opened too often within an hour."""


@transaction.atomic
def is_too_often(*, door: str, who: str, secret: str, at_most: int, now: datetime) -> bool:
    """
    Count one knock of somebody's at a door within this hour of the clock, and say whether it is one too many.

    who: an address, or a word for everybody together. Only its digest is kept, keyed with the secret and the hour: nobody can
    read it, nor join two hours; and it is deleted at the first knock after the hour. One that is refused counts too.
    """
    hour = now.replace(minute=0, second=0, microsecond=0)
    # What another knock is deleting already is left to it.
    old = Knock.objects.filter(hour__lt=hour).select_for_update(skip_locked=True).values_list("pk", flat=True)
    Knock.objects.filter(pk__in=list(old)).delete()
    said = f"{door}\n{hour.isoformat()}\n{who}".encode("utf-8", "replace")
    digest = hmac.new(secret.encode(), said, hashlib.sha256).hexdigest()
    row, _ = Knock.objects.get_or_create(who=digest, hour=hour)
    Knock.objects.filter(pk=row.pk).update(count=F("count") + 1)
    return Knock.objects.values_list("count", flat=True).get(pk=row.pk) > at_most


def make_link(*, application: Application, days: int, now: datetime) -> str:
    """Make a link to read by, and return its token: it is known now and never again. Within a transaction."""
    token = secrets.token_hex(TOKEN_BYTES)
    ReadingLink.objects.create(
        application=application, token_hash=hashed(token), made_at=now, expires_at=now + timedelta(days=days)
    )
    return token


def open_link(*, token: str, secret: str, tries_an_hour: int, now: datetime) -> Application:
    """
    Return the application of a token, and count the try. Raises NoSuchLink, TooOften.

    A nonsense token leaves no trace: whoever tries many fills nothing.
    """
    link = ReadingLink.objects.select_related("application__force").filter(token_hash=hashed(token), expires_at__gt=now)
    found = link.first()
    if found is None:
        raise NoSuchLink
    if is_too_often(door="reading", who=str(found.pk), secret=secret, at_most=tries_an_hour, now=now):
        raise TooOften
    return found.application


def hashed(token: str) -> str:
    """Return what is kept of a token: one that is random needs no slow hash, and must be found by it."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
