"""Edits, proposals, two people, and going back: in the service and in the database."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.utils import InternalError, ProgrammingError
from tests.foundation.lexicon.conftest import CELLS, NATIONAL_ROW, ROW

from heed.engines.cues.overlay import Edit, Kind
from heed.engines.cues.reading import read
from heed.engines.cues.tables import Problem
from heed.foundation.audit.models import Event
from heed.foundation.lexicon import queries, services
from heed.foundation.lexicon.models import LexiconVersion, OverlayEdit
from heed.foundation.lexicon.services import Refused, Unsound
from heed.foundation.lexicon.terms import EditKind, Standing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sound")]

PROTECTED = (InternalError, ProgrammingError)
SENTENCE = "she keeps zebras going"


def rules_in(sentence, lexicon):
    return {finding.rule for finding in read(sentence, None, lexicon).findings}


def standing(force):
    return {one.version.pk: one.standing for one in queries.versions(force.pk)}


def test_an_edit_stands_and_is_on_the_trail(edit, force, supervisor):
    edit()

    assert queries.overlay(force.pk) == [Edit(Kind.ADD, ROW, CELLS, "Heard on calls")]
    event = Event.objects.get(action="lexicon.edited")
    assert (event.actor_key, event.subjects, event.purpose) == (
        str(supervisor.pk), [f"lexicon row:{ROW}"], "Heard on calls",
    )  # fmt: skip


def test_an_edit_is_not_in_force(edit, force):
    edit()

    assert queries.in_use(force.pk) is queries.national()


def test_the_newest_edit_of_a_row_stands(edit, force):
    edit()
    edit(cells=CELLS | {"note": "n"})
    assert queries.overlay(force.pk)[0].cells["note"] == "n"

    edit(kind=EditKind.WITHDRAW, cells={})
    assert queries.overlay(force.pk) == []
    assert [one.kind for one in queries.history(force.pk, ROW)] == ["withdraw", "add", "add"]


def test_a_row_that_was_taken_back_can_be_taken_back_no_further(edit):
    with pytest.raises(Refused, match="already"):
        edit(kind=EditKind.WITHDRAW, cells={})


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"examples_yes": "she has a dog"}, "is not found in “she has a dog”"),
    ({"examples_no": SENTENCE}, "and must not be"),
    ({"pattern": "(keeps"}, "never closed"),
    ({"examples_no": ""}, "needs a sentence"),
])  # fmt: skip
def test_a_row_whose_examples_fail_is_not_kept(edit, changes, sentence):
    with pytest.raises(Unsound, match=sentence):
        edit(cells=CELLS | changes)

    assert not OverlayEdit.objects.exists()


def test_a_row_that_disturbs_another_is_not_kept(edit, monkeypatch):
    from heed.engines.cues import examples

    monkeypatch.setattr(examples, "disturbed", lambda *_: iter([Problem("REPEAT-x", "is not found")]))
    with pytest.raises(Unsound, match="REPEAT-x"):
        edit()


def test_a_national_row_is_disabled_and_put_back(edit, force):
    edit(row=NATIONAL_ROW, kind=EditKind.DISABLE, cells={})
    assert NATIONAL_ROW not in {rule.id for rule in services.laid(queries.overlay(force.pk))[1].rules}

    edit(row=NATIONAL_ROW, kind=EditKind.WITHDRAW, cells={})
    assert services.laid(queries.overlay(force.pk))[1] is queries.national()


def test_an_overlay_is_made_what_a_file_says(edit, force, supervisor, noon):
    edit()
    wanted = [Edit(Kind.DISABLE, NATIONAL_ROW, {}, "Too many hits")]
    changed = services.replace_overlay(
        force=force, edits=wanted, why="From the file", user=supervisor, actor=supervisor.actor(), now=noon
    )

    assert set(changed) == {ROW, NATIONAL_ROW}
    assert queries.overlay(force.pk) == wanted
    assert queries.history(force.pk, ROW)[0].why == "From the file"


def test_a_proposal_waits_and_is_not_in_force(edit, propose, force):
    edit()
    made = propose()

    assert queries.waiting(force.pk) == made
    assert standing(force) == {made.pk: Standing.PROPOSED}
    assert queries.in_use(force.pk) is queries.national()


def test_nothing_is_proposed_that_changes_nothing(propose, published):
    with pytest.raises(Refused, match="Nothing differs"):
        propose()


def test_nothing_is_proposed_that_is_unsound(edit, propose, monkeypatch):
    from heed.engines.cues import examples

    edit()
    monkeypatch.setattr(examples, "disturbed", lambda *_: iter([Problem("REPEAT-x", "is not found")]))
    with pytest.raises(Unsound, match="REPEAT-x"):
        propose()


def test_a_second_person_puts_it_in_force(published, force, second):
    lexicon = queries.in_use(force.pk)

    assert ROW in rules_in(SENTENCE, lexicon)
    assert lexicon.version == published.label
    assert standing(force) == {published.pk: Standing.IN_FORCE}
    assert Event.objects.get(action="lexicon.published").actor_key == str(second.pk)


def test_the_proposer_may_not_publish(edit, propose, publish, supervisor, force):
    edit()
    made = propose()
    with pytest.raises(Refused, match="a second person must"):
        publish(made, user=supervisor)

    assert queries.in_use(force.pk) is queries.national()


def test_the_database_refuses_a_proposer_who_publishes(edit, propose, supervisor, noon):
    edit()
    made = propose()

    with pytest.raises(IntegrityError, match="a_lexicon_is_published_by_a_second_person"):
        LexiconVersion.objects.filter(pk=made.pk).update(published_at=noon, published_by=supervisor)


def test_the_database_refuses_a_publishing_without_a_publisher(edit, propose, noon):
    edit()
    made = propose()

    with pytest.raises(IntegrityError, match="lexicon_published_at_and_by_go_together"):
        LexiconVersion.objects.filter(pk=made.pk).update(published_at=noon)


def test_the_database_refuses_to_change_or_delete_what_was_proposed(published, noon):
    for change in (
        lambda: LexiconVersion.objects.filter(pk=published.pk).update(rows=b""),
        lambda: LexiconVersion.objects.filter(pk=published.pk).update(published_at=noon + timedelta(days=1)),
        lambda: LexiconVersion.objects.filter(pk=published.pk).delete(),
        lambda: OverlayEdit.objects.update(why="Another"),
        lambda: OverlayEdit.objects.all().delete(),
    ):
        with pytest.raises(PROTECTED), transaction.atomic():
            change()


def test_it_is_published_once(published, publish):
    with pytest.raises(Refused, match="already"):
        publish(published)


def test_a_proposal_that_another_overtook_cannot_be_published(edit, propose, publish, force):
    edit()
    first = propose()
    edit(cells=CELLS | {"pattern": "keeps zebras (going)?"})
    second = propose()
    with pytest.raises(Refused, match="overtaken"):
        publish(first)

    publish(second)
    assert standing(force) == {second.pk: Standing.IN_FORCE, first.pk: Standing.LAPSED}


def test_an_unknown_label_is_refused(force, go_back, supervisor, noon):
    with pytest.raises(Refused, match="MAL has no version"):
        services.publish(force=force, label="abc", user=supervisor, actor=supervisor.actor(), now=noon)
    with pytest.raises(Refused, match="MAL has no version"):
        go_back("abc")


@pytest.fixture
def two_versions(published, edit, propose, publish, noon):
    """Return a first version, and a second, in force."""
    edit(row=NATIONAL_ROW, kind=EditKind.DISABLE, cells={})
    return published, publish(propose(now=noon + timedelta(hours=1)), now=noon + timedelta(hours=1))


def test_going_back_is_in_force_at_once_and_by_one_person(two_versions, go_back, force, supervisor, noon):
    first, later = two_versions
    made = go_back(first.label, user=supervisor, now=noon + timedelta(hours=2))

    assert (made.label, made.again) == (first.label, first)
    assert queries.in_use(force.pk).version == first.label
    assert standing(force)[later.pk] is Standing.SUPERSEDED
    assert [edit.id for edit in queries.overlay(force.pk)] == [ROW]
    assert Event.objects.get(action="lexicon.rolled_back").purpose == "It finds too much"


def test_what_was_left_can_be_put_in_force_again(two_versions, go_back, force, noon):
    first, later = two_versions
    go_back(first.label, now=noon + timedelta(hours=2))
    go_back(later.label, now=noon + timedelta(hours=3))

    assert queries.in_use(force.pk).version == later.label


def test_one_goes_back_to_the_national_lexicon(published, go_back, force, supervisor, noon):
    go_back(services.NATIONAL, user=supervisor, now=noon + timedelta(hours=1))

    assert queries.in_use(force.pk).version == queries.national().version
    assert queries.overlay(force.pk) == []
    with pytest.raises(Refused, match="in force now"):
        go_back(services.NATIONAL)


def test_one_cannot_go_back_to_what_is_in_force_or_never_was(published, edit, propose, go_back):
    edit(row=NATIONAL_ROW, kind=EditKind.DISABLE, cells={})
    proposed = propose()

    with pytest.raises(Refused, match="is in force now"):
        go_back(published.label)
    with pytest.raises(Refused, match="never in force"):
        go_back(proposed.label)


def test_a_version_keeps_its_rows_whole(published):
    rows = {cells["id"]: cells for cells in queries.cells_of(LexiconVersion.objects.get(pk=published.pk))}

    assert rows[ROW]["pattern"] == CELLS["pattern"]
    assert NATIONAL_ROW in rows


def test_a_row_this_release_cannot_read_is_left_out_and_the_rest_stands(force, supervisor, second, noon, caplog):
    whole = CELLS | {"id": ROW}
    rows = queries.packed([whole, whole | {"id": "CARER-other", "pattern": "(never"}])
    made = LexiconVersion.objects.create(
        force=force, label="abc", national="def", rows=rows, note="n", proposed_at=noon, proposed_by=supervisor,
        published_at=noon, published_by=second,
    )  # fmt: skip

    assert [rule.id for rule in queries.compiled(made).rules] == [ROW]
    assert "CARER-other" in caplog.text


def test_a_lexicon_is_compiled_once_and_asking_again_is_one_query(published, force, django_assert_num_queries):
    lexicon = queries.in_use(force.pk)
    with django_assert_num_queries(1):
        assert queries.in_use(force.pk) is lexicon


def test_another_force_goes_by_its_own(published, person_at_work):
    from heed.foundation.accounts.models import Force

    other = Force.objects.create(code="HAR", name="Harshire Police")

    assert queries.in_use(other.pk) is queries.national()
    assert queries.versions(other.pk) == []


def test_nobody_edits_another_forces_lexicon(force, person_at_work, noon):
    from heed.foundation.accounts.models import Force

    other = person_at_work("supervisor", "otto", force=Force.objects.create(code="HAR", name="Harshire Police"))
    with pytest.raises(Refused, match="otto does not belong to MAL"):
        services.propose(force=force, note="n", user=other, actor=other.actor(), now=noon)


def test_a_handler_may_not(edit, propose, publish, handler, published):
    for act in (lambda: edit(user=handler), lambda: propose(user=handler), lambda: publish(published, user=handler)):
        with pytest.raises(PermissionDenied):
            act()
