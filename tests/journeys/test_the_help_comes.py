"""
One story, three people: a promise is made, found, broken, and told first; and a text cannot be sent by any route.

Harriet promises a visit to a vulnerable repeat victim and writes down that texts are unsafe. Nadia finds her first on her
patch, on a telephone, and nobody is in. The promise breaks. Whoever takes the next call sees it before anything else.
"""

import json
import re

import psycopg
import pytest
from playwright.sync_api import Page, expect
from tests.journeys.conftest import copy_of
from tests.journeys.person import assert_accessible, browser, press, ring, sign_in, wait_for_card
from tests.journeys.test_recognised_without_number import ASKED_NOW, QUESTIONS, put_on_record

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

HOME = "14 Acacia Road, Mallow, ZZ1 1AA"
JEAN = "07700900111"
LATITUDE, LONGITUDE = 52.24, -0.9
CASTLE = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"code": "C1", "name": "Castle"},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[-1, 52], [-0.8, 52], [-0.8, 52.5], [-1, 52.5], [-1, 52]]],
            },
        }
    ],
}


@pytest.fixture(scope="module")
def heed(furnished, tmp_path_factory):
    """Run a whole Heed with a beat, its officer, and Jean, who has suffered once before."""
    folder = tmp_path_factory.mktemp("heed")
    with copy_of(furnished, folder) as live:
        live.add_account("nadia", "neighbourhood_officer", "--first-name", "Nadia", "--last-name", "Reyes")
        live.serve()
        live.work()
        put_on_record(live, "before", given="Jean", family="Marlow", number=JEAN, year="1942", home=HOME)
        as_owner(live, "places_place", f"latitude = {LATITUDE}, longitude = {LONGITUDE}")
        (folder / "beats.geojson").write_text(json.dumps(CASTLE))
        live.run("places", "import-beats", str(folder / "beats.geojson"), "--force", "MAL", "--json")
        yield live


def as_owner(live, table, change):
    """Change what no page lets anybody change: where a place lies, and what the clock says."""
    with psycopg.connect(live.database_url) as connection:
        connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        connection.execute(f"UPDATE {table} SET {change}")
        connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_a_promise_is_found_broken_and_told_first_and_no_text_goes_out(heed):
    with browser() as page:
        sign_in(page, heed, "simon")
        name_the_officer(page, heed)
    with browser() as page:
        sign_in(page, heed, "harriet")
        take_from_jean(page, heed, "promising")
        promise_a_visit_and_close_the_texts(page)
    with browser(390, 844) as page:
        sign_in(page, heed, "nadia")
        find_her_first(page)
        nobody_is_in(page)
    as_owner(heed, "support_promise", "made_at = made_at - interval '2 days', due_by = now() - interval '1 minute'")
    with browser() as page:
        sign_in(page, heed, "harriet")
        take_from_jean(page, heed, "chasing")
        card = page.locator(".heed-card")
        expect(card).to_contain_text(re.compile("not kept", re.IGNORECASE))
        expect(card).to_contain_text("A promise to them was not kept. Say so first")
        assert_accessible(page, "the next call")
        no_text_goes_out(page, heed)
    assert heed.run("audit", "verify").returncode == 0


def name_the_officer(page: Page, heed):
    """Simon names Nadia as the officer of the beat."""
    (beat,) = heed.query("SELECT id FROM beats_beat")[0]
    page.goto(f"{heed.url}/patch/officers/{beat}/")
    page.get_by_label("Officer", exact=True).select_option(label="Nadia Reyes")
    page.get_by_label("They are the first contact of this beat").check()
    assert_accessible(page, "naming an officer")
    page.locator("main form").get_by_role("button").last.click()
    page.wait_for_load_state()
    assert heed.query("SELECT count(*) FROM tasking_beatofficer") == [(1,)]


def take_from_jean(page: Page, heed, key):
    """Jean rings, and Harriet takes the call and says that it is her."""
    call = ring(heed, JEAN, key)
    wait_for_card(heed, call)
    page.goto(f"{heed.url}/calls/{call}/")
    page.get_by_role("button", name=re.compile("Take")).first.click()
    page.wait_for_url(f"**/calls/{call}/")
    press(page, "1")
    expect(page.locator(".heed-card")).to_contain_text("confirmed on this call")


