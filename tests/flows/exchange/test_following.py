"""What comes from partners' systems: each once, in whatever order, said on the referral or written into the log."""

import json
import uuid
from datetime import timedelta
from pathlib import Path

import pytest

from heed.connections.transfer import messages
from heed.domain.calls.models import LogEntry
from heed.domain.exchange import queries
from heed.domain.exchange.inbox import services as inbox
from heed.domain.exchange.models import Case, Endpoint, Letter, Poll, Received
from heed.domain.exchange.services import Settings, set_endpoint
from heed.domain.exchange.terms import Came, Kind, Protocol, Result
from heed.domain.incidents.models import Incident, Party
from heed.domain.incidents.online.models import OnlineReport
from heed.domain.referrals.models import ReferralStep
from heed.domain.vulnerability.models import Demand
from heed.flows import decide
from heed.flows.exchange import answering, applying, polling
from heed.flows.exchange.outbox import Answer
from heed.flows.exchange.polling import Told, Update
from heed.flows.referrals import replies
from heed.foundation.accounts.terms import system
from heed.foundation.policy import services as policy

SHARED = "6f0c2c80-31b4-4e0e-9d0e-64d57b3f5a11"


@pytest.fixture
def known(incident, council, referred, post, noon):
    """Return a referral that the council's Open311 server has as 4711."""
    made = referred(incident, council)
    post(council, Answer(Result.TAKEN, status=200, receipt="4711", case="4711"))
    applying.name(case_id=Case.objects.get().pk, now=noon)
    return made


@pytest.fixture
def told(council, noon):
    """Return what the council's server tells when it is asked: `told(("7", "FIXED", "words"), …)`; everything is followed."""

    def told(*rows, now=noon, case="4711", own=""):
        found = [Update(number, case, status, words, now, own) for number, status, words in rows]
        Poll.objects.update(due_at=now)
        asked = {"clock": lambda: now, "chance": lambda: 0.0}
        new = polling.ask(
            endpoint_id=Endpoint.objects.get(agency=council, ended_at=None).pk,
            fetch=lambda *_: Told(updates=found),
            **asked,
        )
        applying.apply_all(now=now)
        return new

    return told


def state(referral):
    referral.refresh_from_db()
    return referral.state


def steps(referral):
    return list(ReferralStep.objects.filter(referral=referral).order_by("pk").values_list("kind", flat=True))


@pytest.mark.parametrize(
    ("status", "becomes"),
    [("OPEN", "sent"), ("FOR_TRIAGE", "sent"), ("IN_PROGRESS", "accepted"), ("in progress", "accepted"),
     ("INVESTIGATING", "accepted"), ("ACTION_SCHEDULED", "accepted"), ("FIXED", "closed"), ("closed", "closed"),
     ("NO_FURTHER_ACTION", "closed"), ("DUPLICATE", "refused"), ("NOT_COUNCILS_RESPONSIBILITY", "refused")],
)  # fmt: skip
def test_a_status_says_on_the_referral_what_the_pack_has_it_mean(known, told, status, becomes):
    told(("1", status, "Our words"))

    assert state(known) == becomes
    assert "Our words" in ReferralStep.objects.filter(referral=known).latest("pk").words


def test_a_status_that_nobody_knows_is_kept_in_words_and_moves_nothing(known, told):
    told(("1", "BEAMED_UP", ""))

    assert (state(known), steps(known)) == ("sent", ["sent", "updated"])
    assert ReferralStep.objects.latest("pk").words == "Their status: Beamed up"
    assert "not known here" in Received.objects.get().why


def test_an_agencys_own_word_counts_before_that_of_the_protocol(known, told):
    wanted = Settings(Protocol.OPEN311, "http://127.0.0.1:9/", statuses={"SITE VISIT": "IN_PROGRESS"})
    set_endpoint(agency=known.agency, settings=wanted, actor=system("tests", force="MAL"), now=known.sent_at)

    told(("1", "OPEN", ""), own="site_visit")

    assert state(known) == "accepted"


def test_what_is_told_again_in_the_next_window_is_done_once(known, told, noon):
    assert told(("1", "IN_PROGRESS", "Ours")) == 1
    assert told(("1", "IN_PROGRESS", "Ours"), ("2", "OPEN", "Visited"), now=noon + timedelta(minutes=5)) == 1

    assert steps(known) == ["sent", "accepted", "updated"]


