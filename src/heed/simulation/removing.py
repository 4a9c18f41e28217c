"""
Takes a simulated force out of the database again: its records, those made in it since by people trying Heed, and the truth.

Nothing of another force is touched. The force itself, its units, accounts and telephone sources stay, for whoever is signed
in; the audit trail stays, for it is append-only.
"""

from collections.abc import Iterator
from datetime import datetime

import pgtrigger
from django.apps import apps
from django.db import connection, transaction
from django.db.models import ForeignKey, Model

from heed.foundation.accounts.models import CommandUnit, Force, User
from heed.foundation.accounts.terms import system
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act
from heed.simulation.models import SimulatedCall, SimulatedForce, SimulatedPerson

KEPT_APPS = frozenset(
    {"accounts", "auth", "contenttypes", "sessions", "account", "mfa", "audit", "procrastinate", "simulation"}
)
"""Apps whose tables hold people at work, or nothing of any force."""

KEPT = frozenset({"telephony.Source"})
"""Tables with a force that are not records of the public: a running exchange keeps its token."""


@transaction.atomic
def remove(simulated: SimulatedForce, *, now: datetime) -> int:
    """Remove a simulated force's records; return how many rows went. Append-only triggers stand aside for this alone."""
    force = simulated.force
    removed = 0
    doomed = _doomed()
    with pgtrigger.ignore(), connection.cursor() as cursor:
        for model in _children_first(doomed):
            condition = _belongs(model, doomed, force=force.pk)
            cursor.execute(f'DELETE FROM "{model._meta.db_table}" WHERE {condition}')  # noqa: S608, SLF001  our own names
            removed += cursor.rowcount
    for model in (SimulatedCall, SimulatedPerson):
        removed += model.objects.filter(simulated=simulated)._raw_delete(using="default")  # noqa: SLF001
    audit.record(
        actor=system("simulation", force=force.code),
        act=Act.ERASURE,
        action="simulated_force.removed",
        subjects=[f"simulated_force:{simulated.pk}"],
        now=now,
        detail={"rows": removed},
    )
    simulated.delete()
    return removed


def _doomed() -> list[type[Model]]:
    """Return every table whose rows belong to a force, itself or through the rows it names."""
    candidates = [
        model
        for model in apps.get_models()
        if model._meta.app_label not in KEPT_APPS and model._meta.managed and not model._meta.proxy  # noqa: SLF001
    ]
    found: list[type[Model]] = [model for model in candidates if _names_force(model)]
    while True:
        more = [
            model
            for model in candidates
            if model not in found and any(key.related_model in found for key in _keys(model))
        ]
        if not more:
            return [model for model in found if model._meta.label not in KEPT]  # noqa: SLF001
        found += more


def _keys(model: type[Model]) -> Iterator[ForeignKey]:  # type: ignore[type-arg]
    """Yield the foreign keys of a table, but those to itself and to people at work."""
    for field in model._meta.concrete_fields:  # noqa: SLF001
        if isinstance(field, ForeignKey) and field.related_model not in {model, User, CommandUnit, Force}:
            yield field


def _names_force(model: type[Model]) -> bool:
    return any(isinstance(field, ForeignKey) and field.related_model is Force for field in model._meta.concrete_fields)  # noqa: SLF001


def _belongs(model: type[Model], doomed: list[type[Model]], *, force: int) -> str:
    """Write the condition on a table's rows under which they belong to the force, through each table they name."""
    if _names_force(model):
        fields = model._meta.concrete_fields  # noqa: SLF001
        column = next(f.column for f in fields if isinstance(f, ForeignKey) and f.related_model is Force)
        return f'"{column}" = {force:d}'
    paths = []
    for key in _keys(model):
        other = key.related_model
        if isinstance(other, type) and (other in doomed or other._meta.label in KEPT):  # noqa: SLF001
            table, pk = other._meta.db_table, other._meta.pk.column  # noqa: SLF001
            theirs = _belongs(other, doomed, force=force)
            paths.append(f'"{key.column}" IN (SELECT "{pk}" FROM "{table}" WHERE {theirs})')  # noqa: S608  our own names
    return " OR ".join(paths)


def _children_first(models: list[type[Model]]) -> list[type[Model]]:
    """Order tables so that a row goes before the rows it names."""
    ordered: list[type[Model]] = []
    rest = list(models)
    while rest:
        free = [
            model
            for model in rest
            if not any(key.related_model is model for other in rest if other is not model for key in _keys(other))
        ]
        ordered += free or rest
        rest = [model for model in rest if model not in ordered]
    return ordered
