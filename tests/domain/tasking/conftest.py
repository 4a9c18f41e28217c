"""A beat of Mallow, Pat who is named on it, and what there is to do there."""

from datetime import timedelta

import pytest

from heed.domain.beats.models import Beat
from heed.domain.tasking import services
from heed.domain.tasking.rota import services as rota
from heed.domain.tasking.terms import TaskKind
from heed.foundation.accounts.terms import system


@pytest.fixture
def beat(force, noon):
    """Return Mallow North."""
    return Beat.objects.create(
        force=force, code="N", name="Mallow North", shape={}, west=0, south=0, east=1, north=1, added_at=noon
    )


@pytest.fixture
def pat(person_at_work):
    """Return Pat, a constable."""
    return person_at_work("neighbourhood_officer", "pat", first_name="Pat", rank="constable")


@pytest.fixture
def sam(person_at_work):
    """Return Sam, Pat's sergeant."""
    return person_at_work("neighbourhood_officer", "sam", first_name="Sam", rank="sergeant")


@pytest.fixture
def named(beat, pat, noon):
    """Name Pat on the beat."""
    return rota.name_officer(beat=beat, officer=pat, lead=True, from_on=noon.date(), actor=system("tests"), now=noon)


@pytest.fixture
def to_do(force, beat, noon):
    """Return a maker of tasks: `to_do(owner=pat, due=4)` is due in four hours."""
    count = iter(range(1, 10_000))

    def to_do(*, due=24, now=noon, **more):
        fields = {"force": force, "kind": TaskKind.OTHER, "words": "See her", "key": f"t{next(count)}", "beat": beat}
        due_by = None if due is None else now + timedelta(hours=due)
        return services.make(**fields | more, due_by=due_by, actor=system("tests"), now=now)

    return to_do


@pytest.fixture
def stranger_of_another_force(person_at_work):
    """Return an officer of Harshire."""
    from heed.foundation.accounts.models import Force

    return person_at_work(
        "neighbourhood_officer", "otto", force=Force.objects.create(code="HAR", name="Harshire Police")
    )
