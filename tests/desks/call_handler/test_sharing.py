"""Sharing on the handler's pages: chosen, previewed, shared, withdrawn; and what is locked, and how the glass breaks."""

import re
import time
from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from heed.domain.incidents.models import Incident
from heed.domain.incidents.terms import PartyRole
from heed.domain.sharing.locking import services as locking
from heed.domain.sharing.locking.services import Locked
from heed.domain.sharing.models import Disclosure, Glass, Lock
from heed.flows import take_call
from tests import partners
from tests.partners import agreement, council, council_officer

__all__ = ["agreement", "council", "council_officer"]

WHY = "The council can change the locks of the bin store"
SHEET = re.compile(r'<article class="heed-shared-sheet".*?</article>', re.DOTALL)


@pytest.fixture
def officer(person_at_work):
    return person_at_work("neighbourhood_officer", "nia", first_name="Nia", last_name="Rees")


@pytest.fixture
def at(incident, agreement):
    """Return the address of sharing this incident with the council."""
    return f"/calls/incidents/{incident.pk}/share/{agreement.pk}"


def form(now, *parts, **changes):
    until = localdate(now) + timedelta(days=30)
    return {
        "parts": parts or ["place", "victim", "contact"],
        "own_words": "",
        "purpose": "solve",
        "necessity": WHY,
        "until-day": until.day,
        "until-month": until.month,
        "until-year": until.year,
    } | changes


def seen_in(page):
    """Return the digest that a preview carries."""
    return re.search(r'name="seen" value="(\w+)"', page.text)[1]


def share(client, at, now, *parts, **changes):
    preview = client.post(at, form(now, *parts, step="preview", **changes))
    assert preview.status_code == 200, preview.text
    return preview, client.post(at, form(now, *parts, step="share", seen=seen_in(preview), **changes), follow=True)


def test_the_partner_sees_the_preview_byte_for_byte(as_, handler, at, council_officer, now):
    preview, shared = share(as_(handler), at, now)
    made = Disclosure.objects.get()
    read = as_(council_officer).get(f"/partner/shared/{made.pk}/")

    assert "Mallow Council now sees what you previewed" in shared.text
    assert "Jean Marlow" in SHEET.search(preview.text)[0]
    assert SHEET.search(preview.text)[0].encode() == SHEET.search(read.text)[0].encode()


def test_the_preview_is_on_the_trail_and_shares_nothing(as_, handler, at, incident, now, trail):
    as_(handler).post(at, form(now, step="preview"))

    assert not Disclosure.objects.exists()
    event = trail("disclosure.previewed")[0]
    assert event.purpose == "sharing with Mallow Council"
    assert f"incident:{incident.pk}" in event.subjects


def test_without_a_preview_nothing_is_shared_but_previewed(as_, handler, at, now):
    for seen in ({}, {"seen": ""}, {"seen": "0" * 64}):
        answer = as_(handler).post(at, form(now, step="share", **seen))

        assert answer.status_code == 422
        assert "Look at the preview again" in answer.text
        assert SHEET.search(answer.text)
    assert not Disclosure.objects.exists()


def test_what_changed_in_between_is_looked_at_again(as_, handler, at, incident, now):
    client = as_(handler)
    preview = client.post(at, form(now, "words", step="preview"))
    Incident.objects.filter(pk=incident.pk).update(summary="She has taken an overdose")
    answer = client.post(at, form(now, "words", step="share", seen=seen_in(preview)))

    assert answer.status_code == 422
    assert "The record has changed since you looked" in answer.text
    assert "overdose" in SHEET.search(answer.text)[0]
    assert not Disclosure.objects.exists()


