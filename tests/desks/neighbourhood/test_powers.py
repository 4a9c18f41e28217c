"""Pages of the powers ladder: considered, issued, refused with reasons, breached, returned."""

from datetime import timedelta

import pytest
from django.utils import timezone

from heed.domain.incidents.terms import PartyRole
from heed.domain.problems.models import Power, PowerStep
from heed.flows.powers import watch
from heed.flows.record import Someone
from heed.foundation.policy import services as policy
from tests.flows.conftest import JEAN

pytestmark = pytest.mark.django_db
LIST = "/patch/powers"
DEAN = Someone((PartyRole.OTHER_PARTY,), given_name="Dean", family_name="Pike", age=30)
CONSIDER = {"against": "person", "other": "", "words": "Stones at windows"}


@pytest.fixture
def officer(person_at_work):
    return person_at_work("neighbourhood_officer", "nadia", rank="constable")


@pytest.fixture
def incident(reported, now):
    return reported(now=now - timedelta(minutes=20), parties=(JEAN, DEAN))


@pytest.fixture
def ladder(incident):
    party = incident.parties.get(role=PartyRole.OTHER_PARTY)
    return f"{LIST}/of/party/{party.pk}"


def considered(client, ladder, kind="cpw"):
    client.post(f"{ladder}/{kind}", CONSIDER)
    return Power.objects.order_by("-pk").first()


def issuing(kind="cpw", **changes):
    tests = policy.in_use().powers.rules[kind].confirm
    form = {
        "proportionate": "A letter failed",
        "needs": "Asked, none",
        "equality": "Nothing known",
        "authorised_by": "Sgt Farah Aziz",
        "rank": "sergeant",
        "words": "Keep the noise down",
        "age": "30",
        "confirmed": [str(n) for n in range(len(tests))],
    }
    return {f"issue-{name}": value for name, value in (form | changes).items()}


def test_the_incident_leads_to_the_ladder(as_, officer, incident, ladder):
    text = as_(officer).get(f"/patch/incidents/{incident.pk}/powers").text
    assert "Dean Pike" in text
    assert f'href="{ladder}"' in text
    rungs = as_(officer).get(ladder).text

    assert "Not in force</strong>" in rungs
    assert "needs an earlier CPW" in rungs
    assert "procedure.md 4.4" in rungs
    assert f"{ladder}/cpw" in rungs
    assert f"{ladder}/cpn" not in rungs


def test_a_power_is_considered_issued_and_breached(as_, officer, incident, ladder, trail):
    client = as_(officer)
    power = considered(client, ladder)
    page = f"{LIST}/{power.pk}"
    assert client.post(f"{page}/issue", issuing()).status_code == 302
    assert "Asked, none" in client.get(page).text
    breach = {"breach-words": "Music at three", "breach-reference": incident.reference}
    done = client.post(f"{page}/breach", breach, follow=True)

    assert "The breach is on record" in done.text
    assert list(PowerStep.objects.order_by("pk").values_list("status", flat=True)) == [
        "considered", "issued", "breached",
    ]  # fmt: skip
    assert "Breached" in client.get(f"{LIST}?show=breached").text
    assert trail("power.consulted")


def test_a_breach_of_the_last_night_is_told_the_morning_after(as_, officer, incident, ladder, now):
    client = as_(officer)
    power = considered(client, ladder, "cpw")
    page = f"{LIST}/{power.pk}"
    ended = now - timedelta(hours=6)
    steps = [("issued", ended - timedelta(days=9), ended), ("expired", ended, None)]
    for status, on_at, ends_at in steps:
        PowerStep.objects.create(
            power=power, status=status, words="x", on_at=on_at, ends_at=ends_at, proportionate="x", needs="x", equality="x",
            authorised_by_name="x", at=now, by_name="x", policy_version="x",
        )  # fmt: skip
    assert "It was breached before it ended" in client.get(page).text

    def told(at):
        local = timezone.localtime(at)
        form = {"breach-words": "Music", "breach-on": local.date().isoformat(), "breach-at": f"{local:%H:%M}"}
        return client.post(f"{page}/breach", form)

    assert "It had ended by then" in told(ended + timedelta(hours=1)).text
    assert told(ended - timedelta(hours=1)).status_code == 302
    assert "Expired" in client.get(page).text
    assert watch.watch(now=now) == 0, "it ended once"


def test_every_reason_against_is_said_with_its_source(as_, officer, ladder):
    client = as_(officer)
    power = considered(client, ladder, "dispersal")
    answer = client.post(f"{LIST}/{power.pk}/issue", issuing("dispersal", confirmed=[]))

    assert answer.status_code == 422
    assert "Dispersal is authorised by an inspector or above." in answer.text
    assert "Nobody has said that this is so: The direction is in writing" in answer.text
    assert "Source: procedure.md 4.4" in answer.text
    assert not PowerStep.objects.filter(status="issued").exists()


