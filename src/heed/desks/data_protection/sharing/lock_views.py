"""What is locked, who is let in, and lifting a lock."""

from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from heed.desks.data_protection.sharing.forms import AdmitForm, WhyForm
from heed.domain.incidents.access import SEE_INCIDENTS
from heed.domain.sharing import queries
from heed.domain.sharing.access import KEEP_LOCKS, SEE_LOCKS
from heed.domain.sharing.locking import services as locking
from heed.domain.sharing.locking.services import CannotLock
from heed.domain.sharing.models import Admission, Lock
from heed.foundation.accounts.access import actor_of, allowed, may, user_of
from heed.foundation.accounts.models import User
from heed.foundation.policy import services as policy

ON_A_PAGE = 50


@require_safe
@may(SEE_LOCKS)
def listing(request: HttpRequest) -> HttpResponse:
    """List what is locked."""
    found = Paginator(queries.standing_locks(user_of(request).force_id), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "data_protection/locks.jinja", {"title": "Locks", "found": found})


@require_safe
@may(SEE_LOCKS)
def lock(request: HttpRequest, row: int) -> HttpResponse:
    """Show one lock, who is let in, and the forms to let somebody in or to lift it."""
    return _show(request, _lock_or_404(request, row), now=timezone.now())


@require_POST
@may(KEEP_LOCKS)
def lift(request: HttpRequest, row: int) -> HttpResponse:
    """Lift a lock for good."""
    found, now = _lock_or_404(request, row), timezone.now()
    form = WhyForm(request.POST, prefix="lift", label="Why is it lifted?")
    if form.is_valid():
        try:
            locking.lift(
                lock=found, why=form.cleaned_data["why"], user=user_of(request), actor=actor_of(request), now=now
            )
        except CannotLock as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The lock is lifted.")
            return redirect("data_protection:locks")
    return _show(request, found, now=now, lifting=form, status=422)


@require_POST
@may(KEEP_LOCKS)
def admit(request: HttpRequest, row: int) -> HttpResponse:
    """Let somebody in."""
    found, now = _lock_or_404(request, row), timezone.now()
    form = _admit_form(request, now=now, posted=True)
    if form.is_valid():
        try:
            made = locking.admit(
                lock=found, user=form.person(), why=form.cleaned_data["why"], until=form.cleaned_data["until"],
                actor=actor_of(request), now=now,
            )  # fmt: skip
        except CannotLock as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{made.user.display_name} is let in.")
            return redirect("data_protection:lock", found.pk)
    return _show(request, found, now=now, admitting=form, status=422)


@require_POST
@may(KEEP_LOCKS)
def end_admission(request: HttpRequest, row: int, admission: int) -> HttpResponse:
    """Let somebody in no longer."""
    found = _lock_or_404(request, row)
    ended = get_object_or_404(Admission.objects.filter(lock=found).select_related("lock"), pk=admission)
    locking.end_admission(admission=ended, actor=actor_of(request), now=timezone.now())
    messages.success(request, "They are not let in any more.")
    return redirect("data_protection:lock", found.pk)


def _lock_or_404(request: HttpRequest, row: int) -> Lock:
    """Return a lock that stands, of the person's own force, or answer 404."""
    return get_object_or_404(queries.standing_locks(user_of(request).force_id), pk=row)


def _admit_form(request: HttpRequest, *, now: datetime, posted: bool = False) -> AdmitForm:
    """Return the form to let somebody in: whoever works with incidents in the force."""
    people = User.objects.filter(
        force=user_of(request).force_id, role__in=sorted(SEE_INCIDENTS.roles), is_active=True
    ).order_by("last_name", "first_name", "username")
    longest = policy.in_use().sharing.locking.longest_admission
    return AdmitForm(
        request.POST if posted else None,
        prefix="admit",
        people={one.pk: one for one in people},
        now=now,
        longest=longest,
    )


def _show(
    request: HttpRequest,
    found: Lock,
    *,
    now: datetime,
    admitting: AdmitForm | None = None,
    lifting: WhyForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show a lock with its forms; one that has errors is shown with them."""
    keeps = allowed(user_of(request), KEEP_LOCKS) and not queries.because_of(user_of(request), [found.pk])
    page = {
        "title": "Lock",
        "lock": found,
        "let_in": [one for one in found.admissions.all() if one.ended_at is None and one.until > now],
        "keeps": keeps,
        "admitting": admitting or (_admit_form(request, now=now) if keeps else None),
        "lifting": lifting or (WhyForm(prefix="lift", label="Why is it lifted?") if keeps else None),
        "form": next((one for one in (admitting, lifting) if one is not None and one.errors), None),
    }
    return render(request, "data_protection/lock.jinja", page, status=status)
