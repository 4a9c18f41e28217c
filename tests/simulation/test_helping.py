"""On one beat of a simulated force help is under way, so that a demonstration shows it."""

from datetime import UTC, datetime

import pytest
from django.utils.timezone import localdate

from heed.domain.aftermath.models import FollowUp
from heed.domain.calls.unanswered.queries import missed
from heed.domain.support.models import Promise
from heed.domain.tasking.models import Task, Visit
from heed.domain.tasking.terms import TaskKind
from heed.domain.timers.models import Timer
from heed.flows.patch.today import patch_today
from heed.simulation import beats, helping, loading, removing
from heed.simulation.personas import personas
from heed.simulation.services import ensure_personas
from heed.simulation.world import Order

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
ORDER = Order(people=300, years=1, seed=5, until=NOW, incidents=120)


@pytest.mark.django_db
def test_help_is_under_way_once_where_the_personas_work_and_goes_with_the_force(settings):
    settings.HEED_DEMO = True
    ensure_personas()
    made = loading.load(ORDER, now=NOW)
    beat = beats.name_personas(personas(), now=NOW)

    assert helping.let_help_come(beat, now=NOW)
    assert not helping.let_help_come(beat, now=NOW)

    verdicts = [promise.verdict.settled_as if promise.verdict else "" for promise in Promise.objects.order_by("pk")]
    assert verdicts == ["broken", "", "kept", ""]
    assert Visit.objects.get().incident.beat == beat
    assert set(Task.objects.values_list("kind", flat=True)) >= {TaskKind.PROMISE}
    assert Timer.objects.exists()
    assert FollowUp.objects.exists()
    assert missed(made.force_id, since=NOW - 3 * helping.HOUR).exists()
    assert patch_today(beat, on=localdate(NOW), now=NOW).entries

    removing.remove(made, now=NOW)
    assert not Promise.objects.exists()
    assert not Timer.objects.exists()
