"""
One story across two agencies: the council's reports are counted before anybody may read them, and then both meet about her.

Dana makes the key. Carol turns the council's records into tokens with the tool, where they are, and sends them. Harriet reads
“2 council reports in 60 days”, records why she needs to know, and Carol answers. Nadia holds the conference whose agenda built
itself; what is decided is Carol's task, and Carol reads what is shared with her council.
"""

import json
import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.conftest import copy_of
from tests.journeys.person import assert_accessible, browser, ring, sign_in, wait_for_card
from tests.journeys.test_recognised_without_number import QUESTIONS

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

COUNCIL = "Mallow Borough Council"
HOME = "14 Acacia Road, Mallow, ZZ1 1AA"
SHARE = """
from datetime import timedelta
from django.utils import timezone
from heed.domain.agencies.models import Agreement
from heed.domain.incidents.models import Incident
from heed.flows.sharing.share import share
from heed.foundation.accounts.models import User
now, nadia, agreement = timezone.now(), User.objects.get(username="nadia"), Agreement.objects.get()
share(
    incident=Incident.objects.latest("pk"), agency=agreement.agency, agreement=agreement, parts=["place"],
    purpose="conference", necessity="They are the landlord of the flat above", until=(now + timedelta(days=30)).date(),
    user=nadia, actor=nadia.actor(), now=now,
)
"""


@pytest.fixture(scope="module")
def heed(furnished, tmp_path_factory):
    """Run a whole Heed with the council, its officer, an agreement, and three nights of Jean's."""
    with copy_of(furnished, tmp_path_factory.mktemp("heed")) as live:
        live.run("agency", "add", COUNCIL, "--force", "MAL", "--telephone", "01632 960100", "--asked-for", "ASB team")
        live.add_account(
            "carol", "partner_officer", "--agency", COUNCIL, "--first-name", "Carol", "--last-name", "Adeyemi"
        )
        live.add_account("nadia", "neighbourhood_officer", "--first-name", "Nadia", "--last-name", "Reyes")
        live.add_account("dana", "data_protection_officer", "--first-name", "Dana", "--last-name", "Iqbal")
        live.serve()
        live.work()
        sign_the_agreement(live)
        for night in range(3):
            put_on_record(live, f"night{night}")
        yield live


def sign_the_agreement(live):
    """Dana writes down what was signed."""
    (number,) = live.query("SELECT id FROM agencies_agency")[0]
    review = date.today() + timedelta(days=300)  # noqa: DTZ011  any day of the coming year
    live.sign_in("dana").post(
        f"/data-protection/agencies/{number}/agreements/",
        data={
            "title": "ASB sharing", "basis": "cda_1998_s115", "purposes": ["protect", "count", "conference"],
            "parts": ["pointer", "place"], "starts_on": "2026-01-01", "review_on": review.isoformat(),
        },
    )  # fmt: skip
    assert live.query("SELECT count(*) FROM agencies_agreement") == [(1,)]


def put_on_record(live, key):
    """Have Harriet record a night of noise, of which Jean rings from the same telephone."""
    client = live.sign_in("harriet")
    call = ring(live, "07700900111", key)
    wait_for_card(live, call)
    client.post(f"/calls/{call}/take")
    for (person,) in live.query("SELECT id FROM people_person"):
        client.post(f"/calls/{call}/caller", data={"decide": f"caller same {person}"})
    form = {f"q-{question}-given": "no" for question in QUESTIONS}
    form |= {
        "summary": "Music through the wall until two in the morning", "address": HOME, "area": "urban",
        "given_name": "Jean", "family_name": "Marlow", "born-day": "3", "born-month": "2", "born-year": "1982",
        "home": HOME, "victim": "caller", "opening_code": "ASB_NUISANCE", "grade": "SCHEDULED",
        "rationale": "Nobody is in danger", "risk-vulnerable": "no", "risk-why": "Tired, and not alone",
        "q-go_wrong-text": "It goes on", "q-how_likely-given": "low", "q-consequences-text": "No sleep",
    }  # fmt: skip
    answer = client.post(f"/calls/{call}/record", data=form)
    assert "/incidents/" in str(answer.url), re.findall(r'<a href="#[^<]*', answer.text)


