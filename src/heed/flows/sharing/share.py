"""
Shares an incident with an agency at a chosen depth, and stops sharing it.

The preview and what the partner sees are one text: `preview` makes it, `share` makes it again and keeps it, and where it is no
longer what was previewed nothing is shared (features.md 3.7, #29).
"""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from heed.domain.agencies.models import Agency, Agreement
from heed.domain.agencies.queries import terms_of
from heed.domain.agencies.rules import why_not
from heed.domain.agencies.terms import Purpose, SharedPart
from heed.domain.calls import services as calls
from heed.domain.calls.terms import EntryKind
from heed.domain.incidents.models import Incident
from heed.domain.incidents.terms import PartyRole
from heed.domain.sharing import rules, services
from heed.domain.sharing.access import SHARE
from heed.domain.sharing.models import Disclosure
from heed.domain.sharing.rules import Sheet
from heed.flows.sharing.locks import locked_among
from heed.flows.sharing.put import sheet_for
from heed.foundation.accounts.access import refuse_unless_allowed
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act
from heed.foundation.design import dates
from heed.foundation.policy import services as policy

ABOUT_VICTIMS = frozenset(
    {SharedPart.VICTIM, SharedPart.CONTACT, SharedPart.HISTORY, SharedPart.NEEDS, SharedPart.RISK}
)
"""Parts that say something of the victim as a person."""


class CannotShare(Exception):
    """It may not be shared like this; the sentence says why, for the screen."""


class NotAsPreviewed(CannotShare):
    """The record has changed since it was previewed: whoever shares looks at it again first."""


def preview(incident: Incident, *, parts: Collection[str], now: datetime, words: str | None = None) -> Sheet:
    """
    Return exactly what a partner would see of these parts; nothing is written. The pointer is always among them.

    words: instead of the summary, where the part is chosen; None for the summary as it stands.
    """
    return sheet_for(incident, parts=with_pointer(parts), words=words, now=now)


@transaction.atomic
def look(
    incident: Incident,
    *,
    parts: Collection[str],
    agency: Agency,
    actor: Actor,
    now: datetime,
    words: str | None = None,
) -> Sheet:
    """Return the preview for somebody who reads it, and put on the trail that they did."""
    sheet = preview(incident, parts=parts, now=now, words=words)
    audit.record(
        actor=actor,
        act=Act.CONSULTATION,
        action="disclosure.previewed",
        subjects=[f"incident:{incident.pk}", *_persons_in(incident, with_pointer(parts))],
        purpose=f"sharing with {agency.name}",
        now=now,
    )
    return sheet


def with_pointer(parts: Collection[str]) -> list[str]:
    """Return chosen parts in their order, with the pointer: without it nobody would know what is talked of."""
    chosen = {SharedPart.POINTER, *parts} if parts else set()
    return [str(part) for part in SharedPart if part in chosen]


