"""How somebody is contacted safely: read, written down, gone through again, and ended by two people."""

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from heed.desks.call_handler import purpose
from heed.desks.call_handler.contact import page as contact_page
from heed.desks.call_handler.contact.forms import RuleForm, WhyForm, usual_review
from heed.desks.call_handler.identity.views import WHY_RECORD, person_or_404
from heed.desks.call_handler.purpose import Purpose
from heed.domain.contact import queries, services
from heed.domain.contact.access import (
    LOOSEN_SAFE_CONTACT,
    SEE_CODE_WORDS,
    SEE_SAFE_CONTACT,
    WRITE_SAFE_CONTACT,
)
from heed.domain.contact.models import ContactRule, Loosening
from heed.domain.contact.rules import Unfit
from heed.domain.contact.services import Gone, NotASecondPerson
from heed.domain.people.models import Person
from heed.engines.risk.safe_contact import DOING
from heed.flows import needs_shown
from heed.flows.messages import safe_contact as flow
from heed.foundation.accounts.access import actor_of, allowed, may, user_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@may(SEE_SAFE_CONTACT)
def safe_contact(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show how somebody is contacted safely; a POST writes a rule down."""
    now, known = timezone.now(), person_or_404(request, pk)
    why = purpose.given(request, now=now)
    if why is None:
        return purpose.ask(request, title=WHY_RECORD)
    may_write = allowed(user_of(request), WRITE_SAFE_CONTACT)
    found = queries.safe_contact_for(user_of(request), [known.pk], on=timezone.localdate(now))
    posted = request.POST if request.method == "POST" and may_write else None
    form = RuleForm(posted, rows=found.rows if found else (), now=now)
    if form.is_valid():
        try:
            said = _write(request, known, form, why, now=now)
        except (Unfit, Gone) as wrong:
            form.add_error(None, str(wrong))
        else:
            messages.success(request, said)
            return _back(known, why)
    return _page(request, known, why, form=form, now=now)


@require_POST
@may(WRITE_SAFE_CONTACT)
def end(request: HttpRequest, pk: uuid.UUID, row: int) -> HttpResponse:
    """Ask that a rule ends."""
    now, known, rule, why = _asked(request, pk, row)
    form = _end_form(rule.pk, request.POST)
    if form.is_valid():
        try:
            flow.ask_to_end(
                rule_id=rule.pk, why=form.cleaned_data["why"], user=user_of(request), actor=actor_of(request), now=now
            )
        except (Unfit, Gone) as wrong:
            form.add_error("why", str(wrong))
        else:
            messages.success(request, "Asked. A second person must agree; until then the rule stands.")
            return _back(known, why)
    return _page(request, known, why, again=(rule.pk, "end", form), now=now)


@require_POST
@may(WRITE_SAFE_CONTACT)
def stands(request: HttpRequest, pk: uuid.UUID, row: int) -> HttpResponse:
    """Say that a rule was gone through with the person and stands for another while."""
    now, known, rule, why = _asked(request, pk, row)
    try:
        flow.confirm_rule(
            rule_id=rule.pk, review_on=usual_review(now), user=user_of(request), actor=actor_of(request), now=now
        )
    except Gone as gone:
        messages.warning(request, f"{gone}.")
    else:
        messages.success(request, f"It stands. You are asked again on {usual_review(now):%-d %B %Y}.")
    return _back(known, why)


@require_POST
@may(LOOSEN_SAFE_CONTACT)
def answer(request: HttpRequest, pk: uuid.UUID, row: int) -> HttpResponse:
    """Agree as the second person that a rule ends, or keep it."""
    now, known, rule, why = _asked(request, pk, row)
    waiting = rule.loosenings.filter(answered_at=None).first()
    if waiting is None:
        raise Http404
    form = _answer_form(rule.pk, request.POST)
    if form.is_valid():
        try:
            said = _answer(request, waiting, form, now=now)
        except NotASecondPerson:
            form.add_error("why", "You asked for it yourself: somebody else must agree")
        except Gone as gone:
            form.add_error("why", str(gone))
        else:
            messages.success(request, said)
            return _back(known, why)
    return _page(request, known, why, again=(rule.pk, "answer", form), now=now)


@never_cache
@require_POST
@may(SEE_CODE_WORDS)
def code_word(request: HttpRequest, pk: uuid.UUID, row: int) -> HttpResponse:
    """Show a code word, to whoever is about to speak to the person; that it was shown is on the trail."""
    now, known, rule, why = _asked(request, pk, row)
    word = services.show_code_word(
        rule_id=rule.pk, purpose=why.words, user=user_of(request), actor=actor_of(request), now=now
    )
    return _page(request, known, why, word=(rule.pk, word), now=now)


def _page(
    request: HttpRequest,
    known: Person,
    why: Purpose,
    *,
    form: RuleForm | None = None,
    again: tuple[int, str, WhyForm] | None = None,
    word: tuple[int, str] | None = None,
    now: datetime,
) -> HttpResponse:
    """Show the page; again: the form of a rule that has errors. That the rules were read is on the trail."""
    user = user_of(request)
    found = queries.safe_contact_for(user, [known.pk], on=timezone.localdate(now))
    rows = found.rows if found else ()
    needs_shown.note_read(
        subjects=[f"person:{known.pk}", *(f"contact_rule:{row.pk}" for row in rows)],
        purpose=why.words,
        actor=actor_of(request),
        now=now,
    )
    wrong = again[2] if again else form
    page: dict[str, Any] = {
        "title": "Safe contact",
        "person": known,
        "why": why,
        "rules": contact_page.rules(found),
        "verdicts": [(DOING[channel], verdict) for channel, verdict in flow.verdicts(person=known, now=now).items()],
        "form": wrong,
        "rule_form": (form or RuleForm(rows=rows, now=now)) if allowed(user, WRITE_SAFE_CONTACT) else None,
        "again": again,
        "word": word,
        "ends": {row.pk: _end_form(row.pk) for row in rows} | _again(again, "end"),
        "answers": {row.pk: _answer_form(row.pk) for row in rows} | _again(again, "answer"),
        "may_answer": allowed(user, LOOSEN_SAFE_CONTACT),
        "may_see_code_words": allowed(user, SEE_CODE_WORDS),
        "me": user,
    }
    return render(request, "call_handler/safe_contact.jinja", page, status=422 if wrong and wrong.errors else 200)


def _end_form(row: int, posted: QueryDict | None = None) -> WhyForm:
    """Return the form that asks for a rule to end."""
    return WhyForm(posted, about=f"end{row}", label="Why may it end?")


def _answer_form(row: int, posted: QueryDict | None = None) -> WhyForm:
    """Return the form of the second person."""
    return WhyForm(posted, about=f"answer{row}", label="What did you find?")


def _again(again: tuple[int, str, WhyForm] | None, part: str) -> dict[int, WhyForm]:
    """Return the form that has errors, by its rule, where it is of this part of the page."""
    return {again[0]: again[2]} if again and again[1] == part else {}


def _write(request: HttpRequest, known: Person, form: RuleForm, why: Purpose, *, now: datetime) -> str:
    """Write a rule beside the others, or in the place of one; return what to say."""
    typed, user, actor = form.cleaned_data, user_of(request), actor_of(request)
    if not typed.get("instead_of"):
        kind, _, name = why.words.partition(" ")
        call = uuid.UUID(name) if why.from_work and kind == "call" else None
        flow.note_rule(person=known, rule=form.rule(), call=call, user=user, actor=actor, now=now)
        return "On record. It holds from now on, for everything that goes out."
    _, at_once = flow.change_rule(
        rule_id=int(typed["instead_of"]), rule=form.rule(), why=typed["why"], user=user, actor=actor, now=now
    )
    if at_once:
        return "Changed."
    return "On record. It permits more than the rule before it: that one stands as well until a second person agrees."


def _answer(request: HttpRequest, waiting: Loosening, form: WhyForm, *, now: datetime) -> str:
    """Answer as the second person; return what to say."""
    agreed = request.POST.get("agreed") == "yes"
    flow.answer_loosening(
        loosening_id=waiting.pk,
        agreed=agreed,
        answer=form.cleaned_data["why"],
        user=user_of(request),
        actor=actor_of(request),
        now=now,
    )
    return "The rule has ended." if agreed else "The rule stays."


def _asked(request: HttpRequest, pk: uuid.UUID, row: int) -> tuple[datetime, Person, ContactRule, Purpose]:
    """Return what an act is about. Raises Http404 for a rule that is not this person's, or does not stand."""
    now, known = timezone.now(), person_or_404(request, pk)
    rule = queries.rule_or_none(user_of(request), row) if row < 2**63 else None
    if rule is None or rule.person.lead_id != known.lead_id:
        raise Http404
    why = purpose.given(request, now=now) or Purpose("safe contact of a person", "", from_work=True)
    return now, known, rule, why


def _back(known: Person, why: Purpose) -> HttpResponse:
    """Go back to the page of safe contact."""
    return redirect(reverse("call_handler:safe_contact", args=[known.pk]) + why.carried)
