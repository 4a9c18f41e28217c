"""
The wording review: once a week a few log entries about people who ring often, drawn by lot, for a supervisor to read.

About words, never about a person: no author is read, kept or counted, and every entry is as likely as every other.
"""

import uuid
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from heed.domain.calls.models import Call
from heed.domain.conduct.models import Drawn, Marked
from heed.domain.conduct.terms import Mark
from heed.domain.conduct.wording import queries, services
from heed.domain.incidents import queries as incidents
from heed.domain.incidents.models import CallBack, Incident, Party
from heed.domain.incidents.terms import PartyRole
from heed.engines.risk import wording
from heed.engines.risk.repeat import is_repeat
from heed.flows.counting import look_back
from heed.flows.recognise import SUFFERED
from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import Actor, system
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act
from heed.foundation.policy import services as policy
from heed.foundation.policy.packs import Pack

WEEK = timedelta(days=7)


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def draw_last_week(*, now: datetime) -> int:
    """Draw the week that has ended, for every force; return how many entries. A week is drawn once."""
    week = monday_of(timezone.localdate(now)) - WEEK
    return sum(len(draw(force=force, week=week, now=now)) for force in Force.objects.order_by("pk"))


@transaction.atomic
def draw(*, force: Force, week: date, now: datetime) -> list[Drawn]:
    """
    Draw entries of one week: about repeat callers or repeat victims, with a phrase of the list that is not quoted.

    Seeded by week and force, so that the lot can be drawn again and gives the same. As many as the pack says.
    """
    pack = policy.in_use()
    found = dict(_candidates(force, week, pack=pack))
    chosen = wording.draw(found, size=pack.conduct.wording.size.value, seed=f"{force.code} {week.isoformat()}")
    return services.keep_draw(
        force=force,
        week=week,
        entries={entry: found[entry] for entry in chosen},
        policy_version=policy.remember(pack, now=now),
        actor=system("wording", force=force.code),
        now=now,
    )


def _candidates(force: Force, week: date, *, pack: Pack) -> Iterator[tuple[int, list[str]]]:
    """Yield each entry with the phrases in it; whether a call is about a repeat is asked once for each call."""
    midnight = datetime.combine(week, time.min, tzinfo=pack.zone)
    after = datetime.combine(week + WEEK, time.min, tzinfo=pack.zone)
    about_repeat: dict[uuid.UUID, bool] = {}
    for entry in queries.written_between(force.pk, midnight, after):
        hits = wording.find(entry.text)
        if not hits:
            continue
        if entry.call_id not in about_repeat:
            about_repeat[entry.call_id] = is_about_repeat(entry.call_id, now=after, pack=pack)
        if about_repeat[entry.call_id]:
            yield entry.pk, list(dict.fromkeys(hit.phrase.id for hit in hits))


def is_about_repeat(call_id: uuid.UUID, *, now: datetime, pack: Pack) -> bool:
    """Say whether a call is about somebody who rang or suffered before, as the pack counts it: by person, or by line."""
    call = Call.objects.get(pk=call_id)
    since = now - look_back(pack)
    about = {*Incident.objects.filter(call=call).values_list("pk", flat=True)}
    about |= {*CallBack.objects.filter(call=call).values_list("incident", flat=True)}
    for roles, rule in (((PartyRole.CALLER,), pack.repeat.caller.rule), (SUFFERED, pack.repeat.victim.rule)):
        parts = Party.objects.filter(incident__in=about, role__in=roles, person__isnull=False)
        persons = {person for person in parts.values_list("person", flat=True) if person}
        reports = incidents.reports_of_people(persons, roles=roles, since=since, excluding=call.pk)
        if any(is_repeat(theirs, now=call.rang_at, rule=rule) for theirs in reports.values()):
            return True
    if not (call.e164 and call.may_match):
        return False
    on_line = incidents.earlier_on_line(call.force_id, call.e164, since=since, excluding=call.pk)
    earlier = [one.report for one in on_line if one.report and one.at < call.rang_at]
    return is_repeat(earlier, now=call.rang_at, rule=pack.repeat.caller.rule)


@transaction.atomic
def read_week(*, user: User, week: date, actor: Actor, now: datetime) -> Sequence[Drawn]:
    """Read the sample of a week: that it was read, and of which entries, is on the audit trail."""
    found = queries.drawn_in(user, week)
    audit.record(
        actor=actor,
        act=Act.CONSULTATION,
        action="wording_sample.read",
        subjects=[f"log_entry:{one.entry_id}" for one in found],
        purpose=f"wording review, week of {week.isoformat()}",
        now=now,
    )
    return found


@transaction.atomic
def mark(*, drawn: Drawn, what: Mark, note: str, user: User, actor: Actor, now: datetime) -> Marked:
    """Keep what a supervisor made of an entry's wording."""
    return services.mark(drawn=drawn, what=what, note=note, user=user, actor=actor, now=now)
