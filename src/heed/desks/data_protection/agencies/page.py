"""What the page of an agency shows."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from heed.desks.data_protection.agencies.forms import OfficerForm, ReachForm, WhyForm
from heed.domain.agencies import queries
from heed.domain.agencies.access import KEEP_AGENCIES
from heed.domain.agencies.models import Agency, Agreement
from heed.domain.agencies.rules import State, state
from heed.domain.agencies.terms import Purpose, SharedPart
from heed.foundation.accounts.access import allowed, user_of
from heed.foundation.design.forms import Form

TONES = {
    State.IN_FORCE: "good",
    State.LATER: "note",
    State.LATE: "urgent",
    State.REPLACED: "quiet",
    State.ENDED: "quiet",
}
SOON_DAYS = 30
"""From how many days before its review an agreement asks for one. Unvalidated default."""


@dataclass(frozen=True, slots=True)
class Row:
    """An agreement as it is shown: in words, with how it stands today."""

    agreement: Agreement
    state: State
    tone: str
    due: str
    purposes: list[str]
    parts: list[str]
    on_the_wire: list[str]
    reviewable: bool


def row_of(agreement: Agreement, *, on: date) -> Row:
    """Put an agreement into words."""
    stands = state(queries.terms_of(agreement), on=on)
    days = (agreement.review_on - on).days
    due = ""
    if stands == State.IN_FORCE and days <= SOON_DAYS:
        due = "Review it today" if days == 0 else f"Review it within {days} {'day' if days == 1 else 'days'}"
    replaced = getattr(agreement, "replaced_by", None) is not None
    return Row(
        agreement=agreement,
        state=stands,
        tone=TONES[stands],
        due=due,
        purposes=[str(Purpose(one).label) for one in agreement.purposes],
        parts=[str(SharedPart(one).label) for one in agreement.parts],
        on_the_wire=[str(SharedPart(one).label) for one in agreement.on_the_wire],
        reviewable=agreement.ended_at is None and not replaced,
    )


def summary(agency: Agency, *, on: date) -> list[Row]:
    """Return the agreements of an agency that matter in a list: those that stand, or wait for their review."""
    shown = {State.IN_FORCE, State.LATER, State.LATE}
    rows = [row_of(agreement, on=on) for agreement in agency.agreements.all()]
    return [row for row in rows if row.state in shown]


def show(
    request: HttpRequest, agency: Agency, *, now: datetime, wrong: Form | None = None, opened: str = ""
) -> HttpResponse:
    """Show an agency; wrong: the form that has errors; opened: the part of the page it stands in."""
    user = user_of(request)
    keeps = allowed(user, KEEP_AGENCIES)
    page: dict[str, Any] = {
        "title": agency.name,
        "agency": agency,
        "rows": [row_of(agreement, on=localdate(now)) for agreement in queries.of_agency(agency)],
        "officers": agency.officers.select_related("user").order_by("user__last_name", "user__first_name", "pk"),
        "keys": agency.api_keys.order_by("-made_at", "-pk") if keeps else [],
        "keeps": keeps,
        "changes": keeps and agency.ended_at is None,
        "opened": opened,
        "form": wrong,
        "forms": _forms(agency, opened, wrong),
        "why": lambda part: wrong if wrong is not None and opened == part else WhyForm(part=part),
    }
    return render(request, "data_protection/agency.jinja", page, status=422 if wrong else 200)


def _forms(agency: Agency, opened: str, wrong: Form | None) -> dict[str, Form]:
    """Return the page's forms, with the one that has errors in its place."""
    fields = ("name", "telephone", "email", "asked_for", "body")
    made: dict[str, Form] = {
        "change": ReachForm(initial={name: getattr(agency, name) for name in fields}, auto_id="id_change_%s"),
        "officer": OfficerForm(auto_id="id_officer_%s"),
    }
    if wrong is not None and opened in made:
        made[opened] = wrong
    return made
