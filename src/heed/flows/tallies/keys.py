"""Keys of counts: made under an agreement that allows it, replaced in time, ended with all that was sent under them."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from heed.domain.agencies.models import Agency, Agreement
from heed.domain.agencies.queries import agreements_in_force, terms_of
from heed.domain.agencies.rules import why_not
from heed.domain.agencies.terms import Purpose
from heed.domain.tallies import rules, services
from heed.domain.tallies.models import CountKey
from heed.engines.linkage.tokens import KEY_BYTES, fingerprint, written
from heed.flows.tallies.sealing import seal
from heed.foundation.accounts.terms import Actor, system
from heed.foundation.policy import services as policy


class CannotCount(Exception):
    """No agreement allows it; the words say why, for the screen."""


def agreement_to_count(agency: Agency, *, now: datetime) -> Agreement | None:
    """Return the newest agreement in force under which reports may be counted across the agency and the force."""
    standing = agreements_in_force(agency, on=localdate(now))
    return standing.filter(purposes__contains=[str(Purpose.COUNT)]).first()


@transaction.atomic
def make_key(*, agreement: Agreement, actor: Actor, now: datetime) -> tuple[CountKey, str]:
    """Make a key for an agreement; return it and the key in writing, shown once. Raises CannotCount."""
    today = localdate(now)
    if agreement.agency.ended_at:
        raise CannotCount("The agency has ended")
    if said := why_not(terms_of(agreement), parts=(), purpose=Purpose.COUNT, on=today):
        raise CannotCount(said)
    pack = policy.in_use().tallies
    life = rules.life(
        made_on=today, review_on=agreement.review_on, accept_days=pack.accept_days.value, days=pack.days.value
    )
    secret = secrets.token_bytes(KEY_BYTES)
    made = services.make_key(
        agreement=agreement, name=fingerprint(secret), sealed=seal(secret), life=life, actor=actor, now=now
    )
    return made, written(secret)


@transaction.atomic
def tidy(*, now: datetime) -> tuple[int, int]:
    """
    Erase reports that are too old to be counted, and end the keys that match nothing any more; return how many of each.

    A key ends too when its agreement or its agency has: nothing that was sent under it may be kept.
    """
    actor = system("counts")
    today = localdate(now)
    erased = services.erase_old(before=today - timedelta(days=policy.in_use().tallies.days.value), actor=actor, now=now)
    ended = 0
    for key in CountKey.objects.filter(ended_at=None).select_related("agreement__agency").order_by("pk"):
        why = (
            "Its agreement has ended" if key.agreement.ended_at
            else "The agency has ended" if key.agreement.agency.ended_at
            else "It has run out" if key.matches_until < today
            else ""
        )  # fmt: skip
        if why:
            erased += services.end_key(key=key, why=why, actor=actor, now=now)
            ended += 1
    return erased, ended
