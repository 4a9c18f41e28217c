"""What the database refuses, and what stays as it was written."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from heed.domain.problems.evidence import services as evidence
from heed.domain.problems.evidence.services import Received
from heed.domain.problems.models import (
    EvidenceStep,
    PlanEntry,
    PlanIncident,
    Power,
    PowerStep,
    ProblemPlan,
)
from heed.domain.problems.plans import services
from heed.domain.problems.powers import services as powers
from heed.domain.problems.powers.services import Step, Whom
from heed.domain.problems.rules import CannotBe
from heed.domain.problems.terms import Against, EvidenceAct, EvidenceKind, PowerStatus, Section
from heed.engines.risk.problems import Measured

pytestmark = pytest.mark.django_db
RESULT = Measured(30, 5, 1, "Few")


@pytest.fixture
def power(force, home, handler, noon):
    return powers.consider(
        force=force, kind="closure_notice", whom=Whom(Against.PLACE, place=home), words="Drugs", user=handler,
        actor=handler.actor(), policy_version="t", now=noon,
    )  # fmt: skip


@pytest.fixture
def item(handler, noon):
    received = Received(EvidenceKind.DIARY, "A diary", "Jean", "Store 3", noon)
    return evidence.enter(
        force=handler.force, received=received, user=handler, actor=handler.actor(), policy_version="t", now=noon
    )


def test_one_open_plan_about_a_subject(plan, force, handler, noon):
    with pytest.raises(IntegrityError, match="a_subject_has_one_open_plan"):
        ProblemPlan.objects.create(
            force=force, title="Again", subject=plan.subject, because="x", opened_at=noon, opened_by_name="H",
            policy_version="t",
        )  # fmt: skip


def test_opening_twice_returns_the_open_one(plan, force, handler, home, noon):
    again, made = services.open_plan(
        force=force, about=services.About(plan.subject, "Other words"), because="x", user=handler, actor=handler.actor(),
        policy_version="t", now=noon,
    )  # fmt: skip

    assert (again.pk, made) == (plan.pk, False)


@pytest.mark.parametrize("change", ["UPDATE problems_problemplan SET title = 'x'", "DELETE FROM problems_problemplan"])
def test_a_plan_stays_as_it_was_opened(plan, change):
    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


@pytest.mark.parametrize("table", ["planentry", "planincident", "power", "powerstep", "evidenceitem", "evidencestep"])
def test_appended_rows_stay(table, plan, power, item, incident, handler, noon):
    actor = handler.actor()
    services.add_incidents(plan=plan, incidents=[incident], because="x", actor=actor, now=noon)
    services.write(plan=plan, section=Section.ANALYSIS, words="x", user=handler, actor=actor, now=noon)
    evidence.look_at(item=item, words="x", user=handler, actor=actor, now=noon)
    for change in (f"UPDATE problems_{table} SET id = id", f"DELETE FROM problems_{table}"):
        with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


def test_a_measured_result_stays_and_is_signed_off_by_somebody_else(plan, handler, supervisor, noon):
    closing = services.ask_to_close(
        plan=plan,
        words="It stopped",
        measured=RESULT,
        user=handler,
        actor=handler.actor(),
        policy_version="t",
        now=noon,
    )
    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE problems_planclosing SET after = 0")
    with pytest.raises(IntegrityError, match="nobody_signs_off_their_own_plan"), transaction.atomic():
        type(closing).objects.update(
            answered_at=noon, answered_by=handler, agreed=True, why="x", answered_rank="sergeant"
        )
    with pytest.raises(CannotBe, match="asked for it to be closed already"):
        services.ask_to_close(
            plan=plan, words="x", measured=RESULT, user=handler, actor=handler.actor(), policy_version="t", now=noon
        )
    supervisor.rank = "sergeant"
    services.sign_off(
        closing=closing,
        agreed=True,
        why="Seen",
        least_rank="sergeant",
        user=supervisor,
        actor=supervisor.actor(),
        now=noon,
    )
    plan.refresh_from_db()
    assert plan.closed_at == noon
    for late in (
        lambda: services.write(
            plan=plan, section=Section.ANALYSIS, words="x", user=handler, actor=handler.actor(), now=noon
        ),
        lambda: services.add_incidents(plan=plan, incidents=[], because="x", actor=handler.actor(), now=noon),
        lambda: services.sign_off(
            closing=closing,
            agreed=False,
            why="x",
            least_rank="sergeant",
            user=supervisor,
            actor=supervisor.actor(),
            now=noon,
        ),
    ):
        with pytest.raises(CannotBe):
            late()


def test_an_incident_is_in_a_plan_once(plan, incident, handler, noon):
    first = services.add_incidents(plan=plan, incidents=[incident], because="x", actor=handler.actor(), now=noon)
    again = services.add_incidents(plan=plan, incidents=[incident], because="y", actor=handler.actor(), now=noon)

    assert (len(first), again) == (1, [])
    assert PlanIncident.objects.get().because == "x"


def test_an_issue_without_what_was_considered_is_refused_by_the_database(power, noon):
    with pytest.raises(IntegrityError, match="an_issued_power_is_proportionate_considered_and_authorised"):
        PowerStep.objects.create(
            power=power, status=PowerStatus.ISSUED, words="x", on_at=noon, at=noon, by_name="H", proportionate="x",
            needs="", equality="x", authorised_by_name="x", policy_version="t",
        )  # fmt: skip


def test_a_power_ends_once(power, noon):
    row = {"power": power, "words": "x", "on_at": noon, "at": noon, "by_name": "H", "policy_version": "t"}
    PowerStep.objects.create(status=PowerStatus.DISCHARGED, **row)
    with pytest.raises(IntegrityError, match="a_power_ends_once"):
        PowerStep.objects.create(status=PowerStatus.EXPIRED, **row)


def test_a_power_is_against_somebody_or_a_place(force, noon):
    with pytest.raises(IntegrityError, match="a_power_is_against_somebody_or_a_place"):
        Power.objects.create(
            force=force, kind="cpw", against=Against.PERSON, opened_at=noon, opened_by_name="H", policy_version="t"
        )


def test_a_step_out_of_order_or_in_the_future_is_refused(power, handler, noon):
    def take(status, on_at=noon):
        powers.take(
            power=power,
            step=Step(status, "x", on_at),
            user=handler,
            actor=handler.actor(),
            policy_version="t",
            now=noon,
        )

    with pytest.raises(CannotBe, match="cannot be breached now"):
        take(PowerStatus.BREACHED)
    with pytest.raises(CannotBe, match="in the future"):
        take(PowerStatus.REFUSED, noon + timedelta(seconds=1))


def test_a_link_of_evidence_names_one_case(item, incident, plan, handler, noon):
    with pytest.raises(IntegrityError, match="a_link_of_evidence_names_one_case"), transaction.atomic():
        EvidenceStep.objects.create(
            item=item,
            what=EvidenceAct.LINKED,
            words="x",
            incident=incident,
            plan=plan,
            at=noon,
            by=handler,
            by_name="H",
        )
    for cases in ({}, {"incident": incident, "plan": plan}):
        with pytest.raises(CannotBe, match="one case"):
            evidence.link(item=item, words="x", user=handler, actor=handler.actor(), now=noon, **cases)


def test_evidence_is_not_received_in_the_future(handler, noon):
    received = Received(EvidenceKind.PHOTO, "x", "y", "z", noon + timedelta(minutes=1))
    with pytest.raises(CannotBe, match="in the future"):
        evidence.enter(
            force=handler.force, received=received, user=handler, actor=handler.actor(), policy_version="t", now=noon
        )


def test_every_change_leaves_a_trace(plan, power, item):
    from heed.foundation.audit.models import Event

    actions = set(Event.objects.values_list("action", flat=True))
    assert {"problem_plan.opened", "power.considered", "evidence.entered"} <= actions
    assert PlanEntry.objects.count() == 0