def test_counted_first_asked_then_and_met_about(heed, tmp_path):
    with browser() as dana:
        pages = {
            name: dana.context.browser.new_page(viewport={"width": 1280, "height": 900})
            for name in ("carol", "harriet", "nadia")
        }
        for name, page in {"dana": dana, **pages}.items():
            sign_in(page, heed, name)
        send_tokens(pages["carol"], heed, tokens(dana, heed, tmp_path))
        ask(pages["harriet"], heed)
        answer(pages["carol"], heed)
        pages["harriet"].reload()
        expect(pages["harriet"].locator("main")).to_contain_text("Loud music from number 16")
        look(pages["harriet"], "what the council says")
        hold(pages["nadia"], heed)
        read(pages["carol"], heed)
        dana.goto(f"{heed.url}/data-protection/counts/")
        expect(dana.locator("main")).to_contain_text("Harriet Okoro")
        look(dana, "counts with agencies")
    assert heed.run("audit", "verify").returncode == 0


def look(page: Page, what: str) -> None:
    """Have axe look at a page, wide and narrow; on a telephone nothing may stick out."""
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert_accessible(page, f"{what}, {width} wide")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (what, width)
    page.set_viewport_size({"width": 1280, "height": 900})


def tokens(page: Page, heed, tmp_path):
    """Dana makes a key, and the council's tool makes a file of its own records."""
    page.goto(f"{heed.url}/data-protection/counts/")
    page.get_by_role("button", name=re.compile("Make a key")).click()
    look(page, "a key, shown once")
    (tmp_path / "key.txt").write_text(page.locator("pre code").inner_text())
    days = [date.today() - timedelta(days=back) for back in (3, 20, 80)]  # noqa: DTZ011  as the tool is used
    records = ["Case number;Surname;Forename;DOB;Date reported;Category"]
    records += [f"ASB-{number};MARLOW;Jéan;3/2/82;{day:%d/%m/%Y};noise" for number, day in enumerate(days)]
    (tmp_path / "records.csv").write_text("\n".join(records), "utf-8")
    heed.run(
        "agency", "tokens", str(tmp_path / "records.csv"), "--key-file", str(tmp_path / "key.txt"), "--out",
        str(tmp_path / "tokens.csv"),
    )  # fmt: skip
    return tmp_path / "tokens.csv"


def send_tokens(page: Page, heed, file):
    """Carol uploads the file; the report of long ago is left out, and named."""
    page.goto(f"{heed.url}/partner/counts/")
    page.get_by_label("The file that the tool wrote").set_input_files(file)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("main")).to_contain_text("Row 4: it is too old to be counted")
    expect(page.locator("main")).to_contain_text("2 reports stand in the count now")
    look(page, "counts of the council")


def ask(page: Page, heed):
    """Harriet reads the number, records a basis, and only then the references."""
    number, call = heed.query("SELECT id, call_id FROM incidents_incident ORDER BY id DESC LIMIT 1")[0]
    page.goto(f"{heed.url}/calls/incidents/{number}/?call={call}")
    expect(page.locator("#tallies")).to_contain_text("2 council reports in 60 days")
    expect(page.locator("#tallies")).to_contain_text(f"Ask {COUNCIL}: ASB team, 01632 960100")
    expect(page.locator("main")).not_to_contain_text("ASB-0")
    look(page, "an incident with a count")
    page.get_by_role("link", name=re.compile("Record a basis and ask")).click()
    look(page, "asking an agency")
    page.get_by_label("Protect and support the victim").check()
    page.get_by_label("Why you need to know").fill("She is afraid to sleep")
    page.get_by_role("button", name="Put on record and ask").click()
    expect(page.locator("main")).to_contain_text("ASB-0")


