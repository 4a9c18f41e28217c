"""The risk is judged by keyboard while the caller is on the line, and again on the incident, on a desk and on a telephone."""

import re

import pytest
from playwright.sync_api import Error, Page, expect
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


def test_the_risk_is_judged_on_the_call_and_again_on_the_incident(heed):
    with browser() as page:
        sign_in(page, heed, "harriet")
        call = ring(heed, "07700900661", "risk")
        wait_for_card(heed, call)
        page.goto(f"{heed.url}/calls/")
        page.wait_for_selector(f'[data-call="{call}"]')
        press(page, "t")
        page.wait_for_url(f"**/calls/{call}/")
        expect(page.locator(".heed-risk")).to_contain_text("Not assessed yet")
        looked_at(page, "the panel on a call")

        page.locator("body").click(position={"x": 2, "y": 2})
        press(page, "j")
        choose(page, "risk-vulnerable", "yes")
        tab_to(page, "risk-headings")
        page.keyboard.press("Space")
        type_into(page, "risk-why", "Frail, and alone at night")
        page.locator('[data-fold="instrument-ram"] > summary').focus()
        page.keyboard.press("Enter")
        choose(page, "risk-ram-how_often", "daily")
        outcome = page.locator("[data-risk-outcome]")
        expect(outcome).to_contain_text("5 points: Standard")
        expect(outcome).to_contain_text("somebody concerned is vulnerable")
        looked_at(page, "the panel with a score")

        page.get_by_role("button", name="Keep this assessment").focus()
        page.keyboard.press("Enter")
        expect(page.locator(".heed-risk__standing").first).to_contain_text("Frail, and alone at night")
        record(page)
        page.wait_for_url("**/calls/incidents/*/")
        expect(page.locator(".heed-risk__standing").first).to_contain_text("Vulnerable: yes")
        expect(page.locator(".heed-risk__plan")).to_contain_text("Contact plan")
        looked_at(page, "the panel on an incident")

        press(page, "r")
        page.fill("[name=risk-why]", "Her daughter is with her now")
        choose(page, "risk-vulnerable", "no")
        page.get_by_role("button", name="Keep this assessment").click()
        expect(page.locator(".heed-risk__standing").first).to_contain_text("Her daughter is with her now")
        page.locator('[data-fold="risk-history"] > summary').click()
        expect(page.locator(".heed-risk")).to_contain_text(re.compile("vulnerable: Yes to No"))
        looked_at(page, "the history")

    assert heed.run("audit", "verify").returncode == 0


def record(page: Page) -> None:
    """Fill in the rest as fast as can be, and record."""
    page.fill("[name=summary]", "Stones at the window")
    page.fill("[name=address]", "14 Acacia Road, Mallow, ZZ1 1AA")
    page.fill("[name=given_name]", "Jean")
    page.fill("[name=family_name]", "Marlow")
    page.evaluate(
        """() => {
            const pick = (name, value) => document.querySelector(`[name="${name}"][value="${value}"]`)?.click();
            pick("victim", "caller"); pick("opening_code", "ASB_PERSONAL"); pick("grade", "PRIORITY");
            for (const radio of document.querySelectorAll('[name^="q-"][name$="-given"]')) {
                if (["no", "high"].includes(radio.value)) radio.click();
            }
            for (const box of document.querySelectorAll('textarea[name^="q-"], textarea[name="rationale"]')) {
                box.value = "She is hurt"; box.dispatchEvent(new Event("input", { bubbles: true }));
            }
        }"""
    )
    page.locator(".heed-bar__record").click()


def looked_at(page: Page, what: str) -> None:
    """Have axe look at the page on a desk and on a telephone, where nothing may run over the edge."""
    assert_accessible(page, what)
    page.set_viewport_size({"width": 390, "height": 844})
    # The browser lays the page out anew a moment after it was told to.
    try:
        page.wait_for_function("document.documentElement.scrollWidth <= window.innerWidth", timeout=5_000)
    except Error:
        raise AssertionError(f"{what} is too wide") from None
    assert_accessible(page, f"{what} on a telephone")
    page.set_viewport_size({"width": 1280, "height": 800})
