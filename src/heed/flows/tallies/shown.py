"""Showing somebody what agencies count of a few people: each look on record, with a reason, and not of a whole street."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate

from heed.domain.people import queries as people
from heed.domain.people.models import Person
from heed.domain.tallies import queries, services
from heed.domain.tallies.models import Asked
from heed.flows.sharing.locks import shut_people
from heed.flows.tallies.count import PEOPLE_MOST, AgencyCount, count_each
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.policy import services as policy


@dataclass(frozen=True, slots=True)
class CountOf:
    """Of whom a count is, and the count of one agency."""

    person: Person
    count: AgencyCount


@dataclass(frozen=True, slots=True)
class Shown:
    """
    What a page shows. asked: what agencies were asked about these people, the newest first.

    withheld: a sentence instead of the counts; empty where they are shown.
    """

    counts: Sequence[CountOf] = ()
    asked: Sequence[Asked] = ()
    withheld: str = ""

    @property
    def anything(self) -> bool:
        """Say whether there is anything to show."""
        return bool(self.counts or self.asked or self.withheld)


NOTHING = Shown()


def look(person_ids: Collection[uuid.UUID], *, purpose: str, user: User, actor: Actor, now: datetime) -> Shown:
    """
    Count the reports of other agencies about some people, and keep that somebody was shown them, and why.

    Nothing is kept where no agency counts with the force: there is nothing to look into, and two statements say so. Whoever
    has been shown the counts of as many people within the hour as the pack allows is shown none of anybody further. Nobody is
    shown those of somebody who is locked for them: that there is a report would tell of it.
    """
    if not person_ids or not purpose.strip():
        return NOTHING
    counted = bool(queries.matching_keys(user.force_id, on=localdate(now)))
    if not counted and not queries.anything_asked(user.force_id):
        return NOTHING
    leads = people.leads_of(person_ids)
    leads -= shut_people(user, leads, now=now).keys()
    asked = queries.asked_about(leads, force_id=user.force_id) if leads else []
    if not counted or not leads:
        return Shown(asked=asked)
    if withheld := _withheld(leads, user=user, now=now):
        services.withhold(person_ids=leads, purpose=purpose, actor=actor, now=now)
        return Shown(asked=asked, withheld=withheld)
    found = count_each(leads, force=user.force, now=now)
    if new := leads - queries.shown_lately(user, leads, purpose=purpose, now=now):
        services.look(
            force=user.force,
            shown={lead: {str(one.agency.pk): (one.count, one.home) for one in found.get(lead, ())} for lead in new},
            purpose=purpose,
            user=user,
            actor=actor,
            now=now,
        )
    named = {one.pk: one for one in Person.objects.filter(pk__in=found)} if found else {}
    return Shown(counts=[CountOf(named[lead], one) for lead in sorted(found) for one in found[lead]], asked=asked)


def _withheld(leads: frozenset[uuid.UUID], *, user: User, now: datetime) -> str:
    """Say why the counts of these people are not shown; empty where they are. Who was looked at already may be again."""
    most = policy.in_use().tallies.looks_an_hour.value
    known = queries.looked_at(user, now=now)
    if leads - known and len(known | leads) > most:
        return (
            f"You have been shown the counts of {most} people within an hour, which is the most there is. "
            "Ask a supervisor to open this record if you need the count now."
        )
    if len(leads) > PEOPLE_MOST:
        return f"These are more than {PEOPLE_MOST} people: open the one whose count you need"
    return ""
