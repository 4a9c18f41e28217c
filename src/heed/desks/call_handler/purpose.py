"""
Why somebody looks at a record: carried from page to page in the address, never lost silently.

A purpose that was typed is kept in the session, because words may name people and addresses are logged; the address
carries its number (?why=3). A call, approval, notice, proposal or review that somebody is working on carries itself
(?call=<uuid>).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from heed.desks.call_handler.fields import Line
from heed.flows import consult
from heed.foundation.accounts.access import user_of
from heed.foundation.design.forms import Form

KEPT = "purposes"
KEPT_MOST = 30
WORK = (
    "call",
    "approval",
    "notice",
    "proposal",
    "review",
    "conduct",
    "demand",
    "waiting",
    "beat",
    "task",
    "plan",
    "online",
)


@dataclass(frozen=True, slots=True)
class Purpose:
    """A reason in words, and what the next page's address must carry, "?" included; carried by work, not by words."""

    words: str
    carried: str
    from_work: bool

    @property
    def shown(self) -> str:
        """Return it as its owner reads it: work is known by what it is, and its id helps nobody."""
        names = {
            "call": "your call",
            "approval": "a request for a second person",
            "notice": "a notice to you",
            "proposal": "a proposal that two records are one person",
            "review": "a review that is due",
            "conduct": "a decision whether it is a crime",
            "demand": "somebody who must be assessed again",
            "beat": "what waits on your beat",
            "task": "a task of yours",
            "waiting": "an incident that waits on the board",
            "plan": "a problem plan",
            "online": "a report that came online",
        }
        return names.get(self.words.partition(" ")[0], self.words) if self.from_work else self.words


def given(request: HttpRequest, *, now: datetime) -> Purpose | None:
    """Return the purpose that the address carries; None when it carries none, or one that does not hold."""
    for name in WORK:
        value = request.GET.get(name, "")
        words = consult.purpose_of_work(user=user_of(request), now=now, **{name: value}) if value else ""
        if words:
            return Purpose(words, "?" + urlencode({name: value}), from_work=True)
    number = request.GET.get("why", "")
    words = request.session.get(KEPT, {}).get(number, "")
    return Purpose(words, "?" + urlencode({"why": number}), from_work=False) if words else None


def keep(request: HttpRequest, words: str) -> Purpose:
    """Keep a purpose that was typed for as long as the person stays signed in; the oldest of many makes room."""
    kept: dict[str, Any] = request.session.get(KEPT, {})
    number = next((old for old, text in kept.items() if text == words), None)
    if number is None:
        number = str(max(map(int, kept), default=0) + 1)
        kept = dict([*kept.items(), (number, words)][-KEPT_MOST:])
        request.session[KEPT] = kept
    return Purpose(words, "?" + urlencode({"why": number}), from_work=False)


class PurposeForm(Form):
    """Why a record is looked at, when the work itself does not say so."""

    purpose = Line(
        "Why do you need to see this?",
        longest=300,
        required=True,
        hint="One sentence. It is kept with the record of who looked, and is checked",
        attributes={"data-key": "w"},
        error_messages={"required": "Enter why you need to see this"},
    )


def ask(request: HttpRequest, *, title: str) -> HttpResponse:
    """Ask why, before anything is shown; a POST that gives the reason is sent on to the page with it."""
    form = PurposeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return redirect(request.path + keep(request, form.cleaned_data["purpose"]).carried)
    page = {"title": title, "form": form}
    return render(request, "call_handler/purpose.jinja", page, status=422 if form.errors else 200)
