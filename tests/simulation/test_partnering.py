"""Beside a simulated force agencies work, so that a demonstration shows both sides."""

from datetime import UTC, datetime

import pytest
from django.utils.timezone import localdate

from heed.domain.agencies.models import Agency
from heed.domain.agencies.queries import agency_of, agreements_in_force
from heed.domain.conferences.models import Conference
from heed.domain.conferences.queries import of_agency
from heed.domain.referrals.models import Referral
from heed.domain.referrals.queries import waiting_for
from heed.domain.sharing.queries import visible_to_agency
from heed.domain.tallies.models import AgencyReport, CountKey
from heed.foundation.accounts.models import User
from heed.simulation import beats, helping, loading, partnering, removing
from heed.simulation.personas import personas
from heed.simulation.services import ensure_personas
from heed.simulation.world import Order

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
ORDER = Order(people=300, years=1, seed=5, until=NOW, incidents=120)


@pytest.mark.django_db
def test_partners_work_beside_the_force_once_and_go_with_it(settings):
    settings.HEED_DEMO = True
    ensure_personas()
    made = loading.load(ORDER, now=NOW)
    beat = beats.name_personas(personas(), now=NOW)
    helping.let_help_come(beat, now=NOW)

    assert partnering.let_partners_in(beat, now=NOW)
    assert not partnering.let_partners_in(beat, now=NOW)

    council = agency_of(User.objects.get(username="partner.officer"))
    homes = agency_of(User.objects.get(username="partner.housing"))
    assert council != homes
    in_force = {a.name: agreements_in_force(a, on=localdate(NOW)).exists() for a in Agency.objects.all()}
    assert in_force == {
        "Mallow Borough Council": True, "Quarrybank Homes": True, "Mallowshire Victim Support": True,
        "Mallow Youth Service": False, "Mallow Fire and Rescue": False,
    }  # fmt: skip
    assert sorted(Referral.objects.values_list("state", flat=True)) == ["accepted", "refused", "sent"]
    assert waiting_for(council, now=NOW).count() == 2
    assert visible_to_agency(homes, now=NOW).exists()

    assert AgencyReport.objects.filter(agency=council).exists()
    assert Conference.objects.get().items.exists()
    assert of_agency(council, now=NOW).exists()

    removing.remove(made, now=NOW)
    assert not CountKey.objects.exists()
    assert not Agency.objects.exists()
    assert not Referral.objects.exists()