def test_each_question_reaches_back_over_the_one_before_and_a_silence_is_asked_for_in_steps(council, told, noon):
    asked = []

    def fetch(endpoint, since, until):
        asked.append((since, until))
        return Told()

    poll = Poll.objects.get()
    later = noon + timedelta(days=10)
    for _ in range(2):
        Poll.objects.update(due_at=noon)
        polling.ask(endpoint_id=poll.pk, fetch=fetch, clock=lambda: later, chance=lambda: 0.0)

    overlap, step = timedelta(hours=2), timedelta(days=7)
    assert asked == [(noon - overlap, noon + step), (noon + step - overlap, later)]


def test_a_system_that_does_not_answer_is_asked_for_the_same_again_and_says_so_on_the_page(council, noon, force):
    poll = Poll.objects.get()
    down = Told(why_not="The partner's system cannot be reached")

    polling.ask(endpoint_id=poll.pk, fetch=lambda *_: down, clock=lambda: noon, chance=lambda: 0.0)

    poll.refresh_from_db()
    assert (poll.until, poll.failing_since, poll.why) == (noon, noon, "The partner's system cannot be reached")
    assert poll.due_at == noon + timedelta(minutes=5)
    assert queries.endpoints(force.pk).get().poll.failing_since


def test_two_workers_do_not_ask_at_once_and_a_killed_one_is_followed_after_its_lease(council, noon):
    from heed.domain.exchange.services import take_poll

    lease = policy.in_use().exchange.sending.lease
    assert take_poll(endpoint_id=Poll.objects.get().pk, lease=lease, now=noon)
    assert take_poll(endpoint_id=Poll.objects.get().pk, lease=lease, now=noon) is None
    assert take_poll(endpoint_id=Poll.objects.get().pk, lease=lease, now=noon + lease + timedelta(seconds=1))


def test_an_update_that_comes_before_the_number_of_its_case_waits_for_it(incident, council, referred, post, told, noon):
    made = referred(incident, council)

    told(("1", "IN_PROGRESS", "Ours"))
    assert (state(made), Received.objects.get().why) == ("sent", applying.WAITS)

    post(council, Answer(Result.TAKEN, status=200, case="4711"))
    applying.name(case_id=Case.objects.get().pk, now=noon)
    applying.apply(received_id=Received.objects.get().pk, now=noon)
    assert state(made) == "accepted"


def test_what_waits_for_a_case_that_never_comes_is_refused_after_the_packs_days(
    incident, council, referred, told, noon
):
    referred(incident, council)
    told(("1", "FIXED", "Theirs, not ours"))

    applying.apply_all(now=noon + timedelta(days=7))

    assert Received.objects.get().why == applying.NEVER_CAME


def test_nothing_of_other_peoples_cases_is_kept(known, told):
    assert told(("1", "FIXED", "A pothole in Oak Road, reported by Mrs Smith"), case="999") == 0
    assert not Received.objects.exists()


def test_what_we_told_them_is_not_said_to_us_again(known, told, handler, post, council, noon):
    replies.give_more(referral=known, words="The dog bites", actor=handler.actor(), now=noon)
    post(council, Answer(Result.TAKEN, status=200, receipt="77"))

    told(("77", "OPEN", "The dog bites"))

    assert steps(known) == ["sent", "gave_more"]
    assert Received.objects.get().why == applying.OURS


def test_a_close_that_crosses_our_update_on_the_way_loses_neither(known, told, handler, post, council, letters, noon):
    replies.give_more(referral=known, words="The dog bites", actor=handler.actor(), now=noon)

    told(("1", "CLOSED", "Nothing to act on"))
    sent = post(council)

    assert state(known) == "closed"
    assert [one.kind for one in sent] == [Kind.UPDATE]
    told(("2", "OPEN", "Thank you for telling us about the dog"))
    assert (state(known), steps(known)[-1]) == ("closed", "updated")


def test_words_of_any_length_and_of_any_alphabet_do_not_stop_an_update(known, told):
    told(("1", "IN_PROGRESS", "Ł" * 6000))

    assert state(known) == "accepted"


# --- Incident transfer: what is handed to us, and what a partner says of what we handed over ----------------------------


@pytest.fixture
def homes(agency):
    """Return a housing provider whose system takes incident transfers, and calls nuisance NOISE."""
    return agency("Acacia Homes", protocol=Protocol.TRANSFER, codes={"ASB_NUISANCE": "NOISE"})