def promise_a_visit_and_close_the_texts(page: Page):
    """Record what Jean says: she is at risk, somebody comes tomorrow, and no text, because he reads them."""
    page.locator("[name=summary]").fill("Stones at the window for the third night")
    page.locator("[name=address]").fill(HOME)
    page.locator("[name=area][value=urban]").check()
    page.locator("[name=victim][value=caller]").check()
    page.locator("[name=opening_code][value=ASB_PERSONAL]").check()
    page.locator("#promised summary").click()
    page.locator("[name=promise-kind]").select_option("visit")
    page.locator("[name=promise-words]").fill("An officer comes about the window")
    page.locator("[name=promise-by][value=tomorrow]").check()
    page.locator("details:has([name=safe-text]) > summary").click()
    page.locator("[name=safe-text][value=no]").check()
    page.locator("[name=safe-words]").fill("He reads her messages")
    for name, words in (("q-go_wrong-text", "They come in"), ("q-consequences-text", "She is hurt")):
        page.locator(f"[name={name}]").fill(words)
    page.locator("[name=q-how_likely-given][value=high]").check()
    page.locator("[name=risk-vulnerable][value=yes]").check()
    page.locator("[name=risk-headings]").first.check()
    page.locator("[name=risk-why]").fill("81, alone, and afraid in her own house")
    expect(page.locator('[data-ask-group="now"] [data-question="support"]')).to_be_visible()
    for question in page.evaluate(ASKED_NOW):
        if question in QUESTIONS:
            page.locator(f"[name=q-{question}-given][value=no]").check()
    page.locator("[name=grade][value=PRIORITY]").check()
    page.locator("[name=rationale]").fill("Alone, and they may still be there")
    assert_accessible(page, "a call with a promise")
    page.get_by_role("button", name=re.compile("^Record")).first.click()
    page.wait_for_url("**/calls/incidents/*/")
    expect(page.locator("main")).to_contain_text("An officer comes about the window")
    expect(page.locator("main")).to_contain_text("Do not text")


def find_her_first(page: Page):
    """Nadia's first page is her patch, and Jean is the first on it."""
    page.wait_for_url("**/patch/today/*/")
    first = page.locator(".heed-patch__entry").first
    expect(first.locator("h3")).to_have_text("Jean Marlow")
    expect(first).to_contain_text("At risk")
    expect(first).to_contain_text("Visit promised by")
    assert_accessible(page, "my patch on a telephone")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing runs off the side"
    first.get_by_role("link", name=re.compile("At the door")).first.click()
    expect(page.locator("main")).to_contain_text("Do not text")
    assert_accessible(page, "at the door")
    page.go_back()
    page.locator(".heed-patch__entry").first.get_by_role("link", name=re.compile("Record a visit")).first.click()


def nobody_is_in(page: Page):
    """She went, and nobody was in; the patch says so at once."""
    page.locator("[name=result][value=nobody_in]").check()
    page.locator("[name=next_step]").fill("Try again after six")
    assert_accessible(page, "a visit on a telephone")
    page.get_by_role("button", name=re.compile("Record")).last.click()
    page.wait_for_load_state()
    page.goto(page.url.split("/patch/")[0] + "/patch/")
    first = page.locator(".heed-patch__entry").first
    expect(first.locator("h3")).to_have_text("Jean Marlow")
    expect(first).to_contain_text("nobody in")


def no_text_goes_out(page: Page, heed):
    """By the page, by a form put together by hand, and by the database: no text to Jean."""
    (incident,) = heed.query("SELECT max(id) FROM incidents_incident")[0]
    call = page.url.rstrip("/").rpartition("/")[2]
    address = f"{heed.url}/calls/incidents/{incident}/messages/update?call={call}"
    page.goto(address)
    page.locator("[name=channel][value=text]").check()
    page.locator("[name$=news]").fill("An officer comes today")
    page.locator("main form").get_by_role("button").last.click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("It was not sent")
    assert_accessible(page, "a text refused")
    client = heed.sign_in("harriet")
    (person,) = heed.query("SELECT person_id FROM contact_contactrule")[0]
    words = {
        "person": str(person),
        "channel": "text",
        "language": "en",
        "word-news": "Now",
        "send": "send",
        "seen": "x",
    }
    assert "It was not sent" in client.post(address.removeprefix(heed.url), data=words).text
    assert heed.query("SELECT count(*) FROM contact_message WHERE channel = 'text'") == [(0,)]
    with pytest.raises(psycopg.Error), psycopg.connect(heed.database_url) as connection:
        connection.execute(
            'INSERT INTO contact_message (id, person_id, template, channel, language, "to", body, made_at)'
            " VALUES (gen_random_uuid(), %s, 'update', 'text', 'en', '+447700900111', 'x', now())",
            (person,),
        )
