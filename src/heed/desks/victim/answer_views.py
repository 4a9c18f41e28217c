"""
Where a victim answers whether it has stopped, by the link in a message.

The page names nobody and nothing: whoever looks over a shoulder, or finds the link, learns no more than that somebody was
asked a few questions. A token that is wrong, spent or too old gets the same page.
"""

from contextlib import suppress
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from heed.desks.victim.answer_forms import SurveyForm
from heed.desks.victim.words import PAGE
from heed.domain.aftermath import services
from heed.domain.aftermath.models import Answer, AnswerLink
from heed.domain.aftermath.services import AskedNoMore, NoSuchLink, TooOften
from heed.domain.aftermath.terms import Channel, Language
from heed.flows.aftermath import answers as aftermath_answers
from heed.foundation.accounts.access import public
from heed.foundation.accounts.terms import Actor, ActorKind
from heed.foundation.policy import services as policy

ELSEWHERE = "https://www.bbc.co.uk/weather"
"""Where “Leave this page” leads: somewhere that anybody might be."""


# The token is what nobody else has: a form that was forged elsewhere would have to know it. Telephones that keep no
# cookies can answer too.
@csrf_exempt
@public
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show the questions, and take the answer."""
    pack, now = policy.in_use(), timezone.now()
    asked_in = request.GET.get("language", "")
    try:
        link = services.open_link(token=token, tries_an_hour=pack.aftermath.link_tries_an_hour.value, now=now)
    except NoSuchLink:
        return _page(request, "gone", asked_in, status=404)
    except TooOften:
        return _page(request, "wait", asked_in, status=429)
    if Answer.objects.filter(follow_up=link.follow_up_id).exists():
        return _page(request, "thanks", asked_in or link.language)
    return _questions(request, link, asked_in if asked_in in PAGE else link.language, now=now)


def _questions(request: HttpRequest, link: AnswerLink, language: str, *, now: datetime) -> HttpResponse:
    """Begin, ask, and keep what was said; the same sent twice is kept once."""
    posted = request.method == "POST"
    if not posted and "start" not in request.GET:
        return _page(request, "begin", language)
    survey = policy.in_use().aftermath.survey
    form = SurveyForm(request.POST if posted else None, survey=survey, language=language)
    if not form.is_valid():
        return _page(request, "questions", language, form=form, status=422 if form.errors else 200)
    # Somebody may have answered in the meantime: the page that follows is the same.
    with suppress(AskedNoMore):
        aftermath_answers.record_answer(
            follow_up_id=link.follow_up_id,
            words=form.words(),
            channel=Channel.MESSAGE,
            language=Language(language),
            user=None,
            actor=_whoever(link),
            now=now,
        )
    return redirect(f"{request.path}?language={language}")


def _whoever(link: AnswerLink) -> Actor:
    """Name whoever answers by a link: nobody knows that it is them, only that they have the link."""
    force = link.follow_up.force.code
    return Actor(ActorKind.SOURCE, f"answer-link:{link.pk}", "Whoever was asked", force=force)


def _page(request: HttpRequest, state: str, language: str, *, status: int = 200, **more: Any) -> HttpResponse:
    """Render the page in one of its states. It is kept nowhere, sent on nowhere, and listed nowhere."""
    language = language if language in PAGE else Language.ENGLISH.value
    page = {
        "state": state,
        "language": language,
        "other": "en" if language == "cy" else "cy",
        "words": PAGE[language],
        "elsewhere": ELSEWHERE,
        "form": None,
        **more,
    }
    response = render(request, "victim/answer.jinja", page, status=status)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
