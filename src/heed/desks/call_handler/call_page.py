"""What the call page shows, put together once for every way of opening it."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from heed.desks.call_handler import said_page, who_page
from heed.desks.call_handler.assessment import page as assessment_page
from heed.desks.call_handler.assessment.form import RiskForm
from heed.desks.call_handler.case_review import page as case_review_page
from heed.desks.call_handler.conduct import page as conduct_page
from heed.desks.call_handler.contact.forms import SafeContactForm
from heed.desks.call_handler.forms import CallerForm, NothingForm, WhatForm, qualifier_groups, typed
from heed.desks.call_handler.parties_form import Parties
from heed.desks.call_handler.promise_form import PromiseForm
from heed.desks.call_handler.questions_form import QuestionsForm
from heed.desks.call_handler.referrals import page as referrals_page
from heed.desks.call_handler.tallies import page as tallies_page
from heed.domain.calls import queries as calls
from heed.domain.calls.access import WRITE_LOGS
from heed.domain.calls.models import Call, Check, Draft
from heed.domain.conduct import queries as crime
from heed.domain.conduct.access import SEE_CRIME_PROMPTS
from heed.engines.numbers.terms import LineClass
from heed.engines.risk.grading import attend_by
from heed.flows import proof
from heed.flows.asking import Asked
from heed.flows.support import shown as promises_shown
from heed.foundation.accounts.access import allowed, user_of
from heed.foundation.accounts.models import User
from heed.foundation.design.forms import errors_of
from heed.foundation.policy import services as policy
from heed.foundation.policy.packs import Pack

UNPROVEN = "unvalidated default"
FINISHED_OR_TAKEN = 409


@dataclass(slots=True)
class Forms:
    """The forms of the page: one form of the browser, several of ours."""

    what: WhatForm
    caller: CallerForm
    parties: Parties
    questions: QuestionsForm
    nothing: NothingForm
    asked: Asked
    promise: PromiseForm
    safe: SafeContactForm
    risk: RiskForm | None = None
    posted: QueryDict | None = None

    @property
    def errors(self) -> dict[str, Any]:
        """Return what is wrong anywhere."""
        rows = {f"{row.prefix}": row.errors for row in self.parties.rows if row.is_bound and row.errors}
        forms = (self.what, self.caller, self.questions, self.nothing, self.promise, self.safe, self.risk)
        return rows | {name: errors for form in forms if form and form.is_bound for name, errors in form.errors.items()}

    @property
    def listed(self) -> list[dict[str, str]]:
        """List what is wrong in the order of the page, each with a link to its field."""
        shown = [
            form
            for form in (
                self.nothing,
                self.what,
                self.caller,
                *self.parties.rows,
                self.questions,
                self.risk,
                self.promise,
                self.safe,
            )
            if form and form.is_bound
        ]
        return [error for form in shown for error in errors_of(form)]

    def report_is_valid(self) -> bool:
        """Check everything, so that all mistakes are listed at once."""
        sound = [self.what.is_valid(), self.caller.is_valid(), self.parties.is_valid(), self.questions.is_valid()]
        sound += [self.promise.is_valid(), self.safe.is_valid()]
        sound.append(self.questions.check_answers(self.what.code))
        return all(sound)


def call_or_404(user: User, call_id: uuid.UUID) -> Call:
    """Return a call of the person's own force. Raises Http404."""
    call = calls.visible_to(user).filter(pk=call_id).first()
    if call is None:
        raise Http404
    return call


def posted_forms(posted: QueryDict, *, call: Call, check: Check | None) -> Forms:
    """Bind the forms to what was sent."""
    now = timezone.now()
    asked = said_page.asked_on(call, check, posted, now=now)
    return Forms(
        what=WhatForm(posted),
        caller=CallerForm(posted),
        parties=Parties(posted),
        questions=QuestionsForm(posted, plan=asked.plan),
        nothing=NothingForm(),
        asked=asked,
        promise=PromiseForm(posted, now=now, user=said_page.handler_of(call)),
        safe=SafeContactForm(posted),
        posted=posted,
    )


