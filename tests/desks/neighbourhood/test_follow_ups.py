"""The call list, the page while somebody is on the telephone, and what victims said afterwards."""

from datetime import timedelta

import pytest

from heed.domain.aftermath.models import Answer, FollowUp
from heed.domain.aftermath.services import Words
from heed.domain.aftermath.terms import Channel, Ended, Language
from heed.domain.incidents.queries import standing_closing
from heed.flows import decide
from heed.flows.aftermath import answers as aftermath_answers
from heed.flows.aftermath import follow_ups as aftermath

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def nadia(person_at_work):
    """Return Nadia, who looks after the beat."""
    return person_at_work("neighbourhood_officer", "nadia", first_name="Nadia", last_name="Shah")


@pytest.fixture
def closed(reported, handler, now):
    """Return a maker of incidents that were closed five weeks ago, each with a follow-up that is due."""

    def closed(**changes):
        at = now - 35 * DAY
        incident = reported(now=at, **changes)
        decide.close(
            incident=incident, closing_code="ASB_PERSONAL", result="ATTENDED_RESOLVED", rationale="Spoke to them",
            user=handler, actor=handler.actor(), now=at + timedelta(minutes=20),
        )  # fmt: skip
        return incident

    return closed


@pytest.fixture
def to_ring(closed, now):
    """Return a follow-up on the call list."""
    incident = closed()
    aftermath.plan(now=now - 34 * DAY)
    aftermath.ask(now=now - DAY, address="")
    return FollowUp.objects.get(incident=incident)


SAID = {"said-stopped": "same", "said-channel": "phone", "said-language": "en"}


def test_the_list_names_the_incident_and_not_the_person(as_, nadia, to_ring):
    text = as_(nadia).get("/patch/follow-ups/").content.decode()

    assert f"{to_ring.incident.reference}: ring" in text
    assert "Jean" not in text
    assert to_ring.way_why in text


def test_the_page_says_what_is_safe_and_that_it_was_opened_is_on_record(as_, nadia, to_ring, trail):
    text = as_(nadia).get(f"/patch/follow-ups/{to_ring.pk}/").content.decode()

    assert "Jean Marlow" in text
    assert "07700 900123" in text
    [event] = trail("follow_up.consulted")
    assert f"person:{to_ring.person_id}" in event.subjects


def test_an_answer_is_kept_while_they_are_on_the_telephone(as_, nadia, to_ring):
    answer = as_(nadia).post(
        f"/patch/follow-ups/{to_ring.pk}/answer", SAID | {"said-overall": "fairly_satisfied"}, follow=True
    )

    assert "is open again" in answer.content.decode()
    kept = Answer.objects.get()
    assert (kept.stopped, kept.overall, kept.asked_by, kept.informed) == ("same", "fairly_satisfied", nadia, "")
    assert kept.wording_version
    assert standing_closing(to_ring.incident) is None


@pytest.mark.parametrize(
    ("part", "posted", "sentence"),
    [
        ("answer", {"said-channel": "phone", "said-language": "en"}, "Select whether it has stopped"),
        ("answer", SAID | {"said-stopped": "nonsense"}, "nonsense"),
        ("answer", SAID | {"said-own_words": "x" * 2001}, "2,000 characters or fewer"),
        ("attempt", {}, "Select what came of it"),
    ],
)
def test_it_asks_again_where_something_is_missing(as_, nadia, to_ring, part, posted, sentence):
    answer = as_(nadia).post(f"/patch/follow-ups/{to_ring.pk}/{part}", posted)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Answer.objects.exists()


def test_a_second_answer_changes_nothing(as_, nadia, to_ring):
    as_(nadia).post(f"/patch/follow-ups/{to_ring.pk}/answer", SAID | {"said-stopped": "stopped"})
    again = as_(nadia).post(f"/patch/follow-ups/{to_ring.pk}/answer", SAID, follow=True)

    assert "Nothing was changed" in again.content.decode()
    assert Answer.objects.get().stopped == "stopped"