def answer(page: Page, heed):
    """Carol reads why, and answers."""
    page.goto(f"{heed.url}/partner/counts/")
    page.get_by_role("link", name="About 2 of your reports").click()
    expect(page.locator("main")).to_contain_text("She is afraid to sleep")
    expect(page.locator("main")).not_to_contain_text("Marlow")
    look(page, "a question of the police")
    page.get_by_label("I tell what is needed").check()
    page.get_by_label("In words").fill("Loud music from number 16, twice in October")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.locator("main")).to_contain_text("Your answer has gone")


def hold(page: Page, heed):
    """Nadia calls a conference for this minute, shares the item, writes the minutes and signs them."""
    page.goto(f"{heed.url}/patch/conferences/call")
    look(page, "calling a conference")
    page.get_by_label("What is it called?").fill("November, Mallow north")
    today = date.today()  # noqa: DTZ011  the force's own day
    for part, value in (("Day", today.day), ("Month", today.month), ("Year", today.year)):
        page.get_by_label(part, exact=True).fill(str(value))
    page.get_by_label("At what time?").fill("00:01")
    page.get_by_label(COUNCIL).check()
    page.get_by_role("button", name="Call it").click()
    expect(page.locator("main")).to_contain_text("3 incidents in 182 days")
    page.get_by_role("button", name=re.compile(f"Share the item.*{COUNCIL}")).click()
    expect(page.locator("main")).to_contain_text("Share it first, as deep as they need")
    heed.run("shell", "-c", SHARE)
    page.get_by_role("button", name=re.compile(f"Share the item.*{COUNCIL}")).click()
    expect(page.locator("main")).to_contain_text("sees the item")
    page.locator("summary", has_text="Write what was said").click()
    page.get_by_label("What was said").fill("The tenant of number 16 was warned")
    page.get_by_label("Every agency the item is shared with").first.check()
    page.get_by_role("button", name="Put in the minutes").click()
    page.locator("summary", has_text="Write a decision").click()
    page.get_by_label("What was decided").fill("Write to the tenant about the tenancy")
    page.get_by_label("Who does it?").select_option(label=COUNCIL)
    page.get_by_role("button", name="Make it a task").click()
    page.locator("summary", has_text="Put somebody down").click()
    page.get_by_label("Name", exact=True).fill("Carol Adeyemi")
    page.get_by_label("From where?").select_option(label=COUNCIL)
    page.get_by_label("Present", exact=True).check()
    page.get_by_label("They agree to the statement of confidentiality").check()
    page.get_by_role("button", name="Put them down").click()
    look(page, "a conference being held")
    page.get_by_role("button", name=re.compile("Sign the minutes")).click()
    expect(page.locator("main")).to_contain_text("Nothing can be added to them")
    look(page, "signed minutes")
    page.goto(f"{heed.url}/patch/conferences/")
    look(page, "the list of conferences")


def read(page: Page, heed):
    """Carol agrees to the statement, reads the place and no name, and finds her task."""
    page.goto(f"{heed.url}/partner/conferences/")
    page.get_by_role("link", name="November, Mallow north").click()
    expect(page.locator("main")).not_to_contain_text("Acacia")
    look(page, "the statement")
    page.get_by_role("button", name="I agree to it").click()
    expect(page.locator("main")).to_contain_text("14 Acacia Road")
    expect(page.locator("main")).to_contain_text("The tenant of number 16 was warned")
    expect(page.locator("main")).to_contain_text("Write to the tenant about the tenancy")
    expect(page.locator("main")).not_to_contain_text("Marlow")
    look(page, "the minutes as the council reads them")
    agency = heed.query("SELECT agency_id FROM tasking_task WHERE words = 'Write to the tenant about the tenancy'")
    assert json.dumps(agency) != "[[null]]"
