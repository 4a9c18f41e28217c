"""Somebody at a browser: presses keys, reads the screen, and has every page looked at by axe."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which

import httpx
from playwright.sync_api import Page, sync_playwright
from tests.live import Live

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MOST_TABS = 400
"""Presses of Tab after which a field counts as out of reach."""


@contextmanager
def browser(width: int = 1280, height: int = 800) -> Iterator[Page]:
    """Open the distribution's Chromium, headless."""
    program = next(filter(None, map(which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        page = chromium.new_page(viewport={"width": width, "height": height})
        page.set_default_timeout(20_000)
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        yield page
        chromium.close()
        assert not complaints, complaints


def ring(live: Live, number: str, key: str, **more: str) -> str:
    """Let the exchange post one ring; return the call."""
    event = {"event": "newCall", "callId": key, "from": number, "to": "101"} | more
    return str(httpx.post(f"{live.url}/api/cti/v1/{live.token}", json=event).json()["call"])


def press(page: Page, key: str) -> None:
    """Press one of the page's own keys: none does anything before the script is there, on a slow machine after the words."""
    page.wait_for_selector("body.js-enabled")
    page.keyboard.press(key)


def tab_to(page: Page, name: str, value: str = "") -> None:
    """Press Tab until the field, button or radio group of that name has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        found = page.evaluate(
            "[document.activeElement.name, document.activeElement.textContent, document.activeElement.value]"
        )
        if found[0] == name or (not name and value in (found[1] or "")):
            return
    raise AssertionError(f"{name or value} cannot be reached with the Tab key")


def type_into(page: Page, name: str, text: str) -> None:
    """Reach a field by keyboard and type."""
    tab_to(page, name)
    page.keyboard.type(text)


def choose(page: Page, name: str, value: str) -> None:
    """Reach a group of radios by keyboard and choose with space and the arrows."""
    tab_to(page, name)
    page.keyboard.press("Space")
    for _ in range(12):
        if page.evaluate("document.activeElement.value") == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{name} offers no {value}")


def sign_in(page: Page, live: Live, name: str) -> None:
    """Sign in by keyboard."""
    page.goto(f"{live.url}/accounts/login/")
    type_into(page, "login", name)
    type_into(page, "password", live.passwords[name])
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/accounts/" not in address)


def assert_accessible(page: Page, what: str) -> None:
    """Have axe look at the page as it is now. It comes in through the debugger, past the page's own policy."""
    session = page.context.new_cdp_session(page)
    session.send("Runtime.evaluate", {"expression": AXE.read_text("utf-8")})
    violations = page.evaluate(
        "async rules => (await axe.run({runOnly: rules, resultTypes: ['violations']})).violations", RULES
    )
    problems = [
        (problem["id"], node["html"][:160], node["failureSummary"][:200])
        for problem in violations
        for node in problem["nodes"]
    ]
    assert not problems, (what, problems)
    session.detach()


def wait_for_card(live: Live, call: str) -> None:
    """Wait until the worker has searched for the call."""
    deadline = time.monotonic() + 60
    while not live.query("SELECT 1 FROM calls_check WHERE call_id = %s", call):
        assert time.monotonic() < deadline, "the card never came"
        time.sleep(0.05)
