"""The map of beats in a real browser: drawn, reached by keyboard, read by axe, and the list without it."""

import json

import pytest
from playwright.sync_api import Page, expect
from tests.domain.beats.conftest import CASTLE, HARBOUR, collection
from tests.journeys.person import assert_accessible, browser, sign_in
from tests.journeys.test_merge import report

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]


def test_an_officer_reads_the_map_and_the_list_says_the_same(heed, tmp_path):
    handler = heed.sign_in("harriet")
    for number, given in enumerate(("Jean", "Oswald", "Priya")):
        home, born = f"{number + 14} Acacia Road, Mallow, ZZ1 1AA", {"born-year": f"19{number + 4}1"}
        who = {"given_name": given, "family_name": f"{given}son", "home": home, "address": home, "victim": "caller"}
        report(heed, handler, f"0770090030{number}", **who, **born)
    heed.query(
        "UPDATE places_place SET latitude = 54.05, longitude = 2.05 + (number::int - 14) * 0.04 WHERE number <> '' RETURNING 1"
    )
    file = tmp_path / "beats.geojson"
    file.write_bytes(collection(CASTLE, HARBOUR, attribution="Contains <b>invented</b> areas"))
    told = json.loads(heed.run("places", "import-beats", str(file), "--json").stdout)
    assert (told["added"], told["incidents"]["moved"]) == (2, 3)
    heed.add_account("nadia", "neighbourhood_officer", "--first-name", "Nadia", "--last-name", "Castlemaine")

    with browser() as page:
        # Whoever asked for less motion gets none: nothing fades in, and axe sees the page as it stays.
        page.emulate_media(reduced_motion="reduce")
        sign_in(page, heed, "nadia")
        page.goto(f"{heed.url}/patch/map/")
        expect(page.locator("#map")).to_have_attribute("data-heed-map-drawn", "3")
        expect(page.locator(".heed-map__beat")).to_have_count(2)
        expect(page.locator(".leaflet-control-attribution")).to_have_text("Contains <b>invented</b> areas")
        looked_at(page, "the map")
        read_by_keyboard(page)
        page.get_by_role("link", name="Castle", exact=True).first.click()
        expect(page.locator("#map")).to_have_attribute("data-heed-map-drawn", "2")
        looked_at(page, "a beat")

    with browser() as page:
        sign_in(page, heed, "nadia")
        page.route("**/map*.js", lambda route: route.abort())
        page.goto(f"{heed.url}/patch/map/")
        expect(page.locator("#map")).to_be_hidden()
        page.get_by_text("Castle: 2 incidents").click()
        expect(page.locator("details[open] li")).to_have_count(2)
        looked_at(page, "the list without the map")


def read_by_keyboard(page: Page) -> None:
    """Reach the map past its skip link, then a marker, and read what it stands for."""
    page.locator("#map").focus()
    page.keyboard.press("ArrowRight")
    marker = page.locator(".leaflet-marker-icon").first
    expect(marker).to_have_attribute("aria-label", f"O, 1 incident, {reference_on(page)}, 1 open")
    marker.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-popup-content a")).to_have_count(1)
    assert_accessible(page, "a marker opened")
    page.keyboard.press("Escape")


def reference_on(page: Page) -> str:
    """Return the reference that the first marker names."""
    return str(page.locator(".leaflet-marker-icon").first.get_attribute("aria-label")).split(", ")[2]


def looked_at(page: Page, what: str) -> None:
    """Have axe look at the page on a desk and on a telephone, where nothing may run over the edge."""
    assert_accessible(page, what)
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
        f"{what} is wider than a telephone"
    )
    assert_accessible(page, f"{what} on a telephone")
    page.set_viewport_size({"width": 1280, "height": 800})
