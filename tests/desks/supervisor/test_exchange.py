"""Pages of what did not reach a partner, and of where partners' systems are."""

import uuid

import pytest

from heed.domain.exchange.models import Endpoint, Letter, Waiting
from heed.domain.exchange.terms import Protocol, Result
from heed.domain.tasking.models import Task
from heed.flows.exchange.outbox import Answer
from heed.foundation.accounts.models import Force
from tests.flows.conftest import reported, ring, say
from tests.flows.exchange.conftest import agency, council, incident, post, referred

__all__ = ["agency", "council", "incident", "post", "referred", "reported", "ring", "say"]

REFUSED = Answer(Result.REFUSED, status=401, words="The partner's system does not know our key (401)")
PAGE = "/supervisor/exchange/"


@pytest.fixture
def dead(incident, council, referred, post):
    """Return a message that did not reach the council."""
    referred(incident, council)
    post(council, REFUSED)
    return Letter.objects.get()


@pytest.fixture
def desk(client, supervisor):
    client.force_login(supervisor)
    return client


def test_a_supervisor_sees_why_in_words_and_sends_it_again(desk, dead):
    page = desk.get(PAGE).content.decode()
    assert "Did not reach a partner (1)" in page
    assert "does not know our key (401)" in page

    answer = desk.post(f"{PAGE}messages/{dead.pk}/again", follow=True)

    assert "It is sent again now" in answer.content.decode()
    assert Waiting.objects.get().dead_at is None


def test_one_message_shows_what_it_says_what_became_of_it_and_that_somebody_looked(desk, dead, trail):
    page = desk.get(f"{PAGE}messages/{dead.pk}").content.decode()

    assert "Please visit the tenant" in page
    assert "Turned down by the partner" in page
    assert "14 Acacia Road, Mallow" in page
    assert trail("exchange_message.shown")


def test_giving_up_needs_a_reason_and_makes_a_task(desk, dead):
    refused = desk.post(f"{PAGE}messages/{dead.pk}/give-up", {"why": " "})
    assert refused.status_code == 422
    assert "Enter why you give it up" in refused.content.decode()

    desk.post(f"{PAGE}messages/{dead.pk}/give-up", {"why": "They closed their desk"})

    assert not Waiting.objects.exists()
    assert Task.objects.get(key__endswith=":given_up").words.startswith(
        "The referral was given up: They closed their desk"
    )
    again = desk.post(f"{PAGE}messages/{dead.pk}/give-up", {"why": "twice"}, follow=True)
    assert "somebody else has seen to it" in again.content.decode()


def test_after_a_key_is_mended_everything_for_an_agency_is_sent_again_at_once(
    desk, dead, council, reported, referred, post, noon
):
    from tests.flows.exchange.conftest import CALM

    referred(reported("07700 900456", now=noon, report=CALM), council)
    post(council, REFUSED)

    answer = desk.post(f"{PAGE}agencies/{council.pk}/again", follow=True)

    assert "2 of 2 are sent again now" in answer.content.decode()
    assert desk.post(f"{PAGE}agencies/{council.pk}/again").status_code == 404


@pytest.mark.parametrize("role", ["call_handler", "neighbourhood_officer", "partner_officer", "analyst"])
def test_who_has_no_business_there_sees_nothing(client, person_at_work, dead, role):
    client.force_login(person_at_work(role, f"a-{role}"))

    assert client.get(PAGE).status_code == 403
    assert client.get(f"{PAGE}messages/{dead.pk}").status_code == 403
    assert client.get(f"{PAGE}systems/").status_code == 403


def test_another_forces_messages_are_not_there(client, person_at_work, dead, council):
    other = Force.objects.create(code="OAK", name="Oakshire Police")
    client.force_login(person_at_work("supervisor", "sam", force=other))

    assert "does not know our key" not in client.get(PAGE).content.decode()
    for address in (f"messages/{dead.pk}", f"messages/{uuid.uuid4()}"):
        assert client.get(PAGE + address).status_code == 404
        assert client.post(f"{PAGE}{address}/again").status_code == 404
        assert client.post(f"{PAGE}{address}/give-up", {"why": "x"}).status_code == 404
    client.force_login(person_at_work("administrator", "ada", force=other))
    assert client.get(f"{PAGE}systems/{council.pk}").status_code == 404


