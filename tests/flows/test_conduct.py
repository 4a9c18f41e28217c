"""Course of conduct: which incidents are taken, when Heed speaks up, what it says, and who decides."""

from datetime import timedelta

import pytest

from heed.domain.calls.models import LogEntry
from heed.domain.conduct.models import Prompt, PromptIncident, RuleMet
from heed.domain.conduct.terms import Ended, Outcome
from heed.domain.incidents.models import Incident
from heed.domain.incidents.services import AnswerReport
from heed.domain.incidents.terms import Given, LinkKind, PartyRole
from heed.domain.people.identity.services import Basis
from heed.domain.people.identity.services import decide as decide_identity
from heed.domain.people.models import Person
from heed.domain.people.terms import Judgement
from heed.flows import duplicates, enrich
from heed.flows.conduct import prompting as conduct
from heed.flows.conduct.prompting import NotDecided, Verdict
from heed.flows.record import Someone
from tests.flows.conftest import JEAN, REPORT

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def other(given="", family="", **more):
    return Someone((PartyRole.OTHER_PARTY,), given_name=given, family_name=family, **more)


DEAN = other("Dean", "Pike")


@pytest.fixture
def by(reported):
    """Return a recorder: `by(DEAN, now=…)` is one incident of Jean's with an other party, looked at at once."""

    def by(*parties, now, victim=JEAN, look=True, **changes):
        incident = reported(now=now, parties=(victim, *parties), answers=(), summary="Noise", **changes)
        if look:
            conduct.look(incident_id=incident.pk, now=now)
        return incident

    return by


def rules_of(prompt):
    return set(RuleMet.objects.filter(prompt=prompt).values_list("test", flat=True))


def taken(prompt):
    return dict(PromptIncident.objects.filter(prompt=prompt).values_list("incident", "because"))


def prompts():
    return list(Prompt.objects.order_by("pk"))


def test_the_first_incident_with_somebody_raises_nothing(by, noon):
    by(DEAN, now=noon)

    assert prompts() == []


def test_the_second_raises_a_prompt_with_the_rule_the_sequence_and_the_clock_from_that_moment(by, noon):
    first = by(DEAN, now=noon - 9 * DAY)
    second = by(other("dean", "PIKE"), now=noon)
    [prompt] = prompts()

    assert (prompt.first_met_at, prompt.due_at) == (noon, noon + DAY)
    assert rules_of(prompt) == {"harassment"}
    assert taken(prompt) == {
        first.pk: "the same victim; the same name, Dean Pike",
        second.pk: "the incident that raised this",
    }
    assert "more than one occasion" in prompt.rules_met.get().words
    assert "CRR26" in prompt.rules_met.get().source
    entry = LogEntry.objects.filter(call=second.call, text__startswith="Is this a crime?").get()
    assert "Harassment. Decide by Saturday 21 November 2026, 12:00" in entry.text
    assert entry.author_name == "Heed"


def test_looking_twice_changes_nothing(by, noon):
    by(DEAN, now=noon - DAY)
    second = by(DEAN, now=noon)
    entries = LogEntry.objects.count()
    conduct.look(incident_id=second.pk, now=noon + DAY)

    assert len(prompts()) == 1
    assert LogEntry.objects.count() == entries


def test_a_third_occasion_joins_the_prompt_that_stands(by, noon):
    by(DEAN, now=noon - 2 * DAY)
    by(DEAN, now=noon - DAY)
    third = by(DEAN, now=noon, log_text="He threatened her with a bat, she is scared he will hurt her")
    [prompt] = prompts()

    assert third.pk in taken(prompt)
    assert prompt.due_at == noon, "the clock runs from the second, not from the third"


def test_somebody_else_of_the_same_street_is_not_the_same_other_party(by, noon):
    by(DEAN, now=noon - DAY)
    by(other("Sue", "Marsh"), now=noon)

    assert prompts() == []


def test_people_decided_to_be_two_are_two(by, noon, supervisor):
    by(DEAN, now=noon - DAY)
    second = by(DEAN, now=noon, look=False)
    one, two = Person.objects.filter(given_name="Dean").order_by("pk")
    decide_identity(
        one=one.pk, other=two.pk, judgement=Judgement.DIFFERENT, basis=Basis(why="father and son"), user=supervisor,
        actor=supervisor.actor(), now=noon,
    )  # fmt: skip
    conduct.look(incident_id=second.pk, now=noon)

    assert prompts() == []


