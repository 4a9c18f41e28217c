"""Both sides on one line: who reported whom, what answers what, and each side's needs within rights."""

from datetime import date, timedelta

import pytest

from heed.domain.incidents.terms import PartyRole
from heed.domain.needs import services as needs
from heed.domain.needs.services import NeedWords
from heed.domain.needs.terms import Basis, NeedKind, Source
from heed.domain.problems.terms import PlanFormat
from heed.engines.risk.both_sides import Side
from heed.flows.problems import chronology
from heed.flows.problems import plans as problems
from heed.flows.problems.about import about
from heed.flows.record import Someone
from tests.flows.conftest import JEAN

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NEXT = "16 Acacia Road, Mallow, ZZ1 1AA"
DEAN_SAID = Someone((PartyRole.OTHER_PARTY,), given_name="Dean", family_name="Pike", relation="next door")
JEAN_SAID = Someone((PartyRole.OTHER_PARTY,), given_name="Jean", family_name="Marlow", relation="next door")
DEAN = Someone(
    (PartyRole.CALLER, PartyRole.VICTIM), is_caller=True, given_name="Dean", family_name="Pike", address=NEXT
)


@pytest.fixture
def officer(person_at_work):
    return person_at_work("neighbourhood_officer", "nadia")


@pytest.fixture
def feud(reported, noon):
    """Return what three calls reported: Jean of Dean, Dean of Jean, Jean of Dean."""
    tell = [
        ("07700 900123", (JEAN, DEAN_SAID), "Stones at my window"),
        ("07700 900456", (DEAN, JEAN_SAID), "She shouts at my children"),
        ("07700 900123", (JEAN, DEAN_SAID), "He kicked my door"),
    ]
    return [
        reported(number, now=noon + n * DAY, parties=parties, summary=words, answers=(), address=parties[0].address)
        for n, (number, parties, words) in enumerate(tell)
    ]


def read(incident, officer, now, **more):
    return chronology.of_incident(
        incident=incident, user=officer, purpose="both sides", actor=officer.actor(), now=now, **more
    )


def test_both_directions_stand_on_one_line_and_answers_are_marked(feud, officer, noon):
    found = read(feud[2], officer, noon + 3 * DAY)
    reports = [event for event in found.events if event.kind == "report"]

    assert [event.incident.pk for event in reports] == [one.pk for one in feud]
    assert [event.side for event in reports] == [Side.ONE, Side.OTHER, Side.ONE]
    assert [event.answers.pk if event.answers else None for event in reports] == [None, feud[0].pk, None]
    assert (found.forward, found.back) == (2, 1)
    assert "Jean Marlow reported Dean Pike" in reports[0].who
    assert "Dean Pike reported Jean Marlow" in reports[1].who


def test_the_other_side_reads_the_same_history_from_there(feud, officer, noon):
    found = read(feud[1], officer, noon + 3 * DAY)

    assert (found.forward, found.back) == (1, 2)
    assert found.one.name == "Dean Pike"


def test_each_sides_needs_are_shown_to_whoever_may_see_them(feud, officer, handler, person_at_work, noon):
    for name, helps in (("Jean", "Text first"), ("Dean", "Speak slowly")):
        who = next(
            party.person for one in feud for party in one.parties.all()
            if party.given_name == name and party.role == PartyRole.VICTIM
        )  # fmt: skip
        words = NeedWords(
            NeedKind.OTHER, helps, Source.PERSON, Basis.SAFEGUARDING, date(2027, 11, 20), date(2028, 11, 20), what="x"
        )
        needs.note_need(person=who, need=words, user=handler, actor=handler.actor(), now=noon)
    found = read(feud[2], officer, noon + 3 * DAY)

    def helps(side):
        return [need.what_helps for of in side.needs for need in of.needs]

    assert helps(found.one) == ["Text first"]
    assert helps(found.other) == ["Speak slowly"]
    inspector = person_at_work("inspector", "ian")
    blind = read(feud[2], inspector, noon + 3 * DAY)
    assert (helps(blind.one), helps(blind.other)) == ([], [])


def test_looking_is_on_the_trail_with_everybody_in_it(feud, officer, noon, trail):
    read(feud[2], officer, noon + 3 * DAY)
    event = trail("both_sides.consulted")[0]

    assert {f"incident:{one.pk}" for one in feud} <= set(event.subjects)
    assert event.purpose == "both sides"


def test_an_incident_without_an_other_party_has_one_side(reported, officer, noon):
    found = read(reported(now=noon), officer, noon)

    assert found.other is None
    assert len(found.events) == 1


def test_a_plan_and_a_place_have_their_other_incidents_beside(feud, reported, officer, noon):
    beside = reported(
        "07700 900789",
        now=noon + 3 * DAY,
        answers=(),
        address=NEXT,
        parties=(Someone((PartyRole.CALLER,), is_caller=True),),
    )
    plan, _ = problems.open_by_hand(
        force=officer.force, about=about("victim", feud[2], title="Stones"), because="x", plan_format=PlanFormat.SARA,
        incidents=[*feud, beside], user=officer, actor=officer.actor(), now=noon + 4 * DAY,
    )  # fmt: skip
    do = {"user": officer, "purpose": "x", "actor": officer.actor(), "now": noon + 5 * DAY}
    of_plan = chronology.of_plan(plan=plan, **do)
    of_place = chronology.of_place(place=feud[1].place, **do)

    assert {event.incident.pk for event in of_plan.events} == {beside.pk, *(one.pk for one in feud)}
    assert Side.BESIDE in {event.side for event in of_plan.events}
    assert {feud[1].pk, beside.pk} <= {event.incident.pk for event in of_place.events}


def test_a_summary_is_kept_whatever_it_says_and_asked_about(feud, officer, noon):
    think = chronology.summarise(
        text="Six of one, a neighbour dispute",
        incident=feud[0],
        user=officer,
        actor=officer.actor(),
        now=noon + 3 * DAY,
    )

    assert {one.words for one in think} == {"Six of one", "neighbour dispute"}
    assert feud[0].call.entries.order_by("seq").last().text == "Both sides: Six of one, a neighbour dispute"
