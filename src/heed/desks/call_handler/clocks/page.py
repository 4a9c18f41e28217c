"""The clocks of an incident as its page shows them: late ones first, whose number each is, and what may be done here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from heed.desks.call_handler.clocks.forms import ArrivedForm, DoneForm, HappenedForm, ReviewForm, RightsForm
from heed.domain.incidents.models import Incident
from heed.domain.incidents.queries import standing_closing
from heed.domain.timers import queries
from heed.domain.timers.access import DECIDE_CODE_STATUS, MEET_CLOCKS, RECORD_REVIEWS
from heed.domain.timers.models import CodeEvent, CodeStatus
from heed.domain.timers.rules import may_review
from heed.engines.clocks.terms import Done
from heed.flows.clocks import code_rights
from heed.flows.clocks import running as clocks
from heed.flows.clocks.known import crime_of, grounds_of
from heed.flows.clocks.running import Clock
from heed.foundation.accounts.access import allowed
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Rank
from heed.foundation.design import dates
from heed.foundation.design.forms import Form

BASIS = {"law": "Law", "policy": "The force's policy", "grade": "The grade: the force's policy"}
ELSEWHERE = frozenset({Done.ATTENDED, Done.REVIEW, Done.DECIDED})
PARTS = frozenset({"clock_arrived", "clock_done", "clock_review", "clock_happened", "clock_rights"})
"""Parts of the incident's page, and names of the addresses their forms are sent to."""


@dataclass(frozen=True, slots=True)
class Row:
    """One clock in words. whose: law or policy, and whose review."""

    clock: Clock
    due: str
    basis: str
    rank: str


@dataclass(frozen=True, slots=True)
class Panel:
    """What clocks_panel.jinja reads. told: what the victim was told of, or has yet to be. forms: by their part of the page."""

    rows: list[Row]
    told: list[CodeEvent]
    rights: str
    grounds: list[str]
    is_crime: bool
    forms: dict[str, Form]
    opened: str


def panel(user: User, incident: Incident, *, again: Mapping[str, Form], now: datetime) -> Panel:
    """Put the clocks of an incident together; again: the form that was sent and cannot be kept, by its part."""
    running = clocks.running(incident, now=now)
    decided = queries.code_status(incident)
    own = {part: form for part, form in again.items() if part in PARTS}
    closing = standing_closing(incident)
    return Panel(
        rows=[put(clock, now=now) for clock in running],
        told=queries.events_of(incident),
        rights=_rights(decided),
        grounds=[f"{ground.category.label}: {ground.because}" for ground in grounds_of(incident, now=now)],
        is_crime=crime_of(incident) is not None,
        forms=_forms(user, running, closed=closing is not None, now=now) | own,
        opened=next(iter(own), ""),
    )


def put(clock: Clock, *, now: datetime) -> Row:
    """Put one clock in words."""
    return Row(
        clock=clock,
        due=due_words(clock, now=now),
        basis=BASIS[clock.basis],
        rank=Rank(clock.rank).label if clock.rank else "",
    )


def due_words(clock: Clock, *, now: datetime) -> str:
    """Say by when, and how long that is from now, or that it has passed."""
    if clock.late:
        return f"It was to be done by {dates.by(clock.due_at)}, {dates.ago(clock.due_at, now=now)}"
    return f"By {dates.by(clock.due_at)}, {dates.ago(clock.due_at, now=now)}"


def met_in_words(running: Sequence[Clock]) -> list[Clock]:
    """Return the clocks that are met by saying what was done: arrivals, reviews and decisions have pages of their own."""
    return [clock for clock in running if not clock.rank and not clock.met_by & ELSEWHERE]


def _rights(decided: CodeStatus | None) -> str:
    """Say which rights the victim has."""
    if decided is None:
        return "Nobody has decided yet"
    words = code_rights.in_words(decided)
    return (
        f"{words[:1].upper()}{words[1:]}. {decided.why} {decided.decided_by_name}, {dates.moment(decided.decided_at)}"
    )


def _forms(user: User, running: Sequence[Clock], *, closed: bool, now: datetime) -> dict[str, Form]:
    """Return the forms of what this person may do, in the order of the page."""
    forms: dict[str, Form] = {}
    if allowed(user, MEET_CLOCKS):
        if not closed:
            forms["clock_arrived"] = ArrivedForm(now=now)
        if in_words := met_in_words(running):
            forms["clock_done"] = DoneForm(clocks=in_words, now=now)
    rank = clocks.rank_of(user.actor())
    if allowed(user, RECORD_REVIEWS) and any(
        clock.rank and may_review(needed=clock.rank, rank=rank) for clock in running
    ):
        forms["clock_review"] = ReviewForm()
    if allowed(user, MEET_CLOCKS):
        forms["clock_happened"] = HappenedForm(now=now)
    if allowed(user, DECIDE_CODE_STATUS):
        forms["clock_rights"] = RightsForm()
    return forms