def test_what_must_be_considered_is_asked_for(as_, officer, ladder):
    client = as_(officer)
    power = considered(client, ladder)
    answer = client.post(f"{LIST}/{power.pk}/issue", issuing(proportionate="", needs="", equality=" "))

    assert answer.status_code == 422
    assert "Enter why it is proportionate" in answer.text
    assert "Enter what they need themselves" in answer.text
    assert "protected characteristic" in answer.text
    wrong = client.post(f"{LIST}/{power.pk}/issue", issuing(at="25:99", age="old"))
    assert "Time must be like 18:30" in wrong.text
    assert "Age must be a number" in wrong.text


def test_a_power_is_not_used_and_says_why(as_, officer, ladder):
    client = as_(officer)
    power = considered(client, ladder)
    assert client.post(f"{LIST}/{power.pk}/refuse", {"refuse-words": ""}).status_code == 422
    assert client.post(f"{LIST}/{power.pk}/refuse", {"refuse-words": "He moved"}).status_code == 302
    assert "cannot be issued now" in client.post(f"{LIST}/{power.pk}/issue", issuing()).text


def test_a_place_and_somebody_not_described_have_ladders(as_, officer, incident):
    client = as_(officer)
    place = f"{LIST}/of/place/{incident.place.pk}"
    assert "PSPO" in client.get(place).text
    assert client.post(f"{place}/pspo", {"words": "The council is asked"}).status_code == 302
    unknown = f"{LIST}/of/incident/{incident.pk}"
    assert client.post(f"{unknown}/cpw", CONSIDER).status_code == 422
    assert client.post(f"{unknown}/cpw", CONSIDER | {"other": "Tall man, red coat"}).status_code == 302
    assert client.get(f"{LIST}/{Power.objects.order_by('-pk').first().pk}").status_code == 200


def test_the_return_is_a_file_without_small_counts(as_, officer, supervisor, ladder, trail):
    client = as_(officer)
    power = considered(client, ladder)
    client.post(f"{LIST}/{power.pk}/issue", issuing())
    assert client.get(f"{LIST}/return").status_code == 403
    today = timezone.localdate().isoformat()
    client = as_(supervisor)
    assert client.get(f"{LIST}/return").status_code == 200
    assert client.get(f"{LIST}/return?first=2026-02-30&last=").status_code == 422
    answer = client.get(f"{LIST}/return?first={today}&last={today}")
    lines = b"".join(answer.streaming_content).decode().splitlines()

    assert lines[0] == "from,to,power,counted by,group,count"
    assert all(line.endswith("fewer than 5") for line in lines[1:])
    assert trail("powers_return.exported")


def test_whose_it_is_not(as_, officer, ladder, handler, person_at_work, stranger_to_the_force, incident):
    power = considered(as_(officer), ladder)
    page = f"{LIST}/{power.pk}"
    stranger = person_at_work("neighbourhood_officer", "olga", force=stranger_to_the_force.force)
    inspector = person_at_work("inspector", "ian")

    for address in (page, ladder, f"{ladder}/cpw", f"/patch/incidents/{incident.pk}/powers"):
        assert as_(stranger).get(address).status_code == 404
    assert as_(handler).get(page).status_code == 403
    assert as_(inspector).get(page).status_code == 200
    assert as_(inspector).get(ladder).status_code == 200
    assert as_(inspector).post(f"{page}/refuse", {"refuse-words": "x"}).status_code == 403


@pytest.mark.parametrize(
    "address",
    ["of/person/nonsense", "of/party/9", "of/party/x", "of/nobody/1", "of/place/1", "999999", "of/incident/9"],
)
def test_nonsense_is_404(as_, officer, address):
    assert as_(officer).get(f"{LIST}/{address}").status_code == 404


def test_unknown_kinds_and_steps_are_404(as_, officer, ladder):
    client = as_(officer)
    assert client.get(f"{ladder}/curfew").status_code == 404
    assert client.get(f"{ladder}/pspo").status_code == 404
    power = considered(client, ladder)
    assert client.post(f"{LIST}/{power.pk}/explode").status_code == 404
    assert client.get(f"{LIST}/{power.pk}/issue").status_code == 405


def test_the_number_of_queries_is_bounded(as_, officer, ladder, django_assert_max_num_queries):
    client = as_(officer)
    power = considered(client, ladder)
    with django_assert_max_num_queries(45):
        client.get(ladder)
    with django_assert_max_num_queries(30):
        client.get(f"{LIST}/{power.pk}")
