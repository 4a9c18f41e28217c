"""
Two stories of inspections.md section 5, with invented people: at which incident Heed asks, and what it says.

A Boorman-like one: several households, one neighbour, threats over years. An Ebrahimi-like one: racist abuse of one man
by several neighbours, many calls, and the handlers' words about him.
"""

from datetime import timedelta

import pytest

from heed.domain.calls.models import LogEntry
from heed.domain.conduct.models import Prompt
from heed.domain.incidents.terms import PartyRole
from heed.flows.conduct import prompting as conduct
from heed.flows.record import Someone

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
BOTH = (PartyRole.CALLER, PartyRole.VICTIM)


def victim(given, family, address):
    return Someone(BOTH, is_caller=True, given_name=given, family_name=family, address=address)


def other(given="", family="", description="", address=""):
    return Someone(
        (PartyRole.OTHER_PARTY,), given_name=given, family_name=family, description=description, address=address
    )


@pytest.fixture
def told(reported):
    """Return a teller: one incident, looked at when it was recorded; returns what Heed asked in its log, or nothing."""

    def told(who, *parties, number, now, said, **more):
        incident = reported(
            number, now=now, parties=(who, *parties), answers=(), summary="", log_text=said, **more
        )  # fmt: skip
        conduct.look(incident_id=incident.pk, now=now)
        asked = LogEntry.objects.filter(call=incident.call, text__startswith="Is this a crime?")
        return next((entry.text for entry in asked), "")

    return told


def rules(prompt):
    return list(prompt.rules_met.order_by("id").values_list("label", flat=True))


def test_one_neighbour_several_households_over_years(told, noon):
    crane = other("Gareth", "Holloway-Crane", address="3 Wrens Close, Mallow, ZZ2 2BB")
    amos = victim("Amos", "Bright", "1 Wrens Close, Mallow, ZZ2 2BB")
    nell = victim("Nell", "Farrow", "5 Wrens Close, Mallow, ZZ2 2BB")
    ivor = victim("Ivor", "Sands", "7 Wrens Close, Mallow, ZZ2 2BB")
    start = noon - 1_500 * DAY

    first = told(
        amos, crane, number="07700 900201", now=start, said="Parks across the drive on purpose, argued about it"
    )
    assert first == "", "one quarrel over parking: nothing to decide"

    second = told(
        nell, crane, number="07700 900202", now=start + 400 * DAY,
        said="He said he would get her when her husband is out. She is frightened he will hurt her",
    )  # fmt: skip
    assert "One other party, several households" in second, "asked at the second household's first call"

    third = told(
        amos,
        crane,
        number="07700 900201",
        now=start + 700 * DAY,
        said="Held a knife up at the window, he is scared he will stab him",
    )
    assert "Harassment" in third, "asked at the same man's second call, two years after his first"

    fourth = told(
        amos, crane, number="07700 900201", now=start + 1_100 * DAY, said="He threatened to kill him and the family",
    )  # fmt: skip
    assert "Threat to kill" in fourth
    fifth = told(
        ivor, crane, number="07700 900203", now=noon, said="He says he will kill us all, I am in fear for my life"
    )
    assert "Threat to kill" in fifth
    assert "several households" in fifth
    ivors = Prompt.objects.order_by("-pk").first()

    assert ivors.due_at == noon + DAY
    beside = [one for one in ivors.sequence.all() if one.because.startswith("another victim; ")]
    assert len(beside) == 4, "all that the other households said stands on Ivor's page"


def test_one_man_several_neighbours_many_calls(told, noon):
    darius = victim("Darius", "Moradi", "Flat 2, 40 Hollin Way, Mallow, ZZ3 3CC")
    number, start = "07700 900301", noon - 900 * DAY
    lee = other("Lee", "Catterick")

    first = told(
        darius,
        number=number,
        now=start,
        said="Neighbours shouting abuse at him, told him to go back to your own country",
    )
    assert "Racially or religiously aggravated public order" in first, "asked at the first call, by nobody named"
    [unnamed] = Prompt.objects.all()
    assert unnamed.described == "Nobody described yet"
    assert "No evidence" in unnamed.rules_met.get().words or "no evidence" in unnamed.rules_met.get().words

    second = told(
        darius, lee, number=number, now=start + 20 * DAY, said="Lee calls him names. Attention seeker, rings every week"
    )
    assert second == "", "the first with Lee, and nothing said of hate: but it is in the sequence from now on"

    third = told(
        darius, lee, number=number, now=start + 40 * DAY, said="Racist abuse shouted at him by Lee, smashed the window"
    )
    for rule in ("Harassment", "Racially or religiously aggravated harassment", "Criminal damage"):
        assert rule in third
    kay = told(
        darius, other("Kay", "Dunmore"), number=number, now=start + 60 * DAY, said="Kay screaming racist abuse at him",
    )  # fmt: skip
    assert "One victim, several other parties" in kay, "asked to read them together at the second named neighbour"

    again = told(darius, number=number, now=start + 80 * DAY, said="More racist abuse shouted at him from the landing")
    assert again == "", "nothing new is asked: it joins the prompt that stands"
    assert unnamed.sequence.count() == 2
    assert Prompt.objects.count() == 3
    assert all(prompt.due_at < noon for prompt in Prompt.objects.all()), (
        "and all three are overdue on the registrar's list"
    )
