"""Beats are imported whole, keep their rows, and are found by point in whatever process."""

import pytest
from django.db import ProgrammingError, connection
from tests.domain.beats.conftest import CASTLE, HARBOUR, feature, polygon, square

from heed.domain.beats import queries
from heed.domain.beats.models import Beat, BeatImport
from heed.foundation.audit.models import Event

MOVED = feature("B1", "Castle and Quay", polygon(square(2.0, 54.0, 0.05)))


def test_the_first_import_adds_every_beat(imported, force, noon):
    made = imported(CASTLE, HARBOUR)

    assert (made.added, made.retired) == (["B1", "B2"], [])
    castle = Beat.objects.get(force=force, code="B1")
    assert (castle.name, castle.added_at, castle.retired_at) == ("Castle", noon, None)
    assert (castle.west, castle.south, castle.east, castle.north) == pytest.approx((2.0, 54.0, 2.1, 54.1))


def test_the_same_file_again_changes_nothing_and_is_on_the_trail(imported, force):
    imported(CASTLE, HARBOUR)
    rows = list(Beat.objects.order_by("pk").values())

    made = imported(HARBOUR, CASTLE)

    assert not made.any
    assert list(Beat.objects.order_by("pk").values()) == rows
    assert BeatImport.objects.filter(force=force).count() == 2
    assert Event.objects.filter(action="beats.imported").count() == 2


def test_a_beat_that_is_drawn_anew_keeps_its_row_and_the_trail_says_so(imported, force):
    imported(CASTLE, HARBOUR)
    before = Beat.objects.get(code="B1")

    made = imported(MOVED, HARBOUR)

    after = Beat.objects.get(code="B1")
    assert (made.changed, made.unchanged) == (["B1"], ["B2"])
    assert (after.pk, after.name, after.east) == (before.pk, "Castle and Quay", pytest.approx(2.05))
    detail = Event.objects.filter(action="beats.imported").latest("id").detail
    assert list(detail["redrawn"]) == ["B1"]
    assert detail["redrawn"]["B1"][0] != detail["redrawn"]["B1"][1]


def test_what_a_file_leaves_out_is_retired_never_deleted_and_may_come_back(imported, force, noon):
    imported(CASTLE, HARBOUR)
    harbour = Beat.objects.get(code="B2")

    assert imported(CASTLE).retired == ["B2"]
    harbour.refresh_from_db()
    assert harbour.retired_at == noon
    assert queries.beat_at(force, 54.05, 2.15) is None

    assert imported(CASTLE, HARBOUR).returned == ["B2"]
    harbour.refresh_from_db()
    assert harbour.retired_at is None
    assert queries.beat_at(force, 54.05, 2.15) == harbour


def test_part_of_the_beats_retires_none(imported):
    imported(CASTLE)
    imported(HARBOUR, whole=False)

    assert Beat.objects.filter(retired_at=None).count() == 2


def test_another_forces_beats_are_not_touched_nor_found(imported, force):
    from heed.foundation.accounts.models import Force

    other = Force.objects.create(code="HAR", name="Harshire Police")
    imported(CASTLE)
    imported(HARBOUR, to=other)

    assert Beat.objects.filter(force=force, retired_at=None).count() == 1
    assert queries.beat_at(force, 54.05, 2.15) is None
    assert queries.beat_at(other, 54.05, 2.15).code == "B2"


def test_an_import_is_seen_at_once_also_where_the_beats_are_kept_in_memory(imported, force):
    imported(CASTLE)
    assert queries.beat_at(force, 54.05, 2.08).code == "B1"

    imported(MOVED, HARBOUR)
    assert queries.beat_at(force, 54.05, 2.08) is None
    assert queries.beat_at(force, 54.05, 2.15).code == "B2"


def test_beats_kept_in_memory_cost_one_query(imported, force, django_assert_num_queries):
    imported(CASTLE, HARBOUR)
    queries.beat_at(force, 54.05, 2.05)

    with django_assert_num_queries(1):
        queries.beat_at(force, 54.05, 2.15)


def test_a_beat_is_named_by_its_code_or_by_a_name_that_only_one_has(imported, force):
    imported(CASTLE, HARBOUR, feature("B3", "harbour", polygon(square(2.3, 54.0))))

    assert queries.named(force.pk, " b1 ").code == "B1"
    assert queries.named(force.pk, "CASTLE").code == "B1"
    assert queries.named(force.pk, "Harbour") is None


def test_the_database_refuses_to_change_what_was_imported_when(imported):
    imported(CASTLE)
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), connection.cursor() as cursor:
        cursor.execute("UPDATE beats_beatimport SET file_name = 'other'")
