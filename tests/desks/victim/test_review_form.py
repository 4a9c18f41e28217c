"""The public form for a case review: no sign-in, no script, no cookie, nothing kept before it is sent, nobody found out."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from heed.domain.case_review.models import Application, Complaint, Knock
from heed.domain.tasking.models import Task
from heed.foundation.accounts.models import Force
from heed.foundation.audit.models import Event

pytestmark = pytest.mark.django_db

ADDRESS = "/case-review/"
UGLY = "<script>alert(1)</script> Ünsal שלום 🏠 " + "W" * 120


class Phone(Client):
    """A browser that sends forms as browsers send these, and not as multipart."""

    def post(self, path, data, content_type="application/x-www-form-urlencoded", **more):
        body = urlencode(data, doseq=True) if isinstance(data, dict) else data
        return super().post(path, body, content_type=content_type, **more)


@pytest.fixture
def phone(force):
    """Return a browser without cookies that refuses forms from elsewhere, as in earnest."""
    return Phone(enforce_csrf_checks=True)


def kept(answer):
    return re.search(r'name="kept" value="([^"]+)"', answer.content.decode())[1]


def boxes(name, days_ago):
    on = timezone.localdate() - timedelta(days=days_ago)
    return {f"{name}-day": on.day, f"{name}-month": on.month, f"{name}-year": on.year}


WHO = {"step": "who", "whom": "own", "name": UGLY}
ABOUT = {"step": "about", "about": f"Stones. {UGLY}", "effect": "", "address": "14 Acacia Road, Mallow, ZZ1 1AA"}
REACH = {"step": "reach", "ways": ["email", "telephone"], "email": "jean@example.com", "telephone": "07700 900123",
         "shares": "yes"}  # fmt: skip


def told():
    both = {"bodies1": ["council", "police"], **boxes("made1", 3), **boxes("happened1", 4)}
    return {"step": "told", **both, "bodies2": ["council"], **boxes("made2", 20)}


@pytest.fixture
def page(phone):
    """Return a sender: each sends one page, with what was carried so far; the last answer's own is carried on."""
    state = {}

    def page(sent, *, go="next"):
        if not state:
            state["kept"] = kept(phone.get(f"{ADDRESS}?start=1"))
        answer = phone.post(ADDRESS, {"kept": state["kept"], "go": go} | sent)
        if found := re.search(r'name="kept" value="([^"]+)"', answer.content.decode()):
            state["kept"] = found[1]
        return answer

    return page


@pytest.fixture
def filled(page):
    """Return the page on which the answers are checked."""
    for sent in (WHO, told(), ABOUT):
        page(sent)
    return page(REACH)


def test_from_the_first_page_to_the_reference(filled, page):
    text = filled.content.decode()
    assert "Check your answers" in text
    assert "<script>alert" not in text
    assert (Application.objects.count(), Event.objects.count(), Knock.objects.count()) == (0, 0, 0)

    done = page({"step": "check"}, go="send").content.decode()

    application = Application.objects.get()
    assert application.reference in done
    assert (application.channel, application.safe_ways, application.shares) == ("web", ["email", "telephone"], True)
    assert Complaint.objects.filter(application=application).count() == 3
    assert len({row.event for row in Complaint.objects.all()}) == 2
    assert Task.objects.get().words.startswith(f"Case review {application.reference}.")
    assert Event.objects.get(action="case_review.applied").device == ""
    assert not re.search(r"Jean|Marlow|known to|record", done.split("</title>")[1])


def test_sent_twice_it_is_one_and_gets_the_same_answer(filled, page):
    one, two = (page({"step": "check"}, go="send").content for _ in range(2))

    assert one == two
    assert Application.objects.count() == 1


