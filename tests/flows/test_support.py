"""Offers, support plans and contact: proposed by rule, made by a person, and work once it is agreed."""

from datetime import timedelta

import pytest

from heed.domain.calls.models import LogEntry
from heed.domain.contact.models import ContactRule
from heed.domain.support.models import ContactMade, Offer
from heed.domain.support.plans.services import Gone, Line, PlanStands
from heed.domain.support.rules import Unfit
from heed.domain.support.services import MayNot
from heed.domain.support.terms import Consent, ContactChannel, ContactResult, Ground, Outcome, Said, WithVictim
from heed.domain.tasking import services as tasking
from heed.domain.tasking.models import Task
from heed.domain.tasking.terms import TaskOutcome
from heed.domain.timers.models import Timer
from heed.domain.timers.services import stop as stop_clocks
from heed.domain.vulnerability.assessments.services import Judgement
from heed.domain.vulnerability.terms import Judged
from heed.engines.risk.factors import Heading
from heed.flows.clocks import expiry as clocks_expiry
from heed.flows.support import contact as support
from heed.flows.support import offers
from heed.flows.support import plans as support_plans
from heed.foundation.accounts.terms import system

DAY = timedelta(days=1)
VULNERABLE = Judgement(vulnerable=Judged.YES, why="Alone", headings=(Heading.PERSONAL,))


@pytest.fixture
def incident(reported, noon):
    """Return one of somebody vulnerable: the policy asks for contact within 48 hours, and every 28 days."""
    return reported(now=noon, judgement=VULNERABLE)


@pytest.fixture
def actor(handler):
    return {"user": handler, "actor": handler.actor()}


def entries(incident):
    return [entry.text for entry in LogEntry.objects.filter(call=incident.call_id).order_by("seq")]


def test_what_the_rules_propose_is_offered_with_their_reasons(incident, actor, noon):
    proposed = {one.kind.id for one in offers.choices(incident, now=noon).proposed}
    made = offers.offer(incident=incident, kind="victim_support", because="She asked", now=noon, **actor)

    assert "victim_support" in proposed
    assert (made.rules, made.because) == (
        ["vulnerable_victim"], "She asked. By rule: somebody concerned is vulnerable."
    )  # fmt: skip
    assert "victim_support" not in {one.kind.id for one in offers.choices(incident, now=noon).proposed}
    assert entries(incident)[-1].startswith("Offered: Victim support.")


def test_by_hand_an_offer_has_no_rule_and_needs_a_reason(incident, actor, noon):
    made = offers.offer(incident=incident, kind="other", because="A lift to her sister", now=noon, **actor)

    assert made.rules == []
    with pytest.raises(Unfit):
        offers.offer(incident=incident, kind="other", because=" ", now=noon, **actor)
    with pytest.raises(Unfit):
        offers.offer(incident=incident, kind="flowers", because="x", now=noon, **actor)


def test_mediation_is_refused_where_the_other_party_is_named_as_a_threat(reported, actor, noon):
    threatened = reported(
        "07700 900456", now=noon, summary="He said he would kill me if I open the door", judgement=VULNERABLE
    )

    with pytest.raises(MayNot, match=r"not safe here: .*named as a threat"):
        offers.offer(incident=threatened, kind="mediation", because="They asked", now=noon, **actor)
    assert not Offer.objects.exists()


def test_mediation_between_two_who_can_speak_is_offered(reported, actor, noon):
    quiet = reported("07700 900456", now=noon, summary="Music next door in the evening")

    assert offers.offer(incident=quiet, kind="mediation", because="Both asked", now=noon, **actor).pk


def test_nobody_is_referred_before_they_have_agreed(incident, actor, noon):
    made = offers.offer(incident=incident, kind="victim_support", because="x", now=noon, **actor)
    refer = {"offer_id": made.pk, "stage": Outcome.REFERRED, "to": "Mallow Victim Care", "words": "", "now": noon}

    with pytest.raises(MayNot, match="before they have agreed"):
        offers.outcome(**refer, **actor)
    with pytest.raises(Unfit, match="how they agreed"):
        offers.answer(offer_id=made.pk, said=Said.ACCEPTED, consent=None, words="", now=noon, **actor)
    offers.answer(offer_id=made.pk, said=Said.ACCEPTED, consent=Consent.TELEPHONE, words="Yes", now=noon, **actor)
    offers.outcome(**refer, **actor)
    offers.answer(offer_id=made.pk, said=Said.DECLINED, consent=None, words="Not now", now=noon, **actor)
    with pytest.raises(MayNot, match="declined"):
        offers.outcome(**refer, **actor)


