"""Reading what went to partners' systems and came from them, within one force."""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from heed.domain.agencies.models import Agency
from heed.domain.exchange.models import Attempt, Case, Endpoint, Letter, Poll, Received, Waiting
from heed.domain.exchange.terms import Came, Kind, Protocol, Way


def endpoint_of(agency_id: int) -> Endpoint | None:
    """Return where an agency's system is now; None where it has none, or has left."""
    found = Endpoint.objects.select_related("agency__force")
    return found.filter(agency=agency_id, ended_at=None, agency__ended_at=None).first()


def endpoints(force_id: int) -> QuerySet[Endpoint]:
    """Return the systems of a force's partners, by the agency's name."""
    found = Endpoint.objects.select_related("agency", "poll").filter(agency__force=force_id, ended_at=None)
    return found.order_by("agency__name")


def case_of_referral(referral_id: int) -> Case | None:
    """Return the case that a referral went out as; None where it went by no system."""
    return Case.objects.select_related("agency", "incident").filter(referral=referral_id).first()


def case_by_ref(agency: Agency, shared_ref: uuid.UUID) -> Case | None:
    """Return the case under a shared reference, of this agency alone."""
    return Case.objects.select_related("incident", "referral").filter(agency=agency, shared_ref=shared_ref).first()


def case_by_external_id(agency: Agency, external_id: str) -> Case | None:
    """Return the case that an agency knows under its own number."""
    found = Case.objects.select_related("incident", "referral").filter(agency=agency, external_id=external_id)
    return found.first() if external_id else None


def agencies_with_due(protocol: Protocol, *, now: datetime) -> list[int]:
    """Return the agencies, by id, that have messages due now and a system that is spoken to in a protocol."""
    spoken = Endpoint.objects.filter(agency=OuterRef("agency"), ended_at=None, protocol=protocol)
    found = Waiting.objects.filter(Exists(spoken), dead_at=None, due_at__lte=now).exclude(claimed_until__gt=now)
    return list(found.order_by("agency").values_list("agency", flat=True).distinct())


def polls_due(protocol: Protocol, *, now: datetime) -> list[tuple[int, int]]:
    """Return the endpoints, by id and with the id of their agency, that are to be asked for updates now."""
    found = Poll.objects.filter(
        endpoint__protocol=protocol, endpoint__ended_at=None, endpoint__agency__ended_at=None, due_at__lte=now
    )
    return list(found.exclude(claimed_until__gt=now).order_by("due_at").values_list("pk", "endpoint__agency"))


def dead_letters(force_id: int) -> QuerySet[Waiting]:
    """Return what did not reach a partner and waits for a person, the oldest first; `behind` counts what waits after each."""
    return (
        Waiting.objects.filter(message__case__force=force_id, dead_at__isnull=False)
        .select_related("message__case__agency", "message__case__incident", "message__case__referral")
        .annotate(
            behind=Count(
                "message__case__letters",
                filter=Q(message__case__letters__waiting__isnull=False)
                & Q(message__case__letters__place__gt=F("message__place")),
            )
        )
        .order_by("dead_at", "message__place")
    )


def under_way(force_id: int) -> QuerySet[Waiting]:
    """Return what waits to be sent, or to be sent again, the oldest first."""
    found = Waiting.objects.filter(message__case__force=force_id, dead_at=None)
    return found.select_related("message__case__agency", "message__case__incident").order_by("message__made_at")


def attempts(message_id: uuid.UUID) -> list[Attempt]:
    """Return what became of a message, the oldest first."""
    return list(Attempt.objects.filter(message=message_id).order_by("pk"))


def message(message_id: uuid.UUID, *, force_id: int) -> Letter | None:
    """Return a message of a force."""
    found = Letter.objects.select_related("case__agency", "case__incident", "case__referral", "waiting")
    return found.filter(pk=message_id, case__force=force_id).first()


def of_case(case: Case) -> list[Letter]:
    """Return the messages of a case, in their order."""
    return list(Letter.objects.filter(case=case).select_related("waiting").order_by("place"))


def known_numbers(agency: Agency, numbers: Collection[str]) -> frozenset[str]:
    """Return those of an agency's own numbers under which we know a case."""
    found = Case.objects.filter(agency=agency, external_id__in=numbers).exclude(external_id="")
    return frozenset(found.values_list("external_id", flat=True))


def waits_for_number(agency: Agency) -> bool:
    """Say whether a case has gone to an agency of which we do not know its number yet."""
    return Case.objects.filter(agency=agency, way=Way.OUT, external_id="").exists()


def early(agency: Agency, case_key: str) -> list[int]:
    """Return what came before its case, by id, in the order it was sent."""
    found = Received.objects.filter(agency=agency, case_key=case_key, applied_at=None, refused_at=None)
    return list(found.order_by("sent_at", "pk").values_list("pk", flat=True))


def unapplied(*, early_before: datetime, most: int) -> list[int]:
    """
    Return what was neither applied nor refused, by id, in the order it was sent.

    What waits for its case is among it only where it came before a moment: until then the case itself calls for it.
    """
    found = Received.objects.filter(applied_at=None, refused_at=None).filter(
        Q(why="") | Q(received_at__lte=early_before)
    )
    return list(found.order_by("sent_at", "pk").values_list("pk", flat=True)[:most])


def refused(force_id: int, *, since: datetime) -> QuerySet[Received]:
    """Return what partners sent and we turned down, the newest first."""
    found = Received.objects.select_related("agency").filter(force=force_id, refused_at__gte=since)
    return found.order_by("-refused_at")


def waiting_for_case(force_id: int) -> QuerySet[Received]:
    """Return what partners sent before the case it speaks of."""
    found = Received.objects.select_related("agency").filter(force=force_id, applied_at=None, refused_at=None)
    return found.order_by("received_at")


def by_receipt(agency: Agency, receipt: uuid.UUID) -> Received | None:
    """Return what an agency's system sent, by the receipt it was given."""
    return Received.objects.select_related("case__incident").filter(agency=agency, receipt=receipt).first()


def is_ours(agency: Agency, message_id: str) -> bool:
    """Say whether an update that an agency's system tells of is one that we told it."""
    return Attempt.objects.filter(message__case__agency=agency, receipt=message_id).exclude(receipt="").exists()


def create_of(case: Case) -> Received | None:
    """Return the message by which a partner handed a case over; None for a case of ours."""
    return Received.objects.filter(case=case, kind=Kind.CREATE, came=Came.TRANSFER).order_by("pk").first()


def taken_in(*, most: int) -> list[int]:
    """Return the cases, by id, that partners handed to us over a system of theirs that takes answers."""
    spoken = Endpoint.objects.filter(agency=OuterRef("agency"), ended_at=None, protocol=Protocol.TRANSFER)
    found = Case.objects.filter(Exists(spoken), way=Way.IN, incident__isnull=False, agency__ended_at=None)
    return list(found.order_by("told_until").values_list("pk", flat=True)[:most])


def dead_by_agency(force_id: int) -> list[tuple[Agency, int]]:
    """Return the agencies of a force that something did not reach, by name, with how much."""
    found = Agency.objects.filter(force=force_id).annotate(
        dead=Count("cases__letters__waiting", filter=Q(cases__letters__waiting__dead_at__isnull=False))
    )
    return [(agency, agency.dead) for agency in found.filter(dead__gt=0).order_by("name")]
