"""An update of our own referral that a council's system sends by itself, as FixMyStreet takes them from others."""

from typing import Any

import pytest
from tests.connections.open311.asking import BASE
from tests.flows.conftest import reported, ring, say
from tests.flows.exchange.conftest import agency, council, incident, referred

from heed.domain.agencies.services import make_key
from heed.domain.exchange import queries as exchange
from heed.domain.exchange import services
from heed.domain.exchange.models import Received
from heed.domain.referrals.models import ReferralStep
from heed.flows.exchange import applying
from heed.foundation.accounts.terms import system

pytestmark = pytest.mark.django_db
__all__ = ["agency", "council", "incident", "referred", "reported", "ring", "say"]


def test_what_a_council_says_of_a_referral_is_said_on_it_once(
    client: Any, council: Any, incident: Any, referred: Any, noon: Any
) -> None:
    referral = referred(incident, council)
    case = exchange.case_of_referral(referral.pk)
    assert case
    services.know(case, external_id="MBC-881", now=noon)
    key = make_key(agency=council, actor=system("tests"), now=noon)[1]
    update = {
        "api_key": key,
        "service_request_id": "MBC-881",
        "update_id": "u-1",
        "updated_datetime": "2026-11-20T13:00:00Z",
        "status": "INVESTIGATING",
        "description": "An officer has it",
    }

    first = client.post(f"{BASE}servicerequestupdates.json", update)
    again = client.post(f"{BASE}servicerequestupdates.json", update | {"description": "Otherwise"})
    of_nobody = client.post(f"{BASE}servicerequestupdates.json", update | {"service_request_id": "MBC-999"})

    assert (first.status_code, again.status_code, of_nobody.status_code) == (200, 200, 404)
    received = Received.objects.get()
    applying.apply(received_id=received.pk, now=noon)
    assert ReferralStep.objects.filter(referral=referral, words__contains="An officer has it").count() == 1
    assert not ReferralStep.objects.filter(words__contains="Otherwise").exists()


def test_two_long_numbers_with_one_beginning_are_two_updates(
    client: Any, council: Any, incident: Any, referred: Any, noon: Any
) -> None:
    case = exchange.case_of_referral(referred(incident, council).pk)
    assert case
    services.know(case, external_id="MBC-881", now=noon)
    key = make_key(agency=council, actor=system("tests"), now=noon)[1]
    update = {"api_key": key, "service_request_id": "MBC-881", "status": "INVESTIGATING"}

    for number in ("u" * 200 + "1", "u" * 200 + "2", "u" * 200 + "1"):
        answer = client.post(f"{BASE}servicerequestupdates.json", update | {"update_id": number})
        assert answer.json() == [{"update_id": number}]

    assert Received.objects.count() == 2
