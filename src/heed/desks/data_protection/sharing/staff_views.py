"""The staff list: who is on it, put on one by one or from a file, and taken off."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from heed.desks.data_protection.sharing.forms import StaffForm, WhyForm
from heed.domain.sharing import queries
from heed.domain.sharing.access import KEEP_STAFF_LIST
from heed.domain.sharing.locking.services import CannotLock
from heed.domain.sharing.staff_list.services import UnfitEntry
from heed.flows.sharing import staff, staff_file
from heed.foundation.accounts.access import actor_of, may, user_of
from heed.foundation.accounts.models import User

ON_A_PAGE = 100


@require_safe
@may(KEEP_STAFF_LIST)
def listing(request: HttpRequest) -> HttpResponse:
    """Show the list."""
    return _list(request)


@require_POST
@may(KEEP_STAFF_LIST)
def add(request: HttpRequest) -> HttpResponse:
    """Put somebody on the list, and lock what is on record about them."""
    form, user = StaffForm(request.POST), user_of(request)
    if form.is_valid():
        named = form.cleaned_data["username"]
        account = User.objects.filter(force=user.force_id, username__iexact=named).first() if named else None
        if named and account is None:
            form.add_error("username", "Nobody in the force has this user name")
        else:
            try:
                _, locked = staff.add_to_list(
                    force=user.force, entry=form.entry(account), actor=actor_of(request), now=timezone.now()
                )
            except UnfitEntry as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, f"They are on the list. {_said(len(locked))}")
                return redirect("data_protection:staff_list")
    return _list(request, form=form, status=422)


@require_POST
@may(KEEP_STAFF_LIST)
def add_file(request: HttpRequest) -> HttpResponse:
    """Put everybody of a file on the list; what cannot be read is named by its line, and nothing else of the file is lost."""
    sent, user = request.FILES.get("file"), user_of(request)
    if sent is None or sent.size is None or sent.size > staff_file.LARGEST:
        wrong = "Choose a CSV file" if sent is None else "The file must be smaller than 2 MB"
        return _list(request, file_errors=[wrong], status=422)
    read = staff_file.add_all(force=user.force, content=sent.read(), actor=actor_of(request), now=timezone.now())
    if read.errors:
        return _list(request, file_errors=list(read.errors), added=read, status=422)
    messages.success(request, f"{read.added} put on the list, {read.known} on it already. {_said(read.locked)}")
    return redirect("data_protection:staff_list")


@require_POST
@may(KEEP_STAFF_LIST)
def remove(request: HttpRequest, row: int) -> HttpResponse:
    """Take somebody off the list, and lift what it locked because of them."""
    user, now = user_of(request), timezone.now()
    found = get_object_or_404(queries.staff_list(user.force_id), pk=row)
    form = WhyForm(request.POST, prefix=f"remove{row}", label="Why are they taken off the list?")
    if form.is_valid():
        try:
            lifted = staff.take_off_list(
                staff_name=found, why=form.cleaned_data["why"], user=user, actor=actor_of(request), now=now
            )
        except CannotLock as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"They are off the list. Locks lifted: {lifted}.")
            return redirect("data_protection:staff_list")
    return _list(request, removing={row: form}, status=422)


def _said(locked: int) -> str:
    """Say what was locked, and not of whom."""
    return f"Locks set on what is on record: {locked}." if locked else "Nothing on record is locked by it."


def _list(
    request: HttpRequest,
    *,
    form: StaffForm | None = None,
    removing: dict[int, WhyForm] | None = None,
    file_errors: list[str] | None = None,
    added: staff_file.Added | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the list with its forms; those that have errors are shown with them."""
    found = Paginator(queries.staff_list(user_of(request).force_id), ON_A_PAGE).get_page(request.GET.get("page"))
    page = {
        "title": "Staff list",
        "found": found,
        "adding": form or StaffForm(),
        "removing": {
            one.pk: (removing or {}).get(one.pk)
            or WhyForm(prefix=f"remove{one.pk}", label="Why are they taken off the list?")
            for one in found.object_list
        },
        "form": form or next(iter((removing or {}).values()), None),
        "file_errors": file_errors or [],
        "file_errors_listed": [{"text": words, "href": "#file"} for words in file_errors or []],
        "added": added,
        "columns": staff_file.COLUMNS,
    }
    return render(request, "data_protection/staff_list.jinja", page, status=status)
