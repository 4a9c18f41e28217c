"""Plans open themselves, are worked on as tasks, and are measured; powers run out; evidence is caught."""

from dataclasses import replace
from datetime import timedelta

import pytest

from heed.domain.incidents.terms import PartyRole
from heed.domain.problems.evidence.services import Received
from heed.domain.problems.models import EvidenceItem, PlanIncident, ProblemPlan
from heed.domain.problems.powers import queries as power_queries
from heed.domain.problems.powers.services import Whom
from heed.domain.problems.rules import CannotBe
from heed.domain.problems.terms import Against, EvidenceKind, PlanFormat, PowerStatus, Section
from heed.domain.tasking.models import Task
from heed.flows.powers import after as powers_after
from heed.flows.powers import figures as powers_return
from heed.flows.powers import ladder as powers
from heed.flows.powers import target as powers_target
from heed.flows.powers import watch as powers_watch
from heed.flows.powers.ladder import Issuing, NotAllowed
from heed.flows.problems import evidence
from heed.flows.problems import plans as problems
from heed.flows.problems import work as plan_work
from heed.flows.problems.about import NothingThere, about
from heed.flows.record import Someone
from heed.foundation.policy import services as policy
from tests.flows.conftest import JEAN

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
DEAN = Someone((PartyRole.OTHER_PARTY,), given_name="Dean", family_name="Pike", age=30)
MARY = replace(JEAN, given_name="Mary", family_name="Holt", address="3 Quay Street, Mallow, ZZ1 4EF")


@pytest.fixture
def happen(reported, noon):
    """Return a teller: `happen(3, parties=(JEAN,))` reports three incidents a day apart, the last at noon."""

    def happen(count, *, until=noon, **changes):
        found = []
        for days in reversed(range(count)):
            at = until - days * DAY
            found.append(reported(now=at, answers=(), **changes))
            problems.look(incident_id=found[-1].pk, now=at)
        return found

    return happen


@pytest.fixture
def officer(person_at_work):
    return person_at_work("neighbourhood_officer", "nadia", rank="constable")


@pytest.fixture
def sergeant(person_at_work):
    return person_at_work("supervisor", "sam", rank="sergeant")


def keys():
    return set(Task.objects.filter(done_at=None).values_list("key", flat=True))


def test_a_repeat_victim_opens_one_plan_with_its_scanning_and_tasks(happen, noon):
    first = happen(3)
    assert not ProblemPlan.objects.exists()
    happen(1, until=noon + DAY)
    [plan] = ProblemPlan.objects.all()
    scanning = plan.entries.get().words

    assert plan.opened_by is None
    assert plan.because.startswith("Repeat victim: 4 incidents in 180 days")
    assert plan.incidents.count() == 4
    assert "Who suffers: people who suffered (1)" in scanning
    assert first[0].reference in scanning
    assert "Marlow" not in scanning
    assert {f"plan-open:{plan.pk}", f"plan-review:{plan.pk}:1"} <= keys()


def test_looking_again_and_what_comes_next_opens_no_second(happen, noon):
    found = happen(4)
    for one in found:
        problems.look(incident_id=one.pk, now=noon)
    problems.look_at_recent(now=noon)
    happen(2, until=noon + 3 * DAY)

    [plan] = ProblemPlan.objects.all()
    assert plan.incidents.count() == 6
    assert PlanIncident.objects.values("incident").distinct().count() == 6


def test_one_other_party_of_two_households_opens_a_plan_for_both(happen, noon):
    happen(2, until=noon - DAY, parties=(JEAN, DEAN))
    happen(1, number="07700 900456", parties=(MARY, DEAN), address=MARY.address)
    [plan] = ProblemPlan.objects.all()

    assert plan.subject.startswith("party:")
    assert "2 households" in plan.because
    assert plan.other == "Dean Pike"
    assert plan.incidents.count() == 3


def test_a_place_of_many_victims_opens_a_plan(happen):
    park = "Victoria Park, Mallow, ZZ1 9ZZ"
    nobody = Someone((PartyRole.CALLER,), is_caller=True)
    for number in range(5):
        happen(1, number=f"07700 90020{number}", parties=(nobody,), address=park)
    [plan] = ProblemPlan.objects.all()

    assert plan.place.address == park
    assert plan.incidents.count() == 5


