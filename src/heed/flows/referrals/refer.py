"""
Refers a case to an agency: never before its risk is assessed, and the case stays with the police until the agency accepts.

Source: features.md #17; procedure.md 1.1, rule 11 (NSIR 1.9).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from heed.domain.agencies.models import Agency, Agreement
from heed.domain.incidents import queries as incidents
from heed.domain.incidents.models import Incident
from heed.domain.referrals import queries, rules, services
from heed.domain.referrals.access import REFER, REFER_AGAIN
from heed.domain.referrals.models import Referral
from heed.domain.referrals.terms import Settled
from heed.domain.sharing.models import Disclosure
from heed.domain.sharing.queries import disclosure_for
from heed.domain.vulnerability.assessments.queries import complete
from heed.flows.exchange import sending
from heed.flows.referrals import saying
from heed.flows.referrals.danger import kept_by_police
from heed.flows.sharing import share as sharing
from heed.foundation.accounts.access import allowed
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.policy import services as policy

ASSESS_FIRST = "Nothing is referred before its risk is assessed (NSIR 1.9)"


class CannotRefer(Exception):
    """It cannot be referred like this, or not now; the sentence says why."""


@dataclass(frozen=True, slots=True)
class ToShare:
    """What is shared with the referral, as sharing.share takes it. seen: the digest of the preview that was looked at."""

    incident: Incident
    agency: Agency
    agreement: Agreement | None
    parts: Collection[str]
    purpose: str
    necessity: str
    until: date
    words: str | None = None
    seen: str = ""


@transaction.atomic
def refer(
    *,
    incident: Incident,
    agency: Agency,
    disclosure: Disclosure,
    asked: str,
    user: User,
    actor: Actor,
    now: datetime,
    urgent: bool = False,
    trouble: str = "",
) -> Referral:
    """
    Ask an agency to take a case. The police hold it until the agency accepts, and what is immediate stays with them even then.

    disclosure: what the agency is shown, as it stands now. asked: what they are asked to do; they read it. trouble: what kind
    it is, as the right-door finder was told; empty where nobody said. Raises CannotRefer.
    """
    if not allowed(user, REFER):
        raise CannotRefer("You may not refer incidents")
    incidents.lock(incident.pk)
    if why := why_not(incident):
        raise CannotRefer(why)
    if agency.force_id != incident.force_id or agency.ended_at is not None:
        raise CannotRefer("The force does not work with this agency")
    shown = disclosure_for(agency, incident, now=now)
    if shown is None or shown.pk != disclosure.pk:
        raise CannotRefer(f"{agency.name} cannot see it: share with them first what they need")
    if not asked.strip():
        raise CannotRefer(f"Say what you ask {agency.name} to do")
    if marked := saying.not_shared_in(asked, incident=incident, parts=shown.parts, now=now):
        raise CannotRefer(f"Your words say what is not shared with {agency.name}: “{marked}”")
    if (why := supervisor_for(incident, agency)) and not allowed(user, REFER_AGAIN):
        raise CannotRefer(why)
    again_by = actor.name if why else ""
    pack = policy.in_use()
    answer_by = saying.ends(now, pack.referrals.answer_within(urgent=urgent))
    keep = kept_by_police(incident, trouble=trouble)
    try:
        made, _ = services.send(
            incident=incident,
            agency=agency,
            disclosure=shown,
            asked=asked.strip(),
            urgent=urgent,
            police_keep=keep,
            answer_by=answer_by,
            again_by_name=again_by,
            user=user,
            policy_version=policy.remember(pack, now=now),
            actor=actor,
            now=now,
        )
    except services.WithSomebody as error:
        raise CannotRefer("It is with an agency already: take it back first") from error
    _settle_earlier(incident, made, actor=actor, now=now)
    stays = f" {' '.join(keep)}" if keep else ""
    agreed = f" {again_by} agreed to it although it came back before." if again_by else ""
    soon = "urgently " if urgent else ""
    saying.log(
        incident,
        f"Referred {soon}to {agency.name}: “{made.asked}” It stays with the police until they accept.{stays}{agreed}",
        referral=made,
        actor=actor,
        now=now,
    )
    sending.referral_sent(referral=made, now=now)
    return made


@transaction.atomic
def share_and_refer(
    *, shared: ToShare, asked: str, urgent: bool, user: User, actor: Actor, now: datetime, trouble: str = ""
) -> Referral:
    """Share what an agency needs and ask it to take the case: both, or neither. Raises CannotShare, CannotRefer."""
    disclosure = sharing.share(
        incident=shared.incident,
        agency=shared.agency,
        agreement=shared.agreement,
        parts=shared.parts,
        purpose=shared.purpose,
        necessity=shared.necessity,
        until=shared.until,
        words=shared.words,
        seen=shared.seen,
        user=user,
        actor=actor,
        now=now,
    )
    return refer(
        incident=shared.incident, agency=shared.agency, disclosure=disclosure, asked=asked, urgent=urgent, trouble=trouble,
        user=user, actor=actor, now=now,
    )  # fmt: skip


def why_not(incident: Incident) -> str:
    """Say why a case cannot be referred to anybody as it stands; empty where it can."""
    if incidents.standing_closing(incident):
        return "It is closed: nobody takes on what is over. Open it again first"
    if main := incidents.main_log(incident):
        return f"It is a duplicate: refer {main.reference}, to which it belongs"
    held = queries.holder_of(incident)
    if held.referral is not None:
        name = held.referral.agency.name
        return f"It is with {name} already" if held.agency else f"{name} has not answered yet: wait, or take it back"
    if missing := complete(incident):
        return f"{ASSESS_FIRST}. {' '.join(missing)}".rstrip(".")
    return ""


def supervisor_for(incident: Incident, agency: Agency) -> str:
    """Say why a supervisor must agree before a case goes to an agency; empty where nobody need. Duplicates are the same case."""
    same = [incident.pk, *(one.pk for one in incidents.duplicates_of(incident))]
    most = policy.in_use().referrals.supervisor_after.value
    return rules.needs_supervisor(queries.earlier_of(same), agency=agency.pk, most=most)


def _settle_earlier(incident: Incident, made: Referral, *, actor: Actor, now: datetime) -> None:
    """Settle what came back before: another door has been found for it."""
    for one in queries.of_incident(incident):
        if one.pk != made.pk and one.came_back:
            held = saying.locked(one)
            services.settle(referral=held, settled_as=Settled.REFERRED, actor=actor, now=now)
            saying.settle_tasks(held, result=f"Referred to {made.agency.name}", now=now)