def draft_forms(draft: QueryDict | None, *, call: Call, check: Check | None, more: int = 0) -> Forms:
    """Show what was typed so far; where nothing was, who was confirmed."""
    now = timezone.now()
    asked = said_page.asked_on(call, check, draft, now=now)
    caller = _confirmed(call) | {
        name: value for name, value in (typed(CallerForm, draft) if draft else {}).items() if value
    }
    return Forms(
        WhatForm(initial=typed(WhatForm, draft) if draft else {}),
        CallerForm(initial=caller),
        Parties(draft=draft, more=more),
        QuestionsForm(plan=asked.plan, draft=draft),
        NothingForm(initial=typed(NothingForm, draft) if draft else {}),
        asked=asked,
        promise=PromiseForm(now=now, user=said_page.handler_of(call), draft=draft),
        safe=SafeContactForm(draft=draft),
        posted=draft,
    )


def draft_of(call: Call) -> tuple[Draft | None, QueryDict | None]:
    """Return the draft of a call, and its content as a form would post it."""
    draft = Draft.objects.filter(call=call).first()
    if draft is None:
        return None, None
    posted = QueryDict(mutable=True)
    for name, value in draft.content.items():
        posted.setlist(name, value if isinstance(value, list) else [value])
    return draft, posted


def _crime_prompts(user: User, found: Mapping[str, Any]) -> list[conduct_page.Shown]:
    """Return what is still to be decided about whoever was confirmed: whether what they suffer is a crime."""
    known = found.get("known_person")
    if not known or not allowed(user, SEE_CRIME_PROMPTS):
        return []
    return conduct_page.put_all(crime.of_people(user, [uuid.UUID(known)]), now=timezone.now())


def recognition(call: Call, check: Check | None, *, user: User, asked: Asked | None = None) -> dict[str, Any]:
    """Return what the card and the panels below it show. asked: what is to be asked, where that is known already."""
    found: Mapping[str, Any] = check.found if check else {}
    flags = found.get("flags", {})
    open_ones, open_on_line = who_page.open_incidents(user, found)
    return {
        **said_page.known(call, check, asked, user=user, now=timezone.now()),
        "call": call,
        "check": check,
        "found": found,
        "card": found.get("card", {}),
        # That nothing is known is never said as if it were known that there is nothing.
        "flags": [
            (flags.get("repeat_caller"), "Repeat caller", bool(found.get("number") or who_page.confirmed(found))),
            (flags.get("repeat_victim"), "Repeat victim", bool(found.get("known_person"))),
            (flags.get("repeat_location"), "Repeat location", bool(found.get("place"))),
        ],
        "windows": [str(days) for days in policy.in_use().windows],
        "panels": who_page.panels_of(call, check),
        "known_people": who_page.known_people(found),
        "home": who_page.at_home(found),
        "place": who_page.place_of(found),
        "open_incidents": open_ones,
        "open_on_line": open_on_line,
        "crime_prompts": _crime_prompts(user, found),
        "case_review": case_review_page.on_call(
            user, call, found, mine=call.taken_by_id == user.pk and call.finished_at is None, now=timezone.now()
        ),
        "tallies": tallies_page.on_call(user, call, found, now=timezone.now()),
        "with_partners": referrals_page.on_call(user, found, now=timezone.now()),
        "promised": promises_shown.on_call(check, user=user, now=timezone.now()),
        "promises_level": 3,
        "promises_carried": f"?call={call.pk}",
        "unproven": unproven(policy.in_use()),
        "searched": _searched(check) if check else "",
        "mine": call.taken_by_id == user.pk and call.finished_at is None,
        "confirmed": _confirmed(call) if who_page.confirmed(found) else {},
        "may_write": allowed(user, WRITE_LOGS),
    }