def test_next_door_is_one_party_for_one_home(by, noon):
    by(other(description="the man next door at number 14"), now=noon - DAY)
    by(other(description="Male, next door"), now=noon)
    [prompt] = prompts()

    assert any("described alike: next door" in because for because in taken(prompt).values())


def test_a_man_and_a_woman_next_door_are_two(by, noon):
    by(other(description="the man next door"), now=noon - DAY)
    by(other(description="the woman next door"), now=noon)

    assert prompts() == []


def test_youths_are_the_same_only_when_somebody_says_so(by, noon):
    by(other(description="Group of youths"), now=noon - 2 * DAY)
    by(other(description="Youths on bikes"), now=noon - DAY)
    assert prompts() == []
    by(other(description="the same youths as before"), now=noon)

    assert len(prompts()) == 1


def test_another_victim_of_the_household_counts(by, noon):
    tom = Someone((PartyRole.VICTIM,), given_name="Tom", family_name="Marlow", address=JEAN.address)
    caller = Someone((PartyRole.CALLER,), is_caller=True, given_name="Una", family_name="Vale")
    by(DEAN, now=noon - DAY)
    by(tom, DEAN, victim=caller, now=noon, number="07700 900444")
    [prompt] = prompts()

    assert "the same household; the same name, Dean Pike" in taken(prompt).values()


def test_a_duplicate_is_no_second_occasion(by, noon, handler):
    first = by(DEAN, now=noon - DAY / 24)
    second = by(DEAN, now=noon, look=False)
    duplicates.link(
        incident=second, other=first, kind=LinkKind.DUPLICATE, why="one event", actor=handler.actor(), now=noon
    )
    conduct.look(incident_id=second.pk, now=noon)

    assert prompts() == []


def test_the_victims_word_that_it_happened_before_is_an_occasion(reported, noon):
    incident = reported(now=noon, parties=(JEAN, DEAN), answers=(AnswerReport("before", Given.YES, "every week"),))
    conduct.look(incident_id=incident.pk, now=noon)
    [prompt] = prompts()

    assert rules_of(prompt) == {"harassment"}
    assert "the victim says that it happened before" in prompt.rules_met.get().because


def test_a_qualifier_added_later_starts_the_clock_when_it_was_added(by, noon, handler):
    incident = by(DEAN, now=noon - DAY, log_text="Shouting abuse at her window")
    assert prompts() == []
    enrich.qualify(incident=incident, qualifiers=["PREJUDICE_RACIAL"], actor=handler.actor(), now=noon)
    conduct.look(incident_id=incident.pk, now=noon)
    [prompt] = prompts()

    assert rules_of(prompt) == {"public_order_aggravated"}
    assert prompt.first_met_at == noon


def test_what_a_correction_takes_back_is_no_sign(by, noon, handler):
    incident = by(DEAN, now=noon - DAY, log_text="They have smashed the window", look=False)
    said = LogEntry.objects.get(call=incident.call, text__startswith="They have smashed")
    enrich.write(
        incident=incident, text="Wrong log, nothing was touched", corrects=said.seq, actor=handler.actor(), now=noon
    )
    conduct.look(incident_id=incident.pk, now=noon)

    assert prompts() == []


def test_a_former_partner_is_stalking_and_only_the_registrar_may_say_otherwise(by, noon, handler, person_at_work):
    by(other("Karl", "Brandt", description="her ex-partner"), now=noon - DAY)
    by(other("Karl", "Brandt"), now=noon)
    [prompt] = prompts()
    assert rules_of(prompt) == {"stalking", "harassment"}
    stays = Verdict(Outcome.STAYS, "They have split up, no more", told=True)
    with pytest.raises(NotDecided, match="only the crime registrar may decide that this is no stalking"):
        conduct.decide(prompt=prompt, given=stays, user=handler, actor=handler.actor(), now=noon)
    crime = Verdict(Outcome.CRIME, "course of conduct", "harassment", "MAL/1/26")
    with pytest.raises(NotDecided, match="record it as stalking"):
        conduct.decide(prompt=prompt, given=crime, user=handler, actor=handler.actor(), now=noon)
    registrar = person_at_work("crime_registrar")
    conduct.decide(prompt=prompt, given=stays, user=registrar, actor=registrar.actor(), now=noon)

    assert prompt.decisions.get().as_registrar


