"""One person turns out to be two: what is whose is moved, and moved back."""

from datetime import timedelta

import pytest

from heed.domain.people import queries, services
from heed.domain.people.identity import services as identity
from heed.domain.people.identity.services import Basis, Contradicts, PartOfASplit
from heed.domain.people.models import LineUse, Mention, Person
from heed.domain.people.splits import services as splits
from heed.domain.people.splits.services import CannotSplit, Moved, NotTheirs
from heed.domain.people.terms import Judgement, LinkSource
from heed.engines.linkage.keys import filed_under
from heed.engines.linkage.said import Said
from heed.engines.linkage.standard import read
from heed.foundation.accounts.terms import system

DAY = timedelta(days=1)
LINE = "+447700900123"


@pytest.fixture
def mixed(force, noon):
    """Return Jean, under whom something was said of Joan, on her line."""
    jean = services.record_person(
        force=force, given_name="Jean", family_name="Marlow", born_on=None, actor=system("t"), now=noon
    )
    for n, said in enumerate(
        [Said(given="Jean", family="Marlow"), Said(given="Joan", family="Marlow", born="1990-02-01")]
    ):
        services.mention(person=jean, said=said, place=None, call=None, source=LinkSource.SAID, now=noon + n * DAY)
    services.use_line(person=jean, e164=LINE, confirmed_by=None, now=noon)
    return jean


@pytest.fixture
def act(supervisor, noon):
    """Return how Simon splits, and undoes it."""

    class Acts:
        by = {"why": "two people", "user": supervisor, "actor": supervisor.actor(), "now": noon + 2 * DAY}

        def split(self, person, *mentions, lines=()):
            moved = Moved(mentions=tuple(said.pk for said in mentions), line_uses=tuple(use.pk for use in lines))
            return splits.split(person_id=person.pk, moved=moved, **self.by)

        def undo(self, made):
            return splits.undo_split(split_id=made.pk, **self.by)

    return Acts()


def said_of(person):
    return [said.given_name for said in Mention.objects.filter(person=person).order_by("pk")]


def test_what_is_whose_is_moved_and_both_are_told_apart(mixed, act, noon):
    joan = Mention.objects.get(given_name="Joan")
    made = act.split(mixed, joan, lines=LineUse.objects.all())

    new = made.new_person
    assert (new.name, str(new.born_on), new.first_known_at) == ("Joan Marlow", "1990-02-01", noon + DAY)
    assert (said_of(mixed), said_of(new)) == (["Jean"], ["Joan"])
    assert LineUse.objects.get().person == new
    assert queries.told_apart([mixed.pk, new.pk]) == {frozenset({mixed.pk, new.pk})}


def test_undoing_it_moves_everything_back(mixed, act):
    before = list(Mention.objects.order_by("pk").values()), list(LineUse.objects.values())
    made = act.split(mixed, Mention.objects.get(given_name="Joan"), lines=LineUse.objects.all())
    act.undo(made)

    assert (list(Mention.objects.order_by("pk").values()), list(LineUse.objects.values())) == before
    assert queries.told_apart([mixed.pk, made.new_person_id]) == set()


def test_whoever_was_put_back_is_found_by_no_search_until_something_is_said_of_them(mixed, act, supervisor, noon):
    made = act.split(mixed, Mention.objects.get(given_name="Joan"))
    assert list(queries.search_by_name(supervisor, words="joan")) == [made.new_person]
    act.undo(made)
    assert list(queries.search_by_name(supervisor, words="joan")) == []

    services.mention(
        person=made.new_person,
        said=Said(given="Joan", family="Marlow"),
        place=None,
        call=None,
        source=LinkSource.SAID,
        now=noon,
    )

    assert list(queries.search_by_name(supervisor, words="joan")) == [made.new_person]


