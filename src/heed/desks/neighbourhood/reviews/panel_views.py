"""What is done with a panel: asked, brought together, given something to do, and its outcome looked at again."""

from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from heed.desks.neighbourhood.reviews import panel_forms
from heed.desks.neighbourhood.reviews.page import action_form, agreements_for, appeal_form, found_or_404, seated
from heed.desks.neighbourhood.reviews.work_views import do, refuse_constables, warn
from heed.domain.agencies import queries as agencies
from heed.domain.case_review.access import WORK_ON_REVIEWS
from heed.domain.case_review.deciding import services
from heed.domain.case_review.deciding.services import Recommended
from heed.domain.case_review.models import Appeal, Meeting, Member, Recommendation
from heed.domain.case_review.terms import About, Route, Stage
from heed.flows.case_review import deciding, panel
from heed.flows.case_review.overview import stage_of
from heed.foundation.accounts.access import actor_of, may, user_of


@require_POST
@may(WORK_ON_REVIEWS)
def member(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask an agency onto the panel."""
    found, user = found_or_404(request, pk), user_of(request)
    form = panel_forms.MemberForm(request.POST, agreements=agreements_for(user, seated(found)))

    def act(now: datetime) -> str:
        made = panel.ask(
            application=found,
            agreement=form.agreements[form.cleaned_data["agreement"]],
            parts=set(form.cleaned_data["parts"]),
            actor=actor_of(request),
            now=now,
        )
        return f"{made.agency.name} sits on the panel, and has the task to enter its complaints."

    return do(request, found, form, act)


@require_POST
@may(WORK_ON_REVIEWS)
def leave(request: HttpRequest, pk: int, member_pk: int) -> HttpResponse:
    """Take an agency off the panel."""
    found = found_or_404(request, pk)
    one = get_object_or_404(Member, pk=member_pk, application=found)
    form = panel_forms.LeaveForm(request.POST, prefix=f"leave{one.pk}")

    def act(now: datetime) -> str:
        panel.leave(member=one, why=form.cleaned_data["why"], actor=actor_of(request), now=now)
        return f"{one.agency.name} sees nothing of this review any more."

    return do(request, found, form, act, part=f"leave{one.pk}")


@require_POST
@may(WORK_ON_REVIEWS)
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Arrange a meeting of the panel."""
    found = found_or_404(request, pk)
    form = panel_forms.MeetingForm(request.POST)

    def act(now: datetime) -> str:
        deciding.arrange(
            application=found,
            starts_at=form.starts_at(),
            place=form.cleaned_data["place"],
            actor=actor_of(request),
            now=now,
        )
        return "Arranged. The agencies of the panel see when and where."

    return do(request, found, form, act)


@require_POST
@may(WORK_ON_REVIEWS)
def held(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down that the panel met: the newest meeting that has not been written down."""
    found, user = found_or_404(request, pk), user_of(request)
    form = panel_forms.HeldForm(request.POST, members=seated(found))
    one = Meeting.objects.filter(application=found, held_at=None).order_by("-pk").first()
    if one is None:
        raise Http404

    def act(now: datetime) -> str:
        present, absent = panel.present_and_absent(found, came=form.cleaned_data["came"])
        deciding.hold(
            meeting=one,
            present=present,
            absent=absent,
            minutes=form.cleaned_data["minutes"],
            user=user,
            actor=actor_of(request),
            now=now,
        )
        return "Kept. Give everybody what they are to do, then write the outcome."

    return do(request, found, form, act)


@require_POST
@may(WORK_ON_REVIEWS)
def action(request: HttpRequest, pk: int) -> HttpResponse:
    """Give somebody something to do."""
    found, user = found_or_404(request, pk), user_of(request)
    form = action_form(found, user, request.POST)

    def act(now: datetime) -> str:
        agency, owner = form.who_does_it()
        panel.give(
            application=found,
            words=form.cleaned_data["words"],
            due_by=form.due_by(),
            agency=agency,
            owner=owner,
            actor=actor_of(request),
            now=now,
        )
        return f"It is a task of {agency.name if agency else owner.display_name if owner else 'ours'}."

    return do(request, found, form, act)


@require_POST
@may(WORK_ON_REVIEWS)
def conclude(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the outcome, and tell the applicant."""
    found, user = found_or_404(request, pk), user_of(request)
    form = panel_forms.ConcludeForm(request.POST)

    def act(now: datetime) -> str:
        refuse_constables(user)
        by_name = {one.name.casefold(): one for one in agencies.agencies_of(user.force_id)}
        _, why = deciding.conclude(
            application=found,
            words=form.cleaned_data["words"],
            recommended=[Recommended(to, what, by_name.get(to.casefold())) for to, what in form.recommended()],
            address=settings.HEED_ANSWER_ADDRESS,
            user=user,
            actor=actor_of(request),
            now=now,
        )
        warn(request, why)
        return "The review is concluded."

    return do(request, found, form, act)


@require_POST
@may(WORK_ON_REVIEWS)
def answered(request: HttpRequest, pk: int, recommendation_pk: int) -> HttpResponse:
    """Write down how a body had regard to a recommendation."""
    found = found_or_404(request, pk)
    one = get_object_or_404(Recommendation, pk=recommendation_pk, outcome__application=found)
    form = panel_forms.AnswerForm(request.POST, prefix=f"answer{one.pk}")

    def act(now: datetime) -> str:
        services.answer_recommendation(
            recommendation=one, answer=form.cleaned_data["answer"], actor=actor_of(request), now=now
        )
        return f"Kept: what {one.to_name} does about it."

    return do(request, found, form, act, part=f"answer{one.pk}")


@require_POST
@may(WORK_ON_REVIEWS)
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep that the applicant asks for a second look: at the refusal, or at the outcome, whichever stands."""
    found = found_or_404(request, pk)
    form = appeal_form(request.POST)

    def act(now: datetime) -> str:
        deciding.appeal(
            application=found,
            route=Route(form.cleaned_data["route"]),
            about=About.THRESHOLD if stage_of(found) is Stage.NOT_MET else About.OUTCOME,
            words=form.cleaned_data["words"],
            made_on=form.cleaned_data["made_on"],
            actor=actor_of(request),
            now=now,
        )
        return "Kept. Somebody else looks at it again."

    return do(request, found, form, act)


@require_POST
@may(WORK_ON_REVIEWS)
def second(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide a second look, and tell the applicant."""
    found, user = found_or_404(request, pk), user_of(request)
    form = panel_forms.AppealAnswerForm(request.POST)
    one = get_object_or_404(Appeal, application=found, decided_at=None)

    def act(now: datetime) -> str:
        refuse_constables(user)
        made, why = deciding.decide_appeal(
            appeal=one,
            upheld=form.cleaned_data["upheld"] == "yes",
            why=form.cleaned_data["why"],
            address=settings.HEED_ANSWER_ADDRESS,
            user=user,
            actor=actor_of(request),
            now=now,
        )
        warn(request, why)
        return "They were right: it goes on." if made.upheld else "It stays as it was."

    return do(request, found, form, act)
