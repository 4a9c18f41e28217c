"""Who is who: compared side by side, decided with a reason, split, and taken back; always with a purpose, on the trail."""

import re
from datetime import date, timedelta

import pytest

from heed.domain.incidents.models import Party
from heed.domain.incidents.terms import PartyRole
from heed.domain.people import services
from heed.domain.people.identity import queries as identity_read
from heed.domain.people.models import IdentityDecision, IdentityUndo, LineUse, Mention, Person, Residence, Split
from heed.domain.people.terms import KnownAs, LinkSource
from heed.domain.places.services import place_at
from heed.engines.linkage.said import Said
from heed.flows.record import Someone
from heed.foundation.accounts.terms import system

pytestmark = pytest.mark.django_db

WHY = "Two records of one woman?"
REASON = "She told me her maiden name and her date of birth"
NOBODY = "00000000-0000-4000-8000-000000000000"
PEOPLE = "/calls/people/"


@pytest.fixture
def jean(incident):
    """Return Jean Marlow, who rang about the stones."""
    return Person.objects.get(given_name="Jean")


@pytest.fixture
def joan(reported, now):
    """Return Joan Hale, who rang from another number about another place."""
    joan = Someone(
        (PartyRole.CALLER, PartyRole.VICTIM),
        is_caller=True,
        given_name="Joan",
        family_name="Hale",
        born_on=date(1942, 2, 3),
        address="3 Mill Lane, Mallow, ZZ1 2BB",
    )
    reported("07700 900456", now=now - timedelta(minutes=10), parties=(joan,))
    return Person.objects.get(given_name="Joan")


@pytest.fixture
def at_work(as_):
    """Return a client of somebody who has said why: `at_work(simon)`; every address then takes ?why=1."""

    def at_work(user, known):
        client = as_(user)
        client.post(f"{PEOPLE}{known.pk}/", {"purpose": WHY})
        return client

    return at_work


def compare(one, other):
    return f"{PEOPLE}{one.pk}/merge/{other.pk}/?why=1"


def mark_in(text):
    return re.search(r'name="mark" value="([0-9a-f]+)"', text)[1]


def decide(client, one, other, judgement="same", why=REASON, mark=None):
    """Decide as the page does: on what it has just shown."""
    address = compare(one, other)
    mark = mark or mark_in(client.get(address).text)
    return client.post(address, {"why": why, "mark": mark, "judgement": judgement})


