"""Sharing at a chosen depth: nothing without an agreement, nothing but what was chosen, and an end that is an end."""

from dataclasses import replace
from datetime import timedelta

import pytest

from heed.domain.agencies import services as agencies
from heed.domain.agencies.terms import Purpose, SharedPart
from heed.domain.calls.models import LogEntry
from heed.domain.contact.services import RuleWords, note_rule
from heed.domain.incidents.models import Incident
from heed.domain.incidents.terms import PartyRole
from heed.domain.needs.terms import Basis, Source
from heed.domain.people.models import LineUse
from heed.domain.sharing import queries
from heed.domain.sharing.locking import services as locking
from heed.domain.sharing.locking.services import Locked
from heed.domain.sharing.models import Disclosure, Opening
from heed.domain.sharing.rules import sheet_of
from heed.domain.sharing.services import AlreadyWithdrawn
from heed.domain.tasking.models import Task
from heed.domain.vulnerability.assessments.services import Judgement
from heed.domain.vulnerability.terms import Judged
from heed.engines.risk.factors import Heading
from heed.flows.messages import safe_contact
from heed.flows.record import Someone
from heed.flows.sharing import opened, share, wire
from heed.foundation.accounts.terms import system
from tests import partners
from tests.conftest import NOON
from tests.flows.conftest import JEAN
from tests.partners import agreement, council, council_officer

__all__ = ["agreement", "council", "council_officer"]

DAY = timedelta(days=1)
WHY = "The council can change the locks of the bin store"
DARREN = Someone(
    (PartyRole.OTHER_PARTY,), given_name="Darren", family_name="Pike", address="16 Acacia Road, Mallow, ZZ1 1AA"
)
WANDA = Someone((PartyRole.WITNESS,), given_name="Wanda", family_name="Quill", e164="+447700900777")
VULNERABLE = Judgement(
    vulnerable=Judged.YES, why="Jean Marlow lives alone since Darren threatened her", headings=(Heading.PERSONAL,)
)


@pytest.fixture
def incident(reported, noon):
    return reported(
        now=noon - timedelta(hours=1),
        summary="Darren Pike threw stones at Jean. Wanda saw it, ring her on 07700 900777",
        parties=(JEAN, DARREN, WANDA),
        judgement=VULNERABLE,
    )


@pytest.fixture
def shared(incident, council, agreement, handler, noon):
    """Return a sharer: all of the terms are sound unless changed."""

    def shared(*parts, now=noon, **changes):
        terms = {
            "incident": incident,
            "agency": council,
            "agreement": agreement,
            "parts": parts or (SharedPart.WORDS,),
            "purpose": Purpose.SOLVE,
            "necessity": WHY,
            "until": (now + 30 * DAY).date(),
            "user": handler,
            "actor": handler.actor(),
        } | changes
        return share.share(now=now, **terms)

    return shared


def visible(council, now):
    return list(queries.visible_to_agency(council, now=now))


def words_of(sheet):
    return sheet.text


def test_what_is_kept_is_what_was_previewed_byte_for_byte(incident, shared, noon):
    parts = list(SharedPart)
    seen = share.preview(incident, parts=parts, now=noon)
    made = shared(*parts, seen=seen.digest)

    assert made.sheet.encode() == seen.text.encode()
    assert made.digest == seen.digest
    assert sheet_of(Disclosure.objects.get(pk=made.pk).sheet) == seen


def test_the_partner_reads_what_was_kept_even_when_the_record_says_something_else_now(
    incident, shared, council, council_officer, noon
):
    made = shared(SharedPart.WORDS)
    Incident.objects.filter(pk=incident.pk).update(summary="Something that nobody has previewed")
    read = opened.read(made, agency=council, user=council_officer, actor=council_officer.actor(), now=noon)

    assert read.text == made.sheet


def test_what_has_changed_since_it_was_previewed_is_not_shared(incident, shared, noon):
    seen = share.preview(incident, parts=[SharedPart.WORDS], now=noon)
    Incident.objects.filter(pk=incident.pk).update(summary="She has taken an overdose")

    with pytest.raises(share.NotAsPreviewed, match="changed since you looked"):
        shared(SharedPart.WORDS, seen=seen.digest)
    assert not Disclosure.objects.exists()


