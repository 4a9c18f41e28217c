"""
A number that says nothing, and a victim who is recognised all the same: by a misspelt name and a postcode, or by proxy.

One handler at a keyboard. Nothing of anybody's history is on the page before it is said that it is them.
"""

import re
import time

import pytest
from playwright.sync_api import expect
from tests.journeys.person import (
    assert_accessible,
    browser,
    choose,
    press,
    ring,
    sign_in,
    tab_to,
    type_into,
    wait_for_card,
)

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

expect.set_options(timeout=20_000)

QUESTIONS = ("before", "impact", "targeted", "disability", "support", "vulnerable")
HOME = "14 Acacia Road, Mallow, ZZ1 1AA"
HERS = "Flat 7, Lime Walk, Mallow, ZZ2 2BB"
STORY = "Stones at the kitchen window"
KNOWN = '[data-question="before"] [data-known-words]'
ASKED_NOW = """[...document.querySelectorAll('[data-ask-group="known"] [data-question], [data-ask-group="now"] [data-question]')]
    .map(question => question.dataset.question)"""
HISTORY = re.compile(rf"Victim in \d|{STORY}|Acacia|HD-\d\d-", re.IGNORECASE)
"""What tells of somebody's past: counts, stories, addresses, references."""


def put_on_record(live, key, *, given, family, number, year, home):
    """Have Harriet record an incident of somebody, without a browser: what was there before the journey begins."""
    client = live.sign_in("harriet")
    call = ring(live, number, key)
    wait_for_card(live, call)
    client.post(f"/calls/{call}/take")
    answered = {f"q-{question}-given": "no" for question in QUESTIONS}
    answered |= {"q-go_wrong-text": "Glass", "q-how_likely-given": "high", "q-consequences-text": "Cuts"}
    form = {
        "summary": STORY,
        "address": home,
        "area": "urban",
        "given_name": given,
        "family_name": family,
        "born-day": "3",
        "born-month": "2",
        "born-year": year,
        "home": home,
        "victim": "caller",
        "opening_code": "ASB_PERSONAL",
        "grade": "PRIORITY",
        "rationale": "Alone",
        "risk-vulnerable": "no",
        "risk-why": "Two of them at home, and well",
    }
    answer = client.post(f"/calls/{call}/record", data=form | answered)
    assert "/incidents/" in str(answer.url), re.findall(r'<a href="#[^<]*', answer.text)


def people(live):
    """Count everybody on record: the tests of this file share one Heed, in any order."""
    return live.query("SELECT count(*) FROM people_person")[0][0]


def take_withheld(page, live, key):
    """Ring without a number, and take the call by its key."""
    call = ring(live, "", key, x_cli_status="withheld")
    wait_for_card(live, call)
    page.goto(f"{live.url}/calls/")
    page.wait_for_selector(f'[data-call="{call}"]')
    press(page, "t")
    page.wait_for_url(f"**/calls/{call}/")
    expect(page.locator(".heed-card")).to_contain_text("Number withheld")
    return call


def say_words(page):
    """Type the name as it was heard, and a postcode; the focus stays in the last field."""
    type_into(page, "given_name", "Margaret")
    type_into(page, "family_name", "Fetherston")
    type_into(page, "home", "ZZ1 1AA")


def where_the_focus_is(page):
    """Return the name of the field that has the focus, and what is in it."""
    return page.evaluate("[document.activeElement.name, document.activeElement.value]")


def take_back(page):
    """Undo the newest decision: what it had brought is gone from the card, and from what there is to confirm."""
    page.keyboard.press("Alt+z")
    expect(page.locator(".heed-card")).to_contain_text("repeat victim: not known yet")
    expect(page.locator(KNOWN)).to_be_hidden()
    expect(page.locator('[name="q-before-given"]:checked')).to_have_count(0)


def finish(page, *, victim="caller"):
    """Fill in the rest by keyboard, and record."""
    page.evaluate("document.activeElement.blur()")
    press(page, "w")
    page.keyboard.type("They are at it again")
    type_into(page, "address", "Mallow bus station")
    if victim:
        choose(page, "victim", victim)
    choose(page, "opening_code", "ASB_PERSONAL")
    # "At it again" has one more question asked, as soon as the server has read it.
    expect(page.locator('[data-ask-group="now"] [data-question="targeted"]')).to_be_attached()
    for question in page.evaluate(ASKED_NOW):
        choose(page, f"q-{question}-given", "no")
    choose(page, "rest", "The caller could not stay on the line")
    type_into(page, "q-go_wrong-text", "They come in")
    choose(page, "q-how_likely-given", "medium")
    type_into(page, "q-consequences-text", "She is hurt")
    choose(page, "risk-vulnerable", "no")
    type_into(page, "risk-why", "Two of them at home, and well")
    choose(page, "grade", "PRIORITY")
    type_into(page, "rationale", "Alone, and they may still be there")
    page.evaluate("document.activeElement.blur()")
    press(page, "r")
    page.wait_for_url("**/calls/incidents/*/")