@pytest.fixture
def hand(homes, noon):
    """Return what its system sends: `hand("create", summary="…")`; it is kept and followed, and returned as it stands."""

    def hand(kind, *, message_id=None, shared=SHARED, now=noon, said=None, follow=True, more=None, **incident):
        if kind == "create":
            incident = {"type": "NOISE", "summary": "Shouting every night", "ref": "AH-1"} | incident
        content = {
            "format": "heed-incident-transfer/1", "messageType": kind, "messageId": str(message_id or uuid.uuid4()),
            "sentAt": now.isoformat(), "sender": {"agency": "homes:1"}, "recipient": {"agency": "police:MAL"},
            "incident": {"sharedRef": shared} | incident,
        } | ({"said": said} if said else {}) | (more or {})  # fmt: skip
        read, kept = messages.read(json.dumps(content).encode())
        received, _ = inbox.keep(
            agency=homes, came=Came.TRANSFER, message_id=str(read.messageId), kind=Kind(read.messageType),
            case_key=str(read.incident.sharedRef), content=kept, sent_at=read.sentAt,
            actor=applying.actor_of(homes), now=now,
        )  # fmt: skip
        if follow:
            applying.apply_all(now=now)
        received.refresh_from_db()
        return received

    return hand


JEAN = {
    "role": "victim", "name": "Jean Marlow", "contact": {"tel": "07700 900123", "address": "14 Acacia Road, Mallow, ZZ1 1AA"},
    "markers": ["repeat"], "consent": "yes",
}  # fmt: skip


def test_a_case_that_is_handed_over_becomes_an_incident_that_counts_for_the_victim_and_waits_for_a_person(
    hand, letters
):
    received = hand("create", people=[JEAN], location={"text": "14 Acacia Road, Mallow, ZZ1 1AA", "uprn": "100031"})

    incident = Incident.objects.get()
    assert (incident.opening_code, incident.channel, received.case.incident) == ("ASB_NUISANCE", "partner", incident)
    assert Party.objects.get(role="victim").person is not None
    assert Demand.objects.filter(incident=incident).exists()
    assert OnlineReport.objects.get().via == "transfer"
    (ack,) = letters()
    assert (ack.kind, ack.content["incident"]["ref"]) == (Kind.ACK, incident.reference)
    assert ack.content["inReplyTo"] == received.message_id
    messages.read(json.dumps(ack.content).encode())


def test_a_victim_beside_the_caller_is_a_party_of_her_own(hand):
    hand("create", people=[{"role": "caller", "name": "Sam Reed"}, JEAN])

    roles = {(party.role, party.name) for party in Party.objects.all()}
    assert roles == {("caller", "Sam Reed"), ("victim", "Jean Marlow")}


def test_the_same_message_again_and_the_same_case_again_make_one_incident(hand, homes):
    first = hand("create", message_id=uuid.UUID(int=1))
    again = hand("create", message_id=uuid.UUID(int=1))
    anew = hand("create", message_id=uuid.UUID(int=2))

    assert (again.receipt, anew.why) == (first.receipt, applying.SAID_BEFORE)
    assert (Incident.objects.count(), Letter.objects.count()) == (1, 1)


def test_another_message_under_the_same_number_is_noticed(hand):
    hand("create", message_id=uuid.UUID(int=1))

    with pytest.raises(inbox.AnotherUnderTheSameName):
        hand("create", message_id=uuid.UUID(int=1), summary="Something else")


def test_an_update_before_its_create_is_kept_and_written_into_the_log_once_it_has_come(hand):
    early = hand("update", said={"what": "update", "words": "It has got worse"})
    assert (early.applied_at, early.why) == (None, applying.WAITS)

    hand("create")
    applying.apply(received_id=early.pk, now=early.received_at)

    log = list(LogEntry.objects.order_by("pk").values_list("text", flat=True))
    assert "It has got worse" in log


def test_a_type_that_nobody_has_agreed_is_rejected_in_words_and_can_be_sent_again_mended(hand, letters):
    received = hand("create", type="ROWDY")

    assert received.why.startswith("The type “ROWDY” is not known here. Known are: ASB_ENVIRONMENTAL")
    assert not Incident.objects.exists()
    (no,) = letters()
    assert (no.kind, no.content["reason"]) == (Kind.REJECT, received.why)
    assert hand("create", type="NOISE").applied_at
    assert [one.kind for one in letters()] == [Kind.REJECT, Kind.ACK]


