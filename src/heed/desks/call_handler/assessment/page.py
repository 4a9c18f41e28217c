"""The panel on which a person judges the risk: what is known, what they decide, what follows, and what was decided before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from heed.desks.call_handler.assessment.form import RiskForm
from heed.domain.calls.models import Call, Draft
from heed.domain.incidents.models import Incident
from heed.domain.incidents.queries import newest_answers
from heed.domain.vulnerability.access import ASSESS_RISK, SEE_VULNERABILITY
from heed.domain.vulnerability.assessments import queries
from heed.domain.vulnerability.models import Assessment
from heed.domain.vulnerability.terms import Judged
from heed.engines.risk import prefill
from heed.engines.risk.factors import Heading
from heed.engines.risk.gates import Answer
from heed.engines.risk.instruments import Instrument, Outcome, assess
from heed.flows import at_risk, uplift
from heed.foundation.accounts.access import allowed
from heed.foundation.accounts.models import User
from heed.foundation.policy import services as policy


@dataclass(frozen=True, slots=True)
class Scored:
    """An instrument as it stands on the screen. began: somebody, or what is known, has answered something."""

    instrument: Instrument
    outcome: Outcome
    fields: list[Any]

    @property
    def is_scored(self) -> bool:
        """Say whether it has a score."""
        return bool(self.instrument.bands)

    @property
    def left(self) -> int:
        """Count what is unanswered."""
        return len(self.outcome.unanswered)

    @property
    def began(self) -> bool:
        """Say whether anything is answered."""
        return self.left < len(self.instrument.items) or bool(self.outcome.explanation)

    @property
    def in_words(self) -> str:
        """Put score and band in one line."""
        if not self.began:
            return "not begun"
        left = f"{self.left} unanswered" if self.left else "all answered"
        if self.outcome.score is None or self.outcome.band is None:
            return left
        could = self.outcome.could_be
        more = f", could be {could.label}" if could and could != self.outcome.band else ""
        counted = f"{self.outcome.score} {_plural(self.instrument.unit, self.outcome.score)}"
        return f"{counted}: {self.outcome.band.label}{more}; {left}"


@dataclass(frozen=True, slots=True)
class Made:
    """An assessment as the history shows it. changed: what is otherwise than in the one before, in words."""

    row: Assessment
    vulnerable: str
    headings: str
    band: str
    changed: tuple[str, ...]


def panel(
    user: User,
    call: Call,
    incident: Incident | None = None,
    *,
    form: RiskForm | None = None,
    posted: QueryDict | None = None,
) -> dict[str, Any]:
    """
    Return what assessment_panel.html reads, under the name `assessment`.

    form: as it was posted, with its errors. posted: what stands on the screen of the call page, for what would follow.
    """
    now = timezone.now()
    may_see, may_assess = allowed(user, SEE_VULNERABILITY), allowed(user, ASSESS_RISK)
    if not (may_see or may_assess):
        return {"may_see": False}
    known = at_risk.known_of(call=call, incident=incident, now=now)
    on_screen = posted if posted is not None else _typed(call) if incident is None else None
    if form is None:
        form = form_for(call, incident, draft=on_screen, known=known, now=now)
    history = _history(incident, call)
    return {
        "may_see": True,
        "may_assess": may_assess and _is_open(call, incident, user),
        "call": call,
        "incident": incident,
        "form": form,
        "known": known,
        "history": history,
        "standing": history[0] if history else None,
        "demands": queries.demands_open(incident) if incident else [],
        "missing": queries.complete(incident) if incident else (),
        "plan": uplift.plan_of(incident) if incident else None,
        **outcome(call, incident, form, known=known, posted=on_screen, now=now),
    }


def form_for(
    call: Call,
    incident: Incident | None,
    *,
    posted: QueryDict | None = None,
    draft: QueryDict | None = None,
    known: at_risk.Known | None = None,
    now: datetime,
) -> RiskForm:
    """Make the form with what is known put in; bound to what was posted, where something was."""
    known = known or at_risk.known_of(call=call, incident=incident, now=now)
    suffered = uplift.suffered(call=call, incident=incident, known=known, now=now)
    on_screen = posted if posted is not None else draft
    answers = newest_answers(incident) if incident else _answered(on_screen)
    return RiskForm(
        posted,
        draft=draft,
        known=prefill.prefill(
            policy.in_use().assessment.instruments.values(),
            noted=known.noted,
            answers=answers,
            incidents=suffered.incidents,
            closer_together=suffered.escalating,
        ),
        headings=prefill.headings(known.noted),
    )


def outcome(
    call: Call,
    incident: Incident | None,
    form: RiskForm,
    *,
    known: at_risk.Known,
    posted: QueryDict | None,
    now: datetime,
) -> dict[str, Any]:
    """Return what follows from what is on the screen: scores, and what the rules would do."""
    if form.is_bound:
        form.is_valid()
    answers = form.answers_so_far()
    chosen = posted.get("risk-vulnerable") if posted else form.initial.get("vulnerable")
    return {
        "instruments": [_scored(one, answers.get(one.id, {}), form) for one in form.instruments],
        "banding": policy.in_use().assessment.band_from.id,
        "uplift": uplift.foreseen(
            call=call,
            incident=incident,
            known=known,
            vulnerable=Judged(chosen) if chosen in Judged.values else None,
            grade=str(posted.get("grade") or "") if posted else "",
            own_word=bool(posted) and posted.get("q-before-given") == "yes" if posted else False,
            getting_worse=answers.get("ram", {}).get("worse", Answer("")).value == "yes",
            now=now,
        ),
    }


def _scored(instrument: Instrument, answers: Mapping[str, Answer], form: RiskForm) -> Scored:
    return Scored(instrument, assess(instrument, answers), form.questions_of(instrument))


def _plural(unit: str, number: int) -> str:
    """Put a unit in the plural: points, areas of concern."""
    first, _, rest = unit.partition(" ")
    return f"{first}{'' if number == 1 else 's'} {rest}".strip()


def _is_open(call: Call, incident: Incident | None, user: User) -> bool:
    """Say whether there is something to assess: an incident, or a call that this person has in hand."""
    return incident is not None or (call.taken_by_id == user.pk and call.finished_at is None)


def _typed(call: Call) -> QueryDict | None:
    """Return what stands on the call's page, as a form would post it."""
    draft = Draft.objects.filter(call=call).first()
    if draft is None:
        return None
    typed = QueryDict(mutable=True)
    for name, value in draft.content.items():
        typed.setlist(name, value if isinstance(value, list) else [value])
    return typed


