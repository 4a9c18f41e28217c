"""Shared lines and watched lines."""

from datetime import timedelta

import pytest

from heed.domain.people import queries, services
from heed.domain.people.models import KnownLine, LineWatch
from heed.domain.people.terms import KnownAs

pytestmark = pytest.mark.django_db

LINES = "/supervisor/lines/"
WATCH = {"list": "watched", "watch-number": "07700 900123", "watch-days": "30", "watch-why": "Silent calls in March"}
SHARE = {
    "list": "shared",
    "list-number": "01632 960001",
    "list-known_as": "care-home",
    "list-label": "Elm House",
    "list-why": "Twelve residents",
}


@pytest.fixture
def watched(supervisor, now):
    """Return a watch on a line."""
    return services.watch_line(
        force=supervisor.force, e164="+447700900123", reason="Silent calls", until=now + timedelta(days=5),
        actor=supervisor.actor(), now=now - timedelta(days=1),
    )  # fmt: skip


@pytest.fixture
def shared(supervisor, now):
    """Return a shared line."""
    return services.list_line(
        force=supervisor.force, e164="+441632960001", known_as=KnownAs.CARE_HOME, label="Elm House",
        actor=supervisor.actor(), now=now,
    )  # fmt: skip


def test_a_line_is_watched_however_it_is_written(as_, supervisor, now, trail):
    answer = as_(supervisor).post(LINES, WATCH, follow=True)

    assert "07700 900123 is watched." in answer.text
    watch = queries.watch_on(supervisor.force_id, "+447700900123", now=now + timedelta(days=29))
    assert watch.reason == "Silent calls in March"
    assert queries.watch_on(supervisor.force_id, "+447700900123", now=now + timedelta(days=31)) is None
    assert trail("line.watched")


def test_a_line_is_listed_as_shared_with_the_reason_on_the_trail(as_, supervisor, trail):
    answer = as_(supervisor).post(LINES, SHARE, follow=True)

    assert "Elm House" in answer.text
    assert "Care home or supported housing" in answer.text
    assert trail("line.listed")[0].purpose == "Twelve residents"


def test_a_watch_ends_with_a_reason(as_, supervisor, watched, now, trail):
    answer = as_(supervisor).post(
        f"/supervisor/lines/watched/{watched.pk}/end", {f"watched{watched.pk}-why": "Number changed hands"}, follow=True
    )

    assert "is not watched any more" in answer.text
    assert queries.watch_on(supervisor.force_id, "+447700900123", now=now) is None
    assert trail("line.watch_ended")[0].purpose == "Number changed hands"


def test_a_shared_line_leaves_the_list_and_stays_in_the_table(as_, supervisor, shared, trail):
    as_(supervisor).post(f"/supervisor/lines/shared/{shared.pk}/remove", {f"shared{shared.pk}-why": "Closed down"})
    shared.refresh_from_db()

    assert shared.removed_by == supervisor.actor().reference
    assert queries.known_line(supervisor.force_id, "+441632960001") is None
    assert trail("line.unlisted")[0].purpose == "Closed down"


def test_removing_twice_is_one_event(as_, supervisor, shared, trail):
    for _ in range(2):
        as_(supervisor).post(f"/supervisor/lines/shared/{shared.pk}/remove", {f"shared{shared.pk}-why": "Closed down"})

    assert len(trail("line.unlisted")) == 1


@pytest.mark.parametrize(("posted", "sentence"), [
    (WATCH | {"watch-number": ""}, "Enter a telephone number"),
    (WATCH | {"watch-number": "101"}, "like 01632 960 001"),
    (WATCH | {"watch-number": "nobody"}, "like 01632 960 001"),
    (WATCH | {"watch-number": "9" * 5_000}, "characters or fewer"),
    (WATCH | {"watch-days": "3650"}, "Select a valid choice"),
    (WATCH | {"watch-why": "\x00 "}, "Enter why it is watched"),
    (SHARE | {"list-known_as": ""}, "Select what the line is"),
    (SHARE | {"list-label": ""}, "Enter the name to show"),
    (SHARE | {"list-why": ""}, "Enter why it is shared"),
])  # fmt: skip
def test_it_asks_again(as_, supervisor, posted, sentence):
    answer = as_(supervisor).post(LINES, posted)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert not KnownLine.objects.exists()
    assert not LineWatch.objects.exists()


@pytest.mark.parametrize("part", ["watched", "shared"])
def test_removing_needs_a_reason(as_, supervisor, watched, shared, part):
    row, verb = (watched, "end") if part == "watched" else (shared, "remove")
    answer = as_(supervisor).post(f"/supervisor/lines/{part}/{row.pk}/{verb}", {})

    assert answer.status_code == 422
    assert "Enter why it leaves the list" in answer.text


@pytest.mark.parametrize("address", [LINES, "/supervisor/lines/shared/1/remove", "/supervisor/lines/watched/1/end"])
def test_strangers_and_handlers_may_not(client, as_, handler, address):
    assert "/accounts/login/" in client.post(address).url
    assert as_(handler).post(address).status_code == 403


def test_an_administrator_keeps_the_lines(as_, person_at_work):
    assert as_(person_at_work("administrator")).get(LINES).status_code == 200


@pytest.mark.parametrize("address", ["/supervisor/lines/shared/{}/remove", "/supervisor/lines/watched/{}/end"])
@pytest.mark.parametrize("pk", ["0", "9" * 30])
def test_nonsense_is_not_found(as_, supervisor, address, pk):
    part = address.split("/")[3]
    assert as_(supervisor).post(address.format(pk), {f"{part}{pk}-why": "x"}).status_code == 404


def test_another_forces_lines_are_not_there(as_, person_at_work, stranger_to_the_force, shared, watched):
    client = as_(person_at_work("supervisor", "sven", force=stranger_to_the_force.force))

    assert "Elm House" not in client.get(LINES).text
    answer = client.post(f"/supervisor/lines/shared/{shared.pk}/remove", {f"shared{shared.pk}-why": "x"})
    assert answer.status_code == 404
    answer = client.post(f"/supervisor/lines/watched/{watched.pk}/end", {f"watched{watched.pk}-why": "x"})
    assert answer.status_code == 404


def test_wrong_methods(as_, supervisor, shared):
    assert as_(supervisor).delete(LINES).status_code == 405
    assert as_(supervisor).get(f"/supervisor/lines/shared/{shared.pk}/remove").status_code == 405


def test_labels_and_reasons_are_escaped(as_, supervisor):
    nasty = "<script>x</script>"
    client = as_(supervisor)
    client.post(LINES, WATCH | {"watch-why": nasty})
    client.post(LINES, SHARE | {"list-label": nasty})

    assert nasty not in client.get(LINES).text


def test_long_lists_have_pages_and_the_same_number_of_queries(as_, supervisor, now, django_assert_max_num_queries):
    KnownLine.objects.bulk_create(
        KnownLine(
            force=supervisor.force, e164=f"+4416329600{n:02}", known_as="payphone", label=f"Kiosk {n:02}", listed_at=now
        )
        for n in range(60)
    )
    client = as_(supervisor)
    first = client.get(LINES)
    with django_assert_max_num_queries(10):
        client.get(LINES)

    assert "Shared lines (60)" in first.text
    assert "Kiosk 49" in first.text
    assert "Kiosk 50" not in first.text
    assert "Kiosk 50" in client.get(f"{LINES}?shared=2").text
