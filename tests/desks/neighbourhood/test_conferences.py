"""The pages of a case conference: held by Nora, read by Carol as far as it is shared with her."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localtime

from heed.domain.agencies.terms import Purpose, SharedPart
from heed.domain.conferences.items.models import Decision, Item
from heed.domain.conferences.models import Agreed, Conference, SignedMinutes
from heed.domain.incidents.terms import PartyRole
from heed.domain.sharing.models import Lock
from heed.domain.sharing.terms import LockSource
from heed.flows.sharing import share as sharing
from tests.partners import add_agency, add_officer, agreement, council, council_officer, sign

__all__ = ["agreement", "council", "council_officer"]

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def nora(person_at_work):
    """Return Nora, who holds the conference."""
    return person_at_work("neighbourhood_officer", "nora", first_name="Nora", last_name="Reid")


@pytest.fixture
def thrice(reported, now):
    """Return the newest of three incidents of Jean's."""
    return [reported(now=now - days * DAY) for days in (9, 5, 1)][-1]


def words(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def called(as_, nora, thrice, council, agreement, now):
    """Have Nora call a conference for yesterday evening, with the council; returns it."""
    at = localtime(now - DAY)
    form = {
        "title": "November", "on": at.date().isoformat(), "at": "17:00", "held_in": "Town hall",
        "agencies": [council.pk],
    }  # fmt: skip
    answer = as_(nora).post(reverse("neighbourhood:conference_call"), form, follow=True)
    assert "November is called. 1 item added." in words(answer)
    return Conference.objects.get()


@pytest.fixture
def press(as_, nora, called):
    """Return what Nora presses on the page: `press("note", {…}, item)`."""

    def press(what, form=None, *rows):
        where = reverse(f"neighbourhood:conference_{what}", args=[called.pk, *rows])
        return as_(nora).post(where, form or {}, follow=True)

    return press


@pytest.fixture
def item(called):
    """Return the item that put itself on the agenda."""
    return Item.objects.get()


def test_the_page_shows_the_item_and_why_it_is_there(as_, nora, called, item, thrice):
    said = words(as_(nora).get(reverse("neighbourhood:conference", args=[called.pk])))

    assert "1. Jean Marlow, 14 Acacia Road" in said
    assert "Repeat victim" in said
    assert "3 incidents in 182 days" in said
    assert thrice.reference in said


def test_a_form_that_says_too_little_is_asked_again(press, item, nora, as_):
    for what, form, wrong in (
        ("add", {"why": "Four calls"}, "Enter what it is about"),
        ("add", {"reference": "MAL-1999-1", "why": "x"}, "There is no incident MAL-1999-1 in your force"),
        ("attend", {"name": "Nora", "there": "present"}, "has not agreed to the statement"),
        ("invite", {"agency": "999"}, "Select a valid choice"),
        ("cancel", {}, "Enter why"),
        ("sign", {}, "Put down first who was there"),
        ("when", {"at": "25:99"}, "must be a time"),
    ):
        answer = press(what, form)
        assert (answer.status_code, wrong in words(answer)) == (422, True), (what, wrong)
    for what, form, wrong in (
        ("note", {"for_whom": "force"}, "Enter what was said"),
        ("decide", {"words": "Act", "for_whom": "force"}, "Select who does it"),
        ("move", {}, "Enter why"),
    ):
        answer = press(what, form, item.pk)
        assert (answer.status_code, wrong in words(answer)) == (422, True), (what, wrong)
    call = as_(nora).post(reverse("neighbourhood:conference_call"), {"title": ""})
    assert (call.status_code, "Enter what it is called" in words(call)) == (422, True)


def test_sharing_an_item_asks_for_the_incident_first(press, item, council):
    answer = press("share", None, item.pk, council.pk)

    assert answer.status_code == 422
    assert "is not shared with Mallow Council. Share it first" in words(answer)


@pytest.fixture
def held(press, item, council, agreement, nora, now, called):
    """Have the conference held: shared with the council, spoken of, decided, everybody put down."""
    sharing.share(
        incident=item.incident, agency=council, agreement=agreement, parts=(SharedPart.PLACE,),
        purpose=Purpose.CONFERENCE, necessity="They let the flat that the noise comes from",
        until=(now + 90 * DAY).date(), user=nora, actor=nora.actor(), now=now,
    )  # fmt: skip
    assert "Mallow Council sees the item" in words(press("share", None, item.pk, council.pk))
    press("note", {"words": "Intelligence on number 16", "for_whom": "force"}, item.pk)
    press("note", {"words": "The tenant was warned", "for_whom": "item"}, item.pk)
    decision = {"words": "Write to the tenant", "who": f"agency:{council.pk}", "for_whom": "force"}
    assert "It is a task of Mallow Council" in words(press("decide", decision, item.pk))
    press("decide", {"words": "Patrol on Fridays", "who": f"user:{nora.pk}", "for_whom": "item"}, item.pk)
    press("attend", {"agency": council.pk, "name": "Carol Adeyemi", "there": "present", "agreed": "yes"})
    return called


def test_the_minutes_are_signed_and_the_page_offers_nothing_more(press, held, as_, nora):
    assert "The minutes are signed" in words(press("sign"))

    answer = as_(nora).get(reverse("neighbourhood:conference", args=[held.pk]))

    assert SignedMinutes.objects.get().digest in answer.content.decode()
    assert "Write what was said" not in words(answer)
    again = press("note", {"words": "One more", "for_whom": "item"}, Item.objects.get().pk)
    assert (again.status_code, "The minutes are signed" in words(again)) == (422, True)
    assert Decision.objects.count() == 2


def test_carol_agrees_first_and_then_reads_what_is_shared_with_the_council(as_, council_officer, held):
    client, where = as_(council_officer), reverse("partner:conference", args=[held.pk])
    before = words(client.get(where))
    assert "I agree to it" in before
    assert not [word for word in ("Acacia", "tenant", "Intelligence") if word in before]

    after = words(client.post(reverse("partner:conference_agree", args=[held.pk]), follow=True))

    assert "14 Acacia Road" in after
    assert "The tenant was warned" in after
    assert "Write to the tenant" in after
    assert "Patrol on Fridays" in after
    assert not [word for word in ("Jean", "Marlow", "Intelligence") if word in after]
    assert Agreed.objects.get().user == council_officer
    assert "November" in words(client.get(reverse("partner:conferences")))


def test_what_is_withdrawn_is_gone_from_carols_page_at_once(as_, council_officer, held, press, item, council):
    client = as_(council_officer)
    client.post(reverse("partner:conference_agree", args=[held.pk]))
    press("unshare", None, item.pk, council.pk)

    said = words(as_(council_officer).get(reverse("partner:conference", args=[held.pk])))

    assert "Nothing of it is shared with Mallow Council now" in said
    assert "on items that you do not see any more" in said
    assert "Acacia" not in said


def test_an_agency_that_is_not_asked_finds_nothing(as_, force, now, held):
    housing = add_agency(force, now=now, name="Mallow Homes")
    sign(housing, now=now)
    olu = as_(add_officer(housing, now=now, username="olu"))

    assert olu.get(reverse("partner:conference", args=[held.pk])).status_code == 404
    assert olu.post(reverse("partner:conference_agree", args=[held.pk])).status_code == 404
    assert "November" not in words(olu.get(reverse("partner:conferences")))


def test_a_partner_and_a_handler_open_no_police_page_of_it(as_, council_officer, handler, held):
    for user in (council_officer, handler):
        for name, args in (("conferences", []), ("conference", [held.pk]), ("conference_call", [])):
            assert as_(user).get(reverse(f"neighbourhood:{name}", args=args)).status_code == 403


def test_another_force_finds_no_conference_of_this_one(as_, person_at_work, stranger_to_the_force, held, item):
    other = person_at_work("neighbourhood_officer", "odd", force=stranger_to_the_force.force)
    client = as_(other)

    assert client.get(reverse("neighbourhood:conference", args=[held.pk])).status_code == 404
    note = reverse("neighbourhood:conference_note", args=[held.pk, item.pk])
    assert client.post(note, {"words": "x", "for_whom": "item"}).status_code == 404


def test_what_is_locked_since_is_said_to_exist_and_no_more(as_, nora, held, item, now, press, council):
    jean = item.incident.parties.get(role=PartyRole.VICTIM).person
    Lock.objects.create(
        force=jean.force, person=jean, source=LockSource.HAND, why="Works here", ask="Simon Price", owner=None,
        set_at=now, set_by_name="Simon",
    )  # fmt: skip

    said = words(as_(nora).get(reverse("neighbourhood:conference", args=[held.pk])))

    assert "More exists: ask Simon Price" in said
    assert not [word for word in ("Jean", "Acacia", "Intelligence", "tenant") if word in said]
    assert press("note", {"words": "x", "for_whom": "item"}, item.pk).status_code == 404


def test_the_list_and_the_page_are_few_statements(as_, nora, held, django_assert_max_num_queries):
    client = as_(nora)
    with django_assert_max_num_queries(12):
        client.get(reverse("neighbourhood:conferences"))
    with django_assert_max_num_queries(40):
        client.get(reverse("neighbourhood:conference", args=[held.pk]))
