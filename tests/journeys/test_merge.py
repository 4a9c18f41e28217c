"""
One woman is on record twice, by her maiden and by her married name: made one, counted as one, and taken back.

Then she is said to be two: what Heed proposed is gone. All in a real browser, each page looked at by axe.
"""

import json
import re
import uuid

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.person import assert_accessible, browser, press, ring, sign_in
from tests.live import Live

from heed.foundation.policy import services as policy

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

MAIDEN, MARRIED = "07700900301", "07700900302"
WHY = "Is she on record twice?"
REASON = "She gave her maiden name and her date of birth"


def test_two_records_of_one_woman_become_one_and_two_again(heed):
    handler = heed.sign_in("harriet")
    report(heed, handler, MAIDEN, family_name="Marlow", home="14 Acacia Road, Mallow, ZZ1 1AA", victim="caller")
    # Without a date of birth, so that the call itself does not ask whether it is her.
    unborn = {"born-day": "", "born-month": "", "born-year": ""}
    report(heed, handler, MARRIED, family_name="Hale", home="3 Mill Lane, Mallow, ZZ1 2BB", victim="nobody", **unborn)
    marlow, hale = (person(heed, name) for name in ("Marlow", "Hale"))
    assert not is_repeat_victim(heed, MARRIED)
    before = standing(heed)

    with browser() as page:
        sign_in(page, heed, "simon")
        open_record(page, heed, hale)
        assert counted(page) == {"As victim or complainant": ["0"] * 4, "As caller, for whomever": ["1"] * 4}
        compare(page)
        make_one(page, hale)
        assert counted(page) == {"As victim or complainant": ["1"] * 4, "As caller, for whomever": ["2"] * 4}
        assert is_repeat_victim(heed, MARRIED)

        take_back(page)
        assert not is_repeat_victim(heed, MARRIED)
        assert standing(heed) == before
        open_record(page, heed, hale)
        assert counted(page) == {"As victim or complainant": ["0"] * 4, "As caller, for whomever": ["1"] * 4}

        propose(heed, marlow, hale)
        tell_apart(page, heed)
        look_at_a_split(page, heed, marlow)
        look_at_a_place(page, heed)

    assert heed.run("audit", "verify").returncode == 0


def open_record(page: Page, live: Live, known: str) -> None:
    """Open a record from nowhere, with a reason."""
    page.goto(f"{live.url}/calls/people/{known}/")
    page.fill("[name=purpose]", WHY)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Jean Hale")
    assert_accessible(page, "person")


def compare(page: Page) -> None:
    """Look for the other record, by keyboard, and see both sides, on a desk and on a telephone."""
    press(page, "m")
    page.wait_for_url("**/merge/?why=1")
    assert_accessible(page, "whom to compare with")
    page.fill("[name=words]", "Marlow")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Compare with Jean Marlow").click()
    expect(page.locator(".heed-side")).to_have_count(3)
    expect(page.locator("main")).to_contain_text("0 and 1 become 1")
    assert_accessible(page, "both sides")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert_accessible(page, "both sides on a telephone")
    page.set_viewport_size({"width": 1280, "height": 800})


def make_one(page: Page, known: str) -> None:
    """Decide that both are one; a reason is asked for first."""
    page.get_by_role("button", name="Same person").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Enter why")
    page.keyboard.press("Alt+w")
    page.keyboard.type(REASON)
    page.keyboard.press("Alt+1")
    page.wait_for_url(f"**/people/{known}/?why=1")
    expect(page.locator(".govuk-notification-banner")).to_contain_text("They stand as one person from now on")
    expect(page.locator("main")).to_contain_text("2 records stand as one person")
    assert_accessible(page, "one person of two records")


def take_back(page: Page) -> None:
    """Take it back from the history, by keyboard."""
    press(page, "i")
    expect(page.locator("main")).to_contain_text(REASON)
    press(page, "u")
    page.keyboard.press("Tab")
    page.keyboard.type("They are cousins")
    assert_accessible(page, "what was decided")
    page.keyboard.press("Enter")
    expect(page.locator(".govuk-notification-banner")).to_contain_text("Taken back")
    expect(page.locator("main")).to_contain_text("They are cousins")


