"""What only a browser can say: axe, keys, what a choice reveals, and that nothing offends the security policy."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from csp.utils import build_policy
from django.test import RequestFactory
from playwright.sync_api import Page, Route, sync_playwright

import heed.foundation.design
from heed.foundation.design import errors, views

pytestmark = pytest.mark.browser

STATIC = Path(heed.foundation.design.__file__).parent / "static"
AXE = Path("node_modules/axe-core/axe.min.js")
HERE = "http://heed.test"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
RULES = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}"


@pytest.fixture(params=[(1280, 800), (390, 844), (640, 400)], ids=["desk", "telephone", "200 % zoom"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """Return a window size."""
    return request.param


@pytest.fixture
def page(request: pytest.FixtureRequest, settings) -> Iterator[Page]:
    """Open the page of components as a server would send it, with its policy; no server and no database."""
    assert (STATIC / "heed/heed.js").exists(), "The styles and scripts are not built: run `make` first."
    settings.DEBUG = True
    html = views.components(RequestFactory().get("/")).content
    lost = errors.page_not_found(RequestFactory().get("/")).content
    policy = {"Content-Security-Policy": build_policy()}

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(HERE)
        if path.startswith("/static/"):
            file = STATIC / path.removeprefix("/static/")
            route.fulfill(body=file.read_bytes(), content_type=TYPES[file.suffix])
        else:
            route.fulfill(body=lost if path == "/lost" else html, content_type="text/html", headers=policy)

    width, height = request.getfixturevalue("size") if "size" in request.fixturenames else (1280, 800)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        opened = browser.new_page(viewport={"width": width, "height": height})
        complaints: list[str] = []
        opened.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        opened.route("**/*", answer)
        opened.goto(f"{HERE}/")
        yield opened
        browser.close()
    assert complaints == []


def faults(page: Page) -> list[tuple[str, str]]:
    """Return what axe finds."""
    page.evaluate(AXE.read_text())
    found = page.evaluate(f"axe.run({RULES})")
    return [(fault["id"], fault["nodes"][0]["html"]) for fault in found["violations"]]


def test_axe_finds_nothing_and_nothing_runs_off_the_side(page: Page, size: tuple[int, int]):
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]

    page.goto(f"{HERE}/lost")
    assert faults(page) == []


def test_a_single_key_presses_its_element_but_never_while_somebody_types(page: Page):
    page.click("h1")
    page.keyboard.press("2")
    assert page.is_checked("#id_harm-2")

    page.keyboard.press("v")
    assert page.evaluate("document.activeElement.id") == "id_victim"
    page.keyboard.type("1 Vale?")
    assert page.input_value("#id_victim") == "1 Vale?"
    assert page.is_checked("#id_harm-2")
    assert page.locator("dialog").count() == 0


def test_with_alt_a_key_works_even_while_somebody_types(page: Page):
    page.click("#id_victim")
    page.keyboard.press("Alt+1")

    assert page.is_checked("#id_harm")
    assert page.input_value("#id_victim") == ""


def test_the_list_of_keys_opens_names_each_and_gives_the_focus_back(page: Page):
    page.focus("#id_harm-3")
    page.keyboard.press("?")

    dialog = page.get_by_role("dialog", name="Keys on this page")
    assert "Record incident" in dialog.inner_text()
    assert faults(page) == []
    page.keyboard.press("2")
    assert not page.is_checked("#id_harm-2"), "the page behind the list answers no keys"
    page.keyboard.press("Escape")
    assert dialog.count() == 0
    assert page.evaluate("document.activeElement.id") == "id_harm-3"


def test_single_keys_can_be_switched_off_for_people_who_dictate(page: Page):
    page.click("text=Keys on this page")
    page.uncheck("dialog input")
    page.click("dialog >> text=Close")
    page.click("h1")
    page.keyboard.press("2")
    assert not page.is_checked("#id_harm-2")

    page.keyboard.press("Alt+2")
    assert page.is_checked("#id_harm-2")


def test_screen_readers_are_told_each_key(page: Page):
    assert page.get_attribute("#id_victim", "aria-keyshortcuts") == "Alt+V"
    assert page.get_attribute("[data-key=F2]", "aria-keyshortcuts") == "F2"


def test_what_a_choice_asks_for_shows_only_while_it_is_chosen(page: Page):
    assert page.is_visible("#id_why")
    page.check("#id_harm-2")
    assert not page.is_visible("#id_why")


def test_the_card_stays_in_sight_on_a_desk(page: Page):
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")

    assert page.locator(".heed-card").bounding_box()["y"] >= 0
