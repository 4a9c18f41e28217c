"""
One story, two browsers: a case is referred, accepted, and never without a holder; another comes back with a reason and a clock.

Harriet finds the right door and shows the council what it needs. Olu, of the council, accepts and says how it goes. Jean hears by
e-mail who holds it. Nadia reads it on her list. What Olu refuses is Harriet's again, with a task.
"""

import re
import socket
import time
from datetime import date, timedelta

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import Page, expect
from tests.journeys.conftest import copy_of
from tests.journeys.person import assert_accessible, browser, ring, sign_in, wait_for_card
from tests.journeys.test_recognised_without_number import QUESTIONS

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

COUNCIL = "Mallow Borough Council"
SAFE_EMAIL = """
from datetime import timedelta
from django.utils import timezone
from heed.domain.contact.services import RuleWords, note_rule
from heed.domain.people.models import Person
from heed.foundation.accounts.models import User
now, harriet = timezone.now(), User.objects.get(username="harriet")
note_rule(
    person=Person.objects.get(), user=harriet, actor=harriet.actor(), now=now,
    rule=RuleWords(
        source="person", basis="law_enforcement", review_on=now.date() + timedelta(days=30), only=("email",),
        safe_email="jean@example.org",
    ),
)
"""


class Mailbox:
    """Keeps what came."""

    def __init__(self) -> None:
        """Nothing came yet."""
        self.letters: list[tuple[list[str], str]] = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  aiosmtpd's name
        self.letters.append((envelope.rcpt_tos, envelope.content.decode()))
        return "250 OK"


@pytest.fixture(scope="module")
def mailbox():
    """Run a mail server on this machine."""
    box = Mailbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        box.port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=box.port)
    server.start()
    yield box
    server.stop()


@pytest.fixture(scope="module")
def heed(furnished, mailbox, tmp_path_factory):
    """Run a whole Heed with the council, its officer, an agreement, and a night of Jean's and one of Ann's."""
    with copy_of(furnished, tmp_path_factory.mktemp("heed")) as live:
        live.env |= {
            "HEED_SMTP_HOST": "127.0.0.1", "HEED_SMTP_PORT": str(mailbox.port), "HEED_SMTP_TLS": "none",
            "HEED_SMTP_FROM": "team@example.org",
        }  # fmt: skip
        live.run("agency", "add", COUNCIL, "--force", "MAL", "--telephone", "01632 960100", "--asked-for", "ASB team")
        live.add_account("olu", "partner_officer", "--agency", COUNCIL, "--first-name", "Olu", "--last-name", "Adeyemi")
        live.add_account("nadia", "neighbourhood_officer", "--first-name", "Nadia", "--last-name", "Reyes")
        live.add_account("dana", "data_protection_officer", "--first-name", "Dana", "--last-name", "Iqbal")
        live.serve()
        live.work()
        sign_the_agreement(live)
        put_on_record(live, "Jean", number="07700900111", home="14 Acacia Road, Mallow, ZZ1 1AA")
        live.run("shell", "-c", SAFE_EMAIL)
        put_on_record(live, "Ann", number="07700900222", home="3 Mill Lane, Mallow, ZZ1 2BB")
        yield live


def sign_the_agreement(live):
    """Dana writes down what was signed."""
    (number,) = live.query("SELECT id FROM agencies_agency")[0]
    review = date.today() + timedelta(days=300)  # noqa: DTZ011  any day of the coming year
    answer = live.sign_in("dana").post(
        f"/data-protection/agencies/{number}/agreements/",
        data={
            "title": "ASB sharing", "basis": "cda_1998_s115", "purposes": ["solve", "protect"],
            "parts": ["pointer", "place", "words", "history"], "starts_on": "2026-01-01",
            "review_on": review.isoformat(),
        },
    )  # fmt: skip
    assert live.query("SELECT count(*) FROM agencies_agreement") == [(1,)], re.findall(r'href="#[^<]*', answer.text)


def put_on_record(live, name, *, number, home):
    """Have Harriet record a night of noise, which is nobody's emergency."""
    client = live.sign_in("harriet")
    call = ring(live, number, name)
    wait_for_card(live, call)
    client.post(f"/calls/{call}/take")
    form = {f"q-{question}-given": "no" for question in QUESTIONS}
    form |= {
        "summary": "Music through the wall until two in the morning", "address": home, "area": "urban",
        "given_name": name, "family_name": "Marlow", "born-day": "3", "born-month": "2", "born-year": "1982",
        "home": home, "victim": "caller", "opening_code": "ASB_NUISANCE", "grade": "SCHEDULED",
        "rationale": "Nobody is in danger", "risk-vulnerable": "no", "risk-why": "Tired, and not alone",
        "q-go_wrong-text": "It goes on", "q-how_likely-given": "low", "q-consequences-text": "No sleep",
    }  # fmt: skip
    answer = client.post(f"/calls/{call}/record", data=form)
    assert "/incidents/" in str(answer.url), re.findall(r'<a href="#[^<]*', answer.text)