def test_a_withheld_number_a_misspelt_name_and_a_postcode_bring_up_the_right_victim(heed):
    put_on_record(heed, "before", given="Margaret", family="Featherstone", number="07700900111", year="1942", home=HOME)
    known = people(heed)

    with browser() as page:
        sign_in(page, heed, "harriet")
        take_withheld(page, heed, "one")
        assert_accessible(page, "nothing typed")

        say_words(page)
        who = page.locator('[data-panel="caller"]')
        expect(who).to_contain_text("Margaret Featherstone, born 1942")
        expect(who).to_contain_text("same postcode, last name alike")
        expect(who).to_contain_text("Not asked yet: date of birth or age")
        expect(page.locator(".heed-card")).to_contain_text(re.compile("(Probably|Possibly) Margaret Featherstone"))
        expect(page.locator(".heed-card")).to_contain_text("repeat victim: not known yet")
        assert where_the_focus_is(page) == ["home", "ZZ1 1AA"]
        assert not HISTORY.search(page.content()), HISTORY.search(page.content())
        assert_accessible(page, "one suggestion")

        page.keyboard.press("Alt+1")
        expect(page.locator(".heed-card")).to_contain_text("Margaret Featherstone, born 1942: confirmed on this call")
        expect(page.locator(".heed-card")).to_contain_text("Repeat victim")
        expect(page.locator(".heed-card")).not_to_contain_text("repeat victim: not known yet")
        expect(who).to_contain_text("Victim in 1 incident in 12 months")
        assert where_the_focus_is(page) == ["home", "ZZ1 1AA"], "nobody is torn from what they type"
        assert_accessible(page, "confirmed")
        expect(page.locator(KNOWN)).to_contain_text("Victim in 1 incident")

        take_back(page)
        assert not HISTORY.search(page.locator("main").inner_html()), "what was undone is untold again"
        page.keyboard.press("Alt+1")
        expect(page.locator(".heed-card")).to_contain_text("confirmed on this call")
        finish(page)
        assert people(heed) == known

        take_withheld(page, heed, "two")
        say_words(page)
        expect(who).to_contain_text("Margaret Featherstone")
        page.keyboard.press("Alt+2")
        expect(who).to_contain_text("Not the same person: Margaret Featherstone")
        expect(page.locator(".heed-card")).not_to_contain_text("Featherstone")
        assert_accessible(page, "refused")
        finish(page)
        assert people(heed) == known + 1

        take_withheld(page, heed, "three")
        say_words(page)
        expect(who).to_contain_text("Margaret Fetherston")
        expect(who).not_to_contain_text("Featherstone")
        page.evaluate("document.activeElement.blur()")
        press(page, "x")
        expect(page.locator("[name=why]")).to_be_focused()
        page.keyboard.type("Rang off")
        tab_to(page, "", "Finish: nothing to record")
        page.keyboard.press("Enter")
        page.wait_for_url("**/calls/")


def test_a_warden_rings_for_a_victim_and_does_not_become_one(heed):
    put_on_record(heed, "for jean", given="Jean", family="Marlow", number="07700900123", year="1938", home=HERS)

    with browser() as page:
        sign_in(page, heed, "harriet")
        take_withheld(page, heed, "warden")
        type_into(page, "given_name", "Winifred")
        type_into(page, "family_name", "Okafor")
        choose(page, "victim", "someone")
        type_into(page, "party-0-given_name", "Jean")
        type_into(page, "party-0-family_name", "Marlowe")
        type_into(page, "party-0-address", "flat 7 lime walk zz22bb")
        whom = page.locator('[data-panel="victim"]')
        expect(whom).to_contain_text("Jean Marlow, born 1938")
        assert not re.search(rf"Victim in \d|{STORY}", page.content())
        assert_accessible(page, "third party")

        page.keyboard.press("Alt+1")
        expect(page.locator(".heed-card")).to_contain_text("For Jean Marlow, born 1938")
        expect(whom).to_contain_text("Victim in 1 incident in 12 months")
        assert where_the_focus_is(page) == ["party-0-address", "flat 7 lime walk zz22bb"]
        assert_accessible(page, "third party confirmed")
        finish(page, victim="")

    parties = heed.query(
        "SELECT p.role, n.given_name || ' ' || n.family_name FROM incidents_party p JOIN people_person n ON n.id = p.person_id"
        " WHERE p.incident_id = (SELECT max(id) FROM incidents_incident) ORDER BY p.role"
    )
    assert parties == [("caller", "Winifred Okafor"), ("victim", "Jean Marlow")]


def test_a_recognition_that_does_not_answer_stands_in_nobodys_way(heed):
    with browser() as page:
        sign_in(page, heed, "harriet")
        call = take_withheld(page, heed, "no answer")
        page.route(f"**/calls/{call}/refine", lambda route: route.abort())

        say_words(page)
        expect(page.locator("[data-look-says]")).to_have_text("Recognition did not answer; go on without it")
        assert where_the_focus_is(page) == ["home", "ZZ1 1AA"]
        assert_accessible(page, "no answer")

        page.unroute(f"**/calls/{call}/refine")
        page.keyboard.press("Alt+k")
        expect(page.locator("[data-look-says]")).to_have_text("")
        deadline = time.monotonic() + 20
        while not heed.query("SELECT 1 FROM calls_check WHERE call_id = %s AND occasion = 'refined'", call):
            assert time.monotonic() < deadline, "nothing was looked up"
            time.sleep(0.05)