def words_of(text):
    """Return what a page reads like, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def counts_of(client, known):
    rows = client.get(f"{PEOPLE}{known.pk}/?why=1").text.split("<tr")
    row = next(row for row in rows if "As victim or complainant" in row)
    return [int(count) for count in re.findall(r"numeric\">(\d+)<", row)]


# The person page.


def test_a_person_shows_who_stands_in_the_group_and_what_was_said(at_work, supervisor, jean, joan):
    client = at_work(supervisor, jean)
    decide(client, jean, joan)
    read = words_of(client.get(f"{PEOPLE}{jean.pk}/?why=1").text)

    assert "2 records stand as one person" in read
    assert "Joan Hale, born 3 February 1942, 3 Mill Lane, Mallow, ZZ1 2BB" in read
    assert "Said by the caller" in read
    assert "Simon Price decided on" in read
    assert "All that was decided" in read


def test_whoever_opens_one_of_the_group_reads_the_whole_person(at_work, supervisor, jean, joan, trail):
    client = at_work(supervisor, jean)
    decide(client, jean, joan)
    text = client.get(f"{PEOPLE}{joan.pk}/?why=1").text

    assert "You opened the record of Joan Hale: it stands as one person with Jean Marlow." in text
    assert set(trail("person.consulted")[0].subjects) == {f"person:{jean.pk}", f"person:{joan.pk}"}


def test_a_line_says_that_it_is_shared_used_by_others_or_long_unused(at_work, supervisor, jean, joan, now):
    services.use_line(person=joan, e164="+447700900123", confirmed_by=None, now=now)
    services.list_line(
        force=jean.force,
        e164="+447700900456",
        known_as=KnownAs.CARE_HOME,
        label="Elm House",
        actor=system("t"),
        now=now,
    )
    LineUse.objects.filter(person=joan, e164="+447700900456").update(
        first_used_on=date(2020, 1, 1), last_used_on=date(2020, 1, 2)
    )
    client = at_work(supervisor, joan)
    read = words_of(client.get(f"{PEOPLE}{joan.pk}/?why=1").text)

    assert "Used by 1 other" in read
    assert "Shared line: Elm House. It identifies nobody." in read
    assert "Last used 2 January 2020" in read
    assert "Unused for so long, the number may be somebody else" in read


def test_a_handler_reads_who_is_who_and_is_offered_nothing_to_decide(at_work, handler, jean):
    text = at_work(handler, jean).get(f"{PEOPLE}{jean.pk}/?why=1").text

    assert "Who is who" in text
    assert "/merge/" not in text
    assert "/split/" not in text


def test_a_number_that_came_withheld_is_in_no_description(at_work, supervisor, jean):
    from heed.domain.calls.models import Call

    Call.objects.update(may_show=False, shown_e164="")
    client = at_work(supervisor, jean)

    assert "900123" not in client.get(f"{PEOPLE}{jean.pk}/?why=1").text
    assert "900123" not in client.get(f"{PEOPLE}{jean.pk}/split/?why=1").text


# Whom to compare with.


@pytest.mark.parametrize("typed", ["hale", "07700 900456", "REFERENCE"])
def test_the_other_is_found_by_name_number_or_incident(at_work, supervisor, jean, joan, typed, trail):
    reference = Party.objects.filter(person=joan).first().incident.reference
    client = at_work(supervisor, jean)
    answer = client.post(f"{PEOPLE}{jean.pk}/merge/?why=1", {"words": typed.replace("REFERENCE", reference)})

    assert f"{PEOPLE}{jean.pk}/merge/{joan.pk}/?why=1" in answer.text
    assert trail("register.searched")[0].purpose == WHY


def test_nobody_is_compared_with_themselves(at_work, supervisor, jean, joan):
    client = at_work(supervisor, jean)

    assert "Nobody else is known" in client.post(f"{PEOPLE}{jean.pk}/merge/?why=1", {"words": "Marlow"}).text
    assert client.get(compare(jean, jean)).status_code == 404
    decide(client, jean, joan)
    assert "Nobody else is known" in client.post(f"{PEOPLE}{jean.pk}/merge/?why=1", {"words": "Hale"}).text


def test_the_search_for_the_other_asks_again(at_work, supervisor, jean):
    answer = at_work(supervisor, jean).post(f"{PEOPLE}{jean.pk}/merge/?why=1", {"words": " "})

    assert answer.status_code == 422
    assert "Enter a name, a number or an incident reference" in answer.text


# Both sides, and what is decided.


def test_both_sides_are_shown_first_with_what_will_change(at_work, supervisor, jean, joan, trail):
    read = words_of(at_work(supervisor, jean).get(compare(jean, joan)).text)

    for words in (
        "First record Jean Marlow",
        "Second record Joan Hale",
        "14 Acacia Road",
        "3 Mill Lane",
        "07700 900456",
        "3 February 1942",
        "Jean Marlow, on record since",
        "1 and 1 become 2",
        "Nothing is moved or deleted",
        "Their first names differ.",
    ):
        assert words in read, words
    assert trail("people.compared")[0].purpose == WHY


def test_four_answers_are_offered_alike(at_work, supervisor, jean, joan):
    text = at_work(supervisor, jean).get(compare(jean, joan)).text
    buttons = re.findall(r"<button[^>]*name=\"judgement\"[^>]*>", text)

    assert [re.search(r'value="(\w+)"', button)[1] for button in buttons] == [
        "same", "different", "same_household", "unsure"
    ]  # fmt: skip
    assert [re.search(r'data-key="(\w)"', button)[1] for button in buttons] == ["1", "2", "3", "4"]
    assert len({re.search(r'class="([^"]+)"', button)[1] for button in buttons}) == 1


def test_a_merge_adds_up_and_its_undoing_takes_apart(at_work, supervisor, jean, joan):
    client = at_work(supervisor, jean)
    before = counts_of(client, jean), counts_of(client, joan)
    answer = decide(client, jean, joan)

    assert answer.url == f"{PEOPLE}{jean.pk}/?why=1"
    assert counts_of(client, joan) == counts_of(client, jean) == [a + b for a, b in zip(*before, strict=True)]
    made = IdentityDecision.objects.get()
    assert made.why == REASON
    assert any("become 2" in words for words in made.shown)

    undone = client.post(f"{PEOPLE}{jean.pk}/identity/decisions/{made.pk}/undo?why=1", {f"d{made.pk}-why": "No"})
    assert undone.url == f"{PEOPLE}{jean.pk}/identity/?why=1"
    assert (counts_of(client, jean), counts_of(client, joan)) == before


@pytest.mark.parametrize(("judgement", "sentence"), [
    ("different", "Not the same person. It is kept, and they are not proposed to anybody again."),
    ("same_household", "Two people of one household."),
    ("unsure", "That nobody can tell is kept with why."),
])  # fmt: skip
def test_what_is_no_merge_is_kept_and_leaves_them_apart(at_work, supervisor, jean, joan, judgement, sentence):
    client = at_work(supervisor, jean)
    decide(client, jean, joan, judgement)

    assert IdentityDecision.objects.get().decision == judgement
    assert Person.objects.get(pk=joan.pk).lead_id == joan.pk
    assert sentence in client.get(f"{PEOPLE}{jean.pk}/?why=1").text


def test_what_was_told_apart_is_not_offered_as_one(at_work, supervisor, jean, joan):
    client = at_work(supervisor, jean)
    decide(client, jean, joan, "different")
    text = client.get(compare(jean, joan)).text

    assert "They cannot be made one while this stands" in text
    assert "Simon Price decided on" in text
    assert 'value="same"' not in text
    refused = decide(client, jean, joan, "same")
    assert refused.status_code == 409
    assert "Take that back first." in refused.text
    assert Person.objects.get(pk=joan.pk).lead_id == joan.pk


def test_who_stands_as_one_already_leaves_nothing_to_decide(at_work, supervisor, jean, joan):
    client = at_work(supervisor, jean)
    decide(client, jean, joan)
    text = client.get(compare(jean, joan)).text

    assert "They stand as one person already." in text
    assert 'name="judgement"' not in text


def test_a_preview_that_is_out_of_date_decides_nothing_and_is_shown_anew(at_work, supervisor, jean, joan, now):
    client = at_work(supervisor, jean)
    mark = mark_in(client.get(compare(jean, joan)).text)
    third = services.record_person(
        force=jean.force, given_name="Jeanie", family_name="Marlow", born_on=None, actor=system("t"), now=now
    )
    decide(client, jean, third)
    answer = decide(client, jean, joan, mark=mark)

    assert answer.status_code == 409
    assert "What is on record has changed since this page was opened" in answer.text
    assert "Jeanie Marlow" in answer.text
    assert REASON in answer.text
    assert mark_in(answer.text) != mark
    assert IdentityDecision.objects.count() == 1


@pytest.mark.parametrize("judgement", ["same", "different", "unsure"])
def test_a_form_sent_twice_decides_once(at_work, supervisor, jean, joan, judgement):
    client = at_work(supervisor, jean)
    mark = mark_in(client.get(compare(jean, joan)).text)
    first = decide(client, jean, joan, judgement, mark=mark)
    second = decide(client, jean, joan, judgement, mark=mark)

    assert first.url == second.url == f"{PEOPLE}{jean.pk}/?why=1"
    if judgement != "unsure":
        assert IdentityDecision.objects.count() == 1


@pytest.mark.parametrize(("posted", "sentence"), [
    ({"judgement": "same"}, "Enter why"),
    ({"judgement": "same", "why": " \n"}, "Enter why"),
    ({"judgement": "same", "why": "x" * 501}, "must be 500 characters or fewer"),
    ({"why": REASON}, "Choose what they are to each other"),
    ({"why": REASON, "judgement": "sibling"}, "Choose what they are to each other"),
])  # fmt: skip
def test_the_comparison_asks_again_and_decides_nothing(at_work, supervisor, jean, joan, posted, sentence):
    client = at_work(supervisor, jean)
    mark = mark_in(client.get(compare(jean, joan)).text)
    answer = client.post(compare(jean, joan), {"mark": mark, **posted})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Second record" in answer.text
    assert not IdentityDecision.objects.exists()


# What was decided, and how it is taken back.


def test_the_history_says_who_when_why_and_what_was_shown(at_work, supervisor, jean, joan, trail):
    client = at_work(supervisor, jean)
    decide(client, jean, joan)
    read = words_of(client.get(f"{PEOPLE}{jean.pk}/identity/?why=1").text)

    for words in (
        "are the same person.",
        "Simon Price, supervisor",
        REASON,
        "What was on the screen",
        "1 and 1 become 2",
    ):
        assert words in read, words
    assert trail("identity.consulted")[0].purpose == WHY


def test_what_was_taken_back_says_by_whom_and_why_and_cannot_be_again(at_work, supervisor, jean, joan):
    client = at_work(supervisor, jean)
    decide(client, jean, joan)
    made = IdentityDecision.objects.get()
    address = f"{PEOPLE}{jean.pk}/identity/decisions/{made.pk}/undo?why=1"
    client.post(address, {f"d{made.pk}-why": "It was her twin"})
    again = client.post(address, {f"d{made.pk}-why": "It was her twin"}, follow=True)

    assert "It has been taken back already: nothing more was changed." in again.text
    assert "It was her twin" in again.text
    assert "/undo" not in again.text
    assert IdentityUndo.objects.count() == 1


def test_taking_back_asks_why(at_work, supervisor, jean, joan):
    client = at_work(supervisor, jean)
    decide(client, jean, joan)
    made = IdentityDecision.objects.get()
    answer = client.post(f"{PEOPLE}{jean.pk}/identity/decisions/{made.pk}/undo?why=1", {})

    assert answer.status_code == 422
    assert "Enter why it is taken back" in answer.text
    assert not IdentityUndo.objects.exists()


def test_somebody_elses_decision_is_not_theirs_to_take_back(at_work, supervisor, person_at_work, jean, joan):
    decide(at_work(supervisor, jean), jean, joan)
    made = IdentityDecision.objects.get()
    client = at_work(person_at_work("neighbourhood_officer"), jean)

    assert "/undo" not in client.get(f"{PEOPLE}{jean.pk}/identity/?why=1").text
    answer = client.post(f"{PEOPLE}{jean.pk}/identity/decisions/{made.pk}/undo?why=1", {f"d{made.pk}-why": "No"})
    assert answer.status_code == 403
    assert not IdentityUndo.objects.exists()


def test_a_decision_about_others_is_not_found_under_this_person(at_work, supervisor, jean, joan, now):
    two = [
        services.record_person(
            force=jean.force, given_name=name, family_name="Zed", born_on=None, actor=system("t"), now=now
        )
        for name in ("Ann", "Bob")
    ]
    client = at_work(supervisor, jean)
    decide(client, *two)
    made = IdentityDecision.objects.get()

    for number in (made.pk, 999_999, 10**30):
        answer = client.post(f"{PEOPLE}{jean.pk}/identity/decisions/{number}/undo?why=1", {f"d{number}-why": "No"})
        assert answer.status_code == 404


def test_what_would_contradict_a_later_decision_is_not_taken_back(at_work, supervisor, jean, joan):
    client = at_work(supervisor, jean)
    decide(client, jean, joan)
    same = IdentityDecision.objects.get()
    client.post(f"{PEOPLE}{jean.pk}/identity/decisions/{same.pk}/undo?why=1", {f"d{same.pk}-why": "No"})
    decide(client, jean, joan, "different")
    apart = IdentityDecision.objects.latest("pk")
    done = client.post(f"{PEOPLE}{jean.pk}/identity/decisions/{apart.pk}/undo?why=1", {f"d{apart.pk}-why": "Yes"})

    assert done.status_code == 302
    assert not identity_read.about(jean.pk, joan.pk)


def test_nothing_decided_says_so(at_work, handler, jean):
    text = at_work(handler, jean).get(f"{PEOPLE}{jean.pk}/identity/?why=1").text

    assert "Nothing has been decided about this person." in text
    assert "This record stands for itself alone." in text


# One record is two people.


@pytest.fixture
def mixed(jean, now):
    """Return Jean, under whom something was said of Joan, in another home, on another line."""
    said = Said(given="Joan", family="Marlow", born="1990-02-01", on=date(2026, 11, 1))
    services.mention(person=jean, said=said, place=None, call=None, source=LinkSource.SAID, now=now)
    services.use_line(person=jean, e164="+447700900777", confirmed_by=None, now=now)
    place = place_at(force=jean.force, address="9 Far Street, Mallow, ZZ9 9ZZ", now=now)
    services.lives_at(person=jean, place=place, now=now)
    return jean


def chosen():
    return {
        "mentions": str(Mention.objects.get(given_name="Joan").pk),
        "line_uses": str(LineUse.objects.get(e164="+447700900777").pk),
        "residences": str(Residence.objects.get(place__address__startswith="9 Far").pk),
        "parties": str(Party.objects.get(role=PartyRole.VICTIM).pk),
        "why": "Joan is her daughter",
    }


def split(client, known, **changes):
    """Split as the page does: on what it has just said would change."""
    address = f"{PEOPLE}{known.pk}/split/?why=1"
    picked = chosen() | changes
    mark = mark_in(client.post(address, picked).text)
    return client.post(address, picked | {"confirm": "yes", "mark": mark})


def test_a_split_says_in_words_what_will_change_and_changes_nothing_yet(at_work, supervisor, mixed):
    client = at_work(supervisor, mixed)
    answer = client.post(f"{PEOPLE}{mixed.pk}/split/?why=1", chosen())
    read = words_of(answer.text)

    assert answer.status_code == 200
    assert "A new person, Joan Marlow , born 1 February 1990, gets 4 of the" in read
    assert "1 becomes 0, and 1 for the new person" in read
    assert not Split.objects.exists()


def test_a_split_moves_what_was_chosen_and_is_undone_from_the_history(at_work, supervisor, mixed):
    client = at_work(supervisor, mixed)
    before = counts_of(client, mixed)
    answer = split(client, mixed)
    made = Split.objects.get()

    assert answer.url == f"{PEOPLE}{mixed.pk}/identity/?why=1"
    assert made.why == "Joan is her daughter"
    assert Party.objects.get(role=PartyRole.VICTIM).person_id == made.new_person_id
    assert sum(counts_of(client, mixed)) == 0
    read = words_of(client.get(answer.url).text)
    assert "1 description, 1 line, 1 home and 1 part in incidents of Jean Marlow moved to Joan Marlow" in read

    client.post(f"{PEOPLE}{mixed.pk}/identity/splits/{made.pk}/undo?why=1", {f"s{made.pk}-why": "She is one woman"})
    assert counts_of(client, mixed) == before
    assert "She is one woman" in client.get(answer.url).text


def test_a_split_on_a_changed_choice_is_shown_again(at_work, supervisor, mixed):
    client = at_work(supervisor, mixed)
    address = f"{PEOPLE}{mixed.pk}/split/?why=1"
    mark = mark_in(client.post(address, chosen()).text)
    other = chosen() | {"residences": []}
    answer = client.post(address, other | {"confirm": "yes", "mark": mark})

    assert answer.status_code == 409
    assert not Split.objects.exists()


def test_a_split_sent_twice_splits_once(at_work, supervisor, mixed):
    client = at_work(supervisor, mixed)
    address, picked = f"{PEOPLE}{mixed.pk}/split/?why=1", chosen()
    posted = picked | {"confirm": "yes", "mark": mark_in(client.post(address, picked).text)}

    assert client.post(address, posted).url == client.post(address, posted).url
    assert Split.objects.count() == 1


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"why": ""}, "Enter why it belongs to somebody else"),
    ({"mentions": [], "line_uses": [], "residences": [], "parties": []}, "Choose what belongs to the other person"),
    ({"mentions": "999999"}, "does not stand here any more"),
    ({"mentions": "nonsense"}, "does not stand here any more"),
])  # fmt: skip
def test_a_split_asks_again(at_work, supervisor, mixed, changes, sentence):
    answer = at_work(supervisor, mixed).post(f"{PEOPLE}{mixed.pk}/split/?why=1", chosen() | changes)

    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_split_that_leaves_nothing_said_is_refused_in_words(at_work, supervisor, mixed):
    client = at_work(supervisor, mixed)
    everything = [str(said.pk) for said in Mention.objects.filter(person=mixed)]
    answer = client.post(f"{PEOPLE}{mixed.pk}/split/?why=1", chosen() | {"mentions": everything})

    assert answer.status_code == 422
    assert "Everything that was said of this person would go: leave what is theirs." in answer.text


# Who may, and what is nothing.

ADDRESSES = ("{one}/merge/", "{one}/merge/{two}/", "{one}/split/", "{one}/identity/")


@pytest.mark.parametrize("address", ADDRESSES)
def test_it_opens_with_a_purpose_only(as_, supervisor, jean, joan, address):
    client = as_(supervisor)
    address = PEOPLE + address.format(one=jean.pk, two=joan.pk)

    assert "Why do you" in client.get(address).text
    assert "Jean" not in client.get(address).text
    assert client.post(address, {"purpose": ""}).status_code == 422
    assert client.post(address, {"purpose": WHY}, follow=True).status_code == 200


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_stranger_signs_in_first_and_an_analyst_may_not(client, as_, person_at_work, address):
    address = PEOPLE + address.format(one=NOBODY, two=NOBODY)

    assert "/accounts/login/" in client.get(address).url
    assert as_(person_at_work("analyst")).get(address).status_code == 403


@pytest.mark.parametrize("address", ADDRESSES[:3])
def test_a_handler_does_not_decide_on_records(as_, handler, jean, joan, address):
    assert as_(handler).get(PEOPLE + address.format(one=jean.pk, two=joan.pk)).status_code == 403


@pytest.mark.parametrize("address", ADDRESSES)
def test_another_force_and_nonsense_are_not_found(as_, person_at_work, stranger_to_the_force, jean, joan, address):
    other = person_at_work("supervisor", "olga", force=stranger_to_the_force.force)
    assert as_(other).get(PEOPLE + address.format(one=jean.pk, two=joan.pk)).status_code == 404
    client = as_(person_at_work("supervisor", "sue"))
    assert client.get(PEOPLE + address.format(one=NOBODY, two=jean.pk)).status_code == 404
    assert client.get(PEOPLE + address.format(one="x", two="y")).status_code == 404


def test_somebody_of_another_force_is_no_side(as_, person_at_work, stranger_to_the_force, jean, now):
    theirs = services.record_person(
        force=stranger_to_the_force.force, given_name="Olu", family_name="Far", born_on=None, actor=system("t"), now=now
    )
    assert as_(person_at_work("supervisor", "sue")).get(compare(jean, theirs)).status_code == 404


@pytest.mark.parametrize("address", [*ADDRESSES, "{one}/identity/decisions/1/undo", "{one}/identity/splits/1/undo"])
def test_nothing_is_deleted_and_nothing_undone_by_looking(as_, supervisor, jean, joan, address):
    address = PEOPLE + address.format(one=jean.pk, two=joan.pk)

    assert as_(supervisor).delete(address).status_code == 405
    if address.endswith("undo"):
        assert as_(supervisor).get(address).status_code == 405


def test_names_and_reasons_are_escaped(at_work, supervisor, jean, now):
    nasty = "<img src=x onerror=alert(1)>"
    bad = services.record_person(
        force=jean.force, given_name=nasty, family_name="Zed", born_on=None, actor=system("t"), now=now
    )
    client = at_work(supervisor, jean)
    shown = client.get(compare(jean, bad)).text
    decide(client, jean, bad, "same", why=nasty)
    pages = [client.get(f"{PEOPLE}{jean.pk}/{page}?why=1").text for page in ("", "identity/", "merge/", "split/")]

    assert all(nasty not in text for text in (shown, *pages))


def test_the_number_of_queries_does_not_grow_with_the_record(
    at_work, supervisor, jean, joan, now, django_assert_max_num_queries
):
    for number in range(20):
        services.mention(
            person=jean,
            said=Said(given=f"Jean{number}", family="Marlow"),
            place=None,
            call=None,
            source=LinkSource.SAID,
            now=now,
        )
        services.use_line(person=jean, e164=f"+4477009008{number:02}", confirmed_by=None, now=now)
    client = at_work(supervisor, jean)
    decide(client, jean, joan)

    with django_assert_max_num_queries(33):
        client.get(f"{PEOPLE}{jean.pk}/?why=1")
    with django_assert_max_num_queries(30):
        client.get(f"{PEOPLE}{jean.pk}/identity/?why=1")
    with django_assert_max_num_queries(36):
        client.get(f"{PEOPLE}{jean.pk}/split/?why=1")
    with django_assert_max_num_queries(36):
        client.get(compare(jean, joan))
