"""A prompt put as pages show it: the clock in words, the rules met, and where it stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from heed.domain.conduct import queries
from heed.domain.conduct.models import Prompt, RuleMet
from heed.domain.conduct.terms import Outcome
from heed.engines.risk.conduct_terms import Test
from heed.foundation.design import dates
from heed.foundation.policy import services as policy

UNVALIDATED = "unvalidated default"
ORDER = {str(test): place for place, test in enumerate(Test)}


@dataclass(frozen=True, slots=True)
class Shown:
    """A prompt for a list or a page. clock: by when, and from when the hours run."""

    prompt: Prompt
    victim: str
    other: str
    rules: tuple[RuleMet, ...]
    state: str
    tone: str
    clock: str
    is_open: bool
    overdue: bool

    @property
    def headline(self) -> str:
        """Return the rule that comes first among those met."""
        more = len(self.rules) - 1
        first = self.rules[0].label if self.rules else "A rule is met"
        return f"{first}, and {more} more" if more > 0 else first


def put(prompt: Prompt, *, now: datetime) -> Shown:
    """Put a prompt, read with its state, as pages show it."""
    rules = tuple(sorted(prompt.rules_met.all(), key=lambda rule: ORDER.get(rule.test, len(ORDER))))
    is_open, overdue = queries.is_open(prompt), queries.is_open(prompt) and prompt.due_at < now
    newest = getattr(prompt, "newest", None)
    state = "Decide: is it a crime?" if newest is None else Outcome(newest).label
    tone = "urgent" if overdue else "warning" if is_open else "quiet"
    return Shown(
        prompt=prompt,
        victim=_victim(prompt),
        other=prompt.other.lead.name if prompt.other else prompt.described,
        rules=rules,
        state=f"Overdue. {state}" if overdue else state,
        tone=tone,
        clock=_clock(prompt, is_open=is_open, overdue=overdue, now=now),
        is_open=is_open,
        overdue=overdue,
    )


def put_all(prompts: Iterable[Prompt], *, now: datetime) -> list[Shown]:
    """Put several."""
    return [put(prompt, now=now) for prompt in prompts]


def _victim(prompt: Prompt) -> str:
    """Name who suffers: the person and, where it is known, the household's door."""
    parts = [prompt.victim.lead.name if prompt.victim else "", prompt.place.address if prompt.place else ""]
    return ", ".join(filter(None, parts))


def _clock(prompt: Prompt, *, is_open: bool, overdue: bool, now: datetime) -> str:
    """Say by when to decide, and from when: 24 hours from the first moment a rule was met."""
    hours = policy.in_use().conduct.rule.hours
    from_when = f"{hours} hours from {dates.moment(prompt.first_met_at)}, when a rule was first met"
    if not is_open:
        return f"It was to be decided by {dates.moment(prompt.due_at)}: {from_when}."
    if overdue:
        late = dates.ago(prompt.due_at, now=now)
        return f"Overdue: it was to be decided by {dates.moment(prompt.due_at)}, {late}: {from_when}."
    return f"Decide by {dates.moment(prompt.due_at)}, {dates.ago(prompt.due_at, now=now)}: {from_when}."