def test_the_form_offers_only_what_the_agreement_names(as_, handler, incident, council, now):
    narrow = partners.sign(council, now=now, parts=("pointer", "place"), purposes=("protect",))
    page = as_(handler).get(f"/calls/incidents/{incident.pk}/share/{narrow.pk}")

    assert 'value="place"' in page.text
    assert 'value="risk"' not in page.text
    assert 'value="solve"' not in page.text
    answer = as_(handler).post(f"/calls/incidents/{incident.pk}/share/{narrow.pk}", form(now, "risk", step="preview"))
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"purpose": ""}, "Select what it is shared for"),
        ({"necessity": ""}, "Enter why it is necessary"),
        ({"necessity": "Because"}, "Say in a sentence why it is necessary"),
        ({"until-year": "2020"}, "The end date has passed already"),
        ({"until-month": "13"}, "The end date must be a real date"),
        ({"until-year": "2099"}, "Nothing is shared for longer than 183 days"),
    ],
)
def test_what_is_wrong_is_asked_again(as_, handler, at, now, changes, says):
    answer = as_(handler).post(at, form(now, step="preview", **changes))

    assert answer.status_code == 422
    assert says in answer.text


def test_with_whom_it_can_be_shared_is_chosen_first(as_, handler, incident, agreement, force, now):
    partners.add_agency(force, now=now, name="Mallow Homes")
    page = as_(handler).get(f"/calls/incidents/{incident.pk}/share")

    assert f"/share/{agreement.pk}" in page.text
    assert "No agreement is in force with Mallow Homes" in page.text


def test_strangers_and_nonsense_find_nothing(as_, stranger_to_the_force, council_officer, handler, at, incident):
    assert as_(stranger_to_the_force).get(at).status_code == 404
    assert as_(council_officer).get(at).status_code == 403
    assert as_(handler).get(f"/calls/incidents/{incident.pk}/share/999999").status_code == 404
    assert as_(handler).get("/calls/incidents/999999/shared").status_code == 404
    assert as_(handler).get(f"/calls/incidents/{incident.pk}/shared/1/withdraw").status_code == 405
    assert as_(handler).post(f"/calls/incidents/{incident.pk}/shared/999999/withdraw").status_code == 404


def test_the_incident_page_says_who_sees_it_and_who_has_opened_it(as_, handler, at, incident, council_officer, now):
    share(as_(handler), at, now)
    made = Disclosure.objects.get()
    as_(council_officer).get(f"/partner/shared/{made.pk}/")
    page = as_(handler).get(f"/calls/incidents/{incident.pk}/")

    assert "Opened by Carol Adeyemi" in page.text
    listed = as_(handler).get(f"/calls/incidents/{incident.pk}/shared").text
    assert WHY in listed
    assert "Crime and Disorder Act 1998 s.115" in listed


def test_withdrawn_it_is_gone_from_the_partners_pages_at_once(as_, handler, at, incident, council_officer, now):
    share(as_(handler), at, now)
    made = Disclosure.objects.get()
    assert as_(council_officer).get(f"/partner/shared/{made.pk}/").status_code == 200
    to = f"/calls/incidents/{incident.pk}/shared/{made.pk}/withdraw"

    assert as_(handler).post(to, {f"withdraw{made.pk}-why": ""}).status_code == 422
    as_(handler).post(to, {f"withdraw{made.pk}-why": "Shared by mistake"})

    assert as_(council_officer).get(f"/partner/shared/{made.pk}/").status_code == 404
    assert incident.reference not in as_(council_officer).get("/partner/shared/").text
    again = as_(handler).post(to, {f"withdraw{made.pk}-why": "Again"})
    assert again.status_code == 422
    assert "withdrawn already" in again.text


# --- What is locked ------------------------------------------------------------------------------------------------


@pytest.fixture
def lock(incident, supervisor, now):
    return locking.lock_by_hand(
        what=Locked(incident=incident), why="A colleague", ask="Inspector Hale", owner=supervisor,
        actor=supervisor.actor(), now=now,
    )  # fmt: skip


