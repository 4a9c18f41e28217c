"""
One handler, one keyboard: a call rings without reloading, is taken, recognised, recorded and closed.

Then the same number rings again, and the card says so.
"""

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

QUESTIONS = ("before", "disability", "impact")
"""What is asked on a normal call; the others wait, with one reason."""


def test_a_call_from_ring_to_close_and_the_next_one_knows(heed):
    with browser() as page:
        sign_in(page, heed, "harriet")
        assert page.locator("[data-call]").count() == 0
        assert_accessible(page, "empty queue")

        call = ring(heed, "07700900123", "first")
        page.wait_for_selector(f'[data-call="{call}"]')
        assert "07700 900123" in page.locator(".heed-queue").inner_text()
        assert_accessible(page, "queue with a call")
        wait_for_card(heed, call)

        press(page, "t")
        page.wait_for_url(f"**/calls/{call}/")
        expect(page.locator(".heed-card")).to_contain_text("new to us")
        assert_accessible(page, "call page")

        page.keyboard.press("?")
        page.wait_for_selector("dialog[open]")
        assert "Record the incident" in page.locator("dialog[open]").inner_text()
        assert_accessible(page, "keys")
        page.keyboard.press("Escape")

        record(page)
        page.wait_for_url("**/calls/incidents/*/")
        expect(page.locator("h1")).to_contain_text("HD-")
        assert_accessible(page, "incident")
        rows = heed.query("SELECT opening_code, (SELECT count(*) FROM incidents_answer a WHERE a.incident_id = i.id)"
                          " FROM incidents_incident i")  # fmt: skip
        assert rows == [("ASB_PERSONAL", 9)]

        close(page)
        expect(page.locator(".heed-record__head")).to_contain_text("Closed")

        again = ring(heed, "07700900123", "second")
        wait_for_card(heed, again)
        page.goto(f"{heed.url}/calls/")
        page.wait_for_selector(f'[data-call="{again}"]')
        assert "Marlow" not in page.locator("main").inner_text()
        press(page, "t")
        page.wait_for_url(f"**/calls/{again}/")
        card = page.locator(".heed-card").inner_text()
        assert "Possibly Jean Marlow" in card
        assert "1 incident in 12 months" in card
        assert "Repeat caller" in card
        assert_accessible(page, "call page of somebody known")

        page.keyboard.press("1")
        expect(page.locator(".heed-card")).to_contain_text("confirmed on this call")
        assert_accessible(page, "confirmed")

    assert heed.run("audit", "verify").returncode == 0


def record(page):
    """Fill in everything that the pack asks for, by keyboard, and record."""
    press(page, "w")
    page.keyboard.type("Stones thrown at the window for the third night")
    type_into(page, "address", "14 Acacia Road, Mallow, ZZ1 1AA")
    type_into(page, "given_name", "Jean")
    type_into(page, "family_name", "Marlow")
    type_into(page, "born-day", "3")
    type_into(page, "born-month", "2")
    type_into(page, "born-year", "1942")
    type_into(page, "home", "14 Acacia Road, Mallow, ZZ1 1AA")
    choose(page, "victim", "caller")
    choose(page, "opening_code", "ASB_PERSONAL")
    for question in QUESTIONS:
        choose(page, f"q-{question}-given", "no")
    choose(page, "rest", "The caller could not stay on the line")
    type_into(page, "q-go_wrong-text", "They come in")
    choose(page, "q-how_likely-given", "medium")
    type_into(page, "q-consequences-text", "She is hurt")
    choose(page, "risk-vulnerable", "no")
    type_into(page, "risk-why", "Two of them at home, and well")
    choose(page, "grade", "PRIORITY")
    type_into(page, "rationale", "Alone, and they may still be there")
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    press(page, "r")


def close(page):
    """Close the incident with advice given, by keyboard."""
    press(page, "c")
    tab_to(page, "close-result")
    page.keyboard.type("Advice")
    type_into(page, "close-rationale", "Advice given, and she is content")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
