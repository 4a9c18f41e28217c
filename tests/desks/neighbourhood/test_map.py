"""The map of beats, the list that says the same, and incidents that no beat has."""

from datetime import timedelta

import pytest

from heed.domain.beats.models import Beat
from heed.domain.incidents.services import AnswerReport
from heed.domain.incidents.terms import Given
from heed.domain.places.models import Place
from heed.domain.vulnerability.assessments.services import Judgement
from heed.domain.vulnerability.terms import Judged
from heed.engines.risk.factors import Heading
from heed.flows.beats import filing as flow
from heed.foundation.audit.models import Event
from tests.domain.beats.conftest import CASTLE, HARBOUR, imported

__all__ = ["imported"]


@pytest.fixture
def nadia(person_at_work):
    """Return Nadia, a neighbourhood officer."""
    return person_at_work("neighbourhood_officer", "nadia", first_name="Nadia", last_name="Rahman")


@pytest.fixture
def two_beats(imported):
    """Let the force have the beats Castle and Harbour."""
    imported(CASTLE, HARBOUR)
    return {beat.code: beat for beat in Beat.objects.all()}


@pytest.fixture
def in_castle(two_beats, incident, force, now):
    """Return the incident at Jean Marlow's window, in the Castle beat."""
    Place.objects.filter(pk=incident.place_id).update(latitude=54.05, longitude=2.05)
    flow.refile(force, now=now)
    return incident


def text_of(answer):
    """Return a page's words, each space one."""
    return " ".join(answer.content.decode().split())


def test_the_list_says_by_beat_what_happened(as_, nadia, in_castle):
    page = text_of(as_(nadia).get("/patch/map/"))

    assert "1 incident since" in page
    assert "Castle: 1 incident" in page
    assert in_castle.reference in page
    assert "14 Acacia Road" in page
    assert 'data-heed-map="/patch/map/points.json?days=28"' in page
    assert page.count("Harbour</a>") == 1
    assert "/static/heed/map.js" in page


def test_no_other_page_loads_the_map(as_, supervisor):
    assert "map.js" not in text_of(as_(supervisor).get("/supervisor/"))


def test_the_points_hold_no_name_no_address_and_no_word_that_was_said(as_, nadia, in_castle, two_beats):
    answer = as_(nadia).get("/patch/map/points.json")
    told = answer.json()

    assert [beat["name"] for beat in told["beats"]] == ["Castle", "Harbour"]
    assert told["beats"][0]["shape"] == two_beats["B1"].shape
    (point,) = told["incidents"]
    assert set(point) == {
        "id", "reference", "day", "category", "beat", "latitude", "longitude", "open", "repeat", "vulnerable", "url",
    }  # fmt: skip
    assert (point["reference"], point["beat"]) == (in_castle.reference, two_beats["B1"].pk)
    assert (point["latitude"], point["longitude"]) == (54.05, 2.05)
    assert told["tiles"] is None
    for secret in ("Marlow", "Acacia", "Stones", "900123"):
        assert secret not in answer.content.decode()


def test_looking_is_on_the_trail_with_what_was_looked_at(as_, nadia, in_castle, two_beats, trail):
    as_(nadia).get("/patch/map/?days=7")
    as_(nadia).get(f"/patch/beats/{two_beats['B1'].pk}/points.json?days=90")

    of_beat, of_force = trail("map.consulted")
    assert of_force.subjects == ["force:MAL", f"incident:{in_castle.pk}"]
    assert of_force.detail == {"days": 7, "shown": 1, "how": "list"}
    assert of_beat.subjects == [f"beat:{two_beats['B1'].pk}", f"incident:{in_castle.pk}"]
    assert of_beat.detail == {"days": 90, "shown": 1, "how": "map"}


