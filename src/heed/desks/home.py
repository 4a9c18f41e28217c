"""The first page: everybody is sent to their own desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from heed.foundation.accounts.access import action, may, user_of
from heed.foundation.accounts.terms import Role

COME_IN = action("come in", *Role)

DESKS = {
    Role.CALL_HANDLER: "call_handler:queue",
    Role.NEIGHBOURHOOD_OFFICER: "neighbourhood:patch_mine",
    Role.SUPERVISOR: "supervisor:board",
    Role.CRIME_REGISTRAR: "supervisor:crime",
    Role.ANALYST: "supervisor:manners",
    Role.PARTNER_OFFICER: "partner:desk",
    Role.DATA_PROTECTION_OFFICER: "data_protection:agencies",
    Role.ADMINISTRATOR: "data_protection:agencies",
}
"""Where a role starts; a role without a desk of its own yet is told so."""


@may(COME_IN)
def home(request: HttpRequest) -> HttpResponse:
    """Send a person to their desk."""
    user = user_of(request)
    desk = DESKS.get(Role(user.role))
    if desk:
        return redirect(desk)
    return render(
        request, "design/no_desk.jinja", {"title": "No desk for your role yet", "role": user.get_role_display()}
    )
