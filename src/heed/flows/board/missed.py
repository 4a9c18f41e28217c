"""
Calls that nobody answered: which of them must be rung back, and whether that is safe (features.md #33).

The calls of one line are one row, where the line tells people apart. A row leaves by itself once whoever rang has got
through, by this line or, where one person alone is known on it, by any other. Four statements, however many calls.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from heed.domain.calls.models import Call, CallReturn
from heed.domain.calls.terms import Returned
from heed.domain.calls.unanswered import queries, services
from heed.domain.contact.queries import SafeContact, standing_rules
from heed.domain.people.lines.queries import leads_of_lines, marks_of
from heed.engines.risk import missed
from heed.engines.risk.missed import Owed, Tried
from heed.engines.risk.safe_contact import Channel, Default, Known, Verdict, may_contact
from heed.engines.risk.waiting import Fact
from heed.flows.board import risk as board_risk
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act
from heed.foundation.policy import services as policy

AT_ANY_HOUR = Default()
"""Whoever has just rung is awake: the hours that the pack sets for ringing people up do not hold, their own rules do."""

NOT_SAFE = "Ringing this number back may not be safe: open it to see why"


@dataclass(frozen=True, slots=True)
class Missed:
    """
    What must be rung back: the missed calls of a line, or one call of a line that tells nobody apart.

    newest: the last of them. tries: what came of ringing back, the oldest first. safe: whether the number may be rung now.
    """

    newest: Call
    calls: tuple[Call, ...]
    owed: Owed
    tries: tuple[CallReturn, ...]
    safe: Verdict
    people: frozenset[uuid.UUID]

    @property
    def words(self) -> str:
        """Name the line, and its number only where it is safe to ring it."""
        shown = self.newest.line_in_words if self.safe.allowed or not self.newest.shown_e164 else "Number kept back"
        return f"{self.newest.get_channel_display()}, {shown}"

    @property
    def said(self) -> tuple[str, ...]:
        """Say how often they rang, what came of ringing back, and what stands against it."""
        parts = [f"rang {self.owed.calls} times" if self.owed.calls > 1 else "rang off unanswered"]
        if self.owed.tries:
            parts.append(f"rung back {self.owed.tries} times" if self.owed.tries > 1 else "rung back once")
            parts.append(str(self.tries[-1].get_result_display()).lower())
        if not self.safe.allowed and self.newest.shown_e164:
            parts.append(NOT_SAFE)
        elif self.safe.conditions:
            parts.append("Ring only as their safe-contact rule says: open it first")
        return tuple(parts)


@dataclass(frozen=True, slots=True)
class ToRing:
    """One missed call opened by somebody who means to ring back: may they, on what number, and what was tried."""

    call: Call
    verdict: Verdict
    number: str
    others: list[Call]
    tries: list[CallReturn]
    settled: bool


def owed(force_id: int, calls: Sequence[Call], *, known: board_risk.Known, now: datetime) -> tuple[list[Missed], int]:
    """
    Return what must be rung back, in no order, and how many calls more left no number and no risk that is known.

    calls: the newest first. Those without a number cannot be rung: they stay only where something is known of the line.
    """
    groups: defaultdict[str, list[Call]] = defaultdict(list)
    for call in calls:
        groups[call.e164 if board_risk.tells_apart(call, known.marks) else str(call.pk)].append(call)
    people = {key: known.people_on(group[0]) for key, group in groups.items()}
    since = min((call.rang_at for call in calls), default=now)
    numbers = [key for key, group in groups.items() if key == group[0].e164]
    answered = queries.answered_on_lines(force_id, numbers, since=since)
    through = queries.came_through(
        force_id, [next(iter(leads)) for leads in people.values() if len(leads) == 1], since=since
    )
    tries = queries.returns_of([call.pk for call in calls])
    rules = _rules({lead for leads in people.values() for lead in leads}, now=now)
    found: list[Missed] = []
    unreachable = 0
    for key, group in groups.items():
        own_tries = sorted((row for call in group for row in tries.get(call.pk, ())), key=lambda row: row.at)
        still = missed.owed(
            [call.rang_at for call in group],
            answered=_answered(key, people[key], answered, through),
            tried=[Tried(row.at, row.result == Returned.REACHED) for row in own_tries],
        )
        if still is None:
            continue
        newest = group[0]
        if not newest.shown_e164 and not known.of_call(newest) - {Fact.EMERGENCY}:
            unreachable += 1
            continue
        safe = _verdict(newest, [rules[lead] for lead in people[key] if lead in rules], now=now)
        found.append(Missed(newest, tuple(group), still, tuple(own_tries), safe, people[key]))
    return found, unreachable


@transaction.atomic
def open_to_ring(*, call: Call, actor: Actor, now: datetime) -> ToRing:
    """Return what whoever rings back must know, and log that it was looked at."""
    usable = timezone.localdate(now) - timedelta(days=policy.in_use().caller_line.link_usable_days.value)
    marks = marks_of(call.force_id, [call.e164], now=now)
    lines = leads_of_lines(call.force_id, [call.e164], since=usable) if board_risk.tells_apart(call, marks) else {}
    leads = lines.get(call.e164, frozenset())
    verdict = _verdict(call, list(_rules(leads, now=now).values()), now=now)
    since = now - policy.in_use().board.missed
    same = queries.missed(call.force_id, since=since).filter(e164=call.e164) if lines or call.e164 else None
    others = [one for one in same[:50] if one.pk != call.pk] if same is not None and call.e164 else []
    tries = [row for rows in queries.returns_of([call.pk, *(one.pk for one in others)]).values() for row in rows]
    audit.record(
        actor=actor,
        act=Act.CONSULTATION,
        action="missed_call.opened",
        subjects=[f"call:{call.pk}", *(f"person:{lead}" for lead in sorted(leads, key=str))],
        purpose=f"ringing back call {call.pk}",
        now=now,
    )
    return ToRing(
        call=call,
        verdict=verdict,
        number=call.shown_e164 if verdict.allowed and call.may_show else "",
        others=others,
        tries=sorted(tries, key=lambda row: row.at),
        settled=any(row.result == Returned.REACHED and row.at >= call.rang_at for row in tries),
    )


def ring_back(*, call: Call, result: Returned, words: str, user: User, actor: Actor, now: datetime) -> CallReturn:
    """Keep what came of ringing back. Raises NotMissed."""
    return services.ring_back(call=call, result=result, words=words, user=user, actor=actor, now=now)


def _answered(
    key: str, leads: Collection[uuid.UUID], by_line: dict[str, datetime], by_person: dict[uuid.UUID, datetime]
) -> list[datetime]:
    """Return when whoever rang is known to have got through: on the line, or the one person of it on any line."""
    found = [by_line[key]] if key in by_line else []
    if len(leads) == 1 and (at := by_person.get(next(iter(leads)))):
        found.append(at)
    return found


def _rules(leads: Collection[uuid.UUID], *, now: datetime) -> dict[uuid.UUID, SafeContact]:
    """Return the rules for contacting people safely, by who stands for them; whoever has none is not there."""
    if not leads:
        return {}
    rows = defaultdict(list)
    for row in standing_rules(leads):
        rows[row.person.lead_id].append(row)
    return {lead: SafeContact(theirs, timezone.localdate(now)) for lead, theirs in rows.items()}


def _verdict(call: Call, rules: Collection[SafeContact], *, now: datetime) -> Verdict:
    """Say whether the line may be rung now: every rule of everybody who has used it must permit it, on this number."""
    return may_contact(
        [rule for one in rules for rule in one.rules],
        Channel.CALL,
        now,
        policy.in_use().zone,
        AT_ANY_HOUR,
        known=[Known(call.shown_e164, confirmed=True)] if call.shown_e164 else [],
        to=call.shown_e164,
    )