def test_it_answers_the_same_whoever_is_known(filled, page, incident):
    done = page({"step": "check"}, go="send").content.decode()

    assert Application.objects.get().person is None
    assert "Jean" not in done


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"step": "who"}, "Select who you are applying for"),
        ({"step": "who", "whom": "own", "name": " \x00 "}, "Enter your name"),
        ({"step": "who", "whom": "no", "name": "x"}, "only if they agree"),
        ({"step": "who", "whom": "agreed", "name": "x"}, "Enter the name of the person"),
        ({"step": "told", "bodies1": ["council"]}, "Enter when you told somebody about incident 1"),
        ({"step": "told", **boxes("made2", 1)}, "Select whom you told about incident 2"),
        ({"step": "told", "bodies1": ["police"], **boxes("made1", -2)}, "must be today or in the past"),
        ({"step": "told", "bodies1": ["police"], **boxes("made1", 5), **boxes("happened1", 4)}, "before it happened"),
        ({"step": "told", "bodies1": ["pope"], **boxes("made1", 5)}, "Select whom you told of incident 1"),
        ({"step": "told", "made1-day": "31", "made1-month": "2", "made1-year": "2026"}, "must be a real date"),
        ({"step": "about", "about": ""}, "Enter what is going on"),
        ({"step": "about", "about": "x" * 4001}, "must be 4,000 characters or fewer"),
        ({"step": "reach", "shares": "yes"}, "Select how it is safe to reach you"),
        ({"step": "reach", "ways": ["email", "none"], "email": "a@b.example", "shares": "yes"}, "not both"),
        ({"step": "reach", "ways": ["email"], "shares": "yes"}, "like name@example.com"),
        ({"step": "reach", "ways": ["text"], "telephone": "12", "shares": "yes"}, "Enter a telephone number"),
        ({"step": "reach", "ways": ["none"]}, "Select whether we may share"),
    ],
)
def test_what_is_wrong_is_said_at_the_top_of_the_same_page(page, sent, sentence):
    answer = page(sent)
    text = answer.content.decode()

    assert answer.status_code == 422
    assert "There is a problem" in text
    assert sentence in text


def test_it_goes_back_and_forth_without_losing_what_was_typed(page):
    page(WHO)
    assert "Page 1 of 4" in page(told(), go="who").content.decode()
    assert UGLY.split()[1] in page(ABOUT, go="who").content.decode()
    more = page({"step": "told", "bodies1": ["council"]}, go="more")
    assert (more.status_code, "Incident 4" in more.content.decode()) == (200, True)


def test_nobody_sends_what_is_not_complete(page):
    page(WHO)
    answer = page({"step": "check"}, go="send")

    assert "Page 2 of 4" in answer.content.decode()
    assert Application.objects.count() == 0


@pytest.mark.parametrize(
    ("address", "counted"),
    [("192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"), ("", ""), ("unknown", "unknown")],
)
def test_many_addresses_of_one_line_are_counted_as_one(address, counted):
    from heed.desks.victim.review_views import _network

    assert _network(address) == counted


def test_a_flood_gets_one_sentence_and_leaves_no_address(phone, force, filled, page, settings):
    from heed.foundation.policy import services as policy

    most = policy.in_use().review.apply.an_hour_from_one_address.value
    Knock.objects.all().delete()
    states = []
    for n in range(most + 1):
        carried = kept(phone.get(f"{ADDRESS}?start=1"))
        for sent in (WHO | {"name": f"Bot {n}"}, {"step": "told"}, ABOUT, REACH):
            carried = kept(phone.post(ADDRESS, {"kept": carried, "go": "next"} | sent))
        states.append(phone.post(ADDRESS, {"kept": carried, "go": "send", "step": "check"}))

    assert [answer.status_code for answer in states] == [200] * most + [429]
    assert "Very many applications came" in states[-1].content.decode()
    assert Application.objects.count() == most
    assert not any("127.0.0.1" in row.who for row in Knock.objects.all())
    other = phone.post(ADDRESS, {"kept": carried, "go": "send", "step": "check"}, REMOTE_ADDR="192.0.2.7")
    assert other.status_code == 200


def test_twenty_megabytes_nonsense_and_another_kind_of_form_get_one_sentence(phone, page):
    page(WHO)
    huge = phone.post(ADDRESS, {"about": "x" * 20_000_000})
    assert (huge.status_code, "longer than this form takes" in huge.content.decode()) == (413, True)
    for kind in ("multipart/form-data; boundary=x", "application/json", "text/plain"):
        assert phone.post(ADDRESS, b"--x\r\nnonsense", content_type=kind).status_code == 400
    for carried in ("", "x", "a:b:c", "\x00"):
        answer = phone.post(ADDRESS, {"kept": carried, "step": "who", "go": "next"})
        assert (answer.status_code, "open for too long" in answer.content.decode()) == (422, True)
    assert phone.put(ADDRESS).status_code == 405
    assert Application.objects.count() == 0


def test_two_forces_have_an_address_each(phone):
    Force.objects.create(code="HAR", name="Harshire Police")
    first = phone.get(ADDRESS).content.decode()

    assert "/case-review/har/" in first
    assert "Harshire Police" in phone.get("/case-review/har/").content.decode()
    assert phone.get("/case-review/nowhere/").status_code == 404


def test_it_is_kept_by_no_browser_and_has_no_script(phone, page):
    first, second = phone.get(ADDRESS), page(WHO)

    assert "X-Robots-Tag" not in first
    assert (second["Cache-Control"], second["Referrer-Policy"]) == ("no-store", "no-referrer")
    for answer in (first, second):
        assert "<script" not in answer.content.decode()
        assert "Set-Cookie" not in answer
