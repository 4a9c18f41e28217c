"""All the help of one incident, put as its page shows it: promised, kept in touch, offered, planned."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from heed.desks.neighbourhood.help import forms, plan_forms
from heed.domain.incidents.models import Incident
from heed.domain.support import access, queries
from heed.domain.support.contacts import queries as contacts
from heed.domain.support.models import ContactAgreed, ContactMade, Offer, SupportPlan
from heed.domain.support.plans import queries as plans
from heed.domain.support.rules import may_refer, may_sign
from heed.domain.tasking.queries import officers_of
from heed.flows.support import contact as support
from heed.flows.support import offers
from heed.flows.support import plans as support_plans
from heed.flows.support import shown as promises_shown
from heed.flows.support.contact import ContactDue
from heed.flows.support.offers import Choices
from heed.flows.support.shown import Shown
from heed.foundation.accounts.access import allowed
from heed.foundation.accounts.models import User
from heed.foundation.design.forms import Form


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One offer with what was said to it and what came of it. stuck: why it may not be passed on, if it may not."""

    offer: Offer
    label: str
    answers: list[Any]
    outcomes: list[Any]
    stuck: str
    answer: Form | None
    outcome: Form | None


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One support plan. lines: each with its task, once it has one. unsigned: why this person may not sign it."""

    plan: SupportPlan
    lines: list[tuple[Any, Any]]
    unsigned: str
    close: Form | None


@dataclass(frozen=True, slots=True)
class Help:
    """Everything of one incident. forms: those of the page itself, by their part; empty for who may only read."""

    promised: Shown
    settles: dict[int, Form]
    dues: list[ContactDue]
    agreed: list[ContactAgreed]
    made: list[ContactMade]
    choices: Choices
    offers: list[OfferRow]
    plans: list[PlanRow]
    forms: dict[str, Form] = field(default_factory=dict)

    @property
    def subjects(self) -> list[str]:
        """Name what was read, for the trail."""
        return [
            *self.promised.subjects,
            *(f"offer:{row.offer.pk}" for row in self.offers),
            *(f"support_plan:{row.plan.pk}" for row in self.plans),
        ]


def put(incident: Incident, *, user: User, now: datetime, again: Mapping[str, Form]) -> Help:
    """Put the help of an incident. again: a form that has errors, by its prefix, shown in the place of an empty one."""
    gives, plans_help = allowed(user, access.GIVE_HELP), allowed(user, access.PLAN_HELP)
    shared = of_incident(incident, user=user, now=now)
    promised = promises_shown.of_incident(incident, now=now)
    choices = offers.choices(incident, now=now)
    made: dict[str, Form] = {}
    if gives:
        made |= {
            "promise": forms.PromiseForm(**shared),
            "offer": forms.OfferForm(kinds=choices.kinds, **shared),
            "contact": forms.AgreeForm(**shared),
            "made": forms.MadeForm(**shared),
        }
    if plans_help:
        made["plan"] = plan_forms.PlanForm(**shared)
    return Help(
        promised=promised,
        settles={
            one.promise.pk: again.get(f"settle{one.promise.pk}")
            or forms.SettleForm(now=now, prefix=f"settle{one.promise.pk}")
            for one in promised.promises
            if gives and (one.broken or one.promise.verdict is None)
        },
        dues=support.contacts_due(incident, now=now),
        agreed=contacts.agreed_in(incident),
        made=contacts.made_in(incident),
        choices=choices,
        offers=[_offer(row, gives=gives, now=now, again=again) for row in queries.offers_of(incident)],
        plans=[_plan(row, user=user, now=now, again=again) for row in plans.plans_of(incident)],
        forms=made | {name: form for name, form in again.items() if name in made},
    )


def of_incident(incident: Incident, *, user: User, now: datetime) -> dict[str, Any]:
    """Return what every form about an incident needs: whom it can be for, and who can do it."""
    on = timezone.localdate(now)
    named = officers_of(incident.beat, on=on) if incident.beat else []
    return {
        "people": offers.people_of(incident),
        "officers": [one.user for one in named],
        "user": user,
        "now": now,
    }


def _offer(row: Offer, *, gives: bool, now: datetime, again: Mapping[str, Form]) -> OfferRow:
    """Put one offer."""
    answers = sorted(row.answers.all(), key=lambda one: one.pk)
    outcomes = sorted(row.outcomes.all(), key=lambda one: one.pk)
    stuck = may_refer(
        said=answers[-1].said if answers else "", ground=row.ground, needs_consent=offers.needs_consent(row.kind)
    )
    name, further = f"answer{row.pk}", f"outcome{row.pk}"
    return OfferRow(
        offer=row,
        label=offers.label_of(row.kind),
        answers=answers,
        outcomes=outcomes,
        stuck=stuck,
        answer=(again.get(name) or forms.AnswerForm(now=now, prefix=name)) if gives else None,
        outcome=(again.get(further) or forms.OutcomeForm(now=now, prefix=further)) if gives and not stuck else None,
    )


def _plan(row: SupportPlan, *, user: User, now: datetime, again: Mapping[str, Form]) -> PlanRow:
    """Put one support plan."""
    lines = list(row.lines.all())
    tasks = support_plans.tasks_of_lines(lines, force_id=row.incident.force_id) if row.signed_at else {}
    name = f"close{row.pk}"
    closes = allowed(user, access.PLAN_HELP) and not row.closed_at
    return PlanRow(
        plan=row,
        lines=[(line, tasks.get(line.pk)) for line in lines],
        unsigned=may_sign(role=user.role, rank=user.rank, is_writer=row.written_by_id == user.pk),
        close=(again.get(name) or plan_forms.CloseForm(now=now, prefix=name)) if closes else None,
    )
