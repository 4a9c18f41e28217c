"""Referral without bouncing: who holds a case, what comes back, by when, and who is told."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from heed.domain.agencies.terms import AgencyKind
from heed.domain.calls.models import LogEntry
from heed.domain.contact.models import Message
from heed.domain.incidents.models import Notice
from heed.domain.referrals.models import Referral
from heed.domain.referrals.queries import holder_of, waiting_for
from heed.domain.tasking.models import Task
from heed.domain.vulnerability.models import Demand
from heed.engines.risk.reassess import Trigger
from heed.flows import decide, demands
from heed.flows.referrals import keeping, replies
from heed.flows.referrals.refer import CannotRefer, refer
from heed.flows.sharing.share import withdraw
from tests.flows.referring import CALM, OFFICER, agency, council, olu, referred

__all__ = ["agency", "council", "olu", "referred"]


@pytest.fixture
def incident(reported, noon):
    """Return an incident that is assessed and calm."""
    return reported(now=noon, report=CALM)


def logged(incident):
    return " | ".join(LogEntry.objects.filter(call=incident.call_id).order_by("seq").values_list("text", flat=True))


def test_the_sender_holds_the_case_until_the_agency_accepts(incident, council, referred, noon):
    made = referred(incident, council)

    assert holder_of(incident).agency is None
    assert list(waiting_for(council, now=noon)) == [made]
    replies.accept(referral=made, words="Ours", actor=OFFICER, now=noon)
    assert holder_of(incident).agency == council


def test_nothing_is_referred_before_its_risk_is_assessed(incident, council, referred, noon):
    demands.demand(incident, Trigger.NEW_CALL, now=noon)

    with pytest.raises(CannotRefer, match="Nothing is referred before its risk is assessed"):
        referred(incident, council)
    assert not Referral.objects.exists()


def test_nothing_is_referred_that_the_agency_cannot_see(incident, council, referred, handler, noon):
    made = referred(incident, council)
    keeping.take_back(referral=made, words="Wrong door", stop_sharing=True, actor=handler.actor(), now=noon)

    with pytest.raises(CannotRefer, match="cannot see it"):
        refer(
            incident=incident, agency=council, disclosure=made.disclosure, asked="Please visit", user=handler,
            actor=handler.actor(), now=noon,
        )  # fmt: skip


def test_what_is_not_shared_does_not_go_out_in_the_words_either(incident, council, referred):
    with pytest.raises(CannotRefer, match=r"Ring \[not shared\] on \[not shared\]"):
        referred(incident, council, asked="Ring Jean Marlow on 07700 900123")


def test_a_case_is_with_one_agency_at_a_time(incident, agency, council, referred):
    referred(incident, council)

    with pytest.raises(CannotRefer, match="Mallow Borough Council has not answered yet"):
        referred(incident, agency("Acacia Homes", AgencyKind.HOUSING))


def test_a_refusal_comes_back_with_its_reason_and_a_clock_for_whoever_sent_it(
    incident, council, referred, handler, noon
):
    made = referred(incident, council)

    replies.refuse(referral=made, reason="other_agency", words="Acacia Homes own it", actor=OFFICER, now=noon)

    made.refresh_from_db()
    task = Task.objects.get(key__startswith=f"referral:{made.pk}:back:")
    assert (made.state, made.holder, made.next_by) == ("refused", "force", noon + timedelta(hours=24))
    assert (task.owner, task.due_by) == (handler, made.next_by)
    assert "Another agency answers for it" in task.words
    assert "refused it: Another agency answers for it" in logged(incident)
    assert holder_of(incident).agency is None


@pytest.mark.parametrize(("reason", "words"), [("", "Not us"), ("because", "Not us"), ("other", "  ")])
def test_nobody_refuses_without_a_reason_that_says_something(incident, council, referred, noon, reason, words):
    made = referred(incident, council)

    with pytest.raises(replies.Unfit):
        replies.refuse(referral=made, reason=reason, words=words, actor=OFFICER, now=noon)


def test_a_reason_of_another_system_that_we_do_not_know_is_kept_in_its_words(incident, council, referred, noon):
    made = referred(incident, council)

    step = replies.refuse(referral=made, reason="NOT_MY_PATCH", words="", external="m1", actor=OFFICER, now=noon)

    assert (step.reason, step.words) == ("other", "NOT_MY_PATCH")


def test_a_message_that_is_sent_twice_is_one_step(incident, council, referred, noon):
    made = referred(incident, council)

    first = replies.accept(referral=made, words="", external="m1", actor=OFFICER, now=noon)
    again = replies.accept(referral=made, words="", external="m1", actor=OFFICER, now=noon + timedelta(hours=1))

    assert first == again
    assert Message.objects.count() == 1


def test_what_an_agency_sent_back_does_not_go_to_it_again_without_a_supervisor(
    incident, council, referred, supervisor, noon
):
    made = referred(incident, council)
    replies.refuse(referral=made, reason="not_ours", words="", actor=OFFICER, now=noon)

    with pytest.raises(CannotRefer, match="They had this case before"):
        referred(incident, council)
    again = referred(incident, council, user=supervisor)

    made.refresh_from_db()
    assert again.again_by_name == "Simon Price"
    assert made.settled_as == "referred"


def test_two_wrong_doors_are_a_supervisors_matter(incident, agency, council, referred, noon):
    homes = agency("Acacia Homes", AgencyKind.HOUSING)
    replies.refuse(referral=referred(incident, council), reason="not_ours", words="", actor=OFFICER, now=noon)
    assert not Notice.objects.exists()
    replies.refuse(referral=referred(incident, homes), reason="not_ours", words="", actor=OFFICER, now=noon)

    assert "came back 2 times" in str(Notice.objects.get().because)
    with pytest.raises(CannotRefer, match="This case came back 2 times"):
        referred(incident, agency("Fire and Rescue", AgencyKind.FIRE))


def test_nobody_closes_a_case_as_somebody_elses_before_they_have_accepted_it(
    incident, council, referred, handler, noon
):
    def close():
        return decide.close(
            incident=incident, closing_code="ASB_NUISANCE", result="PARTNER", rationale="Council has it", user=handler,
            actor=handler.actor(), now=noon + timedelta(minutes=5),
        )  # fmt: skip

    with pytest.raises(decide.Refused, match="Nobody else has accepted it"):
        close()
    made = referred(incident, council)
    with pytest.raises(decide.Refused, match="has not answered yet"):
        close()
    replies.accept(referral=made, words="", actor=OFFICER, now=noon)
    assert close().result == "PARTNER"


def test_nobody_closes_a_case_behind_the_back_of_an_agency_that_is_asked(incident, council, referred, handler, noon):
    referred(incident, council)

    with pytest.raises(decide.Refused, match="has not answered yet"):
        decide.close(
            incident=incident, closing_code="ASB_NUISANCE", result="ADVICE_GIVEN", rationale="Told them to shut the window",
            user=handler, actor=handler.actor(), now=noon + timedelta(minutes=5),
        )  # fmt: skip


def test_what_is_immediate_stays_with_the_police_and_is_not_closed_by_handing_over_the_rest(
    reported, council, referred, handler, noon
):
    urgent = reported(now=noon, report=replace(CALM, grade="EMERGENCY"))
    made = referred(urgent, council)
    replies.accept(referral=made, words="", actor=OFFICER, now=noon)

    assert "it is graded an emergency" in made.police_keep[0]
    assert "it is graded an emergency" in logged(urgent)
    with pytest.raises(decide.Refused, match="What stays with the police is not closed by handing over the rest"):
        decide.close(
            incident=urgent, closing_code="ASB_NUISANCE", result="PARTNER", rationale="Council has it", user=handler,
            actor=handler.actor(), now=noon + timedelta(minutes=5),
        )  # fmt: skip


def test_a_kind_of_trouble_that_stays_with_the_police_stays_when_it_is_referred(
    incident, council, referred, handler, noon
):
    made = referred(incident, council, trouble="hate")
    replies.accept(referral=made, words="", actor=OFFICER, now=noon)

    assert "aimed at somebody for who they are" in made.police_keep[0]
    with pytest.raises(decide.Refused, match="What stays with the police is not closed by handing over the rest"):
        decide.close(
            incident=incident, closing_code="ASB_NUISANCE", result="PARTNER", rationale="Council has it", user=handler,
            actor=handler.actor(), now=noon + timedelta(minutes=5),
        )  # fmt: skip


def test_why_it_is_taken_back_names_nobody_either(incident, council, referred, handler, noon):
    made = referred(incident, council)

    with pytest.raises(replies.Unfit, match="says what is not shared with them"):
        keeping.take_back(
            referral=made, words="Jean rang from 07700 900123", stop_sharing=False, actor=handler.actor(), now=noon
        )
    assert keeping.take_back(
        referral=made, words="The police visit", stop_sharing=False, actor=handler.actor(), now=noon
    ).words == "The police visit"  # fmt: skip


def test_asking_for_more_stops_the_agencys_clock_and_starts_ours(incident, council, referred, handler, noon):
    made = referred(incident, council)
    later = noon + timedelta(hours=2)

    replies.ask_more(referral=made, words="Which flat?", actor=OFFICER, now=later)
    made.refresh_from_db()
    assert made.state == "asked"
    task = Task.objects.get(key__startswith=f"referral:{made.pk}:asked:")
    assert (task.owner, task.due_by) == (handler, made.next_by)

    replies.give_more(referral=made, words="The upper one", actor=handler.actor(), now=later)
    made.refresh_from_db()
    task.refresh_from_db()
    assert made.state == "sent"
    assert made.next_by == made.answer_by  # Two working days from the same day.
    assert task.done_at


def test_what_is_given_back_is_the_polices_again_open_and_judged_anew(incident, council, referred, handler, noon):
    made = referred(incident, council)
    replies.accept(referral=made, words="", actor=OFFICER, now=noon)
    decide.close(
        incident=incident, closing_code="ASB_NUISANCE", result="PARTNER", rationale="Council has it", user=handler,
        actor=handler.actor(), now=noon + timedelta(minutes=5),
    )  # fmt: skip

    late = noon + timedelta(days=6)
    replies.return_(referral=made, reason="risk", words="He came to the door with a bat", actor=OFFICER, now=late)

    incident.refresh_from_db()
    assert incident.closed_at is None
    assert holder_of(incident).agency is None
    assert Demand.objects.filter(incident=incident, trigger="handed_back", answered_by=None).exists()
    assert "The risk has grown" in str(Notice.objects.order_by("-pk").values_list("because", flat=True)[0])


def test_what_was_closed_as_the_agencys_is_open_again_once_they_have_it_no_more(
    incident, council, referred, handler, noon
):
    made = referred(incident, council)
    replies.accept(referral=made, words="", actor=OFFICER, now=noon)
    decide.close(
        incident=incident, closing_code="ASB_NUISANCE", result="PARTNER", rationale="Council has it", user=handler,
        actor=handler.actor(), now=noon + timedelta(minutes=5),
    )  # fmt: skip

    keeping.take_back(
        referral=made, words="They have nobody", stop_sharing=True, actor=handler.actor(), now=noon + timedelta(hours=1)
    )

    incident.refresh_from_db()
    assert incident.closed_at is None
    assert Demand.objects.filter(incident=incident, trigger="handed_back", answered_by=None).exists()


def test_an_update_is_never_lost_and_is_no_acceptance(incident, council, referred, noon):
    made = referred(incident, council)

    replies.update(referral=made, words="Passed to the night team", external="m0", actor=OFFICER, now=noon)

    made.refresh_from_db()
    assert (made.state, made.holder, made.next_by) == ("sent", "force", made.answer_by)
    assert "Passed to the night team" in logged(incident)


def test_nobody_finishes_with_a_case_that_they_never_took(incident, council, referred, noon):
    made = referred(incident, council)

    with pytest.raises(replies.Unfit, match="accept it first, or refuse it"):
        replies.close(referral=made, reason="solved", words="", actor=OFFICER, now=noon)


def test_an_agency_that_does_not_answer_is_somebodys_work_once(incident, council, referred, handler, noon):
    made = referred(incident, council, urgent=True)
    over = made.answer_by + timedelta(minutes=1)

    assert keeping.watch(now=made.answer_by) == 0
    assert keeping.watch(now=over) == 1
    assert keeping.watch(now=over + timedelta(hours=5)) == 0

    task = Task.objects.get(key__startswith=f"referral:{made.pk}:late:")
    assert task.owner == handler
    assert "Mallow Borough Council has not answered" in task.words
    assert Notice.objects.count() == 1
    assert holder_of(incident).agency is None


def test_an_agency_that_can_see_nothing_any_more_does_not_hold_anything(incident, council, referred, handler, noon):
    made = referred(incident, council)
    replies.accept(referral=made, words="", actor=OFFICER, now=noon)
    withdraw(disclosure=made.disclosure, why="The tenant has moved", actor=handler.actor(), now=noon)
    assert not waiting_for(council, now=noon).exists()

    assert keeping.watch(now=noon + timedelta(minutes=1)) == 1

    made.refresh_from_db()
    assert (made.state, made.holder) == ("taken_back", "force")
    assert Task.objects.filter(key__startswith=f"referral:{made.pk}:back:", owner=handler).exists()


def test_keeping_what_came_back_settles_it_and_ends_what_they_see(incident, council, referred, handler, noon):
    made = referred(incident, council)
    replies.refuse(referral=made, reason="no_power", words="", actor=OFFICER, now=noon)

    keeping.keep(referral=made, words="The beat visits", stop_sharing=True, actor=handler.actor(), now=noon)

    made.refresh_from_db()
    made.disclosure.refresh_from_db()
    assert (made.settled_as, made.next_by) == ("kept", None)
    assert made.disclosure.withdrawn_at == noon
    assert not Task.objects.filter(key__startswith=f"referral:{made.pk}:", done_at=None).exists()
    with pytest.raises(replies.Unfit, match="settled already"):
        keeping.keep(referral=made, words="Again", stop_sharing=False, actor=handler.actor(), now=noon)


def test_the_victim_is_told_who_holds_it_in_words_that_give_nothing_away(incident, council, referred, noon):
    made = referred(incident, council)
    assert not Message.objects.exists()

    replies.accept(referral=made, words="Ours: he is a known tenant", actor=OFFICER, now=noon)

    sent = Message.objects.get()
    assert sent.person.name == "Jean Marlow"
    assert "it is now looked after by Mallow Borough Council" in sent.body
    assert "tenant" not in sent.body


def test_whoever_cannot_be_written_to_is_rung_about_who_holds_it(incident, agency, referred, noon):
    made = referred(incident, agency("Mallow Victim Support", AgencyKind.VICTIM_SUPPORT))

    # Its very name would say on a screen what it is about.
    replies.accept(referral=made, words="", actor=OFFICER, now=noon)

    task = Task.objects.get(key__startswith=f"referral:{made.pk}:tell:")
    assert not Message.objects.exists()
    assert (task.kind, task.person.name) == ("call_back", "Jean Marlow")
    assert f"Tell them who holds {incident.reference} now: Mallow Victim Support" in task.words


def test_the_database_refuses_an_agency_that_holds_what_it_has_not_accepted(incident, council, referred):
    made = referred(incident, council)

    with pytest.raises(IntegrityError, match="an_agency_holds_what_it_has_accepted"), transaction.atomic():
        Referral.objects.filter(pk=made.pk).update(holder="agency")