def show(
    request: HttpRequest,
    call: Call,
    *,
    check: Check | None,
    forms: Forms | None,
    now: datetime,
    draft: Draft | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render the call page: with the form for whoever handles the call, read-only for everybody else."""
    user = user_of(request)
    page = {
        "title": f"{call.get_channel_display()}: {call.line_in_words}",
        "now": now,
        "line_class": LineClass(call.line_class).label,
        "entries": calls.log_of(call.pk),
        "forms": forms,
        "form": forms,
        "draft": draft,
        "grades": grades(now),
        "qualifier_groups": qualifier_groups(),
        "assessment": assessment_page.panel(
            user, call, form=forms.risk if forms else None, posted=forms.posted if forms else None
        ),
        **recognition(call, check, user=user, asked=forms.asked if forms else None),
        **(said_page.said(request, call, forms.asked, forms.posted, now=now) if forms else {}),
    }
    answer = render(request, "call_handler/call.jinja", page, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def refusal(request: HttpRequest, call: Call | None, sentence: str) -> HttpResponse:
    """Say that the call is in another state than the page thought."""
    page = {"title": sentence, "call": call}
    return render(request, "call_handler/not_in_hand.jinja", page, status=FINISHED_OR_TAKEN)


def grades(now: datetime) -> list[dict[str, Any]]:
    """Return each grade with by when somebody would have to attend, were it given now."""
    marks = unproven(policy.in_use())
    return [
        {
            "rule": rule,
            "urban": attend_by(rule, graded_at=now, rural=False),
            "rural": attend_by(rule, graded_at=now, rural=True),
            "unproven": any(f"grades.grade.{rule.code}.{part}" in marks for part in ("urban_minutes", "rural_minutes")),
        }
        for rule in policy.in_use().grades.values()
    ]


@cache
def unproven(pack: Pack) -> frozenset[str]:
    """Return the names of the pack's values that nobody stands behind yet; advice by its sentence too."""
    marks = [value for value in pack.values() if value.status == UNPROVEN]
    sentences = [
        value.value["sentence"] for value in marks if isinstance(value.value, dict) and "sentence" in value.value
    ]
    return frozenset([*(value.name for value in marks), *sentences])


def _confirmed(call: Call) -> dict[str, Any]:
    """Return the name of whoever the handler has confirmed, to start the caller's fields with."""
    person = proof.confirmed(call.pk)
    if person is None:
        return {}
    return {"given_name": person.given_name, "family_name": person.family_name, "born": person.born_on}


def _searched(check: Check) -> str:
    """Say in words what Heed searched and what it found: the proof of check."""
    asked, found = check.searched, check.found
    words = asked.get("words", {})
    where = [
        ("line", asked.get("line")),
        ("people on it", asked.get("line") and asked.get("may_match")),
        ("address", found.get("place")),
        ("household", found.get("living_there")),
        *((f"{_kinds(kinds)} of the {about}", kinds) for about, kinds in words.items()),
        ("earlier silent and abandoned calls", asked.get("line")),
        ("whom you confirmed", asked.get("confirmed") or asked.get("confirmed_victim")),
        ("promises", found.get("known_person") or asked.get("line")),
    ]
    searched = ", ".join(words for words, holds in where if holds) or "nothing: there is no number and no address yet"
    people = len(found.get("candidates", [])) + len(found.get("victims", []))
    home = len(found.get("household", [])) if found.get("known_person") else 0
    unheard = found.get("silent_calls", 0) + found.get("abandoned_calls", 0)
    calls = found.get("line_calls", 0)
    had = found.get("promises", {})
    promised = len(had.get("broken", [])) + had.get("on_line", 0)
    counted = (
        (calls, "earlier call on the line", "earlier calls on the line"),
        (people, "person it may be", "people it may be"),
        (home, "other person in the household", "other people in the household"),
        (unheard, "silent or abandoned call", "silent or abandoned calls"),
        (promised, "promise that was not kept", "promises that were not kept"),
    )
    things = ", ".join(f"{number} {one if number == 1 else many}" for number, one, many in counted if number)
    return f"searched {searched}; found {things or 'nothing'}"


def _kinds(kinds: list[str]) -> str:
    """Name kinds of words as people do."""
    named = {"given": "first name", "family": "last name", "born": "date of birth", "email": "e-mail"}
    return ", ".join(named.get(kind, kind) for kind in kinds)


def json_of(body: bytes) -> Any:
    """Return what a body of JSON holds. Raises ValueError."""
    try:
        return json.loads(body)
    except RecursionError:
        raise ValueError("nested too deeply") from None
