"""
Help that is offered: what rules propose for an incident, what somebody offers, what was said to it and what came of it.

A rule proposes and a person offers. Mediation is refused where it is not safe, whoever asks for it.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from heed.domain.incidents.models import Incident, Party
from heed.domain.needs import queries as needs
from heed.domain.people import queries as people
from heed.domain.people.models import Person
from heed.domain.support import queries, rules, services
from heed.domain.support.models import Offer, OfferAnswer, OfferOutcome
from heed.domain.support.rules import Unfit
from heed.domain.support.services import MayNot
from heed.domain.support.terms import Consent, Ground, Outcome, Said
from heed.domain.vulnerability.assessments.queries import standing_assessment
from heed.engines.risk.conduct_signs import signs
from heed.engines.risk.conduct_terms import SERIOUS, Sign
from heed.engines.risk.support import OfferKind, Proposal, Situation, Sort, mediation_refused, proposals
from heed.flows import at_risk, uplift
from heed.flows.conduct.reading import age_of, read
from heed.flows.recognise import SUFFERED
from heed.flows.support.broken import log
from heed.flows.support.promises import one_victim
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.policy import services as policy

NAMED_AS_THREAT = SERIOUS - {Sign.DAMAGE} | {Sign.EARLIER_HARASSMENT, Sign.FOLLOWING}
"""Signs in the words of an incident that make the other party a threat: whoever sat opposite them would not be safe."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be offered now: what rules propose, every kind, and why mediation is not safe, if it is not."""

    proposed: tuple[Proposal, ...]
    kinds: tuple[OfferKind, ...]
    no_mediation: tuple[str, ...]


def choices(incident: Incident, *, now: datetime) -> Choices:
    """Return what can be offered in an incident, as things stand; reads only."""
    pack, known = policy.in_use().support, situation_of(incident, now=now)
    had = {offer.kind for offer in queries.offers_of(incident)}
    return Choices(
        proposed=proposals(known, kinds=pack.kinds, rules=pack.rules, refusals=pack.refusals, without=had),
        kinds=tuple(pack.kinds.values()),
        no_mediation=mediation_refused(known, pack.refusals),
    )


def situation_of(incident: Incident, *, now: datetime) -> Situation:
    """Put together what is known of whoever suffers in an incident, for the rules."""
    known = at_risk.known_of(call=incident.call, incident=incident, now=now)
    standing = standing_assessment(incident)
    suffered = uplift.suffered(call=incident.call, incident=incident, known=known, now=now)
    [alone] = read([incident], signs=signs, pack=policy.in_use())
    ages = [age_of([party], incident) for party in alone.victims]
    on = timezone.localdate(now)
    homes = at_risk.homes_of(known.victims, on=on)
    ages += [_age(home.person, on) for place in homes for home in people.living_at(place, on=on)]
    return Situation(
        vulnerable=suffered.vulnerable,
        band=standing.band_decided if standing else "",
        incidents=suffered.incidents,
        categories=frozenset(one.category for one in known.indicators if one.category),
        ages=tuple(age for age in ages if age is not None),
        needs=frozenset(row.kind for row in needs.standing_needs(incident.force_id, known.victims, now=now)),
        threat=bool(NAMED_AS_THREAT & alone.signs.keys()),
    )