def tell_apart(page: Page, live: Live) -> None:
    """Answer what Heed proposes: not the same. It is proposed no more."""
    page.goto(f"{live.url}/supervisor/identity/")
    expect(page.locator("main")).to_contain_text("To decide (1)")
    expect(page.locator("main")).to_contain_text("Decisions by people kept: 1 of 1")
    assert_accessible(page, "possibly the same person")
    press(page, "o")
    expect(page.locator("main")).to_contain_text("Surname changed")
    page.fill("[name=why]", "Cousins of one name")
    page.keyboard.press("Alt+2")
    page.wait_for_url("**/supervisor/identity/")
    expect(page.locator("main")).to_contain_text("To decide (0)")
    expect(page.get_by_role("link", name="Compare them")).to_have_count(0)
    assert_accessible(page, "nothing proposed")


def look_at_a_split(page: Page, live: Live, known: str) -> None:
    """See in words what a split would change."""
    page.goto(f"{live.url}/calls/people/{known}/split/?why=1")
    page.get_by_role("checkbox", name=re.compile("14 Acacia Road.*Since")).check()
    page.fill("[name=why]", "It is where her cousin lives")
    page.keyboard.press("Alt+g")
    expect(page.locator("#would")).to_contain_text("A new person, Jean Marlow")
    assert_accessible(page, "what a split would change")


def look_at_a_place(page: Page, live: Live) -> None:
    """Find a place by its address."""
    page.goto(f"{live.url}/calls/search/?why=1")
    page.fill("[name=words]", "14 Acacia Road")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="14 Acacia Road").first.click()
    expect(page.locator("h1")).to_contain_text("14 Acacia Road")
    assert_accessible(page, "place")


def report(live: Live, client, number: str, **who: str) -> None:
    """Take one call by its pages and record what it reports; 14 Acacia Road has its windows broken."""
    call = ring(live, number, number)
    client.post(f"/calls/{call}/take")
    form = {
        "summary": "Stones at the window again",
        "address": "14 Acacia Road, Mallow, ZZ1 1AA",
        "area": "urban",
        "opening_code": "ASB_PERSONAL",
        "given_name": "Jean",
        "born-day": "3",
        "born-month": "2",
        "born-year": "1942",
        "grade": "PRIORITY",
        "rationale": "Alone and frightened",
        "risk-vulnerable": "no",
        "risk-why": "Two of them at home, and well",
    } | who
    pack = policy.in_use()
    for question in (*pack.risk_questions, *pack.questions):
        form[f"q-{question.id}-text"] = "" if question.answers else "She could be hurt"
        if question.answers:
            form[f"q-{question.id}-given"] = "no" if "no" in question.answers else "high"
    answer = client.post(f"/calls/{call}/record", data=form)
    assert "/incidents/" in str(answer.url), re.findall(r'href="#id_[^>]+>([^<]+)', answer.text)


def person(live: Live, family_name: str) -> str:
    """Return the id of the one person on record under a family name."""
    ((found,),) = live.query("SELECT id::text FROM people_person WHERE family_name = %s", family_name)
    return str(found)


def is_repeat_victim(live: Live, number: str) -> bool:
    """Say whether somebody known on the line would be a repeat victim, were they to ring now."""
    return bool(json.loads(live.run("recognise", "--number", number, "--json").stdout)["flags"]["repeat_victim"])


def standing(live: Live) -> list[object]:
    """Return who stands for whom, and what stands under whom, row by row."""
    tables = ("people_mention", "people_lineuse", "people_residence", "incidents_party")
    return [
        live.query("SELECT id::text, lead_id::text FROM people_person ORDER BY id"),
        *(live.query(f"SELECT * FROM {table} ORDER BY id") for table in tables),
    ]


def propose(live: Live, one: str, other: str) -> None:
    """Put a run on record that proposes the two."""
    run = str(uuid.uuid4())
    live.query(
        "INSERT INTO backrecord_run (id, force_id, started_at, ended_at, started_by, model, engine, descriptions, pairs,"
        " proposed, linked, humans_kept, humans_all, policy_version)"
        " SELECT %s, id, now(), now(), 'system:linkage', 'national', 'duckdb', 2, 1, 1, 0, 1, 1, 'national'"
        " FROM accounts_force RETURNING id",
        run,
    )
    # The decision that was taken back does not answer for the pair.
    live.query(
        "INSERT INTO backrecord_proposal (run_id, one_id, other_id, probability, because)"
        " VALUES (%s, least(%s, %s)::uuid, greatest(%s, %s)::uuid, 0.97, %s) RETURNING id",
        run, one, other, one, other, json.dumps(["same first name", "surname changed"]),
    )  # fmt: skip


def counted(page: Page) -> dict[str, list[str]]:
    """Return the rows of counts of a person's page."""
    rows = page.locator("main table").first.locator("tbody tr").all()
    return {row.locator("th").inner_text(): row.locator("td").all_inner_texts() for row in rows}
