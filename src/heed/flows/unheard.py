"""Silent and abandoned calls: what follows when nobody was heard (features.md #7)."""

import uuid
from datetime import datetime

from django.db import transaction

from heed.domain.calls import queries as calls_read
from heed.domain.calls import services as calls
from heed.domain.calls.models import Call
from heed.domain.calls.terms import Ended, EntryKind, Finished
from heed.domain.incidents import queries as incidents_read
from heed.domain.incidents import services as incidents
from heed.domain.incidents.models import Incident
from heed.domain.incidents.terms import NoticeKind
from heed.domain.people import queries as people
from heed.domain.places.models import Place
from heed.engines.risk.grading import attend_by
from heed.engines.risk.repeat import counts_by_window
from heed.engines.risk.silent import CallKind, Service, SilentCall, SilentDecision, decide
from heed.flows import line_at_risk
from heed.flows.beats import filing as beats
from heed.flows.clocks import follow as clocks_follow
from heed.flows.counting import look_back
from heed.flows.line_at_risk import OnLine
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor, system
from heed.foundation.policy import services as policy


@transaction.atomic
def follow_up_abandoned(*, call_id: uuid.UUID, now: datetime) -> Incident | None:
    """
    Decide what follows a call given up before anybody took it; nothing when it was taken after all.

    Decided once more when the number came only after the hang-up, and nothing was opened without it.
    """
    call = Call.objects.select_for_update(no_key=True, of=("self",)).select_related("force").get(pk=call_id)
    late_line = call.finished_as == Finished.ABANDONED and call.e164 and not call.incidents.exists()
    if call.taken_at or (call.finished_at and not late_line):
        return None
    actor = system("unheard calls", force=call.force.code)
    incident = _follow_up(call, kind=CallKind.ABANDONED, actor=actor, user=None, now=now)
    if not late_line:
        calls.finish(call_id=call.pk, finished_as=Finished.ABANDONED, why="", user=None, actor=actor, now=now)
    return incident


@transaction.atomic
def follow_up_silent(*, call: Call, user: User, actor: Actor, now: datetime, text: str = "") -> Incident | None:
    """Carry on after the handler said that nobody spoke. Raises CallFinished when the call is finished already."""
    if call.finished_at:
        raise calls.CallFinished(call.pk)
    if text.strip():
        calls.append_entry(call_id=call.pk, kind=EntryKind.SAID, text=text, actor=actor, now=now)
    calls.mark_silent(call=call, user=user, actor=actor, now=now)
    incident = _follow_up(call, kind=CallKind.SILENT, actor=actor, user=user, now=now)
    calls.finish(call_id=call.pk, finished_as=Finished.SILENT, why="", user=user, actor=actor, now=now)
    return incident


def end_stale_rings(*, now: datetime) -> int:
    """End every ring that nobody answered, that is older than a telephone rings, and of which no ending came."""
    stale = Call.objects.filter(
        taken_at=None, finished_at=None, ended_at=None, answered_at=None, rang_at__lt=now - calls_read.RINGING_FOR
    ).select_related("force")
    ended = 0
    for call in stale.order_by("rang_at")[:500]:
        with transaction.atomic():
            actor = system("unheard calls", force=call.force.code)
            ended += calls.telephone_ended(call=call, ended_as=Ended.UNHEARD, actor=actor, now=now)
            follow_up_abandoned(call_id=call.pk, now=now)
    return ended


def _follow_up(call: Call, *, kind: CallKind, actor: Actor, user: User | None, now: datetime) -> Incident | None:
    """Open the incident the pack asks for, grade it, and tell the supervisor; log the decision either way."""
    pack = policy.in_use()
    on_line = line_at_risk.look(call, now=now)
    decision = decide(_silent_call(call, on_line, kind=kind, now=now), policy=pack.silent)
    calls.append_entry(
        call_id=call.pk,
        kind=EntryKind.STATE,
        text=f"Checked as {kind} call: {'; '.join(decision.because)}.",
        actor=actor,
        now=now,
        detail={"open_log": decision.open_log, "policy": policy.label(pack)},
    )
    if not decision.open_log or decision.category is None:
        return None
    incident = _open(call, decision, place=on_line.place, category=decision.category, actor=actor, user=user, now=now)
    if decision.tell_supervisor:
        notice = NoticeKind.SILENT_CALL if kind == CallKind.SILENT else NoticeKind.ABANDONED_CALL
        incidents.notify_supervisor(incident=incident, kind=notice, because=decision.because, now=now)
    return incident


def _open(
    call: Call,
    decision: SilentDecision,
    *,
    place: Place | None,
    category: str,
    actor: Actor,
    user: User | None,
    now: datetime,
) -> Incident:
    """Open the incident with what little is known: the line, the one home of whoever used it, and why it is watched."""
    pack = policy.in_use()
    version = policy.remember(pack, now=now)
    incident = incidents.record_incident(
        call=call,
        opening_code=category,
        summary=f"{decision.because[0].capitalize()}. Nobody was heard. {_known(decision, place)}".strip(),
        place=place,
        recorded_by=user,
        policy_version=version,
        actor=actor,
        now=now,
    )
    beats.place_incident(incident=incident, now=now)
    if decision.grade:
        rule = pack.grades[decision.grade]
        incidents.grade(
            incident=incident,
            code=rule.code,
            rationale="; ".join(decision.because),
            # Nobody knows where the caller is: the shorter of the two times.
            attend_by=attend_by(rule, graded_at=now, rural=False),
            approval=None,
            policy_version=version,
            actor=actor,
            now=now,
        )
    clocks_follow.follow(incident=incident, now=now)
    calls.append_entry(
        call_id=call.pk, kind=EntryKind.RECORDED, text=f"Recorded as {incident.reference}.", actor=actor, now=now
    )
    return incident


def _known(decision: SilentDecision, place: Place | None) -> str:
    """Say what is known before anybody asks."""
    home = [f"Whoever used this line lives at {place.address}"] if place else []
    why = "; ".join(decision.because[1:])
    return ". ".join([why[:1].upper() + why[1:], *home]) + "." if why or home else ""


def _silent_call(call: Call, on_line: OnLine, *, kind: CallKind, now: datetime) -> SilentCall:
    """Put together what is known of the line."""
    pack = policy.in_use()
    watch = people.watch_on(call.force_id, call.e164, now=now) if call.e164 else None
    counts: dict[int, int] = {}
    if call.e164 and call.may_match:
        earlier = incidents_read.earlier_on_line(
            call.force_id, call.e164, since=now - look_back(pack), excluding=call.pk
        )
        reports = [item.report for item in earlier if item.report]
        counts = counts_by_window(reports, now=now, windows=(pack.silent.watch_within_days,))
    return SilentCall(
        kind=kind,
        service=Service.EMERGENCY if call.is_emergency else Service.NON_EMERGENCY,
        flagged=watch is not None or bool(on_line.reasons),
        reasons=(*((watch.reason,) if watch else ()), *on_line.reasons),
        incidents=counts,
    )
