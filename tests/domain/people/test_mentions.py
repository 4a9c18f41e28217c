"""What was said of people, filed and found again; the lines they use; reading a group as one person."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, transaction

from heed.domain.people import queries, services
from heed.domain.people.identity import services as identity
from heed.domain.people.identity.services import Basis
from heed.domain.people.models import LineUse, Mention, MentionKey
from heed.domain.people.terms import Judgement, LinkSource
from heed.domain.places.services import place_at
from heed.engines.linkage.keys import looked_up
from heed.engines.linkage.said import Said
from heed.engines.linkage.standard import read
from heed.foundation.accounts.models import Force
from heed.foundation.accounts.terms import system

DAY = timedelta(days=1)
LINE = "+447700900123"
JEAN = Said(
    given="Jean", family="Marlow", born="1961-05-02", address="14 Acacia Road, Mallow", postcode="ZZ1 1AA", e164=LINE
)


@pytest.fixture
def put(force, noon):
    """Return how somebody is put on record."""

    def put(given="Jean", family="Marlow", *, at=noon, of=force):
        return services.record_person(
            force=of, given_name=given, family_name=family, born_on=None, actor=system("t"), now=at
        )

    return put


@pytest.fixture
def say(noon):
    """Return how something is said of somebody."""

    def say(person, said=JEAN, *, at=noon, place=None):
        return services.mention(person=person, said=said, place=place, call=None, source=LinkSource.SAID, now=at)

    return say


@pytest.fixture
def join(handler, noon):
    """Return how two are decided to be one."""

    def join(one, other):
        return identity.decide(
            one=one.pk,
            other=other.pk,
            judgement=Judgement.SAME,
            basis=Basis(),
            user=handler,
            actor=handler.actor(),
            now=noon,
        )

    return join


def found(force, said):
    return {person for _, person, _, _ in queries.under(force.pk, looked_up(read(said)))}


def test_what_was_said_is_found_under_its_keys_in_the_same_transaction(put, say, force):
    jean = put()
    made = say(jean)

    rows = queries.under(force.pk, looked_up(read(Said(given="Jean", family="Marlow", born="1961-05-02"))))

    assert rows == [(made.pk, jean.pk, jean.pk, read(JEAN))]


def test_saying_the_same_again_is_not_written_twice(put, say):
    jean = put()
    first = say(jean)

    assert say(jean).pk == first.pk
    assert Mention.objects.count() == 1


def test_saying_something_else_is(put, say):
    jean = put()
    say(jean)
    say(jean, Said(given="Jean", family="Marlow", postcode="ZZ9 9ZZ"))

    assert Mention.objects.filter(person=jean).count() == 2


def test_the_same_said_of_two_people_is_two_descriptions(put, say):
    say(put())
    say(put())

    assert Mention.objects.count() == 2


def test_a_description_brings_all_that_was_said_of_the_person_and_whoever_is_one_with_them(put, say, join, force, noon):
    jean, jane = put(), put("Jane", at=noon + DAY)
    say(jean)
    say(jean, Said(given="Jean", family="Marlow", email="jean@example.org"))
    say(jane, Said(given="Jane", family="Okafor", postcode="ZZ8 8ZZ"))
    join(jean, jane)

    rows = queries.under(force.pk, looked_up(read(JEAN)))

    assert [(person, lead) for _, person, lead, _ in rows] == [(jean.pk, jean.pk)] * 2 + [(jane.pk, jean.pk)]


def test_nobody_of_another_force_is_found(put, say):
    say(put())

    assert found(Force.objects.create(code="OTH", name="Other Police"), JEAN) == set()


def test_nothing_said_finds_nobody(put, say, force):
    say(put())

    assert queries.under(force.pk, []) == []


def test_a_key_that_many_share_gives_the_newest(put, say, force):
    made = [say(put(), JEAN) for _ in range(4)]
    key = MentionKey.objects.filter(mention=made[0]).first().key

    assert [said for said, *_ in queries.under(force.pk, [key], limit=2)] == [made[2].pk, made[3].pk]


@pytest.mark.parametrize("field", ["given_name", "family_name", "at", "e164"])
def test_what_was_said_is_never_overwritten(put, say, field, noon):
    say(put())
    new = {"given_name": "Joan", "family_name": "", "at": noon + DAY, "e164": ""}[field]

    with pytest.raises(ProgrammingError, match="Cannot update rows"), transaction.atomic():
        Mention.objects.update(**{field: new})


def test_what_was_said_is_never_deleted(put, say):
    say(put())

    with pytest.raises(ProgrammingError, match="Cannot delete rows"), transaction.atomic():
        Mention.objects.all()._raw_delete(using="default")


def test_two_hundred_letters_and_nothing_at_all_are_filed(put, say):
    say(put(), Said(given="J" * 300, family="M" * 300, address="x" * 500, email="e" * 300))
    say(put(), Said())

    assert [len(said.given_name) for said in Mention.objects.order_by("pk")] == [200, 0]


def test_few_people_are_counted(put, force):
    put()
    put()

    assert queries.on_file(force.pk) == 2


@pytest.fixture
def use(noon):
    """Return how somebody uses a line on a day."""

    def use(person, *, day=0, by=None, e164=LINE):
        return services.use_line(person=person, e164=e164, confirmed_by=by, now=noon + day * DAY)

    return use


def test_a_removed_link_is_found_by_no_search_and_stays_on_record(put, use, handler, force, noon):
    jean = put()
    taken = use(jean, by=handler)
    services.unlink_line(use_id=taken.pk, why="her sister's", user=handler, actor=handler.actor(), now=noon + DAY)

    kept = LineUse.objects.get()
    assert (kept.removed_at, kept.removed_by, kept.removed_why) == (noon + DAY, handler, "her sister's")
    assert (kept.confirmed_by, kept.first_used_on, kept.source) == (handler, taken.first_used_on, LinkSource.CONFIRMED)
    assert queries.uses_of_line(force.pk, LINE, since=date(2026, 1, 1)) == []
    assert list(queries.ever_on_line(handler, LINE)) == []
    assert queries.lines_of(jean.pk) == []


def test_taking_a_line_up_again_is_a_new_row(put, use, handler, noon):
    jean = put()
    services.unlink_line(use_id=use(jean).pk, why="x", user=handler, actor=handler.actor(), now=noon + DAY)
    again = use(jean, day=2)

    assert (again.times, again.first_used_on) == (1, date(2026, 11, 22))
    assert LineUse.objects.filter(person=jean).count() == 2


def test_removing_twice_keeps_who_removed_first(put, use, handler, supervisor, noon):
    taken = use(put())
    for user, why in ((handler, "first"), (supervisor, "second")):
        services.unlink_line(use_id=taken.pk, why=why, user=user, actor=user.actor(), now=noon)

    assert LineUse.objects.get().removed_why == "first"


def test_a_line_is_removed_from_everybody_who_is_one_with_them(put, use, join, handler, noon):
    jean, jane = put(), put("Jane", at=noon + DAY)
    taken = use(jean)
    use(jane)
    join(jean, jane)

    removed = services.unlink_line(use_id=taken.pk, why="x", user=handler, actor=handler.actor(), now=noon)

    assert {row.person_id for row in removed} == {jean.pk, jane.pk}


def test_making_sure_of_a_line_counts_no_use(put, use, handler, noon):
    jean = put()
    use(jean)
    services.confirm_line(person=jean, e164=LINE, user=handler, actor=handler.actor(), now=noon)
    services.confirm_line(person=jean, e164="+447700900999", user=handler, actor=handler.actor(), now=noon)

    assert [(row.times, row.source) for row in LineUse.objects.order_by("pk")] == [
        (1, LinkSource.CONFIRMED),
        (0, LinkSource.CONFIRMED),
    ]


def test_one_person_on_a_line_stands_there_once_as_their_lead(put, use, join, handler, force, noon):
    jean, jane, tom = put(), put("Jane", at=noon + DAY), put("Tom")
    use(jean, day=0)
    use(jane, day=5, by=handler)
    use(tom, day=9)
    join(jean, jane)

    uses = queries.uses_of_line(force.pk, LINE, since=date(2026, 1, 1))

    assert [(row.person_id, row.times, row.last_used_on) for row in uses] == [
        (jean.pk, 2, date(2026, 11, 25)),
        (tom.pk, 1, date(2026, 11, 29)),
    ]
    assert [(row.times, row.first_used_on) for row in queries.lines_of(jane.pk)] == [(2, date(2026, 11, 20))]


def test_homes_and_residents_follow_the_group(put, join, force, noon):
    jean, jane, tom = put(), put("Jane", at=noon + DAY), put("Tom")
    home = place_at(force=force, address="14 Acacia Road, Mallow, ZZ1 1AA", now=noon)
    for person in (jean, jane, tom):
        services.lives_at(person=person, place=home, now=noon)
    join(jane, jean)

    on = noon.date()
    assert [row.person_id for row in queries.living_at(home.pk, on=on)] == [jean.pk, tom.pk]
    assert queries.homes_of([jane.pk, tom.pk], on=on) == {jane.pk: home, tom.pk: home}
    assert len(queries.homes_ever(jean.pk)) == 2


def test_a_search_by_either_name_gives_the_lead_once(put, join, handler, noon):
    jean, jane = put("Jean"), put("Jane", at=noon + DAY)
    join(jean, jane)

    assert list(queries.search_by_name(handler, words="jane mar")) == [jean]
    assert list(queries.search_by_name(handler, words="marlow")) == [jean]
    assert [person.pk for person in queries.group_of(jane.pk)] == [jean.pk, jane.pk]


def test_what_was_said_is_read_of_the_whole_group(put, say, join, noon):
    jean, jane = put("Jean"), put("Jane", at=noon + DAY)
    old, new = say(jean), say(jane, at=noon + DAY)
    join(jean, jane)

    assert queries.mentions_of(jane.pk) == [new, old]
    assert queries.mentions_of(uuid.uuid4()) == []


def test_somebody_described_a_thousand_ways_does_not_hide_whoever_shares_the_name(force, put, say):
    namesake = put()
    say(namesake, Said(given="Jean", family="Marlow", address="3 Kestrel Way, Mallow"))
    often = put()
    for number in range(60):
        say(often, Said(given="Jean", family="Marlow", address=f"{number} Acacia Road, Mallow"))

    found = queries.under(force.pk, looked_up(read(Said(given="Jean", family="Marlow"))))

    assert {lead for _, _, lead, _ in found} == {namesake.pk, often.pk}


def test_of_somebody_described_very_often_the_newest_are_read(force, put, say):
    often = put()
    for number in range(queries.SAID_MOST + 5):
        say(often, Said(given="Jean", family="Marlow", address=f"{number} Acacia Road, Mallow"))

    found = queries.under(force.pk, looked_up(read(Said(given="Jean", family="Marlow"))))

    assert len(found) == queries.SAID_MOST
    assert max(said for said, *_ in found) == Mention.objects.order_by("-pk").first().pk
