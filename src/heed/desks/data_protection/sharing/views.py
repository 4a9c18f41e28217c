"""The register of disclosures: to whom, on what basis, why, until when, how it ended, and who has seen it."""

import csv
from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from heed.desks.data_protection.sharing.forms import WhyForm
from heed.desks.data_protection.sharing.page import Row, put, put_all
from heed.domain.agencies.models import Agency
from heed.domain.agencies.terms import SharedPart
from heed.domain.sharing import queries
from heed.domain.sharing.access import SEE_REGISTER, WITHDRAW
from heed.domain.sharing.models import Disclosure
from heed.domain.sharing.rules import sheet_of
from heed.domain.sharing.services import AlreadyWithdrawn
from heed.domain.sharing.terms import Ended
from heed.flows.sharing import register as registers
from heed.flows.sharing import share as sharing
from heed.foundation.accounts.access import actor_of, allowed, may, refuse_unless_allowed, user_of

ON_A_PAGE = 50
WHICH = {"": "All", "standing": "Visible to the agency now", "vulnerability": "With needs or risk"}


@require_safe
@may(SEE_REGISTER)
def register(request: HttpRequest) -> HttpResponse:
    """List the disclosures of the force, the newest first."""
    user, now = user_of(request), timezone.now()
    which, agency = _asked(request)
    found = Paginator(_found(user.force_id, which, agency, now=now), ON_A_PAGE).get_page(request.GET.get("page"))
    page = {
        "title": "Disclosures",
        "rows": put_all(found.object_list, now=now),
        "found": found,
        "which": which,
        "agency": agency,
        "kinds": WHICH,
        "agencies": Agency.objects.filter(force=user.force_id).order_by("name"),
        "to_review": queries.glass_to_review(user.force_id).count(),
    }
    return render(request, "data_protection/disclosures.jinja", page)


@require_safe
@may(SEE_REGISTER)
def as_csv(request: HttpRequest) -> HttpResponse:
    """Give the register as a file; nothing of what was shared is in it, and that it was taken is on the trail."""
    user, now = user_of(request), timezone.now()
    which, agency = _asked(request)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="disclosures.csv"'
    writer = csv.writer(answer)
    writer.writerow(COLUMNS)
    rows = put_all(_found(user.force_id, which, agency, now=now), now=now)
    writer.writerows([_safe(cell) for cell in _line(one)] for one in rows)
    registers.note_taken(force=user.force, rows=len(rows), actor=actor_of(request), now=now)
    return answer


@require_safe
@may(SEE_REGISTER)
def disclosure(request: HttpRequest, row: int) -> HttpResponse:
    """Show one disclosure: its terms, exactly what was shared, and who has seen it."""
    return _show(request, _row_or_404(request, row), now=timezone.now())


@require_POST
@may(WITHDRAW)
def withdraw(request: HttpRequest, row: int) -> HttpResponse:
    """Stop sharing at once. Whoever may withdraw but not read the register does so from the incident: this page shows it."""
    refuse_unless_allowed(user_of(request), SEE_REGISTER)
    found, now = _row_or_404(request, row), timezone.now()
    form = WhyForm(request.POST)
    if form.is_valid():
        try:
            sharing.withdraw(disclosure=found, why=form.cleaned_data["why"], actor=actor_of(request), now=now)
        except AlreadyWithdrawn:
            form.add_error(None, "It was withdrawn already: nothing was changed")
        else:
            messages.success(request, f"{found.agency.name} sees it no longer.")
            return redirect("data_protection:disclosures")
    return _show(request, found, now=now, form=form, status=422)


COLUMNS = (
    "disclosure", "incident", "agency", "parts", "purpose", "legal basis", "necessity", "shared at", "shared by", "last day",
    "state", "ended at", "ended by", "ended because", "times opened", "sha-256 of what was shared",
)  # fmt: skip


def _line(one: Row) -> list[str]:
    """Return the cells of one disclosure."""
    row = one.row
    return [
        str(row.pk), row.incident.reference, row.agency.name, " ".join(row.parts), row.get_purpose_display(), row.basis,
        row.necessity, row.shared_at.isoformat(), row.shared_by_name, row.until_on.isoformat(), one.stands.label,
        row.withdrawn_at.isoformat() if row.withdrawn_at else "", row.withdrawn_by_name, row.withdrawn_why,
        str(len(one.opened)), row.digest,
    ]  # fmt: skip


def _safe(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _asked(request: HttpRequest) -> tuple[str, int | None]:
    """Return which disclosures are asked for: a kind, and an agency or None for all."""
    which, agency = request.GET.get("which", ""), request.GET.get("agency", "")
    small = agency.isascii() and agency.isdigit() and len(agency) < len(str(2**63))
    return which if which in WHICH else "", int(agency) if small else None


def _found(force_id: int, which: str, agency: int | None, *, now: datetime) -> QuerySet[Disclosure]:
    """Return the disclosures that are asked for."""
    found = queries.register(force_id).prefetch_related("openings")
    if agency is not None:
        found = found.filter(agency=agency)
    if which == "standing":
        found = found.filter(
            withdrawn_at=None, until_on__gte=timezone.localdate(now), agreement__ended_at=None, agency__ended_at=None
        )
    if which == "vulnerability":
        in_parts = [SharedPart.NEEDS, SharedPart.RISK]
        found = found.filter(parts__contains=in_parts[0]) | found.filter(parts__contains=in_parts[1])
    return found


def _row_or_404(request: HttpRequest, row: int) -> Disclosure:
    """Return a disclosure of the person's own force, or answer 404."""
    return get_object_or_404(queries.register(user_of(request).force_id).prefetch_related("openings"), pk=row)


@transaction.atomic
def _show(
    request: HttpRequest, found: Disclosure, *, now: datetime, form: WhyForm | None = None, status: int = 200
) -> HttpResponse:
    """Show a disclosure, and put on the trail that it was read."""
    one = put(found, now=now)
    locked = one.stands == Ended.LOCKED or registers.is_shut(found, user=user_of(request), now=now)
    registers.note_read(disclosure=found, actor=actor_of(request), now=now)
    may_withdraw = allowed(user_of(request), WITHDRAW) and found.withdrawn_at is None
    page = {
        "title": f"{found.incident.reference}, {found.agency.name}",
        "one": one,
        "sheet": None if locked else sheet_of(found.sheet),
        "form": form or (WhyForm(label="Why is it no longer shared?") if may_withdraw else None),
        "may_withdraw": may_withdraw,
    }
    return render(request, "data_protection/disclosure.jinja", page, status=status)
