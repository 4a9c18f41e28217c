"""
The Northamptonshire case: an elderly caller with a disability, her first call ever, from a number nobody knows.

Before anything is recorded the handler has seen what her words say, has been asked what was missing, sees why she is at risk,
and cannot go on without a decision. All by keyboard; axe looks at the page on a desk and on a telephone.
"""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.person import assert_accessible, browser, choose, ring, sign_in, type_into, wait_for_card

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

STORY = "says she is 81, bad on her legs and on her own since her husband died. Stones at the window, third night"
OPEN_CHIPS = ".heed-cues__side--ours .heed-cue"


def test_somebody_who_never_rang_before_is_seen(heed):
    with browser() as page:
        sign_in(page, heed, "harriet")
        call = ring(heed, "07700900481", "first-ever")
        wait_for_card(heed, call)
        page.goto(f"{heed.url}/calls/")
        page.wait_for_selector(f'[data-call="{call}"]')
        page.keyboard.press("t")
        page.wait_for_url(f"**/calls/{call}/")
        expect(page.locator(".heed-card")).to_contain_text("new to us")
        expect(page.locator("[data-cues]")).to_contain_text("Words are not everything: ask.")

        page.keyboard.press("w")
        page.keyboard.type(STORY)
        for label, words in (
            ("Older person", "81"),
            ("Physical disability or illness", "bad on her legs"),
            ("Bereaved", "husband died"),
        ):
            chip = page.locator(OPEN_CHIPS, has_text=label)
            expect(chip.first).to_contain_text(words)
        expect(page.locator(".heed-marked__words", has_text="bad on her legs")).to_have_count(1)
        assert heed.query("SELECT count(*) FROM vulnerability_indicator") == [(0,)]
        looked_at(page, "chips")

        accept_by_key(page)
        ask_what_is_missing(page)
        cannot_go_on_without_a_decision(page, heed, call)

    assert heed.run("audit", "verify").returncode == 0


def accept_by_key(page: Page) -> None:
    """Go to the chips from the box, and reply with one key each; the focus goes on by itself."""
    page.keyboard.press("Alt+m")
    expect(page.locator(".heed-cue:focus-within")).to_have_count(1)
    for _ in range(12):
        before = page.locator(".heed-cues__side--ours > .heed-cues__chips .heed-cue").count()
        if not before:
            break
        on = page.locator(".heed-cue:focus-within").inner_text()
        assert "Because" in on
        page.keyboard.press("i" if "Has happened before" in on and "husband" in on else "y")
        expect(page.locator(".heed-cues__side--ours > .heed-cues__chips .heed-cue")).to_have_count(before - 1)
    accepted = page.locator(".heed-cues__side--ours .heed-cues__done").first
    for label in ("Older person", "Physical disability", "Alone or isolated"):
        expect(accepted).to_contain_text(label)
    looked_at(page, "accepted")


def ask_what_is_missing(page: Page) -> None:
    """Her illness is known and confirmed in one key; whether it happened before is not, and is asked."""
    known = page.locator('[data-ask-group=known] [data-question="disability"]')
    expect(known).to_contain_text("bad on her legs")
    expect(page.locator('[data-ask-group=now] [data-question="before"]')).to_be_visible()
    expect(page.locator("[data-ask-grown]")).to_be_visible()
    page.evaluate("document.activeElement.blur()")
    known.locator("[data-confirm]").focus()
    page.keyboard.press("y")
    expect(known.locator('input[value="yes"]')).to_be_checked()
    expect(known.locator("textarea")).to_have_value(re.compile("bad on her legs"))
    looked_at(page, "confirmed")


def cannot_go_on_without_a_decision(page: Page, heed, call: str) -> None:
    """What is missing is named: the question nobody asked, and the decision nobody made."""
    page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    page.keyboard.press("p")
    page.keyboard.type("5 Hazel Close, Mallow, ZZ1 2BB")
    type_into(page, "given_name", "Edith")
    type_into(page, "family_name", "Sallow")
    choose(page, "victim", "caller")
    choose(page, "opening_code", "ASB_PERSONAL")
    record(page)
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_contain_text("Has anything like this happened before")
    assert "illness, a disability" not in summary.inner_text()
    expect(summary).to_contain_text("vulnerable")
    looked_at(page, "what is missing")
    assert heed.query("SELECT finished_at FROM calls_call WHERE id = %s", call) == [(None,)]
    risk = page.locator("#risk")
    for words in ("81", "bad on her legs"):
        expect(risk).to_contain_text(words)

    page.keyboard.press("q")
    for question in ("before", "impact", "targeted", "support"):
        choose(page, f"q-{question}-given", "no")
    for field in ("q-go_wrong-text", "q-consequences-text"):
        page.fill(f"[name={field}]", "She falls, and nobody comes")
    page.check("[name=q-how_likely-given][value=high]")
    page.check("[name=grade][value=PRIORITY]")
    page.fill("[name=rationale]", "Alone, and they may still be there")
    page.evaluate("document.activeElement.blur()")
    record(page)
    expect(page.locator(".govuk-error-summary")).to_contain_text("vulnerable")
    assert heed.query("SELECT count(*) FROM incidents_incident WHERE call_id = %s", call) == [(0,)]

    page.check("[name=risk-vulnerable][value=yes]")
    page.fill("[name=risk-why]", "81, bad legs, alone, and frightened at night")
    page.evaluate("document.activeElement.blur()")
    page.check("[name=risk-headings][value=health]")
    record(page)
    expect(page).to_have_url(re.compile(r"/calls/incidents/\d+/"))
    answers = dict(
        heed.query(
            "SELECT question, given || ' ' || known_already || ' ' || asked_in FROM incidents_answer a"
            " JOIN incidents_incident i ON i.id = a.incident_id WHERE i.call_id = %s",
            call,
        )
    )
    assert answers["disability"] == "yes true en"
    assert answers["before"] == "no false en"
    kept = heed.query(
        "SELECT count(*) FROM vulnerability_indicator WHERE incident_id IS NOT NULL AND call_id = %s", call
    )
    assert kept[0][0] >= 3


def record(page: Page) -> None:
    """Press the key that records, not into whatever has the focus, and wait for the page that answers: it may look the same."""
    page.evaluate("document.activeElement.blur()")
    page.wait_for_selector("body.js-enabled")
    with page.expect_navigation():
        page.keyboard.press("r")


def looked_at(page: Page, what: str) -> None:
    """Have axe look at the page on a desk and on a telephone, where nothing may run over the edge."""
    assert_accessible(page, what)
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
        f"{what} is wider than a telephone"
    )
    assert_accessible(page, f"{what} on a telephone")
    page.set_viewport_size({"width": 1280, "height": 800})
