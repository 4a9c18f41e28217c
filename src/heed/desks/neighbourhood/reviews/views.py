"""Case reviews: the list, writing one down, the review itself, and the yearly numbers."""

import csv
import uuid
from datetime import date, timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from heed.desks.neighbourhood.reviews.forms import NewForm
from heed.desks.neighbourhood.reviews.page import OPEN, found_or_404, show
from heed.desks.neighbourhood.reviews.panel_forms import NumbersForm
from heed.domain.case_review.access import SEE_REVIEW_NUMBERS, SEE_REVIEWS, TAKE_APPLICATIONS, WORK_ON_REVIEWS
from heed.domain.case_review.applications import queries
from heed.domain.case_review.applications.services import Applied
from heed.domain.case_review.deciding import queries as deciding_queries
from heed.domain.case_review.deciding.queries import Numbers
from heed.domain.case_review.terms import Applicant, Channel, Consent
from heed.domain.people import queries as people
from heed.domain.people.models import Person
from heed.flows.case_review import applying
from heed.flows.case_review.overview import Row, row_of
from heed.flows.tasking.tasks import note_consulted
from heed.foundation.accounts.access import actor_of, allowed, may, user_of
from heed.foundation.policy import services as policy

ON_A_PAGE = 50
FILTERS = {"open": "Open", "late": "Late", "second": "Second look", "over": "Over", "all": "All"}
APRIL = 4
COLUMNS = (
    "first_day", "last_day", "as_the_numbers_stood_at_the_end_of", "applications_made", "threshold_not_met",
    "reviews_carried_out", "reviews_resulting_in_recommendations", "policy",
)  # fmt: skip


@require_safe
@may(SEE_REVIEWS)
def reviews(request: HttpRequest) -> HttpResponse:
    """Show the list of reviews, the longest due first."""
    user, now, asked = user_of(request), timezone.now(), request.GET.get("show", "")
    which, sought = asked if asked in FILTERS else "open", request.GET.get("reference", "").strip().upper()[:16]
    if sought and (one := queries.visible_to(user).filter(reference=sought).first()):
        return redirect("neighbourhood:review", one.pk)
    found = [row for row in (row_of(one, now=now) for one in queries.newest_first(user)) if _is(row, which)]
    found.sort(key=lambda row: (row.due_by is None, row.due_by or now))
    rows = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    note_consulted(
        subjects=[f"case_review:{row.application.pk}" for row in rows],
        purpose=f"list of case reviews: {which}",
        actor=actor_of(request),
        now=now,
    )
    page = {
        "title": "Case reviews",
        "which": which,
        "filters_of": FILTERS,
        "rows": rows,
        "sought": sought,
        "takes": allowed(user, TAKE_APPLICATIONS),
        "counts": allowed(user, SEE_REVIEW_NUMBERS),
        "now": now,
    }
    return render(request, "neighbourhood/reviews.jinja", page)


@require_http_methods(["GET", "HEAD", "POST"])
@may(TAKE_APPLICATIONS)
def new(request: HttpRequest) -> HttpResponse:
    """Write down an application that somebody makes by telephone, by letter or in person."""
    user, now = user_of(request), timezone.now()
    person = _person(request)
    start: dict[str, object] = {"made_on": timezone.localdate(now)}
    start |= {"name": person.name, "whom": Consent.OWN} if person else {}
    form = NewForm(request.POST if request.method == "POST" else None, initial=start)
    key = _key(request.POST.get("key", ""))
    if form.is_valid():
        typed = form.cleaned_data
        consent = Consent(typed["whom"])
        made = applying.apply(
            force=user.force,
            applied=Applied(
                applicant=Applicant.VICTIM if consent == Consent.OWN else Applicant.OTHER,
                consent=consent,
                shares=typed["shares"] == "yes",
                name=typed["name"],
                victim_name="" if consent == Consent.OWN else typed["victim"],
                about=typed["about"],
                effect=typed["effect"],
                address=typed["address"],
                email=typed["email"],
                telephone=typed["telephone"],
                safe_ways=tuple(typed["ways"]),
                safe_words=typed["minding"],
            ),
            key=key,
            channel=Channel(typed["channel"]),
            made_on=typed["made_on"],
            actor=actor_of(request),
            now=now,
        )
        if person and made.person_id is None:
            applying.identify(application=made, person=person, user=user, actor=actor_of(request), now=now)
        messages.success(request, f"Taken. Tell them the reference: {made.reference}")
        return redirect("neighbourhood:review", made.pk) if allowed(user, SEE_REVIEWS) else redirect("home")
    page = {"title": "Write down an application", "form": form, "key": key, "person": person}
    return render(request, "neighbourhood/review_new.jinja", page, status=422 if form.errors else 200)