def _answered(typed: QueryDict | None) -> dict[str, str]:
    """Return what is answered on the call's page so far."""
    names = [name for name in typed or () if name.startswith("q-") and name.endswith("-given")]
    return {name[2 : -len("-given")]: str(typed.get(name) or "") for name in names} if typed else {}


def _history(incident: Incident | None, call: Call) -> list[Made]:
    """Put every assessment, newest first, each with what it changed."""
    if incident:
        made = queries.assessments_of(incident)
    else:
        made = list(call.assessments.select_related("assessed_by", "approved_by").order_by("-id"))
    return [*(_made(newer, older) for newer, older in pairwise(made)), *(_made(first, None) for first in made[-1:])]


def _made(row: Assessment, before: Assessment | None) -> Made:
    return Made(
        row=row,
        vulnerable=Judged(row.vulnerable).label,
        headings=_headings(row.headings),
        band=_band(row.band_decided),
        changed=_changed(row, before) if before else (),
    )


def _changed(row: Assessment, before: Assessment) -> tuple[str, ...]:
    """Say what is otherwise than before."""
    pairs = (
        ("vulnerable", Judged(before.vulnerable).label, Judged(row.vulnerable).label),
        ("headings", _headings(before.headings), _headings(row.headings)),
        ("band", _band(before.band_decided), _band(row.band_decided)),
        ("score", str(before.score or ""), str(row.score or "")),
    )
    return tuple(f"{name}: {old or 'none'} to {new or 'none'}" for name, old, new in pairs if old != new)


def _headings(values: Iterable[str]) -> str:
    """Put headings in words."""
    return ", ".join(Heading(value).label for value in values)


def _band(code: str) -> str:
    """Put a band in words; one that the pack no longer has, as its code."""
    band = policy.in_use().assessment.band_from.band(code) if code else None
    return band.label if band else code.capitalize()
