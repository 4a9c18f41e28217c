"""Acting on a proposal: an edit of the lexicon with its reason. It is in force once a second person has published it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from heed.desks.supervisor.lexicon.forms import WhyForm
from heed.desks.supervisor.lexicon.row_views import SAVED
from heed.desks.supervisor.lexicon.rows import rows
from heed.desks.supervisor.lexicon.views import refuse
from heed.desks.supervisor.manners.edit import disabled, weaker
from heed.desks.supervisor.manners.views import days_of, show_rule
from heed.domain.vulnerability.manners import queries
from heed.engines.risk.manners import total
from heed.flows import manners
from heed.foundation.accounts.access import actor_of, may, user_of
from heed.foundation.accounts.models import User
from heed.foundation.lexicon import queries as lexicon
from heed.foundation.lexicon import services
from heed.foundation.lexicon.access import EDIT_LEXICON

HOW = {"disable": disabled, "weaken": weaker}


@require_POST
@may(EDIT_LEXICON)
def propose(request: HttpRequest, rule: str) -> HttpResponse:
    """Put the edit on the force's overlay, with the counts that speak for it beside the reason."""
    user, how = user_of(request), request.POST.get("how", "")
    row = rows(lexicon.standing_edits(user.force_id)).get(rule)
    change = HOW[how](row) if row and not row.is_disabled and how in HOW else None
    if change is None:
        raise Http404
    form = WhyForm(request.POST, part=how)
    if not form.is_valid():
        return show_rule(request, rule, wrong=form, status=422)
    now = timezone.now()
    try:
        services.edit(
            force=user.force,
            row=rule,
            kind=change.kind,
            cells=change.cells,
            why=f"{form.cleaned_data['why']} ({_counts(user, rule, days_of(request))})",
            user=user,
            actor=actor_of(request),
            now=now,
        )
    except services.Refused as refused:
        refuse(form, refused)
        return show_rule(request, rule, wrong=form, status=422)
    manners.forget_note(user.force_id)
    done = "disabled" if how == "disable" else "weaker"
    messages.success(request, f"{rule} is {done}. {SAVED}")
    return redirect("supervisor:lexicon")


def _counts(user: User, rule: str, days: int) -> str:
    """Say in words what people made of the rule, for whoever publishes."""
    spell = manners.period(days=days, edits=manners.edits_of(user.force_id), now=timezone.now())
    tally = total(one.tally for one in queries.of_rule(user, rule, spell))
    if not tally.answered:
        return f"no replies in {days} days"
    return f"right in {tally.accepted} of {tally.answered} replies in {days} days: {tally.precision}"
