"""Who is who: two records compared and decided about, and everything that was decided, with how it is taken back."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from heed.desks.call_handler import purpose
from heed.desks.call_handler.identity.forms import JudgeForm, PickForm, UndoForm
from heed.desks.call_handler.purpose import Purpose
from heed.domain.people import queries as people
from heed.domain.people.access import DECIDE_IDENTITY, SEE_PEOPLE
from heed.domain.people.identity.services import AlreadyUndone, Contradicts, PartOfASplit
from heed.domain.people.models import IdentityDecision, Person, Split
from heed.domain.people.splits.services import CannotSplit
from heed.domain.people.terms import Judgement
from heed.flows import as_shown, consult, identify, proposals, who_is_who
from heed.flows.as_shown import DecidedAlready, OutOfDate
from heed.flows.identify import Preview
from heed.foundation.accounts.access import actor_of, may, user_of

WHY_RECORD = "Why do you need the record of this person?"
WHY_COMPARE = "Why do you compare these two records?"
CHANGED = "What is on record has changed since this page was opened, so nothing was decided. This is how it stands now."
NEVER_AGAIN = "It is kept, and they are not proposed to anybody again."
DONE = {
    Judgement.SAME: "They stand as one person from now on. It can be taken back under “Who is who”.",
    Judgement.DIFFERENT: f"Not the same person. {NEVER_AGAIN}",
    Judgement.SAME_HOUSEHOLD: f"Two people of one household. {NEVER_AGAIN}",
    Judgement.UNSURE: "That nobody can tell is kept with why.",
}


@require_http_methods(["GET", "HEAD", "POST"])
@may(DECIDE_IDENTITY)
def pick(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Search for the record that somebody is compared with."""
    now, known = timezone.now(), person_or_404(request, pk)
    why = purpose.given(request, now=now)
    if why is None:
        return purpose.ask(request, title=WHY_RECORD)
    form = PickForm(request.POST if request.method == "POST" else None)
    found = None
    if form.is_valid():
        found = consult.search(
            words=form.cleaned_data["words"],
            purpose=why.words,
            user=user_of(request),
            actor=actor_of(request),
            now=now,
            people_of_incident=True,
        )
    page = {
        "title": "Compare with another record",
        "person": known.lead,
        "form": form,
        "found": found,
        "others": [(one, home) for one, home in found.people if one.lead_id != known.lead_id] if found else [],
        "why": why,
        "most": consult.FOUND_MOST,
    }
    return render(request, "call_handler/merge_pick.jinja", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@may(DECIDE_IDENTITY)
def merge(request: HttpRequest, pk: uuid.UUID, other: uuid.UUID) -> HttpResponse:
    """Show both sides and what would change; a POST decides, on what was shown."""
    now, one, two = timezone.now(), person_or_404(request, pk), person_or_404(request, other)
    if one == two:
        raise Http404
    why = purpose.given(request, now=now)
    if why is None:
        # A proposal that is answered is nobody's reason any more; a form sent twice has already answered it.
        return _answered(request, one, two) or purpose.ask(request, title=WHY_COMPARE)
    if request.method == "POST":
        return _judged(request, one, two, why)
    return _compared(request, one, two, why, form=JudgeForm())


@require_http_methods(["GET", "HEAD", "POST"])
@may(SEE_PEOPLE)
def history(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show everything that was decided about a person, once it is known why it is opened."""
    known, why = person_or_404(request, pk), purpose.given(request, now=timezone.now())
    return _history(request, known, why) if why else purpose.ask(request, title=WHY_RECORD)


@require_POST
@may(SEE_PEOPLE)
def undo(request: HttpRequest, pk: uuid.UUID, decision: int) -> HttpResponse:
    """Take a decision back."""
    return _take_back(request, pk, f"d{decision}")


@require_POST
@may(SEE_PEOPLE)
def undo_split(request: HttpRequest, pk: uuid.UUID, split: int) -> HttpResponse:
    """Move back what a split moved."""
    return _take_back(request, pk, f"s{split}")


def person_or_404(request: HttpRequest, pk: uuid.UUID) -> Person:
    """Return somebody on record with the person's own force. Raises Http404."""
    known = people.visible_to(user_of(request)).select_related("lead").filter(pk=pk).first()
    if known is None:
        raise Http404
    return known


def _judged(request: HttpRequest, one: Person, two: Person, why: Purpose) -> HttpResponse:
    """Decide as the form says, or show both sides again with what is wrong."""
    form = JudgeForm(request.POST)
    if not form.is_valid():
        return _compared(request, one, two, why, form=form, status=422)
    judgement = Judgement(form.cleaned_data["judgement"])
    try:
        as_shown.decide(
            one=one.pk,
            other=two.pk,
            judgement=judgement,
            why=form.cleaned_data["why"],
            mark=form.cleaned_data["mark"],
            purpose=why.words,
            user=user_of(request),
            actor=actor_of(request),
            now=timezone.now(),
        )
    except DecidedAlready:
        pass  # The same form, sent twice: the first has done it.
    except (OutOfDate, Contradicts) as refused:
        form.add_error(None, str(refused) or CHANGED)
        return _compared(request, one, two, why, form=form, status=409)
    messages.success(request, f"{one.name} and {two.name}: {DONE[judgement]}")
    if why.from_work and why.words.startswith("proposal "):
        return redirect("supervisor:proposals")
    return redirect(reverse("call_handler:person", args=[one.pk]) + why.carried)


def _answered(request: HttpRequest, one: Person, two: Person) -> HttpResponse | None:
    """Go back to the proposals where the same form has just answered one; None where it has not."""
    form = JudgeForm(request.POST)
    if "proposal" not in request.GET or not form.is_valid():
        return None
    judgement, reason = Judgement(form.cleaned_data["judgement"]), form.cleaned_data["why"]
    if not as_shown.decided_already(one.pk, two.pk, judgement=judgement, why=reason, user=user_of(request)):
        return None
    messages.success(request, f"{one.name} and {two.name}: {DONE[judgement]}")
    return redirect("supervisor:proposals")


def _compared(
    request: HttpRequest, one: Person, two: Person, why: Purpose, *, form: JudgeForm, status: int = 200
) -> HttpResponse:
    """Show both sides as they stand now."""
    user, now = user_of(request), timezone.now()
    shown = identify.preview(one=one.pk, other=two.pk, purpose=why.words, user=user, actor=actor_of(request), now=now)
    page = {
        "title": "Are these the same person?",
        "shown": shown,
        "sides": [("First record", shown.one), ("Second record", shown.other)],
        "after": {"lead": shown.lead, "as_victim": shown.victim_after, "as_caller": shown.caller_after},
        "already": shown.one.lead.pk == shown.other.lead.pk,
        "mark": as_shown.mark_of(shown),
        "because": proposals.reasons(proposals.about_pair(user, one.pk, two.pk)),
        "form": form,
        "choices": _choices(shown),
        "why": why,
    }
    return render(request, "call_handler/merge.jinja", page, status=status)


def _choices(shown: Preview) -> list[tuple[str, str, str]]:
    """Return the buttons, each with its key; one person is not offered against what was decided."""
    words = (
        ("same", "Same person", "1"),
        ("different", "Not the same", "2"),
        ("same_household", "Same household", "3"),
        ("unsure", "Cannot tell", "4"),
    )
    return [choice for choice in words if choice[0] != Judgement.SAME or not shown.contradictions]


def _history(
    request: HttpRequest, known: Person, why: Purpose, *, wrong: UndoForm | None = None, status: int = 200
) -> HttpResponse:
    """Show the history; wrong: the form that has errors."""
    now = timezone.now()
    decided = who_is_who.open_history(
        person=known, purpose=why.words, user=user_of(request), actor=actor_of(request), now=now
    )
    page: dict[str, Any] = {
        "title": "Who is who",
        "person": known.lead,
        "group": people.group_of(known.pk),
        "decided": [
            (made, wrong if wrong and wrong.prefix == made.part else UndoForm(part=made.part)) for made in decided
        ],
        "form": wrong,
        "why": why,
        "now": now,
    }
    return render(request, "call_handler/identity_history.jinja", page, status=status)


def _take_back(request: HttpRequest, pk: uuid.UUID, part: str) -> HttpResponse:
    """Take back a decision (d12) or a split (s3) that the history of a person names."""
    known, now = person_or_404(request, pk), timezone.now()
    why = purpose.given(request, now=now)
    if why is None:
        return redirect("call_handler:person", known.pk)
    user, actor, number = user_of(request), actor_of(request), int(part[1:])
    if not any(made.part == part for made in who_is_who.of(known, user=user, now=now)):
        raise Http404
    form = UndoForm(request.POST, part=part)
    if not form.is_valid():
        return _history(request, known, why, wrong=form, status=422)
    reason = form.cleaned_data["why"]
    try:
        if part.startswith("d"):
            identify.undo(decision_id=number, why=reason, user=user, actor=actor, now=now)
        else:
            identify.undo_split(split_id=number, why=reason, user=user, actor=actor, now=now)
    except AlreadyUndone:
        messages.success(request, "It has been taken back already: nothing more was changed.")
    except (IdentityDecision.DoesNotExist, Split.DoesNotExist) as error:
        raise Http404 from error
    except (Contradicts, CannotSplit, PartOfASplit) as refused:
        form.add_error(None, str(refused))
        return _history(request, known, why, wrong=form, status=409)
    else:
        messages.success(request, "Taken back. What was decided before it holds again.")
    return redirect(reverse("call_handler:identity_history", args=[known.pk]) + why.carried)
