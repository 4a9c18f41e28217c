"""What partners hold, what came back, what is late, and what they said lately."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from heed.domain.referrals import queries
from heed.domain.referrals.access import SEE_REFERRALS
from heed.domain.tasking.queries import beats_of
from heed.flows.referrals import reading
from heed.flows.sharing.locks import shut_incidents
from heed.foundation.accounts.access import actor_of, may, user_of
from heed.foundation.accounts.terms import Role

ON_A_PAGE = 50
LATELY = timedelta(days=14)
"""How far back the page shows what partners said; the rest stands with each incident."""


@require_safe
@may(SEE_REFERRALS)
def listed(request: HttpRequest) -> HttpResponse:
    """Show the referrals on which somebody owes a word, those that came back first, of one's own beats or of the force."""
    user, now = user_of(request), timezone.now()
    mine = user.role == Role.NEIGHBOURHOOD_OFFICER and request.GET.get("whose", "") != "all"
    found = queries.of_force(user.force_id)
    if mine:
        found = found.filter(incident__beat__in=beats_of(user, now=now))
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page", ""))
    said = queries.said_lately(user.force_id, since=now - LATELY)
    if mine:
        beats = set(beats_of(user, now=now).values_list("pk", flat=True))
        said = [step for step in said if step.referral.incident.beat_id in beats]
    ids = {one.incident_id for one in page} | {step.referral.incident_id for step in said}
    locked = shut_incidents(user, ids, now=now)
    rows = [(reading.put(one, (), now=now), locked.get(one.incident_id, "")) for one in page]
    heard = [(reading.said(step), locked.get(step.referral.incident_id, "")) for step in said]
    reading.note_read(
        referrals=[row.referral for row, ask in rows if not ask], purpose="what partners hold", actor=actor_of(request), now=now
    )  # fmt: skip
    shown = {
        "title": "With partners",
        "page": page,
        "rows": rows,
        "heard": heard,
        "mine": mine,
        "has_beats": user.role == Role.NEIGHBOURHOOD_OFFICER,
        "now": now,
    }
    answer = render(request, "neighbourhood/partners.jinja", shown)
    answer["Cache-Control"] = "no-store"
    return answer
