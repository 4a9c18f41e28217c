"""A council with a system of its own, an incident that is referred to it, and whatever that system answers."""

from dataclasses import replace
from datetime import date

import pytest

from heed.domain.agencies.models import Agency, Agreement
from heed.domain.agencies.terms import AgencyKind, LegalBasis, Purpose, SharedPart
from heed.domain.exchange.models import Letter
from heed.domain.exchange.services import Settings, set_endpoint
from heed.domain.exchange.terms import Protocol, Result
from heed.flows.exchange import outbox
from heed.flows.exchange.outbox import Answer
from heed.flows.referrals.refer import refer
from heed.flows.sharing.share import share
from heed.foundation.accounts.terms import system
from tests.flows.conftest import REPORT

CALM = replace(REPORT, grade="SCHEDULED", opening_code="ASB_NUISANCE", summary="Music till two in the morning")
WIRE = (SharedPart.POINTER, SharedPart.PLACE, SharedPart.WORDS)
TAKEN = Answer(Result.TAKEN, status=200)
DOWN = Answer(Result.AGAIN, words="The partner's system cannot be reached", silent=True)


@pytest.fixture
def agency(force, noon):
    """Return a maker of agencies with an agreement, and by default with a system that speaks Open311."""

    def agency(name="Mallow Borough Council", *, protocol=Protocol.OPEN311, wire=WIRE, parts=None, **settings):
        made = Agency.objects.create(
            force=force, name=name, kind=AgencyKind.COUNCIL, added_at=noon, added_by_name="Dana"
        )
        Agreement.objects.create(
            agency=made, title=f"Sharing with {name}", basis=LegalBasis.CDA_115, purposes=list(Purpose.values),
            parts=[str(part) for part in parts or SharedPart.values], on_the_wire=[str(part) for part in wire],
            starts_on=date(2026, 1, 1), review_on=date(2027, 12, 31), signed_at=noon, signed_by_name="Dana",
        )  # fmt: skip
        if protocol:
            settings.setdefault("address", "http://127.0.0.1:9/")
            made_of = Settings(protocol=protocol, key="k3y", **settings)
            set_endpoint(agency=made, settings=made_of, actor=system("tests", force=force.code), now=noon)
        return made

    return agency


@pytest.fixture
def council(agency):
    """Return the council."""
    return agency()


@pytest.fixture
def incident(reported, noon):
    """Return an incident that is assessed and calm."""
    return reported(now=noon, report=CALM)


@pytest.fixture
def referred(handler, noon):
    """Return what Harriet does: share, and refer."""

    def referred(incident, agency, *, parts=WIRE, asked="Please visit the tenant", now=noon, urgent=False):
        shown = share(
            incident=incident, agency=agency, agreement=agency.agreements.get(), parts=list(parts),
            purpose=Purpose.SOLVE, necessity="They cannot find the home otherwise", until=date(2027, 1, 20),
            user=handler, actor=handler.actor(), now=now,
        )  # fmt: skip
        return refer(
            incident=incident, agency=agency, disclosure=shown, asked=asked, urgent=urgent, user=handler,
            actor=handler.actor(), now=now,
        )  # fmt: skip

    return referred


@pytest.fixture
def post(noon):
    """Return the sender: `post(agency, answer, …)` sends what is next until nothing is due; returns what the partner got."""

    def post(agency, *answers, now=noon):
        got, left = [], list(answers)

        def hand_over(endpoint, message):
            got.append(message)
            return left.pop(0) if left else TAKEN

        while outbox.send_next(agency_id=agency.pk, hand_over=hand_over, clock=lambda: now, chance=lambda: 0.0):
            pass
        return got

    return post


@pytest.fixture
def letters():
    """Return every message, in order."""
    return lambda: list(Letter.objects.order_by("case", "place"))