@transaction.atomic
def offer(
    *,
    incident: Incident,
    kind: str,
    because: str,
    user: User,
    actor: Actor,
    now: datetime,
    person_id: uuid.UUID | None = None,
    ground: Ground | None = None,
) -> Offer:
    """
    Offer help, by rule where the pack's rules propose it, else by hand with a reason.

    ground: the law under which a safeguarding referral goes on without consent. Raises MayNot where mediation is not safe,
    and Unfit.
    """
    pack = policy.in_use()
    meant = pack.support.kinds.get(kind)
    if meant is None:
        raise Unfit("Select what you offer")
    known = choices(incident, now=now)
    if meant.sort is Sort.MEDIATION and known.no_mediation:
        raise MayNot(f"{meant.label} is not safe here: {'; '.join(known.no_mediation)}")
    rules.check_safeguarding(ground=ground or "", is_safeguarding=meant.sort is Sort.SAFEGUARDING)
    by_rule = next((one for one in known.proposed if one.kind.id == kind), None)
    why = rules.keep_together(*(because.strip(), f"By rule: {'; '.join(by_rule.because)}." if by_rule else ""))
    made = services.make_offer(
        incident=incident,
        person_id=person_id or one_victim(incident),
        kind=kind,
        rules_held=by_rule.rules if by_rule else (),
        because=why,
        ground=ground or "",
        user=user,
        policy_version=policy.remember(pack, now=now),
        actor=actor,
        now=now,
    )
    law = f" Without consent: {ground.label}." if ground else ""
    log(incident, f"Offered: {meant.label}. {why}{law}", actor=actor, now=now)
    return made


@transaction.atomic
def answer(
    *, offer_id: int, said: Said, consent: Consent | None, words: str, user: User, actor: Actor, now: datetime
) -> OfferAnswer:
    """Write down what somebody said to an offer. Raises Unfit, Offer.DoesNotExist."""
    found = _found(offer_id, user)
    made = services.answer_offer(offer=found, said=said, consent=consent, words=words, user=user, actor=actor, now=now)
    agreed = f" {made.get_consent_display()}." if made.consent else ""
    log(
        found.incident, f"{label_of(found.kind)}: {made.get_said_display()}.{agreed} {made.words}", actor=actor, now=now
    )
    return made


@transaction.atomic
def outcome(
    *, offer_id: int, stage: Outcome, to: str, words: str, user: User, actor: Actor, now: datetime
) -> OfferOutcome:
    """
    Write down that an offer was passed on, was received, or what came of it. Raises MayNot, Unfit, Offer.DoesNotExist.

    Mediation that has become unsafe since it was offered goes no further.
    """
    found = _found(offer_id, user)
    meant = policy.in_use().support.kinds.get(found.kind)
    if stage == Outcome.REFERRED and meant and meant.sort is Sort.MEDIATION:
        refused = mediation_refused(situation_of(found.incident, now=now), policy.in_use().support.refusals)
        if refused:
            raise MayNot(f"{meant.label} is not safe here any more: {'; '.join(refused)}")
    made = services.note_outcome(
        offer=found,
        stage=stage,
        to=to,
        words=words,
        needs_consent=needs_consent(found.kind),
        user=user,
        actor=actor,
        now=now,
    )
    whom = f" to {made.to}" if made.to else ""
    log(
        found.incident,
        f"{label_of(found.kind)}: {made.get_stage_display().lower()}{whom}. {made.words}",
        actor=actor,
        now=now,
    )
    return made


def label_of(kind: str) -> str:
    """Return the words of a kind of offer; of one that the pack no longer has, its id."""
    known = policy.in_use().support.kinds.get(kind)
    return known.label if known else kind.replace("_", " ").capitalize()


def needs_consent(kind: str) -> bool:
    """Say whether nobody is referred without a yes; of a kind that the pack no longer has, that is so."""
    known = policy.in_use().support.kinds.get(kind)
    return known is None or known.needs_consent


def people_of(incident: Incident) -> list[Person]:
    """Return whom help in an incident can be for: everybody known in it but the other party, each once."""
    rows = Party.objects.filter(incident=incident, person__isnull=False).exclude(role="other_party")
    first = sorted(rows.select_related("person__lead").order_by("id"), key=lambda party: party.role not in SUFFERED)
    return list({party.person.lead_id: party.person.lead for party in first if party.person}.values())


def _found(offer_id: int, user: User) -> Offer:
    """Return an offer of the person's own force. Raises Offer.DoesNotExist."""
    found = queries.offer_or_none(user, offer_id)
    if found is None:
        raise Offer.DoesNotExist
    return found


def _age(person: Person, on: date) -> int | None:
    """Return how old somebody is on a day, in whole years; None where nobody knows."""
    born = person.born_on
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day)) if born else None