def test_an_inspector_reads_and_changes_nothing(client, person_at_work, dead):
    client.force_login(person_at_work("inspector"))

    page = client.get(f"{PAGE}messages/{dead.pk}").content.decode()
    assert "Send it again" not in page
    assert client.post(f"{PAGE}messages/{dead.pk}/again").status_code == 403


def test_the_number_of_queries_does_not_grow_with_what_is_dead(
    desk, dead, council, reported, referred, post, noon, django_assert_max_num_queries
):
    from tests.flows.exchange.conftest import CALM

    for n in range(4):
        referred(reported(f"07700 9004{n}0", now=noon, report=CALM), council)
    post(council, *[REFUSED] * 4)

    with django_assert_max_num_queries(19):
        assert "Did not reach a partner (5)" in desk.get(PAGE).content.decode()


# --- Where systems are --------------------------------------------------------------------------------------------------

GOOD = {
    "protocol": "open311", "address": "https://council.example/open311/v2/", "key": "k3y", "jurisdiction": "mallow",
    "codes": "ASB_NUISANCE = noise\n* = asb", "attributes": "team = asb", "statuses": "SITE_VISIT = IN_PROGRESS",
}  # fmt: skip


@pytest.fixture
def keeps(client, person_at_work):
    client.force_login(person_at_work("administrator"))
    return client


def test_an_administrator_sets_where_a_system_is_and_the_key_is_never_shown(keeps, agency):
    made = agency(protocol=None)

    answer = keeps.post(f"{PAGE}systems/{made.pk}", GOOD, follow=True)

    endpoint = Endpoint.objects.get()
    assert (endpoint.address, endpoint.key, endpoint.codes) == (
        GOOD["address"],
        "k3y",
        {"ASB_NUISANCE": "noise", "*": "asb"},
    )
    page = keeps.get(f"{PAGE}systems/{made.pk}").content.decode()
    assert "k3y" not in answer.content.decode() + page
    assert "ASB_NUISANCE = noise" in page


def test_an_empty_key_keeps_the_one_that_was_set_but_goes_to_no_other_address(keeps, agency):
    made = agency(protocol=None)
    keeps.post(f"{PAGE}systems/{made.pk}", GOOD)
    keeps.post(f"{PAGE}systems/{made.pk}", GOOD | {"key": "", "jurisdiction": "other"})
    assert Endpoint.objects.get(ended_at=None).key == "k3y"

    keeps.post(f"{PAGE}systems/{made.pk}", GOOD | {"key": "", "address": "https://elsewhere.example/"})

    assert Endpoint.objects.get(ended_at=None).key == ""


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"address": ""}, "Enter the address"),
        ({"address": "council.example"}, "Enter an address of the web"),
        ({"address": "http://council.example/"}, "must begin with https"),
        ({"address": "https://council.example/v2"}, "must end in a slash"),
        ({"address": "https://169.254.169.254/"}, "leads to no partner"),
        ({"address": "https://a:b@council.example/"}, "must not name a user"),
        ({"protocol": ""}, "Select how it is spoken to"),
        ({"codes": "noise"}, "Line 1 must be two words with = between them"),
        ({"statuses": "X = DONE"}, "which is none of"),
        ({"key": "two words"}, "The key must be one word"),
        ({"protocol": "transfer", "key": "a/../b"}, "must have no /"),
    ],
)
def test_what_cannot_be_set_is_refused_in_words(keeps, agency, change, says):
    made = agency(protocol=None)

    answer = keeps.post(f"{PAGE}systems/{made.pk}", GOOD | change)

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Endpoint.objects.exists()


def test_a_system_that_is_not_used_any_more_leaves_nothing_waiting_for_ever(keeps, incident, council, referred):
    referred(incident, council)

    assert keeps.post(f"{PAGE}systems/{council.pk}/end", {"end-why": ""}).status_code == 422
    keeps.post(f"{PAGE}systems/{council.pk}/end", {"end-why": "They have changed supplier"})

    assert Waiting.objects.get().dead_why == "The agency has no system any more to send it to"
    assert Task.objects.filter(key__endswith=":dead").exists()
    assert keeps.post(f"{PAGE}systems/{council.pk}/end", {"end-why": "x"}).status_code == 404


def test_a_supervisor_cannot_say_where_names_are_sent(desk, council):
    assert desk.get(f"{PAGE}systems/").status_code == 403
    assert desk.post(f"{PAGE}systems/{council.pk}", GOOD).status_code == 403
    assert Endpoint.objects.get().protocol == Protocol.OPEN311
