"""
A need is written down by keyboard, a warning waits for a second person, a passport is made and found by its number.

On a desk and on a telephone, each page looked at by axe. Words are as long and as odd as people write them.
"""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.person import assert_accessible, browser, choose, press, sign_in, tab_to, type_into
from tests.journeys.test_merge import report

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

WHY = "She asked us to keep what helps her"
UGLY = "Wolverhamptonshirewithoutanybreak" * 4 + " שלום 🐕"


def test_what_helps_is_written_down_warned_of_and_found(heed):
    report(
        heed,
        heed.sign_in("harriet"),
        "07700900301",
        family_name="Marlow",
        home="14 Acacia Road, Mallow, ZZ1 1AA",
        victim="caller",
    )
    known = str(heed.query("SELECT id FROM people_person WHERE family_name = 'Marlow'")[0][0])

    with browser() as page:
        sign_in(page, heed, "harriet")
        page.goto(f"{heed.url}/calls/people/{known}/")
        page.fill("[name=purpose]", WHY)
        page.keyboard.press("Enter")
        add_a_need(page)
        propose_a_warning(page)
        number = make_a_passport(page)
        find_by_passport(page, heed, number)
        page.goto(f"{heed.url}/calls/reviews/")
        looked_at(page, "reviews")

    with browser() as page:
        sign_in(page, heed, "simon")
        approve(page, heed)
        page.goto(f"{heed.url}/calls/people/{known}/")
        page.fill("[name=purpose]", WHY)
        page.keyboard.press("Enter")
        expect(page.locator(".heed-needs")).to_contain_text("Speak slowly")
        expect(page.locator(".heed-warnings")).to_contain_text("Two loose dogs")
        apart(page)
        looked_at(page, "the record with both panels")

    assert heed.run("audit", "verify").returncode == 0


def add_a_need(page: Page) -> None:
    """Add a need without touching the mouse."""
    expect(page.locator("h1")).to_contain_text("Jean")
    press(page, "n")
    expect(page.locator("h1")).to_contain_text("Add a need")
    looked_at(page, "add a need")
    type_into(page, "what_helps", f"Text, do not ring. {UGLY}")
    tab_to(page, "kind")
    page.keyboard.type("Hear")
    choose(page, "source", "person")
    choose(page, "basis", "safeguarding")
    tab_to(page, "", "Add the need")
    page.keyboard.press("Enter")
    expect(page.locator(".heed-needs")).to_contain_text("Text, do not ring.")


def propose_a_warning(page: Page) -> None:
    """Propose a warning: it is on no page yet."""
    press(page, "g")
    expect(page.locator("h1")).to_contain_text("Propose a warning to staff")
    looked_at(page, "propose a warning")
    page.select_option("[name=kind]", "dogs")
    page.fill("[name=words]", f"Two loose dogs. {UGLY}")
    page.fill("[name=basis]", "An officer saw them")
    page.check("[name=source][value=handler]")
    page.get_by_role("button", name="Propose the warning").click()
    expect(page.locator(".heed-warnings")).not_to_contain_text("Two loose dogs")


def make_a_passport(page: Page) -> str:
    """Write a passport with her; return the number that is read out."""
    press(page, "o")
    expect(page.locator("h1")).to_contain_text("Write a passport with")
    looked_at(page, "write a passport")
    page.fill("[name=what_helps]", "Speak slowly, and let me finish")
    page.fill("[name=own_words]", f"I am not drunk.\n{UGLY}")
    page.fill("[name=pin]", "2468")
    page.check("[name=agreed][value=telephone]")
    page.get_by_role("button", name="Make the passport").click()
    shown = page.locator(".heed-passport__number").inner_text()
    looked_at(page, "the number")
    page.emulate_media(media="print")
    expect(page.locator(".heed-passport__screen").first).to_be_hidden()
    page.emulate_media(media="screen")
    return str(re.sub(r"\D", "", shown))


def find_by_passport(page: Page, heed, number: str) -> None:
    """Find her by number and PIN, by keyboard; a slip is said at once."""
    page.goto(f"{heed.url}/calls/passports/")
    looked_at(page, "find by passport")
    type_into(page, "number", number[:-1] + str((int(number[-1]) + 1) % 10))
    type_into(page, "purpose", WHY)
    page.keyboard.press("Enter")
    expect(page.locator(".govuk-error-summary")).to_contain_text("three digits at a time")
    looked_at(page, "a slip")
    page.fill("[name=number]", number)
    page.fill("[name=pin]", "2468")
    page.keyboard.press("Enter")
    expect(page.locator(".heed-needs")).to_contain_text("Speak slowly, and let me finish")
    looked_at(page, "found by passport")


def approve(page: Page, heed) -> None:
    """Approve the warning as the second person."""
    page.goto(f"{heed.url}/supervisor/warnings/")
    looked_at(page, "warnings to approve")
    type_into(page, page.locator("textarea, input[type=text]").first.get_attribute("name") or "", "I saw them too")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Agree").click()
    expect(page.locator("main")).to_contain_text("Approved: staff see it from now on.")


def apart(page: Page) -> None:
    """The two panels differ in colour, in frame, in words and in place, and share no list."""
    looks = page.evaluate(
        """() => ["heed-needs", "heed-warnings"].map(name => {
            const panel = document.querySelector("." + name), style = getComputedStyle(panel);
            const looks = [style.backgroundColor, style.borderTopColor, style.borderLeftWidth];
            const says = panel.querySelector("h2").textContent.trim();
            return [...looks, says, ...[".heed-need", ".heed-warning"].map(kind => panel.querySelectorAll(kind).length)];
        })"""
    )
    needs, warnings = looks
    assert all(one != other for one, other in zip(needs, warnings, strict=True)), looks
    assert (needs[4:], warnings[4:]) == ([1, 0], [0, 1])
    assert page.evaluate("!document.querySelector('.heed-needs .heed-warnings, .heed-warnings .heed-needs')")


def looked_at(page: Page, what: str) -> None:
    """Have axe look at the page on a desk and on a telephone, where nothing may run over the edge."""
    assert_accessible(page, what)
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
        f"{what} is wider than a telephone"
    )
    assert_accessible(page, f"{what} on a telephone")
    page.set_viewport_size({"width": 1280, "height": 800})