@transaction.atomic
def share(
    *,
    incident: Incident,
    agency: Agency,
    agreement: Agreement | None,
    parts: Collection[str],
    purpose: str,
    necessity: str,
    until: date,
    user: User,
    actor: Actor,
    now: datetime,
    words: str | None = None,
    seen: str = "",
) -> Disclosure:
    """
    Share parts of an incident with an agency, until a day, its last. It takes the place of what was shared before.

    seen: the digest of the preview that a person looked at; empty where none is claimed.
    Raises CannotShare with the sentence for the screen, NotAsPreviewed among it.
    """
    refuse_unless_allowed(user, SHARE)
    # Read again and held: what is shared is the record as it stands now, and of two who share at once one comes second.
    incident = (
        Incident.objects.select_for_update(no_key=True, of=("self",))
        .select_related("place", "force")
        .get(pk=incident.pk)
    )
    chosen = with_pointer(parts)
    held = _held(agency, agreement)
    if why := cannot_share(
        incident, agency, held, parts=parts, purpose=purpose, necessity=necessity, until=until, now=now
    ):
        raise CannotShare(why)
    if held is None:  # never: cannot_share has said so; for the type alone.
        raise CannotShare("Nothing can be shared without an agreement")
    sheet = preview(incident, parts=chosen, now=now, words=words)
    if seen and seen != sheet.digest:
        raise NotAsPreviewed("The record has changed since you looked. Look at the preview again before you share it")
    made = services.disclose(
        incident=incident,
        agency=agency,
        terms=services.Terms(held, purpose, necessity.strip(), until),
        parts=chosen,
        sheet=sheet,
        persons=_persons_in(incident, chosen),
        policy_version=policy.remember(policy.in_use(), now=now),
        user=user,
        actor=actor,
        now=now,
    )
    named = ", ".join(SharedPart(part).label.lower() for part in chosen if part != SharedPart.POINTER)
    calls.append_entry(
        call_id=incident.call_id,
        kind=EntryKind.STATE,
        text=f"Shared with {agency.name} until {dates.day(until)}: {named or 'that it exists, and no more'}."
        f" {made.get_purpose_display()}.",
        actor=actor,
        now=now,
    )
    return made


def cannot_share(  # noqa: PLR0911  one return for each sentence reads better than a ladder
    incident: Incident,
    agency: Agency,
    agreement: Agreement | None,
    *,
    parts: Collection[str],
    purpose: str,
    necessity: str,
    until: date,
    now: datetime,
) -> str:
    """Say in a sentence why these parts may not be shared with an agency now; empty where they may."""
    today = localdate(now)
    if agency.force_id != incident.force_id or agency.ended_at is not None:
        return "Nothing can be shared with this agency"
    if agreement is None or agreement.agency_id != agency.pk:
        return f"There is no agreement with {agency.name}: nothing can be shared without one"
    if not parts:
        return "Choose what to share"
    if set(parts) - set(SharedPart) or purpose not in Purpose.values:
        return "Choose parts and a purpose that the agreement names"
    if ask := locked_among([incident.pk]).get(incident.pk):
        return f"The incident is locked. Ask {ask}"
    if why := why_not(terms_of(agreement), parts=with_pointer(parts), purpose=purpose, on=today):
        return why
    if len(necessity.split()) < rules.LEAST_WORDS:
        return "Say in a sentence why it is necessary to share this"
    return rules.why_not_until(until, today=today, longest=policy.in_use().sharing.disclosing.longest)


@transaction.atomic
def withdraw(*, disclosure: Disclosure, why: str, actor: Actor, now: datetime) -> Disclosure:
    """Stop sharing at once, on every page. Raises services.AlreadyWithdrawn."""
    found = services.withdraw(disclosure=disclosure, why=why, actor=actor, now=now)
    calls.append_entry(
        call_id=found.incident.call_id,
        kind=EntryKind.STATE,
        text=f"No longer shared with {found.agency.name}: {why}",
        actor=actor,
        now=now,
    )
    return found


def _held(agency: Agency, agreement: Agreement | None) -> Agreement | None:
    """Read agency and agreement again, held until the transaction ends: one that is being ended is ended first."""
    if agreement is None:
        return None
    held = Agreement.objects.select_for_update(no_key=True).filter(pk=agreement.pk).first()
    agency.refresh_from_db(fields=["ended_at"])
    return held


def _persons_in(incident: Incident, parts: Collection[str]) -> list[str]:
    """Name those whose personal data is in the parts, as the trail names them."""
    roles = []
    if ABOUT_VICTIMS & set(parts):
        roles.append(PartyRole.VICTIM)
    if SharedPart.OTHER_PARTY in parts:
        roles.append(PartyRole.OTHER_PARTY)
    found = incident.parties.filter(role__in=roles, person__isnull=False).order_by("id")
    return [f"person:{pk}" for pk in dict.fromkeys(found.values_list("person", flat=True))]
