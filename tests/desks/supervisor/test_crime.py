"""The crime registrar's list: overdue first, filters, CSV that runs nothing, and whose it is not."""

import csv
from datetime import timedelta

import pytest

from heed.domain.conduct.terms import Outcome
from heed.domain.incidents.terms import PartyRole
from heed.flows.conduct import prompting as conduct
from heed.flows.conduct.prompting import Verdict
from heed.flows.record import Someone
from tests.flows.conftest import JEAN

pytestmark = pytest.mark.django_db

PAGE = "/supervisor/crime/"


@pytest.fixture
def registrar(person_at_work):
    """Return Rosa, who answers for crime recording."""
    return person_at_work("crime_registrar", "rosa")


@pytest.fixture
def raised(reported, now):
    """Return a raiser: `raised("Dean", "Pike", hours=30)` is a prompt whose clock began so long ago."""

    def raised(given, family, *, hours):
        party = Someone((PartyRole.OTHER_PARTY,), given_name=given, family_name=family)
        for ago in (hours + 24, hours):
            incident = reported(now=now - timedelta(hours=ago), parties=(JEAN, party), answers=(), summary="Noise")
        return conduct.look(incident_id=incident.pk, now=now - timedelta(hours=hours))[0]

    return raised


def test_the_registrar_starts_here(as_, registrar):
    assert as_(registrar).get("/", follow=True).redirect_chain[-1][0] == PAGE


def test_nothing_says_so(as_, registrar):
    assert "Nothing here." in as_(registrar).get(PAGE).text


def test_what_is_overdue_comes_first(as_, registrar, raised):
    raised("Sue", "Marsh", hours=2)
    raised("Dean", "Pike", hours=30)
    text = as_(registrar).get(PAGE).text

    assert text.index("Dean Pike") < text.index("Sue Marsh")
    assert text.count("Overdue</strong>") == 1
    assert "To decide (2)" in text


def test_filters(as_, registrar, handler, raised, now):
    prompt = raised("Dean", "Pike", hours=30)
    verdict = Verdict(Outcome.REGISTRAR, "Two families, please look")
    conduct.decide(prompt=prompt, given=verdict, user=handler, actor=handler.actor(), now=now)
    client = as_(registrar)

    assert "Dean Pike" in client.get(f"{PAGE}?show=registrar").text
    assert "Dean Pike" in client.get(f"{PAGE}?show=overdue").text
    assert "Dean Pike" not in client.get(f"{PAGE}?show=decided").text
    assert "Dean Pike" in client.get(f"{PAGE}?show=nonsense&page=nine").text


def test_csv_leaves_a_trace_and_runs_nothing(as_, registrar, raised, trail):
    raised("=cmd|' /C calc'!A0", "Pike", hours=30)
    answer = as_(registrar).get(f"{PAGE}list.csv?show=all")
    rows = list(csv.DictReader(b"".join(answer.streaming_content).decode().splitlines()))

    assert rows[0]["rules"] == "Harassment"
    assert rows[0]["other party"].startswith("'=cmd")
    assert trail("crime_prompts.exported")[0].act == "disclosure"


def test_others_are_refused(as_, handler, person_at_work, stranger_to_the_force, raised):
    raised("Dean", "Pike", hours=30)
    assert as_(handler).get(PAGE).status_code == 403
    assert as_(handler).get(f"{PAGE}list.csv").status_code == 403
    olga = person_at_work("crime_registrar", "olga", force=stranger_to_the_force.force)

    assert "Dean Pike" not in as_(olga).get(f"{PAGE}?show=all").text
    assert as_(olga).post(PAGE).status_code == 405