def test_a_case_always_has_a_holder_and_a_refusal_comes_back_with_a_clock(heed, mailbox):
    first, second = heed.query("SELECT id, call_id FROM incidents_incident ORDER BY id")
    with browser() as harriet:
        olu = harriet.context.browser.new_page(viewport={"width": 1280, "height": 800})
        nadia = harriet.context.browser.new_page(viewport={"width": 390, "height": 844})
        sign_in(harriet, heed, "harriet")
        sign_in(olu, heed, "olu")
        sign_in(nadia, heed, "nadia")

        refer(harriet, heed, first)
        expect(harriet.locator("#held")).to_contain_text("Who holds it: The police")
        expect(harriet.locator("#held")).to_contain_text(f"{COUNCIL} owes the next word by")
        accept_and_update(olu, heed)
        harriet.reload()
        expect(harriet.locator("#held")).to_contain_text(f"Who holds it: {COUNCIL}")
        assert_accessible(harriet, "the incident that the council holds")
        jean_hears_of_it(mailbox)
        read_on_the_beat(nadia, heed)

        refer(harriet, heed, second)
        refuse(olu, heed)
        harriet.reload()
        expect(harriet.locator("#held")).to_contain_text("Who holds it: The police")
        expect(harriet.locator("#held")).to_contain_text("Another agency answers for it")
        expect(harriet.locator("#held")).to_contain_text("We owe the next word by")
        harriet.goto(f"{heed.url}/patch/tasks/")
        expect(harriet.locator("main")).to_contain_text(f"{COUNCIL} refused it")
        nadia.reload()
        expect(nadia.locator("main")).to_contain_text("Refused: it stays with us")
    assert heed.run("audit", "verify").returncode == 0


def refer(page: Page, heed, incident):
    """Harriet asks for the right door, looks at exactly what they will see, and refers."""
    number, call = incident
    page.goto(f"{heed.url}/calls/incidents/{number}/?call={call}")
    page.get_by_role("link", name=re.compile("Find the right door")).click()
    page.get_by_label("What is it?").select_option("noise")
    page.get_by_label("Whose home does it come from?").select_option("council")
    page.get_by_label("Where does it happen?").select_option("home")
    page.get_by_role("button", name=re.compile("Find the door")).click()
    expect(page.locator("#doors")).to_contain_text("the council is the landlord")
    page.locator("#doors").get_by_role("link", name=re.compile("Refer to them")).click()
    page.get_by_label("What do you ask them to do?").fill("Please visit the tenant and look at the tenancy")
    page.get_by_label("Where it happened").check()
    page.get_by_label("What happened, in the words of the summary").check()
    page.get_by_label("What is it for?").select_option("solve")
    page.get_by_label("Why do they need it?").fill("They cannot find the home without the address")
    assert_accessible(page, "a referral being written")
    page.get_by_role("button", name=re.compile("Show what they will see")).last.click()
    expect(page.locator(".heed-sheet")).to_contain_text("Music through the wall")
    expect(page.locator(".heed-sheet")).not_to_contain_text("Jean")
    assert_accessible(page, "what they will see")
    page.get_by_role("button", name=re.compile("Share this and refer")).click()
    page.wait_for_url(f"**/calls/incidents/{number}/**")


def accept_and_update(page: Page, heed):
    """Olu opens what waits, accepts, and says how it goes."""
    page.goto(f"{heed.url}/partner/referrals/")
    assert_accessible(page, "the council's referrals")
    page.locator("main").get_by_role("link", name=re.compile("Please visit the tenant")).click()
    expect(page.locator("main")).to_contain_text("Music through the wall")
    expect(page.locator("main")).not_to_contain_text("Jean")
    assert_accessible(page, "a referral to answer")
    page.get_by_role("button", name="Accept: it is ours").click()
    expect(page.locator("main")).to_contain_text("You hold the case")
    page.locator("#update summary").click()
    page.get_by_label("How does it go?").fill("Seen on Monday, and warned in writing")
    page.get_by_role("button", name="Send it to the police").click()
    expect(page.locator("main")).to_contain_text("The police can read it now")
    assert_accessible(page, "a referral in hand")


def jean_hears_of_it(mailbox):
    """Jean's letter says who holds it, and nothing that the council wrote."""
    until = time.monotonic() + 30
    while not mailbox.letters and time.monotonic() < until:
        time.sleep(0.1)
    [(to, letter)] = mailbox.letters
    assert to == ["jean@example.org"]
    assert f"now looked after by {COUNCIL}" in " ".join(letter.replace("=\r\n", "").split())
    assert "tenancy" not in letter
    assert "warned" not in letter


def read_on_the_beat(page: Page, heed):
    """Nadia reads on her telephone who holds it and what they said."""
    page.goto(f"{heed.url}/patch/partners/?whose=all")
    expect(page.locator("main")).to_contain_text("Accepted: they hold it")
    expect(page.locator("main")).to_contain_text("Seen on Monday, and warned in writing")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing runs off the side"
    assert_accessible(page, "with partners, on a telephone")


def refuse(page: Page, heed):
    """Olu refuses with a reason; without one the page asks again."""
    page.goto(f"{heed.url}/partner/referrals/")
    page.locator("main").get_by_role("link", name=re.compile("Please visit the tenant")).first.click()
    page.locator("#refuse summary").click()
    page.get_by_role("button", name="Refuse it").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Select why")
    assert_accessible(page, "a refusal asked again")
    page.get_by_label("Another agency answers for it").check()
    page.locator("#refuse textarea").fill("Acacia Homes own that block")
    page.get_by_role("button", name="Refuse it").click()
    expect(page.locator("main")).to_contain_text("It stays with the police")