def test_a_safeguarding_referral_goes_on_without_consent_only_on_a_ground_of_law(incident, actor, noon):
    with pytest.raises(Unfit, match="Only a safeguarding referral"):
        offers.offer(incident=incident, kind="victim_support", because="x", ground=Ground.ADULT, now=noon, **actor)
    made = offers.offer(incident=incident, kind="safeguarding", because="x", ground=Ground.ADULT, now=noon, **actor)

    done = offers.outcome(offer_id=made.pk, stage=Outcome.REFERRED, to="Safeguarding", words="", now=noon, **actor)

    assert done.to == "Safeguarding"
    assert "Without consent: An adult at risk: Care Act 2014 s.42." in " ".join(entries(incident))


def test_a_result_comes_after_a_referral(incident, actor, noon):
    made = offers.offer(incident=incident, kind="reasonable_adjustments", because="x", now=noon, **actor)

    with pytest.raises(Unfit, match="first to whom"):
        offers.outcome(offer_id=made.pk, stage=Outcome.RESULT, to="", words="A loop", now=noon, **actor)


@pytest.fixture
def sergeant(person_at_work):
    return person_at_work("neighbourhood_officer", "sam", rank="sergeant")


@pytest.fixture
def plan(incident, handler, noon):
    def plan(**changes):
        fields = {
            "aims": "She sleeps at home again",
            "with_victim": WithVictim.AGREED,
            "with_victim_why": "",
            "lines": [Line("Fit a camera", noon + 7 * DAY), Line("Ask the landlord", noon + 3 * DAY, handler)],
        }
        return support_plans.write_plan(
            incident=incident, user=handler, actor=handler.actor(), now=noon, **fields | changes
        )

    return plan


def test_a_plans_lines_are_nobodys_work_before_a_second_person_has_signed(plan, handler, sergeant, noon):
    written = plan()
    assert not Task.objects.filter(key__startswith="plan-line:").exists()
    with pytest.raises(Unfit, match="somebody else must sign"):
        support_plans.sign_plan(plan_id=written.pk, user=handler, actor=handler.actor(), now=noon)

    support_plans.sign_plan(plan_id=written.pk, user=sergeant, actor=sergeant.actor(), now=noon)

    tasks = Task.objects.filter(key__startswith="plan-line:").order_by("id")
    assert [(one.words, one.owner, one.due_by) for one in tasks] == [
        ("Fit a camera", None, noon + 7 * DAY),
        ("Ask the landlord", handler, noon + 3 * DAY),
    ]
    with pytest.raises(Gone):
        support_plans.sign_plan(plan_id=written.pk, user=sergeant, actor=sergeant.actor(), now=noon)


def test_what_came_of_a_line_is_its_tasks_and_closing_leaves_nothing_to_do(plan, incident, handler, sergeant, noon):
    written = plan()
    support_plans.sign_plan(plan_id=written.pk, user=sergeant, actor=sergeant.actor(), now=noon)
    first, second = written.lines.order_by("number")
    tasks = support_plans.tasks_of_lines([first, second], force_id=incident.force_id)
    tasking.finish(task=tasks[first.pk], outcome=TaskOutcome.DONE, result="Fitted", user=handler, now=noon)

    support_plans.close_plan(plan_id=written.pk, why="It stopped", user=handler, actor=handler.actor(), now=noon)

    after = support_plans.tasks_of_lines([first, second], force_id=incident.force_id)
    assert (after[first.pk].outcome, after[second.pk].outcome) == ("done", "not_needed")


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"lines": []}, "at least one"),
        ({"aims": " "}, "achieve"),
        ({"with_victim": WithVictim.NOT_AGREED}, "could not be agreed"),
    ],
)
def test_a_plan_that_nobody_could_follow_is_refused(plan, changes, refused):
    with pytest.raises(Unfit, match=refused):
        plan(**changes)


def test_a_second_plan_waits_until_the_first_is_closed(plan):
    plan()

    with pytest.raises(PlanStands):
        plan()


@pytest.fixture
def tried(incident, actor):
    def tried(at, result=ContactResult.REACHED, **more):
        return support.note_contact(
            incident=incident, at=at, channel=ContactChannel.TELEPHONE, result=result, words="Spoke", now=at, **actor,
            **more,
        )  # fmt: skip

    return tried


def test_contact_starts_from_what_the_rules_ask_for(incident, noon):
    due = support.contact_due(incident, now=noon)

    assert (due.by, due.every_days, due.agreed, due.overdue) == (noon + 2 * DAY, 28, None, False)
    assert support.contact_due(incident, now=noon + 2 * DAY).overdue is False
    assert support.contact_due(incident, now=noon + 2 * DAY + timedelta(seconds=1)).overdue is True


