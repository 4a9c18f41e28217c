"""The lexicon: its rows, what the force changed, and what waits for a second person."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from heed.desks.supervisor.lexicon.forms import ProposeForm, WhyForm
from heed.desks.supervisor.lexicon.rows import matching
from heed.engines.cues.difference import SAMPLES, Sample
from heed.engines.cues.lexicon import Lexicon, national
from heed.engines.cues.terms import Category
from heed.flows import lexicon_reach
from heed.foundation.accounts.access import actor_of, allowed, may, user_of
from heed.foundation.design.forms import Form
from heed.foundation.lexicon import queries, services
from heed.foundation.lexicon.access import EDIT_LEXICON, PUBLISH_LEXICON
from heed.foundation.lexicon.models import LexiconVersion

ON_A_PAGE = 25
READ_MOST = 10_000
"""Log entries, and summaries, that a page reads for a preview: some seconds. The command line reads all."""
AROUND = 80
PROBLEMS_MOST = 12


@require_safe
@may(EDIT_LEXICON)
def lexicon(request: HttpRequest) -> HttpResponse:
    """Show the rows of a category or those that hold some words, the overlay, and the versions."""
    return _page(request)


@require_safe
@may(EDIT_LEXICON)
def preview(request: HttpRequest, label: str = "") -> HttpResponse:
    """Show what the overlay, or the proposal of that label, would change in the logs of the last weeks."""
    return _preview(request, label)


@require_POST
@may(EDIT_LEXICON)
def propose(request: HttpRequest) -> HttpResponse:
    """Propose the overlay as it stands."""
    form, user = ProposeForm(request.POST), user_of(request)
    if not form.is_valid():
        return _preview(request, "", form=form, status=422)
    try:
        made = services.propose(
            force=user.force, note=form.cleaned_data["note"], user=user, actor=actor_of(request), now=timezone.now()
        )
    except services.Refused as refused:
        refuse(form, refused)
        return _preview(request, "", form=form, status=409)
    messages.success(request, f"Proposed as {made.label}. It waits for a second person.")
    return redirect("supervisor:lexicon")


@require_POST
@may(PUBLISH_LEXICON)
def publish(request: HttpRequest, label: str) -> HttpResponse:
    """Put the proposal in force."""
    user = user_of(request)
    try:
        services.publish(force=user.force, label=label, user=user, actor=actor_of(request), now=timezone.now())
    except services.Refused as refused:
        form = Form({})
        form.is_valid()
        refuse(form, refused)
        return _page(request, wrong=form, status=409)
    messages.success(request, f"{label} is in force.")
    return redirect("supervisor:lexicon")


@require_POST
@may(PUBLISH_LEXICON)
def roll_back(request: HttpRequest, label: str) -> HttpResponse:
    """Put an earlier version in force again."""
    form, user = WhyForm(request.POST, part=f"back{label}"), user_of(request)
    if not form.is_valid():
        return _page(request, wrong=form, status=422)
    try:
        services.roll_back(
            force=user.force,
            label=label,
            why=form.cleaned_data["why"],
            user=user,
            actor=actor_of(request),
            now=timezone.now(),
        )
    except services.Refused as refused:
        refuse(form, refused)
        return _page(request, wrong=form, status=409)
    messages.success(request, f"{_named(label)} is in force again.")
    return redirect("supervisor:lexicon")


def refuse(form: Form, refused: services.Refused) -> None:
    """Say on the form why nothing was done: each problem in a line of its own."""
    lines = [str(refused)]
    if isinstance(refused, services.Unsound):
        lines = [str(problem) for problem in refused.problems[:PROBLEMS_MOST]]
        if len(refused.problems) > PROBLEMS_MOST:
            lines.append(f"And {len(refused.problems) - PROBLEMS_MOST} more problems")
    for line in lines:
        form.add_error(None, line)


def _named(label: str) -> str:
    return "The national lexicon" if label == services.NATIONAL else label


def _page(request: HttpRequest, *, wrong: Form | None = None, status: int = 200) -> HttpResponse:
    """Show the page; wrong: the form that has errors."""
    user = user_of(request)
    # What is not text cannot be searched for; a category that does not exist is none.
    words = request.GET.get("q", "").replace("\0", "")[:100].strip()
    category = request.GET.get("category", "")
    edits = queries.standing_edits(user.force_id)
    asked = category if category in set(Category) else ""
    found = matching(edits, words=words, category=asked or ("" if words else Category.AGE_ELDER))
    in_force = queries.version_in_force(user.force_id)
    waiting = queries.waiting(user.force_id)
    held = waiting or in_force
    versions = queries.versions(user.force_id)
    # One form for each label: a version that was gone back to stands in the list twice.
    back_to = {one.version.label: one.version.pk for one in reversed(versions) if one.may_go_back_to}
    back_to.pop(in_force.label if in_force else "", None)
    page: dict[str, Any] = {
        "title": "Lexicon",
        "rows": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page", "")),
        "categories": list(Category),
        "category": asked or ("" if words else Category.AGE_ELDER.value),
        "words": words,
        "edits": edits,
        "differs": queries.kept(queries.overlay(user.force_id)) != (held.edits if held else []),
        "outdated": bool(in_force and in_force.national != national().version),
        "in_force": in_force,
        "national": national().version,
        "waiting": waiting,
        "versions": versions,
        "back_to": set(back_to.values()),
        "may_publish": allowed(user, PUBLISH_LEXICON),
        "back_form": lambda label: (
            wrong if wrong and wrong.prefix == f"back{label}" else WhyForm(part=f"back{label}", label="Why go back?")
        ),
        "user": user,
        "form": wrong,
    }
    return render(request, "supervisor/lexicon.jinja", page, status=status)


def _preview(request: HttpRequest, label: str, *, form: ProposeForm | None = None, status: int = 200) -> HttpResponse:
    """Show the difference; form: the one that has errors."""
    user, now = user_of(request), timezone.now()
    waiting = queries.waiting(user.force_id)
    version: LexiconVersion | None = waiting if waiting and waiting.label == label else None
    if label and version is None:
        raise Http404
    problems: list[Any] = []
    if version:
        proposed: Lexicon = queries.compiled(version)
    else:
        laid, proposed = services.laid(queries.overlay(user.force_id))
        problems = list(laid.problems)
    found = lexicon_reach.reach(
        force=user.force,
        proposed=proposed,
        days=lexicon_reach.DAYS,
        limit=SAMPLES,
        actor=actor_of(request),
        now=now,
        most=READ_MOST,
    )
    page: dict[str, Any] = {
        "title": "What it would change",
        "found": found,
        "problems": problems,
        "most": READ_MOST,
        "days": lexicon_reach.DAYS,
        "version": version,
        "edits": queries.standing_edits(user.force_id),
        "note_form": form or ProposeForm(),
        "form": form,
        "own": bool(version and version.proposed_by_id == user.pk),
        "may_publish": allowed(user, PUBLISH_LEXICON),
        "cut": cut,
    }
    return render(request, "supervisor/lexicon_preview.jinja", page, status=status)


def cut(sample: Sample) -> dict[str, str]:
    """Return a sample in three: what stands before the hit, the hit, and what follows."""
    text, start, end = sample.text, sample.start, sample.end
    return {
        "before": ("…" if start > AROUND else "") + text[max(0, start - AROUND) : start],
        "hit": text[start:end],
        "after": text[end : end + AROUND] + ("…" if end + AROUND < len(text) else ""),
    }
