"""
Lets partners work beside a simulated force, so that a demonstration shows both sides: agencies, agreements, what was shared.

Everything is done through the flows that people at work use, at moments before now. What runs out afterwards, the worker sees
to as for any other force.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from heed.domain.agencies import services
from heed.domain.agencies.models import Agency, Agreement, Officer
from heed.domain.agencies.services import Reached
from heed.domain.agencies.terms import AgencyKind, LegalBasis, Purpose, SharedPart
from heed.domain.beats.models import Beat
from heed.domain.incidents.models import Incident
from heed.domain.referrals.models import Referral
from heed.domain.sharing.models import Disclosure
from heed.domain.tasking import services as tasking
from heed.domain.tasking.terms import TaskKind
from heed.domain.vulnerability.assessments.services import Judgement
from heed.domain.vulnerability.terms import Judged
from heed.flows import assess
from heed.flows.referrals import refer, replies
from heed.flows.sharing import share
from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import Role, system
from heed.simulation import counting_together

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SIGNED_BEFORE, REVIEW_AFTER = 200 * DAY, 365 * DAY
"""How long ago agreements were signed, and after which time they are reviewed; one is past it."""
LOOKED_AT = 12
"""Incidents among which some are found that can be referred."""


@dataclass(frozen=True, slots=True)
class Partner:
    """One invented agency. persona: the user name of whoever works there; empty where nobody signs in."""

    name: str
    kind: AgencyKind
    reached: Reached
    parts: tuple[SharedPart, ...] = ()
    persona: str = ""
    title: str = ""
    signed_before: timedelta = SIGNED_BEFORE


DEEP = tuple(part for part in SharedPart if part != SharedPart.RISK)
PLAIN = (SharedPart.POINTER, SharedPart.PLACE, SharedPart.WORDS, SharedPart.HISTORY)
PARTNERS = (
    Partner(
        "Mallow Borough Council", AgencyKind.COUNCIL,
        Reached("01632 960200", "asb@mallow.example", "ASB team, Monday to Friday 9 to 5", "la:E99999001"),
        DEEP, "partner.officer", "Community safety officer",
    ),
    Partner(
        "Quarrybank Homes", AgencyKind.HOUSING,
        Reached("01632 960210", "neighbourhoods@quarrybank.example", "Neighbourhood desk, Monday to Saturday"),
        PLAIN, "partner.housing", "Tenancy officer",
    ),
    Partner(
        "Mallowshire Victim Support", AgencyKind.VICTIM_SUPPORT,
        Reached("01632 960220", "", "The duty line, day and night"),
        (SharedPart.POINTER, SharedPart.VICTIM, SharedPart.CONTACT, SharedPart.NEEDS),
    ),
    Partner(
        "Mallow Youth Service", AgencyKind.YOUTH, Reached("01632 960230"), PLAIN, signed_before=SIGNED_BEFORE + REVIEW_AFTER,
    ),
    Partner("Mallow Fire and Rescue", AgencyKind.FIRE, Reached("01632 960240")),
)  # fmt: skip
"""One shares deeply, one plainly; one agreement is past its review; with one nothing is agreed yet."""


@transaction.atomic
def let_partners_in(beat: Beat, *, now: datetime) -> bool:
    """Put agencies beside a force and some cases before them; return whether anything was. Once only."""
    force = beat.force
    if Agency.objects.filter(force=force).exists():
        return False
    made = {partner.name: _add(partner, force, now=now) for partner in PARTNERS}
    handler = User.objects.filter(force=force, role=Role.CALL_HANDLER, is_active=True).order_by("pk").first()
    if handler is not None:
        _put_cases_before(made, beat, handler, now=now)
    council = made[PARTNERS[0].name]
    counting_together.count_together(beat, council, council.agreements.get(), now=now)
    counting_together.meet_soon(beat, council, now=now)
    return True


def _add(partner: Partner, force: Force, *, now: datetime) -> Agency:
    """Add an agency with its agreement and whoever works there."""
    actor, signed_at = system("simulation", force=force.code), now - partner.signed_before
    agency = services.add_agency(
        force=force, name=partner.name, kind=partner.kind, reached=partner.reached, actor=actor, now=signed_at
    )
    if partner.parts:
        services.sign_agreement(
            agency=agency,
            title=f"Sharing agreement with {partner.name}",
            basis=LegalBasis.CDA_115,
            purposes=[*Purpose],
            parts=partner.parts,
            on_the_wire=[part for part in PLAIN[:2] if part in partner.parts],
            starts_on=localdate(signed_at),
            review_on=localdate(signed_at + REVIEW_AFTER),
            actor=actor,
            now=signed_at,
        )
    user = User.objects.filter(username=partner.persona, force=force).first()
    if user is not None and not Officer.objects.filter(user=user).exists():
        services.add_officer(agency=agency, user=user, title=partner.title, actor=actor, now=signed_at)
    return agency


def _put_cases_before(made: Mapping[str, Agency], beat: Beat, handler: User, *, now: datetime) -> None:
    """Let one case wait for an answer, one be held by the council, one have been refused, and one be only shared."""
    council, homes = made[PARTNERS[0].name], made[PARTNERS[1].name]
    found = _referable(beat, handler, now=now)
    waits, held, refused, shared = (found + [None] * 4)[:4]
    if waits:
        _refer(waits, council, "Please see whether the tenancy is yours, and visit", handler, now=now - 3 * HOUR)
    if held:
        sent = _refer(held, council, "Please mend the lighting behind the garages", handler, now=now - 3 * DAY)
        theirs = _works_at(council)
        replies.accept(referral=sent, words="Ours: a crew goes out this week", actor=theirs.actor(), now=now - 2 * DAY)
        replies.update(
            referral=sent, words="Two lamps replaced, one waits for a part", actor=theirs.actor(), now=now - DAY
        )
        tasking.make(
            force=beat.force, kind=TaskKind.PARTNER, words="Say when the third lamp is mended", key=f"demonstration:{sent.pk}",
            agency=council, incident=held, actor=handler.actor(), now=now - DAY, due_by=now + 2 * DAY,
        )  # fmt: skip
    if refused:
        sent = _refer(refused, homes, "Please speak to the tenant about the noise at night", handler, now=now - 2 * DAY)
        replies.refuse(
            referral=sent,
            reason="not_ours",
            words="The flat was sold in May",
            actor=_works_at(homes).actor(),
            now=now - DAY,
        )
    if shared:
        _share(shared, homes, PLAIN, handler, now=now - DAY)


def _works_at(agency: Agency) -> User:
    """Return whoever works for an agency first. Raises Officer.DoesNotExist."""
    return agency.officers.select_related("user").earliest("pk").user


def _referable(beat: Beat, handler: User, *, now: datetime) -> list[Incident]:
    """Return open incidents of a beat whose risk is assessed, assessing it where nobody has; the newest first."""
    found = []
    newest = Incident.objects.filter(beat=beat, closed_at=None).select_related("force", "call", "place", "beat")
    for incident in newest.order_by("-recorded_at")[:LOOKED_AT]:
        if refer.why_not(incident):
            assess.assess(
                call=incident.call,
                incident=incident,
                judgement=Judgement(Judged.NO, "Spoken to again before the case was passed on: settled, and not alone"),
                user=handler,
                actor=handler.actor(),
                now=now - 4 * DAY,
            )
        if not refer.why_not(incident):
            found.append(incident)
    return found


def _refer(incident: Incident, agency: Agency, asked: str, handler: User, *, now: datetime) -> Referral:
    disclosure = _share(incident, agency, PLAIN, handler, now=now)
    return refer.refer(
        incident=incident,
        agency=agency,
        disclosure=disclosure,
        asked=asked,
        user=handler,
        actor=handler.actor(),
        now=now,
    )


def _share(
    incident: Incident, agency: Agency, parts: tuple[SharedPart, ...], handler: User, *, now: datetime
) -> Disclosure:
    agreement: Agreement = agency.agreements.get()
    return share.share(
        incident=incident,
        agency=agency,
        agreement=agreement,
        parts=parts,
        purpose=Purpose.SOLVE,
        necessity="They answer for the land or the tenancy, and can stop it where we cannot",
        until=localdate(now) + 90 * DAY,
        user=handler,
        actor=handler.actor(),
        now=now,
    )
