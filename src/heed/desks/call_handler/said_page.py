"""What the page holds so far, and what follows: chips to reply to, what to ask next, what helps to speak, what is known."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, QueryDict

from heed.desks.call_handler import cues_page
from heed.desks.call_handler.contact import page as contact_page
from heed.desks.call_handler.needs import page as needs_page
from heed.desks.call_handler.questions_form import answers_so_far, confirmed
from heed.domain.calls.models import Call, Check
from heed.domain.people.models import Person
from heed.domain.vulnerability.terms import Experiencer
from heed.engines.cues.terms import LABELS, Category
from heed.engines.risk.asking import Sign
from heed.flows import asking, cues_in_draft, needs_shown
from heed.flows.asking import Asked
from heed.foundation.accounts.access import actor_of, user_of
from heed.foundation.accounts.models import User
from heed.foundation.policy import services as policy

VICTIMS = (Experiencer.VICTIM, Experiencer.HOUSEHOLD)


def asked_on(call: Call, check: Check | None, posted: QueryDict | None, *, now: datetime) -> Asked:
    """
    Return what is still to be asked by whoever has the call, by what is known and by what is answered on the page.

    Raises PermissionDenied for a call that nobody has taken.
    """
    return asking.for_call(call=call, check=check, answers=answers_so_far(posted), user=handler_of(call), now=now)


def handler_of(call: Call) -> User:
    """Return who has the call. Raises PermissionDenied for one that nobody has taken."""
    if call.taken_by is None:
        raise PermissionDenied("Take this call first.")
    return call.taken_by


def said(
    request: HttpRequest,
    call: Call,
    asked: Asked,
    posted: QueryDict | None,
    *,
    now: datetime,
    settled: bool = True,
) -> dict[str, Any]:
    """Read what the page holds now; return what the chips, the questions and the prompts show."""
    boxes = {name: str(posted.get(name) or "") for name in posted} if posted is not None else {}
    draft = cues_in_draft.read_draft(call=call, boxes=boxes, actor=actor_of(request), now=now, settled=settled)
    ours = [one.finding for one in draft.said if one.finding.experiencer in VICTIMS]
    found = {one.category for one in ours if not (one.negated or one.historic)}
    prompts = asking.prompts_for(asked, found)
    pack = policy.in_use().asking
    return {
        "call": call,
        "mine": True,
        "known_before": asked.before,
        "prompts_now": prompts,
        "prompts_else": [prompt for prompt in pack.prompts if prompt not in prompts],
        "asking_places": json.dumps({ask.question.id: _place(asked, ask.question.id) for ask in pack.asks}),
        "grown": _grown(asked),
        **cues_page.panels(user_of(request), call, draft),
    }


def known(call: Call, check: Check | None, asked: Asked | None, *, user: User, now: datetime) -> dict[str, Any]:
    """
    Return what stands of whoever is known: needs, warnings to staff, and what was accepted on earlier calls.

    asked: what is to be asked, where that was worked out already.
    """
    found: Mapping[str, Any] = check.found if check else {}
    pk = found.get("known_person")
    before = asked.before if asked else asking.from_before(call=call, check=check, accepted=None, user=user, now=now)
    person = Person.objects.filter(pk=pk, force=user.force_id).first() if pk else None
    return {
        "known_before": before,
        **contact_page.panel(user, [person] if person else [], carried=f"?call={call.pk}", level=3, now=now),
        **needs_page.panels(
            asked.needs if asked else needs_shown.on_call(call, check, user=user, now=now),
            user=user,
            carried=f"?call={call.pk}",
            person=person,
            level=3,
            own_calls=call.pk,
        ),
    }


def _place(asked: Asked, question: str) -> dict[str, str]:
    """Say where a question stands, and what answers it already."""
    because = asked.plan.because.get(question, ())
    return {"place": asked.plan.place(question), "known": confirmed(because)}


def _grown(asked: Asked) -> str:
    """Say why more is asked than in a normal call; empty in a normal one."""
    words = {Sign.LIKELY: "you judged harm likely"}
    because = [words.get(sign) or LABELS[Category(sign)].lower() for sign in asked.plan.grown]
    if asked.plan.on_axes:
        because.append("what you accepted adds up")
    return ", ".join(because)
