"""Changes to promises and offers: rows are added, and what was said stays. Plans and contact have services of their own."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from heed.domain.incidents.models import Incident
from heed.domain.support import rules
from heed.domain.support.models import Offer, OfferAnswer, OfferOutcome, Promise, PromiseSettled
from heed.domain.support.terms import VERDICTS, Consent, Outcome, PromiseKind, Said, Settled
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act


class AlreadySettled(Exception):
    """A promise has its verdict; the words say which, for the screen."""


class MayNot(Exception):
    """A rule stands against it; the words say which."""


@transaction.atomic
def make_promise(
    *,
    incident: Incident,
    person_id: uuid.UUID | None,
    kind: PromiseKind,
    words: str,
    due_by: datetime,
    owner: User | None,
    user: User | None,
    policy_version: str,
    actor: Actor,
    now: datetime,
) -> Promise:
    """Write a promise down. Raises Unfit for one that says nothing, or whose time has passed."""
    rules.check_promise(words=words, due_by=due_by, now=now)
    made = Promise.objects.create(
        force_id=incident.force_id,
        incident=incident,
        person_id=person_id,
        kind=kind,
        words=words.strip()[:500],
        due_by=due_by,
        owner=owner,
        made_at=now,
        made_by=user,
        made_by_name=actor.name,
        policy_version=policy_version,
    )
    audit.record(
        actor=actor, act=Act.COLLECTION, action="promise.made", subjects=_subjects(made, f"promise:{made.pk}"), now=now,
        detail={"kind": str(kind)},
    )  # fmt: skip
    return made


@transaction.atomic
def settle_promise(
    *,
    promise: Promise,
    settled_as: Settled,
    how: str,
    done_at: datetime | None,
    user: User | None,
    actor: Actor,
    now: datetime,
) -> PromiseSettled:
    """
    Write what came of a promise, which the caller has locked. user: None where the clock broke it.

    Raises AlreadySettled for a second verdict, and for what was done after all of a promise that is not broken.
    """
    standing = promise.verdict
    if (settled_as in VERDICTS) == bool(standing) or (standing and standing.settled_as != Settled.BROKEN):
        raise AlreadySettled(f"It is settled already: {standing.get_settled_as_display().lower()}" if standing else "")
    if promise.done_after:
        raise AlreadySettled("What was done after all is written down already")
    if not how.strip():
        raise rules.Unfit("Enter what was done, or what they said")
    made = PromiseSettled.objects.create(
        promise=promise,
        settled_as=settled_as,
        at=now,
        done_at=done_at,
        by=user,
        by_name=actor.name,
        how=how.strip()[:500],
    )
    if settled_as in VERDICTS:
        promise.settled_at = now
        promise.save(update_fields=["settled_at"])
    audit.record(
        actor=actor, act=Act.ALTERATION, action=f"promise.{settled_as}",
        subjects=_subjects(promise, f"promise:{promise.pk}"), now=now,
    )  # fmt: skip
    return made


@transaction.atomic
def make_offer(
    *,
    incident: Incident,
    person_id: uuid.UUID | None,
    kind: str,
    rules_held: Sequence[str],
    because: str,
    ground: str,
    user: User,
    policy_version: str,
    actor: Actor,
    now: datetime,
) -> Offer:
    """Write down that help is offered. rules_held: ids of the pack's rules that proposed it. Raises Unfit."""
    if not because.strip():
        raise rules.Unfit("Enter why you offer it")
    made = Offer.objects.create(
        incident=incident,
        person_id=person_id,
        kind=kind,
        rules=list(rules_held),
        because=because.strip()[:500],
        ground=ground,
        made_at=now,
        made_by=user,
        made_by_name=actor.name,
        policy_version=policy_version,
    )
    audit.record(
        actor=actor, act=Act.COLLECTION, action="offer.made", subjects=_subjects(made, f"offer:{made.pk}"), now=now,
        detail={"rules": list(rules_held), "ground": ground},
    )  # fmt: skip
    return made


@transaction.atomic
def answer_offer(
    *, offer: Offer, said: Said, consent: Consent | None, words: str, user: User, actor: Actor, now: datetime
) -> OfferAnswer:
    """Write down what somebody said to an offer. Raises Unfit where they accepted and nothing says how they agreed."""
    if said == Said.ACCEPTED and not consent:
        raise rules.Unfit("Select how they agreed")
    made = OfferAnswer.objects.create(
        offer=offer,
        said=said,
        consent=consent or "" if said == Said.ACCEPTED else "",
        words=words.strip()[:500],
        at=now,
        by=user,
        by_name=actor.name,
    )
    audit.record(
        actor=actor, act=Act.COLLECTION, action="offer.answered", subjects=_subjects(offer, f"offer:{offer.pk}"),
        now=now, detail={"said": str(said), "consent": str(consent or "")},
    )  # fmt: skip
    return made


@transaction.atomic
def note_outcome(
    *,
    offer: Offer,
    stage: Outcome,
    to: str,
    words: str,
    needs_consent: bool,
    user: User,
    actor: Actor,
    now: datetime,
) -> OfferOutcome:
    """
    Write down how far an offer has come. Raises MayNot for a referral without consent or the law's ground, and Unfit.

    The offer is locked, so that a refusal that comes in this very moment is not overlooked.
    """
    Offer.objects.select_for_update().get(pk=offer.pk)
    newest = OfferAnswer.objects.filter(offer=offer).order_by("-id").first()
    refused = rules.may_refer(said=newest.said if newest else "", ground=offer.ground, needs_consent=needs_consent)
    if stage == Outcome.REFERRED and refused:
        raise MayNot(refused)
    had = frozenset(OfferOutcome.objects.filter(offer=offer).values_list("stage", flat=True))
    if missing := rules.stage_missing(stage, had=had):
        raise rules.Unfit(missing)
    if stage == Outcome.REFERRED and not to.strip():
        raise rules.Unfit("Enter to whom it was referred")
    if stage == Outcome.RESULT and not words.strip():
        raise rules.Unfit("Enter what came of it")
    made = OfferOutcome.objects.create(
        offer=offer, stage=stage, to=to.strip()[:200], words=words.strip()[:500], at=now, by=user, by_name=actor.name
    )
    act = Act.DISCLOSURE if stage == Outcome.REFERRED else Act.COLLECTION
    audit.record(
        actor=actor, act=act, action=f"offer.{stage}", subjects=_subjects(offer, f"offer:{offer.pk}"), now=now,
        recipient=made.to, detail={"ground": offer.ground},
    )  # fmt: skip
    return made


def _subjects(row: Promise | Offer, itself: str) -> list[str]:
    """Name what a row is about, for the trail."""
    return [itself, f"incident:{row.incident_id}", *([f"person:{row.person_id}"] if row.person_id else [])]
