"""How near somebody is to an ASB case review, as the call page and the incident page show it, and the buttons to say so."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from heed.domain.calls.models import Call
from heed.domain.case_review.access import OFFER_CASE_REVIEWS, SEE_REVIEWS
from heed.domain.case_review.applications import queries as applications
from heed.domain.case_review.terms import How, Said
from heed.domain.incidents.models import Incident
from heed.domain.people import queries as people
from heed.engines.risk.case_review import Line
from heed.flows.case_review import standing as case_review
from heed.flows.case_review.overview import Row, row_of
from heed.flows.case_review.standing import CaseReviewStanding
from heed.flows.recognise import SUFFERED
from heed.foundation.accounts.access import allowed
from heed.foundation.accounts.models import User

SAID = ((Said.WANTS, "They want one"), (Said.NOT_NOW, "Not now"), (Said.DECLINED, "They do not want one"))
EXPLAINED = (
    (Said.WANTS, "Told, and they want one later"),
    (Said.NOT_NOW, "Told: not now"),
    (Said.DECLINED, "Told: no"),
)
HOW = ((How.VISIT, "In person"), (How.ON_THE_CALL, "On the telephone"), (How.LETTER, "By letter"))


@dataclass(frozen=True, slots=True)
class Shown:
    """
    What the panel shows.

    post_to: where its buttons post; form: the id of the page's own form, where they belong to it. how: ways to choose from;
    none where there is only one. buttons: what they said, and its words. name: of whom it is, where several may have suffered.
    """

    found: CaseReviewStanding
    buttons: tuple[tuple[Said, str], ...]
    form: str
    how: tuple[tuple[How, str], ...]
    may_offer: bool
    name: str = ""

    @property
    def is_unanswered(self) -> bool:
        """Say whether a message went out, and nobody knows yet what they say to it."""
        return bool(self.found.offers) and self.found.offers[0].said == Said.NO_ANSWER_YET

    @property
    def may_ask_now(self) -> bool:
        """Say whether they may ask for a review now."""
        return self.found.line == Line.THREE


def on_call(user: User, call: Call, found: Mapping[str, Any], *, mine: bool, now: datetime) -> Shown | None:
    """Show how near whoever was confirmed is, with this call; None where nobody was, or there is nothing to say."""
    known = found.get("known_person")
    if not known or not allowed(user, OFFER_CASE_REVIEWS):
        return None
    standing = case_review.standing_of([uuid.UUID(known)], now=now, reporting=call.pk)
    return _shown(standing, form="report", how=(), may_offer=mine)


def on_incident(user: User, incident: Incident, *, now: datetime) -> Shown | None:
    """Show how near the nearest of those is who suffered in an incident; None where there is nothing to say."""
    if not allowed(user, OFFER_CASE_REVIEWS):
        return None
    standing = case_review.standing_of(case_review.victims_of(incident), now=now)
    near = standing.person if standing.line != Line.NONE else None
    whose = people.visible_to(user).filter(pk=near).first() if near else None
    return _shown(standing, form="", how=HOW, may_offer=True, name=whose.name if whose else "")


def reviews_of(user: User, incident: Incident, *, now: datetime) -> list[Row]:
    """Return the applications for a case review about whoever suffered in an incident, the newest first."""
    if not allowed(user, SEE_REVIEWS):
        return []
    suffered = incident.parties.filter(role__in=SUFFERED, person__isnull=False).values("person__lead")
    return [row_of(one, now=now) for one in applications.newest_first(user).filter(person__lead__in=suffered)]


def _shown(
    standing: CaseReviewStanding, *, form: str, how: tuple[tuple[How, str], ...], may_offer: bool, name: str = ""
) -> Shown | None:
    if standing.line == Line.NONE:
        return None
    buttons = SAID if standing.line == Line.THREE else EXPLAINED
    return Shown(standing, buttons, form, how, may_offer, name)
