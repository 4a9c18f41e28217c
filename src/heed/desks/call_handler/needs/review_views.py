"""What somebody is asked to look at again, before it runs out."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from heed.domain.needs import queries
from heed.domain.needs.access import REVIEW, REVIEW_FOR_ALL
from heed.domain.needs.models import ReviewDue
from heed.domain.needs.reviews import services
from heed.domain.needs.reviews.services import StillShown
from heed.domain.needs.terms import What
from heed.flows import needs_shown
from heed.foundation.accounts.access import actor_of, allowed, may, user_of

ON_A_PAGE = 50


@require_safe
@may(REVIEW)
def reviews(request: HttpRequest) -> HttpResponse:
    """Show what is due, one's own or everybody's, the soonest first."""
    user, now = user_of(request), timezone.now()
    may_see_all = allowed(user, REVIEW_FOR_ALL)
    everybodys = may_see_all and request.GET.get("whose", "") == "all"
    rows = Paginator(queries.reviews(user, everybodys=everybodys), ON_A_PAGE).get_page(request.GET.get("page", ""))
    today = timezone.localdate(now)
    needs_shown.note_read(
        subjects=list(dict.fromkeys(_about(due) for due in rows)),
        purpose="reviews due",
        actor=actor_of(request),
        now=now,
    )
    page = {
        "title": "To review",
        "rows": rows,
        "listed": [(due, _address(due, gone=due.runs_out_on < today), due.runs_out_on < today) for due in rows],
        "today": today,
        "everybodys": everybodys,
        "may_see_all": may_see_all,
        "now": now,
    }
    return render(request, "call_handler/reviews.jinja", page)


@require_POST
@may(REVIEW)
def let_go(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that what has run out is not asked about again."""
    user = user_of(request)
    if not queries.lends_purpose(user, pk):
        raise Http404
    try:
        services.let_go(review_id=pk, user=user, actor=actor_of(request), now=timezone.now())
    except ReviewDue.DoesNotExist as error:
        raise Http404 from error
    except StillShown:
        messages.warning(request, "It has not run out: look at it instead.")
    else:
        messages.success(request, "Let go. Nothing of it is shown any more.")
    return redirect("call_handler:reviews")


def _about(due: ReviewDue) -> str:
    """Name for the trail whom or what a review is about."""
    return f"person:{due.person_id}" if due.person_id else f"place:{due.place_id}"


def _address(due: ReviewDue, *, gone: bool) -> str:
    """Return where it is looked at; where it has run out, the record, on which it can be written anew."""
    carried = f"?review={due.pk}"
    if due.what == What.PASSPORT:
        return reverse("call_handler:passport", args=[due.person_id]) + carried
    if gone:
        page = "call_handler:person" if due.person_id else "call_handler:place"
        return reverse(page, args=[due.person_id or due.place_id]) + carried
    if due.what == What.NEED:
        return reverse("call_handler:need", args=[due.person_id, due.row]) + carried
    return reverse("call_handler:warning", args=[due.row]) + carried
