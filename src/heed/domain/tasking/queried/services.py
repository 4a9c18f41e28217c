"""Queries taken down and answered."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from heed.domain.beats.models import Beat
from heed.domain.tasking import services
from heed.domain.tasking.models import Query, Task
from heed.domain.tasking.terms import QueryChannel, TaskKind, TaskOutcome
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act

LONGEST_WORDS = 140
"""Of what somebody asked, as much as a list of tasks has room for."""


class AnsweredAlready(Exception):
    """Somebody has answered it: nothing was changed."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asked. officer: whom they named, if they named one; name, contact: as they gave them."""

    text: str
    channel: QueryChannel
    received_at: datetime
    name: str = ""
    contact: str = ""
    person_id: uuid.UUID | None = None
    officer: User | None = None


@transaction.atomic
def open_query(
    *, beat: Beat, asked: Asked, within: timedelta, policy_version: str, user: User, actor: Actor, now: datetime
) -> Query:
    """
    Take a query down, and make the task to answer it.

    within: elapsed time from its arrival, nights and weekends included.
    """
    query = Query.objects.create(
        force_id=beat.force_id,
        beat=beat,
        officer=asked.officer,
        person_id=asked.person_id,
        name=asked.name[:200],
        contact=asked.contact[:200],
        channel=asked.channel,
        text=asked.text[:2000],
        received_at=min(asked.received_at, now),
        answer_by=min(asked.received_at, now) + within,
        entered_by_name=user.display_name,
        policy_version=policy_version,
    )
    audit.record(
        actor=actor, act=Act.COLLECTION, action="query.opened", subjects=subjects(query), now=now,
        detail={"channel": str(asked.channel)},
    )  # fmt: skip
    services.make(
        force=beat.force,
        kind=TaskKind.QUERY,
        words=query.text[:LONGEST_WORDS],
        key=query.key,
        actor=actor,
        now=now,
        due_by=query.answer_by,
        person_id=asked.person_id,
        beat=beat,
        owner=asked.officer,
    )
    return query


@transaction.atomic
def answer_query(*, query: Query, answer: str, user: User, actor: Actor, now: datetime) -> Query:
    """Keep how a query was answered, and finish its task. Raises AnsweredAlready."""
    query = Query.objects.select_for_update(of=("self",)).select_related("beat").get(pk=query.pk)
    if query.answered_at:
        raise AnsweredAlready
    query.answered_at, query.answered_by, query.answer = now, user, answer[:2000]
    query.save(update_fields=["answered_at", "answered_by", "answer"])
    audit.record(
        actor=actor, act=Act.ALTERATION, action="query.answered", subjects=subjects(query), now=now,
        detail={"in_time": now <= query.answer_by},
    )  # fmt: skip
    for task in Task.objects.filter(force_id=query.force_id, key=query.key, done_at=None):
        services.finish(task=task, outcome=TaskOutcome.DONE, result="Answered", user=user, now=now)
    return query


def subjects(query: Query) -> list[str]:
    """Name what a query is about, for the trail."""
    return [f"query:{query.pk}"] + ([f"person:{query.person_id}"] if query.person_id else [])