def test_a_closed_plan_opens_again_only_on_new_incidents(happen, officer, sergeant, noon):
    happen(4)
    plan = ProblemPlan.objects.get()
    later = noon + DAY
    closing = plan_work.ask_to_close(plan=plan, words="Quiet", user=officer, actor=officer.actor(), now=later)
    plan_work.sign_off(closing=closing, agreed=True, why="Seen", user=sergeant, actor=sergeant.actor(), now=later)
    assert not {key for key in keys() if key.startswith("plan-")}

    happen(3, until=noon + 5 * DAY)
    assert ProblemPlan.objects.count() == 1
    happen(1, until=noon + 6 * DAY)
    again = ProblemPlan.objects.order_by("-pk").first()
    assert ProblemPlan.objects.count() == 2
    assert again.incidents.count() == 4
    assert "an earlier problem plan (1)" in again.entries.first().words


def test_the_result_is_counted_when_it_is_asked_for(happen, officer, sergeant, noon):
    happen(4)
    plan = ProblemPlan.objects.get()
    happen(1, until=noon + 5 * DAY)
    closing = plan_work.ask_to_close(
        plan=plan, words="Better", user=officer, actor=officer.actor(), now=noon + 10 * DAY
    )

    assert (closing.days, closing.before, closing.after) == (10, 3, 2)
    assert "may be chance" in closing.caution
    with pytest.raises(CannotBe, match="yourself"):
        plan_work.sign_off(closing=closing, agreed=True, why="x", user=officer, actor=officer.actor(), now=noon)
    plan_work.sign_off(closing=closing, agreed=False, why="Again", user=sergeant, actor=sergeant.actor(), now=noon)
    plan.refresh_from_db()
    assert plan.closed_at is None


def test_a_line_is_a_task_and_a_review_asks_for_the_next(happen, officer, noon):
    happen(4)
    plan = ProblemPlan.objects.get()
    do = {"plan": plan, "user": officer, "actor": officer.actor(), "now": noon}
    line, think = plan_work.write(section=Section.RESPONSE, words="Cameras for Jean", due_by=noon + DAY, **do)
    task = Task.objects.get(key=f"plan-response:{line.pk}")

    assert (task.words, task.due_by, task.owner, think) == ("Cameras for Jean", noon + DAY, officer, [])
    assert f"plan-open:{plan.pk}" not in keys()
    plan_work.write(section=Section.REVIEW, words="Holding", **do)
    assert f"plan-review:{plan.pk}:1" not in keys()
    assert Task.objects.get(key=f"plan-review:{plan.pk}:2").due_by == noon + 28 * DAY
    _, think = plan_work.write(section=Section.ANALYSIS, words="A neighbour dispute", **do)
    assert [one.words for one in think] == ["neighbour dispute"]


def test_a_plan_opened_by_hand_about_the_same_is_the_same(happen, officer, noon):
    incident = happen(1, parties=(JEAN, DEAN))[0]

    def hand(kind):
        return problems.open_by_hand(
            force=incident.force, about=about(kind, incident, title="Stones"), because="She is afraid",
            plan_format=PlanFormat.PIER, incidents=[incident], user=officer, actor=officer.actor(), now=noon,
        )  # fmt: skip

    plan, made = hand("victim")
    assert (made, hand("victim")) == (True, (plan, False))
    assert hand("party")[1]
    assert hand("place")[1]
    assert hand("other")[1]
    assert hand("other")[1]
    with pytest.raises(NothingThere, match="not described"):
        about("party", happen(1, parties=(MARY,), number="07700 900456", address=MARY.address)[0], title="x")


# ---- powers ----


@pytest.fixture
def against_dean(happen, officer):
    """Return Dean's ladder, from the incident that names him."""
    incident = happen(1, parties=(JEAN, DEAN))[0]
    party = incident.parties.get(role=PartyRole.OTHER_PARTY)
    return powers_target.target(officer, "party", str(party.pk), pack=policy.in_use())


@pytest.fixture
def consider(officer, noon):
    def consider(target, kind, *, now=noon, **changes):
        whom = {"against": Against.PERSON, "person": target.person, "party": target.party, "incident": target.incident}
        made = powers.consider(
            target=target, kind=kind, whom=Whom(**(whom | changes)), words="Stones", user=officer,
            actor=officer.actor(), now=now,
        )  # fmt: skip
        return power_queries.visible_to(officer).get(pk=made.pk)

    return consider


@pytest.fixture
def issue(officer, noon):
    def issue(power, *, now=noon, **changes):
        rule = powers.rule_of(power)
        asked = Issuing(
            on_at=now, words="Keep away", proportionate="A letter failed", needs="Asked: none", equality="Nothing known",
            authorised_by="Insp Farah Aziz", rank="inspector", confirmed=rule.confirm,
        )  # fmt: skip
        powers.issue(power=power, asked=replace(asked, **changes), user=officer, actor=officer.actor(), now=now)
        return power_queries.visible_to(officer).get(pk=power.pk)

    return issue


