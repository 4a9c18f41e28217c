"""Whether somebody was told already, and what the database refuses of offers."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from heed.domain.case_review import services
from heed.domain.case_review.models import Offer
from heed.domain.case_review.rules import Told, is_told
from heed.domain.case_review.services import Unfit
from heed.domain.case_review.terms import AtLine, How, Said
from heed.engines.risk.case_review import Complaint, Line, Standing
from heed.foundation.accounts.terms import system

FIRST = date(2026, 3, 15)
DAY = timedelta(days=1)
THREE = Standing(
    date(2026, 6, 1),
    needed=3,
    explain_at=2,
    complaints=tuple(Complaint(str(n), 0, FIRST + n * DAY, date(2026, 9, 14)) for n in range(3)),
)
NOBODY = Standing(date(2026, 6, 1), needed=3, explain_at=2)


@pytest.mark.parametrize(
    ("offers", "told"),
    [
        ([], False),
        ([Told(Line.THREE, FIRST, told=True)], True),
        ([Told(Line.THREE, FIRST - DAY, told=True)], False),
        ([Told(Line.TWO, FIRST, told=True)], False),
        ([Told(Line.THREE, FIRST, told=False)], False),
        ([Told(Line.TWO, FIRST, told=True), Told(Line.THREE, FIRST + DAY, told=True)], True),
    ],
    ids=["never", "on the first day", "about what ran out", "at two only", "not told yet", "at two and at three"],
)
def test_an_offer_answers_its_line_for_as_long_as_its_complaints_count(offers, told):
    assert is_told(THREE, offers) is told


def test_nobody_is_owed_what_they_are_not_near():
    assert is_told(NOBODY, [])


@pytest.fixture
def keep(force, noon):
    """Return who keeps an offer to Jean."""
    from heed.domain.people.models import Person

    person = Person.objects.create(force=force, given_name="Jean", family_name="Marlow", first_known_at=noon)

    def keep(said=Said.WANTS, how=How.VISIT, why=""):
        return services.keep_offer(
            force_id=force.pk, person_id=person.pk, incident=None, line=AtLine.THREE, how=how, said=said, why=why,
            complaints=[], first_made_on=FIRST, wording_version="x", policy_version="x", user=None,
            actor=system("tests"), now=noon,
        )  # fmt: skip

    with transaction.atomic():
        yield keep


def test_not_told_says_why_and_told_says_how(keep):
    with pytest.raises(Unfit, match="why they have not been told"):
        keep(Said.NOT_TOLD, why="  ")
    with pytest.raises(Unfit, match="how they were told"):
        keep(Said.DECLINED, how=None)
    assert keep(Said.NOT_TOLD, why="Her son came in").how == ""


def test_the_database_refuses_an_offer_that_was_made_nohow(keep):
    made = keep()

    with pytest.raises(IntegrityError, match="whoever_was_told_was_told_somehow"), transaction.atomic():
        Offer.objects.bulk_create([
            Offer(
                force_id=made.force_id, person_id=made.person_id, line="three", how="", said="wants", first_made_on=FIRST,
                at=made.at, by_name="x", wording_version="x", policy_version="x",
            )
        ])  # fmt: skip


def test_an_offer_is_never_changed(keep):
    made = keep()

    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        Offer.objects.filter(pk=made.pk).update(said="declined")
