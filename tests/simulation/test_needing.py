"""Some of the people whom a simulated force knows have needs, passports and warnings, and all of it goes with the force."""

from datetime import UTC, datetime

import pytest

from heed.domain.needs.models import Need, Passport, PassportVersion, ReviewDue, StaffWarning
from heed.domain.people.models import Person
from heed.simulation import loading, removing
from heed.simulation.world import Order

ORDER = Order(people=300, years=2, seed=5, until=datetime(2026, 11, 20, tzinfo=UTC), incidents=240)

pytestmark = pytest.mark.django_db


def test_they_are_given_and_taken_out_again(noon):
    made = loading.load(ORDER, now=noon)

    known = set(Person.objects.values_list("pk", flat=True))
    assert set(Need.rows.values_list("person", flat=True)) <= known
    assert Need.rows.standing(on=noon.date()).exists()
    assert Passport.rows.filter(pin="").exists()
    assert Passport.rows.exclude(pin="").exists()
    assert StaffWarning.rows.standing(on=noon.date()).exists()
    assert StaffWarning.rows.waiting(on=noon.date()).exists()
    assert ReviewDue.objects.exists()

    removing.remove(made, now=noon)
    assert not any(model.objects.exists() for model in (PassportVersion, ReviewDue))
    assert not any(model.rows.exists() for model in (Need, Passport, StaffWarning))
