"""Is it a crime, the registrar's list, the wording review: axe, keys and no sideways scrolling, at a desk and a telephone."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from tests.desks.conftest import as_, card, hear, reported, ring, say, trail  # noqa: F401  fixtures
from tests.flows.conftest import JEAN
from tests.journeys.person import assert_accessible, browser, tab_to

from heed.domain.incidents.terms import PartyRole
from heed.flows import wording
from heed.flows.conduct import prompting as conduct
from heed.flows.record import Someone

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("journeys")]

UGLY = "Ö" * 180 + " <script>alert(1)</script> & a name that never ends Wolfeschlegelsteinhausenbergerdorff" * 2
SHOTS = os.environ.get("HEED_SHOTS", "")
"""A folder for pictures, for whoever wants to look; nothing is kept without it."""


@pytest.fixture
def prompt(reported, handler):  # noqa: F811
    """Return a prompt with a long sequence, both ways round, plain and ugly."""
    now = timezone.now()
    dean = Someone(
        (PartyRole.OTHER_PARTY,), given_name="Dean", family_name="Pike", address="16 Acacia Road, Mallow, ZZ1 1AA"
    )
    nobody = Someone((PartyRole.OTHER_PARTY,), description="her ex-partner, next door " + UGLY)
    him = Someone(
        (PartyRole.CALLER, PartyRole.VICTIM),
        is_caller=True,
        given_name="Dean",
        family_name="Pike",
        address=dean.address,
    )
    jean = Someone((PartyRole.OTHER_PARTY,), given_name="Jean", family_name="Marlow", address=JEAN.address)
    for days, what, log in (
        (410, "Music until four, she knocked, he laughed", ""),
        (200, "Bins kicked over, wing mirror gone", "He smashed the mirror on her car"),
        (12, UGLY, "Regular time waster, usual nonsense from this address, he threatened her with a bat"),
        (
            2,
            "Racist abuse over the fence",
            "Racist abuse shouted at her, she is scared he will hurt her. Attention seeker",
        ),
    ):
        made = reported(now=now - timedelta(days=days), parties=(JEAN, dean), answers=(), summary=what, log_text=log)
    reported(
        "07700 900888",
        now=now - timedelta(days=30),
        parties=(him, jean),
        answers=(),
        summary="She shouted at me over the fence",
    )
    for days in (9, 8):
        odd = reported(now=now - timedelta(days=days), parties=(JEAN, nobody), answers=(), summary="Knocked and ran")
    conduct.look(incident_id=odd.pk, now=now - timedelta(days=8))
    return conduct.look(incident_id=made.pk, now=now - timedelta(days=2))[0]


def cookie_of(user):
    """Sign somebody in, before a browser is open; return their session."""
    client = Client()
    client.force_login(user)
    return client.cookies["heed_session"].value


def visit(page, live_server, cookie, address):
    page.context.add_cookies([{"name": "heed_session", "value": cookie, "url": live_server.url}])
    page.goto(live_server.url + address)


def look_at(page, what, width):
    assert_accessible(page, f"{what}, {width} px")
    assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{what} scrolls sideways at {width}"
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS, f"{what}-{width}.png")), full_page=True)


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_the_pages_hold_at_both_sizes(live_server, prompt, handler, supervisor, person_at_work, width, height):
    registrar = person_at_work("crime_registrar")
    week = wording.monday_of(timezone.localdate())
    for back in range(3):
        wording.draw(force=handler.force, week=week - back * wording.WEEK, now=timezone.now())
    cookies = {user: cookie_of(user) for user in (handler, registrar, supervisor)}
    with browser(width, height) as page:
        for user, address, what in (
            (handler, f"/calls/conduct/{prompt.pk}/", "sequence"),
            (handler, f"/calls/incidents/{prompt.incident_id}/?conduct={prompt.pk}", "incident"),
            (registrar, "/supervisor/crime/", "registrar"),
            (supervisor, "/supervisor/wording/", "wording"),
        ):
            visit(page, live_server, cookies[user], address)
            look_at(page, what, width)
        page.goto(live_server.url + "/supervisor/wording/")
        tab_to(page, "", "Mark")


def test_a_crime_is_recorded_by_keyboard(live_server, prompt, handler):
    cookie = cookie_of(handler)
    with browser() as page:
        visit(page, live_server, cookie, f"/calls/conduct/{prompt.pk}/")
        tab_to(page, "decide-outcome")
        page.keyboard.press("Space")
        tab_to(page, "decide-recorded_as")
        page.keyboard.press("ArrowDown")
        tab_to(page, "decide-crime_number")
        page.keyboard.type("MAL/9/26")
        tab_to(page, "decide-reason")
        page.keyboard.type("Four times, and she is afraid of him")
        tab_to(page, "decide-told")
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_selector("text=Decided: a crime is recorded.")
        assert_accessible(page, "decided")
    assert prompt.decisions.get().crime_number == "MAL/9/26"
