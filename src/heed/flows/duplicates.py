"""
Is it the same event, and is each caller safe? What must be so before a log is closed as a duplicate (features.md #8).

A link closes nothing. A wrong one is taken back, and whoever is in it counts again.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from heed.domain.calls import services as calls
from heed.domain.calls.models import Call
from heed.domain.calls.terms import EntryKind, Finished
from heed.domain.incidents import queries
from heed.domain.incidents import services as incidents
from heed.domain.incidents.models import Incident, IncidentLink, Party, Unlinking
from heed.domain.incidents.services import CannotLink
from heed.domain.incidents.terms import LinkKind, PartyRole, Safe
from heed.domain.vulnerability import queries as vulnerability
from heed.domain.vulnerability.terms import VICTIMS_SIDE
from heed.engines.risk.duplicates import Reported, not_the_same
from heed.flows.enrich import qualifier_label
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.policy import services as policy

UNHEARD = (Finished.SILENT, Finished.ABANDONED)
ADVICE = "Link it as “the same people or trouble, another event” instead: both stay open."
NEVER_HARMS = frozenset({"REPEAT", "VULN_FLAG"})
"""What says that something happened before, and not what harm it does."""


def refused(incident: Incident, main: Incident) -> tuple[str, ...]:
    """Say why an incident cannot be a duplicate of another; empty when it may be."""
    return not_the_same(_reported(incident), _reported(main), rule=policy.in_use().assessment.duplicates)


@transaction.atomic
def link(*, incident: Incident, other: Incident, kind: LinkKind, why: str, actor: Actor, now: datetime) -> None:
    """
    Link two incidents and say so in both logs. A link closes nothing.

    Raises CannotLink; for a duplicate also where victim, harm or time differ, with the advice to link it otherwise.
    """
    # Both, always in the same order: two links at once see each other, and neither waits for the other for ever.
    list(Incident.objects.select_for_update(no_key=True).filter(pk__in=(incident.pk, other.pk)).order_by("pk"))
    if kind == LinkKind.DUPLICATE and incident.pk != other.pk and (reasons := refused(incident, other)):
        raise CannotLink(" ".join((*reasons, ADVICE)))
    incidents.link(incident=incident, other=other, kind=kind, why=why, actor=actor, now=now)
    for one, another in ((incident, other), (other, incident)):
        calls.append_entry(
            call_id=one.call_id,
            kind=EntryKind.STATE,
            text=f"Linked with {another.reference}. {kind.label}: {why}",
            actor=actor,
            now=now,
            detail={"incident": another.pk, "kind": str(kind)},
        )


@transaction.atomic
def unlink(*, link: IncidentLink, why: str, user: User, actor: Actor, now: datetime) -> Unlinking:
    """
    Take a wrong link back. It stands until the second person that the pack may ask for has agreed.

    Raises CannotLink when it does not stand, or somebody has asked already.
    """
    because = policy.in_use().assessment.duplicates.second_person_to_unlink
    asked = link.kind == LinkKind.DUPLICATE and because
    approval = (
        incidents.ask_second_person(incident=link.incident, because=[because], asked_by=user, now=now)
        if asked
        else None
    )
    made = incidents.unlink(link_id=link.pk, why=why, approval=approval, actor=actor, now=now)
    waits = " This waits for a second person." if approval else ""
    say_unlinked(made, text=f"{why.rstrip('.')}.{waits}", actor=actor, now=now)
    return made


def say_unlinked(made: Unlinking, *, text: str, actor: Actor, now: datetime) -> None:
    """Say in both logs that a link was taken back."""
    ends = (made.link.incident, made.link.other)
    for one, another in (ends, ends[::-1]):
        calls.append_entry(
            call_id=one.call_id,
            kind=EntryKind.STATE,
            text=f"The link with {another.reference} is taken back. {text}",
            actor=actor,
            now=now,
            detail={"incident": another.pk},
        )


@transaction.atomic
def ask_safety(*, call: Call, incident: Incident, safe: Safe, words: str, actor: Actor, now: datetime) -> None:
    """Keep what came of asking the caller of one call whether they are safe, and say it in that call's log."""
    incidents.note_safety(call=call, incident=incident, safe=safe, words=words, actor=actor, now=now)
    calls.append_entry(
        call_id=call.pk,
        kind=EntryKind.ANSWER,
        text=f"Is the caller safe? {safe.label}. {words}",
        actor=actor,
        now=now,
        detail={"safe": str(safe)},
    )


def callers_of(incident: Incident) -> dict[Call, str]:
    """
    Return every call whose caller an incident's closing would leave, each with what a reader knows it by.

    The call that reported it, those that came back about it, and both of each log that is linked as its duplicate.
    """
    logs = [incident, *queries.duplicates_of(incident)]
    found: dict[Call, str] = {}
    for one in logs:
        found[one.call] = f"the caller of {one.reference}"
        for back in one.call_backs.select_related("call").order_by("id"):
            found[back.call] = f"the caller who rang again about {one.reference} at {back.at:%H:%M}"
    return found


def callers_safe(incident: Incident) -> dict[str, bool]:
    """Say of each caller whether they were asked and said that they are safe, for engines.risk.gates."""
    callers = callers_of(incident)
    answers = queries.safety_of([call.pk for call in callers])
    return {name: answers.get(call.pk, "") == Safe.YES for call, name in callers.items()}


def _reported(incident: Incident) -> Reported:
    """Put together what a log says happened."""
    victims = Party.objects.filter(incident=incident, role=PartyRole.VICTIM).select_related("person")
    noted = vulnerability.standing(incident.force_id).filter(incident=incident, about__in=VICTIMS_SIDE)
    unheard = Q(silent_at__isnull=False) | Q(finished_as__in=UNHEARD)
    harms = {vulnerability.in_words(one) for one in noted if one.category not in NEVER_HARMS}
    return Reported(
        reference=incident.reference,
        at=incident.recorded_at,
        victims=frozenset(word for one in victims for word in _who(one)),
        harms=frozenset(harms | {qualifier_label(row.code) for row in incident.qualifiers.all()}),
        heard=not Call.objects.filter(unheard, pk=incident.call_id).exists(),
    )


def _who(victim: Party) -> set[str]:
    """Name a victim in every way that two logs can agree on: two of one name may be one, until somebody tells them apart."""
    named = {victim.name.casefold()} if victim.given_name or victim.family_name else set()
    return named | ({str(victim.person.lead_id)} if victim.person else set())
