"""The crime registrar's list: sequences that may be a crime, overdue first; and the same as CSV."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from heed.desks.supervisor.crime_rows import COLUMNS, Line, lines_of
from heed.domain.conduct import queries
from heed.domain.conduct.access import LIST_CRIME_PROMPTS
from heed.flows.conduct import export as conduct_export
from heed.foundation.accounts.access import actor_of, may, user_of

ON_A_PAGE = 50
FILTERS = {
    "open": "To decide",
    "overdue": "Overdue",
    "registrar": "For the registrar",
    "decided": "Decided",
    "all": "All",
}


@require_safe
@may(LIST_CRIME_PROMPTS)
def listed(request: HttpRequest) -> HttpResponse:
    """Show the list."""
    user, now, which = user_of(request), timezone.now(), _which(request)
    rows = Paginator(queries.listed(user, which=which, now=now), ON_A_PAGE).get_page(request.GET.get("page"))
    counts = queries.counts(user, now=now)
    page: dict[str, Any] = {
        "title": "Crime decisions",
        "which": which,
        "filters": [(name, label, counts[name]) for name, label in FILTERS.items()],
        "rows": rows,
        "lines": lines_of(rows, now=now),
        "now": now,
    }
    return render(request, "supervisor/crime.jinja", page)


@require_safe
@may(LIST_CRIME_PROMPTS)
def as_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Hand out the list as CSV; that it left Heed is on the audit trail."""
    user, now, which = user_of(request), timezone.now(), _which(request)
    prompts = conduct_export.export(user=user, which=which, actor=actor_of(request), now=now)
    answer = StreamingHttpResponse(_csv(lines_of(prompts, now=now)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="crime-decisions-{which}.csv"'
    return answer


def _which(request: HttpRequest) -> str:
    """Return the filter that the address asks for; what is to be decided, where it names none there is."""
    asked = request.GET.get("show", "")
    return asked if asked in FILTERS else "open"


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        """Return the line."""
        return line


def _csv(lines: Iterable[Line]) -> Iterator[str]:
    """Write the lines, each with what a spreadsheet would run made harmless."""
    writer = csv.writer(_Echo())
    yield writer.writerow(COLUMNS)
    for line in lines:
        yield writer.writerow([_harmless(str(cell)) for cell in line.cells])


def _harmless(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet takes for a formula: names are typed by strangers."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell
