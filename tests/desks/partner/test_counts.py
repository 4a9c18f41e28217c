"""Counts on every page that has them: the number before the basis, the references after it, an answer, and the keys."""

import json
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from heed.domain.agencies import services as agencies
from heed.domain.incidents.terms import PartyRole
from heed.domain.people.models import Person
from heed.domain.tallies.models import AgencyReport, Asked, CountKey, Look
from heed.engines.linkage.tokens import read_key
from heed.flows.tallies import keys
from heed.foundation.accounts.terms import system
from tests.flows.test_tallies import JEAN, about, as_csv
from tests.partners import add_agency, add_officer, agreement, council, council_officer, sign

__all__ = ["agreement", "council", "council_officer"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def key(agreement, now):
    """Return the council's key."""
    return read_key(keys.make_key(agreement=agreement, actor=system("tests"), now=now)[1])


@pytest.fixture
def jean(incident):
    """Return Jean, the victim of the incident."""
    person = incident.parties.get(role=PartyRole.VICTIM).person
    Person.objects.filter(pk=person.pk).update(born_on=date(1961, 5, 2))
    return person


@pytest.fixture
def tokens(key, now):
    """Return a file as the council's tool writes it: two reports of Jean."""
    today = localdate(now)
    return as_csv(key, about(JEAN, "ASB-1", now=today), about(JEAN, "ASB-2", now=today))


@pytest.fixture
def sent(as_, council_officer, tokens):
    """Have Carol upload the file."""
    upload = SimpleUploadedFile("tokens.csv", tokens, "text/csv")
    return as_(council_officer).post(reverse("partner:counts_send"), {"tokens": upload}, follow=True)


def words(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_carol_sends_a_file_and_sees_what_was_kept(sent, key):
    assert "2 rows are in the count" in words(sent)
    assert "2 reports stand in the count now" in words(sent)
    assert AgencyReport.objects.count() == 2


def test_the_handler_sees_the_number_and_whom_to_ask_and_no_reference(as_, handler, sent, incident, jean, trail):
    page = as_(handler).get(reverse("call_handler:incident", args=[incident.pk]) + f"?call={incident.call_id}")

    said = words(page)
    assert "2 council reports in 60 days" in said
    assert "Ask Mallow Council: ASB team" in said
    assert "ASB-1" not in said
    assert Look.objects.get().person_id == jean.pk
    assert trail("count.consulted")[0].purpose == f"call {incident.call_id}"


def test_a_basis_is_recorded_and_only_then_the_references_are_shown(as_, handler, sent, incident, jean, council, trail):
    where = (
        reverse("call_handler:count_ask", args=[jean.pk, council.pk])
        + f"?call={incident.call_id}&incident={incident.pk}"
    )
    before = as_(handler).get(where)
    assert "ASB-1" not in words(before)

    empty = as_(handler).post(where, {"basis": "", "purpose": "", "necessity": ""})
    assert empty.status_code == 422
    assert {"Select the legal basis", "Enter why you need to know"} <= set(
        re.findall(r">([^<>]+)</a></li>", _flat(empty))
    )
    after = as_(handler).post(
        where, {"basis": "cda_1998_s115", "purpose": "protect", "necessity": "She is afraid at night"}, follow=True
    )

    assert "ASB-1" in words(after)
    made = Asked.objects.get()
    assert made.incident == incident
    assert trail("count.asked")[0].recipient == "Mallow Council"


def _flat(answer):
    return re.sub(r"\s*\n\s*", "", answer.content.decode())


def test_without_a_reason_the_page_asks_for_one_first(as_, handler, sent, jean, council):
    page = as_(handler).get(reverse("call_handler:count_ask", args=[jean.pk, council.pk]))

    assert "Why do you need to ask about this person?" in words(page)


def test_the_person_page_shows_the_count(as_, handler, sent, jean, incident):
    page = as_(handler).get(reverse("call_handler:person", args=[jean.pk]) + f"?call={incident.call_id}")

    assert "2 council reports in 60 days" in words(page)


def test_the_card_and_the_call_page_show_it_for_whoever_is_confirmed(
    as_, handler, sent, incident, jean, ring, say, now
):
    from heed.flows import take_call

    call = ring(now=now)
    take_call.take(call_id=call.pk, user=handler, actor=handler.actor(), now=now)
    page = reverse("call_handler:call", args=[call.pk])
    assert "council reports" not in words(as_(handler).get(page))
    say(call, jean.pk, now=now)

    said = words(as_(handler).get(page))

    assert said.count("2 council reports in 60 days") == 2
    assert "ask Mallow Council" in said


@pytest.fixture
def asked(as_, handler, sent, jean, council, incident):
    """Have Harriet ask the council."""
    where = reverse("call_handler:count_ask", args=[jean.pk, council.pk]) + f"?call={incident.call_id}"
    as_(handler).post(where, {"basis": "cda_1998_s115", "purpose": "protect", "necessity": "She is afraid at night"})
    return Asked.objects.get()


def test_the_council_reads_the_question_and_never_who_it_is_about(as_, council_officer, asked):
    page = as_(council_officer).get(reverse("partner:count_asked", args=[asked.pk]))

    said = words(page)
    assert "She is afraid at night" in said
    assert "ASB-1" in said
    assert not [name for name in ("Jean", "Marlow", "Acacia") if name in said]
    assert "Waits for you" in words(as_(council_officer).get(reverse("partner:counts")))


def test_the_council_answers_and_the_handler_reads_it(as_, council_officer, handler, asked, incident):
    where = reverse("partner:count_asked", args=[asked.pk])
    assert as_(council_officer).post(where, {"said": "", "words": ""}).status_code == 422
    as_(council_officer).post(where, {"said": "tells", "words": "Noise from number 16 <b>twice</b>"})

    page = as_(handler).get(reverse("call_handler:count_asked", args=[asked.pk]))

    assert "Noise from number 16 &lt;b&gt;twice&lt;/b&gt;" in page.content.decode()


def test_another_agency_sees_nothing_of_it(as_, force, now, asked):
    housing = add_agency(force, now=now, name="Mallow Homes")
    sign(housing, now=now)
    other = add_officer(housing, now=now, username="olu", first_name="Olu")

    assert as_(other).get(reverse("partner:count_asked", args=[asked.pk])).status_code == 404
    assert "She is afraid" not in words(as_(other).get(reverse("partner:counts")))


def test_another_force_sees_nothing_of_it(as_, stranger_to_the_force, asked, jean, council):
    client = as_(stranger_to_the_force)

    assert client.get(reverse("call_handler:count_asked", args=[asked.pk])).status_code == 404
    assert client.get(reverse("call_handler:count_ask", args=[jean.pk, council.pk]) + "?why=1").status_code == 404


def test_a_file_of_somebody_elses_key_is_refused_in_a_sentence(as_, council_officer, agreement, force, now, trail):
    housing = add_agency(force, now=now, name="Mallow Homes")
    theirs = read_key(keys.make_key(agreement=sign(housing, now=now), actor=system("tests"), now=now)[1])
    keys.make_key(agreement=agreement, actor=system("tests"), now=now)
    upload = SimpleUploadedFile("tokens.csv", as_csv(theirs, about(JEAN, "X", now=localdate(now))))

    page = as_(council_officer).post(reverse("partner:counts_send"), {"tokens": upload})

    assert page.status_code == 422
    assert "made with a key that is not yours" in words(page)
    assert trail("count.refused")[0].detail["why"].startswith("These tokens were made with a key that is not yours")


def test_no_file_an_empty_file_and_an_unknown_reference_are_said(as_, council_officer, key):
    client = as_(council_officer)

    assert "Choose the file" in words(client.post(reverse("partner:counts_send"), {}))
    empty = client.post(reverse("partner:counts_send"), {"tokens": SimpleUploadedFile("t.csv", b"")})
    assert "The file is empty" in words(empty)
    gone = client.post(reverse("partner:counts_take_back"), {"reference": "nobody"})
    assert (gone.status_code, "No report with this reference" in words(gone)) == (422, True)


def test_carol_takes_a_report_back(as_, council_officer, sent):
    page = as_(council_officer).post(reverse("partner:counts_take_back"), {"reference": "ASB-1"}, follow=True)

    assert "ASB-1 is out of the count" in words(page)
    assert AgencyReport.objects.get().reference == "ASB-2"


# --- The machine -------------------------------------------------------------------------------------------------------


@pytest.fixture
def api_key(council, now):
    """Return the key of the council's system."""
    return agencies.make_key(agency=council, actor=system("tests"), now=now)[1]


def test_a_system_sends_the_same_file_and_is_told_numbers_alone(api_key, tokens):
    where = reverse("tally:tokens", args=[api_key])
    first = Client().post(where, tokens, content_type="text/csv")
    again = Client().post(where, tokens, content_type="text/csv")

    assert first.json() == {"received": 2, "kept": 2, "refused": 0, "problems": [], "again": False}
    assert again.json()["again"]
    assert first["Cache-Control"] == "no-store"


def test_a_system_takes_a_report_back(api_key, tokens):
    where = reverse("tally:tokens", args=[api_key])
    Client().post(where, tokens, content_type="text/csv")

    assert Client().delete(f"{where}?reference=ASB-1").json() == {"taken_back": 1}
    assert Client().delete(f"{where}?reference=ASB-1").json() == {"taken_back": 0}
    assert Client().delete(where).status_code == 400


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"", "text/csv", 400),
        (b"\xff\xfe\x00\x01", "text/csv", 400),
        (b"[" * 10_000, "application/json", 400),
        (json.dumps([{"key": "0" * 10}]).encode(), "application/json", 400),
        (b"x" * (8 * 1024 * 1024 + 1), "text/csv", 413),
    ],
)
def test_bad_input_gets_one_sentence(api_key, key, body, kind, status):
    answer = Client().post(reverse("tally:tokens", args=[api_key]), body, content_type=kind)

    assert answer.status_code == status
    assert answer.json()["error"]