PERSONAL = {
    SharedPart.PLACE: ["14 Acacia Road"],
    SharedPart.WORDS: ["threw stones"],
    SharedPart.HISTORY: ["in 365 days"],
    SharedPart.VICTIM: ["Jean"],
    SharedPart.CONTACT: ["Ring"],
    SharedPart.OTHER_PARTY: ["Pike"],
    SharedPart.NEEDS: ["What the victim needs, and what helps"],
    SharedPart.RISK: ["lives alone"],
}


def test_each_part_shows_its_own_and_nothing_of_the_others(incident, noon):
    for part, own in PERSONAL.items():
        text = words_of(share.preview(incident, parts=[part], now=noon))
        found = {other for other, words in PERSONAL.items() if any(word in text for word in words)}

        assert all(word in text for word in own)
        # Where to write to the victim is their address, and it is said so in the preview.
        assert found - {part} <= ({SharedPart.PLACE} if part == SharedPart.CONTACT else set())


def test_whoever_rang_and_witnesses_are_never_named(incident, noon):
    text = words_of(share.preview(incident, parts=list(SharedPart), now=noon))

    assert "Wanda" not in text
    assert "Quill" not in text
    assert "900777" not in text
    assert "Darren Pike threw stones at Jean" in text


def test_the_pointer_alone_says_that_there_is_an_incident_and_no_more(incident, noon):
    sheet = share.preview(incident, parts=[SharedPart.POINTER], now=noon)

    assert [section.part for section in sheet.sections] == ["pointer", "safety"]
    assert {line.label for line in sheet.sections[0].lines} == {
        "Reference", "Category", "Recorded", "State on 20 November 2026"
    }  # fmt: skip


def test_words_of_ones_own_take_the_place_of_the_summary_and_are_cleaned_too(incident, noon):
    sheet = share.preview(incident, parts=[SharedPart.WORDS], words="A neighbour, Darren, threw stones", now=noon)

    assert sheet.section(SharedPart.WORDS).lines[0].value == "A neighbour, [not shared], threw stones"
    assert "Wanda" not in sheet.text


def test_nothing_of_vulnerability_is_there_unless_it_was_chosen(incident, noon):
    text = words_of(share.preview(incident, parts=set(SharedPart) - {SharedPart.NEEDS, SharedPart.RISK}, now=noon))

    assert "vulnerable" not in text.casefold()
    assert "lives alone" not in text


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"agreement": None}, "There is no agreement with Mallow Council"),
        ({"parts": ()}, "Choose what to share"),
        ({"parts": ("everything",)}, "Choose parts and a purpose"),
        ({"purpose": "curiosity"}, "Choose parts and a purpose"),
        ({"necessity": "They asked"}, "Say in a sentence why it is necessary"),
        ({"necessity": "   "}, "Say in a sentence why it is necessary"),
        ({"until": NOON.date() - DAY}, "The end date has passed already"),
        ({"until": NOON.date() + 184 * DAY}, "Nothing is shared for longer than 183 days"),
    ],
)
def test_what_cannot_be_shared_says_why(shared, changes, says):
    with pytest.raises(share.CannotShare, match=says):
        shared(**changes)
    assert not Disclosure.objects.exists()


def test_only_what_the_agreement_names_is_shared(shared, council, noon):
    narrow = partners.sign(council, now=noon, parts=(SharedPart.POINTER, SharedPart.PLACE), purposes=(Purpose.SOLVE,))

    shared(SharedPart.PLACE, agreement=narrow)
    with pytest.raises(share.CannotShare, match="does not cover every part"):
        shared(SharedPart.RISK, agreement=narrow)
    with pytest.raises(share.CannotShare, match="does not cover this purpose"):
        shared(SharedPart.PLACE, agreement=narrow, purpose=Purpose.PROTECT)


def test_the_agreement_with_another_agency_is_none_with_this_one(shared, force, noon):
    other = partners.add_agency(force, now=noon, name="Mallow Homes")
    theirs = partners.sign(other, now=noon)

    with pytest.raises(share.CannotShare, match="no agreement with Mallow Council"):
        shared(agreement=theirs)


