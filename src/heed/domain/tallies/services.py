"""Changes to counts across agencies: keys made and ended, tokens kept and erased, looks, questions and answers."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from heed.domain.agencies.models import Agency, Agreement
from heed.domain.incidents.models import Incident
from heed.domain.tallies import queries, rules
from heed.domain.tallies.models import AgencyReport, Asked, Batch, CountKey, Look, ReportToken, Told
from heed.domain.tallies.terms import Said, Via
from heed.engines.linkage.tokens import Kind
from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act


class Unfit(Exception):
    """What was entered cannot be kept; the words say why, for the screen."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A report as it is kept: the agency's reference, day and kind, and its tokens."""

    reference: str
    reported_on: date
    kind: str
    tokens: Mapping[Kind, str]


@transaction.atomic
def make_key(
    *, agreement: Agreement, name: str, sealed: str, life: rules.Life, actor: Actor, now: datetime
) -> CountKey:
    """
    Keep a key of an agreement. name: its fingerprint; sealed: the key itself, encrypted.

    A key before it takes tokens no longer; those sent under it count until they are too old.
    """
    agreement = Agreement.objects.select_for_update(of=("self",)).select_related("agency").get(pk=agreement.pk)
    today = localdate(now)
    before = list(agreement.count_keys.filter(ended_at=None, accepts_until__gte=today))
    made = CountKey.objects.create(
        agreement=agreement,
        name=name,
        sealed=sealed,
        made_at=now,
        made_by_name=actor.name,
        accepts_until=life.accepts_until,
        matches_until=life.matches_until,
    )
    for key in before:
        key.accepts_until = max(today, localdate(key.made_at))
        key.matches_until = max(key.accepts_until, min(key.matches_until, life.matches_until))
        key.save(update_fields=["accepts_until", "matches_until"])
    audit.record(
        actor=actor, act=Act.COLLECTION, action="count_key.made", now=now, recipient=agreement.agency.name,
        subjects=[f"agency:{agreement.agency_id}", f"agreement:{agreement.pk}", f"count_key:{made.pk}"],
        detail={"key": made.name, "replaces": [key.name for key in before]},
    )  # fmt: skip
    return made


@transaction.atomic
def end_key(*, key: CountKey, why: str, actor: Actor, now: datetime) -> int:
    """
    End a key: it is forgotten, and all that was sent under it is erased. Return how many reports that were.

    One that has ended stays as it was. Raises Unfit without a reason.
    """
    if not why.strip():
        raise Unfit("Enter why the key ends")
    key = CountKey.objects.select_for_update(of=("self",)).select_related("agreement").get(pk=key.pk)
    if key.ended_at:
        return 0
    erased = _erase(key.reports.all())
    key.ended_at, key.ended_by_name, key.ended_why, key.sealed = now, actor.name, why.strip()[:300], ""
    key.save(update_fields=["ended_at", "ended_by_name", "ended_why", "sealed"])
    audit.record(
        actor=actor, act=Act.ERASURE, action="count_key.ended", now=now,
        subjects=[f"agency:{key.agreement.agency_id}", f"count_key:{key.pk}"],
        detail={"key": key.name, "reports": erased},
    )  # fmt: skip
    return erased


@transaction.atomic
def keep_batch(
    *, agency: Agency, key: CountKey, via: Via, digest: str, rows: int, reports: Sequence[Counted], actor: Actor,
    now: datetime,
) -> Batch:  # fmt: skip
    """
    Keep what an agency sent under its key. A reference that stands already is replaced by what is sent now.

    rows: how many there were; those that are not among the reports were refused. The caller has locked the agency.
    """
    by_reference = {report.reference: report for report in reports}
    batch = Batch.objects.create(
        agency=agency, key=key, via=via, received_at=now, sent_by_name=actor.name, digest=digest, rows=rows,
        kept=len(reports), refused=rows - len(reports),
    )  # fmt: skip
    replaced = _erase(AgencyReport.objects.filter(agency=agency, reference__in=list(by_reference)))
    kept = AgencyReport.objects.bulk_create(
        [
            AgencyReport(
                agency=agency,
                key=key,
                batch=batch,
                reference=report.reference,
                reported_on=report.reported_on,
                kind=report.kind,
            )
            for report in by_reference.values()
        ],
        batch_size=2_000,
    )
    ReportToken.objects.bulk_create(
        [
            ReportToken(report=row, key=key, kind=str(kind), token=token)
            for row, report in zip(kept, by_reference.values(), strict=True)
            for kind, token in report.tokens.items()
        ],
        batch_size=5_000,
    )
    audit.record(
        actor=actor, act=Act.COLLECTION, action="count.received", now=now,
        subjects=[f"agency:{agency.pk}", f"count_key:{key.pk}", f"count_batch:{batch.pk}"],
        detail={"rows": rows, "kept": batch.kept, "refused": batch.refused, "replaced": replaced, "via": str(via)},
    )  # fmt: skip
    return batch


@transaction.atomic
def refuse_batch(*, agency: Agency, why: str, actor: Actor, now: datetime) -> None:
    """Keep that nothing of what an agency sent was taken, and why."""
    audit.record(
        actor=actor,
        act=Act.COLLECTION,
        action="count.refused",
        now=now,
        subjects=[f"agency:{agency.pk}"],
        detail={"why": why},
    )


