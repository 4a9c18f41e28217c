"""What stands on the line of a history: reports both ways, powers, visits and promises, the oldest first."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from heed.domain.incidents.models import Closing, Incident, Party
from heed.domain.incidents.queries import CLOSED
from heed.domain.problems.access import SEE_POWERS
from heed.domain.problems.models import PowerStep
from heed.domain.problems.powers import queries as powers
from heed.domain.support.access import SEE_HELP
from heed.domain.support.models import Promise
from heed.domain.tasking.visits import queries as visits
from heed.engines.risk.both_sides import Said, Side, counter_allegations
from heed.flows.powers.ladder import label_of
from heed.flows.problems.scan import code_label
from heed.flows.tasking.visits import in_words
from heed.foundation.accounts.access import allowed
from heed.foundation.accounts.models import User
from heed.foundation.design import dates
from heed.foundation.policy import services as policy


@dataclass(frozen=True, slots=True)
class Told:
    """An incident of a history: who reported whom, its other party where it has one here, and why it was taken."""

    incident: Incident
    side: Side
    party: Party | None
    because: str


@dataclass(frozen=True, slots=True)
class Event:
    """
    One thing on the line. kind: "report", "power", "visit" or "promise". title: what it is; text: more, in words.

    who: for a report, who said it of whom. answers: the report of the other side that this one answers. because: why it is
    here. late: something that was owed and not done.
    """

    at: datetime
    kind: str
    title: str
    text: str
    side: Side = Side.BESIDE
    who: str = ""
    incident: Incident | None = None
    power: int | None = None
    answers: Incident | None = None
    because: str = ""
    late: bool = False


def on_one_line(
    told: Sequence[Told],
    *,
    person_ids: Collection[uuid.UUID],
    party_ids: Collection[int],
    names: tuple[str, str],
    within_days: int,
    user: User,
    now: datetime,
) -> list[Event]:
    """Return everything on the line in order. names: of the two sides; within_days: for a report that answers another."""
    incidents = {one.incident.pk: one.incident for one in told}
    found = _reports(told, incidents, names, within_days)
    if allowed(user, SEE_POWERS):
        found += _powers(user, person_ids, party_ids)
    found += [
        Event(one.visited_at, "visit", "Visit", in_words(one), incident=incidents[one.incident_id])
        for one in visits.visits_of(list(incidents.values()))
    ]
    if allowed(user, SEE_HELP):
        found += _promises(incidents, now=now)
    return sorted(found, key=lambda event: (event.at, event.kind, event.incident.pk if event.incident else 0))


def _reports(
    told: Sequence[Told], incidents: dict[int, Incident], names: tuple[str, str], within_days: int
) -> list[Event]:
    """Put the reports on the line, with who said what of whom, how each ended, and which answer one from the other side."""
    said = [Said(one.incident.pk, one.incident.call.rang_at, one.side) for one in told]
    answers = counter_allegations(said, within_days=within_days)
    pack = policy.in_use()
    closings = Closing.objects.filter(CLOSED, incident__in=incidents).order_by("id")
    ended = {row.incident_id: _ended(row) for row in closings}
    one, other = names
    whom = {
        Side.ONE: f"{one} reported {other}" if other else f"{one} reported it",
        Side.OTHER: f"{other} reported {one}",
        Side.BESIDE: "Reported by somebody else, or about somebody else",
    }
    return [
        Event(
            at=each.incident.call.rang_at,
            kind="report",
            title=code_label(each.incident.opening_code, pack=pack),
            text=f"{each.incident.summary or 'Nothing was said of what happened.'}\n{ended.get(each.incident.pk, 'Still open.')}",
            side=each.side,
            who=whom[each.side],
            incident=each.incident,
            answers=incidents.get(answers.get(each.incident.pk, 0)),
            because=each.because,
        )
        for each in told
    ]


def _ended(row: Closing) -> str:
    rule = policy.in_use().results.get(row.result)
    return f"Closed: {rule.label if rule else row.result}."


def _powers(user: User, person_ids: Collection[uuid.UUID], party_ids: Collection[int]) -> list[Event]:
    """Put each step of the powers used against either side on the line."""
    used = powers.against(user, person_ids=person_ids, party_ids=party_ids)
    return [
        Event(
            at=step.on_at,
            kind="power",
            title=f"{label_of(power.kind)}: {step.get_status_display().lower()}",
            text=step.words + _until(step),
            power=power.pk,
        )
        for power in used
        for step in power.steps.all()
    ]


def _until(step: PowerStep) -> str:
    return f"\nEnds {dates.moment(step.ends_at)}." if step.ends_at else ""


def _promises(incidents: dict[int, Incident], *, now: datetime) -> list[Event]:
    """Put promises on the line at the time they were due; what was not kept says so."""
    rows = Promise.objects.filter(incident__in=incidents).prefetch_related("settlements").order_by("id")
    found = []
    for row in rows:
        settled = [one.get_settled_as_display() for one in sorted(row.settlements.all(), key=lambda one: one.pk)]
        late = "Broken" in settled or (not settled and row.due_by < now)
        state = ", ".join(settled).lower() or ("not kept yet" if late else "still to be kept")
        found.append(
            Event(
                at=row.due_by,
                kind="promise",
                title=f"Promise due: {row.get_kind_display().lower()}",
                text=f"{row.words} ({state})",
                incident=incidents[row.incident_id],
                late=late,
            )
        )
    return found