def test_every_disclosure_is_on_the_trail_with_its_recipients_by_name(shared, council_officer, trail):
    made = shared(SharedPart.VICTIM)
    event = trail("incident.disclosed")[0]

    assert event.act == "disclosure"
    assert event.recipient == "Mallow Council: Carol Adeyemi"
    assert event.detail["basis"].startswith("Crime and Disorder Act 1998 s.115")
    assert (event.detail["digest"], event.detail["until"]) == (made.digest, made.until_on.isoformat())
    assert event.purpose == f"Stop the anti-social behaviour: {WHY}"
    assert [one for one in event.subjects if one.startswith("person:")]


def test_the_log_says_what_was_shared_and_that_it_no_longer_is(incident, shared, handler, noon):
    made = shared(SharedPart.PLACE)
    share.withdraw(disclosure=made, why="The tenancy has ended", actor=handler.actor(), now=noon)
    entries = [entry.text for entry in LogEntry.objects.filter(call=incident.call_id).order_by("seq")]

    assert entries[-2] == (
        "Shared with Mallow Council until 20 December 2026: where it happened. Stop the anti-social behaviour."
    )
    assert entries[-1] == "No longer shared with Mallow Council: The tenancy has ended"


def test_opening_is_kept_with_the_name_of_who_did_and_their_agency(shared, council, council_officer, noon, trail):
    made = shared()
    opened.read(made, agency=council, user=council_officer, actor=council_officer.actor(), now=noon)

    assert [(one.by_name, one.user) for one in Opening.objects.filter(disclosure=made)] == [
        ("Carol Adeyemi", council_officer)
    ]
    event = trail("disclosure.opened")[0]
    assert (event.act, event.recipient) == ("consultation", "Carol Adeyemi, Mallow Council")


def not_visible(made, council, council_officer, now):
    """Assert that neither list nor record nor wire give it any more."""
    assert visible(council, now) == []
    assert queries.disclosure_for(council, made.incident, now=now) is None
    with pytest.raises(opened.NotShared):
        opened.read(made, agency=council, user=council_officer, actor=council_officer.actor(), now=now)
    with pytest.raises(opened.NotShared):
        wire.for_the_wire(made, now=now)


def test_what_is_withdrawn_is_gone_at_once(shared, council, council_officer, handler, noon):
    made = shared()
    assert visible(council, noon) == [made]

    share.withdraw(disclosure=made, why="Shared by mistake", actor=handler.actor(), now=noon)

    not_visible(made, council, council_officer, noon)
    with pytest.raises(AlreadyWithdrawn):
        share.withdraw(disclosure=made, why="Again", actor=handler.actor(), now=noon)


def test_the_last_day_is_included_and_the_next_is_not(shared, council, council_officer, noon):
    made = shared(until=(noon + DAY).date())
    midnight = (noon + 2 * DAY).replace(hour=0)

    assert visible(council, midnight - timedelta(seconds=1)) == [made]
    not_visible(made, council, council_officer, midnight)


def test_what_was_shared_under_an_agreement_ends_with_it(shared, agreement, council, council_officer, noon):
    made = shared()
    agencies.end_agreement(agreement=agreement, why="Not renewed", actor=system("tests"), now=noon)

    not_visible(made, council, council_officer, noon)
    with pytest.raises(share.CannotShare, match="The agreement has ended"):
        shared()


def test_an_agency_that_has_left_sees_nothing(shared, council, council_officer, noon):
    made = shared()
    agencies.end_agency(agency=council, why="It was merged", actor=system("tests"), now=noon)
    council.refresh_from_db()

    not_visible(made, council, council_officer, noon)
    with pytest.raises(share.CannotShare, match="Nothing can be shared with this agency"):
        shared()


def test_another_agency_sees_nothing_of_it(shared, force, noon):
    made = shared()
    other = partners.add_agency(force, now=noon, name="Mallow Homes")
    nosy = partners.add_officer(other, now=noon, username="norman")

    assert visible(other, noon) == []
    with pytest.raises(opened.NotShared):
        opened.read(made, agency=other, user=nosy, actor=nosy.actor(), now=noon)


