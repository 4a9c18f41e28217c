"""Broken glass: who opened what is locked, why, and what somebody else thinks of it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from heed.desks.data_protection.sharing.forms import ReviewForm
from heed.domain.sharing import queries
from heed.domain.sharing.access import REVIEW_GLASS, SEE_LOCKS
from heed.domain.sharing.locking.services import CannotLock
from heed.domain.sharing.models import Lock
from heed.domain.sharing.terms import Finding
from heed.flows.sharing import glass
from heed.foundation.accounts.access import actor_of, allowed, may, user_of

ON_A_PAGE = 50


@require_safe
@may(SEE_LOCKS)
def listing(request: HttpRequest) -> HttpResponse:
    """List what waits for a review, the most urgent first, and below it what was reviewed."""
    force = user_of(request).force_id
    reviewed = queries.broken_glass(force).exclude(reviewed_at=None)
    page = {
        "title": "Broken glass",
        "waiting": queries.glass_to_review(force),
        "reviewed": Paginator(reviewed, ON_A_PAGE).get_page(request.GET.get("page")),
        "now": timezone.now(),
    }
    return render(request, "data_protection/glass.jinja", page)


@require_http_methods(["GET", "HEAD", "POST"])
@may(SEE_LOCKS)
def review(request: HttpRequest, row: int) -> HttpResponse:
    """Show one, and review it."""
    user, now = user_of(request), timezone.now()
    found = get_object_or_404(queries.broken_glass(user.force_id), pk=row)
    may_review = allowed(user, REVIEW_GLASS) and found.reviewed_at is None and found.user_id != user.pk
    form = ReviewForm(request.POST if request.method == "POST" else None) if may_review else None
    if form is not None and form.is_valid():
        try:
            glass.review(
                glass=found, finding=Finding(form.cleaned_data["finding"]), words=form.cleaned_data["words"], user=user,
                actor=actor_of(request), now=now,
            )  # fmt: skip
        except CannotLock as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The review is kept.")
            return redirect("data_protection:glass")
    page = {
        "title": "Broken glass: review",
        "glass": found,
        "locks": Lock.objects.filter(pk__in=found.locks, force=user.force_id).order_by("pk"),
        "form": form,
        "now": now,
    }
    return render(request, "data_protection/glass_review.jinja", page, status=422 if form and form.errors else 200)
