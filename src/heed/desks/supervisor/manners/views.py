"""
How often each rule is right, worst first; one rule by itself; the same as CSV.

Who replied is on no page, in no file and in no query: a rule is looked at, never a person.
"""

import csv
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from heed.desks.supervisor.lexicon.forms import WhyForm
from heed.desks.supervisor.lexicon.rows import rows
from heed.desks.supervisor.manners.edit import weaker
from heed.desks.supervisor.manners.rows import COLUMNS, PERIODS, USUAL_DAYS, bar, category_label, cells
from heed.domain.vulnerability.access import SEE_RULE_COUNTS
from heed.domain.vulnerability.manners import queries
from heed.domain.vulnerability.manners.queries import Period
from heed.engines.cues.terms import Category
from heed.engines.risk.disparity import compare
from heed.engines.risk.manners import total
from heed.flows import manners
from heed.foundation.accounts.access import actor_of, allowed, may, user_of
from heed.foundation.lexicon import queries as lexicon
from heed.foundation.lexicon.access import EDIT_LEXICON
from heed.foundation.policy import services as policy

ON_A_PAGE = 100
LONGEST_RULE = 120


@require_safe
@may(SEE_RULE_COUNTS)
def listed(request: HttpRequest) -> HttpResponse:
    """Show the table."""
    user, now, days, category = user_of(request), timezone.now(), days_of(request), _category(request)
    found = manners.lines(user, days=days, category=category, now=now)
    shown = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page", ""))
    pack, edits = policy.in_use(), manners.edits_of(user.force_id)
    spoken = queries.spoken(user, manners.period(days=days, edits=edits, now=now), budget=pack.asking.cues_open)
    page: dict[str, Any] = {
        "title": "Are cues right?",
        "days": days,
        "periods": PERIODS,
        "category": category,
        "categories": list(Category),
        "lines": shown,
        "all": total(line.tally for line in found),
        "new": sum(line.is_new for line in found),
        "spoken": spoken,
        "budget": pack.asking.cues_open,
        "policy": pack.manners,
        "disparity": _disparity(queries.right_by_group(user, _year(edits, now), category=category)),
        "bar": bar,
        "category_label": category_label,
    }
    return render(request, "supervisor/manners.jinja", page)


@require_safe
@may(SEE_RULE_COUNTS)
def as_csv(request: HttpRequest) -> HttpResponse:
    """Hand out the table as CSV; that it left Heed is on the audit trail."""
    user, days, category = user_of(request), days_of(request), _category(request)
    found = manners.export(user=user, days=days, category=category, actor=actor_of(request), now=timezone.now())
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="cues-right-{days}-days.csv"'
    writer = csv.writer(answer)
    writer.writerow(COLUMNS)
    writer.writerows([_harmless(str(cell)) for cell in cells(line)] for line in found)
    return answer


@require_safe
@may(SEE_RULE_COUNTS)
def rule(request: HttpRequest, rule: str) -> HttpResponse:
    """Show one rule."""
    return show_rule(request, rule)


def show_rule(request: HttpRequest, rule: str, *, wrong: WhyForm | None = None, status: int = 200) -> HttpResponse:
    """Show one rule; wrong: the form of a button that has errors. Raises Http404 for a rule that never spoke here."""
    user, now, days = user_of(request), timezone.now(), days_of(request)
    edits = manners.edits_of(user.force_id)
    row = rows(lexicon.standing_edits(user.force_id)).get(rule)
    spell = manners.period(days=days, edits=edits, now=now)
    found = (
        manners.in_order(queries.of_rule(user, rule, spell), edits, policy.in_use().manners.rule)
        if _sound(rule)
        else []
    )
    if not found and row is None:
        raise Http404
    year = _year(edits, now)
    category = found[0].category if found else row.cells.get("category", "") if row else ""
    shown = queries.shown_by_group(user, rule, category, year)
    page: dict[str, Any] = {
        "title": rule,
        "days": days,
        "periods": PERIODS,
        "lines": found,
        "row": row,
        "edited": edits.get(rule),
        "weaker": weaker(row) if row else None,
        "may_edit": allowed(user, EDIT_LEXICON) and row is not None and not row.is_disabled,
        "examples": manners.read_examples(user=user, rule=rule, period=spell, actor=actor_of(request), now=now),
        "months": queries.by_month(
            user, rule, manners.period(days=365, edits=edits, now=now), zone=policy.in_use().zone
        ),
        "disparity": _disparity(queries.right_by_group(user, year, rule=rule)),
        "shown": _disparity(shown),
        "policy": policy.in_use().manners,
        "disable_form": wrong if wrong and wrong.prefix == "disable" else WhyForm(part="disable"),
        "weaken_form": wrong if wrong and wrong.prefix == "weaken" else WhyForm(part="weaken"),
        "opened": wrong.prefix if wrong else "",
        "form": wrong,
        "bar": bar,
        "category_label": category_label,
    }
    return render(request, "supervisor/manners_rule.jinja", page, status=status)


def days_of(request: HttpRequest) -> int:
    """Return the days that the address asks for; the usual where it names none there are."""
    asked = request.GET.get("days", "")
    return next((days for days in PERIODS if str(days) == asked), USUAL_DAYS)


def _category(request: HttpRequest) -> str:
    """Return the category that the address asks for; all, where it names none there is."""
    asked = request.GET.get("category", "")
    return asked if asked in set(Category) else ""


def _year(edits: dict[str, manners.Edited], now: datetime) -> Period:
    """
    Return the twelve whole months before this one.

    Groups are looked at over these alone, whatever period is asked for: one table subtracted from a slightly longer one
    would show the few between.
    """
    local = now.astimezone(policy.in_use().zone)
    until = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    whole = manners.period(days=0, edits=edits, now=now)
    return Period(until.replace(year=until.year - 1), until, whole.changed)


def _disparity(groups: queries.Groups) -> list[tuple[str, Any]]:
    """Compare the groups of each characteristic."""
    return [(name, compare(counts)) for name, counts in groups.items()]


def _sound(rule: str) -> bool:
    """Say whether an address can name a rule at all."""
    return "\0" not in rule and len(rule) <= LONGEST_RULE


def _harmless(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell
