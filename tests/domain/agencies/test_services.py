"""Agencies, officers, keys and agreements, on a real database."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.db.utils import InternalError
from tests import partners
from tests.partners import agreement, council, council_officer

from heed.domain.agencies import queries, services
from heed.domain.agencies.models import Agency, Agreement, ApiKey, Officer
from heed.domain.agencies.rules import Unfit
from heed.domain.agencies.services import AgencyNameTaken, AlreadyEnded, Reached, WorksElsewhere
from heed.domain.agencies.terms import AgencyKind, LegalBasis, SharedPart
from heed.foundation.accounts.models import Force
from heed.foundation.accounts.terms import system
from heed.foundation.audit.models import Event

__all__ = ["agreement", "council", "council_officer"]

ACTOR = system("tests", force="MAL")


def events(action):
    return list(Event.objects.filter(action=action).order_by("-id"))


def test_an_agency_is_kept_with_how_it_is_reached(force, noon):
    made = services.add_agency(
        force=force, name="  Mallow   Homes ", kind=AgencyKind.HOUSING,
        reached=Reached(telephone="01632 960101", asked_for="Neighbourhoods  team"), actor=ACTOR, now=noon,
    )  # fmt: skip

    made.refresh_from_db()
    assert (made.name, made.kind, made.telephone, made.asked_for) == (
        "Mallow Homes", "housing", "01632 960101", "Neighbourhoods team",
    )  # fmt: skip
    assert (made.added_at, made.added_by_name) == (noon, "Heed")
    assert events("agency.added")[0].subjects == [f"agency:{made.pk}"]


@pytest.mark.parametrize("name", ["", "   ", "x" * 121, "Mallow\x00Homes", "Mallow\u202eHomes"])
def test_a_name_that_is_none_is_refused(force, noon, name):
    with pytest.raises(Unfit):
        services.add_agency(force=force, name=name, kind=AgencyKind.COUNCIL, actor=ACTOR, now=noon)
    assert not Agency.objects.exists()


def test_a_kind_that_nobody_knows_is_refused(force, noon):
    with pytest.raises(ValueError, match="circus"):
        services.add_agency(force=force, name="Circus", kind="circus", actor=ACTOR, now=noon)


@pytest.mark.parametrize(
    "reached", [Reached(email="nobody"), Reached(telephone="1" * 41), Reached(asked_for="a" * 301)]
)
def test_an_address_that_is_none_is_refused(force, noon, reached):
    with pytest.raises(Unfit):
        services.add_agency(
            force=force, name="Mallow Homes", kind=AgencyKind.HOUSING, reached=reached, actor=ACTOR, now=noon
        )


@pytest.mark.parametrize("name", ["Mallow Council", "mallow council", " MALLOW  COUNCIL "])
def test_a_name_means_one_agency_of_the_force_however_it_is_written(council, force, noon, name):
    with pytest.raises(AgencyNameTaken):
        services.add_agency(force=force, name=name, kind=AgencyKind.COUNCIL, actor=ACTOR, now=noon)


def test_the_same_name_is_free_in_another_force_and_after_the_agency_has_ended(council, force, noon):
    other = Force.objects.create(code="HAR", name="Harshire Police")
    services.add_agency(force=other, name=council.name, kind=AgencyKind.COUNCIL, actor=ACTOR, now=noon)
    services.end_agency(agency=council, why="Two councils became one", actor=ACTOR, now=noon)
    services.add_agency(force=force, name=council.name, kind=AgencyKind.COUNCIL, actor=ACTOR, now=noon)

    assert Agency.objects.filter(name=council.name).count() == 3


def test_the_database_refuses_two_of_a_name(council, noon):
    with pytest.raises(IntegrityError, match="an_agency_is_named_once_in_the_force"), transaction.atomic():
        Agency.objects.create(
            force=council.force, name=council.name, kind="council", added_at=noon, added_by_name="Somebody"
        )


def test_what_is_changed_is_named_on_the_trail_and_what_is_not_leaves_none(council, noon):
    same = partners.OF_COUNCIL
    services.change_agency(agency=council, name=council.name, reached=same, actor=ACTOR, now=noon)
    assert not events("agency.changed")

    reached = Reached(telephone="01632 960199", email=same.email, asked_for=same.asked_for, body=same.body)
    services.change_agency(agency=council, name="Mallow District Council", reached=reached, actor=ACTOR, now=noon)

    council.refresh_from_db()
    assert (council.name, council.telephone) == ("Mallow District Council", "01632 960199")
    assert events("agency.changed")[0].detail == {"fields": ["name", "telephone"]}


def test_a_key_is_printed_once_and_only_its_digest_is_kept(council, noon):
    made, key = services.make_key(agency=council, actor=ACTOR, now=noon)

    assert len(key) >= 43
    assert made.digest == queries.key_digest(key)
    assert key not in str(list(ApiKey.objects.values())) + str(list(Event.objects.values()))
    assert queries.agency_of_key(key) == council
    assert queries.agency_of_key(made.digest) is None
    assert queries.agency_of_key("") is None
    assert queries.agency_of_key("\ud800") is None


def test_a_key_that_has_ended_opens_nothing_and_the_others_go_on(council, noon):
    old, old_key = services.make_key(agency=council, actor=ACTOR, now=noon)
    _, new_key = services.make_key(agency=council, actor=ACTOR, now=noon)
    services.end_key(key=old, actor=ACTOR, now=noon)

    assert queries.agency_of_key(old_key) is None
    assert queries.agency_of_key(new_key) == council
    with pytest.raises(AlreadyEnded):
        services.end_key(key=old, actor=ACTOR, now=noon)


def test_an_agency_that_has_ended_is_nowhere_any_more(council, agreement, council_officer, noon):
    _, key = services.make_key(agency=council, actor=ACTOR, now=noon)
    assert queries.agency_of(council_officer) == council

    services.end_agency(agency=council, why="It was dissolved", actor=ACTOR, now=noon)

    assert queries.agency_of(council_officer) is None
    assert queries.agency_of_key(key) is None
    assert not queries.agencies_of(council.force_id)
    council.refresh_from_db()
    assert not queries.agreements_in_force(council, on=noon.date())
    agreement.refresh_from_db()
    assert (agreement.ended_at, agreement.ended_why) == (noon, "It was dissolved")
    assert events("agency.ended")[0].purpose == "It was dissolved"
    assert f"agreement:{agreement.pk}" in events("agency.ended")[0].subjects


def test_nothing_is_added_to_an_agency_that_has_ended(council, person_at_work, noon):
    user = person_at_work("partner_officer", "dee")
    services.end_agency(agency=council, why="It was dissolved", actor=ACTOR, now=noon)

    for change in (
        lambda: services.make_key(agency=council, actor=ACTOR, now=noon),
        lambda: services.add_officer(agency=council, user=user, actor=ACTOR, now=noon),
        lambda: partners.sign(council, now=noon),
        lambda: services.change_agency(agency=council, name="X", reached=Reached(), actor=ACTOR, now=noon),
        lambda: services.end_agency(agency=council, why="Again", actor=ACTOR, now=noon),
    ):
        with pytest.raises(AlreadyEnded):
            change()


def test_only_a_partner_officer_of_the_same_force_works_for_an_agency_and_for_one_alone(
    council, council_officer, handler, person_at_work, noon
):
    other = Force.objects.create(code="HAR", name="Harshire Police")
    stranger = person_at_work("partner_officer", "otto", force=other)
    homes = partners.add_agency(council.force, now=noon, name="Mallow Homes")

    for user in (handler, stranger, council_officer):
        with pytest.raises(WorksElsewhere):
            services.add_officer(agency=homes, user=user, actor=ACTOR, now=noon)
    assert Officer.objects.count() == 1
    assert queries.agency_of(handler) is None


def test_an_agreement_is_in_force_from_its_start_to_its_review_both_included(council, noon):
    starts_on, review_on = date(2026, 11, 20), date(2027, 5, 20)
    made = partners.sign(council, now=noon + timedelta(days=30), starts_on=starts_on, review_on=review_on)

    def stands(on):
        return list(queries.agreements_in_force(council, on=on)) == [made]

    assert not stands(date(2026, 11, 19))
    assert stands(starts_on)
    assert stands(review_on)
    assert not stands(date(2027, 5, 21))


def test_what_was_agreed_is_kept_in_the_order_of_the_list(council, noon):
    made = partners.sign(
        council, now=noon, parts={SharedPart.RISK, SharedPart.POINTER}, on_the_wire={SharedPart.POINTER}
    )

    made.refresh_from_db()
    assert (made.parts, made.on_the_wire) == (["pointer", "risk"], ["pointer"])
    assert events("agreement.signed")[0].detail["on_the_wire"] == ["pointer"]


def test_a_review_takes_the_place_of_the_agreement_and_leaves_it_standing(council, agreement, noon):
    newer = services.sign_agreement(
        agency=council, title="Reviewed", basis=LegalBasis.CDA_115, purposes=["solve"], parts=["pointer"],
        starts_on=date(2026, 12, 1), review_on=date(2027, 12, 1), replaces=agreement, actor=ACTOR, now=noon,
    )  # fmt: skip

    assert list(queries.agreements_in_force(council, on=date(2026, 11, 30))) == [agreement]
    assert list(queries.agreements_in_force(council, on=date(2026, 12, 1))) == [newer]
    assert queries.terms_of(agreement).replaced_on == date(2026, 12, 1)
    agreement.refresh_from_db()
    assert agreement.ended_at is None

    with pytest.raises(Unfit, match="already"):
        partners.sign(council, now=noon, replaces=agreement)


def test_a_review_is_of_an_agreement_that_stands_and_of_the_same_agency(council, agreement, noon):
    homes = partners.add_agency(council.force, now=noon, name="Mallow Homes")
    with pytest.raises(Unfit, match="agency that signed"):
        partners.sign(homes, now=noon, replaces=agreement)
    services.end_agreement(agreement=agreement, why="Breached", actor=ACTOR, now=noon)
    with pytest.raises(AlreadyEnded):
        partners.sign(council, now=noon, replaces=agreement)
    with pytest.raises(AlreadyEnded):
        services.end_agreement(agreement=agreement, why="Breached", actor=ACTOR, now=noon)
    with pytest.raises(Unfit):
        services.end_agreement(agreement=partners.sign(council, now=noon), why=" ", actor=ACTOR, now=noon)


def test_the_database_lets_nobody_widen_or_delete_an_agreement(agreement):
    with pytest.raises((InternalError, ProgrammingError), match="Cannot update"), transaction.atomic():
        Agreement.objects.filter(pk=agreement.pk).update(parts=["risk"])
    with pytest.raises((InternalError, ProgrammingError), match="Cannot delete"), transaction.atomic():
        Agreement.objects.filter(pk=agreement.pk)._raw_delete("default")
    with pytest.raises(IntegrityError, match="agreement_ended_at_by_and_why_go_together"), transaction.atomic():
        Agreement.objects.filter(pk=agreement.pk).update(ended_why="Because")