def test_what_was_moved_on_is_moved_back_in_order(mixed, act, noon):
    services.mention(
        person=mixed, said=Said(given="Jo", family="Marlow"), place=None, call=None, source=LinkSource.SAID, now=noon
    )
    joan, jo = Mention.objects.get(given_name="Joan"), Mention.objects.get(given_name="Jo")
    first = act.split(mixed, joan, jo)
    second = act.split(first.new_person, jo)

    with pytest.raises(
        CannotSplit, match=r"moved on to Jo Marlow on 22 November 2026 by Simon Price. Undo that one first"
    ):
        act.undo(first)

    act.undo(second)
    act.undo(first)
    assert said_of(mixed) == ["Jean", "Joan", "Jo"]


def test_what_came_to_the_new_person_since_stays_with_them(mixed, act, noon):
    made = act.split(mixed, Mention.objects.get(given_name="Joan"))
    services.mention(
        person=made.new_person,
        said=Said(given="Joan", family="Marlow", postcode="ZZ2 2ZZ"),
        place=None,
        call=None,
        source=LinkSource.SAID,
        now=noon,
    )
    act.undo(made)

    assert (said_of(mixed), said_of(made.new_person)) == (["Jean", "Joan"], ["Joan"])


def test_a_line_that_comes_back_beside_a_newer_use_changes_neither(mixed, act, noon):
    old = LineUse.objects.get()
    made = act.split(mixed, Mention.objects.get(given_name="Joan"), lines=[old])
    newer = services.use_line(person=mixed, e164=LINE, confirmed_by=None, now=noon + 5 * DAY)
    act.undo(made)

    back = LineUse.objects.get(pk=old.pk)
    assert (back.person, back.times, back.first_used_on, back.returned_at) == (
        mixed,
        1,
        old.first_used_on,
        noon + 2 * DAY,
    )
    assert [(use.times, use.last_used_on) for use in queries.lines_of(mixed.pk)] == [(2, newer.last_used_on)]
    assert services.use_line(person=mixed, e164=LINE, confirmed_by=None, now=noon + 6 * DAY).pk == newer.pk


def test_a_splits_decision_is_taken_back_with_the_split_alone(mixed, act, supervisor, noon):
    made = act.split(mixed, Mention.objects.get(given_name="Joan"))

    with pytest.raises(PartOfASplit, match="undo the split"):
        identity.undo(decision_id=made.decision_id, **act.by)


def test_two_who_were_split_are_not_made_one_while_the_split_stands(mixed, act, supervisor, noon):
    made = act.split(mixed, Mention.objects.get(given_name="Joan"))

    with pytest.raises(Contradicts, match="not the same person"):
        identity.decide(
            one=mixed.pk,
            other=made.new_person_id,
            judgement=Judgement.SAME,
            basis=Basis(),
            user=supervisor,
            actor=supervisor.actor(),
            now=noon,
        )


def test_a_split_is_undone_once(mixed, act):
    made = act.split(mixed, Mention.objects.get(given_name="Joan"))
    act.undo(made)

    with pytest.raises(identity.AlreadyUndone):
        act.undo(made)


def test_a_split_of_nothing_is_refused(mixed, act):
    with pytest.raises(CannotSplit, match="Choose what"):
        act.split(mixed)


def test_a_split_that_leaves_nothing_said_is_refused(mixed, act):
    with pytest.raises(CannotSplit, match="Everything that was said"):
        act.split(mixed, *Mention.objects.all())


def test_what_stands_under_somebody_else_is_not_moved(mixed, act, force, noon):
    other = services.record_person(
        force=force, given_name="Tom", family_name="Lee", born_on=None, actor=system("t"), now=noon
    )
    use = services.use_line(person=other, e164=LINE, confirmed_by=None, now=noon)

    with pytest.raises(NotTheirs):
        act.split(mixed, lines=[use])
    assert Person.objects.count() == 2


def test_after_a_split_and_after_undoing_it_each_is_found_by_what_was_said_of_them(mixed, act, force):
    def found(given):
        said = read(Said(given=given, family="Marlow"))
        return {lead for _, _, lead, _ in queries.under(force.pk, filed_under(said))}

    made = act.split(mixed, Mention.objects.get(given_name="Joan"))
    assert (found("Jean"), found("Joan")) == ({mixed.pk, made.new_person_id}, {mixed.pk, made.new_person_id})

    act.undo(made)
    assert (found("Jean"), found("Joan")) == ({mixed.pk}, {mixed.pk})
