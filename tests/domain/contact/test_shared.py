"""Where a message would be read by somebody else: the other party, or whoever gave the same address."""

import pytest
from tests.domain.contact.conftest import other_party

from heed.domain.people import services as people
from heed.engines.linkage.said import Said
from heed.engines.risk.safe_contact import Channel
from heed.flows.messages.gate import NotSafe
from heed.flows.messages.safe_contact import gate

pytestmark = pytest.mark.django_db


def test_no_message_goes_where_the_other_party_is_reached_even_if_a_rule_names_it(
    reported, person, note, text, noon, handler
):
    incident = reported(now=noon)
    jean, rex = incident.parties.get(role="victim").person, person("Rex", "Vane", number="+447700900777")
    said = Said(given="Rex", family="Vane", on=noon.date(), email="Rex@example.org")
    people.mention(person=rex, said=said, place=None, call=None, source="said", now=noon)
    note(jean, safe_number="07700 900777", safe_email="rex@example.org")
    assert text(jean).to == "+447700900777"

    other_party(incident, handler, noon, rex)

    for channel in ("text", "email"):
        with pytest.raises(NotSafe, match="The other party"):
            text(jean, channel=channel)
    assert not gate(person=jean, channel=Channel.CALL, now=noon).verdict.allowed


def test_no_message_goes_to_a_number_that_was_written_down_as_the_other_partys(reported, note, text, noon, handler):
    incident = reported(now=noon)
    jean = incident.parties.get(role="victim").person
    note(jean, safe_number="07700 900888")
    other_party(incident, handler, noon, e164="+447700900888")

    with pytest.raises(NotSafe, match="The other party"):
        text(jean)


def test_an_email_address_that_somebody_else_gave_as_well_is_not_written_to(jean, person, text, noon):
    for one, email in ((jean, "home@example.org"), (person("Ann"), "Home@Example.org")):
        said = Said(given=one.given_name, family="Marlow", on=noon.date(), email=email)
        people.mention(person=one, said=said, place=None, call=None, source="said", now=noon)

    with pytest.raises(NotSafe, match="Somebody else gave the same"):
        text(jean, channel="email")
