"""
What makes things on the board weigh: what is known of many lines, people and incidents at once, in nine statements.

Of a line only what the line allows: a number that many people share, or that may not be matched, says nothing of whoever
rings from it but what a person has marked on it. Nothing here names anybody.
"""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from heed.domain.calls.models import Call
from heed.domain.incidents import queries as incidents
from heed.domain.incidents.models import IncidentLink
from heed.domain.incidents.terms import LinkKind
from heed.domain.incidents.unattended.queries import victims_of
from heed.domain.people.lines.queries import Marks, leads_of_lines, marks_of
from heed.domain.vulnerability.at_risk.queries import Weight, Weights, weigh
from heed.engines.risk.repeat import Report, is_repeat
from heed.engines.risk.waiting import Fact
from heed.flows.counting import look_back
from heed.flows.line_at_risk import GRAVE
from heed.flows.recognise import SUFFERED
from heed.foundation.policy import services as policy
from heed.foundation.policy.packs import Pack

REPORTS_MOST = 20_000
"""Reports read for everybody on the board together, the newest first: far more than a room has waiting."""


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known of what is on the board. users: of each line that tells people apart, who stands for its people."""

    pack: Pack
    now: datetime
    marks: Marks
    users: dict[str, frozenset[uuid.UUID]]
    victims: dict[int, frozenset[uuid.UUID]]
    mains: dict[int, int]
    reports: dict[uuid.UUID, list[Report]]
    weights: Weights

    def of_call(self, call: Call) -> frozenset[Fact]:
        """Return what holds of a call, by its line alone."""
        found = {Fact.EMERGENCY} if call.is_emergency else set()
        if call.e164 in self.marks.watched:
            found.add(Fact.WATCHED)
        for lead in self.people_on(call):
            found |= self._of_person(lead, current=None)
        return frozenset(found)

    def people_on(self, call: Call) -> frozenset[uuid.UUID]:
        """Return who has used the line of a call; nobody where the line says nothing of who rings."""
        return self.users.get(call.e164, frozenset()) if tells_apart(call, self.marks) else frozenset()

    def of_incident(self, incident: int, *, grade: str = "", person: uuid.UUID | None = None) -> frozenset[Fact]:
        """Return what holds of an incident: its own, and of whoever suffers in it. person: somebody else it concerns."""
        found = self._of_weight(self.weights.incidents.get(incident))
        rule = self.pack.grades.get(grade)
        if rule and rule.rank == min(one.rank for one in self.pack.grades.values()):
            found.add(Fact.EMERGENCY)
        current = str(self.mains.get(incident, incident))
        for lead in self.victims.get(incident, frozenset()) | ({person} if person else set()):
            found |= self._of_person(lead, current=current)
        return frozenset(found)

    def suffered(self, incident: int, *, days: int) -> int:
        """Return how many incidents whoever suffers in one has reported within days, this one included; the worst counts."""
        since = self.now - timedelta(days=days)
        counts = [
            len({report.incident for report in self.reports.get(lead, []) if report.at >= since})
            for lead in self.victims.get(incident, ())
        ]
        return max(counts, default=0)

    def _of_person(self, lead: uuid.UUID, *, current: str | None) -> set[Fact]:
        found = self._of_weight(self.weights.people.get(lead))
        rule = self.pack.repeat.victim.rule
        if is_repeat(self.reports.get(lead, []), now=self.now, rule=rule, current=current):
            found.add(Fact.REPEAT)
        return found

    def _of_weight(self, weight: Weight | None) -> set[Fact]:
        if weight is None:
            return set()
        found = {Fact.INDICATED} if weight.categories else set()
        if weight.categories & set(GRAVE):
            found.add(Fact.GRAVE)
        if weight.vulnerable:
            found.add(Fact.VULNERABLE)
        if self.pack.assessment.band_from.bands[-1].code in weight.bands:
            found.add(Fact.HIGHEST_BAND)
        return found


def tells_apart(call: Call, marks: Marks) -> bool:
    """Say whether the number of a call says anything of who rings."""
    return bool(call.e164 and call.may_match and call.e164 not in marks.shared)


def look(
    force_id: int,
    *,
    calls: Iterable[Call],
    incident_ids: Collection[int],
    person_ids: Collection[uuid.UUID],
    now: datetime,
) -> Known:
    """Look at everything on a board at once. The number of statements does not depend on how much that is."""
    pack = policy.in_use()
    numbers = {call.e164 for call in calls if call.e164}
    usable = timezone.localdate(now) - timedelta(days=pack.caller_line.link_usable_days.value)
    marks = marks_of(force_id, numbers, now=now)
    users = leads_of_lines(force_id, numbers - marks.shared, since=usable)
    many = pack.caller_line.shared_at_people.value
    # A line that so many people use is shared, whether or not somebody has listed it.
    users = {e164: leads for e164, leads in users.items() if len(leads) < many}
    victims = victims_of(incident_ids)
    links = IncidentLink.objects.filter(incident__in=incident_ids, kind=LinkKind.DUPLICATE, removed_at=None)
    leads = {*person_ids, *(lead for theirs in (*users.values(), *victims.values()) for lead in theirs)}
    return Known(
        pack=pack,
        now=now,
        marks=marks,
        users=users,
        victims=victims,
        mains=dict(links.values_list("incident", "other")),
        reports=incidents.reports_of_people(
            leads, roles=SUFFERED, since=now - look_back(pack), excluding=None, most=REPORTS_MOST
        ),
        weights=weigh(leads, incident_ids),
    )
