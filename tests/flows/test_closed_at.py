"""Since when an incident is closed: the same as its closings say, whichever way it came about."""

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection, transaction

from heed.domain.incidents.models import Incident
from heed.domain.incidents.reopenings.services import reopen
from heed.domain.vulnerability.assessments.services import Judgement
from heed.domain.vulnerability.terms import Judged
from heed.flows import assess, decide

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def close(handler):
    """Assess and close, as a handler does; returns the closing."""

    def close(incident, *, now):
        who = {"user": handler, "actor": handler.actor()}
        judgement = Judgement(Judged.NO, "Well")
        assess.assess(call=incident.call, incident=incident, judgement=judgement, now=now - HOUR / 60, **who)
        return decide.close(
            incident=incident, closing_code="ASB_PERSONAL", result="ADVICE_GIVEN", rationale="Told them", now=now, **who
        )

    return close


def closed_at(incident):
    return Incident.objects.values_list("closed_at", flat=True).get(pk=incident.pk)


def test_an_incident_that_is_opened_again_is_open_until_it_is_closed_anew(reported, close, handler, supervisor, noon):
    incident = reported(now=noon)
    close(incident, now=noon + HOUR)
    with transaction.atomic():
        reopen(
            incident=incident,
            why="It goes on",
            counts=True,
            policy_version="x",
            actor=handler.actor(),
            now=noon + 2 * HOUR,
        )
    assert closed_at(incident) is None

    again = close(incident, now=noon + 3 * HOUR)
    if again.approval:
        decide.answer_as_second_person(
            approval_id=again.approval.pk, agreed=True, why="Yes", user=supervisor, actor=supervisor.actor(),
            now=noon + 3 * HOUR,
        )  # fmt: skip
    assert closed_at(incident) == noon + 3 * HOUR


def test_the_migration_fills_it_from_the_closings_that_stand(reported, close, supervisor, noon):
    closed = reported(now=noon - 9 * HOUR)
    close(closed, now=noon - 8 * HOUR)
    # She is a repeat victim by now: a second person must agree.
    agreed, asked, still_open = (reported(now=noon - n * HOUR) for n in range(3))
    for one in (agreed, asked):
        assert close(one, now=noon + HOUR).approval
    decide.answer_as_second_person(
        approval_id=agreed.approvals.get().pk, agreed=True, why="Yes", user=supervisor, actor=supervisor.actor(),
        now=noon + 2 * HOUR,
    )  # fmt: skip
    Incident.objects.update(closed_at=None)

    import_module("heed.domain.incidents.migrations.0005_closed_at").fill(None, SimpleNamespace(connection=connection))
    expected = [noon - 8 * HOUR, noon + 2 * HOUR, None, None]
    assert [closed_at(one) for one in (closed, agreed, asked, still_open)] == expected