@pytest.mark.parametrize(
    ("changes", "flags"),
    [
        ({}, {"open": True, "repeat": False, "vulnerable": False}),
        (
            {"judgement": Judgement(vulnerable=Judged.YES, why="Alone, and frightened", headings=(Heading.PERSONAL,))},
            {"vulnerable": True},
        ),
        ({"answers": (AnswerReport("before", Given.YES, "Every night"),)}, {"repeat": True}),
    ],
    ids=["nothing but open", "vulnerable", "by her own word"],
)
def test_what_stands_out_is_marked(as_, nadia, two_beats, reported, now, changes, flags):
    reported(now=now - timedelta(hours=1), **changes)
    (point,) = as_(nadia).get("/patch/map/points.json").json()["incidents"]

    assert {flag: point[flag] for flag in flags} == flags


def test_who_suffered_before_is_a_repeat_and_their_first_incident_is_not(as_, nadia, two_beats, reported, now):
    first = reported(now=now - timedelta(days=3))
    second = reported(now=now - timedelta(days=1))

    told = as_(nadia).get("/patch/map/points.json").json()["incidents"]

    assert {row["id"]: row["repeat"] for row in told} == {first.pk: False, second.pk: True}


def test_a_closed_incident_is_not_open(as_, nadia, in_castle, handler, now):
    type(in_castle).objects.filter(pk=in_castle.pk).update(closed_at=now)
    (point,) = as_(nadia).get("/patch/map/points.json").json()["incidents"]

    assert point["open"] is False


def test_a_beat_has_a_page_of_its_own(as_, nadia, in_castle, two_beats):
    castle = text_of(as_(nadia).get(f"/patch/beats/{two_beats['B1'].pk}/"))
    harbour = text_of(as_(nadia).get(f"/patch/beats/{two_beats['B2'].pk}/"))

    assert in_castle.reference in castle
    assert "No officer is named on this beat." in castle
    assert in_castle.reference not in harbour


def test_only_so_many_days_are_looked_back_and_nonsense_is_the_usual(as_, nadia, two_beats, reported, now):
    reported(now=now - timedelta(days=10))
    counts = [
        len(as_(nadia).get(f"/patch/map/points.json?days={days}").json()["incidents"]) for days in (7, 28, "x", "")
    ]

    assert counts == [0, 1, 1, 1]


def test_what_has_no_point_is_in_the_list_and_not_on_the_map(as_, nadia, two_beats, reported, now):
    reported(now=now - timedelta(hours=1))
    page = text_of(as_(nadia).get("/patch/map/"))

    assert "No beat: 1 incident" in page
    assert "not on the map: nobody knows its point" in page


def test_a_force_without_beats_is_told_how_to_get_them(as_, nadia):
    assert "This force has no beats yet." in text_of(as_(nadia).get("/patch/map/"))


@pytest.mark.parametrize("address", ["/patch/map/", "/patch/map/points.json"])
def test_a_stranger_to_the_force_sees_nothing_of_it(as_, in_castle, stranger_to_the_force, address):
    stranger_to_the_force.role = "neighbourhood_officer"
    stranger_to_the_force.save()
    answer = as_(stranger_to_the_force).get(address)

    assert answer.status_code == 200
    assert in_castle.reference not in answer.content.decode()
    assert "Castle" not in answer.content.decode()


@pytest.mark.parametrize("address", ["/patch/beats/{}/", "/patch/beats/{}/points.json"])
def test_a_beat_of_another_force_or_of_nobody_is_not_found(as_, two_beats, stranger_to_the_force, nadia, address):
    stranger_to_the_force.role = "neighbourhood_officer"
    stranger_to_the_force.save()

    assert as_(stranger_to_the_force).get(address.format(two_beats["B1"].pk)).status_code == 404
    assert as_(nadia).get(address.format(2**70)).status_code == 404


@pytest.mark.parametrize("address", ["/patch/map/", "/patch/map/points.json", "/patch/no-beat/"])
def test_who_may_not_see_beats_is_turned_away(as_, handler, client, address):
    assert as_(handler).get(address).status_code == 403
    assert as_(handler).post(address).status_code in {403, 405}
    client.logout()
    assert client.get(address).status_code == 302