@pytest.fixture
def locked_person(incident, supervisor, now):
    person = incident.parties.get(role=PartyRole.VICTIM).person
    locking.lock_by_hand(
        what=Locked(person=person), why="A colleague", ask="Inspector Hale", owner=supervisor,
        actor=supervisor.actor(), now=now,
    )  # fmt: skip
    return person


def shut(answer):
    assert "More exists" in answer.text
    assert "Ask Inspector Hale" in answer.text
    for secret in ("Jean", "Marlow", "Stones", "Acacia", "A colleague", "900123"):
        assert secret not in answer.text
    return answer.status_code == 403


NAMED = re.compile(r"<(\w+):(\w+)>")
OF_RECORDS = re.compile(r"incidents?/<int:\w+>|people/<uuid:\w+>|<uuid:call_id>")


def addresses(incident, person):
    """Return every address of the whole house that names an incident, a person or a call; what else it names is 1."""
    from django.urls import get_resolver

    def walk(patterns, before=""):
        for one in patterns:
            route = before + str(one.pattern)
            if hasattr(one, "url_patterns"):
                yield from walk(one.url_patterns, route)
            elif OF_RECORDS.search(route) and one.name not in {"glass_incident", "glass_person"}:
                yield route

    def fill(found):
        kind, name = found.groups()
        if name == "call_id":
            return str(incident.call_id)
        if kind == "uuid":
            return str(person.pk)
        before = found.string[: found.start()]
        return str(incident.pk) if before.endswith(("incidents/", "incident/")) else "1"

    return sorted({"/" + NAMED.sub(fill, route) for route in walk(get_resolver().url_patterns)})


def test_every_page_that_names_what_is_locked_says_that_more_exists_and_nothing_of_it(
    as_, handler, locked_person, incident, trail
):
    # Harriet recorded it before it was locked, and so is let in no more than anybody.
    found, client = addresses(incident, locked_person), as_(handler)
    met = [one for one in found if shut_or_nothing(client.get(one)) and shut_or_nothing(client.post(one))]

    assert len(met) > len(found) / 2
    assert trail("lock.met")


def shut_or_nothing(answer):
    """Say whether an answer is that more exists; assert that there is nothing of the record in any other."""
    for secret in ("Jean", "Marlow", "Stones", "14 Acacia Road, Mallow", "A colleague", "900123"):
        assert secret not in answer.text
    assert answer.status_code in {302, 403, 404, 405}
    return "More exists" in answer.text


def test_a_stranger_is_not_told_that_anything_exists(as_, stranger_to_the_force, council_officer, lock, incident):
    assert as_(stranger_to_the_force).get(f"/calls/incidents/{incident.pk}/").status_code == 404
    assert "More exists" not in as_(council_officer).get(f"/calls/incidents/{incident.pk}/").text


def test_its_owner_goes_on(as_, supervisor, lock, incident):
    answer = as_(supervisor).post(f"/calls/incidents/{incident.pk}/", {"purpose": "The lock"}, follow=True)

    assert answer.status_code == 200
    assert "Jean Marlow" in answer.text


def test_search_says_that_more_exists_and_names_nobody(as_, officer, locked_person):
    for words in ("Jean Marlow", "07700 900123"):
        answer = as_(officer).post("/calls/search/", {"words": words, "purpose": "Rang the desk"})

        assert "<strong>More exists:</strong> ask Inspector Hale" in answer.text
        assert "Stones" not in answer.text
        assert "14 Acacia Road, Mallow" not in answer.text
    assert shut(as_(officer).get(f"/calls/people/{locked_person.pk}/"))


def test_the_record_of_somebody_else_leaves_out_what_is_locked(as_, officer, lock, incident):
    person = incident.parties.get(role=PartyRole.VICTIM).person
    answer = as_(officer).post(f"/calls/people/{person.pk}/", {"purpose": "Rang the desk"}, follow=True)

    assert "<strong>More exists:</strong> ask Inspector Hale" in answer.text
    assert incident.reference not in answer.text