@pytest.mark.parametrize(
    ("result", "counts"),
    [
        (ContactResult.REACHED, True),
        (ContactResult.REFUSED, True),
        (ContactResult.NO_ANSWER, False),
        (ContactResult.LEFT_WORD, False),
    ],
)
def test_only_speaking_to_them_counts_as_contact(incident, tried, noon, result, counts):
    tried(noon + DAY, result)

    due = support.contact_due(incident, now=noon + DAY)

    assert (f"{due.by:%Y-%m-%d %H:%M}" == "2026-12-19 23:59") is counts
    assert (due.by == noon + 2 * DAY) is not counts


def test_what_is_agreed_stands_in_place_of_the_rules_but_puts_no_first_contact_off(incident, actor, tried, noon):
    def agree(days, starts_in, now=noon):
        support.agree_contact(
            incident=incident, every_days=days, channel=ContactChannel.VISIT, starts_on=(noon + starts_in * DAY).date(),
            with_victim=True, because="She likes Fridays", now=now, **actor,
        )  # fmt: skip

    agree(7, 10)
    first = support.contact_due(incident, now=noon)
    tried(noon + DAY)
    then = support.contact_due(incident, now=noon + DAY)
    agree(3, 1, now=noon + DAY)
    newest = support.contact_due(incident, now=noon + DAY)

    assert (first.by, first.channel) == (noon + 2 * DAY, "Visit")
    assert f"{then.by:%Y-%m-%d %H:%M}" == "2026-11-30 23:59"
    assert f"{newest.by:%Y-%m-%d %H:%M}" == "2026-11-24 23:59"


def test_what_a_clock_asks_for_is_one_piece_of_work_and_said_once(incident, noon):
    late = noon + 3 * DAY

    assert support.contact_due(incident, now=noon).by == noon + 2 * DAY
    assert support.contact_beside_clocks(incident, now=noon) is None
    clocks_expiry.expire(now=late)
    assert support.ask_for_contact(now=late) == 0
    assert Task.objects.filter(incident=incident, words__startswith="Speak to").count() == 1


def test_overdue_contact_is_somebodys_work_once_for_each_day_it_is_due(incident, tried, noon):
    late = noon + 3 * DAY
    # From before clocks were kept.
    stop_clocks(timers=Timer.objects.filter(incident=incident), why="No clock", actor=system("tests"), now=noon)

    assert support.ask_for_contact(now=noon + 2 * DAY) == 0
    assert [support.ask_for_contact(now=late) for _ in range(2)] == [1, 0]
    tried(late)
    assert [task.outcome for task in Task.objects.filter(kind="contact")] == ["done"]
    assert support.ask_for_contact(now=late + 29 * DAY) == 1
    assert Task.objects.filter(kind="contact").count() == 2


def test_nobody_agrees_to_keep_in_touch_in_a_way_that_is_not_safe_and_a_rule_since_then_is_said(
    incident, actor, handler, noon
):
    def agree(channel):
        support.agree_contact(
            incident=incident, every_days=1, channel=channel, starts_on=noon.date(), with_victim=True, because="x",
            now=noon, **actor,
        )  # fmt: skip

    agree(ContactChannel.TEXT)
    ContactRule.rows.create(
        force=incident.force, person=incident.parties.get(role="victim").person, forbidden=["text"],
        source="person", basis="safeguarding", owner=handler, noted_at=noon, noted_by=handler,
        review_on=(noon + 90 * DAY).date(),
    )  # fmt: skip
    support.ask_for_contact(now=noon + DAY)

    assert ", not by text message, which a rule" in Task.objects.get(kind="contact").words
    with pytest.raises(Unfit, match="forbids that way"):
        agree(ContactChannel.TEXT)
    agree(ContactChannel.TELEPHONE)


def test_a_closed_incident_asks_for_no_contact(incident, noon):
    incident.closed_at = noon
    incident.save(update_fields=["closed_at"])

    assert support.contact_due(incident, now=noon + 9 * DAY) is None
    assert support.ask_for_contact(now=noon + 9 * DAY) == 0


def test_word_that_was_left_against_a_safe_contact_rule_is_kept_and_said_so(incident, tried, handler, noon):
    person = incident.parties.get(role="victim").person
    ContactRule.rows.create(
        force=incident.force, person=person, forbidden=["text"], voicemail=False, words="He listens",
        source="person", basis="safeguarding",
        owner=handler, noted_at=noon, noted_by=handler, review_on=(noon + 90 * DAY).date(),
    )  # fmt: skip

    tried(noon + timedelta(hours=1), ContactResult.LEFT_WORD)

    assert ContactMade.objects.get().result == "left_word"
    assert "although a safe-contact rule forbids it" in entries(incident)[-1]