def test_a_cpn_needs_a_cpw_against_the_same_other_party(against_dean, consider, issue, happen, officer, noon):
    notice = consider(against_dean, "cpn")
    with pytest.raises(NotAllowed, match="needs an earlier CPW"):
        issue(notice)
    issue(consider(against_dean, "cpw"))
    issue(notice)
    # Another incident names him anew: it is his ladder all the same.
    other = happen(1, until=noon + DAY, parties=(JEAN, DEAN))[0]
    party = other.parties.get(role=PartyRole.OTHER_PARTY)
    again = powers_target.target(officer, "party", str(party.pk), pack=policy.in_use())
    used = powers.used_against(officer, again)
    rungs = {rung.rule.kind: rung for rung in powers.ladder(again, on=noon.date(), used=used)}

    assert [row.kind for row in used] == ["cpn", "cpw"]
    assert rungs["cpn"].refusals == []
    assert not rungs["respect_order"].in_force
    assert rungs["respect_order"].refusals
    assert "pspo" not in rungs


def test_what_is_not_in_force_cannot_be_issued(against_dean, consider, issue):
    with pytest.raises(NotAllowed, match="Not in force"):
        issue(consider(against_dean, "respect_order"))


def test_a_power_says_before_it_runs_out_and_expires_once(against_dean, consider, issue, noon):
    power = issue(consider(against_dean, "dispersal"))
    ends = noon + timedelta(hours=48)
    key = f"power:{power.pk}:expires"

    assert power_queries.state_of(power).ends_at == ends
    assert powers_watch.watch(now=ends - timedelta(hours=6, seconds=1)) == 0
    assert key not in keys()
    for _ in range(2):
        assert powers_watch.watch(now=ends - timedelta(hours=6)) == 0
    assert Task.objects.filter(key=key).count() == 1
    assert powers_watch.watch(now=ends) == 1
    assert powers_watch.watch(now=ends + DAY) == 0
    assert [step.status for step in power_queries.steps_of(power)] == ["expired", "issued", "considered"]


def test_an_extended_order_has_a_task_for_its_new_end(against_dean, consider, issue, officer, noon):
    power = issue(consider(against_dean, "abc"))
    ends = power_queries.state_of(power).ends_at
    powers_watch.watch(now=ends - DAY)
    assert f"power:{power.pk}:expires" in keys()
    later = ends + 60 * DAY
    do = {"user": officer, "actor": officer.actor(), "now": ends - DAY, "on_at": ends - DAY}
    powers_after.vary(power=power, words="Again", ends_at=later, **do)
    assert f"power:{power.pk}:expires" not in keys()
    powers_watch.watch(now=later - DAY)
    assert f"power:{power.pk}:expires:2" in keys()
    with pytest.raises(NotAllowed, match="at most 6 months"):
        powers_after.vary(power=power, words="Again", ends_at=later + 400 * DAY, **do)


def test_a_breach_is_a_row_a_task_and_a_line_in_the_log(against_dean, consider, issue, happen, officer, noon):
    adult = issue(consider(against_dean, "cbo"), ends_at=noon + 800 * DAY)
    incident = happen(1, until=noon + DAY, parties=(JEAN, DEAN))[0]
    made = powers_after.breach(
        power=adult, words="Back in the street", on_at=noon + DAY, incident=incident, user=officer,
        actor=officer.actor(), now=noon + DAY,
    )  # fmt: skip
    task = Task.objects.get(key=f"power:{adult.pk}:breach:{made.pk}")

    assert "notifiable crime" in task.words
    assert task.due_by == noon + 2 * DAY
    assert "Recorded as a breach: CBO" in incident.call.entries.order_by("seq").last().text
    powers_after.discharge(
        power=adult, words="Quashed", on_at=noon + DAY, user=officer, actor=officer.actor(), now=noon + DAY
    )
    later = noon + 2 * DAY
    with pytest.raises(CannotBe, match="had ended by then"):
        powers_after.breach(
            power=adult, words="x", on_at=later, incident=None, user=officer, actor=officer.actor(), now=later
        )


def test_a_childs_order_is_reviewed_every_year(happen, consider, issue, officer, noon):
    child = replace(DEAN, given_name="Kai", age=15)
    incident = happen(1, parties=(JEAN, child))[0]
    party = incident.parties.get(role=PartyRole.OTHER_PARTY)
    kai = powers_target.target(officer, "party", str(party.pk), pack=policy.in_use())
    power = issue(consider(kai, "cbo"), ends_at=noon + 700 * DAY)
    powers_watch.watch(now=noon + 300 * DAY)
    assert f"power:{power.pk}:review:1" not in keys()
    powers_watch.watch(now=noon + 350 * DAY)
    powers_watch.watch(now=noon + 351 * DAY)
    assert Task.objects.filter(key=f"power:{power.pk}:review:1").count() == 1