def test_the_card_says_that_more_exists_and_names_nobody(as_, officer, ring, handler, locked_person, now):
    call, check = take_call.take(call_id=ring(now=now).pk, user=handler, actor=handler.actor(), now=now)
    page = as_(handler).get(f"/calls/{call.pk}/")

    assert "More exists: ask Inspector Hale" in page.text
    assert "Jean" not in page.text
    assert str(locked_person.pk) not in str(check.found["subjects"])
    assert check.found["candidates"] == []


def test_the_record_of_a_place_leaves_out_what_is_locked(as_, officer, lock, incident):
    answer = as_(officer).post(f"/calls/places/{incident.place_id}/", {"purpose": "Rang the desk"}, follow=True)

    assert "<strong>More exists:</strong> ask Inspector Hale" in answer.text
    assert "Stones" not in answer.text


def prove(client, at):
    """Prove with the password who one is, as the pages ask; return where that leads."""
    asked = client.get(at)
    assert asked.status_code == 302
    assert "/reauthenticate/" in asked["Location"]
    return client.post(asked["Location"], {"password": "a long pass phrase"})


def test_the_glass_breaks_after_proof_and_reason_and_the_record_opens(as_, officer, lock, incident, supervisor):
    client, at = as_(officer), f"/calls/incidents/{incident.pk}/glass"
    assert at in client.get(f"/calls/incidents/{incident.pk}/").text
    assert prove(client, at)["Location"] == at

    assert "Whoever answers for the lock hears of it at once" in client.get(at).text
    assert client.post(at, {"why": ""}).status_code == 422
    opened = client.post(at, {"why": "She says he is outside her door now"}, follow=True)

    assert "Jean Marlow" in opened.text
    assert "Whoever answers for the lock has been told" in opened.text
    made = Glass.objects.get()
    assert (made.user, made.locks) == (officer, [lock.pk])
    assert "She says he is outside" not in opened.redirect_chain[0][0]
    waiting = as_(supervisor).get("/supervisor/")
    assert "Somebody broke the glass" in waiting.text


def test_signing_in_is_no_proof_and_neither_is_an_old_one(as_, officer, lock, incident):
    client, at = as_(officer), f"/calls/incidents/{incident.pk}/glass"
    assert client.post(at, {"why": "She says he is outside her door now"}).status_code == 302
    prove(client, at)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time() - 301, "reauthenticated": True}
    ]
    session.save()

    assert client.post(at, {"why": "She says he is outside her door now"}).status_code == 302
    assert not Glass.objects.exists()


def test_a_password_is_no_proof_for_somebody_with_a_second_factor(as_, officer, lock, incident):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    client, at = as_(officer), f"/calls/incidents/{incident.pk}/glass"
    prove(client, at)
    assert client.get(at).status_code == 200
    TOTP.activate(officer, generate_totp_secret())

    answer = client.get(at)
    assert answer.status_code == 302
    assert "/2fa/reauthenticate/" in answer["Location"]


def test_a_person_opened_in_an_emergency_opens_what_they_had_a_part_in(as_, officer, locked_person, incident):
    client, at = as_(officer), f"/calls/people/{locked_person.pk}/glass"
    prove(client, at)
    opened = client.post(at, {"why": "She says he is outside her door now"}, follow=True)

    assert "Jean Marlow" in opened.text
    assert incident.reference in opened.text


def test_supervisors_lock_and_handlers_do_not(as_, supervisor, handler, officer, incident):
    at = f"/calls/incidents/{incident.pk}/lock"
    assert as_(handler).get(at).status_code == 403
    assert as_(supervisor).post(at, {"why": "", "ask": "Me"}).status_code == 422
    as_(supervisor).post(at, {"why": "A colleague", "ask": "Inspector Hale"})

    assert Lock.objects.get().owner == supervisor
    assert shut(as_(officer).get(f"/calls/incidents/{incident.pk}/"))
    assert as_(supervisor).post(at, {"why": "Again", "ask": "Me"}).status_code == 422
