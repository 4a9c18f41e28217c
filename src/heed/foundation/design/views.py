"""The page that shows every component as it looks, for whoever builds a page or checks a release."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from heed.foundation.accounts.access import public
from heed.foundation.design.example import Example

# A Sunday night in winter: the page looks the same whenever it is opened, so that pictures of it can be compared.
_NOW = datetime(2026, 11, 22, 23, 13, tzinfo=UTC)


@public
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Show every component, with a form that has errors. Does not exist unless DEBUG is on."""
    if not settings.DEBUG:
        raise Http404
    form = Example({"harm": "other", "born-day": "31", "born-month": "2", "born-year": "1958"})
    log = [
        (timedelta(days=49), "PC 2210 Osei", "Visited. Door camera fitted."),
        (timedelta(minutes=4), "D. Whitlock", "Caller says they are back at the window.\nDog barking."),
        (timedelta(), "Heed", "Graded priority. Attend by 00:13."),
    ]
    entries = [{"at": _NOW - before, "by": by, "text": text, "checked": bool(before)} for before, by, text in log]
    page = {"title": "Components", "form": form, "entries": entries, "now": _NOW}
    return render(request, "design/components.jinja", page)
