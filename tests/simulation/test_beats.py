"""A county that does not exist is cut into beats, and every incident lies in one."""

from datetime import UTC, datetime
from random import Random

import pytest
from django.utils.timezone import localdate

from heed.domain.beats.models import Beat
from heed.domain.beats.rules import Layout, overlaps
from heed.domain.incidents.models import Incident
from heed.domain.tasking.queries import officers_of
from heed.flows.beats.filing import refile
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Rank
from heed.simulation import beats, loading, removing
from heed.simulation.geography import make_county
from heed.simulation.personas import personas
from heed.simulation.services import ensure_personas
from heed.simulation.world import Order

ORDER = Order(people=300, years=1, seed=5, until=datetime(2026, 11, 20, tzinfo=UTC), incidents=60)


def test_every_street_lies_in_one_beat_and_no_beat_has_too_many_homes():
    county = make_county(Random(3), people=60_000, homes=26_000)
    areas = beats.cut(county)
    streets = county.streets

    found = Layout([area.code for area in areas], [area.shape for area in areas]).at_each(
        [street.latitude for street in streets], [street.longitude for street in streets]
    )

    homes = [0] * len(areas)
    for street, area in zip(streets, found, strict=True):
        assert area is not None
        homes[area] += street.homes
    assert 10 <= len(areas) <= 26
    assert max(homes) <= beats.HOMES_PER_BEAT + 100
    assert overlaps(areas) == []
    assert len({area.code for area in areas}) == len({area.name for area in areas}) == len(areas)


def test_the_same_county_is_cut_the_same_way():
    one, other = (make_county(Random(3), people=20_000, homes=9_000) for _ in range(2))
    assert [(area.name, area.drawn) for area in beats.cut(one)] == [
        (area.name, area.drawn) for area in beats.cut(other)
    ]


@pytest.fixture
def made(db, noon, settings):
    """Return a small simulated force, with its personas."""
    settings.HEED_DEMO = True
    ensure_personas()
    return loading.load(ORDER, now=noon)


def test_every_incident_is_filed_where_its_place_lies_with_officers_named_and_all_goes_again(made, noon):
    assert not Incident.objects.filter(beat=None).exists()
    assert refile(made.force, now=noon).moved == 0

    today = localdate(noon)
    named = {beat.code: officers_of(beat, on=today) for beat in Beat.objects.all()}
    assert all([one.lead for one in officers] == [True, False] for officers in named.values())
    ranks = set(User.objects.filter(force=made.force).exclude(rank="").values_list("rank", flat=True))
    assert ranks >= {Rank.CONSTABLE, Rank.SERGEANT, Rank.INSPECTOR, Rank.CHIEF_INSPECTOR}
    assert not User.objects.get(username="beat.officer001").has_usable_password()

    beat = beats.name_personas(personas(), now=noon)
    assert beats.name_personas(personas(), now=noon) == beat
    usernames = [one.user.username for one in officers_of(beat, on=today)]
    assert usernames[0] == "neighbourhood.officer"
    assert usernames.count("neighbourhood.sergeant") == 1

    removing.remove(made, now=noon)
    assert not Beat.objects.exists()
    assert beats.name_personas(personas(), now=noon) is None
