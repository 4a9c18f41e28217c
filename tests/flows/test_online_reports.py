"""Reports that a partner's system sends: recorded, recognised, counted, and left to a person."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from heed.domain.agencies.models import Agency
from heed.domain.contact import services as contact
from heed.domain.contact.services import RuleWords
from heed.domain.incidents.models import Incident, Notice
from heed.domain.incidents.online.models import OnlineReport as Kept
from heed.domain.incidents.online.terms import Affected, Told
from heed.domain.incidents.queries import reports_at_place, reports_of_people
from heed.domain.needs.terms import Basis, Source
from heed.domain.people.identity import services as identity
from heed.domain.people.models import IdentityDecision, Person
from heed.domain.places.models import Place
from heed.domain.tasking.models import Task
from heed.domain.vulnerability.models import Demand
from heed.engines.risk.waiting import Kind
from heed.flows import decide, identify, online_replies, online_shown, online_updates
from heed.flows.board.live import gather
from heed.flows.identify import SUFFERED
from heed.flows.online_reports import OnlineReport, Reporter, receive, said_of
from heed.flows.online_updates import OnlineUpdate
from heed.foundation.accounts.terms import Actor, ActorKind
from tests.conftest import NOON
from tests.partners import council

pytestmark = pytest.mark.django_db
__all__ = ["council"]
ACTOR = Actor(ActorKind.SOURCE, "agency-1", "Mallow Council", force="MAL")
MARGARET = Reporter("Margaret", "Hale", "margaret.hale@example.org")
REPORT = OnlineReport(
    external_id="1001",
    opening_code="ASB_NUISANCE",
    words="They shout outside our door every evening",
    reporter=MARGARET,
    affected=Affected.ME,
    address="14 Acacia Road, Mallow, ZZ1 1AA",
)


@pytest.fixture
def came(council: Agency) -> Any:
    """Return what takes a report in: `came(external_id="2", now=...)`."""

    def take(*, now: Any = NOON, **changes: Any) -> Incident:
        return receive(force=council.force, agency=council, report=replace(REPORT, **changes), actor=ACTOR, now=now)

    return take


def person_of(incident: Incident) -> Person:
    """Return whoever reported, as they were put on record for it."""
    person = incident.parties.filter(role="caller").get().person
    assert person
    return person


def test_a_report_is_recorded_without_a_grade_and_a_person_is_asked_to_assess_it(came: Any, supervisor: Any) -> None:
    incident = came()

    assert not incident.gradings.exists()
    assert not incident.assessments.exists()
    assert Demand.objects.get(incident=incident).trigger == "reported_online"
    assert [entry.text for entry in incident.call.entries.filter(kind="said")] == [REPORT.words]
    assert incident.call.finished_as == "recorded"
    shown = {
        row.kind
        for row in gather(supervisor, now=NOON + timedelta(minutes=1)).rows
        if row.thing.incident == incident.pk
    }
    assert shown == {Kind.UNATTENDED, Kind.REASSESS}
    assert [row.incident for row in online_shown.waiting(incident.force_id)] == [incident.pk]


def test_a_second_report_under_the_same_name_and_address_is_the_same_persons_and_counted(came: Any) -> None:
    first, second = came(), came(external_id="1002", now=NOON + timedelta(days=1))

    person = person_of(second)
    assert person.lead_id == person_of(first).lead_id
    suffered = reports_of_people([person.pk], roles=SUFFERED, since=NOON - timedelta(days=1), excluding=None)
    assert {report.incident for report in suffered[person.pk]} == {str(first.pk), str(second.pk)}
    assert IdentityDecision.objects.get().by_machine
    assert Demand.objects.filter(incident=first, trigger="new_call").exists()


@pytest.mark.parametrize(
    "other",
    [
        replace(MARGARET, given_name="Martin"),
        replace(MARGARET, family_name="Marlow"),
        replace(MARGARET, email="m.hale@example.org"),
        replace(MARGARET, email=""),
    ],
)
def test_part_of_a_description_makes_nobody_the_same(came: Any, other: Reporter) -> None:
    first, second = came(), came(external_id="1002", reporter=other)

    assert person_of(first).lead_id != person_of(second).lead_id


def test_whoever_was_told_apart_by_a_person_stays_so(came: Any, supervisor: Any) -> None:
    first, second = came(), came(external_id="1002")
    decision = IdentityDecision.objects.get()
    identity.undo(
        decision_id=decision.pk, why="A father and his son", user=supervisor, actor=supervisor.actor(), now=NOON
    )
    one, other = person_of(first), person_of(second)
    identify.tell_apart(
        one=one.pk,
        other=other.pk,
        why="A father and his son",
        shown=[],
        user=supervisor,
        actor=supervisor.actor(),
        now=NOON,
    )

    third = person_of(came(external_id="1003"))

    assert third.lead_id == person_of(second).lead_id != person_of(first).lead_id


@pytest.mark.parametrize(
    ("affected", "roles"),
    [
        (Affected.ME, {"caller", "victim"}),
        (Affected.SOMEBODY_ELSE, {"caller"}),
        (Affected.EVERYBODY, {"caller", "complainant"}),
        (Affected.NOT_SAID, {"caller", "complainant"}),
    ],
)
def test_who_reports_for_somebody_else_does_not_become_the_victim(
    came: Any, affected: Affected, roles: set[str]
) -> None:
    assert set(came(affected=affected).parties.values_list("role", flat=True)) == roles


def test_nobody_is_made_up_for_a_report_without_a_name(came: Any) -> None:
    incident = came(reporter=Reporter())

    assert incident.parties.get(role="caller").description == "Gave no name"
    assert not Person.objects.exists()


def test_a_uprn_finds_the_property_however_its_address_is_written(came: Any) -> None:
    first = came(uprn=100031)
    second = came(external_id="2", uprn=100031, address="The end house by the shop")

    assert first.place == second.place


def test_two_pins_a_few_steps_apart_are_one_spot_and_counted_there(came: Any) -> None:
    first = came(address="", latitude=52.23530, longitude=-0.89470)
    second = came(external_id="2", address="", latitude=52.23538, longitude=-0.89470)
    third = came(external_id="3", address="", latitude=52.23630, longitude=-0.89470)

    assert first.place == second.place != third.place
    assert first.place
    counted = reports_at_place([first.place.pk], since=NOON - timedelta(days=1), excluding=None)
    assert {report.incident for report in counted} == {str(first.pk), str(second.pk)}
    assert Place.objects.count() == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("He stood there with a KNIFE", True),
        ("I want to die, I cannot go on", True),
        ("They were rude to the postman", False),
        ("The evening had begun", False),
    ],
)
def test_words_that_may_be_an_emergency_go_to_a_supervisor_at_once(
    came: Any, supervisor: Any, words: str, told: bool
) -> None:
    incident = came(words=words)

    assert Notice.objects.filter(incident=incident, kind="online_emergency").exists() is told
    top = [row for row in gather(supervisor, now=NOON).rows if row.placed.band <= 2]
    assert [row.kind for row in top] == ([Kind.NOTICE] if told else [])


def test_the_same_report_is_one_incident_and_the_same_words_an_hour_later_another(came: Any) -> None:
    again = NOON + timedelta(minutes=59)
    assert came() == came(now=NOON + timedelta(days=9))
    nameless = came(external_id="")
    assert nameless == came(external_id="", now=again)
    assert nameless != came(external_id="", now=NOON + timedelta(minutes=61))


def test_the_reporter_is_told_that_it_was_read_and_what_somebody_wrote(
    came: Any, handler: Any, supervisor: Any
) -> None:
    incident = came()
    report = Kept.objects.get()

    def told() -> list[tuple[str, str]]:
        said = said_of(incident=incident, since=NOON, until=NOON + timedelta(hours=3))
        return [(one.status.value, one.key.partition("-")[0]) for one in said]

    assert told() == []
    decide.grade_again(
        incident=incident,
        grade="PRIORITY",
        rationale="Threats by name",
        rural=False,
        user=handler,
        actor=handler.actor(),
        now=NOON + timedelta(hours=1),
    )
    assert told() == [("INVESTIGATING", "read")]
    online_replies.reply(
        report=report,
        status=Told.ACTION_SCHEDULED,
        words="An officer will visit",
        user=handler,
        actor=handler.actor(),
        now=NOON + timedelta(hours=2),
    )
    assert told() == [("INVESTIGATING", "read"), ("ACTION_SCHEDULED", "reply")]
    assert "Threats by name" not in str(said_of(incident=incident, since=NOON, until=NOON + timedelta(hours=3)))
    assert said_of(incident=incident, since=NOON + timedelta(hours=2), until=NOON + timedelta(hours=2))[
        0
    ].key.startswith("reply")
    assert not online_shown.waiting(incident.force_id)


def test_nothing_is_told_to_somebody_who_must_not_be_written_to(came: Any, handler: Any) -> None:
    incident = came()
    decide.grade_again(
        incident=incident,
        grade="PRIORITY",
        rationale="Read",
        rural=False,
        user=handler,
        actor=handler.actor(),
        now=NOON,
    )
    assert said_of(incident=incident, since=NOON, until=NOON)
    contact.note_rule(
        person=person_of(incident),
        rule=RuleWords(
            source=Source.PERSON,
            basis=Basis.SAFEGUARDING,
            review_on=(NOON + timedelta(days=90)).date(),
            forbidden=("email",),
        ),
        user=handler,
        actor=handler.actor(),
        now=NOON,
    )

    assert said_of(incident=incident, since=NOON, until=NOON) == []
    with pytest.raises(online_replies.CannotTell, match="must not be written to"):
        online_replies.reply(
            report=Kept.objects.get(),
            status=Told.INVESTIGATING,
            words="Hello",
            user=handler,
            actor=handler.actor(),
            now=NOON,
        )


UPDATE = OnlineUpdate(external_id="77", words="They came back with petrol", said_at=NOON, status="OPEN", who=MARGARET)


def test_an_update_is_kept_once_read_and_asks_for_a_new_assessment(came: Any) -> None:
    incident = came()
    report = Kept.objects.get()

    first = online_updates.hear(report=report, update=UPDATE, actor=ACTOR, now=NOON)
    second = online_updates.hear(report=report, update=replace(UPDATE, words="Otherwise"), actor=ACTOR, now=NOON)

    assert first == second
    assert incident.call.entries.filter(kind="said", text="They came back with petrol").count() == 1
    assert Demand.objects.filter(incident=incident, trigger="called_back").exists()
    assert Notice.objects.filter(incident=incident, kind="online_emergency").exists()


def test_an_update_of_a_closed_incident_closes_and_opens_nothing_and_becomes_work(came: Any) -> None:
    incident = came()
    Incident.objects.filter(pk=incident.pk).update(closed_at=NOON)
    incident.closings.create(
        closing_code="ASB_NUISANCE",
        result="no_further_action",
        rationale="r",
        closed_at=NOON,
        closed_by_name="S",
        policy_version="p",
    )

    online_updates.hear(report=Kept.objects.get(), update=replace(UPDATE, words="Again"), actor=ACTOR, now=NOON)

    incident.refresh_from_db()
    assert incident.closed_at == NOON
    assert Task.objects.get(incident=incident).kind == "partner"


def test_the_number_that_comes_with_an_update_is_the_reporters_only_where_they_sent_it(came: Any) -> None:
    incident = came()
    report = Kept.objects.get()
    online_updates.hear(
        report=report,
        update=replace(UPDATE, who=Reporter("Somebody", "Else", "else@example.org", "07700 900111")),
        actor=ACTOR,
        now=NOON,
    )
    assert not person_of(incident).line_uses.exists()

    online_updates.hear(
        report=report,
        update=replace(UPDATE, external_id="78", who=replace(MARGARET, telephone="07700 900222")),
        actor=ACTOR,
        now=NOON,
    )

    assert [use.e164 for use in person_of(incident).line_uses.all()] == ["+447700900222"]
