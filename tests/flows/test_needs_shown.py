"""Whose needs stand on a call: of whoever is known and of their household, kept in the proof, read anew for each reader."""

from datetime import date, timedelta

import pytest

from heed.domain.calls.queries import newest_check
from heed.domain.needs import services
from heed.domain.needs.passports import services as passport_services
from heed.domain.needs.terms import NeedKind
from heed.domain.people import services as people_services
from heed.domain.people.models import Person
from heed.domain.people.services import lives_at
from heed.domain.places.models import Place
from heed.flows import needs_shown, passports
from heed.flows.needs_shown import on_call
from tests.domain.needs.conftest import SAID, note, warn

pytestmark = pytest.mark.django_db

__all__ = ["note", "warn"]


@pytest.fixture
def jean(reported, noon):
    """Return Jean Marlow, who rang about the stones."""
    reported(now=noon)
    return Person.objects.get(given_name="Jean")


@pytest.fixture
def tom(jean, handler, noon):
    """Return Tom, who lives with Jean."""
    tom = people_services.record_person(
        force=jean.force,
        given_name="Tom",
        family_name="Marlow",
        born_on=date(2015, 1, 1),
        actor=handler.actor(),
        now=noon,
    )
    lives_at(person=tom, place=Place.objects.get(), now=noon)
    return tom


@pytest.fixture
def called(ring, handler, noon):
    """Return a ringer whose call Harriet takes at once."""
    from heed.flows import take_call

    def called(*, now, **more):
        return take_call.take(call_id=ring(now=now, **more).pk, user=handler, actor=handler.actor(), now=now)[0]

    return called


def helps(shown):
    return [(one.person.given_name, need.what_helps, one.in_household) for one in shown.people for need in one.needs]


def test_nothing_is_shown_of_somebody_who_was_only_seen_on_the_line(jean, note, warn, called, handler, noon):
    note(jean)
    warn(jean)
    call = called(now=noon + timedelta(hours=1))
    check = newest_check(call.pk)
    shown = on_call(call, check, user=handler, now=noon)

    assert check.found["candidates"]
    assert (helps(shown), list(shown.warnings), shown.known) == ([], [], False)
    assert (check.found["needs"], check.found["warnings"]) == ([], [])


def test_once_they_are_known_their_needs_and_their_households_stand_and_are_in_the_proof(
    jean, tom, note, warn, called, say, handler, noon
):
    own, his = note(jean), note(tom, what_helps="Ask his sister")
    secret = note(tom, kind=NeedKind.SAFE_CONTACT, what_helps="Ring the school")
    warning = warn(Place.objects.get(), words="Loose step")
    call = called(now=noon + timedelta(hours=1))
    check = say(call, jean.pk, now=noon + timedelta(hours=1))
    shown = on_call(call, check, user=handler, now=noon)

    assert helps(shown) == [("Jean", "Text, do not ring", False), ("Tom", "Ask his sister", True)]
    assert [warning.words for warning in shown.warnings] == ["Loose step"]
    assert sorted(check.found["needs"]) == [own.pk, his.pk]
    assert secret.pk not in check.found["needs"]
    assert check.found["warnings"] == [warning.pk]
    assert set(shown.subjects) == {f"need:{own.pk}", f"need:{his.pk}", f"warning:{warning.pk}"}


def test_what_ended_since_the_check_is_not_shown(jean, note, called, say, handler, noon):
    need = note(jean)
    call = called(now=noon + timedelta(hours=1))
    check = say(call, jean.pk, now=noon + timedelta(hours=1))
    services.end_need(need_id=need.pk, why="Over", user=handler, actor=handler.actor(), now=noon)

    assert helps(on_call(call, check, user=handler, now=noon)) == []
    assert check.found["needs"] == [need.pk]


def test_whoever_may_not_see_needs_sees_none(jean, note, warn, called, say, person_at_work, noon):
    note(jean)
    warn(jean)
    call = called(now=noon + timedelta(hours=1))
    check = say(call, jean.pk, now=noon + timedelta(hours=1))
    shown = on_call(call, check, user=person_at_work("inspector"), now=noon)

    assert (helps(shown), list(shown.warnings)) == ([], [])


def test_the_channel_is_proposed_and_nothing_is_written(called, handler, noon):
    from heed.domain.needs.models import Need

    call = called(now=noon, number="07700 900999", queue="999 BSL")
    shown = on_call(call, newest_check(call.pk), user=handler, now=noon)

    assert [way.reached for way in shown.channel] == ["sign_video"]
    assert not Need.rows.exists()


def test_a_passport_of_the_person_comes_with_their_needs(jean, called, say, handler, noon):
    passport_services.write(person=jean, said=SAID, user=handler, actor=handler.actor(), now=noon)
    call = called(now=noon + timedelta(hours=1))
    check = say(call, jean.pk, now=noon + timedelta(hours=1))
    shown = on_call(call, check, user=handler, now=noon)

    assert [one.passport.what_helps for one in shown.people] == ["Speak slowly"]


def test_the_number_linked_with_a_passport_finds_the_person_as_any_line_does(jean, card, handler, noon):
    passports.write(person=jean, said=SAID, pin="", line="+447700900987", user=handler, actor=handler.actor(), now=noon)

    assert [who["name"] for who in card("07700 900987", now=noon)["candidates"]] == ["Jean Marlow"]


def test_reading_is_on_the_trail_only_where_something_was_read(handler, noon):
    from heed.foundation.audit.models import Event

    needs_shown.note_read(subjects=[], purpose="x", actor=handler.actor(), now=noon)
    assert not Event.objects.filter(action="needs.consulted").exists()
