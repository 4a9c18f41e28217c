"""What help is proposed, and when mediation is refused: every edge, and that more need never brings less help."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.engines.risk.support import Conditions, OfferRule, Situation, mediation_refused, proposals
from heed.foundation.policy import packs

SUPPORT = packs.national().support
NOTHING = Situation()


def offered(known, **more):
    found = proposals(known, kinds=SUPPORT.kinds, rules=SUPPORT.rules, refusals=SUPPORT.refusals, **more)
    return {one.kind.id: one for one in found}


def refused(known):
    return mediation_refused(known, SUPPORT.refusals)


def test_of_whom_nothing_is_known_nothing_is_proposed():
    assert offered(NOTHING) == {}


@pytest.mark.parametrize(
    ("known", "kinds"),
    [
        (Situation(incidents=2), {"victim_support"}),
        (Situation(incidents=3), {"victim_support", "target_hardening"}),
        (Situation(vulnerable=True), {"victim_support"}),
        (Situation(vulnerable=True, incidents=2), {"victim_support", "target_hardening"}),
        (Situation(vulnerable=True, incidents=3), {"victim_support", "target_hardening", "safeguarding"}),
        (Situation(vulnerable=True, band="MEDIUM"), {"victim_support"}),
        (Situation(vulnerable=True, band="HIGH"), {"victim_support", "safeguarding"}),
        (Situation(band="HIGH"), set()),
        (Situation(vulnerable=True, ages=(17,)), {"victim_support", "safeguarding"}),
        (Situation(vulnerable=True, ages=(18,)), {"victim_support"}),
        (Situation(categories=frozenset({"HATE"})), {"victim_support"}),
        (Situation(categories=frozenset({"DEMENTIA"})), {"safeguarding", "reasonable_adjustments"}),
        (Situation(needs=frozenset({"hearing"})), {"reasonable_adjustments"}),
    ],
)
def test_the_national_rules_propose(known, kinds):
    assert set(offered(known)) == kinds


def test_a_kind_that_several_rules_ask_for_is_proposed_once_with_every_reason():
    found = offered(Situation(vulnerable=True, incidents=2))["victim_support"]

    assert found.rules == ("repeat_victim", "vulnerable_victim")
    assert found.because == ("a repeat victim", "somebody concerned is vulnerable")


def test_what_was_offered_already_is_not_proposed_again():
    assert offered(Situation(incidents=3), without={"victim_support"}).keys() == {"target_hardening"}


@pytest.mark.parametrize(
    ("known", "because"),
    [
        (Situation(categories=frozenset({"DOMESTIC"})), "Domestic abuse was spoken of"),
        (Situation(categories=frozenset({"HATE"})), "They are targeted for who they are"),
        (Situation(categories=frozenset({"FEAR_HEALTH"})), "They are afraid, or it affects their health"),
        (Situation(threat=True), "The other party was named as a threat"),
        (
            Situation(vulnerable=True, incidents=2),
            "A vulnerable repeat victim: what goes on was not settled by talking",
        ),
    ],
)
def test_mediation_is_not_safe_and_it_is_said_why(known, because):
    assert refused(known) == (because,)


@pytest.mark.parametrize("known", [NOTHING, Situation(vulnerable=True), Situation(incidents=9), Situation(ages=(81,))])
def test_nothing_speaks_against_mediation_between_two_who_can_speak_freely(known):
    assert refused(known) == ()


def test_mediation_that_a_pack_proposes_is_not_proposed_where_it_is_not_safe():
    rules = (OfferRule("talk", "mediation", "neighbours", Conditions(incidents=1)),)

    def found(known):
        return proposals(known, kinds=SUPPORT.kinds, rules=rules, refusals=SUPPORT.refusals)

    assert [one.kind.id for one in found(NOTHING)] == ["mediation"]
    assert found(Situation(threat=True)) == ()


@pytest.mark.parametrize(
    ("conditions", "holds"),
    [
        (Conditions(age_under=18), False),
        (Conditions(age_from=65), True),
        (Conditions(age_from=70), True),
        (Conditions(age_from=71), False),
        (Conditions(any_need=True), False),
        (Conditions(bands=frozenset({"HIGH", "MEDIUM"})), True),
        (Conditions(incidents=3, vulnerable=True), False),
    ],
)
def test_every_condition_of_a_rule_must_be_met(conditions, holds):
    known = Situation(band="MEDIUM", incidents=3, ages=(18, 70))

    assert conditions.hold(known) is holds


situations = st.builds(
    Situation,
    vulnerable=st.booleans(),
    band=st.sampled_from(["", "STANDARD", "MEDIUM", "HIGH"]),
    incidents=st.integers(1, 12),
    categories=st.frozensets(st.sampled_from(["HATE", "DOMESTIC", "FEAR_HEALTH", "DEMENTIA", "CARER", "SUICIDE_SH"])),
    ages=st.lists(st.integers(0, 100), max_size=3).map(tuple),
    needs=st.frozensets(st.sampled_from(["hearing", "language"])),
    threat=st.booleans(),
)


@given(known=situations, more=st.integers(0, 5))
def test_more_incidents_or_somebody_vulnerable_never_bring_less_help(known, more):
    worse = replace(known, incidents=known.incidents + more, vulnerable=True)

    assert set(offered(known)) <= set(offered(worse))
    assert set(refused(known)) <= set(refused(worse))