def test_the_return_gives_no_small_count(against_dean, consider, issue, supervisor, noon, trail):
    for _ in range(6):
        issue(consider(against_dean, "warning_letter"))
    issue(consider(against_dean, "dispersal"))
    do = {"user": supervisor, "actor": supervisor.actor(), "now": noon}
    lines = powers_return.powers_return(first=noon.date(), last=noon.date(), **do)
    shown = {(line.power, line.by, line.group): line.count for line in lines}

    assert shown["Warning letter", "all", "All"] == "5"
    assert shown["Dispersal", "age", "18 and over"] == "fewer than 5"
    assert powers_return.powers_return(first=noon.date() + DAY, last=noon.date() + DAY, **do) == []
    assert trail("powers_return.exported")[0].act == "disclosure"


# ---- evidence ----


@pytest.fixture
def diary(officer, noon):
    def diary(*, incident=None, at=noon):
        received = Received(EvidenceKind.DIARY, "Six weeks of nights", "Jean Marlow", "Store 3, shelf 2", at)
        return evidence.enter(received=received, incident=incident, user=officer, actor=officer.actor(), now=noon)

    return diary


def test_an_item_without_a_case_is_a_task_at_once_and_linking_it_finishes_that(diary, happen, officer, noon):
    item = diary()
    task = Task.objects.get(key=f"evidence:{item.pk}:no_case")
    assert (task.due_by, task.owner) == (noon + DAY, officer)
    evidence.link(item=item, incident=happen(1)[0], words="Hers", user=officer, actor=officer.actor(), now=noon)
    assert not keys() & {f"evidence:{item.pk}:no_case"}


def test_an_item_nobody_looked_at_is_a_task_when_its_time_has_passed(diary, happen, officer, noon):
    item = diary(incident=happen(1)[0])
    key = f"evidence:{item.pk}:not_looked_at"
    evidence.catch(now=noon + 3 * DAY)
    assert key not in keys()
    for _ in range(2):
        evidence.catch(now=noon + 3 * DAY + timedelta(seconds=1))
    assert Task.objects.filter(key=key).count() == 1
    evidence.look_at(item=item, words="Loud music", user=officer, actor=officer.actor(), now=noon + 4 * DAY)
    assert key not in keys()
    assert evidence.caught(officer, now=noon + 9 * DAY) == []


def test_an_item_whose_case_is_closed_is_an_orphan_again(diary, happen, officer, noon):
    from heed.domain.incidents.models import Closing

    incident = happen(1)[0]
    item = diary()
    evidence.link(item=item, incident=incident, words="Hers", user=officer, actor=officer.actor(), now=noon)
    Closing.objects.create(
        incident=incident, closing_code="ASB_PERSONAL", result="advice", rationale="x", closed_at=noon,
        closed_by_name="H", policy_version="t",
    )  # fmt: skip
    evidence.catch(now=noon + DAY)

    assert f"evidence:{item.pk}:no_case:2" in keys()
    assert [one.row.pk for one in evidence.caught(officer, now=noon + DAY)] == [item.pk]
    evidence.set_aside(item=item, words="Given back", user=officer, actor=officer.actor(), now=noon + DAY)
    assert evidence.caught(officer, now=noon + 9 * DAY) == []
    assert not {key for key in keys() if key.startswith("evidence")}
    assert EvidenceItem.objects.count() == 1


def test_a_power_belongs_to_the_open_plan_of_its_incident(against_dean, consider, officer, noon):
    incident = against_dean.incident
    plan, _ = problems.open_by_hand(
        force=incident.force, about=about("victim", incident, title="Stones"), because="x", plan_format=PlanFormat.SARA,
        incidents=[incident], user=officer, actor=officer.actor(), now=noon,
    )  # fmt: skip
    power = consider(against_dean, "abc")

    assert power.plan == plan
    assert [one.pk for one in power_queries.of_plan(officer, plan)] == [power.pk]


def test_a_power_considered_is_not_used(against_dean, consider, officer, noon):
    power = consider(against_dean, "cpw")
    powers.decide_against(power=power, words="He moved away", user=officer, actor=officer.actor(), now=noon)

    assert power_queries.standing_step(power).status == PowerStatus.REFUSED
