"""Tasks of partner agencies: on their list, and on none of the force's."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from heed.domain.agencies.models import Agency, Officer
from heed.domain.tasking import queries, services
from heed.domain.tasking.models import Task
from heed.domain.tasking.rota import queries as rota
from heed.domain.tasking.services import CannotHave
from heed.flows.tasking import tasks

pytestmark = pytest.mark.django_db


@pytest.fixture
def council(force, noon):
    """Return Mallow Council."""
    return Agency.objects.create(
        force=force, name="Mallow Council", kind="council", added_at=noon, added_by_name="tests"
    )


@pytest.fixture
def housing(force, noon):
    """Return Mallow Homes."""
    return Agency.objects.create(force=force, name="Mallow Homes", kind="housing", added_at=noon, added_by_name="tests")


@pytest.fixture
def clerk(person_at_work, council, noon):
    """Return Cleo, who works for the council."""
    user = person_at_work("partner_officer", "cleo", first_name="Cleo")
    Officer.objects.create(user=user, agency=council, since_at=noon)
    return user


def test_it_is_on_the_list_of_its_agency_and_on_none_of_the_force(
    to_do, named, council, housing, pat, supervisor, noon
):
    theirs = to_do(agency=council, due=1)
    ours = to_do()
    late = noon + timedelta(days=400)

    assert list(queries.open_tasks_of_agency(council, now=noon)) == [theirs]
    assert list(queries.open_tasks_of_agency(housing, now=noon)) == []
    assert list(queries.tasks_of_agencies(council.force_id)) == [theirs]
    assert list(queries.open_tasks(council.force_id)) == [ours]
    assert list(queries.overdue(council.force_id, now=late)) == [ours]
    assert list(queries.open_tasks_of(pat, now=noon)) == [ours]
    assert queries.workload(council.force_id, now=late) == {None: (1, 1)}
    assert queries.task_or_none(supervisor, theirs.pk) is None
    assert not queries.task_lends_purpose(supervisor, theirs.pk, now=noon)


def test_it_is_found_by_its_own_agency_alone(to_do, council, housing):
    theirs, ours = to_do(agency=council), to_do()

    assert queries.task_of_agency_or_none(council, theirs.pk) == theirs
    assert queries.task_of_agency_or_none(housing, theirs.pk) is None
    assert queries.task_of_agency_or_none(council, ours.pk) is None


def test_it_climbs_no_ladder_of_the_force(to_do, named, council, noon):
    made = to_do(agency=council, due=1)
    late = noon + timedelta(days=60)
    staff = rota.staff_of(council.force_id, now=late)

    assert list(rota.waiting(council.force_id, staff=staff)) == []
    assert tasks.escalate_all(task_ids=[made.pk], now=late) == 0


def test_only_somebody_of_the_agency_takes_it(to_do, council, clerk, pat, noon):
    made = to_do(agency=council)

    with pytest.raises(CannotHave):
        services.take(task=made, user=pat, now=noon)
    with pytest.raises(CannotHave):
        services.reassign(task=made, to=pat, why="", user=pat, now=noon)
    assert services.take(task=made, user=clerk, now=noon).owner == clerk


def test_the_database_refuses_one_on_a_beat(to_do, beat, council):
    made = to_do(agency=council)

    assert made.beat is None
    with pytest.raises(IntegrityError, match="a_task_of_an_agency_lies_on_no_beat"):
        Task.objects.filter(pk=made.pk).update(beat=beat)