@require_safe
@may(SEE_REVIEWS)
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a review."""
    return show(request, found_or_404(request, pk))


@require_safe
@may(SEE_REVIEW_NUMBERS)
def numbers(request: HttpRequest) -> HttpResponse:
    """Show the four numbers that are published for each period of at most 12 months, and how they were counted."""
    form, found = _numbers(request)
    page = {
        "title": "Case reviews: the yearly numbers",
        "form": form if form.errors else None,
        "fields": form,
        "found": found,
        "query": request.GET.urlencode(),
        "works": allowed(user_of(request), WORK_ON_REVIEWS),
    }
    return render(request, "neighbourhood/review_numbers.jinja", page, status=422 if form.errors else 200)


@require_safe
@may(SEE_REVIEW_NUMBERS)
def numbers_csv(request: HttpRequest) -> HttpResponse:
    """Give the same numbers as a file, for publishing; 422 with a sentence for a period that the law does not know."""
    form, found = _numbers(request)
    if found is None:
        wrong = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return HttpResponse(f"{wrong}\n", status=422, content_type="text/plain; charset=utf-8")
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"case-reviews-{found.first.isoformat()}-{found.last.isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    out = csv.writer(response)
    out.writerow(COLUMNS)
    out.writerow([
        found.first.isoformat(), found.last.isoformat(), found.as_on.isoformat(), found.applications, found.not_met,
        found.reviews, found.recommending, policy.label(policy.in_use()),
    ])  # fmt: skip
    return response


def _numbers(request: HttpRequest) -> tuple[NumbersForm, Numbers | None]:
    """Count what was asked for; the last whole year from April where nothing was."""
    today = timezone.localdate()
    began = date(today.year - (today.month < APRIL), APRIL, 1)
    usual = {"first": began, "last": date(began.year + 1, APRIL, 1) - timedelta(days=1), "as_on": today}
    form = NumbersForm(request.GET if any(key != "page" for key in request.GET) else usual, initial=usual)
    if not form.is_valid():
        return form, None
    typed = form.cleaned_data
    found = deciding_queries.numbers(
        user_of(request).force_id,
        first=typed["first"],
        last=typed["last"],
        as_on=min(typed["as_on"] or today, today),
        zone=policy.in_use().zone,
    )
    return form, found


def _is(row: Row, which: str) -> bool:
    """Say whether a review belongs to a part of the list."""
    return {
        "open": row.stage in OPEN or row.appealed,
        "late": row.late,
        "second": row.appealed,
        "over": row.stage not in OPEN,
    }.get(which, True)


def _person(request: HttpRequest) -> Person | None:
    """Return whom the page is opened for, where a link named somebody of the person's own force."""
    named = request.GET.get("person", "")
    try:
        return people.visible_to(user_of(request)).filter(pk=uuid.UUID(named)).first() if named else None
    except ValueError:
        return None


def _key(posted: str) -> uuid.UUID:
    """Return the key that a form carries, so that one sent twice is kept once; a new one for a new form."""
    try:
        return uuid.UUID(posted)
    except ValueError:
        return uuid.uuid4()
