"""Tasks, visits, queries, named officers and the rota, as pages."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from heed.domain.beats.models import Beat
from heed.domain.incidents.models import Incident
from heed.domain.support.terms import PromiseKind
from heed.domain.tasking import queries, services
from heed.domain.tasking.models import Absence, BeatOfficer, Query, Shift, Task, Visit
from heed.domain.tasking.rota import services as rota
from heed.domain.tasking.terms import Rung, TaskKind, TaskOutcome
from heed.flows.support import promises
from heed.flows.tasking import tasks
from heed.foundation.accounts.terms import system

pytestmark = pytest.mark.django_db
HEED = system("tests")
HOUR = timedelta(hours=1)
NASTY = "<script>alert(1)</script>"


@pytest.fixture
def beat(force, now):
    """Return Mallow North."""
    return Beat.objects.create(
        force=force, code="N", name="Mallow North", shape={}, west=0, south=0, east=1, north=1, added_at=now
    )


@pytest.fixture
def pat(person_at_work, beat, now):
    """Return Pat, a constable named on the beat."""
    made = person_at_work(
        "neighbourhood_officer", "pat", first_name="Pat", rank="constable", email="pat@mallow.example"
    )
    today = timezone.localdate(now)
    rota.name_officer(beat=beat, officer=made, lead=True, from_on=today, actor=HEED, now=now)
    return made


@pytest.fixture
def sam(person_at_work):
    """Return Sam, a sergeant."""
    return person_at_work("neighbourhood_officer", "sam", first_name="Sam", rank="sergeant")


@pytest.fixture
def to_do(force, beat, now):
    """Return a maker of tasks."""
    count = iter(range(1, 10_000))

    def to_do(words="See her", *, due=24, **more):
        fields = {"force": force, "kind": TaskKind.OTHER, "words": words, "key": f"t{next(count)}", "beat": beat}
        return services.make(**fields | more, due_by=now + due * HOUR, actor=HEED, now=now)

    return to_do


@pytest.fixture
def promised(incident, beat, pat, handler, now):
    """Return the task of a visit that Jean was promised, by Pat."""
    Incident.objects.filter(pk=incident.pk).update(beat=beat)
    incident.refresh_from_db()
    made = promises.promise(
        incident=incident, kind=PromiseKind.VISIT, words="Pat comes", due_by=now + HOUR, user=handler, owner=pat,
        actor=handler.actor(), now=now - timedelta(minutes=10),
    )  # fmt: skip
    return queries.task_of(incident.force_id, f"promise:{made.pk}")


def test_my_tasks_are_mine_and_those_of_my_beats_soonest_first(as_, pat, sam, to_do, promised):
    to_do("Of the beat", due=2)
    to_do("Late already", due=-1, owner=pat)
    to_do("Somebody else's", owner=sam, beat=None)
    text = as_(pat).get("/patch/tasks/").text

    assert text.index("Late already") < text.index("Pat comes") < text.index("Of the beat")
    assert "Late: was due" in text
    assert "Jean Marlow" in text
    assert "Somebody else" not in text


def test_filters(as_, pat, sam, to_do):
    to_do("A letter to write", kind=TaskKind.MESSAGE)
    to_do("A visit to make", kind=TaskKind.VISIT, due=-1)
    to_do("Sam has this", owner=sam)
    client = as_(pat)

    assert "A visit to make" not in client.get("/patch/tasks/?kind=message").text
    assert "A letter to write" not in client.get("/patch/tasks/?late=yes").text
    assert "Sam has this" in client.get("/patch/tasks/?whose=beats").text
    assert "A letter to write" in client.get("/patch/tasks/?kind=nonsense&page=9999&whose=nonsense").text


def test_a_sergeant_sees_everybodys_and_what_nobody_could_be_given(as_, pat, sam, to_do, now):
    boarded = to_do("Nobody was at work", owner=pat)
    services.escalate(task=boarded, to=None, rung=Rung.BOARD, why="Pat is away", actor=HEED, now=now)
    to_do("Pat has this", owner=pat)

    assert "Pat has this" in as_(sam).get("/patch/tasks/?whose=all").text
    text = as_(sam).get("/patch/tasks/?whose=board").text
    assert "Pat is away" in text
    assert "Pat has this" not in text
    assert "Waiting for an owner" not in as_(pat).get("/patch/tasks/?whose=board").text


def test_reading_somebodys_task_is_on_the_trail(as_, pat, promised, trail):
    as_(pat).get("/patch/tasks/")
    as_(pat).get(f"/patch/tasks/{promised.pk}/")

    assert [event.purpose for event in trail("task.consulted")] == [f"task {promised.pk}", "tasks: mine"]
    assert trail("task.consulted")[0].subjects == [f"person:{promised.person_id}"]


def test_a_task_is_reason_enough_to_open_its_incident(as_, pat, promised, trail):
    client = as_(pat)
    assert (
        f"/calls/incidents/{promised.incident_id}/?task={promised.pk}"
        in client.get(f"/patch/tasks/{promised.pk}/").text
    )
    client.get(f"/calls/incidents/{promised.incident_id}/?task={promised.pk}")

    assert trail("incident.consulted")[0].purpose == f"task {promised.pk}"


def test_finishing_taking_giving_and_noting(as_, pat, sam, to_do):
    task = to_do()
    client, here = as_(pat), f"/patch/tasks/{task.pk}/"
    assert "It is yours." in client.post(here + "take", follow=True).text
    client.post(here + "note", {"note-words": "Dog in the yard"})
    client.post(here + "reassign", {"reassign-to": sam.pk, "reassign-why": "Knows her"})
    text = client.get(here).text
    assert "Dog in the yard" in text
    assert text.index("Given by hand: Sam") < text.index("Taken: Pat")
    client.post(here + "reassign", {"reassign-to": "beat", "reassign-why": "Nearer"})
    assert "the officers of the beat" in client.get(here).text.lower()
    client.post(here + "finish", {"finish-outcome": "done", "finish-result": "Seen"})

    task.refresh_from_db()
    assert (task.owner, task.outcome, task.result, task.done_by) == (None, "done", "Seen", pat)
    assert "finished in the meantime" in client.post(here + "take", follow=True).text


@pytest.mark.parametrize(("part", "fields", "sentence"), [
    ("finish", {}, "Select how it ended"),
    ("finish", {"finish-outcome": "done", "finish-result": " "}, "Enter what came of it"),
    ("finish", {"finish-outcome": "nonsense", "finish-result": "x"}, "Select a valid choice"),
    ("reassign", {"reassign-to": "999999", "reassign-why": "x"}, "Select a valid choice"),
    ("reassign", {}, "Select who has it"),
    ("note", {"note-words": "x" * 501}, "500 characters or fewer"),
])  # fmt: skip
def test_it_asks_again(as_, pat, to_do, part, fields, sentence):
    answer = as_(pat).post(f"/patch/tasks/{to_do().pk}/{part}", fields)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "There is a problem" in answer.text


def test_the_task_of_a_query_ends_with_its_answer(as_, pat, beat, now):
    client = as_(pat)
    local = timezone.localtime(now - HOUR)
    form = {
        "text": NASTY, "beat": beat.pk, "officer": "", "channel": "email", "name": "Ann", "contact": "01632 960 001",
        "on": str(local.date()), "at": f"{local:%H:%M}",
    }  # fmt: skip
    answer = client.post("/patch/queries/new", form, follow=True)
    query = Query.objects.get()
    task = queries.task_of(beat.force_id, query.key)

    assert query.answer_by - query.received_at == timedelta(hours=72)
    assert NASTY not in answer.text
    again = client.post(f"/patch/tasks/{task.pk}/finish", {"finish-outcome": "done", "finish-result": "x"})
    assert again.status_code == 422
    assert "Write the answer down first" in again.text
    client.post(f"/patch/queries/{query.pk}/", {"answer": "PC Pat, by telephone"})
    task.refresh_from_db()
    assert task.outcome == "done"
    assert "Answered in time" in client.get("/patch/queries/?answered=yes").text
    assert "Every query is answered." in client.get("/patch/queries/").text


def test_a_query_asks_again(as_, pat, beat, now):
    later = timezone.localtime(now + 25 * HOUR)
    form = {"text": "", "beat": "9999", "channel": "pigeon", "on": str(later.date()), "at": "25:00"}
    answer = as_(pat).post("/patch/queries/new", form)

    assert answer.status_code == 422
    for sentence in ("Enter what they ask", "Select a valid choice", "must be a time, like 14:05"):
        assert sentence in answer.text
    assert as_(pat).post("/patch/queries/new", form | {"at": "12.00"}).text.count("must be now or earlier")


@pytest.fixture
def went(now):
    """Return what the form of a visit posts, five minutes ago."""
    local = timezone.localtime(now - timedelta(minutes=5))

    def went(**changes):
        fields = {"key": uuid.uuid4(), "result": "seen", "seen": "Mrs Marlow", "done": "Spoke", "next_step": ""}
        return fields | {"on": str(local.date()), "at": f"{local:%H:%M}"} | changes

    return went


def test_a_visit_sent_twice_from_a_telephone_is_recorded_once(as_, pat, promised, went):
    client, here = as_(pat), f"/patch/incidents/{promised.incident_id}/visit"
    page = client.get(f"{here}?task={promised.pk}").text
    assert f'value="{promised.pk}" checked' in page.replace("\n", " ").replace("  ", " ")
    form = went(task=promised.pk)
    for _ in range(2):
        answer = client.post(here, form, follow=True)
        assert "Visit recorded for" in answer.text

    assert Visit.objects.count() == 1
    promised.refresh_from_db()
    assert promised.outcome == "done"


def test_a_visit_sent_again_is_not_refused_because_its_task_is_done_and_another_is_open(
    as_, pat, incident, promised, went, to_do
):
    to_do(kind=TaskKind.VISIT, incident=incident)
    client, here, form = as_(pat), f"/patch/incidents/{promised.incident_id}/visit", went(task=promised.pk)
    answers = [client.post(here, form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Visit.objects.count() == 1


def test_who_was_visited_is_on_the_trail_where_a_task_shows_the_visits(
    as_, pat, incident, promised, went, to_do, trail
):
    client, other = as_(pat), to_do(incident=incident)
    client.post(f"/patch/incidents/{promised.incident_id}/visit", went())
    client.get(f"/patch/tasks/{other.pk}/")

    assert other.person_id is None
    assert trail("task.consulted")[0].subjects == [f"person:{promised.person_id}", f"incident:{incident.pk}"]


def test_a_failed_visit_leaves_the_task_open(as_, pat, promised, went):
    answer = as_(pat).post(
        f"/patch/incidents/{promised.incident_id}/visit",
        went(task=promised.pk, result="nobody_in", seen="typed and then thought better of"),
        follow=True,
    )

    assert "The visit is still to be made." in answer.text
    assert "Pat comes" in answer.text
    assert Visit.objects.get().seen == ""


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"result": ""}, "Select what came of it"),
    ({"seen": " "}, "Enter who you saw"),
    ({"at": "nonsense"}, "Time must be a time, like 14:05"),
    ({"on": "2999-01-01"}, "Time must be now or earlier"),
    ({"task": "999999"}, "Select a valid choice"),
    ({"key": "nonsense"}, "valid UUID"),
    ({"done": "x" * 1001}, "1,000 characters or fewer"),
])  # fmt: skip
def test_a_visit_asks_again_and_keeps_what_was_typed(as_, pat, promised, went, changes, sentence):
    answer = as_(pat).post(f"/patch/incidents/{promised.incident_id}/visit", went(**changes))

    assert answer.status_code == 422
    assert sentence in answer.text
    assert not Visit.objects.exists()


def test_named_officers_are_shown_with_how_to_reach_them(as_, pat, sam, handler, beat):
    text = as_(handler).get("/patch/officers/").text
    assert "mailto:pat@mallow.example" in text
    assert "First contact" in text

    today = timezone.localdate()
    here = f"/patch/officers/{beat.pk}/"
    assert as_(pat).post(here, {"officer": sam.pk, "from_on": str(today)}).status_code == 403
    client = as_(sam)
    client.post(here, {"officer": sam.pk, "lead": "yes", "from_on": str(today)})
    assert [(one.user, one.lead) for one in queries.officers_of(beat, on=today)] == [(sam, True), (pat, False)]
    naming = BeatOfficer.objects.get(user=pat)
    assert "named until today" in client.post(f"/patch/officers/namings/{naming.pk}/end", follow=True).text
    assert client.post(here, {"officer": "x"}).status_code == 422


def test_leave_and_shifts(as_, pat, sam, now):
    client, today = as_(pat), timezone.localdate(now)
    form = {"away-kind": "leave", "away-from_on": str(today), "away-until_on": str(today), "away-cover": sam.pk}
    assert "Sam covers" in client.post("/patch/rota/absence", form, follow=True).text
    again = client.post("/patch/rota/absence", form)
    assert again.status_code == 422
    assert "away on some of these days already" in again.text
    tomorrow = today + timedelta(days=1)
    client.post("/patch/rota/shift", {"shift-on": str(tomorrow), "shift-starts": "22:00", "shift-ends": "0700"})
    shift = Shift.objects.get()
    assert shift.ends_at - shift.starts_at == 9 * HOUR
    assert client.post("/patch/rota/shift", {"shift-on": "x", "shift-starts": "7"}).status_code == 422
    client.post(f"/patch/rota/shifts/{shift.pk}/withdraw")
    client.post(f"/patch/rota/absences/{Absence.objects.get().pk}/withdraw")
    text = client.get("/patch/rota/").text
    assert "No days away are entered." in text
    assert "No coming shift is known" in text


def test_the_rota_of_others_is_for_those_who_answer_for_them(as_, pat, sam, now):
    today = str(timezone.localdate(now))
    form = {"away-kind": "sick", "away-from_on": today}
    assert as_(pat).post(f"/patch/rota/absence?user={sam.pk}", form).status_code == 403
    client = as_(sam)
    client.post(f"/patch/rota/absence?user={pat.pk}", form)
    entered = Absence.objects.get()
    assert (entered.user, entered.until_on, entered.entered_by_name) == (pat, None, "Sam")
    assert "Away: sick" in client.get("/patch/rota/").text
    other = rota.record_absence(
        user=sam, kind="course", from_on=entered.from_on, until_on=entered.from_on, cover=None, actor=HEED, now=now
    )
    assert as_(pat).post(f"/patch/rota/absences/{other.pk}/withdraw").status_code == 403


PAGES = ["tasks/", "tasks/{task}/", "incidents/{incident}/visit", "queries/", "queries/new", "officers/", "rota/"]


@pytest.mark.parametrize("page", PAGES)
def test_strangers_and_other_roles_may_not(client, as_, person_at_work, promised, page):
    address = "/patch/" + page.format(task=promised.pk, incident=promised.incident_id)
    assert "/accounts/login/" in client.get(address).url
    assert as_(person_at_work("analyst", "anna")).get(address).status_code == 403


def test_another_force_finds_nothing(as_, person_at_work, stranger_to_the_force, promised, to_do, beat, pat, went, now):
    absence = rota.record_absence(
        user=pat, kind="leave", from_on=now.date(), until_on=now.date(), cover=None, actor=HEED, now=now
    )
    client = as_(person_at_work("supervisor", "sven", force=stranger_to_the_force.force))

    assert "Pat comes" not in client.get("/patch/tasks/?whose=all").text
    for address in (
        f"tasks/{promised.pk}/", f"incidents/{promised.incident_id}/visit", f"officers/{beat.pk}/",
        f"rota/?user={pat.pk}", f"tasks/{10**30}/", "queries/0/", "rota/?user=nonsense",
    ):  # fmt: skip
        assert client.get("/patch/" + address).status_code == 404, address
    for address in (
        f"tasks/{promised.pk}/take", f"tasks/{promised.pk}/finish", f"tasks/{promised.pk}/note",
        f"tasks/{promised.pk}/reassign", f"rota/absences/{absence.pk}/withdraw",
        f"officers/namings/{BeatOfficer.objects.get().pk}/end",
    ):  # fmt: skip
        assert client.post("/patch/" + address, {"note-words": "x"}).status_code == 404, address


@pytest.mark.parametrize(("page", "method"), [
    ("tasks/", "post"), ("tasks/1/finish", "get"), ("tasks/1/take", "get"), ("rota/", "post"), ("rota/shift", "get"),
    ("officers/", "post"), ("queries/", "post"), ("incidents/1/visit", "put"),
])  # fmt: skip
def test_wrong_methods(as_, pat, page, method):
    assert getattr(as_(pat), method)(f"/patch/{page}").status_code == 405


def test_a_handler_finds_what_they_promised_themselves(as_, handler, to_do):
    to_do("Ring her back", owner=handler, beat=None)

    assert "Ring her back" in as_(handler).get("/patch/tasks/").text


def test_what_people_typed_is_escaped(as_, pat, to_do):
    to_do(NASTY, owner=pat)

    assert NASTY not in as_(pat).get("/patch/tasks/").text


def test_the_number_of_queries_does_not_grow(as_, pat, promised, to_do, django_assert_max_num_queries):
    for number in range(30):
        to_do(f"Task {number}", person_id=promised.person_id, incident=promised.incident)
    client = as_(pat)
    client.get("/patch/tasks/")
    with django_assert_max_num_queries(14):
        client.get("/patch/tasks/")
    with django_assert_max_num_queries(24):
        client.get(f"/patch/tasks/{promised.pk}/")
    with django_assert_max_num_queries(24):
        client.get(f"/patch/incidents/{promised.incident_id}/visit")


def test_a_finished_task_can_be_read_but_not_given_away(as_, pat, to_do, now):
    task = to_do()
    tasks.finish(task=task, outcome=TaskOutcome.DONE, result="Seen", user=pat, actor=pat.actor(), now=now)
    text = as_(pat).get(f"/patch/tasks/{task.pk}/").text

    assert "Seen" in text
    assert "Give it to somebody else" not in text
    assert Task.objects.get().outcome == "done"
