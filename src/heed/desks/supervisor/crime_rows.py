"""A prompt as one line of the registrar's list, on the screen and in CSV."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from heed.domain.conduct import queries
from heed.domain.conduct.models import Prompt, RuleMet
from heed.domain.conduct.terms import Outcome
from heed.engines.risk.conduct_terms import Test
from heed.foundation.design import dates

ORDER = {str(test): place for place, test in enumerate(Test)}
COLUMNS = ("number", "incident", "state", "decide by", "first met", "rules", "victim", "other party")


@dataclass(frozen=True, slots=True)
class Line:
    """One line."""

    prompt: Prompt
    rules: tuple[RuleMet, ...]
    state: str
    overdue: bool
    is_open: bool
    victim: str
    other: str

    @property
    def cells(self) -> tuple[object, ...]:
        """Return the line for CSV; moments in ISO 8601 with their offset."""
        return (
            self.prompt.pk,
            self.prompt.incident.reference,
            self.state,
            dates.machine_time(self.prompt.due_at),
            dates.machine_time(self.prompt.first_met_at),
            "; ".join(rule.label for rule in self.rules),
            self.victim,
            self.other,
        )


def lines_of(prompts: Iterable[Prompt], *, now: datetime) -> list[Line]:
    """Put prompts, read with their state, as lines."""
    return [_line(prompt, now=now) for prompt in prompts]


def _line(prompt: Prompt, *, now: datetime) -> Line:
    is_open = queries.is_open(prompt)
    newest = getattr(prompt, "newest", None)
    parts = [prompt.victim.lead.name if prompt.victim else "", prompt.place.address if prompt.place else ""]
    return Line(
        prompt=prompt,
        rules=tuple(sorted(prompt.rules_met.all(), key=lambda rule: ORDER.get(rule.test, len(ORDER)))),
        state="To decide" if newest is None else Outcome(newest).label,
        overdue=is_open and prompt.due_at < now,
        is_open=is_open,
        victim=", ".join(filter(None, parts)),
        other=prompt.other.lead.name if prompt.other else prompt.described,
    )
