"""
One thing that waits, as the supervisor's board shows it: what it is, where, who has it, and reasons of its own.

Nobody of the public is named: a line, a reference, an address and reasons are what a board needs.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from heed.domain.calls.models import Call
from heed.domain.incidents.models import Approval, Notice
from heed.domain.incidents.terms import NoticeKind
from heed.domain.incidents.unattended.queries import Unattended
from heed.domain.support.overdue.queries import Broken
from heed.domain.support.terms import PromiseKind
from heed.domain.tasking.models import Task
from heed.domain.vulnerability.models import Demand
from heed.engines.risk.waiting import Fact, Kind, Waiting
from heed.flows.board.missed import Missed
from heed.flows.board.risk import Known

HEARD_NOBODY = (NoticeKind.SILENT_CALL, NoticeKind.ABANDONED_CALL)


@dataclass(frozen=True, slots=True)
class Thing:
    """
    One thing that waits, before it has its place.

    about: a reference, or a line in words. where: an address. who: who has it, in words; holder: their account. said: reasons
    of its own, beside those of the rules. subject: the row of its table. incident, call: to be opened from here.
    """

    waiting: Waiting
    about: str
    subject: int | uuid.UUID
    where: str = ""
    who: str = ""
    holder: int | None = None
    said: tuple[str, ...] = ()
    incident: int | None = None
    call: uuid.UUID | None = None


def not_taken(call: Call, known: Known) -> Thing:
    """Put a call that nobody has taken."""
    kind = Kind.NOT_TAKEN if call.ended_at else Kind.RINGING
    waiting = Waiting(kind, f"call:{call.pk}", call.rang_at, facts=known.of_call(call))
    return Thing(
        waiting,
        about=f"{call.get_channel_display()}, {call.line_in_words}",
        subject=call.pk,
        who="Nobody",
        said=_watched(call, known),
        call=call.pk,
    )


def in_hand(call: Call, known: Known) -> Thing:
    """Put a call that somebody has taken and not finished: its time runs from when the line closed."""
    since = call.ended_at or call.taken_at or call.rang_at
    due = call.ended_at + known.pack.board.recording if call.ended_at else None
    waiting = Waiting(Kind.UNRECORDED, f"call:{call.pk}", since, due=due, facts=known.of_call(call))
    return Thing(
        waiting,
        about=f"{call.get_channel_display()}, {call.line_in_words}",
        subject=call.pk,
        who=call.taken_by.display_name if call.taken_by else "",
        holder=call.taken_by_id,
        said=("the line has closed, and nothing is on record",)
        if call.ended_at
        else ("still on the line, or not ended",),
        call=call.pk,
    )


def missed(one: Missed, known: Known) -> Thing:
    """Put what must be rung back."""
    waiting = Waiting(Kind.MISSED, f"call:{one.newest.pk}", one.owed.waits_since, facts=known.of_call(one.newest))
    return Thing(
        waiting, about=one.words, subject=one.newest.pk, who="Nobody", said=(*_watched(one.newest, known), *one.said)
    )


def unattended(row: Unattended, known: Known) -> Thing:
    """Put an open incident that nobody has attended, or graded."""
    grade = known.pack.grades.get(row.grade)
    facts = known.of_incident(row.incident, grade=row.grade)
    waiting = Waiting(Kind.UNATTENDED, f"incident:{row.incident}", row.recorded_at, due=row.attend_by, facts=facts)
    label = (grade.label if grade else row.grade) or "Nobody has said how soon to attend"
    return Thing(
        waiting,
        about=reference(row.incident, row.recorded_at),
        subject=row.incident,
        where=row.address,
        who=f"No visit on record; recorded by {row.recorded_by_name}",
        said=(label,),
        incident=row.incident,
    )


def demand(row: Demand, known: Known) -> Thing:
    """Put a demand that the risk is judged again."""
    incident = row.incident
    waiting = Waiting(Kind.REASSESS, f"demand:{row.pk}", row.raised_at, facts=known.of_incident(incident.pk))
    return Thing(
        waiting,
        about=incident.reference,
        subject=row.pk,
        where=incident.place.address if incident.place else "",
        who=f"Recorded by {incident.recorded_by_name}",
        holder=incident.recorded_by_id,
        said=(row.because,),
        incident=incident.pk,
    )


def promise(row: Broken, known: Known) -> Thing:
    """Put a promise that was not kept."""
    facts = known.of_incident(row.incident, person=row.person)
    kind = Kind.CALL_BACK if row.kind == PromiseKind.CALL_BACK else Kind.PROMISE
    waiting = Waiting(kind, f"promise:{row.promise}", row.due_by, due=row.due_by, facts=facts)
    return Thing(
        waiting,
        about=reference(row.incident, row.recorded_at),
        subject=row.promise,
        who=row.owner_name or f"The officers of the beat; promised by {row.made_by_name}",
        holder=row.owner,
        said=(f"promised: {row.kind.label.lower()}",),
        incident=row.incident,
    )


def task(row: Task, known: Known) -> Thing:
    """Put a call back that is owed, or work that came up the whole ladder."""
    boarded: datetime | None = getattr(row, "boarded_at", None)
    boarded_why: str = getattr(row, "boarded_why", "")
    due = row.due_by
    waiting = Waiting(
        Kind.TASK if boarded else Kind.CALL_BACK,
        f"task:{row.pk}",
        boarded or due or row.made_at,
        due=due,
        facts=known.of_incident(row.incident_id) if row.incident_id else frozenset(),
    )
    return Thing(
        waiting,
        about=row.incident.reference if row.incident else row.get_kind_display(),
        subject=row.pk,
        where=row.place.address if row.place else "",
        who=row.owner.display_name if row.owner else "The officers of the beat",
        holder=row.owner_id,
        # What is to be done may name somebody: it is read on the task itself.
        said=(f"owed: {str(row.get_kind_display()).lower()}", *([boarded_why] if boarded_why else [])),
        incident=row.incident_id,
    )


def approval(row: Approval, known: Known) -> Thing:
    """Put a request for a second person."""
    waiting = Waiting(Kind.APPROVAL, f"approval:{row.pk}", row.asked_at, facts=known.of_incident(row.incident_id))
    return Thing(
        waiting,
        about=row.incident.reference,
        subject=row.pk,
        where=row.incident.place.address if row.incident.place else "",
        who=f"A supervisor other than {row.asked_by.display_name}",
        said=tuple(row.because),
        incident=row.incident_id,
    )


def notice(row: Notice, known: Known) -> Thing:
    """Put a notice that no supervisor has seen."""
    facts = known.of_incident(row.incident_id) | ({Fact.WATCHED} if row.kind in HEARD_NOBODY else frozenset())
    # Words of an online report that nobody has read are as urgent as the call that was not made.
    facts |= {Fact.EMERGENCY} if row.kind == NoticeKind.ONLINE else frozenset()
    waiting = Waiting(Kind.NOTICE, f"notice:{row.pk}", row.raised_at, facts=facts)
    return Thing(
        waiting,
        about=row.incident.reference,
        subject=row.pk,
        who="Any supervisor",
        said=(str(row.get_kind_display()), *row.because),
        incident=row.incident_id,
    )


def _watched(call: Call, known: Known) -> tuple[str, ...]:
    """Say why a line is watched."""
    why = known.marks.watched.get(call.e164)
    return (f"watched: {why}",) if why else ()


def reference(incident: int, recorded_at: datetime) -> str:
    """Return what is read out to the caller, as Incident.reference does."""
    return f"HD-{recorded_at:%y}-{incident:07d}"
