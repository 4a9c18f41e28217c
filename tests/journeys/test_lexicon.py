"""Two supervisors change what Heed listens for, by keyboard, in a real browser; one of them goes back. Axe on every page."""

import json

import pytest
from playwright.sync_api import expect
from tests.journeys.conftest import copy_of
from tests.journeys.person import assert_accessible, browser, choose, press, sign_in, tab_to, type_into

SLOW = 30_000
"""Milliseconds: the server compiles the national lexicon and puts its examples, on a machine under load."""

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]


@pytest.fixture(scope="module")
def heed(furnished, tmp_path_factory):
    """Run a Heed without a worker, with Sara as a second supervisor."""
    with copy_of(furnished, tmp_path_factory.mktemp("heed")) as live:
        live.add_account("sara", "supervisor", "--first-name", "Sara", "--last-name", "Lund")
        live.serve()
        yield live


def standing(heed):
    """Return where each version stands, the newest first."""
    return [json.loads(line)["standing"] for line in heed.run("lexicon", "versions", "--json").stdout.splitlines()]


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)], ids=["desk", "telephone"])
def test_every_page_is_accessible_and_nothing_runs_off_the_side(heed, size):
    with browser(*size) as page:
        sign_in(page, heed, "simon")
        for address in ("", "?q=alone&category=", "rows/", "rows/ALONE_ISOL-lives-alone", "preview/"):
            page.goto(f"{heed.url}/supervisor/lexicon/{address}")
            assert_accessible(page, address)
            assert page.evaluate("document.documentElement.scrollWidth") <= size[0], address


def test_two_people_put_a_row_in_force_and_one_goes_back(heed):
    with browser() as page:
        sign_in(page, heed, "simon")
        page.goto(f"{heed.url}/supervisor/lexicon/")
        press(page, "a")
        page.wait_for_url("**/lexicon/rows/*")
        page.select_option("[name=category]", "CARER")
        type_into(page, "slug", "zebra-keeper")
        type_into(page, "pattern", "keeps zebras going")
        type_into(page, "examples_yes", "she keeps horses going")
        type_into(page, "examples_no", "zebras at the zoo")
        choose(page, "strength", "strong")
        type_into(page, "why", "Heard on calls")
        page.keyboard.press("Enter")
        expect(page.locator(".govuk-error-summary")).to_contain_text(
            "is not found in “she keeps horses going”", timeout=SLOW
        )
        assert_accessible(page, "a row whose example fails")

        page.fill("[name=examples_yes]", "she keeps zebras going")
        tab_to(page, "why")
        page.keyboard.press("Enter")
        expect(page.locator(".govuk-notification-banner")).to_contain_text("CARER-zebra-keeper is saved", timeout=SLOW)
        assert_accessible(page, "with an overlay")

        press(page, "p")
        page.wait_for_url("**/lexicon/preview/")
        type_into(page, "note", "Zebras")
        page.keyboard.press("Enter")
        expect(page.locator(".govuk-notification-banner")).to_contain_text("It waits for a second person", timeout=SLOW)
        assert_accessible(page, "with a proposal")
        assert standing(heed) == ["proposed"]

    with browser() as page:
        sign_in(page, heed, "sara")
        page.goto(f"{heed.url}/supervisor/lexicon/")
        press(page, "s")
        page.wait_for_url("**/lexicon/preview/*")
        assert_accessible(page, "a proposal before the second person")
        press(page, "p")
        expect(page.locator(".govuk-notification-banner")).to_contain_text("is in force", timeout=SLOW)
        assert standing(heed) == ["in_force"]

        page.get_by_text("Go back to the national lexicon").focus()
        page.keyboard.press("Enter")
        type_into(page, "backnational-why", "It finds too much")
        page.keyboard.press("Enter")
        expect(page.locator(".govuk-notification-banner")).to_contain_text(
            "The national lexicon is in force again", timeout=SLOW
        )
        assert_accessible(page, "after going back")
        assert standing(heed) == ["in_force", "superseded"]