def test_an_unknown_key_and_another_method_are_refused(api_key):
    assert Client().post(reverse("tally:tokens", args=["sesame"]), b"", content_type="text/csv").status_code == 404
    assert Client().get(reverse("tally:tokens", args=[api_key])).status_code == 405


# --- The keys ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def protector(person_at_work):
    """Return Dana, the data-protection officer."""
    return person_at_work("data_protection_officer", "dana", first_name="Dana", last_name="Reyes")


def test_dana_makes_a_key_that_is_shown_once_and_ends_it(as_, protector, agreement, trail):
    client = as_(protector)
    made = client.post(reverse("data_protection:count_key", args=[agreement.pk]))

    carried = re.search(r"heedcount1-[a-z0-9]+-[a-z0-9]+", made.content.decode())[0]
    assert len(read_key(carried)) == 32
    page = client.get(reverse("data_protection:counts"))
    assert carried not in page.content.decode()
    kept = CountKey.objects.get()
    assert client.post(reverse("data_protection:count_key_end", args=[kept.pk]), {"why": ""}).status_code == 422
    client.post(reverse("data_protection:count_key_end", args=[kept.pk]), {"why": "It was sent by e-mail"})
    assert CountKey.objects.get().ended_why == "It was sent by e-mail"
    assert trail("count_key.ended")[0].act == "erasure"


def test_dana_sees_who_looked_and_what_was_asked(as_, protector, asked, handler, incident):
    as_(handler).get(reverse("call_handler:incident", args=[incident.pk]) + f"?call={incident.call_id}")

    said = words(as_(protector).get(reverse("data_protection:counts")))

    assert "Harriet Okoro 1 1 1" in said
    assert "She is afraid at night" in said


def test_only_whoever_keeps_keys_makes_them(as_, handler, agreement):
    assert as_(handler).post(reverse("data_protection:count_key", args=[agreement.pk])).status_code == 403


def test_a_key_of_another_force_is_not_there(as_, person_at_work, agreement, stranger_to_the_force):
    other = person_at_work("data_protection_officer", "odd", force=stranger_to_the_force.force)

    assert as_(other).post(reverse("data_protection:count_key", args=[agreement.pk])).status_code == 404


def test_the_page_of_counts_is_few_statements(as_, council_officer, sent, django_assert_max_num_queries):
    client = as_(council_officer)

    with django_assert_max_num_queries(16):
        client.get(reverse("partner:counts"))