def test_nobody_but_the_registrar_decides_again(by, noon, handler, supervisor, person_at_work):
    by(DEAN, now=noon - DAY)
    by(DEAN, now=noon)
    [prompt] = prompts()
    verdict = Verdict(Outcome.STAYS, "Two lawful parties in the garden", told=True)
    conduct.decide(prompt=prompt, given=verdict, user=handler, actor=handler.actor(), now=noon)
    with pytest.raises(NotDecided, match="Only the crime registrar"):
        conduct.decide(prompt=prompt, given=verdict, user=supervisor, actor=supervisor.actor(), now=noon)
    registrar = person_at_work("crime_registrar")
    crime = Verdict(Outcome.CRIME, "Read as a whole it is harassment", "harassment", "MAL/77/26")
    conduct.decide(prompt=prompt, given=crime, user=registrar, actor=registrar.actor(), now=noon + DAY)

    assert [d.outcome for d in prompt.decisions.order_by("id")] == ["stays", "crime"]


def test_what_stayed_an_incident_is_asked_about_again_when_it_happens_again(by, noon, handler):
    by(DEAN, now=noon - 2 * DAY)
    by(DEAN, now=noon - DAY)
    [prompt] = prompts()
    verdict = Verdict(Outcome.STAYS, "Once each", told=True)
    conduct.decide(prompt=prompt, given=verdict, user=handler, actor=handler.actor(), now=noon - DAY)
    by(DEAN, now=noon)
    again = prompts()[-1]

    assert again.follows == prompt
    assert again.due_at == noon + DAY
    assert len(taken(again)) == 3


def record_crime(by, handler, noon):
    by(DEAN, now=noon - 2 * DAY)
    by(DEAN, now=noon - DAY)
    [prompt] = prompts()
    verdict = Verdict(Outcome.CRIME, "Twice in two days", "harassment", "MAL/4/26")
    conduct.decide(prompt=prompt, given=verdict, user=handler, actor=handler.actor(), now=noon - DAY)
    return prompt


def test_more_of_the_same_belongs_to_the_recorded_crime(by, noon, handler):
    prompt = record_crime(by, handler, noon)
    third = by(DEAN, now=noon + 30 * DAY)

    assert prompts() == [prompt]
    assert third.pk in taken(prompt)
    assert LogEntry.objects.filter(call=third.call, text__startswith="Part of crime MAL/4/26").exists()


def test_after_three_months_it_is_a_new_decision(by, noon, handler):
    prompt = record_crime(by, handler, noon)
    by(DEAN, now=noon + 100 * DAY)

    assert prompts()[-1].follows == prompt


def test_an_order_ends_the_course_and_its_breach_is_a_crime(by, noon, handler):
    prompt = record_crime(by, handler, noon)
    conduct.end(
        prompt=prompt, how=Ended.ORDER, ended_at=noon, why="Restraining order, Mallow court", user=handler,
        actor=handler.actor(), now=noon,
    )  # fmt: skip
    by(DEAN, now=noon + DAY)
    assert len(prompts()) == 1, "one incident after the end is no course"
    by(DEAN, now=noon + 2 * DAY, log_text="He is in breach of his restraining order")

    assert rules_of(prompts()[-1]) == {"harassment", "breach"}


def test_the_stalking_screen_is_kept_and_looked_at(by, noon, handler):
    by(DEAN, now=noon - DAY)
    by(DEAN, now=noon)
    [prompt] = prompts()
    answers = {"stalking_visits": Given.YES, "stalking_frightened": Given.YES, "stalking_violence": Given.NO}
    conduct.answer_screen(prompt=prompt, answers=answers, actor=handler.actor(), now=noon)

    assert rules_of(prompt) == {"harassment", "stalking_signs"}
    assert prompt.incident.answers.filter(question="stalking_visits", given="yes").exists()


def test_another_force_never_enters_a_sequence(by, noon, reported, stranger_force):
    by(DEAN, now=noon - DAY)
    Incident.objects.update(force=stranger_force)
    by(DEAN, now=noon)

    assert prompts() == []


@pytest.fixture
def stranger_force(db):
    from heed.foundation.accounts.models import Force

    return Force.objects.create(code="HAR", name="Harshire Police")


def test_an_incident_without_a_victim_is_left_alone(reported, noon):
    caller = Someone((PartyRole.CALLER,), is_caller=True, given_name="Una", family_name="Vale")
    incident = reported(now=noon, parties=(caller, DEAN), answers=(), log_text="They have smashed the window")

    assert conduct.look(incident_id=incident.pk, now=noon) == []


def test_recording_asks_for_the_look_in_the_same_transaction(reported, noon):
    from procrastinate.contrib.django.models import ProcrastinateJob

    incident = reported(now=noon, report=REPORT)
    job = ProcrastinateJob.objects.get(task_name="look_for_conduct", args__incident_id=incident.pk)

    assert job.args == {"incident_id": incident.pk}