def test_sharing_again_takes_the_place_of_what_was_shared_before(shared, council, council_officer, noon):
    older = shared(SharedPart.PLACE, SharedPart.VICTIM)
    newer = shared(SharedPart.PLACE, now=noon + timedelta(hours=1))

    assert newer.follows == older
    assert visible(council, noon + timedelta(hours=1)) == [newer]
    assert Disclosure.objects.get(pk=older.pk).withdrawn_at is not None
    with pytest.raises(opened.NotShared):
        opened.read(older, agency=council, user=council_officer, actor=council_officer.actor(), now=noon)


def test_what_is_locked_is_neither_shared_nor_seen_until_the_lock_is_lifted(
    incident, shared, council, council_officer, supervisor, noon
):
    made = shared()
    lock = locking.lock_by_hand(
        what=Locked(incident=incident), why="A colleague", ask="Inspector Hale", owner=supervisor,
        actor=supervisor.actor(), now=noon,
    )  # fmt: skip

    not_visible(made, council, council_officer, noon)
    assert queries.held_back_from(council, now=noon) == 1
    with pytest.raises(share.CannotShare, match=r"locked\. Ask Inspector Hale"):
        shared()

    locking.lift(lock=lock, why="Not them", user=supervisor, actor=supervisor.actor(), now=noon)
    assert visible(council, noon) == [made]


def test_a_lock_on_a_person_holds_back_what_is_shared_of_their_incidents(incident, shared, council, supervisor, noon):
    shared()
    person = incident.parties.get(role=PartyRole.WITNESS).person
    locking.lock_by_hand(
        what=Locked(person=person), why="Protected", ask="Inspector Hale", owner=supervisor, actor=supervisor.actor(), now=noon,
    )  # fmt: skip

    assert visible(council, noon) == []


def test_on_the_wire_goes_only_what_the_agreement_names_for_it(shared, council, noon):
    careful = partners.sign(council, now=noon, on_the_wire=(SharedPart.POINTER, SharedPart.PLACE))
    made = shared(*SharedPart, agreement=careful)
    sent = wire.for_the_wire(made, now=noon)

    assert [section["part"] for section in sent["sections"]] == ["pointer", "place", "safety"]
    assert "Jean" not in str(sent)
    assert "vulnerable" not in str(sent)


def test_vulnerability_goes_on_the_wire_only_where_it_is_named(shared, council, noon):
    named = partners.sign(council, now=noon, on_the_wire=(SharedPart.POINTER, SharedPart.RISK))
    made = shared(*SharedPart, agreement=named)

    assert [one["part"] for one in wire.for_the_wire(made, now=noon)["sections"]] == ["pointer", "risk", "safety"]


# --- Reaching the victim -------------------------------------------------------------------------------------------


def contact(incident, now):
    section = share.preview(incident, parts=[SharedPart.CONTACT], now=now).section(SharedPart.CONTACT)
    return {line.label: line.value for line in section.lines}, section


@pytest.fixture
def rule(incident, handler, noon):
    """Return a noter of rules of contact of the victim."""

    def rule(**said):
        fields = {
            "source": Source.PERSON,
            "basis": Basis.CONSENT,
            "consent_at": noon,
            "review_on": (noon + 90 * DAY).date(),
        } | said
        return note_rule(
            person=victim(incident), rule=RuleWords(**fields), call=None, user=handler, actor=handler.actor(), now=noon
        )

    return rule


def victim(incident):
    return incident.parties.get(role=PartyRole.VICTIM).person


def test_a_confirmed_number_that_nobody_else_uses_is_given(incident, noon):
    told, section = contact(incident, noon)

    assert told["Ring"] == "07700 900123"
    assert "+447700900123" in section.reach


def test_what_a_rule_forbids_is_not_given_and_never_says_why(incident, rule, noon):
    rule(forbidden=("call", "text"), words="He checks her phone")
    told, section = contact(incident, noon)

    assert told["Ring"] == told["Text"] == "Do not. Ask us to pass it on"
    assert "+447700900123" not in section.reach
    assert "phone" not in str(told)
    assert told["First"] == "There is more to know before you contact them. Ask us first"


