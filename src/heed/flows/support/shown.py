"""
Whose promises stand on a screen: of whoever is known, the ones not kept first; of others at home without their words.

A line has promises too, but no name: they are counted. A suggestion has none, for they would be told to a stranger.
"""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from heed.domain.calls.models import Check
from heed.domain.incidents.models import Incident
from heed.domain.people.models import Person, Residence
from heed.domain.support import queries
from heed.domain.support.models import Promise
from heed.domain.support.overdue.queries import broken_of_force
from heed.domain.support.rules import by_when
from heed.domain.support.terms import PromiseKind
from heed.engines.risk.repeat import Report
from heed.flows.recognition import Promised, Recognition
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act
from heed.foundation.policy import services as policy
from heed.foundation.policy.packs import Pack


@dataclass(frozen=True, slots=True)
class OnScreen:
    """
    One promise as a panel shows it. of: the name of whoever it was made to, where that is another of the household.

    words: what was promised; empty for another of the household, before whom it may have to be kept (features.md #16).
    became: what became of it, in words. tone: of its tag.
    """

    promise: Promise
    what: str
    by: str
    became: str
    tone: str
    broken: bool
    words: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class CallBackLate:
    """A call back that nobody has made: in which incident, and by when it was promised. It names nobody."""

    incident: int
    reference: str
    by: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What a panel of promises shows, those not kept first. known: somebody is known at all."""

    promises: Sequence[OnScreen] = ()
    known: bool = False

    @property
    def broken(self) -> int:
        """Return how many were not kept."""
        return sum(one.broken for one in self.promises)

    @property
    def subjects(self) -> list[str]:
        """Name what was read, for the trail."""
        return [f"promise:{one.promise.pk}" for one in self.promises]


def made_to(person: uuid.UUID, others: Collection[Residence], *, now: datetime, pack: Pack) -> tuple[Promised, ...]:
    """Return what somebody who is known, and the others at home, were promised: still due, or not kept and not made good."""
    rows = queries.made_to(
        [person, *(other.person_id for other in others)], now=now, within_days=pack.support.promise.shown_days.value
    )
    return tuple(
        Promised(row.person, row.promise, row.kind.label, by_when(row.due_by, zone=pack.zone), row.broken)
        for row in rows
    )


def broken_on_line(reports: Sequence[Report], *, now: datetime, pack: Pack) -> int:
    """Count the promises that were made on a line and not kept, to whomever; a line that many share has no reports."""
    incidents = {int(report.incident) for report in reports}
    return queries.broken_in(incidents, now=now, within_days=pack.support.promise.shown_days.value)


def as_kept(found: Recognition) -> dict[str, Any]:
    """Return what a check found of promises, by their ids: that they were searched is part of the proof of check."""
    own = found.known.person if found.known else None
    return {
        "promises": {
            "broken": [one.promise for one in found.promises if one.broken and one.person == own],
            "open": [one.promise for one in found.promises if not one.broken and one.person == own],
            "household": [one.promise for one in found.promises if one.person != own],
            "on_line": found.line_broken,
        }
    }


def on_call(check: Check | None, *, user: User, now: datetime) -> Shown:
    """
    Return what stands now for whoever the newest check knows, and their household.

    Read anew, not from the check: what was kept since is not shown as owed, and who looks may see less than who took the call.
    """
    found: Mapping[str, Any] = check.found if check else {}
    if not found.get("known_person"):
        return Shown()
    others = [uuid.UUID(one["person"]) for one in found.get("household", [])]
    return of_person(uuid.UUID(found["known_person"]), others, user=user, now=now)


def of_person(person: uuid.UUID, household: Collection[uuid.UUID] = (), *, user: User, now: datetime) -> Shown:
    """Return what somebody was promised that stands, and in short what others of their household were."""
    pack = policy.in_use()
    everybody = [person, *(other for other in household if other != person)]
    told = queries.told(user, everybody, now=now, within_days=pack.support.promise.shown_days.value)
    own = [_put(made, now=now, pack=pack) for made in told[person]]
    had = {one.promise.pk for one in own}
    theirs = {
        made.pk: (who, made) for who, rows in told.items() if who != person for made in rows if made.pk not in had
    }
    names = Person.objects.in_bulk({who for who, _ in theirs.values()}) if theirs else {}
    home = [_put(made, now=now, pack=pack, of=names[who].name) for who, made in theirs.values() if who in names]
    return Shown(sorted([*own, *home], key=lambda one: (bool(one.of), not one.broken)), known=True)


def late_call_backs(force_id: int, *, now: datetime) -> list[CallBackLate]:
    """Return the calls back that were promised and that nobody has made, whoever asked for them, the longest overdue first."""
    pack = policy.in_use()
    since = now - timedelta(days=pack.support.promise.shown_days.value)
    late = broken_of_force(force_id, since=since, now=now)
    return [
        CallBackLate(row.incident, f"HD-{row.recorded_at:%y}-{row.incident:07d}", by_when(row.due_by, zone=pack.zone))
        for row in late
        if row.kind == PromiseKind.CALL_BACK
    ]


def of_incident(incident: Incident, *, now: datetime) -> Shown:
    """Return everything that was promised in an incident, those not kept first."""
    pack = policy.in_use()
    made = [_put(one, now=now, pack=pack) for one in queries.promises_of(incident)]
    return Shown(sorted(made, key=lambda one: (not one.broken, one.promise.due_by)), known=True)


@transaction.atomic
def note_read(*, subjects: Sequence[str], purpose: str, actor: Actor, now: datetime) -> None:
    """Write to the trail that promises were read, and why; nothing where none was."""
    if subjects:
        audit.record(
            actor=actor, act=Act.CONSULTATION, action="promises.consulted", subjects=subjects, purpose=purpose, now=now
        )


def _put(made: Promise, *, now: datetime, pack: Pack, of: str = "") -> OnScreen:
    """Put one promise in words."""
    verdict, after, broken = made.verdict, made.done_after, made.is_broken(now=now)
    became, tone = "Still due", "note"
    if broken:
        became, tone = "Not kept", "urgent"
    elif verdict:
        became, tone = verdict.get_settled_as_display(), "good" if verdict.done_at else "quiet"
    if after and after.done_at:
        when = f"{after.done_at.astimezone(pack.zone):%-d %B}"
        in_time = after.done_at <= made.due_by
        became = f"Done in time, on {when}, and written down late" if in_time else f"Not kept, and done late, on {when}"
        tone = "quiet"
    return OnScreen(
        promise=made,
        what=made.get_kind_display(),
        by=by_when(made.due_by, zone=pack.zone),
        became=became,
        tone=tone,
        broken=broken and after is None,
        words="" if of else made.words,
        of=of,
    )