@transaction.atomic
def take_back(*, agency: Agency, reference: str, actor: Actor, now: datetime) -> bool:
    """Erase a report that an agency takes back; say whether it stood in the count."""
    erased = _erase(AgencyReport.objects.filter(agency=agency, reference=reference))
    if erased:
        audit.record(
            actor=actor, act=Act.ERASURE, action="count.taken_back", now=now, subjects=[f"agency:{agency.pk}"],
            detail={"reports": erased},
        )  # fmt: skip
    return bool(erased)


@transaction.atomic
def erase_old(*, before: date, actor: Actor, now: datetime) -> int:
    """Erase the reports that nothing counts any more, of every force; return how many."""
    erased = _erase(queries.too_old(before=before))
    if erased:
        audit.record(
            actor=actor, act=Act.ERASURE, action="count.erased", now=now, subjects=[], detail={"reports": erased}
        )
    return erased


@transaction.atomic
def look(
    *,
    force: Force,
    shown: Mapping[uuid.UUID, Mapping[str, Sequence[int]]],
    purpose: str,
    user: User,
    actor: Actor,
    now: datetime,
) -> None:
    """Keep that somebody was shown what agencies count of some people: by person and the agency's id, of them and the home."""
    Look.objects.bulk_create(
        Look(
            force=force,
            person_id=person,
            user=user,
            by_name=actor.name,
            at=now,
            purpose=purpose[:300],
            counts={agency: list(counts) for agency, counts in shown[person].items()},
        )
        for person in sorted(shown)
    )
    audit.record(
        actor=actor,
        act=Act.CONSULTATION,
        action="count.consulted",
        now=now,
        purpose=purpose,
        subjects=[f"person:{person}" for person in sorted(shown)],
        detail={"agencies": sorted({agency for counts in shown.values() for agency in counts})},
    )


@transaction.atomic
def withhold(*, person_ids: Collection[uuid.UUID], purpose: str, actor: Actor, now: datetime) -> None:
    """Keep that somebody was not shown counts, because they had been shown those of too many people."""
    audit.record(
        actor=actor, act=Act.CONSULTATION, action="count.withheld", now=now, purpose=purpose,
        subjects=[f"person:{person}" for person in sorted(person_ids)],
    )  # fmt: skip


@transaction.atomic
def ask(
    *, agreement: Agreement, person_id: uuid.UUID, incident: Incident | None, basis: str, basis_words: str, purpose: str,
    necessity: str, reports: Sequence[AgencyReport], policy_version: str, user: User, actor: Actor, now: datetime,
) -> Asked:  # fmt: skip
    """
    Put on record on what basis, and why, an agency is asked about its reports. Raises Unfit.

    The agency hears by it that the police have to do with whoever these reports are about: that is a disclosure.
    """
    if not necessity.strip():
        raise Unfit("Enter why you need to know")
    made = Asked.objects.create(
        force_id=agreement.agency.force_id, agency=agreement.agency, agreement=agreement, person_id=person_id,
        incident=incident, basis=basis, basis_words=basis_words.strip()[:300], purpose=purpose,
        necessity=necessity.strip()[:500],
        reports=[
            {"reference": report.reference, "on": report.reported_on.isoformat(), "kind": report.get_kind_display()}
            for report in reports
        ],
        at=now, user=user, by_name=actor.name, policy_version=policy_version,
    )  # fmt: skip
    audit.record(
        actor=actor, act=Act.DISCLOSURE, action="count.asked", now=now, recipient=agreement.agency.name,
        purpose=f"{made.get_purpose_display()}. {made.get_basis_display()}",
        subjects=[f"person:{person_id}", f"agency:{agreement.agency_id}", f"count_question:{made.pk}"]
        + ([f"incident:{incident.pk}"] if incident else []),
        detail={"agreement": agreement.pk, "basis": str(basis), "reports": len(made.reports)},
    )  # fmt: skip
    return made


@transaction.atomic
def tell(*, asked: Asked, said: Said, words: str, user: User, actor: Actor, now: datetime) -> Told:
    """Keep what an agency says to a question. Raises Unfit where it says nothing."""
    if not words.strip():
        raise Unfit("Enter what you tell, or why you do not" if said != Said.RING else "Enter whom to ring, and when")
    made = Told.objects.create(
        asked=asked, said=said, words=words.strip()[:2000], at=now, by=user, by_name=user.display_name
    )
    audit.record(
        actor=actor, act=Act.COLLECTION, action="count.told", now=now,
        subjects=[f"person:{asked.person_id}", f"agency:{asked.agency_id}", f"count_question:{asked.pk}"],
        detail={"said": str(said)},
    )  # fmt: skip
    return made


def _erase(reports: QuerySet[AgencyReport]) -> int:
    """Delete reports with their tokens, in two statements; return how many reports."""
    ids = list(reports.values_list("pk", flat=True))
    ReportToken.objects.filter(report__in=ids).delete()
    AgencyReport.objects.filter(pk__in=ids).delete()
    return len(ids)
