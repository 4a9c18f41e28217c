"""A supervisor looks at the cues that are rarely right and proposes to disable one, by keyboard; axe on every page."""

import os
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import psycopg
import pytest
from playwright.sync_api import expect
from tests.journeys.conftest import copy_of
from tests.journeys.person import assert_accessible, browser, press, sign_in, tab_to, type_into

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

BAD = "SENSORY-blind"
# Rule, category, words, how many of each reply: yes, wrong person, not true, not relevant, none.
SAID = (
    (BAD, "SENSORY", "blind", (2, 1, 34, 3, 20)),
    ("CARER-carer", "CARER", "his carer", (6, 30, 4, 0, 10)),
    ("ALONE_ISOL-lives-alone", "ALONE_ISOL", "lives alone", (70, 12, 14, 4, 30)),
    ("AGE_ELDER-age", "AGE_ELDER", "84", (9, 1, 0, 0, 4)),
)
KINDS = ("accepted", "wrong_person", "not_true", "not_relevant", None)


CALL = """
    INSERT INTO calls_call (id, force_id, channel, queue, line_class, e164, shown_e164, received, extension, may_show,
                            may_match, rang_at, answered_at_desk, ended_as, finished_as, finished_why, log_size, log_hash)
    VALUES (%s, %s, '101', '', 'withheld', '', '', '', '', false, false, %s, '', '', '', '', 0, '')
"""
FINDING = """
    INSERT INTO vulnerability_finding (call_id, source, lexicon_version, rule, category, start, "end", text, experiencer,
                                       negated, historic, uncertain, because, read_as, found_at)
    VALUES (%s, 'draft', '1', %s, %s, 0, 9, %s, 'victim_or_caller', false, false, false, '[]', '', %s) RETURNING id
"""
REPLY = """
    INSERT INTO vulnerability_findingreply (finding_id, reply, whose, at, replied_by_id) VALUES (%s, %s, '', %s, %s)
"""


def said_before(live):
    """Put findings of the last months and Harriet's replies into the database, each on a call of its own."""
    [(force, harriet)] = live.query("SELECT force_id, id FROM accounts_user WHERE username = 'harriet'")
    now = datetime.now(UTC)
    one_by_one = [
        (rule, category, words, kind)
        for rule, category, words, times in SAID
        for kind, number in zip(KINDS, times, strict=True)
        for _ in range(number)
    ]
    with psycopg.connect(live.database_url) as connection:
        for count, (rule, category, words, kind) in enumerate(one_by_one):
            at, call = now - timedelta(days=1 + count % 80), uuid4()
            connection.execute(CALL, (call, force, at))
            (finding,) = connection.execute(FINDING, (call, rule, category, words, at)).fetchone()
            if kind:
                connection.execute(REPLY, (finding, kind, at, harriet))


@pytest.fixture(scope="module")
def heed(furnished, tmp_path_factory):
    """Run a Heed without a worker, in which cues were answered for months."""
    with copy_of(furnished, tmp_path_factory.mktemp("heed")) as live:
        live.add_account("ada", "analyst", "--first-name", "Ada", "--last-name", "Reyes")
        said_before(live)
        live.serve()
        yield live


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)], ids=["desk", "telephone"])
def test_every_page_is_accessible_and_nothing_runs_off_the_side(heed, size):
    with browser(*size) as page:
        sign_in(page, heed, "simon")
        for address in ("", "cues/", "cues/?category=HATE", f"cues/rules/{BAD}", "cues/rules/AGE_ELDER-age"):
            page.goto(f"{heed.url}/supervisor/{address}")
            assert_accessible(page, address)
            assert page.evaluate("document.documentElement.scrollWidth") <= size[0], address
            if shots := os.environ.get("HEED_SHOTS"):
                page.screenshot(path=f"{shots}/{address.replace('/', '_') or 'board'}-{size[0]}.png", full_page=True)


def test_a_supervisor_proposes_to_disable_the_worst_rule(heed):
    with browser() as page:
        sign_in(page, heed, "simon")
        expect(page.locator("main")).to_contain_text("2 cues are rarely right")
        page.get_by_role("link", name="See what Heed proposes").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/supervisor/cues/")
        expect(page.locator("tbody tr").first).to_contain_text("5% (1 to 17)")
        expect(page.locator("tbody tr").first).to_contain_text("Take it away?")
        expect(page.locator("tbody tr").nth(1)).to_contain_text("Narrow it?")

        press(page, "o")
        page.wait_for_url(f"**/rules/{BAD}*")
        page.locator("summary", has_text="Propose to disable").focus()
        page.keyboard.press("Enter")
        tab_to(page, "how", "Propose to disable")
        page.keyboard.press("Enter")
        expect(page.locator(".govuk-error-summary")).to_contain_text("Enter why")
        assert_accessible(page, "without a reason")
        type_into(page, "disable-why", "Blind alleys and window blinds")
        page.keyboard.press("Enter")

        page.wait_for_url("**/lexicon/", timeout=60_000)  # the examples of every row are put to it
        expect(page.locator(".govuk-notification-banner")).to_contain_text(f"{BAD} is disabled")
        [(kind, why)] = heed.query("SELECT kind, why FROM lexicon_overlayedit")
        assert (kind, why) == (
            "disable", "Blind alleys and window blinds (right in 2 of 40 replies in 90 days: 5% (1 to 17))",
        )  # fmt: skip


def test_an_analyst_reads_and_has_nothing_to_press(heed):
    with browser() as page:
        sign_in(page, heed, "ada")
        page.get_by_role("link", name="Cues right?").click()
        press(page, "o")
        page.wait_for_url("**/cues/rules/*")
        assert_accessible(page, "an analyst's page of a rule")
        assert page.get_by_text("Propose to").count() == 0