def test_a_partner_hears_how_its_own_case_goes_once_and_in_order(hand, letters, handler, noon):
    hand("create")
    incident, case = Incident.objects.get(), Case.objects.get()
    decide.grade_again(
        incident=incident, grade="SCHEDULED", rationale="Read it", rural=False, user=handler, actor=handler.actor(),
        now=noon + timedelta(minutes=1),
    )  # fmt: skip

    for _ in range(2):
        answering.tell(case_id=case.pk, now=noon + timedelta(minutes=2))

    ack, update = letters()
    assert (ack.kind, update.kind) == (Kind.ACK, Kind.UPDATE)
    assert (update.content["incident"]["status"], update.content["said"]["what"]) == ("in_progress", "update")


def test_a_partner_that_takes_its_case_back_closes_nothing_here(hand):
    hand("create")
    hand("close", said={"what": "take_back", "words": "The tenant has left"})

    assert Incident.objects.get().closed_at is None
    assert LogEntry.objects.filter(text__contains="They take the case back").exists()


@pytest.fixture
def handed(incident, homes, referred):
    """Return a referral that went out by incident transfer, and the reference it has on the wire."""
    made = referred(incident, homes)
    return made, str(Case.objects.get().shared_ref)


def test_that_a_system_has_taken_it_in_is_no_acceptance(handed, hand, noon):
    made, shared = handed
    hand("ack", shared=shared, ref="AH-9", more={"inReplyTo": str(uuid.UUID(int=5))})
    applying.name(case_id=Case.objects.get().pk, now=noon)

    assert (state(made), made.external_id) == ("sent", "AH-9")


@pytest.mark.parametrize(
    ("kind", "said", "becomes"),
    [("update", {"what": "accept"}, "accepted"), ("update", {"what": "ask", "words": "Which flat?"}, "asked"),
     ("update", {"what": "refuse", "reason": "not_ours"}, "refused"), ("close", {"what": "close"}, "closed"),
     ("update", {"what": "update", "words": "On it"}, "sent"), ("update", {"what": "return"}, "refused")],
)  # fmt: skip
def test_what_a_system_says_of_our_referral_is_said_on_it(handed, hand, kind, said, becomes):
    made, shared = handed

    hand(kind, shared=shared, said=said)

    assert state(made) == becomes


def test_a_reason_that_we_do_not_know_is_kept_in_words(handed, hand):
    _, shared = handed
    hand("update", shared=shared, said={"what": "refuse", "reason": "R-17", "words": "Not in our stock"})

    last = ReferralStep.objects.latest("pk")
    assert (last.reason, last.words) == ("other", "R-17: Not in our stock")


def test_a_rejection_is_a_refusal_with_its_reason(handed, hand):
    made, shared = handed
    hand("reject", shared=shared, more={"inReplyTo": str(uuid.UUID(int=5)), "reason": "We have no such type"})

    assert state(made) == "refused"
    assert "We have no such type" in ReferralStep.objects.latest("pk").words
    assert not Letter.objects.filter(kind=Kind.REJECT).exists()


def test_another_agency_says_nothing_on_a_case_that_is_not_its_own(incident, council, referred, hand):
    made = referred(incident, council)
    hand("update", shared=str(Case.objects.get().shared_ref), said={"what": "accept"})

    assert state(made) == "sent"


def test_what_fails_unforeseen_is_followed_later_and_stops_nothing_else(hand, homes, monkeypatch):
    bad = hand("create", follow=False, shared=str(uuid.UUID(int=8)))
    Received.objects.filter(pk=bad.pk).update(why="")
    whole = applying.case_in.open_case

    def fails_once(received, **rest):
        if received.pk == bad.pk:
            raise RuntimeError("a bug")
        return whole(received, **rest)

    monkeypatch.setattr(applying.case_in, "open_case", fails_once)
    good = hand("create")
    bad.refresh_from_db()

    assert (good.applied_at is not None, bad.applied_at, bad.refused_at) == (True, None, None)


def test_what_we_send_keeps_to_the_schema_that_is_served_and_documented(
    incident, homes, referred, letters, handler, noon
):
    from jsonschema import Draft202012Validator

    made = referred(incident, homes)
    replies.give_more(referral=made, words="More", actor=handler.actor(), now=noon)
    schema = messages.schema()
    Draft202012Validator.check_schema(schema)

    for letter in letters():
        Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(letter.content)
        messages.read(json.dumps(letter.content).encode())
    written = json.loads((Path(__file__).parents[3] / "docs" / "incident-transfer-1.schema.json").read_text())
    assert written == schema


def test_time_is_read_with_its_zone():
    with pytest.raises(messages.Unreadable) as error:
        messages.read(b'{"format":"heed-incident-transfer/1","messageType":"ack","sentAt":"2026-11-20T12:00:00"}')
    assert "sentAt: Input should have timezone info" in error.value.errors