def test_the_number_of_queries_does_not_grow_with_the_incidents(
    as_, nadia, two_beats, reported, now, django_assert_max_num_queries
):
    for hours in range(6):
        reported(now=now - timedelta(hours=hours + 1))
    as_(nadia).get("/patch/map/")

    with django_assert_max_num_queries(18):
        as_(nadia).get("/patch/map/")


def test_tiles_come_from_outside_only_where_the_force_names_a_server(as_, nadia, in_castle, settings):
    from heed.config import tiles

    assert "img-src 'self' data:;" in as_(nadia).get("/patch/map/")["Content-Security-Policy"] + ";"
    settings.HEED_MAP_TILES = tiles.read("https://tiles.example.police.uk/{z}/{x}/{y}.png © Crown copyright")

    told = as_(nadia).get("/patch/map/points.json").json()["tiles"]
    assert told == {"url": "https://tiles.example.police.uk/{z}/{x}/{y}.png", "attribution": "© Crown copyright"}


def test_incidents_without_a_beat_are_listed_with_why(as_, supervisor, two_beats, reported, force, now):
    nowhere = reported(now=now - timedelta(hours=3), address="")
    no_point = reported(now=now - timedelta(hours=2))
    outside = reported(now=now - timedelta(hours=1), address="9 Mole Road, Mallow, ZZ1 1AB")
    Place.objects.filter(pk=outside.place_id).update(latitude=55.0, longitude=3.0)

    page = text_of(as_(supervisor).get("/patch/no-beat/"))

    assert "Incidents without a beat (3)" in page
    order = [page.index(words) for words in (
        outside.reference, "The point lies in no beat", no_point.reference, "Nobody knows the point of this place",
        nowhere.reference, "No place is known",
    )]  # fmt: skip
    assert order == sorted(order)


def test_a_supervisor_files_an_incident_by_hand(as_, supervisor, two_beats, incident, trail):
    address = f"/patch/no-beat/{incident.pk}/"
    assert "Harbour (B2)" in text_of(as_(supervisor).get(address))

    answer = as_(supervisor).post(address, {"beat": two_beats["B2"].pk}, follow=True)

    incident.refresh_from_db()
    assert incident.beat == two_beats["B2"]
    assert f"{incident.reference} is filed to Harbour." in text_of(answer)
    assert trail("incident.filed_to_beat")[0].actor_key == str(supervisor.pk)


@pytest.mark.parametrize("beat", ["", "0", "nonsense"])
def test_filing_asks_again_without_a_beat(as_, supervisor, two_beats, incident, beat):
    answer = as_(supervisor).post(f"/patch/no-beat/{incident.pk}/", {"beat": beat})

    assert answer.status_code == 422
    assert "Select a beat" in text_of(answer)
    assert not Event.objects.filter(action="incident.filed_to_beat").exists()


def test_what_has_a_beat_is_not_filed_again_by_hand(as_, supervisor, in_castle, two_beats):
    answer = as_(supervisor).post(f"/patch/no-beat/{in_castle.pk}/", {"beat": two_beats["B2"].pk}, follow=True)

    in_castle.refresh_from_db()
    assert "is filed to a beat already. Nothing was changed." in text_of(answer)
    assert in_castle.beat == two_beats["B1"]


def test_filing_is_for_supervisors_of_the_force(as_, nadia, incident, stranger_to_the_force):
    address = f"/patch/no-beat/{incident.pk}/"
    assert as_(nadia).get(address).status_code == 403
    stranger_to_the_force.role = "supervisor"
    stranger_to_the_force.save()
    assert as_(stranger_to_the_force).get(address).status_code == 404
    assert as_(stranger_to_the_force).get(f"/patch/no-beat/{2**70}/").status_code == 404
