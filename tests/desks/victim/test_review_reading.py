"""What an applicant reads by the link in a message: their decision, in words that name nobody, and no more."""

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client

from heed.config.logging import without_tokens
from heed.domain.case_review.applications.services import Applied
from heed.domain.case_review.deciding.services import Reasons
from heed.domain.case_review.models import ReadingLink
from heed.domain.case_review.terms import Applicant, Channel, Consent, Ground
from heed.domain.contact.models import Message
from heed.domain.incidents.terms import PartyRole
from heed.domain.tasking.models import Task
from heed.flows.case_review import applying, deciding
from heed.foundation.accounts.terms import system
from heed.foundation.policy import services as policy

pytestmark = pytest.mark.django_db

ADDRESS = "https://ask.example.org"


@pytest.fixture
def decided(incident, person_at_work, now):
    """Return a decision about Jean's application, told by message."""
    sam = person_at_work("neighbourhood_officer", "sam", rank="sergeant")
    said = Applied(Applicant.VICTIM, Consent.OWN, shares=True, name="Jean Marlow", about="Stones")
    application = applying.apply(
        force=incident.force,
        applied=said,
        key=uuid.uuid4(),
        channel=Channel.WEB,
        actor=system("x", force="MAL"),
        now=now,
    )
    jean = incident.parties.get(role=PartyRole.VICTIM).person
    applying.identify(application=application, person=jean, user=sam, actor=sam.actor(), now=now)
    reasons = Reasons("Not yet <b>so</b>", "Two weeks", "Fear at night", "An officer came at once")
    application.refresh_from_db()
    made, refused = deciding.decide(
        application=application, ground=Ground.NOT_MET, reasons=reasons, address=ADDRESS, user=sam, actor=sam.actor(),
        now=now,
    )  # fmt: skip
    assert refused == ""
    return made


@pytest.fixture
def page(decided):
    """Return the address in the message."""
    [address] = re.findall(rf"{ADDRESS}(/answer/read/[0-9a-f]{{32}})", Message.objects.get().body)
    return address


def test_the_message_and_the_cover_give_nothing_away(page, decided):
    body, cover = Message.objects.get().body, Client(enforce_csrf_checks=True).get(page)

    for word in ("police", "review", "Marlow", "Acacia", "Stones"):
        assert word.lower() not in body.replace(page, "").lower(), word
        assert word.lower() not in re.sub(r"<link[^>]*>", "", cover.content.decode()).lower(), word
    assert not Task.objects.filter(key__startswith="case-review-say").exists()


def test_the_page_says_what_was_decided_and_how_to_ask_again_and_names_nobody(page, decided, trail):
    answer = Client().get(f"{page}?open=1")
    text = answer.content.decode()

    assert "There is not to be a case review" in text
    assert "Not yet &lt;b&gt;so" in text
    assert "Fear at night" in text
    assert "somebody else looks at it again" in text
    assert "police and crime commissioner" not in text
    for word in ("Jean", "Marlow", "Sam", "Acacia"):
        assert word not in text
    assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert len(trail("case_review.read_by_applicant")) == 1


def test_a_wrong_an_old_and_a_worn_link_open_nothing(page, decided, now):
    assert Client().get("/answer/read/nonsense").status_code == 404
    assert Client().post(page).status_code == 405
    most = policy.in_use().review.reading.tries_an_hour.value
    states = [Client().get(page).status_code for _ in range(most + 1)]
    assert states == [200] * most + [429]
    ReadingLink.objects.update(expires_at=now - timedelta(days=1))
    assert Client().get(page).status_code == 404


def test_no_log_keeps_its_token(page):
    token = page.rpartition("/")[2]

    assert token not in str(without_tokens(None, "warning", {"event": f"Not Found: {page}"}))
