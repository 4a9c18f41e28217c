"""What the newest run over a force's records proposes, and nobody has decided yet."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from heed.backrecord.models import Proposal, Run
from heed.domain.people.access import DECIDE_IDENTITY
from heed.domain.people.identity import queries as identity
from heed.foundation.accounts.access import allowed
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act

RUNS_MOST = 10
"""Runs shown, the newest."""


@dataclass(frozen=True, slots=True)
class Ran:
    """A run, and how many of the pairs it made one still stand so."""

    run: Run
    standing: int


def newest_run(user: User) -> Run | None:
    """Return the run over the person's own force that began last."""
    return Run.objects.filter(force=user.force_id).order_by("-started_at", "-pk").first()


def runs(user: User) -> list[Ran]:
    """Return the force's runs, the newest first, each with how many of its decisions nobody has taken back."""
    newest = list(Run.objects.filter(force=user.force_id).order_by("-started_at", "-pk")[:RUNS_MOST])
    standing = identity.standing().filter(force=user.force_id, run__in=[run.pk for run in newest])
    left = dict(standing.order_by().values_list("run").annotate(Count("pk")))
    return [Ran(run, left.get(run.pk, 0)) for run in newest]


def undecided(user: User) -> QuerySet[Proposal]:
    """
    Return what the newest run proposes and no decision answers, the likeliest first.

    Answered is a pair that stands as one, and one about which a decision holds, whichever records of the two it names.
    """
    run = newest_run(user)
    # A decision about any record of either side answers for both, whichever way round it names them. Asked as two
    # questions, for the database answers each at once; as one with an OR it would compare each pair with every decision.
    straight = identity.standing().filter(one__lead=OuterRef("one__lead"), other__lead=OuterRef("other__lead"))
    crosswise = identity.standing().filter(one__lead=OuterRef("other__lead"), other__lead=OuterRef("one__lead"))
    found = Proposal.objects.filter(~Exists(straight), ~Exists(crosswise), run=run) if run else Proposal.objects.none()
    apart = found.exclude(one__lead=F("other__lead"))
    return apart.select_related("one__lead", "other__lead").order_by("-probability", "pk")


def about_pair(user: User, one: uuid.UUID, other: uuid.UUID) -> Proposal | None:
    """Return what the newest run proposes about two people, whoever of their records it names; None where it does not."""
    either_way = Q(one__lead__atoms=one, other__lead__atoms=other) | Q(one__lead__atoms=other, other__lead__atoms=one)
    return undecided(user).filter(either_way).first()


def reasons(found: Proposal | None) -> list[str]:
    """Return why a pair is proposed, each reason as a sentence begins; nothing for no proposal."""
    words = [str(reason) for reason in found.because] if found else []
    return [f"{reason[:1].upper()}{reason[1:]}" for reason in words]


def lends_purpose(user: User, proposal_id: int) -> bool:
    """Say whether a proposal is somebody's reason to look at the records of the two."""
    return allowed(user, DECIDE_IDENTITY) and undecided(user).filter(pk=proposal_id).exists()


@transaction.atomic
def note_listed(*, listed: list[Proposal], run: Run, actor: Actor, now: datetime) -> None:
    """Put on the audit trail that proposals were read: reviewing the run is the purpose."""
    persons = dict.fromkeys(person for found in listed for person in (found.one_id, found.other_id))
    audit.record(
        actor=actor,
        act=Act.CONSULTATION,
        action="proposals.listed",
        subjects=[f"person:{person}" for person in persons],
        purpose=f"run {run.pk}",
        detail={"proposals": len(listed)},
        now=now,
    )
