"""A rule for contacting somebody safely: it holds until two people end it, and nobody rewrites it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError
from tests.domain.contact.conftest import WORDS

from heed.domain.contact import queries, services
from heed.domain.contact.models import ContactRule, Loosening
from heed.domain.contact.rules import Unfit
from heed.domain.needs.terms import Basis
from heed.domain.tasking.models import Task
from heed.flows.messages import safe_contact

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 20)


def sentences(person, on=DAY):
    found = queries.safe_contact_of([person.pk], on=on)
    return found.sentences if found else ()


def test_what_was_noted_is_said_in_plain_words(jean, note, trail):
    note(jean, forbidden=("text",), hours=tuple((day, "09:00", "15:00") for day in (0, 4)), voicemail=False)

    assert sentences(jean) == ("Do not text.", "Only 09:00 to 15:00 on Mondays and Fridays.", "Leave no voicemail.")
    assert trail("safe_contact.noted")[0].subjects[0] == f"person:{jean.pk}"


def test_a_rule_stands_long_after_its_review_was_due(jean, note):
    note(jean)
    later = date(2031, 1, 1)

    found = queries.safe_contact_of([jean.pk], on=later)

    assert found.forbids("text")
    assert found.review_due
    assert [rule.person for rule in queries.due_for_review(on=later)] == [jean]


def test_nobody_ends_a_rule_alone(jean, note, handler, noon):
    rule = note(jean)
    asked = services.ask_to_end(rule_id=rule.pk, why="He has moved out", user=handler, actor=handler.actor(), now=noon)

    with pytest.raises(services.NotASecondPerson):
        services.answer_loosening(
            loosening_id=asked.pk, agreed=True, answer="", user=handler, actor=handler.actor(), now=noon
        )
    assert sentences(jean) == ("Do not text.",)


def test_a_second_person_ends_it_or_keeps_it(jean, note, handler, supervisor, noon, trail):
    first, second = note(jean), note(jean, forbidden=("visit",))
    for rule, agreed in ((first, True), (second, False)):
        asked = services.ask_to_end(rule_id=rule.pk, why="Safe now", user=handler, actor=handler.actor(), now=noon)
        services.answer_loosening(
            loosening_id=asked.pk, agreed=agreed, answer="Rang her", user=supervisor, actor=supervisor.actor(), now=noon
        )

    assert sentences(jean) == ("Do not visit.",)
    assert (len(trail("safe_contact.loosened")), len(trail("safe_contact.kept"))) == (1, 1)
    with pytest.raises(services.Gone):
        services.ask_to_end(rule_id=first.pk, why="Again", user=handler, actor=handler.actor(), now=noon)


def test_a_change_that_narrows_holds_at_once(jean, note, handler, noon):
    rule = note(jean)
    stricter = replace(WORDS, forbidden=("text", "call"))

    made, at_once = services.change_rule(
        rule_id=rule.pk, rule=stricter, why="", user=handler, actor=handler.actor(), now=noon
    )

    assert at_once
    assert [row.pk for row in queries.standing_rules([jean.pk])] == [made.pk]


def test_a_change_that_widens_leaves_both_until_a_second_person_agrees(jean, note, handler, supervisor, noon):
    rule = note(jean)
    wider = replace(WORDS, forbidden=(), hours=((0, "09:00", "15:00"),))

    _, at_once = services.change_rule(
        rule_id=rule.pk, rule=wider, why="She may be texted now", user=handler, actor=handler.actor(), now=noon
    )
    assert not at_once
    assert sentences(jean) == ("Do not text.", "Only 09:00 to 15:00 on Mondays.")

    waiting = queries.waiting_loosenings(supervisor).get()
    services.answer_loosening(
        loosening_id=waiting.pk, agreed=True, answer="", user=supervisor, actor=supervisor.actor(), now=noon
    )
    assert sentences(jean) == ("Only 09:00 to 15:00 on Mondays.",)


def test_words_for_staff_are_dropped_by_nobody_alone(jean, note, handler, noon):
    rule = note(jean, words="Never go while the blue van is there")
    other = replace(WORDS, words="")

    _, at_once = services.change_rule(
        rule_id=rule.pk, rule=other, why="x", user=handler, actor=handler.actor(), now=noon
    )

    assert not at_once


@pytest.mark.parametrize("agreed", [True, False])
def test_who_was_asked_for_a_second_opinion_is_asked_no_more_once_it_is_given(
    jean, note, handler, supervisor, noon, agreed
):
    asked = safe_contact.ask_to_end(rule_id=note(jean).pk, why="x", user=handler, actor=handler.actor(), now=noon)
    safe_contact.answer_loosening(
        loosening_id=asked.pk, agreed=agreed, answer="x", user=supervisor, actor=supervisor.actor(), now=noon
    )

    assert Task.objects.get(key=f"loosening:{asked.pk}").done_by == supervisor


def test_a_rule_is_not_confirmed_over_the_head_of_whoever_asked_that_it_ends(jean, note, handler, noon):
    rule, who = note(jean), {"user": handler, "actor": handler.actor(), "now": noon}
    safe_contact.ask_to_end(rule_id=rule.pk, why="x", **who)

    with pytest.raises(services.Gone, match="a second person must answer first"):
        safe_contact.confirm_rule(rule_id=rule.pk, review_on=date(2027, 5, 1), **who)


def test_going_through_a_rule_again_ends_the_task_of_it(jean, note, handler, noon):
    rule = note(jean, forbidden=("text",), review_on=noon.date() + timedelta(days=1))
    later = noon + timedelta(days=1)
    assert safe_contact.ask_for_reviews(now=later) == 1

    safe_contact.confirm_rule(
        rule_id=rule.pk, review_on=date(2027, 5, 1), user=handler, actor=handler.actor(), now=later
    )

    assert Task.objects.get(kind="flag_review").done_by == handler


def test_another_code_word_needs_a_second_person(jean, note, handler, noon):
    rule = note(jean, code_word="acorn")
    other = replace(WORDS, forbidden=(), code_word="walnut")

    _, at_once = services.change_rule(
        rule_id=rule.pk, rule=other, why="She said so", user=handler, actor=handler.actor(), now=noon
    )

    assert not at_once


def test_a_review_keeps_what_stands_for_another_while(jean, note, handler, noon):
    rule = note(jean, hours=((0, "22:00", "02:00"),), only=("call",), code_word="acorn", safe_number="07700 900999")

    made = services.confirm_rule(
        rule_id=rule.pk, review_on=date(2027, 9, 1), user=handler, actor=handler.actor(), now=noon
    )

    assert queries.rule_of(made) == queries.rule_of(rule)
    assert (made.code_word, made.follows, made.safe_number) == ("acorn", rule, "+447700900999")
    assert [row.pk for row in queries.standing_rules([jean.pk])] == [made.pk]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"words": ""}, "Say what is safe"),
        ({"forbidden": ("fax",)}, "fax is no way"),
        ({"hours": ((7, "09:00", "15:00"),)}, "A day is 0"),
        ({"hours": ((0, "9", "15:00"),)}, "9 is not a time"),
        ({"hours": ((0, "09:00:30", "15:00"),)}, "whole minutes"),
        ({"safe_number": "hers"}, "not a telephone number"),
        ({"basis": Basis.CONSENT}, "Say when they agreed"),
        ({"review_on": DAY}, "in the future"),
        ({"review_on": DAY + timedelta(days=367)}, "within a year"),
    ],
)
def test_a_rule_that_nobody_could_keep_is_refused(jean, note, changes, why):
    with pytest.raises(Unfit, match=why):
        note(jean, **changes)
    assert not ContactRule.rows.exists()


def test_a_code_word_is_shown_only_on_asking_and_the_trail_says_so(jean, note, handler, noon, trail):
    rule = note(jean, code_word="acorn")

    assert "acorn" not in " ".join(sentences(jean))
    said = services.show_code_word(
        rule_id=rule.pk, purpose="to ring her back", user=handler, actor=handler.actor(), now=noon
    )

    assert said == "acorn"
    assert trail("code_word.shown")[0].purpose == "to ring her back"
    assert "acorn" not in str([event.detail for event in trail("safe_contact.noted")])


def test_the_rule_of_one_record_holds_for_all_that_are_one_person(jean, person, note, merge):
    other = person("J", "Marlow")
    note(other)
    merge(jean, other)

    assert sentences(jean) == ("Do not text.",)


@pytest.mark.parametrize("field", ["forbidden", "hours", "safe_number", "code_word", "review_on"])
def test_the_database_refuses_to_rewrite_a_rule(jean, note, field):
    rule = note(jean)
    value = {"forbidden": [], "hours": [], "review_on": date(2030, 1, 1)}.get(field, "x")

    with pytest.raises(ProgrammingError, match="pgtrigger: Cannot update"), transaction.atomic():
        ContactRule.rows.filter(pk=rule.pk).update(**{field: value})


def test_the_database_refuses_to_delete_a_rule_or_to_bring_one_back(jean, note, handler, supervisor, noon):
    rule = note(jean)
    with pytest.raises(ProgrammingError, match="pgtrigger: Cannot delete"), transaction.atomic():
        ContactRule.rows.filter(pk=rule.pk).delete()
    services.change_rule(
        rule_id=rule.pk, rule=replace(WORDS, voicemail=False), why="", user=handler, actor=handler.actor(), now=noon
    )
    with pytest.raises(ProgrammingError, match="stays as it is"), transaction.atomic():
        ContactRule.rows.filter(pk=rule.pk).update(ended_at=None, ended_by=None, ended_why="")


def test_the_database_refuses_a_rule_that_says_nothing_and_an_agreement_with_oneself(jean, note, handler, noon):
    rule = note(jean)
    with pytest.raises(IntegrityError, match="nobody_agrees_to_their_own_loosening"), transaction.atomic():
        Loosening.objects.create(
            rule=rule, asked_at=noon, asked_by=handler, why="x", answered_at=noon, answered_by=handler, agreed=True
        )
    with pytest.raises(IntegrityError, match="a_rule_of_contact_says_something"), transaction.atomic():
        ContactRule.rows.create(
            force=rule.force, person=jean, source="person", basis="safeguarding", owner=handler, noted_at=noon,
            noted_by=handler, review_on=DAY,
        )  # fmt: skip


def test_a_stranger_to_the_force_sees_no_rule(jean, note, person_at_work):
    from heed.foundation.accounts.models import Force

    note(jean)
    stranger = person_at_work("call_handler", "otto", force=Force.objects.create(code="HAR", name="Harshire"))

    assert queries.safe_contact_for(stranger, [jean.pk], on=DAY) is None
    assert queries.rule_or_none(stranger, ContactRule.rows.get().pk) is None