def test_not_safe_takes_them_off_the_list(as_, nadia, to_ring):
    as_(nadia).post(f"/patch/follow-ups/{to_ring.pk}/attempt", {"tried-result": "not_safe", "tried-note": "A man"})
    to_ring.refresh_from_db()

    assert to_ring.ended_as == Ended.NOT_SAFE
    assert to_ring.incident.reference not in as_(nadia).get("/patch/follow-ups/").content.decode()


@pytest.mark.parametrize("address", ["{pk}/", "{pk}/answer", "{pk}/attempt", "999999/", "999999/answer"])
def test_a_stranger_to_the_force_and_nonsense_find_nothing(as_, nadia, stranger_to_the_force, to_ring, address):
    who = nadia if "999999" in address else stranger_to_the_force
    client = as_(who)
    asked = client.get if address.endswith("/") else client.post

    assert asked(f"/patch/follow-ups/{address.format(pk=to_ring.pk)}").status_code == 404


def test_a_stranger_sees_an_empty_list(as_, stranger_to_the_force, to_ring):
    assert "Nobody is to be rung" in as_(stranger_to_the_force).get("/patch/follow-ups/").content.decode()


@pytest.mark.parametrize(
    ("role", "address", "status"),
    [
        ("analyst", "", 403),
        ("analyst", "results/", 200),
        ("inspector", "results/", 200),
        ("supervisor", "results/", 200),
        ("neighbourhood_officer", "results/", 403),
        ("administrator", "", 403),
    ],
)
def test_who_may_open_what(as_, person_at_work, role, address, status):
    assert as_(person_at_work(role)).get(f"/patch/follow-ups/{address}").status_code == status


@pytest.fixture
def many(force, to_ring, handler, now):
    """Return answers of many: eleven satisfied and one not, all on one follow-up's incident."""
    from heed.domain.people.models import Person

    for number in range(12):
        person = Person.objects.create(force=force, given_name=f"P{number}", family_name="X", first_known_at=now)
        one = FollowUp.objects.create(
            force=force, incident=to_ring.incident, closing=to_ring.closing, person=person, due_on=now.date(),
            vulnerable=number < 3, repeat=False, planned_at=now, way="call_list", way_why="so", asked_at=now - DAY,
            listed_at=now - DAY, policy_version="x",
        )  # fmt: skip
        aftermath_answers.record_answer(
            follow_up_id=one.pk, channel=Channel.PHONE, language=Language.ENGLISH, user=handler, actor=handler.actor(),
            now=now, words=Words("stopped", overall="very_dissatisfied" if number == 0 else "very_satisfied"),
        )  # fmt: skip


def test_results_stand_beside_what_was_published_and_say_that_it_is_another_survey(as_, supervisor, many):
    text = as_(supervisor).get("/patch/follow-ups/results/").content.decode()

    assert "92% (65 to 99), of 12" in text
    assert "2012: 55%" in text
    assert "Not the same survey" in text
    assert "<strong>12</strong> of <strong>13</strong>" in text


def test_a_small_group_is_not_shown_nor_what_would_give_it_away(as_, supervisor, many):
    text = as_(supervisor).get("/patch/follow-ups/results/").content.decode()
    rows = text.split("By whether somebody concerned was vulnerable")[2].split("</table>")[0]

    assert rows.count("fewer than 10") == 4, "3 vulnerable; the 9 others would tell of them"
    assert "%" not in rows


@pytest.mark.parametrize("more", [0, 8])
def test_the_number_of_queries_does_not_grow_with_the_list(
    as_, nadia, to_ring, force, now, django_assert_max_num_queries, more
):
    from heed.domain.people.models import Person

    for number in range(more):
        person = Person.objects.create(force=force, given_name=f"P{number}", family_name="X", first_known_at=now)
        FollowUp.objects.create(
            force=force, incident=to_ring.incident, closing=to_ring.closing, person=person, due_on=now.date(),
            vulnerable=False, repeat=False, planned_at=now, way="call_list", way_why="so", asked_at=now, listed_at=now,
            policy_version="x",
        )  # fmt: skip
    client = as_(nadia)
    with django_assert_max_num_queries(8):
        text = client.get("/patch/follow-ups/").content.decode()
    assert text.count(": ring</a>") == more + 1
