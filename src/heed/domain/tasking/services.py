"""Changes to tasks."""

import uuid
from datetime import datetime

from django.db import transaction

from heed.domain.beats.models import Beat
from heed.domain.incidents.models import Incident
from heed.domain.tasking.models import Task
from heed.domain.tasking.terms import TaskKind
from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act


@transaction.atomic
def make(
    *,
    force: Force,
    kind: TaskKind,
    words: str,
    key: str,
    actor: Actor,
    now: datetime,
    due_by: datetime | None = None,
    incident: Incident | None = None,
    person_id: uuid.UUID | None = None,
    place_id: uuid.UUID | None = None,
    beat: Beat | None = None,
    owner: User | None = None,
) -> Task:
    """
    Make a task, or return the one that was made under the same key.

    beat: where none is named, the incident's.
    """
    task, made = Task.objects.get_or_create(
        force=force,
        key=key,
        defaults={
            "kind": kind,
            "words": words[:500],
            "beat": beat or (incident.beat if incident else None),
            "incident": incident,
            "person_id": person_id,
            "place_id": place_id,
            "owner": owner,
            "due_by": due_by,
            "made_at": now,
            "made_by_name": actor.name,
        },
    )
    if made:
        audit.record(
            actor=actor,
            act=Act.COLLECTION,
            action="task.made",
            subjects=[f"task:{task.pk}"] + ([f"incident:{incident.pk}"] if incident else []),
            now=now,
            detail={"kind": str(kind), "key": key},
        )
    return task