def test_a_safe_number_is_given_with_its_hours_and_no_other(incident, rule, noon):
    rule(safe_number="07700 900888", hours=((0, "09:00", "15:00"),), voicemail=False)
    told, _ = contact(incident, noon)

    assert told["Ring"] == "07700 900888. Leave no voicemail. Only 09:00 to 15:00 on Mondays"
    assert "900123" not in str(told)


def test_where_a_code_word_is_needed_no_partner_rings_or_visits(incident, rule, noon):
    rule(code_word="Bluebell", safe_number="07700 900888")
    told, section = contact(incident, noon)

    assert told["Ring"] == told["Visit"] == "Do not. Ask us to pass it on"
    assert "Bluebell" not in str(told)
    assert "+447700900888" not in section.reach


def test_a_number_that_somebody_else_uses_is_not_given(incident, noon):
    other = incident.parties.get(role=PartyRole.WITNESS).person
    LineUse.objects.create(
        force=incident.force, person=other, e164="+447700900123", source="said", first_used_on=noon.date(),
        last_used_on=noon.date(),
    )  # fmt: skip

    assert contact(incident, noon)[0]["Ring"] == "Do not. Ask us to pass it on"


def test_nobody_is_sent_to_the_door_behind_which_the_other_party_lives(reported, noon):
    at_home = reported(
        "07700 900456",
        now=noon,
        parties=(
            replace(JEAN, given_name="Asha", family_name="Rao"),
            Someone((PartyRole.OTHER_PARTY,), given_name="Vik", family_name="Rao", address=JEAN.address),
        ),
    )
    told, _ = contact(at_home, noon)

    assert told["Visit"] == told["Write to"] == "Do not. Ask us to pass it on"


def test_without_the_part_a_partner_is_told_not_to_contact_the_victim(incident, noon):
    sheet = share.preview(incident, parts=[SharedPart.VICTIM, SharedPart.PLACE], now=noon)

    assert "Do not ring, write to or visit the victim" in sheet.section("safety").lines[0].value


def test_a_rule_that_is_noted_since_stops_what_was_shared_before_anybody_reads_it(
    shared, rule, council, council_officer, handler, noon
):
    made = shared(SharedPart.CONTACT)
    rule(forbidden=("call",))

    with pytest.raises(opened.NotShared):
        opened.read(made, agency=council, user=council_officer, actor=council_officer.actor(), now=noon)
    made.refresh_from_db()
    assert made.withdrawn_why == "How the victim is reached safely has changed since"
    assert not Opening.objects.exists()
    task = Task.objects.get(key=f"disclosure:{made.pk}:unsafe")
    assert task.owner == handler
    assert "no longer sees" in task.words


def test_that_there_is_more_to_know_first_stops_what_was_shared_without_it(
    shared, rule, council, council_officer, noon
):
    made = shared(SharedPart.CONTACT)
    rule(words="He listens in")

    with pytest.raises(opened.NotShared):
        opened.read(made, agency=council, user=council_officer, actor=council_officer.actor(), now=noon)


def test_a_further_way_to_reach_them_stops_nothing(incident, shared, council, council_officer, noon):
    made = shared(SharedPart.CONTACT)
    LineUse.objects.filter(person=victim(incident)).update(times=9)

    read = opened.read(made, agency=council, user=council_officer, actor=council_officer.actor(), now=noon)
    assert read.section(SharedPart.CONTACT)


def test_a_rule_noted_by_staff_withdraws_it_at_once(incident, shared, handler, noon):
    made = shared(SharedPart.CONTACT)
    words = RuleWords(
        forbidden=("call",), source=Source.PERSON, basis=Basis.CONSENT, consent_at=noon, review_on=(noon + 90 * DAY).date()
    )  # fmt: skip
    safe_contact.note_rule(
        person=victim(incident), rule=words, call=None, user=handler, actor=handler.actor(), now=noon
    )

    made.refresh_from_db()
    assert made.withdrawn_at == noon
    assert made.withdrawn_by_name == "Heed"
