"""What has run out or ended is read nowhere: every reader in the source goes through `standing`, and nothing walks around it."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps

import heed
from heed.domain.needs.models import Need, Passport, StaffWarning

SOURCE = Path(heed.__file__).parent
GUARDED = {"Need", "StaffWarning", "Passport"}
CHANGES = {
    "domain/needs/services.py": "changes rows, and refuses those that do not stand",
    "domain/needs/passports/services.py": "the same for passports",
    "domain/needs/passports/queries.py": "held_by: dates of a passport that went out of view, no word of it",
    "domain/needs/reviews/services.py": "asks about what has run out, by its kind and days",
    "simulation/needing.py": "writes",
}
"""The files that may touch rows that do not stand, and why."""
MODULES = [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]
TEMPLATES = list(SOURCE.rglob("*.jinja"))


def name(path):
    return str(path.relative_to(SOURCE))


def reads_past(tree):
    """Yield the lines on which a guarded table is read other than through standing or waiting."""
    parents = {child: parent for parent in ast.walk(tree) for child in ast.iter_child_nodes(parent)}
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in GUARDED):
            continue
        if node.attr in {"objects", "_default_manager", "_base_manager", "_meta"}:
            yield node.lineno
        above = parents.get(node)
        through = isinstance(above, ast.Attribute) and above.attr in {"standing", "waiting"}
        if node.attr == "rows" and not through:
            yield node.lineno


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_code_reads_past_the_one_query(path):
    if name(path) in CHANGES:
        return
    lines = list(reads_past(ast.parse(path.read_text("utf-8"))))

    assert not lines, f"{name(path)}:{lines} reads needs, warnings or passports that do not stand"


def test_the_check_sees_what_it_is_for():
    past = "Need.rows.filter(pk=1)\nNeed.objects.all()\nrows = StaffWarning.rows\nPassport._default_manager.get()"

    assert sorted(reads_past(ast.parse(past))) == [1, 2, 3, 4]
    assert (
        list(reads_past(ast.parse("Need.rows.standing(on=day).filter(pk=1)\nStaffWarning.rows.waiting(on=day)"))) == []
    )


def test_the_files_that_may_are_there():
    assert {name(path) for path in MODULES} >= CHANGES.keys()


@pytest.mark.parametrize("path", [*MODULES, *TEMPLATES], ids=name)
def test_nothing_names_the_tables_or_follows_a_row_to_what_came_before(path):
    text = path.read_text("utf-8")

    assert not re.search(r"needs_(need|staffwarning|passport)\b", text), f"{name(path)} reads the table itself"
    assert not re.search(r"get_model\([^)]*needs", text)
    assert not re.search(r"\.follows\b(?!_id)", text), f"{name(path)} follows a row to one that has ended"
    assert not re.search(r"needs\.models import.*\b(Need|StaffWarning|Passport) as\b", text)


@pytest.mark.parametrize("model", [Need, StaffWarning, Passport])
def test_no_other_table_leads_to_one_backwards_or_forwards(model):
    backwards = {
        (field.model._meta.label, field.name)
        for other in apps.get_models()
        for field in other._meta.get_fields()
        if field.is_relation and field.auto_created and field.related_model is model
    }
    forwards = {
        field.model._meta.label
        for other in apps.get_models()
        for field in other._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model is model
    }

    assert not backwards
    assert forwards <= {model._meta.label, "needs.PassportVersion", "needs.PassportTry"}
    assert not hasattr(model, "objects")


def test_a_version_is_reached_through_its_passport_alone():
    for path in MODULES:
        if path.parent.name != "passports" and "needing" not in path.name:
            assert "PassportVersion.objects" not in path.read_text("utf-8"), f"{name(path)} reads past the passport"


def test_a_review_that_is_due_holds_no_word_of_what_it_is_about():
    from heed.domain.needs.models import ReviewDue

    assert {field.name for field in ReviewDue._meta.get_fields()} == {
        "id", "force", "what", "row", "about", "person", "place", "owner", "due_on", "runs_out_on", "made_at", "settled_at",
        "settled_by", "settled_as",
    }  # fmt: skip
