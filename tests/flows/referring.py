"""A council with an agreement, and a handler who shares what it needs and refers to it: for tests of flows and of pages."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from heed.domain.agencies.models import Agency, Agreement, Officer
from heed.domain.agencies.terms import AgencyKind, LegalBasis, Purpose, SharedPart
from heed.flows.referrals.refer import refer
from heed.flows.sharing.share import share
from heed.foundation.accounts.terms import Actor, ActorKind, Role
from tests.flows.conftest import REPORT

__all__ = ["CALM", "OFFICER", "agency", "council", "olu", "referred"]

CALM = replace(REPORT, grade="SCHEDULED", opening_code="ASB_NUISANCE", summary="Music till two in the morning")
OFFICER = Actor(ActorKind.USER, "99", "Olu Adeyemi", role="partner_officer", force="MAL")
YEAR = timedelta(days=365)


@pytest.fixture
def agency(force, noon):
    """Return a maker of agencies with an agreement that allows everything but the risk."""

    def agency(name="Mallow Borough Council", kind=AgencyKind.COUNCIL, of=force):
        # Pages read the clock: the agreement must be in force then as well as at noon.
        days = sorted((timezone.localdate(noon), timezone.localdate()))
        made = Agency.objects.create(force=of, name=name, kind=kind, added_at=noon, added_by_name="Dana")
        Agreement.objects.create(
            agency=made, title=f"Sharing with {name}", basis=LegalBasis.CDA_115, purposes=list(Purpose.values),
            parts=[part for part in SharedPart.values if part != SharedPart.RISK], starts_on=days[0] - YEAR,
            review_on=days[1] + YEAR, signed_at=noon, signed_by_name="Dana",
        )  # fmt: skip
        return made

    return agency


@pytest.fixture
def council(agency):
    """Return the council."""
    return agency()


@pytest.fixture
def olu(person_at_work, council, noon):
    """Return Olu, who works for the council."""
    made = person_at_work(Role.PARTNER_OFFICER, "olu", first_name="Olu", last_name="Adeyemi")
    Officer.objects.create(user=made, agency=council, since_at=noon)
    return made


@pytest.fixture
def referred(handler, noon):
    """Return what Harriet does: `referred(incident, agency)` shares what is needed, and refers."""

    def referred(
        incident, agency, *, now=noon, user=handler, asked="Please visit the tenant", urgent=False, trouble=""
    ):
        shown = share(
            incident=incident, agency=agency, agreement=agency.agreements.get(),
            parts=[SharedPart.POINTER, SharedPart.PLACE, SharedPart.WORDS], purpose=Purpose.SOLVE,
            necessity="They cannot find the home without the address", until=timezone.localdate(now + timedelta(days=60)),
            user=user, actor=user.actor(), now=now,
        )  # fmt: skip
        return refer(
            incident=incident, agency=agency, disclosure=shown, asked=asked, urgent=urgent, trouble=trouble,
            user=user, actor=user.actor(), now=now,
        )  # fmt: skip

    return referred
