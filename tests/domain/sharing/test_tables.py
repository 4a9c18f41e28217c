"""What the database refuses, whoever asks."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.db.utils import InternalError
from tests.flows.conftest import reported, ring, say
from tests.partners import agreement, council

from heed.domain.sharing.models import Admission, Disclosure, Glass, Lock, Opening

__all__ = ["agreement", "council", "reported", "ring", "say"]

DAY = timedelta(days=1)


@pytest.fixture
def incident(reported, noon):
    return reported(now=noon)


@pytest.fixture
def made(incident, council, agreement, handler, noon):
    def made(**changes):
        fields = {
            "necessity": "They hold the tenancy", "parts": ["pointer"], "sheet": "{}", "digest": "0", "purpose": "solve",
            "basis": "s.115", "until_on": noon.date(), "shared_at": noon, "shared_by": handler, "shared_by_name": "Harriet",
        } | changes  # fmt: skip
        return Disclosure.objects.create(
            force=incident.force, incident=incident, agency=council, agreement=agreement, policy_version="1", **fields
        )

    return made


@pytest.fixture
def locked(incident, noon):
    def locked(**changes):
        fields = {"incident": incident, "source": "hand", "why": "A colleague", "ask": "Simon"} | changes
        return Lock.objects.create(force=incident.force, set_at=noon, set_by_name="Simon", **fields)

    return locked


@pytest.fixture
def broken(incident, handler, noon):
    def broken(**changes):
        fields = {
            "incident": incident, "why": "Now", "proved_at": noon, "until": noon + DAY, "review_by": noon + DAY,
            "by_name": "Harriet", "user": handler, "locks": [1],
        } | changes  # fmt: skip
        return Glass.objects.create(force=incident.force, broken_at=noon, **fields)

    return broken


def refused(change, *, match=None):
    with pytest.raises((IntegrityError, ProgrammingError, InternalError), match=match), transaction.atomic():
        change()


def test_what_was_shared_is_never_changed_or_deleted(made):
    one = made()

    refused(lambda: Disclosure.objects.update(sheet="Something else"))
    refused(lambda: Disclosure.objects.update(until_on=one.until_on + DAY))
    refused(lambda: Disclosure.objects.all().delete())


def test_a_withdrawal_says_by_whom_and_why_and_is_never_taken_back(made, noon):
    made()

    refused(lambda: Disclosure.objects.update(withdrawn_at=noon), match="withdrawn_at_by_and_why_go_together")
    Disclosure.objects.update(withdrawn_at=noon, withdrawn_by_name="Harriet", withdrawn_why="A mistake")
    refused(lambda: Disclosure.objects.update(withdrawn_at=None, withdrawn_by_name="", withdrawn_why=""))


def test_an_incident_is_shared_with_an_agency_once_at_a_time_with_a_reason_and_parts(made):
    refused(lambda: made(necessity=""), match="says_why_it_is_necessary")
    refused(lambda: made(parts=[]), match="shares_something")
    made()
    refused(made, match="once_at_a_time")


def test_an_opening_is_never_changed(made, noon):
    one = made()
    refused(lambda: Opening.objects.create(disclosure=one, at=noon, by_name=""), match="says_by_whom")
    Opening.objects.create(disclosure=one, at=noon, by_name="Carol")

    refused(lambda: Opening.objects.update(by_name="Nobody"))
    refused(lambda: Opening.objects.all().delete())


def test_a_lock_is_on_one_thing_and_is_lifted_once(incident, locked, noon):
    refused(lambda: locked(incident=None), match="on_an_incident_or_a_person")
    refused(lambda: locked(why=""), match="says_why_and_whom_to_ask")
    refused(lambda: locked(source="staff"), match="says_by_whom_and_on_what")
    locked()
    refused(locked, match="locked_by_hand_once_at_a_time")
    refused(lambda: Lock.objects.update(ask="Nobody"))
    refused(lambda: Lock.objects.update(lifted_at=noon), match="lifted_at_by_and_why")
    Lock.objects.update(lifted_at=noon, lifted_by_name="Simon", lifted_why="A namesake")
    refused(lambda: Lock.objects.update(lifted_at=None, lifted_by_name="", lifted_why=""))
    refused(lambda: Lock.objects.all().delete())
    locked()


def test_an_admission_ends_and_only_its_end_is_written_later(locked, handler, noon):
    fields = {"lock": locked(), "user": handler, "admitted_at": noon, "admitted_by_name": "Simon"}
    refused(lambda: Admission.objects.create(**fields, why="", until=noon + DAY), match="says_why")
    refused(lambda: Admission.objects.create(**fields, why="Works on it", until=noon), match="ends_after_it_began")
    Admission.objects.create(**fields, why="Works on it", until=noon + DAY)

    refused(lambda: Admission.objects.update(until=noon + 9 * DAY))
    refused(lambda: Admission.objects.update(ended_at=noon), match="ended_at_and_by")
    refused(lambda: Admission.objects.all().delete())


def test_glass_is_broken_with_a_reason_after_proof_and_closes_again(broken, noon):
    refused(lambda: broken(why=""), match="with_a_reason")
    refused(lambda: broken(until=noon), match="closes_again")
    refused(lambda: broken(proved_at=noon + timedelta(seconds=1)), match="proved_it_first")


def test_glass_is_reviewed_once_and_never_by_whoever_broke_it(broken, handler, supervisor, noon):
    broken()
    review = {"reviewed_at": noon, "reviewed_by_name": "S", "finding": "right", "review_words": "Rang her"}

    refused(lambda: Glass.objects.update(**review, reviewed_by=handler), match="nobody_reviews_glass_they_broke")
    refused(lambda: Glass.objects.update(reviewed_at=noon), match="finding_and_words_go_together")
    refused(lambda: Glass.objects.update(why="Something else"))
    Glass.objects.update(**review, reviewed_by=supervisor)
    refused(lambda: Glass.objects.update(finding="wrong"))
    refused(lambda: Glass.objects.all().delete())
