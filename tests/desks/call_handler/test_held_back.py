"""What no page gives away, and nobody who becomes somebody else without a person having chosen it on the screen."""

import pytest

from heed.domain.incidents.models import Incident, Party
from heed.domain.incidents.terms import PartyRole
from heed.domain.people.models import Person
from tests.desks.call_handler.test_identity_pages import PEOPLE, at_work, chosen, jean, mixed
from tests.desks.call_handler.test_who import HOME, known, press, refine, withheld
from tests.flows.test_suggest import caller

pytestmark = pytest.mark.django_db
__all__ = ["at_work", "jean", "known", "mixed", "refine", "withheld"]

WARDEN = {"given_name": "Winifred", "family_name": "Okafor"}
FOR_HER = {
    "party-0-role": "victim",
    "party-0-given_name": "Margaret",
    "party-0-family_name": "Featherstone",
    "party-0-address": "ZZ1 1AA",
}


def test_whoever_they_ring_for_stays_on_the_screen_whatever_the_answer(known, withheld, refine, as_, handler):
    words = WARDEN | FOR_HER | {"victim": "someone"}
    page = refine(withheld, **words).content.decode()
    press(as_, handler, withheld, "Same person", page, **words)

    page = refine(withheld, **words | {"victim": "nobody"}).content.decode()

    assert "For whom they ring" in page
    assert "For Margaret Featherstone, born 1942" in page


def test_a_victim_of_a_caller_who_rings_for_nobody_in_particular_is_asked_about(known, withheld, filled, as_, handler):
    form = filled | WARDEN | FOR_HER | {"victim": "nobody"}

    answer = as_(handler).post(f"/calls/{withheld.pk}/record", form)

    assert answer.status_code == 422
    assert "may be the person they ring for: say first whether it is them" in answer.content.decode()
    assert not Party.objects.filter(role=PartyRole.VICTIM).exclude(person=known).exists()


@pytest.mark.parametrize("blank", [{"party-0-given_name": " "}, {"party-1-role": ""}])
def test_whoever_the_record_takes_them_to_ring_for_is_searched_for(known, withheld, refine, blank):
    second = {name.replace("-0-", "-1-"): value for name, value in FOR_HER.items()}

    page = refine(withheld, **WARDEN | {"victim": "someone"} | second | blank).content.decode()

    assert "Margaret Featherstone</strong>, born 1942" in page


def test_who_it_was_not_is_not_named_in_the_record_of_the_incident(known, withheld, refine, filled, as_, handler):
    words = {"given_name": "Margret", "family_name": "Featherstone", "home": HOME}
    page = refine(withheld, **words).content.decode()
    press(as_, handler, withheld, "Same person", page, **words)
    page = as_(handler).get(f"/calls/{withheld.pk}/").content.decode()
    assert "Victim in 1 incident" in page
    press(as_, handler, withheld, "Not the same", page, **words)
    answer = as_(handler).post(f"/calls/{withheld.pk}/record", filled | words)
    assert answer.status_code == 302
    made = Incident.objects.latest("pk")
    assert not made.parties.filter(person=known).exists()

    record = as_(handler).get(answer.url)
    text = record.content.decode() if record.status_code == 200 else as_(handler).get(record.url).content.decode()

    assert "1 person it may be" in text
    assert "Margaret Featherstone" not in text
    assert "Victim in" not in text


def test_who_has_a_part_in_it_is_named_in_its_proof_of_check(known, reported, as_, handler, now):
    made = reported("07700 900777", now=now, parties=(caller("Margaret", "Featherstone"),))

    text = as_(handler).get(f"/calls/incidents/{made.pk}/").content.decode()

    assert "Margaret Featherstone, born 1942: confirmed on this call" in text


def test_a_row_number_of_any_length_is_refused_in_words(at_work, supervisor, mixed):
    posted = chosen() | {"mentions": "9" * 5000, "confirm": "yes", "mark": "x"}

    answer = at_work(supervisor, mixed).post(f"{PEOPLE}{mixed.pk}/split/?why=1", posted)

    assert answer.status_code == 422
    assert Person.objects.filter(family_name="Marlow").count() == 1
